"""Measuring distances and areas on the Lambert 72 grid, as a ruler does on the sheet."""

from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Final

import shapely
from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QPainter

from bnip.record import Point
from cartoviewer.document.edit import Label
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_tag, to_pixels
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.sketch import SketchTool
from resources.texts import Texts

__all__ = ["AreaTool", "DistanceTool", "write_area", "write_bearing", "write_distance"]

_KILOMETRES_FROM_M: Final = 10_000.0
_HECTARES_FROM_M2: Final = 10_000.0
_SQUARE_KM_FROM_M2: Final = 1_000_000.0


def write_distance(metres: float, texts: Texts) -> str:
    """Write a distance: to the decimetre below 100 m, to the metre below 10 km, then in kilometres."""
    if metres >= _KILOMETRES_FROM_M:
        return f"{texts.number(metres / 1000.0, 2)} km"
    return f"{texts.number(metres, 1 if metres < 100.0 else 0)} m"


def write_area(square_metres: float, texts: Texts) -> str:
    """Write an area in square metres, hectares or square kilometres."""
    if square_metres >= _SQUARE_KM_FROM_M2:
        return f"{texts.number(square_metres / _SQUARE_KM_FROM_M2, 3)} km²"
    if square_metres >= _HECTARES_FROM_M2:
        return f"{texts.number(square_metres / _HECTARES_FROM_M2, 2)} ha"
    return f"{texts.number(square_metres)} m²"


def write_bearing(start: Point, end: Point) -> str:
    """Write the grid bearing from one place to another, three figures clockwise from north."""
    bearing = round(degrees(atan2(end[0] - start[0], end[1] - start[1]))) % 360
    return f"{bearing:03d}°"


def _length(line: tuple[Point, ...]) -> float:
    return sum(hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(line))


class DistanceTool(SketchTool):
    """The length of a line, its last leg and that leg's bearing."""

    def __init__(self, session: Session, font: QFont, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._font = font

    @property
    def hint(self) -> Label:
        """What to do next, and the result."""
        if len(self.corners) < 2:
            return Label("Click along the line to measure. Enter ends, Backspace takes back, Esc clears.")
        return Label("Distance: {distance}", {"distance": write_distance(self.metres, self._session.texts)})

    @property
    def metres(self) -> float:
        """The length, metres on the grid."""
        return _length(self.line)

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint the line and what it measures."""
        super().paint(painter, view, pixels_per_mm)
        line = self.line
        if len(line) > 1:
            texts = self._session.texts
            said = [write_distance(self.metres, texts)]
            leg = f"{write_distance(_length(line[-2:]), texts)} · {write_bearing(*line[-2:])}"
            said.append(leg if len(line) > 2 else write_bearing(*line))
            paint_tag(painter, to_pixels(line[-1:], view, pixels_per_mm)[0], said, self._font)


class AreaTool(SketchTool):
    """The area of a polygon and the length of its edge."""

    closed = True
    corners_needed = 3

    def __init__(self, session: Session, font: QFont, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._font = font

    @property
    def hint(self) -> Label:
        """What to do next, and the result."""
        if len(self.corners) < 3:
            return Label("Click the corners of the area. Enter ends, Backspace takes back, Esc clears.")
        return Label("Area: {area}", {"area": write_area(self.square_metres, self._session.texts)})

    @property
    def square_metres(self) -> float:
        """The area, square metres on the grid; 0 with fewer than three corners."""
        return float(shapely.Polygon(self.line).area) if len(self.line) > 2 else 0.0

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint the area and what it measures."""
        super().paint(painter, view, pixels_per_mm)
        line = self.line
        if len(line) > 2:
            texts = self._session.texts
            edge = texts("Edge: {distance}", distance=write_distance(_length((*line, line[0])), texts))
            said = [write_area(self.square_metres, texts), edge]
            paint_tag(painter, to_pixels(line[-1:], view, pixels_per_mm)[0], said, self._font)
