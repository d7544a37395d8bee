"""The grid of a sheet: which lines of its coordinate system run through the map, and where they meet its edge."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import ceil, floor, hypot
from typing import Final

import numpy as np
import shapely

from cartoviewer.scene.view import MapView
from layers.shapes import Floats

__all__ = [
    "Axis",
    "Crossing",
    "Edge",
    "Graticule",
    "GridLine",
    "graticule",
    "grid_step",
    "line_across",
    "thousands",
]

# cartography.md, bands of scale: up to this denominator, lines stand this many metres apart.
_STEPS: Final = (
    (2_500.0, 100.0),
    (7_500.0, 250.0),
    (15_000.0, 500.0),
    (35_000.0, 1_000.0),
    (100_000.0, 2_000.0),
    (250_000.0, 5_000.0),
)
_LARGEST_STEP_M: Final = 10_000.0
_NARROW_SPACE: Final = "\u202f"
_ON_EDGE_MM: Final = 1e-6

PaperPoint = tuple[float, float]


class Axis(Enum):
    """Which coordinate stays the same along a line."""

    EASTING = "X"
    NORTHING = "Y"


class Edge(Enum):
    """A side of the map on the paper."""

    TOP = "top"
    RIGHT = "right"
    BOTTOM = "bottom"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a line meets an edge of the map.

    `at_mm` is along the edge, from the left or the top; `steepness` 1 where the line stands square on the edge, 0
    where it runs along it; `inwards` the direction (x, y) of the line from there into the map, of length one.
    """

    edge: Edge
    at_mm: float
    steepness: float
    inwards: PaperPoint


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line of a grid inside the map.

    `value_m` is the coordinate it stands for, metres; `path` its points on the paper, millimetres from the map's
    top left corner, from one edge of the map to another.
    """

    axis: Axis
    value_m: float
    path: tuple[PaperPoint, ...]
    text: str

    @property
    def at_mm(self) -> float:
        """Where the line begins: from the map's left where it runs up, from its top where it runs across."""
        return self.path[0][0 if self.axis is Axis.EASTING else 1]

    def crossings(self, size_mm: tuple[float, float]) -> tuple[Crossing, ...]:
        """Give where both ends of the line meet the edges of a map of this size."""
        there = (self.path, self.path[::-1])
        return tuple(_crossing(path[0], path[1], size_mm) for path in there)


@dataclass(frozen=True, slots=True)
class Graticule:
    """The lines from west to east (`eastings`) and from north to south (`northings`), `step_m` apart."""

    epsg: int
    step_m: float
    eastings: tuple[GridLine, ...]
    northings: tuple[GridLine, ...]

    @property
    def lines(self) -> tuple[GridLine, ...]:
        """All lines."""
        return (*self.eastings, *self.northings)


def grid_step(scale: float) -> float:
    """Give the distance between lines, metres, for a scale's denominator."""
    return next((step for limit, step in _STEPS if scale <= limit), _LARGEST_STEP_M)


def thousands(value: float) -> str:
    """Write whole metres with thin spaces: 148 500."""
    return f"{round(value):,}".replace(",", _NARROW_SPACE)


def graticule(view: MapView) -> Graticule:
    """Find the lines of the grid inside a view, in the view's own coordinate system.

    Of a view that is turned they run aslant; each reaches from where it enters the map to where it leaves it.
    """
    step = grid_step(view.scale)
    west, south, east, north = view.bounds
    columns = [k * step for k in range(ceil(west / step), floor(east / step) + 1)]
    rows = [k * step for k in range(floor(north / step), ceil(south / step) - 1, -1)]
    return Graticule(
        view.epsg,
        step,
        _lines(Axis.EASTING, columns, [((x, north), (x, south)) for x in columns], view),
        _lines(Axis.NORTHING, rows, [((west, y), (east, y)) for y in rows], view),
    )


def _lines(
    axis: Axis, values: list[float], ends: list[tuple[PaperPoint, PaperPoint]], view: MapView
) -> tuple[GridLine, ...]:
    found = []
    for value, ground in zip(values, ends, strict=True):
        path = line_across(view.to_paper(np.array(ground)), view.size_mm)
        if path:
            found.append(GridLine(axis, value, path, thousands(value)))
    return tuple(found)


def line_across(paper: Floats, size_mm: tuple[float, float]) -> tuple[PaperPoint, ...]:
    """Give what a line (n, 2) on paper has inside a map of this size, in its direction; it may have nothing."""
    width, height = size_mm
    inside = paper[:, 0].min() >= -_ON_EDGE_MM and paper[:, 0].max() <= width + _ON_EDGE_MM
    if inside and paper[:, 1].min() >= -_ON_EDGE_MM and paper[:, 1].max() <= height + _ON_EDGE_MM:
        return _points(paper)
    cut = shapely.clip_by_rect(shapely.LineString(paper), 0.0, 0.0, width, height)
    longest = max(shapely.get_parts(cut), key=shapely.length, default=None)
    if longest is None or longest.length <= _ON_EDGE_MM:
        return ()
    points = shapely.get_coordinates(longest)
    whole = shapely.LineString(paper)
    begin, end = (whole.project(shapely.Point(point)) for point in (points[0], points[-1]))
    return _points(points if begin <= end else points[::-1])


def _points(xy: Floats) -> tuple[PaperPoint, ...]:
    return tuple((float(x), float(y)) for x, y in xy.tolist())


@lru_cache(maxsize=1024)
def _crossing(end: PaperPoint, inner: PaperPoint, size_mm: tuple[float, float]) -> Crossing:
    """Tell which edge the end of a line lies on; at a corner the one that the line stands squarer on."""
    (x, y), (width, height) = end, size_mm
    across, down = inner[0] - x, inner[1] - y
    length = max(hypot(across, down), _ON_EDGE_MM)
    across, down = across / length, down / length
    off: Sequence[tuple[Edge, float, float, float]] = (
        (Edge.TOP, abs(y), x, abs(down)),
        (Edge.BOTTOM, abs(height - y), x, abs(down)),
        (Edge.LEFT, abs(x), y, abs(across)),
        (Edge.RIGHT, abs(width - x), y, abs(across)),
    )
    nearest = min(distance for _, distance, _, _ in off)
    edge, _, at, steepness = max((one for one in off if one[1] <= nearest + _ON_EDGE_MM), key=lambda one: one[3])
    return Crossing(edge, at, steepness, (across, down))
