"""Frames of sheets painted over the map: those that lie there, and the one that would be set or turned now."""

from dataclasses import dataclass
from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from bnip.record import Point
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.sheet_paper import paper_name
from cartoviewer.scene.template import sheet_template
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_box, paint_frame, paint_tag, to_pixels
from cartoviewer.ui.tools.frame_outline import handle_pixel, outline_pixels, paint_handle
from resources.texts import Texts

__all__ = ["FrameSurface"]

_NARROWEST_PX: Final = 40
"""A frame that is narrower on the screen has no room for what it is called."""


@dataclass(frozen=True, slots=True)
class FrameSurface:
    """Where frames are painted: a view in logical pixels, and how words are written on it.

    `document` holds the layouts that sheets may be laid out on.
    """

    painter: QPainter
    view: MapView
    pixels_per_mm: float
    font: QFont
    texts: Texts
    document: MapDocument

    def sheet(self, sheet: Sheet, number: int, *, strong: bool, fresh: bool, handle: bool) -> None:
        """Paint the frame of a sheet with its number and name, dashed where it is no sheet yet."""
        pixels = outline_pixels(sheet, self.document, self.view, self.pixels_per_mm)
        if not pixels:
            return
        paint_frame(self.painter, pixels, strong=strong, dashed=fresh)
        self._name(pixels, f"{number} · {self.texts.name(sheet.names)}")
        if handle:
            paint_handle(self.painter, pixels, handle_pixel(pixels, self.view, self.pixels_per_mm))

    def next_sheet(self, sheet: Sheet, at: QPointF) -> None:
        """Paint the frame that would be set now, and beside the mouse its paper and scale."""
        pixels = outline_pixels(sheet, self.document, self.view, self.pixels_per_mm)
        if pixels:
            paint_frame(self.painter, pixels, strong=False, dashed=True)
            paper = paper_name(sheet_template(sheet.template).page)
            scale = f"1:{self.texts.number(round(sheet.scale))}"
            paint_tag(self.painter, at, (f"{paper} · {scale}",), self.font)

    def area(self, start: Point, end: Point, over: Sheet | None, at: QPointF) -> None:
        """Paint the area that is being dragged, and the frame that would be laid over it."""
        first, last = to_pixels((start, end), self.view, self.pixels_per_mm)
        paint_box(self.painter, QRectF(first, last).normalized())
        if over is not None:
            self.next_sheet(over, at)

    def angle(self, turn: float, at: QPointF) -> None:
        """Write beside the mouse how a frame would be turned."""
        paint_tag(self.painter, at, (f"{self.texts.number(turn, 1)}°",), self.font)

    def _name(self, pixels: list[QPointF], text: str) -> None:
        """Write at the highest corner of a frame, or where it enters the picture, what the frame is."""
        corner = min(pixels, key=lambda one: (round(one.y()), one.x()))
        bounds = self.painter.viewport()
        at = QPointF(max(corner.x(), 0.0) - 8.0, max(corner.y(), 0.0) - 8.0)
        width = ceil(max(one.x() for one in pixels) - at.x())
        if at.x() < bounds.width() and at.y() < bounds.height() and width > _NARROWEST_PX:
            paint_tag(self.painter, at, (text,), self.font)
