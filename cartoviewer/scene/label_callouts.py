"""Names that stand away from their symbol, on a thin line to it, where there is no room beside it."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from math import cos, hypot, pi, sin
from typing import Final

import numpy as np

from cartoviewer.scene.label_places import BoxMm, Place, block_size_mm
from cartoviewer.scene.scene import Align
from symbols.style import LabelStyle

__all__ = ["MOST_CALLED_OUT", "callout_places"]

MOST_CALLED_OUT: Final = 200
"""Where there are more symbols than this, lines to their names would be a net over the map."""

_REACHES_MM: Final = (3.5, 5.5, 8.0, 11.0, 14.5, 18.5, 23.0, 28.0, 34.0, 40.0, 46.0, 52.0)
"""How far from the symbol the nearest edge of its name is tried."""

_WAYS: Final = 24

_DIRECTIONS: Final = sorted(
    ((cos(2 * pi * way / _WAYS), sin(2 * pi * way / _WAYS)) for way in range(_WAYS)),
    key=lambda along: (round(abs(along[1]), 6), -along[0], along[1]),
)
"""In so many directions: a name to the side is read sooner than one above or below."""

_ASIDE: Final = 0.5
"""How level a line to a name is where its text stands at the side of its end."""

_BESIDE_MM: Final = 0.6
_ABOVE_MM: Final = 1.0
"""The room around a name, so that two of them are not read as the lines of one."""

_FROM_MM: Final = 0.4
"""How far from the symbol its line begins."""


def callout_places(
    lines: tuple[str, ...], style: LabelStyle, boxes: Sequence[BoxMm], farthest_mm: float
) -> Iterator[Place]:
    """Offer places away from a symbol and the texts beside it (`boxes`, the symbol's own first), the nearest first.

    Each place tells the line that leads to it, no longer than `farthest_mm`: from the edge of the symbol to the
    middle of an edge of the text.
    """
    width, height = block_size_mm(lines, style)
    size = (width + 2 * _BESIDE_MM, height + 2 * _ABOVE_MM)
    left, top, right, bottom = boxes[0]
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    half_width, half_height = (right - left) / 2, (bottom - top) / 2
    beside = boxes[1:]
    for reach in takewhile(lambda reach: reach <= farthest_mm, _REACHES_MM):
        for along_x, along_y in _DIRECTIONS:
            out = _to_edge(half_width, half_height, along_x, along_y)
            foot = (middle_x + along_x * (out + _FROM_MM), middle_y + along_y * (out + _FROM_MM))
            end = (middle_x + along_x * (out + reach), middle_y + along_y * (out + reach))
            if any(_meets(foot, end, box) for box in beside):
                continue
            # The text goes on from the end of its line: to the side where that leads aside, else over or under.
            align: Align = "centre"
            anchor = (end[0], end[1] + (size[1] / 2 if along_y > 0 else -size[1] / 2))
            if abs(along_x) > _ASIDE:
                align = "left" if along_x > 0 else "right"
                anchor = (end[0] + (size[0] / 2 if along_x > 0 else -size[0] / 2), end[1])
            yield Place(lines, anchor, size, align=align, lead=np.array((foot, end)))


def _to_edge(half_width: float, half_height: float, along_x: float, along_y: float) -> float:
    """Give how far it is from the middle of a box to its edge."""
    reach_x = half_width / abs(along_x) if abs(along_x) > 1e-9 else float("inf")
    reach_y = half_height / abs(along_y) if abs(along_y) > 1e-9 else float("inf")
    return min(reach_x, reach_y, hypot(half_width, half_height))


def _meets(start: tuple[float, float], end: tuple[float, float], box: BoxMm) -> bool:
    """Tell whether a straight line and a box meet."""
    enters, leaves = 0.0, 1.0
    for axis in (0, 1):
        low, high, from_, step = box[axis], box[axis + 2], start[axis], end[axis] - start[axis]
        if abs(step) < 1e-9:
            if not low <= from_ <= high:
                return False
            continue
        one, other = (low - from_) / step, (high - from_) / step
        enters, leaves = max(enters, min(one, other)), min(leaves, max(one, other))
    return enters <= leaves
