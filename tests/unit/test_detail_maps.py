"""Several maps on a sheet: each with its own place, theme, scenario and moment, and nothing above the audience."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from bnip.furniture import MapPieceSpec
from bnip.incident import Mark
from bnip.layout import Layout
from bnip.plan import Plan, Scenario
from bnip.record import Place
from bnip.sheet import Sheet
from bnip.theme import Theme, ThemeLayer
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.export.publication import Publication
from cartoviewer.scene.composition import compose
from cartoviewer.scene.furniture import DetailMap
from cartoviewer.scene.layout_faults import layout_faults
from cartoviewer.scene.layout_parts import MAP, added, with_boxes
from cartoviewer.scene.map_content import NoPast, theme_taken
from cartoviewer.scene.scene import AreaBatch, LabelText, MarkBatch
from cartoviewer.scene.sheet_checks import check_sheet
from cartoviewer.scene.template import sheet_template
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names
from symbols.style import LabelStyle
from tests import sheet_specimens as specimens

THEN = specimens.PRINTED - timedelta(hours=2)
ABOVE = (22, 22, 316, 160)
BELOW = (20.0, 190.0, 70.0, 70.0)


def laid(*pieces: MapPieceSpec, records=(), without=(), **sheet) -> tuple[MapDocument, Sheet]:
    """Give a document with the plan sheet on a layout that has these other maps under a lower main map."""
    arrangement = with_boxes(sheet_template("bnip_a3"), {MAP: ABOVE})
    for piece in pieces:
        arrangement, _ = added(arrangement, piece)
    assert not list(layout_faults(arrangement))
    layout = Layout(id="own", sensitivity=Sensitivity.CLEAR, names=Names.same("own"), arrangement=arrangement)
    kept = specimens.sheet("bnip_a3", layout="own", **sheet)
    known = {record.id: record for record in specimens.document() if record.id not in without}
    known |= {record.id: record for record in (layout, kept, *records)}
    return MapDocument(known), kept


def composed(document: MapDocument, sheet: Sheet, **more):
    return compose(document, specimens.datasets(), sheet, Language.FR, specimens.PRINTED, **more)


def detail(**values) -> MapPieceSpec:
    return MapPieceSpec(**({"box": BELOW, "names": Names("Gare", "Station", "Station")} | values))


def words(piece) -> list[str]:
    return [line for block in piece.blocks for line in block.lines]


def told(composition) -> list[str]:
    """Give what stands above the other maps."""
    return [line for piece in composition.furniture if isinstance(piece, DetailMap) for line in words(piece)]


def symbols(frame) -> set[str]:
    return {element.glyph.symbol for element in frame.scene.elements if isinstance(element, MarkBatch)}


def test_a_detail_has_its_own_scale_and_the_main_map_shows_where_it_is():
    composition = composed(*laid(detail(scale=2500.0)))
    (frame,) = composition.details
    assert frame.scene.view.scale == 2500.0
    assert frame.scene.view.size_mm == frame.box[2:]
    (tag,) = composition.map.tags
    assert tag.block.lines == ("A",)
    assert tag.rectangle[2] == pytest.approx(frame.box[2] * 2500 / 10000)
    middle = tag.rectangle[0] + tag.rectangle[2] / 2, tag.rectangle[1] + tag.rectangle[3] / 2
    assert middle == pytest.approx((ABOVE[2] / 2, ABOVE[3] / 2))
    (piece,) = [one for one in composition.furniture if isinstance(one, DetailMap)]
    assert words(piece)[0] == "A · Gare"
    assert "1:2" in words(piece)[1]


def test_the_surroundings_at_a_smaller_scale_have_no_outline_on_the_main_map():
    assert composed(*laid(detail(scale=100_000.0))).map.tags == ()


def test_a_map_bound_to_a_theme_shows_its_layers_and_no_others_with_their_opacity():
    theme = Theme(
        id="theme",
        sensitivity=Sensitivity.CLEAR,
        names=Names("Bases", "Bases", "Bases"),
        layers=(ThemeLayer("layer-region", 0.4), ThemeLayer("layer-gone")),
    )
    composition = composed(*laid(detail(theme="theme", scale=50_000.0), records=[theme]))
    (frame,) = composition.details
    areas = [element for element in frame.scene.elements if isinstance(element, AreaBatch)]
    assert {area.opacity for area in areas} >= {0.4}
    assert "depot" not in "".join(str(credit.names) for credit in frame.scene.credits).lower()
    assert any("Bases" in line for line in told(composition))


def test_the_main_map_may_be_bound_to_a_theme_too():
    theme = Theme(id="theme", names=Names.same("T"), layers=(ThemeLayer("layer-region"),))
    composition = composed(*laid(records=[theme], theme="theme"))
    assert {credit.names.fr for credit in composition.map.scene.credits} == {"Région"}


def test_a_theme_that_is_not_there_is_told():
    composition = composed(*laid(detail(theme="lost"), theme="lost"))
    assert sum("theme that is not there" in note.text for note in composition.notes) == 2


def test_a_theme_is_taken_from_what_is_visible_and_is_as_strict_as_it():
    document = specimens.document()
    hidden = msgspec.structs.replace(document.get("layer-anpr_canary"), visible=False)
    document = MapDocument({record.id: record for record in document} | {hidden.id: hidden})
    theme = theme_taken("theme", Names.same("T"), document)
    assert theme.layers[0] == ThemeLayer("layer-cantons")
    assert "layer-anpr_canary" not in {one.layer for one in theme.layers}
    assert theme.sensitivity is Sensitivity.AMBER


def test_a_map_bound_to_a_scenario_leaves_out_the_zones_of_the_others():
    plan = Plan(
        id="plan",
        sensitivity=Sensitivity.CLEAR,
        scenarios=(
            Scenario("a", Names.same("A"), zones=("zone-red",)),
            Scenario("b", Names.same("B"), zones=("zone-orange", "zone-yellow")),
        ),
    )
    document, sheet = laid(detail(scenario="a"), records=[plan], plan="plan", plan_scenario="b")
    composition = composed(document, sheet)
    reds = {entry.names.fr for entry in composition.details[0].scene.legend if "ouge" in entry.names.fr}
    assert reds
    own = [entry.names.fr for entry in composition.details[0].scene.legend]
    assert not any("range" in name or "aune" in name for name in own)
    assert len(document.of(Zone)) == 3


def test_the_legend_explains_every_map_and_each_class_once():
    theme = Theme(id="theme", names=Names.same("T"), layers=(ThemeLayer("layer-region"),))
    composition = composed(*laid(detail(scale=50_000.0, theme="all"), records=[theme, everything()], theme="theme"))
    joint = composition.map.scene.legend
    names = [(entry.group, entry.names) for entry in joint]
    assert len(names) == len(set(names))
    shown = {entry.names for frame in composition.details for entry in frame.scene.legend}
    assert shown <= {entry.names for entry in joint}
    assert "Centres d’accueil" in {credit.names.fr for credit in composition.map.scene.credits}


def test_the_marking_counts_every_map():
    theme = Theme(
        id="theme", sensitivity=Sensitivity.CLEAR, names=Names.same("T"), layers=(ThemeLayer("layer-region"),)
    )
    strict = {"mark-canary", "layer-anpr_canary"}
    alone = composed(*laid(records=[theme], theme="theme", without=strict))
    assert alone.marking < Sensitivity.AMBER
    other = detail(scale=50_000.0, theme="all")
    both = composed(*laid(other, records=[theme, everything()], theme="theme", without=strict))
    assert both.marking is Sensitivity.AMBER


def everything() -> Theme:
    layers = tuple(ThemeLayer(layer.id) for layer in specimens.document().layers)
    return Theme(id="all", sensitivity=Sensitivity.CLEAR, names=Names.same("all"), layers=layers)


def past_of(*records):
    """Give the past of the specimen: without the red zone, and with some other records."""
    known = {record.id: record for record in specimens.document() if record.id != "zone-red"}
    return lambda _moment: MapDocument(known | {record.id: record for record in records})


def test_a_map_of_a_moment_shows_the_dossier_as_it_stood_and_says_so():
    gone = Mark(id="gone", sensitivity=Sensitivity.CLEAR, place=Place(*specimens.SITE), symbol="cmd.cpops")
    document, sheet = laid(detail(moment=THEN), without={"mark-cmd.cpops", "mark-canary"})
    publication = Publication.prepare(
        document, specimens.datasets(), Audience.PUBLIC, Language.FR, past=past_of(gone)
    )
    composition = composed(publication.document, sheet, past=publication.past)
    (frame,) = composition.details
    assert any("cmd.cpops" in symbol for symbol in symbols(frame))
    assert not any("cmd.cpops" in symbol for symbol in symbols(composition.map))
    assert any("Situation à" in line or "Situation au" in line or "12:07" in line for line in told(composition))


def test_the_main_map_of_a_moment_says_which():
    document, sheet = laid(moment=THEN)
    composition = composed(document, sheet, past=lambda _: (specimens.document(), specimens.datasets()))
    (tag,) = composition.map.tags
    assert "12:07" in tag.block.lines[0]


def test_without_a_past_a_map_of_a_moment_is_refused():
    with pytest.raises(NoPast):
        composed(*laid(detail(moment=THEN)))
    with pytest.raises(NoPast):
        Publication.prepare(specimens.document(), specimens.datasets(), Audience.PUBLIC, Language.FR).past(THEN)


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PARTNERS])
def test_nothing_above_the_audience_comes_in_by_the_past(audience: Audience):
    was_open = msgspec.structs.replace(specimens.document().get("mark-canary"), sensitivity=Sensitivity.CLEAR)
    canary_layer = specimens.document().get("layer-anpr_canary")
    assert isinstance(canary_layer, Layer)
    open_layer = msgspec.structs.replace(canary_layer, sensitivity=Sensitivity.CLEAR)
    document, sheet = laid(detail(moment=THEN))
    publication = Publication.prepare(
        document, specimens.datasets(), audience, Language.FR, past=past_of(was_open, open_layer)
    )
    stood, datasets = publication.past(THEN)
    assert was_open.id not in stood
    assert open_layer.id not in stood
    with pytest.raises(KeyError):
        datasets.get(open_layer.dataset)
    composition = composed(publication.document, publication.sheet(sheet), past=publication.past)
    assert "canary" not in repr(composition.details).lower()
    assert not any(entry.names.fr.startswith("canary") for entry in composition.map.scene.legend)


def test_who_may_not_see_a_theme_is_not_told_its_name_nor_of_its_hidden_layers():
    document, _ = laid(records=[msgspec.structs.replace(everything(), sensitivity=Sensitivity.RED)])
    shown = Publication.prepare(document, specimens.datasets(), Audience.PUBLIC, Language.FR).document
    (theme,) = shown.of(Theme)
    assert theme.names == Names()
    assert {one.layer for one in theme.layers} == {"layer-cantons", "layer-region"}


def test_a_map_may_lie_on_the_main_map_and_labels_keep_off_it():
    inset = (200.0, 30.0, 60.0, 60.0)
    over = detail(box=inset, over=True, scale=2500.0)
    composition = composed(*laid(over))
    assert composition.covers == (inset,)
    middle = detail(box=(150.0, 72.0, 60.0, 60.0), over=True, scale=100_000.0)
    assert any("Symbols under" in note.text for note in composed(*laid(middle)).notes)
    left, top = inset[0] - 22, inset[1] - 22
    for element in composition.map.scene.elements:
        if type(element).__name__ == "LabelText" and element.path is None:
            x, y = element.anchor_mm
            assert not (left < x < left + 60 and top < y < top + 60)


def test_a_map_that_may_lie_over_must_lie_on_it_as_a_whole():
    arrangement = sheet_template("bnip_a3")
    beside, _ = added(arrangement, detail(box=(330.0, 30.0, 14.0, 60.0), over=True))
    assert any("all of it must" in fault.text for fault in layout_faults(beside))
    inside, _ = added(arrangement, detail(box=(30.0, 30.0, 60.0, 60.0), over=True))
    assert not list(layout_faults(inside))
    opaque, _ = added(arrangement, detail(box=(30.0, 30.0, 60.0, 60.0)))
    assert [fault.text for fault in layout_faults(opaque)] == ["the boxes of “{one}” and “{other}” overlap"]


def test_the_checks_look_at_every_map():
    document, sheet = laid(detail(scale=2500.0))
    composition = composed(document, sheet)
    frame = composition.details[0]
    style = LabelStyle((), 4.0)
    tiny = replace(frame, scene=replace(frame.scene, elements=(LabelText(("tiny",), (3.0, 3.0), style),)))
    piece = next(one for one in composition.furniture if isinstance(one, DetailMap))
    shown = replace(composition, furniture=(replace(piece, frame=tiny),))
    found = check_sheet(sheet, shown, document, specimens.datasets())
    (small,) = [each for each in found if each.rule == "small-text"]
    assert small.serious
    x, _ = small.place
    assert abs(x - specimens.SITE[0]) < 200
