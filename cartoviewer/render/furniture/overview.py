"""The overview: a small map with the place of the large one."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF

from cartoviewer.render.device import Device
from cartoviewer.render.furniture.lettering import paint_block
from cartoviewer.render.furniture.rules import STRONG_MM, paint_rule
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.render.parts import UNDIVIDED, Parts
from cartoviewer.scene.furniture import OverviewMap
from cartoviewer.scene.sheet_style import INK
from resources.texts import Language

__all__ = ["paint_overview"]

# A rectangle smaller than this would not be found: cross lines lead to it.
_SMALL_MM = 4.0
_LEAD_MM = 3.0


def paint_overview(
    painter: QPainter, device: Device, overview: OverviewMap, language: Language, parts: Parts = UNDIVIDED
) -> None:
    """Paint the outlines and the frame."""
    if overview.rule:
        paint_rule(painter, device, overview.box)
    paint_block(painter, device, overview.title, parts)
    parts.begin(overview)
    x, y, width, height = overview.map_box
    painter.save()
    painter.translate(x, y)
    paint_scene(painter, overview.scene, language, device)
    painter.setClipRect(QRectF(0, 0, width, height), Qt.ClipOperation.IntersectClip)
    pen = QPen(device.colour(INK), STRONG_MM)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(QBrush())
    left, top, wide, high = overview.rectangle
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in overview.outline]))
    if max(wide, high) < _SMALL_MM:
        middle_x, middle_y = left + wide / 2, top + high / 2
        for sign in (-1, 1):
            edge_x, edge_y = middle_x + sign * wide / 2, middle_y + sign * high / 2
            painter.drawLine(QLineF(edge_x, middle_y, edge_x + sign * _LEAD_MM, middle_y))
            painter.drawLine(QLineF(middle_x, edge_y, middle_x, edge_y + sign * _LEAD_MM))
    painter.restore()
