"""Where a box comes to lie while it is moved or sized: at edges and middles of others, at margins, on the grid."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from bnip.furniture import Box

__all__ = ["MARGIN_MM", "Edges", "Guide", "moved_box", "sized_box", "snapped"]

MARGIN_MM: Final = 10.0
"""The margin of the page that boxes are offered to lie at: printers leave so much white at most."""

_GRID_MM: Final = 1.0
_SMALLEST_MM: Final = 5.0

Edges = tuple[Literal[-1, 0, 1], Literal[-1, 0, 1]]
"""Which edges are pulled: left or right (-1, 1), top or bottom (-1, 1); (0, 0) moves the whole."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A line that something was drawn to: across the page at `at_mm` from the left, or from the top."""

    upright: bool
    at_mm: float


def moved_box(box: Box, dx: float, dy: float) -> Box:
    """Give a box shifted by millimetres."""
    return (box[0] + dx, box[1] + dy, box[2], box[3])


def sized_box(box: Box, edges: Edges, dx: float, dy: float) -> Box:
    """Give a box with some edges pulled; it never gets smaller than five millimetres."""
    x, y, width, height = box
    x, width = _pulled(x, width, edges[0], dx)
    y, height = _pulled(y, height, edges[1], dy)
    return (x, y, width, height)


def snapped(
    box: Box, edges: Edges, others: Iterable[Box], page: tuple[float, float], reach_mm: float
) -> tuple[float, float, tuple[Guide, ...]]:
    """Find how far a box has to be shifted, or its pulled edges, to come to lie well.

    Parameters
    ----------
    box
        Where it would lie without.
    edges
        Which of its edges are moving; (0, 0) for all of it.
    others
        The boxes to whose edges and middles it is drawn.
    reach_mm
        From how far it is drawn there; beyond that it comes to lie on the grid of one millimetre.

    Returns
    -------
    dx, dy, guides
        Millimetres, and the lines to show.
    """
    boxes = tuple(others)
    guides: list[Guide] = []
    shift = [0.0, 0.0]
    for axis in (0, 1):
        moving = _moving(box, axis, edges)
        if not moving:
            continue
        lines = _lines(boxes, page[axis], axis)
        near = [(line - own, line) for own in moving for line in lines if abs(line - own) <= reach_mm]
        if near:
            shift[axis], line = min(near, key=lambda found: abs(found[0]))
            guides.append(Guide(upright=axis == 0, at_mm=line))
        else:
            first = moving[0]
            shift[axis] = round(first / _GRID_MM) * _GRID_MM - first
    return shift[0], shift[1], tuple(guides)


def _pulled(at: float, length: float, edge: int, by: float) -> tuple[float, float]:
    if edge < 0:
        by = min(by, length - _SMALLEST_MM)
        return at + by, length - by
    if edge > 0:
        return at, max(length + by, _SMALLEST_MM)
    return at, length


def _moving(box: Box, axis: int, edges: Edges) -> list[float]:
    """Give the places of what moves along an axis: one edge, or both edges and the middle of the whole."""
    start, length = box[axis], box[axis + 2]
    if edges == (0, 0):
        return [start, start + length, start + length / 2]
    if edges[axis] == 0:
        return []
    return [start if edges[axis] < 0 else start + length]


def _lines(boxes: tuple[Box, ...], page: float, axis: int) -> list[float]:
    lines = [MARGIN_MM, page - MARGIN_MM, page / 2]
    for box in boxes:
        start, length = box[axis], box[axis + 2]
        lines += [start, start + length, start + length / 2]
    return lines
