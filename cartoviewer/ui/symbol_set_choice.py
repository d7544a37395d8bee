"""Choosing a set of symbols, and changing one's own sets."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QInputDialog, QMenu, QWidget

from cartoviewer.ui.session import Session
from resources.texts import Names
from symbols.sets import SymbolSet, changed_sets, delivered_sets

__all__ = ["SymbolSetChoice"]


class SymbolSetChoice(QComboBox):
    """All symbols, or one of the sets: those delivered, one for each kind of incident, and the user's own.

    The sets are the user's and not the dossier's: they are the habits of a desk, wanted in the first minute of an
    incident, when its dossier is empty. An own symbol travels in its id, so a set can hold it in any dossier.

    Signals
    -------
    chosen
        Another set is shown, or the one shown has changed.
    changed (tuple of SymbolSet)
        The user's own sets, for whoever keeps settings.
    """

    chosen = Signal()
    changed = Signal(object)

    def __init__(self, session: Session, own: Sequence[SymbolSet], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._own = {each.key: each for each in own}
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.currentIndexChanged.connect(lambda _: self.chosen.emit())

    @property
    def sets(self) -> tuple[SymbolSet, ...]:
        """All sets, in the order they are offered."""
        return changed_sets(self._own.values())

    @property
    def current(self) -> SymbolSet | None:
        """The set that is shown; None for all symbols."""
        return next((each for each in self.sets if each.key == self.currentData()), None)

    def write(self) -> None:
        """Write the choices anew, keeping what was chosen."""
        texts = self._session.texts
        before = self.currentData()
        with QSignalBlocker(self):
            self.clear()
            self.addItem(texts("All symbols"), "")
            for each in self.sets:
                self.addItem(texts.name(each.names), each.key)
            self.setCurrentIndex(max(self.findData(before), 0))
        self.setAccessibleName(texts("Set of symbols"))
        self.setToolTip(texts("Sets of symbols, one for each kind of incident"))

    def add(self, key: str, symbol: str) -> None:
        """Put a symbol into a set; a set that was delivered becomes the user's own."""
        found = next(each for each in self.sets if each.key == key)
        self._store(found.with_symbol(symbol))

    def take_out(self, key: str, symbol: str) -> None:
        """Take a symbol out of a set."""
        found = next(each for each in self.sets if each.key == key)
        self._store(found.without(symbol))

    def make(self, name: str, symbol: str) -> None:
        """Make a set of a name, with its first symbol; a name that is there already is that set."""
        name = name.strip()
        if not name:
            return
        language = self._session.texts
        found = next((each for each in self.sets if language.name(each.names) == name), None)
        self._store((found or SymbolSet(key=f"own {name}", names=Names.same(name))).with_symbol(symbol))

    def give_up(self, key: str) -> None:
        """Delete an own set; one that was delivered is again as it was."""
        self._own.pop(key, None)
        self._tell()

    def offer(self, menu: QMenu, symbol: str) -> None:
        """Put into a menu what can be done with a symbol and the sets."""
        texts = self._session.texts
        into = menu.addMenu(texts("Add to a set"))
        for each in self.sets:
            action = into.addAction(texts.name(each.names))
            action.setEnabled(symbol not in each.symbols)
            action.triggered.connect(lambda _=False, key=each.key: self.add(key, symbol))
        into.addSeparator()
        into.addAction(texts("A new set…")).triggered.connect(lambda: self._ask(symbol))
        shown = self.current
        if shown is None:
            return
        if symbol in shown.symbols:
            menu.addAction(texts("Take out of this set")).triggered.connect(
                lambda: self.take_out(shown.key, symbol)
            )
        if shown.key in self._own:
            delivered = any(each.key == shown.key for each in delivered_sets())
            words = texts("Make this set as it was delivered") if delivered else texts("Delete this set")
            menu.addAction(words).triggered.connect(lambda: self.give_up(shown.key))

    def _ask(self, symbol: str) -> None:
        texts = self._session.texts
        name, kept = QInputDialog.getText(self, texts("A new set…"), texts("What is the set for?"))
        if kept:
            self.make(name, symbol)

    def _store(self, changed: SymbolSet) -> None:
        self._own[changed.key] = changed
        self._tell()

    def _tell(self) -> None:
        self.write()
        self.changed.emit(tuple(self._own.values()))
        self.chosen.emit()
