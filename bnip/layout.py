"""Where things stand on a sheet: the data of a template, and a layout that a dossier keeps as its own."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from bnip.furniture import Box, FurnitureSpec, LegendSpec, RowSpec
from bnip.record import Record
from resources.texts import Names

__all__ = ["Layout", "MapSpec", "PaperSpec", "SheetTemplate", "Stack"]


class Stack(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Pieces one after the other in a box, `gap` millimetres apart; what has nothing to say takes no room."""

    box: Box
    furniture: tuple[FurnitureSpec, ...]
    direction: Literal["down", "right"] = "down"
    gap: float = 4.0


class MapSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The map's frame. `coordinates_mm` is the room around it for the coordinates of the grid; 0 draws no grid."""

    box: Box
    coordinates_mm: float = 4.0
    frame_mm: float = 0.35


class PaperSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Another paper for a template: a template of its own called `name`.

    `wider_mm` is given to what stands right of the map, `higher_mm` to what stands under it, before the map takes
    the rest; `title_pt` is the size of the title there. `grow` is how many times larger all furniture, its margins
    and the words around the map are there than on the template's own page.
    """

    name: str
    page: tuple[float, float]
    wider_mm: float = 0.0
    higher_mm: float = 0.0
    title_pt: float = 16.0
    grow: float = 1.0

    @property
    def ungrown(self) -> "PaperSpec":
        """The same paper as many times smaller as its furniture is to grow."""
        part = 1.0 / self.grow
        return PaperSpec(
            self.name,
            (self.page[0] * part, self.page[1] * part),
            self.wider_mm * part,
            self.higher_mm * part,
            self.title_pt * part,
        )


class SheetTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A sheet's page and what stands where.

    `papers` are other papers for the same layout. `situation_moment` says that the sheet shows a situation, which
    holds for a moment; `draft_mark` that it is marked across the map while nobody has approved it. What has a
    `furniture_growth` is laid out so many times smaller and then grown: sizes of pieces are those before growing.
    """

    page: tuple[float, float]
    names: Names
    map: MapSpec
    furniture: tuple[FurnitureSpec, ...] = ()
    stack: tuple[Stack, ...] = ()
    situation_moment: bool = False
    draft_mark: bool = False
    papers: tuple[PaperSpec, ...] = ()
    furniture_growth: float = 1.0

    @property
    def pieces(self) -> tuple[FurnitureSpec, ...]:
        """All furniture, in its own boxes and in stacks."""
        return tuple(
            piece for group in (self.furniture, *(s.furniture for s in self.stack)) for piece in _all_pieces(group)
        )

    @property
    def legend_growth(self) -> float:
        """How much of the map's height its legend may take."""
        grow = max((piece.grow for piece in self.pieces if isinstance(piece, LegendSpec)), default=0.0)
        return grow * self.furniture_growth

    def with_legend_grown(self, mm: float) -> "SheetTemplate":
        """Give the template with a lower map, a higher legend, and what stands between them moved up."""
        foot = self.map.box[1] + self.map.box[3]
        legends = [
            *(piece.box for piece in self.furniture if isinstance(piece, LegendSpec) and piece.box),
            *(s.box for s in self.stack if any(isinstance(p, LegendSpec) for p in _all_pieces(s.furniture))),
        ]
        tops = [box[1] for box in legends if box[1] >= foot]
        if not mm or not tops:
            return self

        def moved(box: Box | None) -> Box | None:
            if box is None or not foot <= box[1] <= tops[0]:
                return box
            x, y, width, height = box
            return (x, y - mm, width, height + mm) if y == tops[0] else (x, y - mm, width, height)

        x, y, width, height = self.map.box
        replace = msgspec.structs.replace
        return replace(
            self,
            map=replace(self.map, box=(x, y, width, height - mm)),
            furniture=tuple(replace(piece, box=moved(piece.box)) for piece in self.furniture),
            stack=tuple(replace(stack, box=moved(stack.box)) for stack in self.stack),
        )


class Layout(Record, frozen=True, omit_defaults=True, kw_only=True, tag="layout"):
    """An arrangement of the dossier's own, which sheets may name in the place of a template of the program.

    `arrangement` is the same data as a template's file. Who may not see the layout gets its boxes and maps, but
    none of the words and pictures that were put on it by hand.
    """

    names: Names
    arrangement: SheetTemplate


def _all_pieces(pieces: tuple[FurnitureSpec, ...]) -> Iterator[FurnitureSpec]:
    """Give pieces and what stands in rows of them."""
    for piece in pieces:
        yield piece
        if isinstance(piece, RowSpec):
            yield from _all_pieces(piece.furniture)
