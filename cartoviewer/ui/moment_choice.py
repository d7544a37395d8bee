"""The moment that a map shows: typed, or chosen from the entries of the log; empty for the present."""

from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from cartoviewer.ui.moment_dialog import MomentDialog
from cartoviewer.ui.moment_editors import MomentEditor
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from resources.texts import Texts

__all__ = ["MomentChoice"]

_WIDEST: Final = "00/00/0000 00:00"


class MomentChoice(QWidget):
    """A line for a day and a time, and a button that lists the history; below, after which entry that is.

    Signals
    -------
    committed (datetime or None)
        Another moment was chosen; that of an entry is exact, however few of its digits are shown.
    """

    committed = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._value: datetime | None = None
        self._texts = session.texts
        self.line, self.button, self.after = MomentEditor(), QToolButton(), QLabel()
        self.line.setMinimumWidth(self.fontMetrics().horizontalAdvance(_WIDEST) + 2 * SPACE_M)
        self.after.setWordWrap(True)
        self.after.setProperty("role", "muted")
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.after)
        self.setFocusProxy(self.line)
        self.line.committed.connect(self.committed)
        self.button.clicked.connect(self._ask)
        theme.changed.connect(lambda: self.write(self._session.texts))
        self.write(session.texts)

    def widget(self) -> QWidget:
        """Give the widget itself."""
        return self

    def show_value(self, value: Any) -> None:
        """Show a moment, or none; nothing is told."""
        self._value = value if isinstance(value, datetime) else None
        self.line.show_value(self._value)
        self._tell()

    def write(self, texts: Texts) -> None:
        """Write its words in another language."""
        self._texts = texts
        self.line.write(texts)
        words = texts("Choose a moment of the history")
        self.button.setIcon(self._theme.icon("history"))
        self.button.setToolTip(words)
        self.button.setAccessibleName(words)
        self._tell()

    def lock(self, *, locked: bool) -> None:
        """Allow looking only, or choosing again."""
        self.line.lock(locked=locked)
        self.button.setEnabled(not locked)

    def setAccessibleName(self, name: str) -> None:
        """Name the line, which has the keyboard."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def dialog(self) -> MomentDialog | None:
        """Give the list of the log's entries; None while no dossier is open."""
        history = self._session.history
        return MomentDialog(self._session, self._theme, history.log, self._value, self) if history else None

    def take(self, dialog: MomentDialog) -> None:
        """Bind the moment that is chosen in the list."""
        moment = dialog.moment
        if moment is not None and moment != self._value:
            self.committed.emit(moment)

    def _ask(self) -> None:
        dialog = self.dialog()
        if dialog is not None:
            if dialog.exec() == QDialog.DialogCode.Accepted:
                self.take(dialog)
            dialog.deleteLater()

    def _tell(self) -> None:
        """Say what was the last that was done then."""
        history, texts = self._session.history, self._texts
        position = history.log.position_at(self._value) if history and self._value is not None else 0
        self.after.setVisible(self._value is not None)
        if history is None or self._value is None:
            return
        entry = next(iter(history.log.entries(position - 1)), None) if position else None
        if entry is None:
            self.after.setText(texts("Nothing had been done yet."))
        else:
            self.after.setText(texts("After “{edit}”", edit=entry.edit.write(texts)))
