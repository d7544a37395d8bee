"""Putting a sheet's furniture in its place: every piece of the template becomes words and shapes on the page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import Final

from bnip.picture import Picture
from bnip.sheet import Sheet
from cartoviewer.scene.field_table import set_fields
from cartoviewer.scene.furniture import (
    Furniture,
    NorthArrow,
    Note,
    OverviewMap,
    PicturePanel,
    Standing,
    TextPanel,
    blocks_of,
)
from cartoviewer.scene.growth import grown, grown_box, shrunk
from cartoviewer.scene.legend_layout import lay_out_legend
from cartoviewer.scene.marking_band import banner
from cartoviewer.scene.overview import Overview, frame_in
from cartoviewer.scene.own_pieces import place_picture, set_own_text
from cartoviewer.scene.scale_bar import scale_bar
from cartoviewer.scene.scene import Scene
from cartoviewer.scene.sheet_style import (
    AUTHORITY,
    CREDIT,
    CREDIT_STALE,
    FIELD_NAME,
    FIELD_VALUE,
    NORTH_LETTER,
    SITUATION_TIME,
    title_style,
)
from cartoviewer.scene.sheet_tables import NO_TABLE, Told
from cartoviewer.scene.sheet_words import credit_text, field_lines, imprint_lines, stale_text, title_lines
from cartoviewer.scene.signatures import set_signatures
from cartoviewer.scene.table_layout import set_table
from cartoviewer.scene.template import (
    AmendmentsSpec,
    BannerSpec,
    Box,
    ContactsSpec,
    CreditsSpec,
    DistributionSpec,
    FieldsSpec,
    FurnitureSpec,
    ImprintSpec,
    LegendSpec,
    MapPieceSpec,
    NorthSpec,
    OverviewSpec,
    PictureSpec,
    RowSpec,
    ScaleSpec,
    SheetTemplate,
    SignaturesSpec,
    SinglePiece,
    SituationSpec,
    Stack,
    TableSpec,
    TextSpec,
    TitleSpec,
    WindSpec,
)
from cartoviewer.scene.text_filling import FieldValues
from cartoviewer.scene.typesetting import TextBlock, set_text, text_width_mm
from cartoviewer.scene.wind import Wind, set_wind
from layers.sensitivity import Sensitivity
from resources.texts import Texts

__all__ = ["ROWS_LEFT_OUT", "Occasion", "furnish"]

ROWS_LEFT_OUT: Final = "Rows that have no room on the sheet, of “{title}”: {n}."

_UNDER_RULE_MM: Final = 1.2
_PARAGRAPH_MM: Final = 0.8
_SMALLEST_TABLE_MM: Final = 20.0
_SMALLEST_OVERVIEW_MM: Final = 30.0
_MOST_GIVEN_MM: Final = 120.0
"""So much at most is asked of tables and the overview for the legend, in steps of `_GIVEN_STEP_MM`."""

_GIVEN_STEP_MM: Final = 4.0
_TABLES: Final = (AmendmentsSpec, ContactsSpec, DistributionSpec, TableSpec)
_LAMBERT: Final = (31370, 3812)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Everything that the furniture of one sheet is made from."""

    sheet: Sheet
    texts: Texts
    scene: Scene
    overview: Overview
    marking: Sensitivity
    exercise: bool
    printed: datetime
    situation: datetime | None
    wind: Wind | None
    amendments: Told
    distribution: Told
    rows: Mapping[tuple[str, tuple[str, ...]], Told]
    """The tables of layers, by the layer’s id and the columns that were asked for."""
    contacts: Told
    pictures: Mapping[str, Picture]
    growth: float = 1.0
    """How many times larger what is laid out will be on paper: a scale bar must be as much shorter before."""


@dataclass(frozen=True, slots=True)
class Furnished:
    """The furniture of a sheet, what is told of it, and the box that each piece was given."""

    furniture: tuple[Furniture, ...]
    notes: tuple[Note, ...]
    places: tuple[Standing, ...]


def furnish(template: SheetTemplate, occasion: Occasion, page_mm: tuple[float, float] | None = None) -> Furnished:
    """Lay out all furniture of a template, tell which words had to be cut, and where each piece came to stand.

    `page_mm` is the page that the words name.
    """
    factor = template.furniture_growth
    if factor != 1.0:
        small = shrunk(template)
        made = furnish(small, replace(occasion, growth=factor), template.page)
        whole = dict(zip(small.furniture, template.furniture, strict=True))
        return Furnished(
            tuple(grown(piece, factor, occasion.overview) for piece in made.furniture),
            made.notes,
            tuple((whole.get(spec, spec), grown_box(box, factor)) for spec, box in made.places),
        )
    furnisher = _Furnisher(occasion, page_mm or template.page)
    pieces: list[Furniture] = []
    for spec in template.furniture:
        if spec.box is not None:
            pieces += furnisher.piece(spec, spec.box)
    for stack in template.stack:
        pieces += furnisher.stack(stack)
    return Furnished(tuple(pieces), tuple(furnisher.notes), tuple(furnisher.places))


class _Furnisher:
    """Makes the pieces of one sheet; `notes` tells what had to be cut."""

    def __init__(self, occasion: Occasion, page_mm: tuple[float, float]) -> None:
        self._o = occasion
        self._page_mm = page_mm
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
            tried = _Furnisher(self._o, self._page_mm)
            made = tried.piece(spec, trial)
            if made:
                sizes[index] = spec.size or made[0].box[3]
            else:
                # A table without room for one row takes none, and that is told.
                self.notes += tried.notes
        left = along - sum(sizes.values()) - stack.gap * max(0, len(sizes) - 1)
        if down:
            left += self._given(stack, sizes, left)
        at = y if down else x
        for index, size in sizes.items():
            spec = stack.furniture[index]
            length = max(left, 0.0) if spec.fill else size
            yield from self.piece(spec, (x, at, width, length) if down else (at, y, length, height))
            at += length + stack.gap

    def _given(self, stack: Stack, sizes: dict[int, float], left: float) -> float:
        """Take what the filling piece of a stack lacks: rows of tables, which are counted, and of the overview."""
        x, y, width, _ = stack.box
        lacking = sum(self._needed(stack, index, left) for index in sizes if stack.furniture[index].fill) - left
        given = 0.0
        tables = [index for index in sizes if isinstance(stack.furniture[index], _TABLES)]
        overviews = [index for index in sizes if isinstance(stack.furniture[index], OverviewSpec)]
        for index in (*reversed(tables), *overviews):
            if given >= lacking:
                break
            least = _SMALLEST_TABLE_MM if index in tables else _SMALLEST_OVERVIEW_MM
            room = max(sizes[index] - (lacking - given), min(least, sizes[index]))
            made = _Furnisher(self._o, self._page_mm).piece(stack.furniture[index], (x, y, width, room))
            height = (made[0].box[3] if index in tables else room) if made else sizes[index]
            given += sizes[index] - height
            sizes[index] = height
        return given

    def _needed(self, stack: Stack, index: int, left: float) -> float:
        """Give how much of a stack the piece that fills it needs: a legend so much that no class is left out."""
        x, y, width, height = stack.box
        spec = stack.furniture[index]
        needed = max(spec.least, left)
        while isinstance(spec, LegendSpec) and needed < min(left + _MOST_GIVEN_MM, height):
            trial = _Furnisher(self._o, self._page_mm)
            trial.piece(spec, (x, y, width, needed))
            if not trial.notes:
                break
            needed += _GIVEN_STEP_MM
        return needed

    def piece(self, spec: FurnitureSpec, box: Box) -> tuple[Furniture, ...]:
        """Lay out one piece in a box (of any height where it is infinite); nothing where it has nothing to say."""
        if isinstance(spec, RowSpec):
            return tuple(self.stack(Stack(box, spec.furniture, "right", spec.gap)))
        made = self._made(spec, box)
        if made is None:
            return ()
        self.places.append((spec, box))
        for block in blocks_of(made):
            if block.cut:
                self.notes.append(Note("“{text}” was cut: it has no room on the sheet.", (("text", block.cut),)))
        return (made,)

    def _made(self, spec: SinglePiece, box: Box) -> Furniture | None:
        match spec:
            case BannerSpec():
                return banner(box, self._o.marking, exercise=self._o.exercise)
            case TitleSpec():
                return self._title(spec, box)
            case FieldsSpec():
                return self._fields(spec, box)
            case SituationSpec():
                return self._situation(spec, box)
            case LegendSpec():
                panel, notes = lay_out_legend(box, self._o.scene.legend, self._o.texts, rule=spec.rule)
                self.notes += notes
                return panel
            case OverviewSpec():
                return self._overview(spec, box)
            case ScaleSpec():
                return scale_bar(box, self._o.scene.view, self._o.texts, self._o.growth)
            case NorthSpec():
                return self._north(box)
            case CreditsSpec():
                return self._credits(spec, box)
            case ImprintSpec():
                return self._imprint(spec, box)
            case SignaturesSpec():
                return set_signatures(self._o.sheet, box, self._o.texts, rule=spec.rule)
            case WindSpec():
                wind = self._o.wind
                turn = self._o.scene.view.turn
                return set_wind(wind, box, self._o.texts, rule=spec.rule, turn=turn) if wind is not None else None
            case AmendmentsSpec():
                return self._table(self._o.amendments, spec, box)
            case DistributionSpec():
                return self._table(self._o.distribution, spec, box)
            case TableSpec():
                return self._table(self._o.rows.get((spec.layer, spec.columns), NO_TABLE), spec, box)
            case ContactsSpec():
                return self._table(self._o.contacts, spec, box)
            case TextSpec():
                return set_own_text(spec, box, self._field_values(), self._o.texts)
            case PictureSpec():
                return self._picture(spec, box)
            case MapPieceSpec():
                # Laid out with the main map, whose frame theirs follow.
                return None

    def _field_values(self) -> FieldValues:
        o = self._o
        when = o.situation or o.sheet.moment or o.printed
        return FieldValues(o.sheet, self._page_mm, o.marking, o.printed, when, o.exercise)

    def _picture(self, spec: PictureSpec, box: Box) -> PicturePanel | None:
        picture = self._o.pictures.get(spec.picture)
        if picture is None:
            self.notes.append(Note("A picture of the sheet is not there: choose one, or take its box away."))
            return None
        return place_picture(picture, box)

    def _table(self, told: Told, spec: SinglePiece, box: Box) -> TextPanel | None:
        panel, left_out = set_table(told.table, box, self._o.texts, rule=spec.rule)
        if left_out:
            known = (("n", self._o.texts.number(left_out)), ("title", told.table.title))
            self.notes.append(Note(ROWS_LEFT_OUT, known))
        return panel

    def _title(self, spec: TitleSpec, box: Box) -> TextPanel | None:
        o = self._o
        x, y, width, height = box
        names = _lines(o.texts.name_lines(o.sheet.authority))
        line_mm = set_text(("X",), AUTHORITY, width).height_mm
        authority = set_text(names, AUTHORITY, width, len(names) * line_mm, at=(x, y))
        top = authority.bottom_mm + (1.0 if authority.lines else 0.0)
        title = set_text(
            title_lines(o.sheet, o.texts), title_style(spec.size_pt), width, y + height - top, at=(x, top)
        )
        titles = _by_language(title, o.texts)
        panel = _panel(box, (*_by_language(authority, o.texts), *titles), rule=spec.rule)
        return replace(panel, headings=titles) if panel is not None else None

    def _fields(self, spec: FieldsSpec, box: Box) -> TextPanel | None:
        fields = [field_lines(self._o.sheet, field, self._o.texts, self._page_mm) for field in spec.fields]
        x, y, width, height = box
        under = _UNDER_RULE_MM if spec.rule else 0.0
        inner = (x, y + under, width, height - under)
        return _panel(box, set_fields(fields, spec.columns, inner), rule=spec.rule)

    def _situation(self, spec: SituationSpec, box: Box) -> TextPanel | None:
        o = self._o
        if o.situation is None:
            return None
        x, y, width, _ = box
        top = y + (_UNDER_RULE_MM if spec.rule else 0.0)
        name = set_text((o.texts("Situation at").upper(),), FIELD_NAME, width, at=(x, top))
        time = set_text((o.texts.clock(o.situation),), SITUATION_TIME, width, at=(x, name.bottom_mm))
        day = o.texts.moment(o.situation).split(" ")[0]
        beside = text_width_mm(time.lines[0], SITUATION_TIME) + 3.0
        date = set_text((day,), FIELD_VALUE, width - beside)
        base = time.bottom_mm - date.height_mm - 0.55
        return _panel(box, (name, time, _at(date, x + beside, base)), rule=spec.rule)

    def _overview(self, spec: OverviewSpec, box: Box) -> OverviewMap | None:
        x, y, width, height = box
        top = y + (_UNDER_RULE_MM if spec.rule else 0.0)
        title = set_text((self._o.texts("Overview").upper(),), FIELD_NAME, width, at=(x, top))
        map_y = title.bottom_mm + 0.6
        # A very high box would stand mostly empty.
        map_box = (x, map_y, width, min(y + height - map_y, width))
        scene = self._o.overview.scene(map_box[2:])
        if scene is None:
            return None
        rectangle, outline = frame_in(scene.view, self._o.scene.view)
        return OverviewMap(box, title, scene, map_box, rectangle, outline, spec.rule)

    def _north(self, box: Box) -> NorthArrow:
        x, y, width, _ = box
        letter = set_text(("N",), NORTH_LETTER, width, at=(x, y), align="centre")
        epsg = self._o.scene.view.epsg
        note = None
        if epsg not in _LAMBERT:
            note = set_text((self._o.texts("Grid north of EPSG:{epsg}", epsg=epsg),), CREDIT, width, at=(x, y))
        return NorthArrow(box, letter, note, self._o.scene.view.turn)

    def _credits(self, spec: CreditsSpec, box: Box) -> TextPanel | None:
        x, y, width, height = box
        sources, texts = self._o.scene.credits, self._o.texts
        top = y + (_UNDER_RULE_MM if spec.rule else 0.0)
        blocks = []
        for paragraph, style in ((stale_text(sources, texts), CREDIT_STALE), (credit_text(sources, texts), CREDIT)):
            if paragraph:
                block = set_text((paragraph,), style, width, y + height - top, at=(x, top))
                blocks.append(block)
                top = block.bottom_mm + _PARAGRAPH_MM
        return _panel(box, tuple(blocks), rule=spec.rule)

    def _imprint(self, spec: ImprintSpec, box: Box) -> TextPanel | None:
        x, y, width, height = box
        top = y + (_UNDER_RULE_MM if spec.rule else 0.0)
        lines = imprint_lines(self._o.sheet, self._o.texts, self._o.printed, edition=spec.edition)
        block = set_text(lines, CREDIT, width, y + height - top, at=(x, top), align="right")
        return _panel(box, (block,), rule=spec.rule)


def _panel(box: Box, blocks: tuple[TextBlock, ...], *, rule: bool) -> TextPanel | None:
    """Close a panel around its words: a box of any height becomes as high as what it holds."""
    blocks = tuple(block for block in blocks if block.lines)
    if not blocks:
        return None
    x, y, width, height = box
    return TextPanel((x, y, width, min(height, max(b.bottom_mm for b in blocks) - y)), blocks, rule)


def _by_language(block: TextBlock, texts: Texts) -> tuple[TextBlock, ...]:
    """Take lines in several languages apart, so that each is known by its own; wrapped ones stay together."""
    parts = texts.language.parts
    if len(block.lines) != len(parts) or block.cut:
        return (block,)
    return tuple(
        replace(block, lines=(line,), y_mm=block.y_mm + index * block.line_mm, language=part)
        for index, (line, part) in enumerate(zip(block.lines, parts, strict=True))
    )


def _lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _at(block: TextBlock, x: float, y: float) -> TextBlock:
    return TextBlock(block.lines, block.style, block.size_pt, x, y, block.align, block.cut)
