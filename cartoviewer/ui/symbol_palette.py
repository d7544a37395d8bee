"""The palette of crisis symbols: type a word in any language, press Enter, and the symbol is in hand."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from bnip.record import Certainty, State
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_list import SymbolListModel, SymbolListView, SymbolRole
from cartoviewer.ui.symbol_pictures import SymbolPictures
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from symbols.catalogue import CatalogueEntry, FrameClass, catalogue, frame_names, search
from symbols.grammar import Symbol

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
    """

    symbol_chosen = Signal(str)
    recent_changed = Signal(object)

    def __init__(
        self, session: Session, theme: Theme, recent: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._recent = [symbol for symbol in recent if symbol in catalogue()][:_MOST_RECENT]
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
        self._nothing = QLabel()
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._state, self._certainty = QComboBox(), QComboBox()
        self._state_label, self._certainty_label = QLabel(), QLabel()
        for label, box in ((self._state_label, self._state), (self._certainty_label, self._certainty)):
            label.setBuddy(box)
            box.currentIndexChanged.connect(self._show_state)
        self._lay_out()
        self._write()
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)

    @property
    def state(self) -> State:
        """The state that the next symbol will have."""
        return State(self._state.currentData() or State.IN_PLACE)

    @property
    def certainty(self) -> Certainty:
        """The certainty that the next symbol will have."""
        return Certainty(self._certainty.currentData() or Certainty.CONFIRMED)

    @property
    def recent(self) -> tuple[str, ...]:
        """The ids that were used last, newest first."""
        return tuple(self._recent)

    def begin(self) -> None:
        """Be ready to type: the search has the keyboard and is empty."""
        self._search.clear()
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows move in the list while one types, and letters search while the list has the keyboard."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
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

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addWidget(self._search)
        column.addWidget(self._list, 1)
        column.addWidget(self._nothing, 1)
        form = QFormLayout()
        form.setSpacing(SPACE_S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._state_label, self._state)
        form.addRow(self._certainty_label, self._certainty)
        column.addLayout(form)
        self.setFocusProxy(self._search)

    def _write(self) -> None:
        texts = self._session.texts
        self._search.setPlaceholderText(texts("Search a symbol: fire, brand, incendie…"))
        self._search.setAccessibleName(texts("Search a symbol"))
        self._list.setAccessibleName(texts("Symbols"))
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
        self._show()

    def _show(self) -> None:
        texts = self._session.texts
        typed = self._search.text().strip()
        if typed:
            found = search(typed, _MOST_FOUND)
            self._model.show([("", found)])
        else:
            entries = list(catalogue().values())
            recent = [catalogue()[symbol] for symbol in self._recent]
            groups = [(texts("Last used"), recent)]
            groups += [(texts.name(frame_names(frame)), _of(entries, frame)) for frame in FrameClass]
            self._model.show(groups)
        some = self._model.rowCount() > 0
        self._list.setVisible(some)
        self._nothing.setVisible(not some)
        self._nothing.setText(
            texts("No symbol is called “{words}”. Try another word, in any language.", words=typed)
        )
        self._list.setCurrentIndex(self._model.first_entry())
        self._list.scrollToTop()

    def _show_state(self) -> None:
        self._list.show_as(Symbol(id="haz.incident").having(self.state.value, self.certainty.value))

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


def _fill(box: QComboBox, choices: list[tuple[str, str]], first: str) -> None:
    """Write the choices of a box anew, keeping what was chosen."""
    chosen = box.currentData() or first
    box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
    box.clear()
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.blockSignals(False)  # noqa: FBT003
