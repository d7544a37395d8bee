"""The words of a sheet, painted where they have been set."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter

from cartoviewer.render.device import Device
from cartoviewer.render.fonts import MM_PER_PT, MM_PER_UNIT, qfont, set_font
from cartoviewer.render.parts import UNDIVIDED, Parts
from cartoviewer.scene.typesetting import LEADING, TextBlock

__all__ = ["paint_block", "paint_turned"]

# The base line within a line of 1.18 times the size: capitals stand in the middle of it.
_BASE = LEADING / 2 + 0.33


def paint_block(painter: QPainter, device: Device, block: TextBlock, parts: Parts = UNDIVIDED) -> None:
    """Paint lines at their place on the page; the painter's unit is a millimetre."""
    parts.begin(block)
    style = block.style
    font = qfont(block.size_pt, style.weight, style.italic, tracking=style.tracking)
    metrics = QFontMetricsF(font)
    painter.save()
    set_font(painter, font)
    painter.setPen(device.colour(style.colour))
    painter.translate(block.x_mm, block.y_mm)
    painter.scale(MM_PER_UNIT, MM_PER_UNIT)
    share = {"left": 0.0, "centre": 0.5, "right": 1.0}[block.align]
    size = block.size_pt * MM_PER_PT / MM_PER_UNIT
    for index, line in enumerate(block.lines):
        x = -share * metrics.horizontalAdvance(line) if share else 0.0
        painter.drawText(QPointF(x, (index * LEADING + _BASE) * size), line)
    painter.restore()


def paint_turned(painter: QPainter, device: Device, block: TextBlock, angle_deg: float) -> None:
    """Paint lines turned counter-clockwise about their place."""
    if not angle_deg:
        paint_block(painter, device, block)
        return
    painter.save()
    painter.translate(block.x_mm, block.y_mm)
    painter.rotate(-angle_deg)
    painter.translate(-block.x_mm, -block.y_mm)
    paint_block(painter, device, block)
    painter.restore()
