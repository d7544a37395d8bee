"""The outline of a sheet's map in the window: its corners, its edges, and the handle it is turned by."""

from math import atan2, degrees
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from bnip.record import Point
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.frame_fit import ROUND_SCALES
from cartoviewer.scene.sheet_layout import arrangement_of
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import GUIDE, to_pixels
from layers.crs import LAMBERT_72, transform_point
from layers.errors import Problem

__all__ = [
    "STEP_DEG",
    "frame_corners",
    "handle_pixel",
    "is_inside",
    "is_near",
    "is_near_edge",
    "next_scale",
    "outline_pixels",
    "paint_handle",
    "turn_towards",
]

STEP_DEG: Final = 5.0
"""With Shift, or by a key, a frame turns by this much at a time."""

_GRIP_PX: Final = 6.0
_HANDLE_PX: Final = 26.0
_HANDLE_GRIP_PX: Final = 10.0
_NEAREST_PX: Final = 40.0


def frame_corners(sheet: Sheet, document: MapDocument) -> tuple[Point, ...]:
    """Give the corners of a sheet's map from its lower left, counter-clockwise, metres in Lambert 72.

    Raises
    ------
    TemplateError, SheetError
        The sheet cannot be drawn.
    """
    corners = sheet_view(sheet, arrangement_of(sheet, document)).corners
    if sheet.epsg == LAMBERT_72:
        return corners
    return tuple(transform_point(x, y, sheet.epsg, LAMBERT_72) for x, y in corners)


def outline_pixels(sheet: Sheet, document: MapDocument, view: MapView, pixels_per_mm: float) -> list[QPointF]:
    """Give a frame's corners; none for a sheet that cannot be drawn, which its preview tells."""
    try:
        return to_pixels(frame_corners(sheet, document), view, pixels_per_mm)
    except Problem:
        return []


def is_near_edge(at: QPointF, pixels: list[QPointF]) -> bool:
    """Tell whether a pixel lies on an edge of a frame, or so near that it means it."""
    for start, end in zip(pixels, [*pixels[1:], pixels[0]], strict=True):
        along = end - start
        length = QPointF.dotProduct(along, along)
        part = min(max(QPointF.dotProduct(at - start, along) / length, 0.0), 1.0) if length else 0.0
        if _apart(at, start + along * part) <= _GRIP_PX:
            return True
    return False


def is_inside(at: QPointF, pixels: list[QPointF]) -> bool:
    """Tell whether a pixel lies in a frame."""
    return QPolygonF(pixels).containsPoint(at, Qt.FillRule.OddEvenFill)


def handle_pixel(pixels: list[QPointF], view: MapView, pixels_per_mm: float) -> QPointF:
    """Give where the turning handle of a frame stands: beyond the middle of its top, or else inside, to be seen."""
    middle, top = (pixels[0] + pixels[2]) / 2, (pixels[2] + pixels[3]) / 2
    reach = max(_apart(top, middle), 1.0)
    way = (top - middle) / reach
    seen = QRectF(0.0, 0.0, view.size_mm[0] * pixels_per_mm, view.size_mm[1] * pixels_per_mm)
    places = [middle + way * far for far in (reach + _HANDLE_PX, reach - _HANDLE_PX, _NEAREST_PX)]
    return next((place for place in places if seen.contains(place)), places[0])


def is_near(at: QPointF, handle: QPointF) -> bool:
    """Tell whether a pixel lies on a handle."""
    return _apart(at, handle) <= _HANDLE_GRIP_PX


def turn_towards(sheet: Sheet, place: Point, *, in_steps: bool) -> float:
    """Give the rotation of a sheet whose top is pulled towards a place, degrees clockwise from grid north."""
    x, y = sheet.centre
    turn = degrees(atan2(place[0] - x, place[1] - y))
    turn = round(turn / STEP_DEG) * STEP_DEG if in_steps else round(turn, 1)
    return turn % 360.0


def next_scale(scale: float, *, larger: bool) -> float:
    """Give the round scale next to one: with `larger` the one that shows the ground larger."""
    if larger:
        return float(max((one for one in ROUND_SCALES if one < scale), default=ROUND_SCALES[0]))
    return float(min((one for one in ROUND_SCALES if one > scale), default=ROUND_SCALES[-1]))


def paint_handle(painter: QPainter, pixels: list[QPointF], handle: QPointF) -> None:
    """Paint the handle and the line from the top of its frame to it."""
    top = (pixels[2] + pixels[3]) / 2
    for colour, width in (("#FFFFFF", 4.0), (GUIDE, 2.0)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawLine(top, handle)
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawEllipse(handle, 6.0, 6.0)


def _apart(one: QPointF, other: QPointF) -> float:
    off = one - other
    return float(QPointF.dotProduct(off, off) ** 0.5)
