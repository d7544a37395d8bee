"""The answers of the search box: places, things on the map, layers and commands, in one list."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cartoviewer.scene.finding import Found, FoundKind
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_M, SPACE_S, TextRole, Theme
from layers.gazetteer.categories import categories
from layers.gazetteer.wording import kind_words, quality_words
from resources.texts import Texts

__all__ = ["Answer", "SearchResults", "told_aside"]

_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_ICON: Final = 20
_MOST_ROWS: Final = 9
_ICONS: Final = {
    FoundKind.COORDINATES: "crosshairs-gps",
    FoundKind.RECORD: "map-marker-outline",
    FoundKind.FEATURE: "map-search-outline",
    FoundKind.LAYER: "layers-outline",
    FoundKind.ADDRESS: "home-map-marker",
    FoundKind.STREET: "road-variant",
    FoundKind.CROSSING: "source-merge",
    FoundKind.STRETCH: "arrow-left-right",
    FoundKind.ALONG: "map-marker-distance",
    FoundKind.KILOMETRE: "sign-direction",
    FoundKind.PLACE: "map-marker-star-outline",
    FoundKind.MUNICIPALITY: "city-variant-outline",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Something found on the map, or a command; `score` puts both in one order."""

    found: Found | None
    command: QAction | None
    score: float


def told_aside(found: Found, texts: Texts) -> str:
    """Tell what a hit is, how well it is known and to how many metres, and what is doubtful about it."""
    if found.kind is FoundKind.LAYER:
        return texts("Layer")
    if found.kind in (FoundKind.FEATURE, FoundKind.RECORD):
        return found.detail
    category = categories().get(found.category)
    told = [texts.name(category.names) if category is not None else texts(kind_words(found.kind))]
    if found.kind is FoundKind.ADDRESS:
        told = [texts(quality_words(found.quality))]
    if found.accuracy_m is not None:
        told.append(f"± {texts.number(found.accuracy_m)} m")
    if found.detail:
        told.append(found.detail)
    elif found.doubt:
        told.append(texts("to be checked"))
    return " · ".join(told)


class SearchResults(QListWidget):
    """The answers, best first; the keyboard stays in the search box.

    Signals
    -------
    chosen (Answer)
        An answer was clicked.
    """

    chosen = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setItemDelegate(_AnswerDelegate(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(_ROLE)))
        self.hide()

    @property
    def current(self) -> Answer | None:
        """The answer that Enter would take."""
        item = self.currentItem()
        answer = item.data(_ROLE) if item is not None else None
        return answer if isinstance(answer, Answer) else None

    def show_answers(self, answers: list[Answer], nothing: str) -> None:
        """Show these answers; where there are none, the sentence that says so."""
        texts, colours = self._session.texts, self._theme.colours
        self.clear()
        for answer in answers:
            if answer.found is not None:
                icon, words, aside = (
                    self._theme.icon(_ICONS[answer.found.kind]),
                    answer.found.label,
                    told_aside(answer.found, texts),
                )
            elif answer.command is not None:
                icon, words = answer.command.icon(), answer.command.text()
                aside = answer.command.shortcut().toString(QKeySequence.SequenceFormat.NativeText) or texts(
                    "Command"
                )
            else:
                continue
            item = QListWidgetItem(icon if not icon.isNull() else QIcon(), words)
            item.setData(_ROLE, answer)
            item.setData(_ROLE + 1, aside)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, {aside}" if aside else words)
            item.setToolTip(f"{words}\n{aside}" if aside else words)
            self.addItem(item)
        if not answers:
            item = QListWidgetItem(nothing)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setForeground(QColor(colours.muted))
            self.addItem(item)
        else:
            self.setCurrentRow(0)
        self.setStyleSheet(f"QListWidget {{ background: {colours.surface}; border: 1px solid {colours.line}; }}")

    def place_below(self, box: QWidget) -> None:
        """Lie under the search box, as wide, over whatever is there."""
        window = box.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = box.mapTo(window, box.rect().bottomLeft())
        rows = min(self.count(), _MOST_ROWS)
        height = rows * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth()
        self.setGeometry(QRect(corner.x(), corner.y() + 2, box.width(), height))
        self.show()
        self.raise_()


class _AnswerDelegate(QStyledItemDelegate):
    """Icon, name, and at the right in grey what tells it from its namesakes."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give a row some air."""
        return QSize(super().sizeHint(option, index).width(), max(option.fontMetrics.height(), _ICON) + SPACE_M)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        colours = self._theme.colours
        rect = option.rect
        painter.save()
        is_enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        if is_enabled and option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selected))
        elif is_enabled and option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.raised))
        inside = rect.adjusted(SPACE_M, 0, -SPACE_M, 0)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            icon.paint(painter, inside.left(), inside.top() + (inside.height() - _ICON) // 2, _ICON, _ICON)
        if is_enabled:
            inside = inside.adjusted(_ICON + SPACE_M, 0, 0, 0)
        words, aside = str(index.data()), str(index.data(_ROLE + 1) or "")
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        metrics = painter.fontMetrics()
        needed = metrics.horizontalAdvance(words)
        painter.setPen(QColor(colours.text if is_enabled else colours.muted))
        # The name has up to two thirds; the rest is for what stands beside it.
        room = inside.width() if not aside else max(inside.width() * 2 // 3, inside.width() - needed)
        name = metrics.elidedText(words, Qt.TextElideMode.ElideRight, min(room, inside.width()))
        painter.drawText(inside, middle | int(Qt.AlignmentFlag.AlignLeft), name)
        if aside:
            taken = min(metrics.horizontalAdvance(name) + 3 * SPACE_S, inside.width())
            painter.setFont(self._theme.font(TextRole.SMALL))
            painter.setPen(QColor(colours.muted))
            left = inside.adjusted(taken, 0, 0, 0)
            cut = painter.fontMetrics().elidedText(aside, Qt.TextElideMode.ElideRight, left.width())
            painter.drawText(left, middle | int(Qt.AlignmentFlag.AlignRight), cut)
        painter.restore()
