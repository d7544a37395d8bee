"""The parts of a sheet's arrangement that have a box of their own, and changing them: no step touches a sheet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from bnip.furniture import Box, FurnitureSpec, MapPieceSpec, RowSpec
from bnip.layout import MapSpec, SheetTemplate, Stack

__all__ = [
    "MAP",
    "Part",
    "added",
    "box_of",
    "kind_of",
    "kinds_of",
    "moved_in_order",
    "moved_in_stack",
    "parts_of",
    "room_of",
    "taken_apart",
    "with_boxes",
    "with_piece",
    "without",
    "without_in_stack",
]

replace = msgspec.structs.replace


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """The main map, a piece of furniture in a box of its own, or a stack of pieces, by its place in the data."""

    kind: Literal["map", "furniture", "stack"]
    index: int = 0


MAP: Final = Part("map")


def parts_of(arrangement: SheetTemplate) -> tuple[Part, ...]:
    """Give all parts that have a box, the map first."""
    return (
        MAP,
        *(Part("furniture", k) for k, piece in enumerate(arrangement.furniture) if piece.box is not None),
        *(Part("stack", k) for k in range(len(arrangement.stack))),
    )


def box_of(arrangement: SheetTemplate, part: Part) -> Box:
    """Give a part's box. Raises KeyError where there is no such part."""
    match part.kind:
        case "map":
            return arrangement.map.box
        case "stack" if part.index < len(arrangement.stack):
            return arrangement.stack[part.index].box
        case "furniture" if part.index < len(arrangement.furniture):
            box = arrangement.furniture[part.index].box
            if box is not None:
                return box
    raise KeyError(part)


def room_of(arrangement: SheetTemplate, part: Part) -> Box:
    """Give the box that nothing else may lie over: the map keeps room for its coordinates."""
    return _with_room(arrangement.map) if part == MAP else box_of(arrangement, part)


def kinds_of(arrangement: SheetTemplate, part: Part) -> tuple[str, ...]:
    """Give the kind of a part, or the kinds of the pieces that stand in a stack."""
    match part.kind:
        case "map":
            return ("map",)
        case "furniture":
            return (kind_of(arrangement.furniture[part.index]),)
        case _:
            return tuple(_kinds(arrangement.stack[part.index].furniture))


def with_boxes(arrangement: SheetTemplate, boxes: Mapping[Part, Box]) -> SheetTemplate:
    """Give the arrangement with other boxes for some parts, in tenths of a millimetre."""
    own = {part: _rounded(box) for part, box in boxes.items()}
    return replace(
        arrangement,
        map=replace(arrangement.map, box=own.get(MAP, arrangement.map.box)),
        furniture=tuple(
            replace(piece, box=own.get(Part("furniture", k), piece.box))
            for k, piece in enumerate(arrangement.furniture)
        ),
        stack=tuple(
            replace(stack, box=own.get(Part("stack", k), stack.box)) for k, stack in enumerate(arrangement.stack)
        ),
    )


def without(arrangement: SheetTemplate, parts: Iterable[Part]) -> SheetTemplate:
    """Give the arrangement without some parts; the main map always stays."""
    gone = set(parts)
    return replace(
        arrangement,
        furniture=tuple(piece for k, piece in enumerate(arrangement.furniture) if Part("furniture", k) not in gone),
        stack=tuple(stack for k, stack in enumerate(arrangement.stack) if Part("stack", k) not in gone),
    )


def added(arrangement: SheetTemplate, piece: FurnitureSpec) -> tuple[SheetTemplate, Part]:
    """Give the arrangement with one more piece, and where it is found."""
    return (
        replace(arrangement, furniture=(*arrangement.furniture, piece)),
        Part("furniture", len(arrangement.furniture)),
    )


def with_piece(arrangement: SheetTemplate, part: Part, piece: FurnitureSpec) -> SheetTemplate:
    """Give the arrangement with another piece in the place of one that has a box of its own."""
    pieces = list(arrangement.furniture)
    pieces[part.index] = piece
    return replace(arrangement, furniture=tuple(pieces))


def moved_in_order(arrangement: SheetTemplate, part: Part, by: int) -> tuple[SheetTemplate, Part]:
    """Give the arrangement with a piece earlier or later in the order of painting and reading, and where it is."""
    pieces = list(arrangement.furniture)
    to = min(max(part.index + by, 0), len(pieces) - 1)
    pieces.insert(to, pieces.pop(part.index))
    return replace(arrangement, furniture=tuple(pieces)), Part("furniture", to)


def moved_in_stack(arrangement: SheetTemplate, part: Part, index: int, to: int) -> SheetTemplate:
    """Give the arrangement with a piece of a stack at another place in its order."""
    pieces = list(arrangement.stack[part.index].furniture)
    pieces.insert(min(max(to, 0), len(pieces) - 1), pieces.pop(index))
    return _with_stack(arrangement, part, tuple(pieces))


def without_in_stack(arrangement: SheetTemplate, part: Part, index: int) -> SheetTemplate:
    """Give the arrangement without one piece of a stack; an empty stack goes too."""
    pieces = arrangement.stack[part.index].furniture
    left = (*pieces[:index], *pieces[index + 1 :])
    return _with_stack(arrangement, part, left) if left else without(arrangement, (part,))


def taken_apart(
    arrangement: SheetTemplate, part: Part, places: Iterable[tuple[FurnitureSpec, Box]]
) -> SheetTemplate:
    """Give the arrangement with the pieces of a stack in boxes of their own.

    `places` says where each stands now; what has nothing to say at present has no place, and is left out.
    """
    freed: list[FurnitureSpec] = []
    stand = list(places)
    for piece in _singly(arrangement.stack[part.index].furniture):
        box = next((where for what, where in stand if what == piece), None)
        if box is not None:
            freed.append(replace(piece, box=_rounded(box), size=None, most=None, fill=False, least=0.0))
    rest = without(arrangement, (part,))
    return replace(rest, furniture=(*rest.furniture, *freed))


def _with_stack(arrangement: SheetTemplate, part: Part, pieces: tuple[FurnitureSpec, ...]) -> SheetTemplate:
    stacks: list[Stack] = list(arrangement.stack)
    stacks[part.index] = replace(stacks[part.index], furniture=pieces)
    return replace(arrangement, stack=tuple(stacks))


def _singly(pieces: tuple[FurnitureSpec, ...]) -> Iterator[FurnitureSpec]:
    for piece in pieces:
        if isinstance(piece, RowSpec):
            yield from _singly(piece.furniture)
        else:
            yield piece


def _kinds(pieces: tuple[FurnitureSpec, ...]) -> Iterator[str]:
    for piece in pieces:
        yield kind_of(piece)


def kind_of(piece: FurnitureSpec) -> str:
    """Give the kind of a piece: that of its file, but for other maps, which are no main map."""
    return "detail" if isinstance(piece, MapPieceSpec) else str(piece.__struct_config__.tag)


def _with_room(spec: MapSpec) -> Box:
    x, y, width, height = spec.box
    room = spec.coordinates_mm
    return (x - room, y - room, width + 2 * room, height + 2 * room)


def _rounded(box: Box) -> Box:
    x, y, width, height = (round(length, 1) for length in box)
    return (x, y, width, height)
