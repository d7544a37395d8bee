"""Measuring distances and areas on the Lambert 72 grid, as a ruler does on the sheet."""

from itertools import pairwise
from math import hypot

import shapely
from PySide6.QtGui import QPainter

from bnip.drawing import Measurement
from bnip.record import Point
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.edit import Label
from cartoviewer.scene.measures import write_area, write_bearing, write_distance
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_tag, to_pixels
from cartoviewer.ui.tools.sketch import SketchTool

__all__ = ["AreaTool", "DistanceTool", "MeasureTool", "write_area", "write_bearing", "write_distance"]


def _length(line: tuple[Point, ...]) -> float:
    return sum(hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(line))


class MeasureTool(SketchTool):
    """What the ruler and the tool for areas share: what was measured can be kept on the map."""

    @property
    def can_keep(self) -> bool:
        """Whether there is something to keep, and a dossier to keep it in."""
        return self._session.can_edit and len(self.corners) >= self.corners_needed

    def keep(self) -> None:
        """Keep what was measured on the map, as one edit."""
        if not self.can_keep:
            return
        made = Measurement(id=new_id(), path=self.corners, closed=self.closed)
        record = self._session.on_drawing_layer(made)
        figure = write_area(made.square_metres, self._session.texts)
        if not self.closed:
            figure = write_distance(made.metres, self._session.texts)
        label = Label("Kept a measurement: {figure}", {"figure": figure})
        if self._session.do(label, put(self._session.document, record)) is not None:
            self.end()
            self._tell()


class DistanceTool(MeasureTool):
    """The length of a line, its last leg and that leg's bearing."""

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
            paint_tag(painter, to_pixels(line[-1:], view, pixels_per_mm)[0], said, self._ground.font)


class AreaTool(MeasureTool):
    """The area of a polygon and the length of its edge."""

    closed = True
    corners_needed = 3

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
            paint_tag(painter, to_pixels(line[-1:], view, pixels_per_mm)[0], said, self._ground.font)
