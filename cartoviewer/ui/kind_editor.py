"""Choosing what a drawing stands for among very many kinds: by typing any word of a name, in any language."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from cartoviewer.ui.field_editors import ChoiceEditor
from resources.texts import Names, Texts
from symbols.catalogue import search
from symbols.grammar import folded

__all__ = ["KindEditor"]


class KindEditor(ChoiceEditor):
    """A box of kinds that can be typed into; what means nothing gives the shown kind back."""

    def __init__(self, kinds: Mapping[Any, str | Names]) -> None:
        super().__init__(tuple(kinds.items()))
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._kinds = tuple(kinds.items())
        self._shown = -1
        self.activated.connect(self._remember)
        self._completer = completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        line = QLineEdit()
        self.setLineEdit(line)
        self.setCompleter(completer)
        line.returnPressed.connect(self._take)

    def setPlaceholderText(self, text: str) -> None:
        """Say what stands there while no kind is shown: that there are several."""
        super().setPlaceholderText(text)
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(text)

    def show_value(self, value: Any) -> None:
        """Show a kind."""
        super().show_value(value)
        self._shown = self.currentIndex()
        if self._shown < 0:
            self.clearEditText()

    def write(self, texts: Texts) -> None:
        """Write the kinds in another language."""
        with QSignalBlocker(self):
            super().write(texts)
            self._show_again()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give the shown kind back where something was begun and left."""
        super().focusOutEvent(event)
        popup = self._completer.popup()
        if popup is None or not popup.isVisible():
            self._show_again()

    def _remember(self, row: int) -> None:
        self._shown = row

    def _take(self) -> None:
        """Take the kind that was typed: by its name, or by the words that find it in the palette."""
        row = self._meant(self.currentText())
        if row < 0 or row == self._shown:
            self._show_again()
            return
        self._shown = row
        self._show_again()
        self.committed.emit(self._kinds[row][0])

    def _meant(self, typed: str) -> int:
        said = folded(typed.strip())
        for row in range(self.count()):
            if folded(self.itemText(row)) == said:
                return row
        rows = {kind: row for row, (kind, _) in enumerate(self._kinds)}
        found = [rows[entry.id] for entry in search(typed, len(rows)) if entry.id in rows] if said else []
        # An own symbol is in no catalogue.
        found += [row for row, (_, names) in enumerate(self._kinds) if said and _fits(said.split(), names)]
        return found[0] if found else -1

    def _show_again(self) -> None:
        self.setCurrentIndex(self._shown)
        self.setEditText(self.itemText(self._shown) if self._shown >= 0 else "")


def _fits(words: list[str], names: str | Names) -> bool:
    said = folded(names if isinstance(names, str) else f"{names.fr} {names.nl} {names.en}")
    return all(word in said for word in words)
