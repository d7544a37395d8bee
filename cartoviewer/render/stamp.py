"""The same symbol at many places: painted once as pixels, then stamped."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil, floor
from typing import Final

from PySide6.QtGui import QImage, QPainter

from cartoviewer.render.device import Device
from cartoviewer.render.symbol_painter import glyph_bounds_mm, paint_glyph
from cartoviewer.scene.scene import Glyph
from layers.shapes import Floats
from resources.texts import Language

__all__ = ["STAMPED_FROM", "Stamp", "in_dots"]

STAMPED_FROM: Final = 24
"""From so many places on, a stamp is worth making."""

PHASES: Final = 4
"""A symbol stands exact to a fourth of a pixel."""


@contextmanager
def in_dots(painter: QPainter) -> Iterator[None]:
    """Make the painter's unit a dot of its device for a while."""
    painter.save()
    painter.resetTransform()
    ratio = painter.device().devicePixelRatioF()
    painter.scale(1 / ratio, 1 / ratio)
    try:
        yield
    finally:
        painter.restore()


class Stamp:
    """A symbol as pictures, one for each fraction of a pixel that it may stand at.

    Parameters
    ----------
    painter
        Scaled to millimetres; what it paints on has pixels.
    glyph, language, opacity, device
        What is painted, as in `paint_glyph`.
    """

    def __init__(self, painter: QPainter, glyph: Glyph, language: Language, opacity: float, device: Device) -> None:
        self._painter = painter
        self._glyph = glyph
        self._language = language
        self._opacity = opacity
        self._device = device
        self._transform = painter.deviceTransform()
        scale = self._transform.m11()
        left, top, right, bottom = (edge * scale for edge in glyph_bounds_mm(glyph, language))
        self._left, self._top = floor(left) - 1, floor(top) - 1
        self._width, self._height = ceil(right) + 2 - self._left, ceil(bottom) + 2 - self._top
        self._pictures: dict[tuple[int, int], QImage] = {}

    def paint(self, xy: Floats) -> None:
        """Paint the symbol at places (n, 2) in millimetres."""
        scale = self._transform.m11()
        dots = xy * scale + (self._transform.dx() + 0.5 / PHASES, self._transform.dy() + 0.5 / PHASES)
        with in_dots(self._painter):
            for x, y in dots.tolist():
                column, row = floor(x), floor(y)
                phase = (int((x - column) * PHASES), int((y - row) * PHASES))
                picture = self._pictures.get(phase)
                if picture is None:
                    picture = self._pictures[phase] = self._picture(phase)
                self._painter.drawImage(column + self._left, row + self._top, picture)

    def _picture(self, phase: tuple[int, int]) -> QImage:
        picture = QImage(self._width, self._height, QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(0)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(phase[0] / PHASES - self._left, phase[1] / PHASES - self._top)
        painter.scale(self._transform.m11(), self._transform.m22())
        paint_glyph(painter, self._glyph, self._language, 0, 0, self._opacity, device=self._device)
        painter.end()
        return picture
