"""What is found on a sheet before it leaves, and what stops it."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import numpy as np
import pytest
import shapely

from bnip.plan import Plan
from bnip.sheet import Override, Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.composition import compose
from cartoviewer.scene.grain import grain_m
from cartoviewer.scene.scene import AreaBatch, LabelText, MarkBatch
from cartoviewer.scene.sheet_checks import Finding, check_sheet, stopping
from cartoviewer.scene.sheet_plan import with_plan
from layers.shapes import GeometryKind, Shapes
from resources.texts import Language, Names
from symbols.style import Fill, Rule, Style, Symbology
from tests import sheet_specimens as specimens


def found(sheet: Sheet, language: Language = Language.FR_NL, change=None, document=None) -> dict[str, Finding]:
    document = document or specimens.document()
    composition = compose(document, specimens.datasets(), sheet, language, specimens.PRINTED)
    if change is not None:
        scene = composition.map.scene
        composition = replace(composition, map=replace(composition.map, scene=change(scene)))
    return {each.rule: each for each in check_sheet(sheet, composition, document, specimens.datasets())}


def test_a_title_that_one_language_of_the_sheet_lacks_stops_it():
    lacking = specimens.sheet("bnip_a3", names=Names(fr="Gare du Midi"))
    finding = found(lacking)["translation"]
    assert finding.serious
    assert str(finding.note) == "The title is missing in NL."
    assert "translation" not in found(lacking, Language.FR)


@pytest.mark.parametrize("said", ["Plan 1:5 000", "Plan 1/5.000", "Plan 1:5000", "Affiche A0"])
def test_words_that_say_another_scale_or_paper_than_the_map_has_stop_the_sheet(said: str):
    assert found(specimens.sheet("bnip_a3", names=Names.same(said)))["disagreement"].serious


@pytest.mark.parametrize("said", ["Plan 1:10 000", "Plan A3", "Tram 1 à 5 000 m", "Zone 3"])
def test_words_that_agree_with_the_map_or_say_nothing_of_it_pass(said: str):
    assert "disagreement" not in found(specimens.sheet("bnip_a3", names=Names.same(said)))


def test_a_marking_in_words_lower_than_what_is_shown_stops_the_sheet():
    assert found(specimens.sheet("bnip_a3", names=Names.same("Gare TLP:CLEAR")))["marking"].serious


def test_text_under_six_points_is_found_at_its_place():
    sheet = specimens.sheet("bnip_a3")

    def small(scene):
        label = next(e for e in scene.elements if isinstance(e, LabelText))
        width, height = scene.view.size_mm
        style = msgspec.structs.replace(label.style, size_pt=5.0)
        return replace(scene, elements=(replace(label, style=style, anchor_mm=(width / 2, height / 2)),))

    finding = found(sheet, change=small)["small-text"]
    assert finding.serious
    assert finding.place == pytest.approx(sheet.centre, abs=0.01)


def test_symbols_under_four_millimetres_are_counted():
    def small(scene):
        marks = next(e for e in scene.elements if isinstance(e, MarkBatch))
        return replace(scene, elements=(replace(marks, glyph=replace(marks.glyph, size_mm=3.0)),))

    finding = found(specimens.sheet("bnip_a3"), change=small)["small-symbols"]
    assert dict(finding.note.values)["size"] == "3"
    assert not finding.serious


def test_two_colours_of_one_grey_stop_only_a_sheet_in_greys():
    def alike(scene):
        first = next(e for e in scene.legend if e.fill is not None)
        pair = (
            replace(first, names=Names.same("one"), fill=Fill("#808080")),
            replace(first, names=Names.same("other"), fill=Fill("#818180")),
        )
        return replace(scene, legend=pair, elements=tuple(e for e in scene.elements if isinstance(e, AreaBatch)))

    assert not found(specimens.sheet("bnip_a3"), change=alike)["grey"].serious
    assert found(specimens.sheet("bnip_a3", monochrome=True), change=alike)["grey"].serious


def test_a_layer_that_vanishes_at_the_scale_of_the_sheet_is_named():
    every = {record.id: record for record in specimens.document()}
    near = Symbology((Rule(Names.same("Near"), Style(fill=Fill("#808080")), smallest=5_000.0),))
    every["layer-region"] = msgspec.structs.replace(every["layer-region"], symbology=near)
    document = MapDocument(every)
    assert "scale" in found(specimens.sheet("bnip_a3", scale=10_000.0), document=document)
    assert "scale" not in found(specimens.sheet("bnip_a3", scale=2_500.0), document=document)


def test_what_was_accepted_with_a_reason_stops_no_more_until_the_version_changes():
    sheet = specimens.sheet("bnip_a3", names=Names(fr="Gare du Midi"))
    findings = tuple(found(sheet).values())
    assert [each.rule for each in stopping(findings, sheet)] == ["translation"]
    override = Override(("translation",), "French-speaking exercise", sheet.version, specimens.PRINTED)
    accepted = msgspec.structs.replace(sheet, overrides=(override,))
    assert not stopping(findings, accepted)
    assert stopping(findings, msgspec.structs.replace(accepted, version="2.0"))


def curve(step_m: float) -> shapely.Polygon:
    """A round lake, drawn with corners so far apart."""
    steps = round(2 * np.pi * 400.0 / step_m)
    angles = np.arange(steps) / steps * 2 * np.pi
    return shapely.Polygon(np.column_stack((np.cos(angles), np.sin(angles))) * 400.0 + specimens.SITE)


@pytest.mark.parametrize(("step_m", "angular"), [(40.0, True), (4.0, False)])
def test_a_base_map_made_for_a_much_smaller_scale_is_named_with_that_scale(step_m: float, angular: bool):
    lake = specimens.SpecimenDataset("lake", "water", [curve(step_m)], {}, kind=GeometryKind.AREA)
    layer = Layer(id="lake", names=Names.same("Lake"), dataset=lake.card.hash, schema="water")
    document, datasets = MapDocument({"lake": layer}), specimens.SpecimenDatasets(lake)
    sheet = specimens.sheet("bnip_a3", scale=5_000.0, centre=specimens.SITE)
    composition = compose(document, datasets, sheet, Language.EN, specimens.PRINTED)
    findings = {each.rule: each for each in check_sheet(sheet, composition, document, datasets)}
    assert ("base-scale" in findings) is angular
    if angular:
        assert findings["base-scale"].layer == "lake"
        assert dict(findings["base-scale"].note.values)["made"].replace("\u202f", " ") == "1:40 000"


def test_rectangles_are_not_taken_for_coarse_curves():
    boxes = np.array([shapely.box(k * 90.0, 0.0, k * 90.0 + 70.0, 70.0) for k in range(60)], dtype=object)
    assert grain_m(Shapes.from_geometries(boxes, GeometryKind.AREA)) is None


def test_a_sheet_printed_after_its_last_day_is_stopped():
    day = specimens.PRINTED.date()
    assert "expired" not in found(specimens.sheet("bnip_a3", valid_until=day))
    assert found(specimens.sheet("bnip_a3", valid_until=day - timedelta(days=1)))["expired"].serious


def test_labels_without_a_place_are_counted_and_named():
    sheet = specimens.sheet("bnip_a3")
    composition = compose(specimens.document(), specimens.datasets(), sheet, Language.EN, specimens.PRINTED)
    crowded = replace(composition, unplaced=("Post 1", "Post 2"))
    findings = check_sheet(sheet, crowded, specimens.document(), specimens.datasets())
    told = next(each for each in findings if each.rule == "labels")
    assert str(told.note) == "Labels without a place (2): Post 1, Post 2"


def test_labels_without_a_place_lead_to_what_they_name():
    mark = next(record for record in specimens.document() if record.id == "incident")
    sheet = specimens.sheet("bnip_a3")
    composition = compose(specimens.document(), specimens.datasets(), sheet, Language.FR, specimens.PRINTED)
    composition = replace(composition, unplaced=(mark.names.fr, "nothing of that name"))
    findings = check_sheet(sheet, composition, specimens.document(), specimens.datasets())
    finding = next(each for each in findings if each.rule == "labels")
    assert finding.places == (pytest.approx((mark.place.x, mark.place.y)),)


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"names": Names.same("Plan 1:5 000")}, "disagreement", "names"),
        ({"annex": "A0"}, "disagreement", "annex"),
        ({"scenario": Names.same("TLP:CLEAR")}, "marking", "scenario"),
        ({"valid_until": (specimens.PRINTED - timedelta(days=2)).date()}, "expired", "valid_until"),
        ({"authority": Names(fr="Centre")}, "translation", "authority"),
    ],
)
def test_a_fault_of_words_names_the_field_that_is_to_be_corrected(changes, rule, field):
    finding = found(specimens.sheet("bnip_a3", **changes))[rule]
    assert (finding.field, finding.plan) == (field, "")


def test_a_fault_of_words_taken_from_the_plan_leads_to_the_plan():
    plan = Plan(id="plan", names=Names(fr="Gares"), valid_until=(specimens.PRINTED - timedelta(days=2)).date())
    document = MapDocument({record.id: record for record in (*specimens.document(), plan)})
    # As the gate gives it, with the plan's words in the place of its own.
    sheet = with_plan(specimens.sheet("bnip_a3", plan="plan", plan_names=Names(), valid_until=None), document)
    told = found(sheet, document=document)
    assert (told["translation"].field, told["translation"].plan) == ("plan_names", "plan")
    assert (told["expired"].field, told["expired"].plan) == ("valid_until", "plan")
