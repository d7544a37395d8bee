"""How much of a sheet's map there surely is: without what its legend may take, and beside what lies on the map."""

from dataclasses import dataclass
from itertools import product
from typing import Final

from bnip.furniture import Box
from bnip.layout import SheetTemplate

__all__ = ["MapRoom", "map_rooms", "map_size"]

_LEAST: Final = 0.25
"""A strip beside what lies on the map is no room where it is narrower than this share of the map."""


@dataclass(frozen=True, slots=True)
class MapRoom:
    """A free rectangle of a map: its width and height, and how far right and down its middle lies from the map's.

    All of it in millimetres on paper.
    """

    size: tuple[float, float]
    off: tuple[float, float] = (0.0, 0.0)


def map_size(arrangement: SheetTemplate) -> tuple[float, float]:
    """Give the width and height of the smallest map that a sheet may have, millimetres.

    A legend that has much to explain may take some of the height; the middle of the map stays its middle.
    """
    _, _, width, height = arrangement.map.box
    return (width, height - arrangement.legend_growth)


def map_rooms(arrangement: SheetTemplate, margin_mm: float) -> tuple[MapRoom, ...]:
    """Give the largest rectangles of the map in which nothing lies over it, each with a margin inside.

    The whole map is the only one where nothing is laid on it, or where what lies on it leaves no room that is worth
    the name.
    """
    width, height = map_size(arrangement)
    left, top = arrangement.map.box[:2]
    over = [piece.box for piece in arrangement.furniture if piece.over and piece.box is not None]
    boxes = [(x - left, y - top, x - left + w, y - top + h) for x, y, w, h in over]
    whole = MapRoom((width - 2 * margin_mm, height - 2 * margin_mm))
    boxes = [box for box in boxes if box[0] < width and box[1] < height and box[2] > 0 and box[3] > 0]
    if not boxes:
        return (whole,)
    xs = sorted({0.0, width, *(edge for box in boxes for edge in (box[0], box[2]) if 0 < edge < width)})
    ys = sorted({0.0, height, *(edge for box in boxes for edge in (box[1], box[3]) if 0 < edge < height)})
    found = [
        (west, north, east, south)
        for west, east in product(xs, xs)
        for north, south in product(ys, ys)
        if east - west >= _LEAST * width
        and south - north >= _LEAST * height
        and not any(_overlap((west, north, east, south), box) for box in boxes)
    ]
    rooms = tuple(
        MapRoom(
            (east - west - 2 * margin_mm, south - north - 2 * margin_mm),
            ((west + east - width) / 2, (north + south - height) / 2),
        )
        for west, north, east, south in found
        if not any(
            other != (west, north, east, south) and _holds(other, (west, north, east, south)) for other in found
        )
    )
    return rooms or (whole,)


def _overlap(one: Box, other: Box) -> bool:
    """Tell whether two rectangles (left, top, right, bottom) share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _holds(one: Box, other: Box) -> bool:
    return one[0] <= other[0] and one[1] <= other[1] and one[2] >= other[2] and one[3] >= other[3]
