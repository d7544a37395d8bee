"""A file of many layers: each is recognised, put where it belongs, hidden where it is in the way."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import LineString, Point, box

from cartoviewer.document.dossier import Dossier
from cartoviewer.document.history import History
from cartoviewer.document.whole_file import add_file, read_file
from layers.reading import LayerDescription
from layers.recognition import guessed_schema
from layers.record_lists import holds_records, read_records
from layers.schema import LayerSchema, schema, schemas

HERE = (149_000.0, 171_000.0)


@pytest.fixture
def dossier(tmp_path: Path):
    with Dossier.create(tmp_path / "map.gpkg") as made:
        yield made


@pytest.fixture
def history(dossier: Dossier) -> History:
    return History(dossier.log, "duty")


def _town(path: Path) -> Path:
    x, y = HERE
    square, line = box(x, y, x + 500, y + 500), LineString([(x, y), (x + 400, y + 300)])
    parts = {
        "boundaries_line": ({"admin_level": ["8"]}, line),
        "mystery": ({"thing": ["?"]}, Point(x, y)),
        "railway_line": ({"railway": ["rail"], "usage": ["main"], "electrified": ["yes"]}, line),
        "streets": ({"name_fr": ["Rue Haute"], "name_nl": ["Hoogstraat"], "length_m": [500.0]}, line),
        "water_line": ({"waterway": ["river"]}, line),
        "water_area": ({"water": ["pond"]}, square),
        "green_area": ({"leisure": ["park"]}, square),
        "landuse_area": ({"landuse": ["residential"]}, square),
    }
    for name, (fields, geometry) in parts.items():
        gpd.GeoDataFrame(fields, geometry=[geometry], crs=31370).to_file(path, layer=name)
    return path


def test_all_layers_of_a_file_come_in_by_one_edit_the_ground_below_what_stands_on_it(
    dossier: Dossier, history: History, tmp_path: Path
):
    added = add_file(history, read_file(dossier, _town(tmp_path / "town.gpkg")))
    assert len(dossier.log) == 1
    assert [part.part.name for part in added][:2] == ["boundaries_line", "mystery"]
    stacked = [layer.schema for layer in history.document.layers if layer.visible]
    assert stacked == ["landuse", "green", "water", "water", "street", "railway", "boundary"]


def test_what_is_not_recognised_comes_in_hidden(dossier: Dossier, history: History, tmp_path: Path):
    add_file(history, read_file(dossier, _town(tmp_path / "town.gpkg")))
    assert [layer.schema for layer in history.document.layers if not layer.visible] == ["generic"]


def test_two_layers_of_a_kind_are_told_apart_and_the_plainest_keeps_the_name(
    dossier: Dossier, history: History, tmp_path: Path
):
    add_file(history, read_file(dossier, _town(tmp_path / "town.gpkg")))
    waters = [layer.names.nl for layer in history.document.layers if layer.schema == "water"]
    assert sorted(waters) == ["Water", "Water (water_line)"]


def test_a_better_layer_hides_the_lesser_one_and_undo_shows_it_again(
    dossier: Dossier, history: History, tmp_path: Path
):
    add_file(history, read_file(dossier, _town(tmp_path / "town.gpkg")))
    communes = tmp_path / "communes.gpkg"
    x, y = HERE
    gpd.GeoDataFrame(
        {"nis": ["21004"], "name_fr": ["Bruxelles"], "name_nl": ["Brussel"]},
        geometry=[box(x, y, x + 900, y + 900)],
        crs=31370,
    ).to_file(communes)
    add_file(history, read_file(dossier, communes))
    shown = {layer.schema: layer.visible for layer in history.document.layers}
    assert shown["municipality"]
    assert not shown["boundary"]
    history.undo()
    assert {layer.schema: layer.visible for layer in history.document.layers}["boundary"]


def test_a_layer_that_cannot_be_read_does_not_keep_the_others_out(
    dossier: Dossier, history: History, tmp_path: Path
):
    path = _town(tmp_path / "town.gpkg")
    shelters = gpd.GeoDataFrame({"capacity": ["many"], "accessible": ["yes"]}, geometry=[Point(*HERE)], crs=31370)
    shelters.to_file(path, layer="shelters")
    read = read_file(dossier, path)
    assert [name for name, _ in read.refused] == ["shelters"]
    assert (read.report.rows_read, read.report.rows_kept) == (8, 8)
    assert next(str(note) for note in read.report.notes) == "shelters was left out."
    assert len(add_file(history, read)) == 8


def test_a_row_that_is_set_aside_is_told_with_its_layer(dossier: Dossier, tmp_path: Path):
    path = _town(tmp_path / "town.gpkg")
    gpd.GeoDataFrame({"railway": ["rail", "rail"]}, geometry=[Point(*HERE), None], crs=31370).to_file(
        path, layer="railway_point"
    )
    report = read_file(dossier, path).report
    assert [(fault.row, fault.field.split(":")[0]) for fault in report.faults] == [(2, "railway_point")]


def test_a_list_of_records_in_plain_json_is_a_table_with_places(dossier: Dossier, history: History, tmp_path: Path):
    path = tmp_path / "stops.json"
    stops = [
        {
            "id": 1,
            "nameFr": "GARE CENTRALE",
            "nameNl": "CENTRAAL STATION",
            "latitude": 50.8455,
            "longitude": 4.3571,
        },
        {
            "id": 2,
            "nameFr": "PARC",
            "nameNl": "PARK",
            "latitude": 50.8459,
            "longitude": 4.3623,
            "lines": ["1", "5"],
        },
    ]
    path.write_text(json.dumps({"generatedAt": "2026", "stops": stops}), "utf-8")
    assert holds_records(path)
    assert read_records(path).frame["lines"].tolist() == ["", "1;5"]
    ((part),) = add_file(history, read_file(dossier, path))
    dataset = dossier.datasets.get(part.layers[0].dataset)
    assert part.layers[0].schema == "transit_stop"
    assert dataset.column("name_nl").tolist() == ["CENTRAAL STATION", "PARK"]


def test_plain_json_without_records_is_refused(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text('{"colour": "blue", "list": [1, 2]}', "utf-8")
    assert not holds_records(path)


@pytest.mark.parametrize("word", ["waypoints", "endpoints"])
def test_a_short_word_speaks_only_where_it_stands_alone(word: str):
    assert guessed_schema(LayerDescription(word, ("name", "ele"), "Point", 4326, 3), word) == "generic"


@pytest.mark.parametrize("one", schemas().values(), ids=lambda one: one.id)
def test_what_a_layer_replaces_is_a_layer_of_the_same_weight(one: LayerSchema):
    assert all(abs(schema(lesser).rank - one.rank) < 10 for lesser in one.replaces)
