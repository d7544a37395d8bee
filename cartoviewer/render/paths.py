"""Painter paths made from arrays without a loop over points.

A `QPainterPath` is read from Qt's own stream format: a big-endian count, then for every point its type and its
two coordinates, then where the last figure begins and the fill rule. NumPy writes all points of a batch at once;
a chunk of features is a slice of it.
"""

from collections.abc import Iterator
from struct import pack
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, Qt
from PySide6.QtGui import QPainterPath

from cartoviewer.render.clipping import EVERYTHING
from layers.shapes import Floats, Integers

__all__ = [
    "CHUNK",
    "LINE_CHUNK",
    "SQUARES",
    "WRITTEN_LINES",
    "chunks",
    "dots_path",
    "path_of",
    "spans",
    "square_paths",
    "square_rings",
]

CHUNK: Final = 24
"""Features to one path: small paths are rasterised much faster than large ones, and a painter that works beside
the window lets go of Python's lock between them (measured, see the benchmarks)."""

LINE_CHUNK: Final = 8
"""Lines to one path: long lines that cross each other cost the rasteriser more than their number."""

WRITTEN_LINES: Final = 256
"""Lines to one path in a file of vectors: nothing is rasterised, and every path begins with its pen."""

SQUARES: Final = 512
"""Squares to one path."""

CHUNK_POINTS: Final = 4096
"""Points to one path, at most, unless a single feature has more."""

_POINT: Final = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
_WINDING: Final = pack(">ii", 0, Qt.FillRule.WindingFill.value)


def path_of(xy: Floats, rings: Integers) -> QPainterPath:
    """Make one path of all rings or lines."""
    return _read(_written(xy, rings), len(xy))


def chunks(
    xy: Floats,
    rings: Integers,
    features: Integers,
    size: int = CHUNK,
    seen: tuple[float, float] = EVERYTHING,
) -> Iterator[QPainterPath]:
    """Make paths of `size` features each.

    Parameters
    ----------
    xy
        (n, 2) points.
    rings
        (r + 1,) where each ring begins in `xy`.
    features
        (f + 1,) where each feature begins in `rings`.
    seen
        Paths that lie wholly above the first or below the second of these heights are left out.
    """
    if len(features) < 2:
        return
    points = rings[features]
    written = _written(xy, rings)
    highest, lowest = seen
    for begin, end in spans(points, size):
        if _is_seen(xy[begin:end, 1], highest, lowest):
            yield _read(written[begin:end], end - begin)


def spans(points: Integers, size: int) -> Iterator[tuple[int, int]]:
    """Give the first point of each path and the one after its last.

    Parameters
    ----------
    points
        (f + 1,) where the points of each feature begin.
    size
        Features to a path, at most; fewer where they have more than `CHUNK_POINTS`.
    """
    first, count = 0, len(points) - 1
    while first < count:
        last = min(first + size, count)
        if points[last] - points[first] > CHUNK_POINTS:
            reach = int(np.searchsorted(points, points[first] + CHUNK_POINTS, side="right")) - 1
            last = max(min(last, reach), first + 1)
        begin, end = int(points[first]), int(points[last])
        if end > begin:
            yield begin, end
        first = last


def _is_seen(heights: Floats, highest: float, lowest: float) -> bool:
    return not (float(heights.min()) > lowest or float(heights.max()) < highest)


def square_paths(
    xy: Floats, sides: Floats, size: int = SQUARES, seen: tuple[float, float] = EVERYTHING
) -> Iterator[QPainterPath]:
    """Make paths of squares of given centres and sides."""
    outline, rings = square_rings(xy, sides)
    yield from chunks(outline, rings, np.arange(len(rings), dtype=np.int64), size, seen)


def square_rings(xy: Floats, sides: Floats) -> tuple[Floats, Integers]:
    """Give the corners of squares of given centres and sides, and where each begins."""
    half = sides[:, None, None] / 2
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)], dtype=np.float64)
    outline = (xy[:, None, :] + half * corners[None, :, :]).reshape(-1, 2)
    return outline, np.arange(0, len(outline) + 1, 5, dtype=np.int64)


def _written(xy: Floats, rings: Integers) -> npt.NDArray[np.void]:
    points = np.empty(len(xy), dtype=_POINT)
    points["type"] = 1  # line to
    begin = rings[:-1]
    points["type"][begin[begin < len(xy)]] = 0  # move to
    points["x"] = xy[:, 0]
    points["y"] = xy[:, 1]
    return points


def _read(points: npt.NDArray[np.void], count: int) -> QPainterPath:
    path = QPainterPath()
    # The stream keeps only a pointer to the bytes: they need a name as long as it is read.
    data = QByteArray(pack(">i", count) + points.tobytes() + _WINDING)
    stream = QDataStream(data, QIODevice.OpenModeFlag.ReadOnly)
    stream >> path
    return path


def dots_path(places: Floats) -> QPainterPath:
    """Give lines too short to see: with round ends each is a dot as wide as the pen."""
    ends = np.repeat(places, 2, axis=0)
    ends[1::2, 0] += 0.001
    return path_of(ends, np.arange(0, len(ends) + 1, 2, dtype=np.int64))
