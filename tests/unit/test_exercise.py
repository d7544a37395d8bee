"""The exercise: the same every time, and everything where it belongs."""

import os
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from bnip.incident import Incident, Mark, Route
from bnip.plan import Plan
from bnip.record import Certainty
from bnip.sheet import Sheet
from bnip.zone import Zone, ZoneKind
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.document.exercise.build import ExerciseLayer, exercise_edits, exercise_layers
from cartoviewer.document.plan_contents import missing_from
from cartoviewer.scene.sheet_plan import with_plan
from layers.schema import schema
from layers.sensitivity import Audience, Sensitivity


@pytest.fixture(scope="module")
def layers() -> dict[str, ExerciseLayer]:
    return {made.layer.schema: made for made in exercise_layers()}


@pytest.fixture(scope="module")
def document(layers: dict[str, ExerciseLayer]) -> MapDocument:
    document = EMPTY
    for edit in exercise_edits(tuple(layers.values())):
        document = document.apply(edit)
    return document


def test_the_same_input_gives_the_same_exercise(layers: dict[str, ExerciseLayer]) -> None:
    again = exercise_layers()
    assert [made.card for made in again] == [made.card for made in layers.values()]
    assert list(exercise_edits(again)) == list(exercise_edits(tuple(layers.values())))


def test_the_layers_have_as_many_places_as_the_exercise_tells(layers: dict[str, ExerciseLayer]) -> None:
    counts = {name: made.card.count for name, made in layers.items()}
    assert counts == {
        "canton": 19,
        "police_zone": 6,
        "region": 1,
        "shelter": 40,
        "depot": 12,
        "lisa": 17,
        "anpr": 60,
        "camera_placement": 48,
    }
    assert sum(layers["lisa"].frame["status"] != "project") == 10


def test_every_row_fits_its_schema(layers: dict[str, ExerciseLayer]) -> None:
    for name, made in layers.items():
        assert not list(schema(name).faults(made.frame)), name


def test_the_cantons_make_up_the_region_and_the_zones_divide_it(layers: dict[str, ExerciseLayer]) -> None:
    region = layers["region"].frame.geometry.iloc[0]
    zones = layers["police_zone"].frame.geometry
    # 162.4 km², as Statbel gives it.
    assert region.area / 1e6 == pytest.approx(162.4, abs=0.1)
    assert zones.area.sum() == pytest.approx(region.area, rel=1e-6)
    assert shapely.union_all(zones.to_numpy()).symmetric_difference(region).area < 1_000


def test_every_place_lies_in_the_region_and_apart_from_the_others(layers: dict[str, ExerciseLayer]) -> None:
    region = layers["region"].frame.geometry.iloc[0]
    for name in ("shelter", "depot", "lisa", "anpr", "camera_placement"):
        points = layers[name].frame.geometry
        assert points.within(region).all(), name
        tree = shapely.STRtree(points.to_numpy())
        near = tree.query(points.to_numpy(), predicate="dwithin", distance=100.0)
        assert near.shape[1] == len(points), name


@pytest.mark.skipif("CARTOVIEWER_DATA" not in os.environ, reason="needs the real municipalities: CARTOVIEWER_DATA")
def test_every_place_lies_in_the_municipality_it_names(layers: dict[str, ExerciseLayer]) -> None:
    real = gpd.read_file(Path(os.environ["CARTOVIEWER_DATA"]) / "admin_brussels.gpkg", layer="municipalities")
    for name in ("shelter", "depot", "lisa"):
        found = gpd.sjoin(layers[name].frame, real.to_crs(31370), predicate="within")
        assert len(found) == len(layers[name].frame)
        wrong = [
            (row.municipality, row.name_fr_right)
            for row in found.itertuples()
            if row.name_fr_right not in row.municipality
        ]
        assert not wrong


def test_the_public_sees_the_danger_and_none_of_the_cameras(
    layers: dict[str, ExerciseLayer], document: MapDocument
) -> None:
    seen = [record for record in document if Audience.PUBLIC.may_see(record.sensitivity)]
    assert {record.zone for record in seen if isinstance(record, Zone)} == {
        ZoneKind.RED,
        ZoneKind.ORANGE,
        ZoneKind.YELLOW,
    }
    assert any(isinstance(record, Incident) for record in seen)
    symbols = {record.symbol for record in seen if isinstance(record, Mark | Route)}
    assert {"line.evacroute", "cmd.reception", "pt.wind"} <= symbols
    assert not symbols & {"cmd.cpops", "cmd.pma", "cmd.peb"}
    levels = {made.layer.schema: made.layer.sensitivity for made in layers.values()}
    assert levels["anpr"] == levels["camera_placement"] == Sensitivity.AMBER_STRICT
    assert levels["depot"] == Sensitivity.AMBER
    assert levels["shelter"] == levels["lisa"] == Sensitivity.GREEN


def test_each_zone_contains_the_one_before(document: MapDocument) -> None:
    zones = {zone.zone: shapely.Polygon(zone.outline) for zone in document.of(Zone)}
    assert zones[ZoneKind.YELLOW].contains(zones[ZoneKind.ORANGE])
    assert zones[ZoneKind.ORANGE].contains(zones[ZoneKind.RED])


def test_the_incident_is_first_reported_and_then_confirmed(layers: dict[str, ExerciseLayer]) -> None:
    document, seen = EMPTY, []
    for edit in exercise_edits(tuple(layers.values())):
        document = document.apply(edit)
        seen += [incident.certainty for incident in document.of(Incident)]
    assert seen[0] is Certainty.REPORTED
    assert seen[-1] is Certainty.CONFIRMED


def test_everything_says_that_it_is_an_exercise(layers: dict[str, ExerciseLayer], document: MapDocument) -> None:
    assert document.is_exercise
    for record in (*document.of(Incident), *document.of(Sheet)):
        assert record.names.fr.startswith("EXERCICE")
        assert record.names.nl.startswith("OEFENING")
        assert record.names.en.startswith("EXERCISE")
    for name in ("shelter", "depot", "lisa"):
        assert layers[name].frame["name_fr"].str.contains("xercice").all()
        assert layers[name].frame["name_nl"].str.contains("efening").all()


def test_the_plan_of_the_exercise_lacks_nothing_but_its_approval(document: MapDocument) -> None:
    (plan,) = document.of(Plan)
    lacking = [lack.heading.key for lack in missing_from(plan, document)]
    assert lacking == ["approver", "approved"]
    assert all(record_id in document for record_id in plan.places)


def test_the_sheets_of_the_exercise_speak_for_its_plan(document: MapDocument) -> None:
    for sheet in document.of(Sheet):
        assert not sheet.plan_number
        assert with_plan(sheet, document).plan_number == "EX-2026-01"
    assert with_plan(document.of(Sheet)[0], document).scenario.nl == "Gasontploffing"
