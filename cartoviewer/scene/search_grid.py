"""The squares of the grid with their letters and figures, to find a place by."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np

from cartoviewer.scene.graticule import Graticule, GridLine, graticule
from cartoviewer.scene.view import MapView
from layers.shapes import Floats

__all__ = ["square_of", "squares_across", "squares_at", "squares_down"]

_NARROWEST_SQUARE_MM: Final = 14.0


def squares_across(grid: Graticule, width_mm: float) -> list[tuple[str, float]]:
    """Give the letters of the columns from the left, each with the middle of it in millimetres of the map."""
    return [(name, (low + high) / 2) for name, low, high in _squares(grid.eastings, width_mm, _letters)]


def squares_down(grid: Graticule, height_mm: float) -> list[tuple[str, float]]:
    """Give the figures of the rows from the top, each with the middle of it in millimetres of the map."""
    return [(name, (low + high) / 2) for name, low, high in _squares(grid.northings, height_mm, str)]


def squares_at(view: MapView, xy_mm: Floats) -> list[str]:
    """Name the squares of (n, 2) places on the map, millimetres from its top left corner."""
    grid = graticule(view)
    width, height = view.size_mm
    columns = _squares(grid.eastings, width, _letters)
    rows = _squares(grid.northings, height, str)
    return [_nearest(columns, x) + _nearest(rows, y) for x, y in xy_mm.tolist()]


def square_of(view: MapView, x_mm: float, y_mm: float) -> str:
    """Name the square of a place on the map: `B3`; one in a narrow strip at the edge has that of its neighbour."""
    return squares_at(view, np.array([(x_mm, y_mm)]))[0]


def _squares(
    lines: tuple[GridLine, ...], length: float, name: Callable[[int], str]
) -> list[tuple[str, float, float]]:
    """Name the squares between the lines, from the left or the top; a narrow strip at the edge has no name."""
    edges = [0.0, *(line.at_mm for line in lines), length]
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
