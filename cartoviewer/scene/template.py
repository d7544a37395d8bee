"""Sheet templates: the page, the map and the furniture around it, as data (`resources/sheets/*.toml`)."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import combinations
from typing import Final, Literal

import msgspec

from cartoviewer.scene.furniture_specs import (
    AmendmentsSpec,
    BannerSpec,
    Box,
    CreditsSpec,
    DistributionSpec,
    FieldName,
    FieldsSpec,
    FurnitureSpec,
    ImprintSpec,
    LegendSpec,
    NorthSpec,
    OverviewSpec,
    RowSpec,
    ScaleSpec,
    SignaturesSpec,
    SinglePiece,
    SituationSpec,
    TableSpec,
    TitleSpec,
    WindSpec,
)
from cartoviewer.scene.sheet_paper import PaperSpec, paper_name, stretched
from layers.errors import Problem
from resources.texts import Names

__all__ = [
    "AmendmentsSpec",
    "BannerSpec",
    "Box",
    "CreditsSpec",
    "DistributionSpec",
    "FieldName",
    "FieldsSpec",
    "FurnitureSpec",
    "ImprintSpec",
    "LegendSpec",
    "MapSpec",
    "NorthSpec",
    "OverviewSpec",
    "RowSpec",
    "ScaleSpec",
    "SheetTemplate",
    "SignaturesSpec",
    "SinglePiece",
    "SituationSpec",
    "Stack",
    "TableSpec",
    "TemplateError",
    "TitleSpec",
    "WindSpec",
    "read_template",
    "sheet_template",
    "sheet_templates",
]


class TemplateError(Problem):
    """A sheet template is unknown, or its file has an error."""


class Stack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pieces one after the other in a box, `gap` millimetres apart; what has nothing to say takes no room."""

    box: Box
    furniture: tuple[FurnitureSpec, ...]
    direction: Literal["down", "right"] = "down"
    gap: float = 4.0


class MapSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The map's frame. `coordinates_mm` is the room around it for the coordinates of the grid; 0 draws no grid."""

    box: Box
    coordinates_mm: float = 4.0
    frame_mm: float = 0.35


class SheetTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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

    def on_paper(self, paper: PaperSpec) -> "SheetTemplate":
        """Give the same layout on another paper; its name ends in that of the paper."""
        replace = msgspec.structs.replace
        factor, whole, paper = paper.grow, paper, paper.ungrown

        def moved(box: Box) -> Box:
            x, y, width, height = stretched(box, self.map.box, self.page, paper)
            return (x * factor, y * factor, width * factor, height * factor)

        def lettered(piece: FurnitureSpec) -> FurnitureSpec:
            return replace(piece, size_pt=paper.title_pt) if isinstance(piece, TitleSpec) else piece

        x, y, width, height = self.map.box
        wider = paper.page[0] - self.page[0] - paper.wider_mm
        higher = paper.page[1] - self.page[1] - paper.higher_mm
        map_box = (x * factor, y * factor, (width + wider) * factor, (height + higher) * factor)
        old, new = paper_name(self.page), paper_name(whole.page)
        names = Names(*(name.removesuffix(old) + new for name in (self.names.fr, self.names.nl, self.names.en)))
        return replace(
            self,
            page=whole.page,
            names=names,
            map=replace(
                self.map,
                box=map_box,
                coordinates_mm=self.map.coordinates_mm * factor,
                frame_mm=self.map.frame_mm * factor,
            ),
            furniture_growth=factor,
            furniture=tuple(
                replace(lettered(piece), box=None if piece.box is None else moved(piece.box))
                for piece in self.furniture
            ),
            stack=tuple(
                replace(stack, box=moved(stack.box), furniture=tuple(map(lettered, stack.furniture)))
                for stack in self.stack
            ),
            papers=(),
        )

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


_SMALLEST_MAP_MM: Final = 40.0


def read_template(data: bytes, name: str) -> SheetTemplate:
    """Read a template and check that nothing on the page lies over something else.

    Raises
    ------
    TemplateError
        The file is no TOML, holds an unknown kind or parameter, or its boxes do not fit the page.
    """
    try:
        template = msgspec.toml.decode(data, type=SheetTemplate)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TemplateError(
            "The sheet template “{name}” cannot be used: {reason}. Correct the file.", name=name, reason=str(error)
        ) from error
    return _sound(template, name)


def _sound(template: SheetTemplate, name: str) -> SheetTemplate:
    for reason in _faults(template):
        raise TemplateError(
            "The sheet template “{name}” cannot be used: {reason}. Correct the file.", name=name, reason=reason
        )
    return template


@cache
def sheet_templates() -> dict[str, SheetTemplate]:
    """Give all templates of the program by their name, each layout on every paper it is made for."""
    found: dict[str, SheetTemplate] = {}
    for entry in _entries():
        template = read_template(entry.read_bytes(), _stem(entry))
        found[_stem(entry)] = template
        for paper in template.papers:
            found[paper.name] = _sound(template.on_paper(paper), paper.name)
    return found


def sheet_template(name: str) -> SheetTemplate:
    """Give one template. Raises TemplateError when there is none of this name."""
    found = sheet_templates().get(name)
    if found is None:
        raise TemplateError(
            "There is no sheet template “{name}”. Choose one of: {names}.",
            name=name,
            names=", ".join(sheet_templates()),
        )
    return found


def _entries() -> list[Traversable]:
    folder = files("resources") / "sheets"
    return sorted((e for e in folder.iterdir() if e.name.endswith(".toml")), key=lambda entry: entry.name)


def _stem(entry: Traversable) -> str:
    return entry.name.removesuffix(".toml")


def _faults(template: SheetTemplate) -> Iterator[str]:
    width, height = template.page
    if not (width > 0 and height > 0):
        yield f"the page is {width:g} × {height:g} mm"
        return
    if min(template.map.box[2:]) < _SMALLEST_MAP_MM:
        yield f"the map is smaller than {_SMALLEST_MAP_MM:g} mm"
    boxes: list[tuple[str, Box]] = [("map", _with_room(template.map))]
    for piece in template.furniture:
        kind = _kind(piece)
        if piece.box is None:
            yield f"furniture “{kind}” outside a stack needs a box"
        else:
            boxes.append((kind, piece.box))
    for stack in template.stack:
        yield from _stack_faults(stack)
        boxes.append(("stack of " + ", ".join(_kind(piece) for piece in stack.furniture), stack.box))
    for what, (x, y, w, h) in boxes:
        if w <= 0 or h <= 0:
            yield f"the box of “{what}” has no size"
        if x < 0 or y < 0 or x + w > width or y + h > height:
            yield f"the box of “{what}” reaches beyond the page of {width:g} × {height:g} mm"
    for (one, a), (other, b) in combinations(boxes, 2):
        if a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]:
            yield f"the boxes of “{one}” and “{other}” overlap"


def _all_pieces(pieces: tuple[FurnitureSpec, ...]) -> Iterator[FurnitureSpec]:
    """Give pieces and what stands in rows of them."""
    for piece in pieces:
        yield piece
        if isinstance(piece, RowSpec):
            yield from _all_pieces(piece.furniture)


def _stack_faults(stack: Stack) -> Iterator[str]:
    along = stack.box[3] if stack.direction == "down" else stack.box[2]
    fixed = sum(piece.size or 0.0 for piece in stack.furniture) + stack.gap * max(0, len(stack.furniture) - 1)
    if fixed > along:
        yield f"the pieces of a stack take {fixed:g} mm, but it is {along:g} mm long"
    for piece in stack.furniture:
        if piece.box is not None:
            yield f"furniture “{_kind(piece)}” in a stack cannot have a box"
        if piece.fill and piece.size is not None:
            yield f"furniture “{_kind(piece)}” cannot both fill a stack and have a size"
        if stack.direction == "right" and not piece.fill and piece.size is None:
            yield f"furniture “{_kind(piece)}” in a stack to the right needs a size or fill"
        if isinstance(piece, RowSpec):
            if not piece.fill and piece.size is None:
                yield "a row in a stack needs a size or fill"
            row = (0.0, 0.0, stack.box[2], piece.size or stack.box[3])
            yield from _stack_faults(Stack(row, piece.furniture, "right", piece.gap))
        if isinstance(piece, FieldsSpec) and piece.columns < 1:
            yield "fields need at least one column"
    if sum(piece.fill for piece in stack.furniture) > 1:
        yield "only one piece of a stack can fill it"


def _kind(piece: FurnitureSpec) -> str:
    return str(piece.__struct_config__.tag)


def _with_room(spec: MapSpec) -> Box:
    x, y, width, height = spec.box
    room = spec.coordinates_mm
    return (x - room, y - room, width + 2 * room, height + 2 * room)
