"""A file becomes a layer: stored once, put on the map by one edit, refreshed without losing what was."""

import json
from pathlib import Path

import msgspec
import pytest

from cartoviewer.document.document import EMPTY
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.errors import DossierError
from cartoviewer.document.history import History
from cartoviewer.document.importing import add_layers, import_layer, read_layer, refresh_layer
from cartoviewer.document.layer import Layer
from layers.errors import LayerReadError, Problem, SchemaError
from layers.progress import Cancelled
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names, Texts
from tests.dossier_specimens import squares


@pytest.fixture
def dossier(tmp_path: Path):
    with Dossier.create(tmp_path / "d.gpkg") as dossier:
        yield dossier


@pytest.fixture
def history(dossier: Dossier) -> History:
    return History(dossier.log, "SITCEN")


def _file(tmp_path: Path, count: int = 12, name: str = "buildings.gpkg") -> Path:
    path = tmp_path / name
    squares(count).to_file(path, driver="GPKG")
    return path


def test_a_file_becomes_a_layer_by_one_edit(dossier: Dossier, history: History, tmp_path: Path):
    imported = import_layer(dossier, history, _file(tmp_path))
    assert history.document.layers == (imported.layer,)
    assert len(dossier.log) == 1
    assert (imported.report.rows_read, imported.report.rows_kept) == (12, 12)
    assert imported.layer.names == Names.same("buildings")
    stored = dossier.datasets.get(imported.layer.dataset)
    assert len(stored.shapes(3812)) == 12
    assert stored.row(1)["name"] == "Bâtiment 1"
    assert history.undo_label is not None
    assert history.undo_label.write(Texts(Language.FR)) != history.undo_label.write(Texts(Language.EN))
    assert "buildings" in history.undo_label.write(Texts(Language.NL))


def test_a_layer_has_the_sensitivity_and_the_names_of_its_schema(
    dossier: Dossier, history: History, tmp_path: Path
):
    path = tmp_path / "sites.geojson"
    points = [
        {
            "type": "Feature",
            "properties": {"code": f"A{number}", "road": "R0"},
            "geometry": {"type": "Point", "coordinates": [4.35 + number / 100, 50.85]},
        }
        for number in range(3)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": points}))
    layer = import_layer(dossier, history, path, schema_id="anpr").layer
    assert layer.sensitivity is Sensitivity.AMBER_STRICT
    assert layer.names.fr
    assert layer.names != Names.same("sites")
    named = import_layer(dossier, history, path, schema_id="anpr", name="R0 West").layer
    assert named.names == Names.same("R0 West")
    assert named.dataset == layer.dataset
    assert len(dossier.cards()) == 1


def test_undo_takes_a_layer_off_the_map_and_redo_shows_it_again(dossier: Dossier, history: History, tmp_path: Path):
    imported = import_layer(dossier, history, _file(tmp_path))
    history.undo()
    assert history.document == EMPTY
    history.redo()
    assert history.document.layers == (imported.layer,)
    assert len(dossier.datasets.get(imported.layer.dataset).shapes(31370)) == 12


def test_reading_alone_changes_nothing_on_the_map(dossier: Dossier, history: History, tmp_path: Path):
    incoming = read_layer(dossier, _file(tmp_path))
    assert history.document == EMPTY
    assert len(dossier.cards()) == 1
    (layer,) = add_layers(history, incoming)
    assert history.document.layers == (layer,)


def test_a_refreshed_layer_keeps_its_look_and_undo_brings_the_old_data_back(
    dossier: Dossier, history: History, tmp_path: Path
):
    first = import_layer(dossier, history, _file(tmp_path)).layer
    fresh = refresh_layer(history, first, read_layer(dossier, _file(tmp_path, 20, "newer.gpkg")))
    assert msgspec.structs.replace(fresh, dataset=first.dataset) == first
    assert history.document.layers == (fresh,)
    assert len(dossier.datasets.get(fresh.dataset).shapes(31370)) == 20
    history.undo()
    (layer,) = history.document.layers
    assert len(dossier.datasets.get(layer.dataset).shapes(31370)) == 12


def test_a_layer_is_not_refreshed_with_another_kind(dossier: Dossier, history: History, tmp_path: Path):
    path = _file(tmp_path)
    layer = import_layer(dossier, history, path).layer
    other = read_layer(dossier, path, schema_id="building")
    with pytest.raises(SchemaError):
        refresh_layer(history, layer, other)
    assert history.document.layers == (layer,)


def test_the_same_features_can_be_layers_of_two_kinds(dossier: Dossier, history: History, tmp_path: Path):
    path = tmp_path / "plain.gpkg"
    squares(5)[["geometry"]].to_file(path, driver="GPKG")
    kinds = ("generic", "green", "water")
    layers = [import_layer(dossier, history, path, schema_id=kind).layer for kind in kinds]
    assert [layer.schema for layer in layers] == list(kinds)


def test_the_ground_goes_below_what_stands_on_it(dossier: Dossier, history: History, tmp_path: Path):
    path = _file(tmp_path)
    building = import_layer(dossier, history, path, schema_id="building").layer
    green = import_layer(dossier, history, path, schema_id="green").layer
    assert history.document.layers == (green, building)


def test_a_dossier_is_not_imported_into_itself(dossier: Dossier, history: History):
    with pytest.raises(DossierError, match="is the dossier itself"):
        import_layer(dossier, history, dossier.path)
    assert len(dossier.log) == 0


def test_a_file_that_cannot_be_read_leaves_the_dossier_as_it_was(
    dossier: Dossier, history: History, tmp_path: Path
):
    bad = tmp_path / "bad.geojson"
    bad.write_text("{")
    with pytest.raises(Problem):
        import_layer(dossier, history, bad)
    with pytest.raises(Problem):
        import_layer(dossier, history, tmp_path / "none.gpkg")
    with pytest.raises(LayerReadError):
        import_layer(dossier, history, _file(tmp_path), layer="nothing")
    assert len(dossier.log) == 0
    assert not dossier.cards()


def test_progress_only_grows_and_a_stop_leaves_nothing(dossier: Dossier, history: History, tmp_path: Path):
    path = _file(tmp_path, 9_000)
    steps: list[float] = []

    class Watching:
        def __init__(self, stop_at: float) -> None:
            self._stop_at = stop_at

        def step(self, done: float, text: str = "") -> None:
            steps.append(done)
            if done >= self._stop_at:
                raise Cancelled

    for stop_at in (0.3, 0.7, 0.9):
        steps.clear()
        with pytest.raises(Cancelled):
            import_layer(dossier, history, path, progress=Watching(stop_at))
        assert not dossier.cards()
    steps.clear()
    layer = import_layer(dossier, history, path, progress=Watching(2.0)).layer
    assert steps == sorted(steps)
    assert steps[-1] == 1.0
    assert isinstance(history.document.get(layer.id), Layer)
