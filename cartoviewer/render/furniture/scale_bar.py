"""The scale bar: two rows of alternating black and white."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cartoviewer.render.device import Device
from cartoviewer.render.furniture.lettering import paint_block
from cartoviewer.render.furniture.rules import FINE_MM, paint_frame
from cartoviewer.render.parts import UNDIVIDED, Parts
from cartoviewer.scene.furniture import ScaleBar
from cartoviewer.scene.sheet_style import INK

__all__ = ["paint_scale_bar"]


def paint_scale_bar(painter: QPainter, device: Device, scale: ScaleBar, parts: Parts = UNDIVIDED) -> None:
    """Paint the bar and its words; in every division one row is black, in turn the upper and the lower."""
    x, y, length, height = scale.bar
    step = length / scale.divisions
    painter.fillRect(QRectF(*scale.bar), device.colour("#FFFFFF"))
    for division in range(scale.divisions):
        top = y + (division % 2) * height / 2
        painter.fillRect(QRectF(x + division * step, top, step, height / 2), device.colour(INK))
    paint_frame(painter, device, scale.bar, FINE_MM)
    for block in scale.blocks:
        paint_block(painter, device, block, parts)
