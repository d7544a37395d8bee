"""Each kind of piece that a sheet may hold, laid out in its box: `(occasion, what the template says, box)`.

A box of infinite height becomes as high as what stands in it.
"""

from dataclasses import replace
from typing import Final

from bnip.furniture import (
    AmendmentsSpec,
    BannerSpec,
    Box,
    ContactsSpec,
    CreditsSpec,
    DistributionSpec,
    FieldsSpec,
    ImprintSpec,
    LegendSpec,
    MapPieceSpec,
    NorthSpec,
    OverviewSpec,
    PictureSpec,
    ScaleSpec,
    SignaturesSpec,
    SituationSpec,
    TableSpec,
    TextSpec,
    TitleSpec,
    WindSpec,
)
from cartoviewer.scene.field_table import set_fields
from cartoviewer.scene.furniture import NorthArrow, Note, OverviewMap, TextPanel
from cartoviewer.scene.legend_layout import lay_out_legend
from cartoviewer.scene.marking_band import banner
from cartoviewer.scene.occasion import Laid, Occasion
from cartoviewer.scene.overview import frame_in
from cartoviewer.scene.own_pieces import place_picture, set_own_text
from cartoviewer.scene.scale_bar import scale_bar
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
from cartoviewer.scene.text_filling import FieldValues
from cartoviewer.scene.typesetting import TextBlock, set_text, text_width_mm
from cartoviewer.scene.wind import set_wind
from resources.texts import Texts

__all__ = [
    "ROWS_LEFT_OUT",
    "lay_amendments",
    "lay_banner",
    "lay_contacts",
    "lay_credits",
    "lay_distribution",
    "lay_elsewhere",
    "lay_fields",
    "lay_imprint",
    "lay_legend",
    "lay_north",
    "lay_overview",
    "lay_picture",
    "lay_scale",
    "lay_signatures",
    "lay_situation",
    "lay_table",
    "lay_text",
    "lay_title",
    "lay_wind",
]

ROWS_LEFT_OUT: Final = "Rows that have no room on the sheet, of “{title}”: {n}."

_UNDER_RULE_MM: Final = 1.2
_PARAGRAPH_MM: Final = 0.8
_SMALLEST_OVERVIEW_MM: Final = 8.0
_LAMBERT: Final = (31370, 3812)


def lay_banner(o: Occasion, _spec: BannerSpec, box: Box) -> Laid:
    """Lay out the marking band."""
    return Laid(banner(box, o.marking, exercise=o.exercise))


def lay_title(o: Occasion, spec: TitleSpec, box: Box) -> Laid:
    """Lay out the authority and the title under it."""
    x, y, width, height = box
    names = tuple(line for line in o.texts.name_lines(o.sheet.authority) if line)
    line_mm = set_text(("X",), AUTHORITY, width).height_mm
    authority = set_text(names, AUTHORITY, width, len(names) * line_mm, at=(x, y))
    top = authority.bottom_mm + (1.0 if authority.lines else 0.0)
    title = set_text(title_lines(o.sheet, o.texts), title_style(spec.size_pt), width, y + height - top, at=(x, top))
    titles = _by_language(title, o.texts)
    panel = _panel(box, (*_by_language(authority, o.texts), *titles), rule=spec.rule)
    return Laid(replace(panel, headings=titles) if panel is not None else None)


def lay_fields(o: Occasion, spec: FieldsSpec, box: Box) -> Laid:
    """Lay out the named values of the sheet."""
    fields = [field_lines(o.sheet, field, o.texts, o.page_mm, o.copies) for field in spec.fields]
    x, y, width, height = box
    under = _UNDER_RULE_MM if spec.rule else 0.0
    inner = (x, y + under, width, height - under)
    return Laid(_panel(box, set_fields(fields, spec.columns, inner), rule=spec.rule))


def lay_situation(o: Occasion, spec: SituationSpec, box: Box) -> Laid:
    """Lay out the moment for which the sheet holds."""
    if o.situation is None:
        return Laid(None)
    x, y, width, _ = box
    top = y + (_UNDER_RULE_MM if spec.rule else 0.0)
    name = set_text((o.texts("Situation at").upper(),), FIELD_NAME, width, at=(x, top))
    time = set_text((o.texts.clock(o.situation),), SITUATION_TIME, width, at=(x, name.bottom_mm))
    day = o.texts.moment(o.situation).split(" ")[0]
    beside = text_width_mm(time.lines[0], SITUATION_TIME) + 3.0
    date = set_text((day,), FIELD_VALUE, width - beside)
    base = time.bottom_mm - date.height_mm - 0.55
    return Laid(_panel(box, (name, time, replace(date, x_mm=x + beside, y_mm=base)), rule=spec.rule))


def lay_legend(o: Occasion, spec: LegendSpec, box: Box) -> Laid:
    """Lay out the legend of what was drawn."""
    return Laid(*lay_out_legend(box, o.scene.legend, o.texts, rule=spec.rule))


def lay_overview(o: Occasion, spec: OverviewSpec, box: Box) -> Laid:
    """Lay out the small map of the Region; nothing where the dossier has no outlines for it, or the box no room."""
    x, y, width, height = box
    top = y + (_UNDER_RULE_MM if spec.rule else 0.0)
    title = set_text((o.texts("Overview").upper(),), FIELD_NAME, width, at=(x, top))
    map_y = title.bottom_mm + 0.6
    # A very high box would stand mostly empty.
    map_box = (x, map_y, width, min(y + height - map_y, width))
    scene = o.overview.scene(map_box[2:]) if map_box[3] >= _SMALLEST_OVERVIEW_MM else None
    if scene is None:
        return Laid(None)
    rectangle, outline = frame_in(scene.view, o.scene.view)
    return Laid(OverviewMap(box, title, scene, map_box, rectangle, outline, spec.rule))


def lay_scale(o: Occasion, _spec: ScaleSpec, box: Box) -> Laid:
    """Lay out the scale as text and as a bar."""
    return Laid(scale_bar(box, o.scene.view, o.texts, o.growth))


def lay_north(o: Occasion, _spec: NorthSpec, box: Box) -> Laid:
    """Lay out the arrow to grid north, with a note where the grid is none of Lambert."""
    x, y, width, _ = box
    letter = set_text(("N",), NORTH_LETTER, width, at=(x, y), align="centre")
    epsg = o.scene.view.epsg
    note = None
    if epsg not in _LAMBERT:
        note = set_text((o.texts("Grid north of EPSG:{epsg}", epsg=epsg),), CREDIT, width, at=(x, y))
    return Laid(NorthArrow(box, letter, note, o.scene.view.turn))


def lay_credits(o: Occasion, spec: CreditsSpec, box: Box) -> Laid:
    """Lay out which data are out of date, and the sources of all, with their layers where these have room."""
    x, y, width, height = box
    sources, texts = o.scene.credits, o.texts
    top = y + (_UNDER_RULE_MM if spec.rule else 0.0)
    blocks = []
    stale = stale_text(sources, texts)
    if stale:
        blocks.append(set_text((stale,), CREDIT_STALE, width, y + height - top, at=(x, top)))
        top = blocks[-1].bottom_mm + _PARAGRAPH_MM
    if sources:
        for layers in (True, False):
            said = credit_text(sources, texts, layers=layers)
            block = set_text((said,), CREDIT, width, y + height - top, at=(x, top))
            if not block.cut:
                break
        blocks.append(block)
    return Laid(_panel(box, tuple(blocks), rule=spec.rule))


def lay_imprint(o: Occasion, spec: ImprintSpec, box: Box) -> Laid:
    """Lay out when the sheet was printed, and of which edition it is."""
    x, y, width, height = box
    top = y + (_UNDER_RULE_MM if spec.rule else 0.0)
    lines = imprint_lines(o.sheet, o.texts, o.printed, edition=spec.edition, copies=o.copies if spec.copy else 0)
    block = set_text(lines, CREDIT, width, y + height - top, at=(x, top), align="right")
    return Laid(_panel(box, (block,), rule=spec.rule))


def lay_signatures(o: Occasion, spec: SignaturesSpec, box: Box) -> Laid:
    """Lay out who answers for the sheet."""
    return Laid(set_signatures(o.sheet, box, o.texts, rule=spec.rule))


def lay_wind(o: Occasion, spec: WindSpec, box: Box) -> Laid:
    """Lay out the wind that was marked on the map."""
    if o.wind is None:
        return Laid(None)
    return Laid(set_wind(o.wind, box, o.texts, rule=spec.rule, turn=o.scene.view.turn))


def lay_amendments(o: Occasion, spec: AmendmentsSpec, box: Box) -> Laid:
    """Lay out what was changed in each version."""
    return _table(o, o.amendments, box, rule=spec.rule)


def lay_distribution(o: Occasion, spec: DistributionSpec, box: Box) -> Laid:
    """Lay out who receives the plan."""
    return _table(o, o.distribution, box, rule=spec.rule)


def lay_table(o: Occasion, spec: TableSpec, box: Box) -> Laid:
    """Lay out the objects of a layer."""
    return _table(o, o.rows.get((spec.layer, spec.columns), NO_TABLE), box, rule=spec.rule)


def lay_contacts(o: Occasion, spec: ContactsSpec, box: Box) -> Laid:
    """Lay out the functions of the plan and how to reach them."""
    return _table(o, o.contacts, box, rule=spec.rule)


def lay_text(o: Occasion, spec: TextSpec, box: Box) -> Laid:
    """Lay out words of one’s own."""
    when = o.situation or o.sheet.moment or o.printed
    values = FieldValues(o.sheet, o.page_mm, o.marking, o.printed, when, o.exercise)
    return Laid(set_own_text(spec, box, values, o.texts))


def lay_picture(o: Occasion, spec: PictureSpec, box: Box) -> Laid:
    """Lay out a picture of the dossier; tell where it is not there."""
    picture = o.pictures.get(spec.picture)
    if picture is None:
        return Laid(None, (Note("A picture of the sheet is not there: choose one, or take its box away."),))
    return Laid(place_picture(picture, box))


def lay_elsewhere(_o: Occasion, _spec: MapPieceSpec, _box: Box) -> Laid:
    """Lay out nothing: other maps are laid out with the main map, whose frame theirs follow."""
    return Laid(None)


def _table(o: Occasion, told: Told, box: Box, *, rule: bool) -> Laid:
    panel, left_out = set_table(told.table, box, o.texts, rule=rule)
    if not left_out:
        return Laid(panel)
    known = (("n", o.texts.number(left_out)), ("title", told.table.title))
    return Laid(panel, (Note(ROWS_LEFT_OUT, known),))


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
