"""The wind: a ring with its north, and an arrow across it the way the wind blows."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF

from cartoviewer.render.device import Device
from cartoviewer.render.furniture.lettering import paint_block
from cartoviewer.render.furniture.rules import FINE_MM, paint_rule
from cartoviewer.render.parts import UNDIVIDED, Parts
from cartoviewer.scene.furniture import WindArrow
from cartoviewer.scene.sheet_style import INK

__all__ = ["paint_wind"]

_SHAFT_MM = 0.6
_HEAD_MM = 2.6


def paint_wind(painter: QPainter, device: Device, wind: WindArrow, parts: Parts = UNDIVIDED) -> None:
    """Paint the ring, the arrow and the words."""
    if wind.rule:
        paint_rule(painter, device, wind.box)
    ink = device.colour(INK)
    x, y, width, height = wind.rose
    radius = min(width, height) / 2
    painter.save()
    painter.translate(x + width / 2, y + height / 2)
    painter.rotate(-wind.turn)
    painter.setPen(QPen(ink, FINE_MM))
    painter.setBrush(QBrush())
    painter.drawEllipse(QRectF(-radius, -radius, 2 * radius, 2 * radius))
    for quarter in range(4):
        painter.save()
        painter.rotate(90.0 * quarter)
        painter.drawLine(QLineF(0.0, -radius, 0.0, -radius + (1.6 if quarter == 0 else 0.8)))
        painter.restore()
    # The arrow is drawn coming from the north, then turned to where the wind comes from.
    painter.rotate(wind.from_deg)
    reach = radius - 1.0
    painter.setPen(QPen(ink, _SHAFT_MM, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QLineF(0.0, -reach, 0.0, reach - _HEAD_MM))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(ink))
    foot = reach - _HEAD_MM
    painter.drawPolygon(QPolygonF([QPointF(0.0, reach), QPointF(-1.3, foot), QPointF(1.3, foot)]))
    painter.restore()
    for block in wind.blocks:
        paint_block(painter, device, block, parts)
