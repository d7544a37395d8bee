"""The squares of the grid with their letters and figures, to find a place by.

They lie along the paper. Where the map is turned the lines of its grid do not, so the paper is divided evenly into
squares about as large.
"""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Final

import numpy as np

from cartoviewer.scene.graticule import graticule, grid_step
from cartoviewer.scene.view import MapView
from layers.shapes import Floats

__all__ = ["own_edges", "square_of", "squares_across", "squares_at", "squares_down"]

_NARROWEST_SQUARE_MM: Final = 14.0


def squares_across(view: MapView) -> list[tuple[str, float]]:
    """Give the letters of the columns from the left, each with the middle of it in millimetres of the map."""
    return [(name, (low + high) / 2) for name, low, high in _columns(view)]


def squares_down(view: MapView) -> list[tuple[str, float]]:
    """Give the figures of the rows from the top, each with the middle of it in millimetres of the map."""
    return [(name, (low + high) / 2) for name, low, high in _rows(view)]


def own_edges(view: MapView) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Give where squares meet, millimetres from the left and from the top, unless lines of the grid are there."""
    if not view.turn:
        return ((), ())
    return (_evenly(view.size_mm[0], view), _evenly(view.size_mm[1], view))


def squares_at(view: MapView, xy_mm: Floats) -> list[str]:
    """Name the squares of (n, 2) places on the map, millimetres from its top left corner."""
    columns, rows = _columns(view), _rows(view)
    return [_nearest(columns, x) + _nearest(rows, y) for x, y in xy_mm.tolist()]


def square_of(view: MapView, x_mm: float, y_mm: float) -> str:
    """Name the square of a place on the map: `B3`; one in a narrow strip at the edge has that of its neighbour."""
    return squares_at(view, np.array([(x_mm, y_mm)]))[0]


def _columns(view: MapView) -> list[tuple[str, float, float]]:
    across, _ = own_edges(view)
    lines = across if view.turn else tuple(line.at_mm for line in graticule(view).eastings)
    return _squares(lines, view.size_mm[0], _letters)


def _rows(view: MapView) -> list[tuple[str, float, float]]:
    _, down = own_edges(view)
    lines = down if view.turn else tuple(line.at_mm for line in graticule(view).northings)
    return _squares(lines, view.size_mm[1], str)


def _evenly(length: float, view: MapView) -> tuple[float, ...]:
    """Divide a side of the map into equal parts, each about as long as a step of the grid."""
    count = max(1, round(length / (grid_step(view.scale) * view.mm_per_metre)))
    return tuple(length * part / count for part in range(1, count))


def _squares(lines: Iterable[float], length: float, name: Callable[[int], str]) -> list[tuple[str, float, float]]:
    """Name the squares between the lines, from the left or the top; a narrow strip at the edge has no name."""
    edges = [0.0, *lines, length]
    wide = [(low, high) for low, high in pairwise(edges) if high - low >= _NARROWEST_SQUARE_MM]
    return [(name(index), low, high) for index, (low, high) in enumerate(wide, 1)]


def _nearest(squares: list[tuple[str, float, float]], at: float) -> str:
    return min(squares, key=lambda one: max(one[1] - at, at - one[2], 0.0), default=("", 0.0, 0.0))[0]


def _letters(number: int) -> str:
    """Write 1 as A, 26 as Z, 27 as AA."""
    written = ""
    while number:
        number, rest = divmod(number - 1, 26)
        written = chr(ord("A") + rest) + written
    return written
