"""A damaged dossier: what can still be read comes into a new one, and what cannot is told."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import msgspec
import numpy as np
import pytest
import shapely

from cartoviewer.document.changes import put
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.errors import DossierDamagedError, DossierError
from cartoviewer.document.history import History
from cartoviewer.document.layer import Layer
from cartoviewer.document.page_reading import stored_rows
from cartoviewer.document.salvage import salvage
from layers.dataset import DatasetCard
from layers.frames import content_hash
from layers.shapes import GeometryKind
from resources.texts import Names
from tests.dossier_specimens import MARK, NOON

POINTS = 3000
MARKS = 120


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier with a layer, and then very many edits: some longer than a page, so that pages have to follow."""
    path = tmp_path_factory.mktemp("sound") / "sound.gpkg"
    frame = gpd.GeoDataFrame(
        {"n": np.arange(POINTS), "name": [f"name {n} " + "x" * 40 for n in range(POINTS)]},
        geometry=shapely.points(150_000.0 + np.arange(POINTS), 170_000.0),
        crs=31370,
    )
    card = DatasetCard(content_hash(frame), "generic", GeometryKind.POINT, 31370, POINTS, "points.gpkg", NOON)
    with Dossier.create(path, clock=lambda: NOON) as dossier:
        history = History(dossier.log, "SITCEN", clock=lambda: NOON)
        for number in range(MARKS):
            note = "word " * (2000 if number % 20 == 0 else 20)
            mark = msgspec.structs.replace(MARK, id=f"m{number}", note=note)
            history.do(Label("Placed {name}", {"name": str(number)}), put(history.document, mark))
        dossier.add_dataset(frame, card)
        layer = Layer(id="points", names=Names.same("Points"), dataset=card.hash, schema="generic")
        history.do(Label("Layer added: {name}", {"name": "points"}), put(history.document, layer))
        moved = msgspec.structs.replace(MARK, id="m5", note="moved")
        history.do(Label("Changed: {name}", {"name": "5"}), put(history.document, moved))
        history.undo()
    return path


def cut(sound: Path, target: Path, share: float) -> Path:
    """Give the first part of a dossier, as a copy that broke off leaves it."""
    data = sound.read_bytes()
    target.write_bytes(data[: int(len(data) * share)])
    return target


def test_all_rows_of_a_sound_file_are_read_from_its_pages(sound):
    with closing(sqlite3.connect(sound)) as connection:
        wanted = connection.execute("SELECT position, edit FROM cartoviewer_log").fetchall()
    read = {
        row.number: row.values[4]
        for row in stored_rows(sound.read_bytes())
        if len(row.values) == 6 and row.values[0] is None and isinstance(row.values[4], str)
    }
    assert {position: read.get(position) for position, _ in wanted} == dict(wanted)
    assert max(len(edit) for _, edit in wanted) > 8192


def test_a_sound_dossier_comes_over_whole_with_its_history(sound, tmp_path):
    found = salvage(sound, tmp_path / "new.gpkg")
    assert found.is_whole
    assert found.edits == MARKS + 3
    assert found.datasets == 1
    with Dossier.open(sound, read_only=True) as old, Dossier.open(tmp_path / "new.gpkg") as new:
        assert new.log.fold() == old.log.fold()
        assert [entry.edit for entry in new.log.entries()] == [entry.edit for entry in old.log.entries()]
        assert new.log.check().ok
        (card,) = new.cards()
        assert list(new.datasets.get(card.hash).column("n")) == list(range(POINTS))


@pytest.mark.parametrize("share", [0.95, 0.8, 0.7])
def test_a_dossier_that_was_cut_short_gives_what_is_left_and_tells_what_is_not(sound, tmp_path, share):
    damaged = cut(sound, tmp_path / "cut.gpkg", share)
    with pytest.raises(DossierDamagedError):
        Dossier.open(damaged, read_only=True)
    found = salvage(damaged, tmp_path / "new.gpkg")
    with Dossier.open(sound, read_only=True) as old:
        whole = {entry.position: entry.edit for entry in old.log.entries()}
    assert found.edits > 0
    with Dossier.open(tmp_path / "new.gpkg") as new:
        assert new.log.check().ok
        kept = [entry.edit.id for entry in new.log.entries() if entry.edit.author == "SITCEN"]
        assert kept == [edit.id for position, edit in whole.items() if position not in found.lost][: len(kept)]
        for layer in new.log.fold().layers:
            if layer.dataset in {card.hash for card in new.cards()}:
                shown = new.datasets.get(layer.dataset)
                assert len(shown.column("n")) == shown.card.count == len(shown.shapes(31370))


def test_a_page_that_was_overwritten_costs_what_it_held_and_nothing_else(sound, tmp_path):
    damaged = tmp_path / "bad.gpkg"
    shutil.copy(sound, damaged)
    data = bytearray(damaged.read_bytes())
    at = bytes(data).index(b"name 1000 x") // 4096 * 4096
    data[at : at + 4096] = b"\xff" * 4096
    damaged.write_bytes(bytes(data))
    found = salvage(damaged, tmp_path / "new.gpkg", author="desk", clock=lambda: NOON)
    assert not found.lost
    (incomplete,) = found.incomplete
    assert POINTS - 100 < incomplete.kept < incomplete.of == POINTS
    with Dossier.open(tmp_path / "new.gpkg") as new:
        (layer,) = new.log.fold().layers
        shown = new.datasets.get(layer.dataset)
        assert shown.card.count == incomplete.kept
        assert list(shown.column("n")) == sorted(set(shown.column("n")))
        *_, last = new.log.entries()
        assert last.edit.label.text == "Features that {file} still held"


def test_what_holds_no_edit_makes_nothing(tmp_path):
    for name, data in (
        ("empty", b""),
        ("text", b"no dossier " * 1000),
        ("head", b"SQLite format 3\x00" + b"\1" * 200),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(DossierDamagedError):
            salvage(path, tmp_path / "new.gpkg")
    assert not (tmp_path / "new.gpkg").exists()


def test_a_dossier_that_is_there_is_never_written_over(sound, tmp_path):
    there = tmp_path / "there.gpkg"
    there.write_bytes(b"mine")
    with pytest.raises(DossierError):
        salvage(sound, there)
    assert there.read_bytes() == b"mine"


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_strewn_over_a_dossier_only_costs_edits(sound, tmp_path, seed):
    random = np.random.default_rng(seed)
    data = bytearray(sound.read_bytes())
    for at in random.integers(4096, len(data), size=400):
        data[at] = random.integers(0, 256)
    damaged = tmp_path / "strewn.gpkg"
    damaged.write_bytes(bytes(data))
    found = salvage(damaged, tmp_path / "new.gpkg")
    assert found.edits + len(found.lost) >= MARKS
    with Dossier.open(tmp_path / "new.gpkg") as new:
        assert new.log.check().ok
