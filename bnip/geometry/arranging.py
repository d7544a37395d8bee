"""Things put in line, at equal distances, or turned: how far each is to move."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from math import cos, radians, sin
from typing import Final

from bnip.geometry.outlines import rounded
from bnip.record import Point
from layers.shapes import Bounds

__all__ = ["Side", "aligned", "distributed", "middle_of", "turned"]


class Side(StrEnum):
    """What is brought into line."""

    WEST = "west"
    CENTRE = "centre"
    EAST = "east"
    NORTH = "north"
    MIDDLE = "middle"
    SOUTH = "south"


_Measure = Callable[[Bounds], float]
_OF: Final[Mapping[Side, _Measure]] = {
    Side.WEST: lambda box: box[0],
    Side.CENTRE: lambda box: (box[0] + box[2]) / 2,
    Side.EAST: lambda box: box[2],
    Side.NORTH: lambda box: box[3],
    Side.MIDDLE: lambda box: (box[1] + box[3]) / 2,
    Side.SOUTH: lambda box: box[1],
}


def _across(side: Side) -> bool:
    return side in (Side.WEST, Side.CENTRE, Side.EAST)


def aligned(boxes: Sequence[Bounds], side: Side) -> list[Point]:
    """Give how far each is to move, metres east and north, so that all share one side or middle.

    Sides go to the outermost of them, middles to the middle of all.
    """
    measure = _OF[side]
    at = [measure(box) for box in boxes]
    if side in (Side.WEST, Side.SOUTH):
        goal = min(at)
    elif side in (Side.EAST, Side.NORTH):
        goal = max(at)
    else:
        goal = measure(_around(boxes))
    return [(goal - value, 0.0) if _across(side) else (0.0, goal - value) for value in at]


def distributed(boxes: Sequence[Bounds], *, across: bool) -> list[Point]:
    """Give how far each is to move so that their middles stand at equal distances; the two outermost stay."""
    measure = _OF[Side.CENTRE if across else Side.MIDDLE]
    order = sorted(range(len(boxes)), key=lambda index: measure(boxes[index]))
    moves: list[Point] = [(0.0, 0.0)] * len(boxes)
    if len(boxes) < 3:
        return moves
    first, last = measure(boxes[order[0]]), measure(boxes[order[-1]])
    for place, index in enumerate(order):
        off = first + (last - first) * place / (len(boxes) - 1) - measure(boxes[index])
        moves[index] = (off, 0.0) if across else (0.0, off)
    return moves


def middle_of(boxes: Sequence[Bounds]) -> Point:
    """Give the middle of all."""
    west, south, east, north = _around(boxes)
    return ((west + east) / 2, (south + north) / 2)


def turned(point: Point, about: Point, clockwise_deg: float) -> Point:
    """Give a place turned clockwise about another."""
    angle = radians(clockwise_deg)
    east, north = point[0] - about[0], point[1] - about[1]
    return rounded(
        (about[0] + east * cos(angle) + north * sin(angle), about[1] - east * sin(angle) + north * cos(angle))
    )


def _around(boxes: Sequence[Bounds]) -> Bounds:
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))
