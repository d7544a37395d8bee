"""Which parts of the paper are taken: by symbols first, then by one label after the other."""

from math import ceil
from typing import Final

import numpy as np
import numpy.typing as npt

from layers.shapes import Floats

__all__ = ["BoxMm", "Occupancy", "along", "block", "strip"]

CELL_MM: Final = 0.5

_PROBES: Final = tuple(
    (x, y) for x in (0.5, 0.0, 1.0, 0.25, 0.75, 0.125, 0.875, 0.375, 0.625) for y in (0.5, 0.0, 1.0)
)
"""Where a quick look at a rectangle looks, in shares of its width and height: where something mostly is first."""

BoxMm = tuple[float, float, float, float]
"""Left, top, right, bottom on paper, millimetres."""


class Occupancy:
    """A grid of cells over the map, each free or taken.

    Parameters
    ----------
    size_mm
        Width and height of the frame.
    inset_mm
        How near to the frame a text may come.
    """

    def __init__(self, size_mm: tuple[float, float], inset_mm: float = 2.0) -> None:
        self._size = np.array(size_mm)
        self._width, self._height = size_mm
        self._inset = inset_mm
        self._has_spared = False
        columns, rows = ceil(size_mm[0] / CELL_MM) + 1, ceil(size_mm[1] / CELL_MM) + 1
        self._taken = np.zeros((rows, columns), dtype=np.bool_)
        self._spared = np.zeros((rows, columns), dtype=np.bool_)

    @property
    def spares(self) -> bool:
        """Whether any cell is to be spared."""
        return self._has_spared

    def box_is_free(self, box: BoxMm, *, sparing: bool = False) -> bool:
        """Tell of an upright rectangle what `free` tells of points."""
        left, top, right, bottom = box
        inset = self._inset
        if left < inset or top < inset or right > self._width - inset or bottom > self._height - inset:
            return False
        first_row, last_row = int(top / CELL_MM), int(bottom / CELL_MM)
        first, last = int(left / CELL_MM), int(right / CELL_MM)
        taken = self._taken
        # Where there is something in the way it is mostly in the middle too, and one cell is looked at sooner.
        if taken[(first_row + last_row) // 2, (first + last) // 2]:
            return False
        rows, columns = slice(first_row, last_row + 1), slice(first, last + 1)
        if taken[rows, columns].any():
            return False
        return not (sparing and self._has_spared and bool(self._spared[rows, columns].any()))

    def boxes_may_be_free(self, boxes: Floats) -> npt.NDArray[np.bool_]:
        """Look quickly at many upright rectangles (n, 4), in some of their cells; what is not free stays so."""
        inset = self._inset
        within = (boxes[:, :2] >= inset) & (boxes[:, 2:] <= self._size - inset)
        may: npt.NDArray[np.bool_] = within[:, 0] & within[:, 1]
        inside = np.flatnonzero(may)
        first, last = boxes[inside, :2], boxes[inside, 2:]
        for share_x, share_y in _PROBES:
            cells = (first + (last - first) * (share_x, share_y)) * (1 / CELL_MM)
            free = ~self._taken[cells[:, 1].astype(np.intp), cells[:, 0].astype(np.intp)]
            may[inside[~free]] = False
            inside, first, last = inside[free], first[free], last[free]
        return may

    def take_box(self, box: BoxMm) -> None:
        """Take the cells of an upright rectangle inside the frame."""
        left, top, right, bottom = box
        self._taken[_span(max(top, 0.0), bottom), _span(max(left, 0.0), right)] = True

    def take_boxes(self, boxes: Floats) -> None:
        """Take the cells of many upright rectangles (n, 4), those parts of them that lie inside the frame."""
        rows, columns = self._taken.shape
        cells = np.floor(boxes * (1 / CELL_MM)).astype(np.intp)
        first = np.maximum(cells[:, :2], 0)
        last = np.minimum(cells[:, 2:], (columns - 1, rows - 1)) + 1
        inside = (first < last).all(axis=1)
        for left, top, right, bottom in np.hstack((first[inside], last[inside])).tolist():
            self._taken[top:bottom, left:right] = True

    def free(self, points: Floats, *, sparing: bool = False) -> bool:
        """Tell whether all points (n, 2) lie inside the frame, in free cells; `sparing` also those to be spared."""
        if (points < self._inset).any() or (points > self._size - self._inset).any():
            return False
        cells = (points * (1 / CELL_MM)).astype(np.intp)
        if self._taken[cells[:, 1], cells[:, 0]].any():
            return False
        return not (sparing and self._has_spared and bool(self._spared[cells[:, 1], cells[:, 0]].any()))

    def look(self, points: Floats) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Tell of each point (n, 2) whether it lies inside the frame, and whether there in a free cell."""
        within = (points >= self._inset) & (points <= self._size - self._inset)
        inside: npt.NDArray[np.bool_] = within[:, 0] & within[:, 1]
        cells = (points * (1 / CELL_MM)).astype(np.intp)
        free = inside.copy()
        free[inside] = ~self._taken[cells[inside, 1], cells[inside, 0]]
        return inside, free

    def take(self, points: Floats) -> None:
        """Take the cells of all points that lie inside the frame."""
        self._mark(self._taken, points)

    def spare(self, points: Floats) -> None:
        """Keep texts off the cells of these points where they can stand elsewhere."""
        self._has_spared = True
        self._mark(self._spared, points)

    def _mark(self, grid: npt.NDArray[np.bool_], points: Floats) -> None:
        cells = (points * (1 / CELL_MM)).astype(np.intp)
        rows, columns = grid.shape
        inside = (points >= 0).all(axis=1) & (cells[:, 0] < columns) & (cells[:, 1] < rows)
        cells = cells[inside]
        grid[cells[:, 1], cells[:, 0]] = True


def _span(first: float, last: float) -> slice:
    """Give the cells from one place to another, both included."""
    return slice(int(first / CELL_MM), int(last / CELL_MM) + 1)


def block(centre: tuple[float, float], width: float, height: float) -> Floats:
    """Cover an upright rectangle with points close enough for `Occupancy`."""
    columns, rows = max(ceil(width / CELL_MM), 1), max(ceil(height / CELL_MM), 1)
    # Called for each symbol and text: two sums, where meshgrid and stack would cost ten times as much.
    points = np.empty((rows + 1, columns + 1, 2))
    points[:, :, 0] = np.arange(columns + 1) * (width / columns) + (centre[0] - width / 2)
    points[:, :, 1] = (np.arange(rows + 1) * (height / rows) + (centre[1] - height / 2))[:, None]
    return points.reshape(-1, 2)


def strip(path: Floats, height: float, shift: float = 0.0) -> Floats:
    """Cover the neighbourhood of a densely sampled path with points, `height` wide in all, `shift` to its right."""
    steps = np.gradient(path, axis=0)
    length = np.hypot(steps[:, 0], steps[:, 1])
    across = np.column_stack((-steps[:, 1], steps[:, 0])) / np.maximum(length, 1e-9)[:, None]
    offsets = shift + np.linspace(-height / 2, height / 2, max(ceil(height / CELL_MM), 1) + 1)
    return (path[:, None, :] + across[:, None, :] * offsets[None, :, None]).reshape(-1, 2)


def along(path: Floats) -> Floats:
    """Cover a line with points close enough for `Occupancy`."""
    steps = np.diff(path, axis=0)
    walked = np.concatenate(([0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))))
    at = np.linspace(0.0, walked[-1], max(ceil(walked[-1] / CELL_MM), 1) + 1)
    return np.column_stack((np.interp(at, walked, path[:, 0]), np.interp(at, walked, path[:, 1])))
