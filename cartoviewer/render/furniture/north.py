"""The north arrow: plain, half of it dark."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF

from cartoviewer.render.device import Device
from cartoviewer.render.furniture.lettering import paint_block
from cartoviewer.render.furniture.rules import FINE_MM
from cartoviewer.render.parts import UNDIVIDED, Parts
from cartoviewer.scene.furniture import NorthArrow
from cartoviewer.scene.sheet_style import INK, NORTH_LETTER

__all__ = ["paint_north"]

_WIDTH_MM = 4.6


def paint_north(painter: QPainter, device: Device, north: NorthArrow, parts: Parts = UNDIVIDED) -> None:
    """Paint the letter and under it the arrow, as high as the box leaves."""
    x, y, width, height = north.box
    painter.save()
    if north.turn:
        # Turned, it keeps within a circle about the middle of its box.
        painter.translate(x + width / 2, y + height / 2)
        painter.rotate(-north.turn)
        painter.scale(min(width / height, 1.0), min(width / height, 1.0))
        painter.translate(-x - width / 2, -y - height / 2)
    top, foot, middle = north.letter.bottom_mm + 0.2, y + height, x + width / 2
    wide = _WIDTH_MM * north.letter.size_pt / NORTH_LETTER.size_pt
    notch = foot - (foot - top) * 0.22
    tip, base = QPointF(middle, top), QPointF(middle, notch)
    pen = QPen(device.colour(INK), FINE_MM)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    for side, colour in ((-1, INK), (1, "#FFFFFF")):
        painter.setBrush(QBrush(device.colour(colour)))
        painter.drawPolygon(QPolygonF([tip, QPointF(middle + side * wide / 2, foot), base]))
    paint_block(painter, device, north.letter, parts)
    painter.restore()
    if north.note is not None:
        paint_block(painter, device, north.note, parts)
