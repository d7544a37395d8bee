"""Whole sheets, laid out without a screen."""

from functools import cache
from itertools import combinations

import msgspec
import pytest

from bnip.incident import Mark
from bnip.record import Place
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.composition import compose, sheet_view
from cartoviewer.scene.furniture import (
    Banner,
    LegendPanel,
    NorthArrow,
    OverviewMap,
    ScaleBar,
    SheetComposition,
    TextPanel,
)
from cartoviewer.scene.scene import AreaBatch, LineBatch, MarkBatch
from cartoviewer.scene.template import sheet_template, sheet_templates
from cartoviewer.scene.typesetting import TextBlock
from layers.errors import Problem
from layers.progress import Cancelled
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names
from symbols.style import LabelStyle, MarkStyle, Rule, Stroke, Style, Symbology
from symbols.symbology import palette_colour
from tests import sheet_specimens as specimens

MARGIN_MM = 8.0
TEMPLATES = tuple(sheet_templates())
LONG = Names(
    "Explosion de gaz à la gare de Bruxelles-Midi et évacuation préventive du quartier jusqu’à nouvel ordre",
    "Gasexplosie in station Brussel-Zuid en preventieve evacuatie van de wijk tot nader order",
    "Gas explosion at Brussels-South station and preventive evacuation of the quarter until further notice",
)
LONG_SHEET = {"names": LONG, "authority": LONG, "scenario": LONG, "plan_names": LONG, "checker": LONG.fr}


@cache
def composed(template: str, language: Language, *, long: bool = False, scale: float = 10_000.0) -> SheetComposition:
    sheet = specimens.sheet(template, scale=scale, **(LONG_SHEET if long else {}))
    return compose(specimens.document(), specimens.datasets(), sheet, language, specimens.PRINTED)


def pieces(composition: SheetComposition, kind: type) -> list:
    return [piece for piece in composition.furniture if isinstance(piece, kind)]


def legend(composition: SheetComposition) -> LegendPanel:
    (panel,) = pieces(composition, LegendPanel)
    return panel


def rectangle(block: TextBlock) -> tuple[float, float, float, float]:
    width = block.width_mm
    left = block.x_mm - {"left": 0.0, "centre": width / 2, "right": width}[block.align]
    # Between two lines there is air: letters take a size, not a line.
    air = block.line_mm - block.size_pt * 25.4 / 72
    return (left, block.y_mm + air / 2, width, block.height_mm - air)


def occupied(composition: SheetComposition) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Everything that stands on the sheet, with its rectangle."""
    found: list[tuple[str, tuple[float, float, float, float]]] = [("map", composition.map.box)]
    blocks: list[TextBlock] = [block for block, angle in composition.map.coordinates if not angle]
    for piece in composition.furniture:
        if isinstance(piece, TextPanel | LegendPanel | ScaleBar):
            blocks += piece.blocks
        if isinstance(piece, LegendPanel):
            for sample in piece.samples:
                blocks.append(sample.text)
                found.append(("sample of " + sample.text.lines[0], sample.box))
        elif isinstance(piece, OverviewMap):
            blocks.append(piece.title)
            found.append(("overview", piece.map_box))
        elif isinstance(piece, ScaleBar):
            found.append(("scale bar", piece.bar))
        elif isinstance(piece, NorthArrow):
            found.append(("north", piece.box))
        elif isinstance(piece, Banner):
            found.append(("marking", piece.marking_box))
            blocks += piece.words
    return found + [(" ".join(block.lines), rectangle(block)) for block in blocks]


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_on_a_sheet_overlaps_or_leaves_the_page(template: str, language: Language, long: bool):
    composition = composed(template, language, long=long)
    width, height = composition.page_mm
    things = occupied(composition)
    for what, (x, y, w, h) in things:
        assert x >= MARGIN_MM, what
        assert y >= MARGIN_MM, what
        assert x + w <= width - MARGIN_MM, what
        assert y + h <= height - MARGIN_MM, what
    touching = 0.05
    for (one, a), (other, b) in combinations(things, 2):
        apart = (
            a[0] + a[2] <= b[0] + touching
            or b[0] + b[2] <= a[0] + touching
            or a[1] + a[3] <= b[1] + touching
            or b[1] + b[3] <= a[1] + touching
        )
        assert apart, f"{one} lies over {other}"


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_is_set_smaller_than_six_points(template: str):
    composition = composed(template, Language.FR_NL, long=True)
    for piece in composition.furniture:
        if isinstance(piece, TextPanel | LegendPanel | ScaleBar):
            assert all(block.size_pt >= 6.0 for block in piece.blocks)


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_ordinary_sheet_cuts_no_word_and_leaves_no_class_out(template: str):
    for language in Language:
        composition = composed(template, language)
        assert not [note for note in composition.notes if "Labels" not in note.text]


def _ink(stroke: Stroke) -> tuple[str, float, float]:
    """What a line looks like but for its dashes and casing, which may be laid by themselves."""
    return stroke.colour, stroke.width_mm, stroke.alpha


@pytest.mark.parametrize("scale", [2_500.0, 10_000.0, 50_000.0])
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_legend_holds_what_is_drawn_and_nothing_else(template: str, scale: float):
    composition = composed(template, Language.FR, scale=scale)
    scene = composition.map.scene
    shown = [sample.entry for sample in legend(composition).samples]
    assert shown == list(scene.legend)
    drawn_symbols = {element.glyph.symbol for element in scene.elements if isinstance(element, MarkBatch)}
    drawn_areas = {(e.fill, e.stroke) for e in scene.elements if isinstance(e, AreaBatch)}
    drawn_lines = {_ink(e.stroke) for e in scene.elements if isinstance(e, LineBatch)}
    for entry in shown:
        if entry.glyph is not None:
            known = {symbol.split(";")[0].split("?")[0] for symbol in drawn_symbols}
            assert any(entry.glyph.symbol.split(";")[0].split("?")[0] == symbol for symbol in known), entry.names
        elif entry.fill is not None:
            assert any(fill == entry.fill for fill, _ in drawn_areas), entry.names
        elif entry.stroke is not None:
            strokes = drawn_lines | {_ink(stroke) for _, stroke in drawn_areas if stroke is not None}
            assert _ink(entry.stroke) in strokes, entry.names
    symbols_told = {entry.glyph.symbol.split(";")[0] for entry in shown if entry.glyph is not None}
    for symbol in drawn_symbols:
        assert symbol.split(";")[0] in symbols_told, symbol
    # The tint of the ground beneath everything is paper, not a class.
    fills = {fill for fill, _ in drawn_areas if fill and fill.colour != palette_colour("built_up")}
    assert fills <= {entry.fill for entry in shown}


def marking(*records: object, **sheet: object) -> Sensitivity:
    document = MapDocument({record.id: record for record in records})  # type: ignore[attr-defined]
    made = specimens.sheet(**sheet)  # type: ignore[arg-type]
    return compose(document, specimens.datasets(), made, Language.EN, specimens.PRINTED).marking


def test_the_marking_is_the_strictest_level_of_what_is_drawn():
    every = {record.id: record for record in specimens.document()}
    region, depots, mark = every["layer-region"], every["layer-depots"], every["mark-canary"]
    assert isinstance(mark, Mark)
    assert marking(region) is Sensitivity.CLEAR
    assert marking(region, depots) is Sensitivity.AMBER
    assert marking(region, depots, mark) is Sensitivity.RED
    assert marking(region, sensitivity=Sensitivity.GREEN) is Sensitivity.GREEN


def test_a_label_from_a_stricter_column_raises_the_marking():
    shelters = specimens.document().get("layer-shelters")
    assert isinstance(shelters, Layer)
    label = Style(label=LabelStyle(("key_holder",)), mark=MarkStyle("ref.shelter"))
    told = msgspec.structs.replace(shelters, symbology=Symbology((Rule(Names.same("Shelter"), label),)))
    assert marking(shelters) is Sensitivity.GREEN
    assert marking(told) is Sensitivity.RED


def test_what_is_not_in_the_frame_does_not_raise_the_marking():
    every = {record.id: record for record in specimens.document()}
    away = msgspec.structs.replace(
        every["mark-canary"], place=msgspec.structs.replace(every["incident"].place, x=1.0)
    )
    assert marking(every["layer-region"], away) is Sensitivity.CLEAR


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_symbol_stands_outside_the_frame(template: str):
    _, y = specimens.SITE
    edge = sheet_view(specimens.sheet(template), sheet_template(template)).bounds[2]
    every = {record.id: record for record in specimens.document()}
    just_outside = msgspec.structs.replace(every["mark-canary"], place=Place(edge + 2.0, y))
    just_inside = msgspec.structs.replace(every["mark-cmd.cpops"], place=Place(edge - 2.0, y))
    document = MapDocument(every | {just_outside.id: just_outside, just_inside.id: just_inside})
    made = compose(document, specimens.datasets(), specimens.sheet(template), Language.FR, specimens.PRINTED)
    width, height = made.map.box[2:]
    places = [xy for e in made.map.scene.elements if isinstance(e, MarkBatch) for xy in e.xy.tolist()]
    assert all(0 <= x <= width and 0 <= y <= height for x, y in places)
    assert any(x > width - 1.0 for x, _ in places)
    assert made.marking is Sensitivity.AMBER_STRICT


def test_a_hidden_layer_is_not_on_the_sheet_unless_the_sheet_names_it():
    document = specimens.document()
    depots = document.get("layer-depots")
    assert isinstance(depots, Layer)
    hidden = msgspec.structs.replace(depots, visible=False)
    document = MapDocument({record.id: record for record in document} | {hidden.id: hidden})

    def names(sheet: Sheet) -> set[str]:
        made = compose(document, specimens.datasets(), sheet, Language.EN, specimens.PRINTED)
        return {credit.names.en for credit in made.map.scene.credits}

    assert "Depots" not in names(specimens.sheet())
    assert "Shelters" in names(specimens.sheet())
    assert names(specimens.sheet(layers=("layer-depots",))) == {"Depots"}


def test_data_older_than_they_should_be_are_told():
    composition = composed("bnip_a3", Language.EN)
    assert "Shelters" in composition.stale
    words = " ".join(
        line for panel in pieces(composition, TextPanel) for block in panel.blocks for line in block.lines
    )
    assert "Out of date" in words
    assert "01/02/2024" in words


def test_the_overview_shows_where_the_map_lies():
    composition = composed("bnip_a3", Language.FR)
    (overview,) = pieces(composition, OverviewMap)
    x, y, width, height = overview.rectangle
    west, _, _, north = composition.map.scene.view.bounds
    assert overview.scene.view.to_ground(x, y) == pytest.approx((west, north))
    assert 0 <= x <= x + width <= overview.map_box[2]
    assert 0 <= y <= y + height <= overview.map_box[3]


def test_a_map_without_outlines_has_no_empty_overview():
    sheet = specimens.sheet("bnip_a3")
    composition = compose(MapDocument(), specimens.datasets(), sheet, Language.FR, specimens.PRINTED)
    assert not pieces(composition, OverviewMap)
    assert not pieces(composition, LegendPanel)


def test_a_sheet_in_lambert_2008_is_drawn_and_labelled_in_it():
    sheet = specimens.sheet("bnip_a3", epsg=3812)
    composition = compose(specimens.document(), specimens.datasets(), sheet, Language.EN, specimens.PRINTED)
    assert composition.map.scene.view.epsg == 3812
    assert composition.map.scene.view.centre == pytest.approx((647_734.8, 669_487.1), abs=1.0)
    assert any("Lambert 2008" in line for block, _ in composition.map.coordinates for line in block.lines)
    assert composition.map.grid is not None
    assert composition.map.grid.eastings[0].value_m > 600_000


class Impatient:
    def step(self, done: float, text: str = "") -> None:
        if done > 0.2:
            raise Cancelled


def test_composing_can_be_stopped():
    with pytest.raises(Cancelled):
        compose(
            specimens.document(),
            specimens.datasets(),
            specimens.sheet(),
            Language.FR,
            specimens.PRINTED,
            Impatient(),
        )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scale": 0.0}, "1:0"),
        ({"scale": -5.0}, "1:-5"),
        ({"scale": float("nan")}, "1:nan"),
        ({"epsg": 4326}, "EPSG:4326"),
        ({"epsg": 3857}, "EPSG:3857"),
        ({"centre": (float("inf"), 0.0)}, "no place"),
        ({"template": "wall_a0"}, "wall_a0"),
    ],
)
def test_a_sheet_that_cannot_be_drawn_is_told(changes: dict, said: str):
    sheet = specimens.sheet(**changes)
    with pytest.raises(Problem, match=said):
        compose(specimens.document(), specimens.datasets(), sheet, Language.FR, specimens.PRINTED)


@pytest.mark.parametrize("epsg", [31370, 3812, 25831])
def test_the_sheet_says_in_which_system_it_is_drawn(epsg: int):
    sheet = specimens.sheet("bnip_a3", epsg=epsg)
    composition = compose(specimens.document(), specimens.datasets(), sheet, Language.EN, specimens.PRINTED)
    words = " ".join(line for block in composition.blocks for line in block.lines)
    assert f"EPSG:{epsg}" in words


def test_the_squares_of_a_search_grid_are_named_in_order_and_stand_clear_of_the_coordinates():
    sheet = specimens.sheet("bnip_a3", search_grid=True)
    made = compose(specimens.document(), specimens.datasets(), sheet, Language.FR, specimens.PRINTED)
    top = [block for block, angle in made.map.coordinates if not angle and block.y_mm < made.map.box[1] - 2]
    named = sorted((block.x_mm, block.lines[0]) for block in top if block.lines[0].isalpha())
    assert [name for _, name in named] == list("ABCDEFGHIJ"[: len(named)])
    assert len(named) >= 5
    for one, other in combinations([rectangle(block) for block in top], 2):
        assert one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
