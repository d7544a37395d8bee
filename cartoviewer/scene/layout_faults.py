"""What is wrong with a sheet's arrangement: boxes over one another or beyond the page, stacks that cannot hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from bnip.furniture import Box, FieldsSpec, FurnitureSpec, MapPieceSpec, RowSpec, TextSpec
from bnip.layout import SheetTemplate, Stack
from cartoviewer.scene.layout_parts import MAP, Part, box_of, kind_of, kinds_of, parts_of, room_of
from cartoviewer.scene.piece_kinds import KIND_NAMES
from cartoviewer.scene.text_fields import TEXT_FIELDS, unknown_fields
from resources.texts import Texts

__all__ = ["LayoutFault", "layout_faults", "overlap"]

_SMALLEST_MAP_MM: Final = 40.0
_SMALLEST_DETAIL_MM: Final = 20.0
_SLACK_MM: Final = 1e-6


@dataclass(frozen=True, slots=True)
class LayoutFault:
    """Something that keeps an arrangement from being used.

    Attributes
    ----------
    text
        An English source text; its fields are filled from `kinds` (kinds of furniture) and `said` (figures).
    parts
        The parts that are at fault.
    """

    text: str
    kinds: tuple[tuple[str, tuple[str, ...]], ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()

    def __str__(self) -> str:
        """Write it in English with the words of the file."""
        named = {key: ("stack of " if len(kinds) > 1 else "") + ", ".join(kinds) for key, kinds in self.kinds}
        return self.text.format(**named, **dict(self.said))

    def written(self, texts: Texts) -> str:
        """Write it for a person, who knows the pieces by their names."""
        named = {key: ", ".join(texts(KIND_NAMES[kind]) for kind in kinds) for key, kinds in self.kinds}
        return texts(self.text, **named, **dict(self.said))


def layout_faults(template: SheetTemplate) -> Iterator[LayoutFault]:
    """Find all that is wrong, the most basic first."""
    width, height = template.page
    page = (("width", f"{width:g}"), ("height", f"{height:g}"))
    if not (width > 0 and height > 0):
        yield _fault("the page is {width} × {height} mm", said=page)
        return
    if min(template.map.box[2:]) < _SMALLEST_MAP_MM:
        yield _fault("the map is smaller than {size} mm", said=(("size", f"{_SMALLEST_MAP_MM:g}"),), parts=(MAP,))
    for index, piece in enumerate(template.furniture):
        if piece.box is None:
            kind = (("kind", (kind_of(piece),)),)
            yield _fault("furniture “{kind}” outside a stack needs a box", kind, parts=(Part("furniture", index),))
        yield from _piece_faults(piece, (Part("furniture", index),))
    for index, stack in enumerate(template.stack):
        yield from _stack_faults(stack, (Part("stack", index),))
    parts = parts_of(template)
    for part in parts:
        what = (("what", kinds_of(template, part)),)
        x, y, w, h = box_of(template, part)
        if w <= 0 or h <= 0:
            yield _fault("the box of “{what}” has no size", what, parts=(part,))
        x, y, w, h = room_of(template, part)
        if min(x, y) < -_SLACK_MM or x + w > width + _SLACK_MM or y + h > height + _SLACK_MM:
            yield _fault(
                "the box of “{what}” reaches beyond the page of {width} × {height} mm", what, page, (part,)
            )
    for one, other in combinations(parts, 2):
        if one == MAP and _is_over(template, other):
            if not _holds(template.map.box, box_of(template, other)):
                what = (("what", kinds_of(template, other)),)
                yield _fault("“{what}” may lie over the map, but then all of it must", what, parts=(other,))
        elif overlap(room_of(template, one), room_of(template, other)):
            both = (("one", kinds_of(template, one)), ("other", kinds_of(template, other)))
            yield _fault("the boxes of “{one}” and “{other}” overlap", both, parts=(one, other))


def overlap(a: Box, b: Box) -> bool:
    """Tell whether two boxes share more than an edge."""
    return (
        a[0] < b[0] + b[2] - _SLACK_MM
        and b[0] < a[0] + a[2] - _SLACK_MM
        and a[1] < b[1] + b[3] - _SLACK_MM
        and b[1] < a[1] + a[3] - _SLACK_MM
    )


def _is_over(template: SheetTemplate, part: Part) -> bool:
    return part.kind == "furniture" and template.furniture[part.index].over


def _holds(outer: Box, inner: Box) -> bool:
    return (
        inner[0] >= outer[0] - _SLACK_MM
        and inner[1] >= outer[1] - _SLACK_MM
        and inner[0] + inner[2] <= outer[0] + outer[2] + _SLACK_MM
        and inner[1] + inner[3] <= outer[1] + outer[3] + _SLACK_MM
    )


def _fault(
    text: str,
    kinds: tuple[tuple[str, tuple[str, ...]], ...] = (),
    said: tuple[tuple[str, str], ...] = (),
    parts: tuple[Part, ...] = (),
) -> LayoutFault:
    return LayoutFault(text, kinds, said, parts)


def _stack_faults(stack: Stack, parts: tuple[Part, ...]) -> Iterator[LayoutFault]:
    along = stack.box[3] if stack.direction == "down" else stack.box[2]
    fixed = sum(piece.size or 0.0 for piece in stack.furniture) + stack.gap * max(0, len(stack.furniture) - 1)
    if fixed > along:
        said = (("taken", f"{fixed:g}"), ("length", f"{along:g}"))
        yield _fault("the pieces of a stack take {taken} mm, but it is {length} mm long", (), said, parts)
    for piece in stack.furniture:
        kind = (("kind", (kind_of(piece),)),)
        if piece.box is not None:
            yield _fault("furniture “{kind}” in a stack cannot have a box", kind, parts=parts)
        if isinstance(piece, MapPieceSpec):
            yield _fault("another map stands in a box of its own, not in a stack", parts=parts)
        if piece.fill and piece.size is not None:
            yield _fault("furniture “{kind}” cannot both fill a stack and have a size", kind, parts=parts)
        if stack.direction == "right" and not piece.fill and piece.size is None:
            yield _fault("furniture “{kind}” in a stack to the right needs a size or fill", kind, parts=parts)
        if isinstance(piece, RowSpec):
            if not piece.fill and piece.size is None:
                yield _fault("a row in a stack needs a size or fill", parts=parts)
            row = (0.0, 0.0, stack.box[2], piece.size or stack.box[3])
            yield from _stack_faults(Stack(row, piece.furniture, "right", piece.gap), parts)
        yield from _piece_faults(piece, parts)
    if sum(piece.fill for piece in stack.furniture) > 1:
        yield _fault("only one piece of a stack can fill it", parts=parts)


def _piece_faults(piece: FurnitureSpec, parts: tuple[Part, ...]) -> Iterator[LayoutFault]:
    if isinstance(piece, MapPieceSpec) and piece.box is not None and min(piece.box[2:]) < _SMALLEST_DETAIL_MM:
        least = (("size", f"{_SMALLEST_DETAIL_MM:g}"),)
        yield _fault("another map is at least {size} mm wide and high", (), least, parts)
    if isinstance(piece, TextSpec):
        unknown = unknown_fields(piece.text)
        if unknown:
            said = (("fields", ", ".join(f"{{{field}}}" for field in unknown)), ("known", ", ".join(TEXT_FIELDS)))
            yield _fault("the text names fields that are not known: {fields}; known are {known}", (), said, parts)
        if not any((piece.text.fr, piece.text.nl, piece.text.en)):
            yield _fault("a text says something in at least one language", parts=parts)
    if isinstance(piece, FieldsSpec) and piece.columns < 1:
        yield _fault("fields need at least one column", parts=parts)
