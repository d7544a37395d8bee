"""A new piece of a kind, and where on the sheet there is room for it."""

from typing import Final

import msgspec

from bnip.furniture import Box, FurnitureSpec
from bnip.layout import SheetTemplate
from cartoviewer.scene.layout_faults import overlap
from cartoviewer.scene.layout_parts import parts_of, room_of
from cartoviewer.scene.piece_kinds import KINDS

__all__ = ["free_place", "new_piece"]

Size = tuple[float, float]
"""Width and height, millimetres."""

_MARGIN_MM: Final = 10.0
_STEP_MM: Final = 2.0


def new_piece(kind: str, arrangement: SheetTemplate) -> FurnitureSpec:
    """Give a new piece in a box where there is room, or in the middle of the page where there is none."""
    known = KINDS[kind]
    return msgspec.structs.replace(known.begin, box=free_place(arrangement, known.size_mm))


def free_place(arrangement: SheetTemplate, size: Size) -> Box:
    """Find the first free place for a box, from the top left corner of the page, inside its margins."""
    rooms = [room_of(arrangement, part) for part in parts_of(arrangement)]
    width, height = arrangement.page
    wide, high = min(size[0], width - 2 * _MARGIN_MM), min(size[1], height - 2 * _MARGIN_MM)
    y = _MARGIN_MM
    while y + high <= height - _MARGIN_MM:
        x = _MARGIN_MM
        while x + wide <= width - _MARGIN_MM:
            box = (x, y, wide, high)
            in_way = next((room for room in rooms if overlap(box, room)), None)
            if in_way is None:
                return box
            x = max(x + _STEP_MM, in_way[0] + in_way[2])
        y += _STEP_MM
    return (round((width - wide) / 2), round((height - high) / 2), wide, high)
