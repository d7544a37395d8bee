"""Which sheets lie next to a sheet of an atlas, and the arrows to them at the edges of its frame."""

from enum import StrEnum
from math import cos, inf, radians, sin
from typing import Final

import numpy as np

from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.sheet_layout import arrangement_of
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from layers.errors import Problem
from resources.texts import Names

__all__ = ["Side", "neighbours"]

_OVERLAP: Final = 0.5
"""A neighbour lies along at least this share of the side."""
_FARTHEST: Final = 1.25
"""Middles of neighbours are no farther apart than this many frames."""


class Side(StrEnum):
    """A side of the frame on the paper, north being the top; the value is the arrow to what lies beyond it."""

    NORTH = "▲"
    EAST = "▶"
    SOUTH = "▼"
    WEST = "◀"


def neighbours(sheet: Sheet, document: MapDocument, view: MapView) -> dict[Side, int]:
    """Give the number of the sheet beyond each side of the frame; the nearest where there are several.

    Sheets of the same series and scale are neighbours. One without any words is not named: an audience that may not
    see it is not told of it.
    """
    width, height = (length / view.mm_per_metre for length in view.size_mm)
    found: dict[Side, tuple[float, int]] = {}
    for other in document.of(Sheet):
        if other.id == sheet.id or other.number == sheet.number or not _are_of_one_series(sheet, other):
            continue
        if other.scale != sheet.scale or other.names == Names():
            continue
        try:
            other_size = arrangement_of(other, document).map.box[2:]
        except Problem:
            continue
        wide, high = (length / view.mm_per_metre for length in other_size)
        # What the other takes along the edges of this one, where it is turned otherwise.
        along, aside = (abs(way(radians(other.rotation - sheet.rotation))) for way in (cos, sin))
        across, up = wide * along + high * aside, wide * aside + high * along
        x, y = other.centre
        if view.epsg != LAMBERT_72:
            x, y = transform_point(x, y, LAMBERT_72, view.epsg)
        ((x, y),) = view.righted(np.array([(x, y)])).tolist()
        dx, dy = x - view.centre[0], y - view.centre[1]
        beside = _is_along(dy, height, up) and width / 2 < abs(dx) <= _FARTHEST * (width + across) / 2
        above = _is_along(dx, width, across) and height / 2 < abs(dy) <= _FARTHEST * (height + up) / 2
        side = None
        if beside:
            side = Side.EAST if dx > 0 else Side.WEST
        elif above:
            side = Side.NORTH if dy > 0 else Side.SOUTH
        if side is not None:
            far = abs(dx) + abs(dy)
            if far < found.get(side, (inf, 0))[0]:
                found[side] = (far, other.number)
    return {side: found[side][1] for side in Side if side in found}


def _are_of_one_series(sheet: Sheet, other: Sheet) -> bool:
    """Tell whether two sheets were laid together; those laid singly belong together where they count alike."""
    return sheet.series == other.series and (bool(sheet.series) or sheet.count == other.count)


def _is_along(off: float, one: float, other: float) -> bool:
    """Tell whether two lengths whose middles are `off` apart lie beside each other for a good part of them."""
    shared = min(one / 2, off + other / 2) - max(-one / 2, off - other / 2)
    return shared >= _OVERLAP * min(one, other)
