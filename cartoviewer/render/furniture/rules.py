"""The lines of a sheet's furniture: two weights, no more."""

from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from bnip.furniture import Box
from cartoviewer.render.device import Device
from cartoviewer.scene.sheet_style import INK

__all__ = ["FINE_MM", "STRONG_MM", "paint_frame", "paint_line", "paint_rule", "rectangle"]

FINE_MM: Final = 0.1
STRONG_MM: Final = 0.35


def rectangle(box: Box) -> QRectF:
    """Give a box as Qt's rectangle."""
    return QRectF(*box)


def paint_rule(painter: QPainter, device: Device, box: Box) -> None:
    """Paint the fine line along the upper edge of a box."""
    x, y, width, _ = box
    paint_line(painter, device, (x, y, x + width, y))


def paint_line(painter: QPainter, device: Device, line: tuple[float, float, float, float]) -> None:
    """Paint a fine line from x1, y1 to x2, y2."""
    painter.setPen(_pen(device, FINE_MM))
    painter.drawLine(QLineF(*line))


def paint_frame(painter: QPainter, device: Device, box: Box, width_mm: float) -> None:
    """Paint the frame of a box, its line lying outside."""
    half = width_mm / 2
    painter.setPen(_pen(device, width_mm))
    painter.setBrush(QBrush())
    painter.drawRect(rectangle(box).adjusted(-half, -half, half, half))


def _pen(device: Device, width_mm: float) -> QPen:
    pen = QPen(device.colour(INK), width_mm)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
