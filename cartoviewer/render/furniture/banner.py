"""The row at the head and foot of a sheet: the marking, and the exercise band where it is an exercise."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cartoviewer.render.device import Device
from cartoviewer.render.furniture.lettering import paint_block
from cartoviewer.render.furniture.rules import rectangle
from cartoviewer.render.parts import UNDIVIDED, Parts
from cartoviewer.scene.furniture import Banner
from cartoviewer.scene.sheet_style import EXERCISE_COLOUR

__all__ = ["paint_banner"]

_ROW_MM, _BAND_MM = 6.0, 5.0
"""The exercise band in a row of the usual height; it grows with the row, the marking fills all of it."""


def paint_banner(painter: QPainter, device: Device, banner: Banner, parts: Parts = UNDIVIDED) -> None:
    """Paint the band with its words, and over its middle the marking in its TLP colour on black."""
    if banner.words:
        x, y, width, height = banner.box
        band = min(_BAND_MM * max(1.0, height / _ROW_MM), height)
        painter.fillRect(QRectF(x, y + (height - band) / 2, width, band), device.colour(EXERCISE_COLOUR))
    painter.fillRect(rectangle(banner.marking_box), device.colour("#000000"))
    for block in (*banner.words, banner.marking):
        paint_block(painter, device, block, parts)
