"""Putting a sheet's furniture in its place: every piece of the template becomes words and shapes on the page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import Final

from bnip.furniture import Box, FurnitureSpec, LegendSpec, RowSpec
from bnip.layout import SheetTemplate, Stack
from cartoviewer.scene.furniture import Furniture, LegendPanel, Note, Standing, blocks_of
from cartoviewer.scene.growth import grown, grown_box, shrunk
from cartoviewer.scene.occasion import Occasion
from cartoviewer.scene.piece_kinds import kind_for

__all__ = ["Furnished", "furnish"]

_MOST_GIVEN_MM: Final = 120.0
"""So much at most is asked of tables and the overview for the legend, in steps of `_GIVEN_STEP_MM`."""

_GIVEN_STEP_MM: Final = 4.0


@dataclass(frozen=True, slots=True)
class Furnished:
    """The furniture of a sheet, what is told of it, and the box that each piece was given."""

    furniture: tuple[Furniture, ...]
    notes: tuple[Note, ...]
    places: tuple[Standing, ...]


def furnish(template: SheetTemplate, occasion: Occasion) -> Furnished:
    """Lay out all furniture of a template, tell which words had to be cut, and where each piece came to stand."""
    factor = template.furniture_growth
    if factor != 1.0:
        small = shrunk(template)
        made = furnish(small, replace(occasion, growth=factor))
        whole = dict(zip(small.furniture, template.furniture, strict=True))
        return Furnished(
            tuple(grown(piece, factor, occasion.overview) for piece in made.furniture),
            made.notes,
            tuple((whole.get(spec, spec), grown_box(box, factor)) for spec, box in made.places),
        )
    furnisher = _Furnisher(occasion)
    pieces: list[Furniture] = []
    for spec in template.furniture:
        if spec.box is not None:
            pieces += furnisher.piece(spec, spec.box)
    for stack in template.stack:
        pieces += furnisher.stack(stack)
    return Furnished(tuple(pieces), tuple(furnisher.notes), tuple(furnisher.places))


class _Furnisher:
    """Makes the pieces of one sheet; `notes` tells what had to be cut."""

    def __init__(self, occasion: Occasion) -> None:
        self._o = occasion
        self.notes: list[Note] = []
        self.places: list[Standing] = []

    def stack(self, stack: Stack) -> Iterator[Furniture]:
        """Place pieces one after the other; the filling piece takes what the others leave."""
        down = stack.direction == "down"
        x, y, width, height = stack.box
        along = height if down else width
        sizes: dict[int, float] = {}
        for index, spec in enumerate(stack.furniture):
            if spec.fill:
                sizes[index] = 0.0
                continue
            size = spec.size or spec.most or inf
            trial = (x, y, width, size) if down else (x, y, size, height)
            tried = _Furnisher(self._o)
            made = tried.piece(spec, trial)
            if made:
                sizes[index] = spec.size or made[0].box[3]
            else:
                # A table without room for one row takes none, and that is told.
                self.notes += tried.notes
        left = along - sum(sizes.values()) - stack.gap * max(0, len(sizes) - 1)
        left += self._given(stack, sizes, left) if down else self._beside(stack, sizes, left)
        at = y if down else x
        for index, size in sorted(sizes.items()):
            spec = stack.furniture[index]
            length = max(left, 0.0) if spec.fill else size
            yield from self.piece(spec, (x, at, width, length) if down else (at, y, length, height))
            at += length + stack.gap

    def _beside(self, stack: Stack, sizes: dict[int, float], left: float) -> float:
        """Take away a table, which is told, that leaves no room for a class of the legend beside it."""
        x, y, _, height = stack.box
        given = 0.0
        for index in reversed([*sizes]):
            legend = next((spec for spec in stack.furniture if spec.fill and isinstance(spec, LegendSpec)), None)
            if legend is None or not self._tried(legend, (x, y, max(left + given, 1.0), height)):
                break
            notes = (
                []
                if stack.furniture[index].fill
                else self._tried(stack.furniture[index], (x, y, sizes[index], 0.0))
            )
            if notes:
                given += sizes.pop(index) + stack.gap
                self.notes += notes
        return given

    def _tried(self, spec: FurnitureSpec, box: Box) -> list[Note]:
        """Give what would be told of a piece in a box."""
        trial = _Furnisher(self._o)
        trial.piece(spec, box)
        return trial.notes

    def _given(self, stack: Stack, sizes: dict[int, float], left: float) -> float:
        """Take what the filling piece of a stack lacks from pieces that can give: the lowest in the stack first.

        They give down to what is least for them; whole tables go only where a class of the legend or the stack
        itself would have no room otherwise, and that is told.
        """
        fills = [index for index in sizes if stack.furniture[index].fill]
        if not fills:
            return 0.0
        spec = stack.furniture[fills[0]]
        giving = [index for index in reversed(sizes) if self._least(stack.furniture[index]) is not None]
        # For ground that explains itself nothing is given up but size.
        all_of_it = self._needed(stack, spec, left, plain=True)
        smaller = self._shrunk(stack, sizes, giving, all_of_it - left, telling=False)
        given = sum(sizes[index] - size for index, size in smaller.items())
        if left + given >= all_of_it:
            sizes.update(smaller)
            return given
        needed = self._needed(stack, spec, left)
        smaller = self._shrunk(stack, sizes, giving, needed - left)
        given = sum(sizes[index] - size for index, size in smaller.items())
        sizes.update(smaller)
        return given + self._cleared(stack, sizes, spec, (left + given, needed), giving)

    def _shrunk(
        self, stack: Stack, sizes: dict[int, float], giving: list[int], lacking: float, *, telling: bool = True
    ) -> dict[int, float]:
        """Give smaller sizes of pieces, as far as is lacking; without `telling` only where nothing is left out."""
        found: dict[int, float] = {}
        for index in giving:
            size = self._smaller(stack, index, sizes[index], lacking)
            if telling or self._holds(stack, stack.furniture[index], size):
                found[index] = size
                lacking -= sizes[index] - size
        return found

    def _cleared(
        self,
        stack: Stack,
        sizes: dict[int, float],
        spec: FurnitureSpec,
        room: tuple[float, float],
        giving: list[int],
    ) -> float:
        """Take whole pieces away whose absence is told, no more of them than what fills the stack must have."""
        there, needed = room
        gone: dict[int, tuple[float, list[Note]]] = {}
        for index in giving:
            if there >= needed or self._holds(stack, spec, there):
                break
            without = _Furnisher(self._o)
            without.piece(stack.furniture[index], (*stack.box[:3], 0.0))
            if without.notes:
                gone[index] = (sizes.pop(index), without.notes)
                there += gone[index][0] + stack.gap
        # One that is larger may have made room for those that went before it.
        for index, (size, _) in [*gone.items()][:-1]:
            if self._holds(stack, spec, there - size - stack.gap):
                there -= size + stack.gap
                sizes[index] = size
        self.notes += [note for index, (_, notes) in gone.items() if index not in sizes for note in notes]
        return there - room[0]

    def _smaller(self, stack: Stack, index: int, size: float, lacking: float) -> float:
        """Give the size of a piece that gives what is lacking, as far as it still has something to say then."""
        spec = stack.furniture[index]
        room = max(size - max(lacking, 0.0), min(self._least(spec) or 0.0, size))
        while room < size:
            made = _Furnisher(self._o).piece(spec, (*stack.box[:3], room))
            if made:
                return made[0].box[3]
            room += _GIVEN_STEP_MM
        return size

    def _needed(self, stack: Stack, spec: FurnitureSpec, left: float, *, plain: bool = False) -> float:
        """Give how much of a stack the piece that fills it needs: a legend so much that no class is left out.

        `plain` ground may be, unless it is asked for.
        """
        needed = max(spec.least, left)
        while isinstance(spec, LegendSpec) and needed < min(left + _MOST_GIVEN_MM, stack.box[3]):
            if self._holds(stack, spec, needed, plain=plain):
                break
            needed += _GIVEN_STEP_MM
        return needed

    def _holds(self, stack: Stack, spec: FurnitureSpec, room: float, *, plain: bool = False) -> bool:
        """Tell whether so much of a stack holds a piece without leaving anything out."""
        if room < 0.0:
            return False
        trial = _Furnisher(self._o)
        made = trial.piece(spec, (*stack.box[:3], room))
        cut = plain and any(isinstance(piece, LegendPanel) and piece.without_plain for piece in made)
        return not trial.notes and not cut

    @staticmethod
    def _least(spec: FurnitureSpec) -> float | None:
        return None if isinstance(spec, RowSpec) else kind_for(spec).least_mm

    def piece(self, spec: FurnitureSpec, box: Box) -> tuple[Furniture, ...]:
        """Lay out one piece in a box (of any height where it is infinite); nothing where it has nothing to say."""
        if isinstance(spec, RowSpec):
            return tuple(self.stack(Stack(box, spec.furniture, "right", spec.gap)))
        laid = kind_for(spec).lay(self._o, spec, box)
        self.notes += laid.notes
        made = laid.piece
        if made is None:
            return ()
        self.places.append((spec, box))
        for block in blocks_of(made):
            if block.cut:
                self.notes.append(Note("“{text}” was cut: it has no room on the sheet.", (("text", block.cut),)))
        return (made,)
