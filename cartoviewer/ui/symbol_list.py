"""The symbols of a search as a list of headings and squares, and how they are painted."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPen, QResizeEvent, QShowEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from bnip.incident import Mark
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_details import code_with
from cartoviewer.ui.symbol_pictures import SymbolPictures
from cartoviewer.ui.theme import SPACE_L, SPACE_M, SPACE_S, TextRole, Theme
from cartoviewer.ui.tools.place import NOTHING_MORE
from symbols.catalogue import CatalogueEntry, catalogue, search

__all__ = ["SymbolListModel", "SymbolListView", "SymbolRole"]

_Index = QModelIndex | QPersistentModelIndex
_PICTURE: Final = 48
_CELL_WIDTH: Final = 86


class SymbolRole(IntEnum):
    """What a row tells beside its words."""

    ENTRY = int(Qt.ItemDataRole.UserRole)
    """The catalogue entry; None for a heading."""


@dataclass(frozen=True, slots=True)
class _Row:
    heading: str = ""
    entry: CatalogueEntry | None = None


class SymbolListModel(QAbstractListModel):
    """Headings and, under each, the entries of one class."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[_Row] = []

    def show(self, groups: list[tuple[str, list[CatalogueEntry]]]) -> None:
        """Show these entries under these headings; an empty heading is left out."""
        self.beginResetModel()
        self._rows = []
        for heading, entries in groups:
            if heading and entries:
                self._rows.append(_Row(heading))
            self._rows += [_Row(entry=entry) for entry in entries]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Give the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def first_entry(self) -> QModelIndex:
        """Give the first symbol, or an invalid index."""
        row = next((at for at, row in enumerate(self._rows) if row.entry is not None), -1)
        return self.index(row)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Only symbols can be chosen."""
        if self._rows[index.row()].entry is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the name in the window's language, all names as a hint, and the entry."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == SymbolRole.ENTRY:
            return row.entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.heading if row.entry is None else self._session.texts.name(row.entry.names)
        if role == Qt.ItemDataRole.ToolTipRole and row.entry is not None:
            names = row.entry.names
            return "\n".join(dict.fromkeys((names.fr, names.nl, names.en)))
        return None


class _SymbolDelegate(QStyledItemDelegate):
    """Paints a heading over the whole width, a symbol as a square with its name on two lines."""

    def __init__(self, view: "SymbolListView", session: Session, theme: Theme, pictures: SymbolPictures) -> None:
        super().__init__(view)
        self._view = view
        self._session = session
        self._theme = theme
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Give the width of the list to headings, an equal share of it to symbols."""
        del option
        width = self._view.viewport().width()
        line = self._view.fontMetrics().height()
        if index.data(SymbolRole.ENTRY) is None:
            return QSize(width, line + SPACE_M + SPACE_S)
        columns = max(width // _CELL_WIDTH, 1)
        return QSize((width - 1) // columns, _PICTURE + 2 * line + 2 * SPACE_S + SPACE_M)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        rect: QRect = option.rect
        colours = self._theme.colours
        entry = index.data(SymbolRole.ENTRY)
        text = str(index.data())
        painter.save()
        if entry is None:
            painter.setFont(self._theme.font(TextRole.SMALL, bold=True))
            painter.setPen(QColor(colours.muted))
            inside = rect.adjusted(SPACE_S, SPACE_M, -SPACE_S, 0)
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
            painter.restore()
            return
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(QColor(colours.selected))
            painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), 4, 4)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.raised))
            painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), 4, 4)
        language = self._session.language
        picture = self._pictures.pixmap(
            self._view.code_of(entry), language, _PICTURE, self._view.devicePixelRatioF()
        )
        painter.drawPixmap(rect.left() + (rect.width() - _PICTURE) // 2, rect.top() + SPACE_S, picture)
        painter.setPen(QColor(colours.text))
        painter.setFont(self._theme.font(TextRole.SMALL))
        below = rect.adjusted(1, SPACE_S + _PICTURE + SPACE_S // 2, -1, -SPACE_S // 2)
        _two_lines(painter, below, text)
        painter.restore()


class SymbolListView(QListView):
    """Squares in rows, as many as the width holds; arrows move in both directions."""

    def __init__(
        self, session: Session, theme: Theme, pictures: SymbolPictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._details = NOTHING_MORE
        self._codes: dict[str, str] = {}
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setMinimumWidth(2 * _CELL_WIDTH)
        self.setMinimumHeight(_PICTURE + 2 * SPACE_L)
        self.setItemDelegate(_SymbolDelegate(self, session, theme, pictures))
        self._session = session
        self._pictures = pictures
        self._ahead: Iterator[CatalogueEntry] = iter(())
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._draw_ahead)
        session.language_changed.connect(self._begin_ahead)

    def show_as(self, details: Mark) -> None:
        """Draw every symbol with what `details` say of it: state, certainty, owner and all the rest."""
        self._details = details
        self._codes.clear()
        self._begin_ahead()
        self.viewport().update()

    def code_of(self, entry: CatalogueEntry) -> str:
        """Give the code of an entry with what is said of it."""
        if entry.id not in self._codes:
            self._codes[entry.id] = code_with(entry, self._details)
        return self._codes[entry.id]

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to draw what a search may find."""
        super().showEvent(event)
        self._begin_ahead()

    def hideEvent(self, event: QHideEvent) -> None:
        """Draw nothing that nobody sees."""
        super().hideEvent(event)
        self._idle.stop()

    def _begin_ahead(self) -> None:
        self._ahead = iter(catalogue().values())
        if self.isVisible():
            self._idle.start()

    def _draw_ahead(self) -> None:
        """Draw one picture while nothing else is to do, so that no keystroke has to wait for many."""
        entry = next(self._ahead, None)
        if entry is None:
            self._idle.stop()
            search("a")  # builds its index once
        else:
            self._pictures.pixmap(self.code_of(entry), self._session.language, _PICTURE, self.devicePixelRatioF())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


def _two_lines(painter: QPainter, rect: QRect, text: str) -> None:
    """Write a text centred on two lines at most, the second cut with an ellipsis."""
    metrics = painter.fontMetrics()
    layout = QTextLayout(text, painter.font())
    option = QTextOption(Qt.AlignmentFlag.AlignHCenter)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    start = 0
    while len(lines) < 2:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(rect.width())
        start = line.textStart()
        lines.append(text[start : start + line.textLength()].strip())
    layout.endLayout()
    if len(lines) == 2:
        lines[1] = metrics.elidedText(text[start:].strip(), Qt.TextElideMode.ElideRight, rect.width())
    for at, words in enumerate(lines):
        row = QRect(rect.left(), rect.top() + at * metrics.height(), rect.width(), metrics.height())
        painter.drawText(row, int(Qt.AlignmentFlag.AlignCenter), words)
