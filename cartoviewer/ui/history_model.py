"""The log of the dossier as a table for the window: newest first, what was undone is marked."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from cartoviewer.document.log import LogEntry
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import Theme

__all__ = ["HistoryColumn", "HistoryModel", "HistoryRole"]

_Index = QModelIndex | QPersistentModelIndex


class HistoryColumn(IntEnum):
    """The columns from left to right."""

    MOMENT = 0
    LABEL = 1
    AUTHOR = 2


class HistoryRole(IntEnum):
    """What a row tells beside its words."""

    POSITION = int(Qt.ItemDataRole.UserRole)
    """The entry's position in the log."""
    SEARCHED = int(Qt.ItemDataRole.UserRole) + 1
    """Everything of the row as one text, to search in."""


class HistoryModel(QAbstractTableModel):
    """The entries of the log that were given to it; `extend` takes the newer ones."""

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._entries: list[LogEntry] = []
        self._undone: set[str] = set()

    @property
    def last_position(self) -> int:
        """The position of the newest entry, 0 when there is none."""
        return self._entries[-1].position if self._entries else 0

    def clear(self) -> None:
        """Forget all entries."""
        self.beginResetModel()
        self._entries = []
        self._undone = set()
        self.endResetModel()

    def extend(self, entries: list[LogEntry]) -> None:
        """Take the entries that came after the last one."""
        if not entries:
            return
        self.beginInsertRows(QModelIndex(), 0, len(entries) - 1)
        self._entries += entries
        self.endInsertRows()
        before = set(self._undone)
        for entry in entries:
            if entry.edit.undoes:
                self._undone.add(entry.edit.undoes)
            if entry.edit.redoes:
                self._undone.discard(entry.edit.redoes)
        if before != self._undone:
            self.rewrite()

    def rewrite(self) -> None:
        """Show all rows anew: the language, the colours or the marks have changed."""
        if self._entries:
            last = self.index(len(self._entries) - 1, len(HistoryColumn) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HistoryColumn) - 1)

    def row_of(self, position: int) -> int:
        """Give the row of a position, -1 when it is not there."""
        low = self._entries[0].position if self._entries else 0
        row = len(self._entries) - 1 - (position - low)
        return row if 0 <= row < len(self._entries) else -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Give the number of entries."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Give the number of columns."""
        return 0 if parent.isValid() else len(HistoryColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the heading of a column."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        texts = self._session.texts
        return {
            HistoryColumn.MOMENT: texts("Time"),
            HistoryColumn.LABEL: texts("What was done"),
            HistoryColumn.AUTHOR: texts("Who"),
        }[HistoryColumn(section)]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the words of a cell, struck out and grey where the edit was undone."""
        if not index.isValid():
            return None
        entry = self._entries[len(self._entries) - 1 - index.row()]
        texts = self._session.texts
        is_undone = entry.edit.id in self._undone
        if role == HistoryRole.POSITION:
            return entry.position
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = self._words(entry, HistoryColumn(index.column()))
            if is_undone and role == Qt.ItemDataRole.AccessibleTextRole:
                return texts("{edit} (undone)", edit=words)
            return words
        if role == HistoryRole.SEARCHED:
            return " ".join(self._words(entry, column) for column in HistoryColumn)
        if role == Qt.ItemDataRole.ToolTipRole:
            label = self._words(entry, HistoryColumn.LABEL)
            return texts("{edit} (undone)", edit=label) if is_undone else label
        if role == Qt.ItemDataRole.FontRole and is_undone and index.column() == HistoryColumn.LABEL:
            font = QFont(self._theme.font())
            font.setStrikeOut(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and is_undone:
            return QBrush(QColor(self._theme.colours.muted))
        return None

    def _words(self, entry: LogEntry, column: HistoryColumn) -> str:
        texts = self._session.texts
        if column is HistoryColumn.MOMENT:
            return texts.moment(entry.edit.moment, seconds=True)
        if column is HistoryColumn.AUTHOR:
            return entry.edit.author
        return entry.edit.write(texts)
