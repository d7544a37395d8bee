"""The palette of crisis symbols: type a word in any language, press Enter, and the symbol is in hand."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bnip.own_symbol import OwnSymbol
from bnip.record import Certainty, State
from cartoviewer.document.changes import remove
from cartoviewer.document.edit import Label
from cartoviewer.document.own_symbols import own_symbol_changes
from cartoviewer.ui.own_symbol_dialog import OwnSymbolDialog
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_details import SymbolDetails, next_in_series
from cartoviewer.ui.symbol_list import SymbolListModel, SymbolListView, SymbolRole
from cartoviewer.ui.symbol_pictures import SymbolPictures
from cartoviewer.ui.symbol_set_choice import SymbolSetChoice
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from resources.texts import Names
from symbols.catalogue import CatalogueEntry, FrameClass, catalogue, entry_of, frame_names, search
from symbols.grammar import folded
from symbols.sets import SymbolSet, is_known

__all__ = ["CERTAINTY_TEXTS", "STATE_TEXTS", "SymbolPalette"]

STATE_TEXTS: Final = {
    State.PLANNED: "Planned",
    State.REQUESTED: "Requested",
    State.IN_PLACE: "In place",
    State.ENDED: "Ended",
}
CERTAINTY_TEXTS: Final = {Certainty.CONFIRMED: "Confirmed", Certainty.REPORTED: "Reported, not confirmed"}

_MOST_RECENT: Final = 6
_MOST_FOUND: Final = 60
_MOVING_KEYS: Final = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class SymbolPalette(QWidget):
    """All symbols by class, the last used first; a search narrows them at each keystroke.

    Signals
    -------
    symbol_chosen (str)
        A symbol is to be placed: its code with the state and certainty that are set, `cmd.pma;state=planned`.
    recent_changed (tuple of str)
        The ids that were used last, newest first, for whoever keeps settings.
    sets_changed (tuple of SymbolSet)
        The user's own sets, for whoever keeps settings.
    details_changed (Mark)
        What is said of the next symbol beside its code: texts, counts, times.
    left
        Whoever searched has given up, and goes back to the map.
    """

    symbol_chosen = Signal(str)
    recent_changed = Signal(object)
    sets_changed = Signal(object)
    details_changed = Signal(object)
    left = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        recent: Sequence[str] = (),
        sets: Sequence[SymbolSet] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._tasks = TaskRunner(self, threads=1, name="symbol file")
        self._recent = [symbol for symbol in recent if is_known(symbol)][:_MOST_RECENT]
        self._own: tuple[OwnSymbol, ...] = ()
        self._sets = SymbolSetChoice(session, sets)
        self._sets.changed.connect(self.sets_changed)
        self._sets.chosen.connect(self._show)
        self._make = QToolButton()
        self._make.clicked.connect(lambda _: self.make_symbol())
        self._model = SymbolListModel(session, self)
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._show)
        self._search.returnPressed.connect(self._choose_current)
        self._search.installEventFilter(self)
        self._list = SymbolListView(session, theme, SymbolPictures())
        self._list.setModel(self._model)
        self._list.clicked.connect(self._choose)
        self._list.installEventFilter(self)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._offer_menu)
        self._nothing = QLabel()
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._state, self._certainty = QComboBox(), QComboBox()
        self._state_label, self._certainty_label = QLabel(), QLabel()
        for label, box in ((self._state_label, self._state), (self._certainty_label, self._certainty)):
            label.setBuddy(box)
            box.currentIndexChanged.connect(self._set_state)
        self._details = SymbolDetails(session, theme)
        self._details.changed.connect(self._show_details)
        self._list.selectionModel().currentChanged.connect(lambda *_: self._fit())
        self._lay_out()
        self._write()
        session.language_changed.connect(self._write)
        session.document_changed.connect(self._on_document)
        session.dossier_changed.connect(self._on_document)
        theme.changed.connect(self._write)

    @property
    def state(self) -> State:
        """The state that the next symbol will have."""
        return self._details.details.state

    @property
    def certainty(self) -> Certainty:
        """The certainty that the next symbol will have."""
        return self._details.details.certainty

    @property
    def recent(self) -> tuple[str, ...]:
        """The ids that were used last, newest first."""
        return tuple(self._recent)

    def begin(self) -> None:
        """Be ready to type: the search has the keyboard and is empty."""
        self._search.clear()
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_on(self, placed: object) -> None:
        """Make ready for the symbol after one that was placed: the number counts on, the texts are gone."""
        del placed
        self._details.set(next_in_series(self._details.details))

    def make_symbol(self, before: OwnSymbol | None = None) -> OwnSymbolDialog | None:
        """Open the window in which an own symbol is made or changed; None where the dossier cannot be edited."""
        if not self._session.can_edit:
            return None
        dialog = OwnSymbolDialog(self._session, self._theme, self._tasks, before, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.made.connect(lambda symbol, names: self._keep(before, symbol, names))
        dialog.open()
        return dialog

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows move in the list while one types, and letters search while the list has the keyboard."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and watched in (self._search, self._list):
            if self._search.text():
                self._search.clear()
            else:
                self.left.emit()
            return True
        if watched is self._search:
            sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not self._search.text()
            if key in _MOVING_KEYS or sideways:
                self._list.keyPressEvent(event)
                return True
        elif watched is self._list:
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose_current()
                return True
            if event.text().isprintable() and event.text().strip():
                self._search.setFocus()
                self._search.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the symbol at Enter, wherever in the palette one has just said something; Ctrl+M says more."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if not isinstance(focused, QToolButton) and focused not in (self._search, self._list):
                self._choose_current()
        elif event.key() == Qt.Key.Key_M and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._details.unfold()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addWidget(self._search)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._sets, 1)
        row.addWidget(self._make)
        column.addLayout(row)
        column.addWidget(self._list, 1)
        column.addWidget(self._nothing, 1)
        form = QFormLayout()
        form.setSpacing(SPACE_S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._state_label, self._state)
        form.addRow(self._certainty_label, self._certainty)
        column.addLayout(form)
        column.addWidget(self._details)
        self._details.unfolded.connect(
            lambda unfolded: column.setStretchFactor(self._details, 2 if unfolded else 0)
        )
        order = (self._search, self._list, self._state, self._certainty, self._details, self._sets, self._make)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        self.setFocusProxy(self._search)

    def _write(self) -> None:
        texts = self._session.texts
        self._search.setPlaceholderText(texts("Search a symbol: fire, brand, incendie…"))
        self._search.setAccessibleName(texts("Search a symbol"))
        self._list.setAccessibleName(texts("Symbols"))
        self._sets.write()
        self._make.setIcon(self._theme.icon("shape-square-rounded-plus"))
        self._make.setToolTip(texts("A symbol of your own…"))
        self._make.setAccessibleName(texts("A symbol of your own…"))
        self._state_label.setText(texts("State"))
        self._certainty_label.setText(texts("Certainty"))
        self._state.setAccessibleName(texts("State"))
        self._certainty.setAccessibleName(texts("Certainty"))
        _fill(self._state, [(texts(words), state) for state, words in STATE_TEXTS.items()], State.IN_PLACE)
        _fill(
            self._certainty,
            [(texts(words), certainty) for certainty, words in CERTAINTY_TEXTS.items()],
            Certainty.CONFIRMED,
        )
        self._details.write()
        self._show()

    def _show(self) -> None:
        texts = self._session.texts
        typed = self._search.text().strip()
        own = [entry_of(record.symbol) for record in self._own]
        chosen = self._sets.current
        if typed:
            self._model.show([("", [*_said_by(typed, own), *search(typed, _MOST_FOUND)])])
        elif chosen is not None:
            self._model.show([(texts.name(chosen.names), [entry_of(symbol) for symbol in chosen.symbols])])
        else:
            entries = list(catalogue().values())
            recent = [entry_of(symbol) for symbol in self._recent]
            groups = [(texts("Last used"), recent), (texts("Of this dossier"), own)]
            groups += [(texts.name(frame_names(frame)), _of(entries, frame)) for frame in FrameClass]
            self._model.show(groups)
        some = self._model.rowCount() > 0
        self._list.setVisible(some)
        self._nothing.setVisible(not some)
        self._nothing.setText(
            texts("No symbol is called “{words}”. Try another word, in any language.", words=typed)
            if typed
            else texts("This set is empty. Add symbols to it from their menu in the list of all symbols.")
        )
        self._list.setCurrentIndex(self._model.first_entry())
        self._list.scrollToTop()

    def _on_document(self, *_: object) -> None:
        """Show the own symbols of the dossier as they are now."""
        own = self._session.document.of(OwnSymbol)
        if own != self._own:
            self._own = own
            self._show()

    def _keep(self, before: OwnSymbol | None, symbol: str, names: Names) -> None:
        label = Label("Symbol made: {name}" if before is None else "Symbol changed: {name}", {"name": names})
        changes = own_symbol_changes(self._session.document, before, symbol, names)
        if self._session.do(label, *changes) is not None and before is not None:
            self._recent = [symbol if each == before.symbol else each for each in self._recent]
            self._show()

    def _offer_menu(self, at: QPoint) -> None:
        entry = self._list.indexAt(at).data(SymbolRole.ENTRY)
        if isinstance(entry, CatalogueEntry):
            self.menu_of(entry).popup(self._list.viewport().mapToGlobal(at))

    def menu_of(self, entry: CatalogueEntry) -> QMenu:
        """Give the menu of a symbol: its sets, and for an own symbol changing and deleting it."""
        texts = self._session.texts
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sets.offer(menu, entry.id)
        own = next((record for record in self._own if record.symbol == entry.id), None)
        if own is not None and self._session.can_edit:
            menu.addSeparator()
            menu.addAction(texts("Change this symbol…")).triggered.connect(lambda: self.make_symbol(own))
            menu.addAction(texts("Delete this symbol")).triggered.connect(
                lambda: self._session.do(
                    Label("Symbol deleted: {name}", {"name": own.names}), remove(self._session.document, own.id)
                )
            )
        return menu

    def _set_state(self) -> None:
        state = State(self._state.currentData() or State.IN_PLACE)
        certainty = Certainty(self._certainty.currentData() or Certainty.CONFIRMED)
        self._details.set(msgspec.structs.replace(self._details.details, state=state, certainty=certainty))

    def _show_details(self) -> None:
        self._list.show_as(self._details.details)
        self.details_changed.emit(self._details.details)

    def _fit(self) -> None:
        """Offer what can be said of the symbol that Enter would take."""
        self._details.fit(self._list.currentIndex().data(SymbolRole.ENTRY))

    def _choose_current(self) -> None:
        self._choose(self._list.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        entry = index.data(SymbolRole.ENTRY) if index.isValid() else None
        if not isinstance(entry, CatalogueEntry):
            return
        self._recent = [entry.id, *(symbol for symbol in self._recent if symbol != entry.id)][:_MOST_RECENT]
        self.recent_changed.emit(self.recent)
        self.symbol_chosen.emit(self._list.code_of(entry))


def _of(entries: list[CatalogueEntry], frame: FrameClass) -> list[CatalogueEntry]:
    return [entry for entry in entries if entry.frame is frame]


def _said_by(typed: str, entries: list[CatalogueEntry]) -> list[CatalogueEntry]:
    """Give the entries whose names, in any language, begin a word with each word that was typed."""
    words = folded(typed).split()
    told = (
        (entry, folded(" ".join((entry.names.fr, entry.names.nl, entry.names.en))).split()) for entry in entries
    )
    return [entry for entry, known in told if all(any(each.startswith(word) for each in known) for word in words)]


def _fill(box: QComboBox, choices: list[tuple[str, str]], first: str) -> None:
    """Write the choices of a box anew, keeping what was chosen."""
    chosen = box.currentData() or first
    box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
    box.clear()
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.blockSignals(False)  # noqa: FBT003
