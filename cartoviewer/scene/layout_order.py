"""Bringing several boxes of a sheet into line, and at equal distances."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from bnip.furniture import Box

__all__ = ["Line", "aligned", "distributed"]

K = TypeVar("K")


class Line(StrEnum):
    """What of the boxes is brought into one line; the value is its English source text."""

    LEFT = "Left edges in line"
    MIDDLE_ACROSS = "Middles in line, one below the other"
    RIGHT = "Right edges in line"
    TOP = "Top edges in line"
    MIDDLE_DOWN = "Middles in line, side by side"
    BOTTOM = "Bottom edges in line"


def aligned(boxes: Mapping[K, Box], line: Line) -> dict[K, Box]:
    """Give the boxes with one edge or their middles in line: at the outermost of them, or the middle of all."""
    if not boxes:
        return {}
    axis = 0 if line in (Line.LEFT, Line.MIDDLE_ACROSS, Line.RIGHT) else 1
    low = min(box[axis] for box in boxes.values())
    high = max(box[axis] + box[axis + 2] for box in boxes.values())
    found: dict[K, Box] = {}
    for key, box in boxes.items():
        length = box[axis + 2]
        if line in (Line.LEFT, Line.TOP):
            at = low
        elif line in (Line.RIGHT, Line.BOTTOM):
            at = high - length
        else:
            at = (low + high - length) / 2
        found[key] = _at(box, axis, at)
    return found


def distributed(boxes: Mapping[K, Box], *, across: bool) -> dict[K, Box]:
    """Give three boxes or more with equal gaps between them, from left to right or from top to bottom.

    The outermost two stay where they are.
    """
    axis = 0 if across else 1
    if len(boxes) < 3:
        return dict(boxes)
    order = sorted(boxes, key=lambda key: boxes[key][axis] + boxes[key][axis + 2] / 2)
    first, last = boxes[order[0]], boxes[order[-1]]
    room = last[axis] + last[axis + 2] - first[axis] - sum(boxes[key][axis + 2] for key in order)
    gap = room / (len(order) - 1)
    found: dict[K, Box] = {}
    at = first[axis]
    for key in order:
        found[key] = _at(boxes[key], axis, at)
        at += boxes[key][axis + 2] + gap
    return {key: found[key] for key in boxes}


def _at(box: Box, axis: int, at: float) -> Box:
    x, y, width, height = box
    return (at, y, width, height) if axis == 0 else (x, at, width, height)
