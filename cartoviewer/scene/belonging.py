"""To which symbol a text belongs: a reader gives it to the nearest one."""

from collections.abc import Iterator
from math import hypot
from typing import Final

from cartoviewer.scene.label_places import Place
from cartoviewer.scene.occupancy import BoxMm, Occupancy
from layers.shapes import Floats

__all__ = ["Bodies"]

_CELL_MM: Final = 10.0

NEARER_MM: Final = 0.8
"""A text beside a symbol is nearer to it than to any other by so much at least."""

AWAY_MM: Final = 1.6
"""A text at the end of a line is at least so far from every other symbol."""

FOOT_MM: Final = 0.2
"""The line to a text begins so far from every symbol but its own at least."""


class Bodies:
    """What symbols and the texts beside them take on the paper, found by where they lie.

    Parameters
    ----------
    boxes
        (n, 4) left, top, right, bottom in millimetres.
    lines
        Where there is room for lines to texts: they may pass over the dots of stops, which texts may not.
    """

    def __init__(self, boxes: Floats, lines: Occupancy) -> None:
        self.lines = lines
        self._cells: dict[tuple[int, int], list[BoxMm]] = {}
        for left, top, right, bottom in boxes.tolist():
            box = (left, top, right, bottom)
            for cell in _cells(box, 0.0):
                self._cells.setdefault(cell, []).append(box)

    def own(self, place: Place, own: BoxMm) -> bool:
        """Tell whether a reader gives a text at `place` to the symbol that takes, with its texts, the box `own`."""
        if place.lead is None:
            return self._is_alone(place.box, _gap(place.box, own) + NEARER_MM, own)
        x, y = place.lead[0].tolist()
        return (
            self._is_alone(place.box, AWAY_MM, own)
            and self._is_alone((x, y, x, y), FOOT_MM, own)
            # Where symbols lie upon one another a line leads to none of them.
            and self._is_alone(_core(own), 0.0, own)
        )

    def _is_alone(self, box: BoxMm, gap: float, own: BoxMm) -> bool:
        return not any(
            _gap(box, other) <= gap and not _holds(own, other)
            for cell in set(_cells(box, gap))
            for other in self._cells.get(cell, ())
        )


def _cells(box: BoxMm, more: float) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = box
    for column in range(int((left - more) // _CELL_MM), int((right + more) // _CELL_MM) + 1):
        for row in range(int((top - more) // _CELL_MM), int((bottom + more) // _CELL_MM) + 1):
            yield (column, row)


def _core(box: BoxMm) -> BoxMm:
    """Give the middle of a box, half as wide and half as high."""
    left, top, right, bottom = box
    across, down = (right - left) / 4, (bottom - top) / 4
    return (left + across, top + down, right - across, bottom - down)


def _gap(one: BoxMm, other: BoxMm) -> float:
    """Give how far two boxes are apart; 0 where they overlap."""
    across = max(other[0] - one[2], one[0] - other[2], 0.0)
    down = max(other[1] - one[3], one[1] - other[3], 0.0)
    return hypot(across, down)


def _holds(one: BoxMm, other: BoxMm) -> bool:
    return one[0] <= other[0] and one[1] <= other[1] and one[2] >= other[2] and one[3] >= other[3]
