"""How a row of the layer list is painted: eye, sample, name, and what to know of the data."""

from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cartoviewer.ui.layer_model import NODE_ROLE, LayerNode, NodeKind
from cartoviewer.ui.session import Session
from cartoviewer.ui.swatch import swatch
from cartoviewer.ui.theme import SPACE_M, SPACE_S, TextRole, Theme
from layers.sensitivity import Sensitivity

__all__ = ["LayerDelegate"]

_ICON: Final = 18
_SAMPLE: Final = (26, 18)
_DOT: Final = 4.0
# TLP 2.0: coloured letters on black, whatever surrounds them.
_TLP: Final = {
    Sensitivity.GREEN: ("G", "#33FF00"),
    Sensitivity.AMBER: ("A", "#FFC000"),
    Sensitivity.AMBER_STRICT: ("A+S", "#FFC000"),
    Sensitivity.RED: ("R", "#FF2B2B"),
}


class LayerDelegate(QStyledItemDelegate):
    """Paints rows; a click on the eye shows or hides."""

    eye_clicked = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._samples: dict[object, QPixmap] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}
        theme.changed.connect(self._icons.clear)

    def forget_samples(self) -> None:
        """Paint the samples anew: the language or the classes have changed."""
        self._samples.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give every row the height of a line of text with air around it."""
        del index
        return QSize(120, max(option.fontMetrics.height(), _ICON) + SPACE_M)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        node: LayerNode = index.data(NODE_ROLE)
        colours = self._theme.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.selected))
        elif option.state & QStyle.StateFlag.State_MouseOver and node.kind is not NodeKind.CLASS:
            painter.fillRect(option.rect, QColor(colours.raised))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 1.0))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        rest = option.rect.adjusted(SPACE_S, 0, -SPACE_S, 0)
        shown = any(layer.visible for layer in node.layers)
        if node.kind is not NodeKind.CLASS:
            self._eye(painter, self.eye_rect(option.rect), shown, node)
            rest.setLeft(rest.left() + _ICON + SPACE_M)
        if node.kind is not NodeKind.GROUP:
            self._sample(painter, rest, node, shown=shown)
            rest.setLeft(rest.left() + _SAMPLE[0] + SPACE_M)
        if node.kind is NodeKind.LAYER:
            rest.setRight(self._facts(painter, rest, node) - SPACE_M)
        self._name(painter, rest, node, shown=shown)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Take the click on the eye."""
        node: LayerNode = index.data(NODE_ROLE)
        if (
            isinstance(event, QMouseEvent)
            and event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
            and event.button() is Qt.MouseButton.LeftButton
            and node.kind is not NodeKind.CLASS
            and self.eye_rect(option.rect).contains(event.position().toPoint())
        ):
            self.eye_clicked.emit(node)
            return True
        return super().editorEvent(event, model, option, index)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Put the field for a new name over the whole row."""
        del index
        editor.setGeometry(option.rect.adjusted(_ICON + SPACE_M, 0, 0, 0))

    @staticmethod
    def eye_rect(row: QRect) -> QRect:
        """Tell where the eye is in a row."""
        return QRect(row.left() + SPACE_S, row.top() + (row.height() - _ICON) // 2, _ICON, _ICON)

    def _sample(self, painter: QPainter, where: QRect, node: LayerNode, *, shown: bool) -> None:
        """Paint how the class is drawn; a layer of several classes shows the one of all the others."""
        rules = [child.rule for child in node.children if child.rule is not None]
        rule = node.rule or next((rule for rule in rules if not rule.when), rules[0] if rules else None)
        if rule is None or node.card is None:
            return
        ratio = painter.device().devicePixelRatioF()
        key = (repr(rule.style), node.card.kind, ratio)
        if key not in self._samples:
            self._samples[key] = swatch(rule.style, node.card.kind, self._session.language, _SAMPLE, ratio)
        painter.setOpacity(1.0 if shown else 0.4)
        painter.drawPixmap(where.left(), where.top() + (where.height() - _SAMPLE[1]) // 2, self._samples[key])
        painter.setOpacity(1.0)

    def _eye(self, painter: QPainter, where: QRect, shown: bool, node: LayerNode) -> None:
        colours = self._theme.colours
        name = "eye-outline" if shown else "eye-off-outline"
        some = shown and not all(layer.visible for layer in node.layers)
        self._icon(name, colours.muted if some or not shown else colours.text).paint(painter, where)

    def _name(self, painter: QPainter, where: QRect, node: LayerNode, *, shown: bool) -> None:
        colours = self._theme.colours
        font = self._theme.font(TextRole.BODY, bold=node.kind is NodeKind.GROUP)
        if node.kind is NodeKind.CLASS:
            font = self._theme.font(TextRole.SMALL)
        painter.setFont(font)
        painter.setPen(QColor(colours.text if shown and node.kind is not NodeKind.CLASS else colours.muted))
        text = QFontMetrics(font).elidedText(
            self._session.texts.name(node.names), Qt.TextElideMode.ElideRight, max(where.width(), 0)
        )
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _facts(self, painter: QPainter, where: QRect, node: LayerNode) -> int:
        """Paint count, sensitivity and staleness from the right; give where they begin."""
        colours = self._theme.colours
        small = self._theme.font(TextRole.SMALL)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        right = where.right()
        if node.card is not None:
            count = self._session.texts.number(node.card.count)
            width = metrics.horizontalAdvance(count)
            painter.setPen(QColor(colours.muted))
            box = QRect(right - width, where.top(), width + 1, where.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
            right -= width + SPACE_M
        if node.layer is not None and node.layer.sensitivity in _TLP:
            right = self._marking(painter, right, where, node.layer.sensitivity, small) - SPACE_M
        if node.is_stale:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.warning))
            painter.drawEllipse(QPointF(right - _DOT, where.center().y() + 0.5), _DOT, _DOT)
            right -= round(2 * _DOT) + SPACE_S
        return right

    @staticmethod
    def _marking(painter: QPainter, right: int, where: QRect, level: Sensitivity, font: QFont) -> int:
        letters, colour = _TLP[level]
        bold = QFont(font)
        bold.setBold(True)
        bold.setPointSizeF(font.pointSizeF() * 0.85)
        metrics = QFontMetrics(bold)
        width = metrics.horizontalAdvance(letters) + SPACE_M
        box = QRect(right - width, where.center().y() - metrics.height() // 2, width, metrics.height() + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#000000"))
        painter.drawRoundedRect(box, 3.0, 3.0)
        painter.setFont(bold)
        painter.setPen(QColor(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letters)
        painter.setFont(font)
        return box.left()

    def _icon(self, name: str, colour: str) -> QIcon:
        key = (name, colour)
        if key not in self._icons:
            self._icons[key] = self._theme.icon(name, colour)
        return self._icons[key]
