"""Names that stand away from their symbol, on a thin line to it, where there is no room beside it."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from math import cos, hypot, pi, sin
from typing import Final

import numpy as np

from cartoviewer.scene.label_places import BoxMm, Place, block_size_mm
from cartoviewer.scene.scene import Align
from layers.shapes import Floats
from symbols.style import LabelStyle

__all__ = ["MOST_CALLED_OUT", "callout_places"]

MOST_CALLED_OUT: Final = 200
"""Where there are more symbols than this, lines to their names would be a net over the map."""

_REACHES_MM: Final = (3.5, 5.5, 8.0, 11.0, 14.5, 18.5, 23.0, 28.0, 34.0, 40.0)
"""How far from the symbol the nearest edge of its name is tried."""

_WAYS: Final = 16
"""In so many directions."""

_LEVEL_FIRST: Final = tuple(sorted(range(_WAYS), key=lambda way: (abs(sin(2 * pi * way / _WAYS)), way)))
"""A name to the side is read sooner than one above or below."""

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
    size = (width + 0.8, height + 0.6)
    left, top, right, bottom = boxes[0]
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    for reach in takewhile(lambda reach: reach <= farthest_mm, _REACHES_MM):
        for way in _LEVEL_FIRST:
            along_x, along_y = cos(2 * pi * way / _WAYS), sin(2 * pi * way / _WAYS)
            out = _to_edge((right - left) / 2, (bottom - top) / 2, along_x, along_y)
            foot = (middle_x + along_x * (out + _FROM_MM), middle_y + along_y * (out + _FROM_MM))
            end = (middle_x + along_x * (out + reach), middle_y + along_y * (out + reach))
            # The text goes on from the end of its line: to the side where that leads aside, else over or under.
            if abs(along_x) > 0.5:
                anchor = (end[0] + (size[0] / 2 if along_x > 0 else -size[0] / 2), end[1])
            else:
                anchor = (end[0], end[1] + (size[1] / 2 if along_y > 0 else -size[1] / 2))
            lead = np.array((foot, end))
            if not _is_under(lead, boxes[1:]):
                align: Align = "left" if along_x > 0.5 else "right" if along_x < -0.5 else "centre"
                yield Place(lines, anchor, size, align=align, lead=lead)


def _to_edge(half_width: float, half_height: float, along_x: float, along_y: float) -> float:
    """Give how far it is from the middle of a box to its edge."""
    reach_x = half_width / abs(along_x) if abs(along_x) > 1e-9 else float("inf")
    reach_y = half_height / abs(along_y) if abs(along_y) > 1e-9 else float("inf")
    return min(reach_x, reach_y, hypot(half_width, half_height))


def _is_under(lead: Floats, boxes: Sequence[BoxMm]) -> bool:
    """Tell whether a line goes through one of the texts beside the symbol."""
    at = np.linspace(lead[0], lead[1], 12)
    return any(bool(((at >= box[:2]) & (at <= box[2:])).all(axis=1).any()) for box in boxes)
