"""Datasets in a dossier: the same as in memory, read by any thread, written beside the edits of the user."""

import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import geopandas as gpd
import msgspec
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from cartoviewer.document.dossier import Dossier
from cartoviewer.document.errors import DossierDamagedError, DossierError, DossierWriteError
from cartoviewer.document.stored import StoredDataset
from layers.dataset import DatasetCard
from layers.frames import FrameDataset, content_hash, kind_of
from layers.progress import Cancelled
from layers.shapes import Shapes
from tests.dossier_specimens import INCIDENT, card_of, edit, made, mark, squares


@pytest.fixture
def dossier(tmp_path: Path):
    with Dossier.create(tmp_path / "d.gpkg") as dossier:
        yield dossier


def _card(frame: gpd.GeoDataFrame, **more) -> DatasetCard:
    geometries = np.asarray(frame.geometry.array, dtype=object)
    return msgspec.structs.replace(card_of(frame), kind=kind_of(geometries), fields=(), **more)


def _assert_same(stored: StoredDataset, frame: gpd.GeoDataFrame, epsg: int) -> None:
    memory = FrameDataset(frame, stored.card)
    ours, theirs = stored.shapes(epsg), memory.shapes(epsg)
    for field in Shapes.__slots__:
        if field != "kind":
            np.testing.assert_array_equal(getattr(ours, field), getattr(theirs, field))
    for column in frame.columns.drop(frame.geometry.name):
        assert stored.column(column).tolist() == memory.column(column).tolist()
    for index in (0, len(frame) // 2, len(frame) - 1):
        assert stored.row(index) == memory.row(index)


@pytest.mark.parametrize("epsg", [31370, 3812, 4326, 25831, 3857])
def test_a_stored_dataset_is_the_one_in_memory(dossier: Dossier, epsg: int):
    frame = squares(250, epsg)
    card = dossier.add_dataset(frame, card_of(frame))
    assert card.epsg == epsg
    for target in (31370, 3812):
        _assert_same(dossier.datasets.get(card.hash), frame, target)


def test_tables_of_every_geometry_and_type_come_back(dossier: Dossier):
    ring = [(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)]
    hole = [(2, 2), (4, 2), (4, 4), (2, 4), (2, 2)]
    for geometries in (
        [shapely.Point(1.5, 2.5), shapely.Point(3.0, 4.0), None],
        [shapely.MultiPoint([(1, 2), (3, 4)]), shapely.Point(5, 6), shapely.Point()],
        [shapely.LineString([(0, 0), (1, 1)]), shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]]), None],
        [shapely.Polygon(ring, [hole]), shapely.MultiPolygon([(ring, [hole])]), shapely.MultiPolygon()],
    ):
        frame = gpd.GeoDataFrame(
            {
                "text": ["é\n“”", None, ""],
                "whole": pd.array([1, None, 2**40], dtype="Int64"),
                "number": [0.1, np.nan, -1e300],
                "yes": pd.array([True, None, False], dtype="boolean"),
                "day": ["2026-11-23", None, "2024-02-29"],
                'odd "name" --;': ["a", "b", None],
                "empty": [None, None, None],
            },
            geometry=geometries,
            crs=31370,
        )
        card = dossier.add_dataset(frame, _card(frame))
        _assert_same(dossier.datasets.get(card.hash), frame, 31370)


def test_an_empty_table_comes_back_empty(dossier: Dossier):
    frame = squares(0)
    card = dossier.add_dataset(frame, card_of(frame))
    stored = dossier.datasets.get(card.hash)
    assert len(stored.shapes(3812)) == 0
    assert len(stored.column("name")) == 0
    with pytest.raises(IndexError):
        stored.row(0)


def test_more_rows_than_are_read_at_once_keep_their_order(dossier: Dossier):
    frame = squares(25_001)
    card = dossier.add_dataset(frame, card_of(frame))
    _assert_same(dossier.datasets.get(card.hash), frame, 31370)


def test_reprojected_shapes_are_made_once(dossier: Dossier):
    frame = squares(10)
    stored = dossier.datasets.get(dossier.add_dataset(frame, card_of(frame)).hash)
    assert stored.shapes(3812) is stored.shapes(3812)
    assert stored.shapes(31370) is stored.shapes(31370)


def test_what_is_not_there_is_told(dossier: Dossier):
    frame = squares(3)
    stored = dossier.datasets.get(dossier.add_dataset(frame, card_of(frame)).hash)
    with pytest.raises(KeyError):
        stored.column("nothing")
    for index in (-1, 3):
        with pytest.raises(IndexError):
            stored.row(index)
    with pytest.raises(KeyError):
        dossier.datasets.get("f" * 64)


def test_the_name_of_a_table_tells_what_it_holds(dossier: Dossier):
    frame = squares(3)
    card = dossier.add_dataset(frame, card_of(frame, "building"))
    assert card.table == f"building_20261120_{card.hash[:6]}"
    other = squares(4)
    foreign = dossier.add_dataset(other, msgspec.structs.replace(card_of(other), source="GPKG_Écoles (2).csv"))
    assert foreign.table == f"layer_gpkg_ecoles_2_20261120_{foreign.hash[:6]}"
    assert dossier.cards() == (card, foreign)


def test_the_same_features_are_stored_once_and_confirmed_by_a_later_source(dossier: Dossier):
    frame = squares(3)
    first = dossier.add_dataset(frame, card_of(frame))
    older = dossier.add_dataset(frame, card_of(frame, day=date(2020, 1, 1)))
    assert older == first
    newer = dossier.add_dataset(frame, card_of(frame, day=date(2026, 12, 1)))
    assert newer.date == date(2026, 12, 1)
    assert newer.table == first.table
    assert dossier.cards() == (newer,)
    assert dossier.datasets.get(first.hash).card == newer


def test_columns_that_a_geopackage_cannot_tell_apart_are_refused(dossier: Dossier):
    frame = squares(2)
    frame["NAME"] = "x"
    with pytest.raises(ValueError, match="cannot tell apart"):
        dossier.add_dataset(frame, card_of(frame))
    assert not dossier.cards()


class _Stopped:
    """A user who changes his mind at the n-th step."""

    def __init__(self, after: int) -> None:
        self._left = after

    def step(self, done: float, text: str = "") -> None:
        assert 0.0 <= done <= 1.0
        self._left -= 1
        if self._left < 0:
            raise Cancelled


@pytest.mark.parametrize("after", [0, 2, 4, 6])
def test_an_import_that_is_stopped_leaves_nothing(dossier: Dossier, after: int):
    frame = squares(12_000)
    with pytest.raises(Cancelled):
        dossier.add_dataset(frame, card_of(frame), _Stopped(after))
    assert not dossier.cards()
    dossier.close()
    with closing(sqlite3.connect(dossier.path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        contents = {row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents")}
    assert not [table for table in tables if table.startswith(("buildings", "cartoviewer_staging", "rtree"))]
    assert contents <= tables
    with Dossier.open(dossier.path) as again:
        assert again.add_dataset(frame, card_of(frame)).count == 12_000


def test_edits_find_their_place_between_the_rows_of_an_import(dossier: Dossier):
    frame = squares(20_000)
    before_done: list[int] = []

    class Editing:
        def step(self, done: float, text: str = "") -> None:
            before_done.append(dossier.log.append(edit(len(before_done) + 1, made(mark(len(before_done))))))

    dossier.add_dataset(frame, card_of(frame), Editing())
    assert len(before_done) > 5
    assert dossier.log.check().ok


def test_many_threads_read_while_edits_are_written(dossier: Dossier):
    frame = squares(30_000)
    card = dossier.add_dataset(frame, card_of(frame))
    wanted = FrameDataset(frame, card).shapes(3812).xy.sum()
    start = threading.Barrier(5)

    def read(number: int) -> bool:
        start.wait()
        stored = StoredDataset(dossier._database, card)
        same = stored.shapes(3812).xy.sum() == wanted
        return bool(same and stored.row(number)["floors"] == number % 9 and len(stored.column("name")) == 30_000)

    with ThreadPoolExecutor(4) as pool:
        readings = [pool.submit(read, number) for number in range(4)]
        start.wait()
        for number in range(1, 40):
            dossier.log.append(edit(number, made(mark(number))))
        assert all(reading.result() for reading in readings)
    assert dossier.log.check().ok


def test_a_dossier_that_is_closed_while_a_thread_reads_tells_the_thread_so(dossier: Dossier):
    frame = squares(25_000)
    stored = dossier.datasets.get(dossier.add_dataset(frame, card_of(frame)).hash)
    pieces = stored._rows("geom")
    assert 0 < len(next(pieces)) < 25_000
    with dossier._database.read() as lent:
        rows = lent.execute("SELECT fid FROM buildings_20261120_" + stored.card.hash[:6])
        assert next(rows) == (1,)
        dossier.close()
        # What has begun may end; what begins is refused.
        assert len(rows.fetchall()) == 24_999
    with pytest.raises(DossierError, match="is closed"):
        next(pieces)
    with pytest.raises(DossierError, match="is closed"):
        stored.shapes(31370)


def test_one_dataset_asked_by_many_threads_is_read_once(dossier: Dossier):
    frame = squares(5_000)
    stored = dossier.datasets.get(dossier.add_dataset(frame, card_of(frame)).hash)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: stored.shapes(31370), range(8)))
    assert all(answer is answers[0] for answer in answers)


def test_a_table_that_another_program_has_changed_is_told(dossier: Dossier):
    frame = squares(50)
    card = dossier.add_dataset(frame, card_of(frame))
    dossier.close()
    with closing(sqlite3.connect(dossier.path)) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute(f'DELETE FROM "{card.table}" WHERE fid = 7')
        connection.commit()
    with Dossier.open(dossier.path) as again:
        stored = again.datasets.get(card.hash)
        with pytest.raises(DossierDamagedError, match=r"Import buildings\.gpkg again"):
            stored.shapes(31370)
        with pytest.raises(DossierDamagedError):
            stored.row(6)


def test_what_is_stored_has_the_hash_on_its_card(dossier: Dossier):
    frame = squares(100)
    card = dossier.add_dataset(frame, card_of(frame))
    dossier.close()
    back = pyogrio.read_dataframe(dossier.path, layer=card.table)
    assert content_hash(back) == card.hash == content_hash(frame)


def test_a_reader_finds_what_the_owner_has_added_since(dossier: Dossier):
    with Dossier.open(dossier.path, read_only=True) as reader:
        frame = squares(10)
        card = dossier.add_dataset(frame, card_of(frame))
        dossier.log.append(edit(1, made(INCIDENT)))
        assert reader.cards() == (card,)
        assert len(reader.datasets.get(card.hash).shapes(31370)) == 10


def test_what_the_disk_has_no_room_for_is_refused_before_the_first_row(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = squares(50)
    before = dossier.path.read_bytes()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 900_000, 900_000))
    with pytest.raises(DossierWriteError, match=r"no room.*about 2 MB.*0 MB are free"):
        dossier.add_dataset(frame, _card(frame))
    assert dossier.path.read_bytes() == before


def test_a_coordinate_that_a_failing_disk_has_altered_is_told(dossier: Dossier):
    frame = squares(50)
    card = dossier.add_dataset(frame, card_of(frame))
    dossier.close()
    with closing(sqlite3.connect(dossier.path)) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        (name,) = connection.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (card.table,)
        ).fetchone()
        (blob,) = connection.execute(f'SELECT {name} FROM "{card.table}" WHERE fid = 7').fetchone()
        # One bit of the exponent of the last coordinate.
        altered = blob[:-1] + bytes([blob[-1] ^ 0x20])
        connection.execute(f'UPDATE "{card.table}" SET {name} = ? WHERE fid = 7', (altered,))
        connection.commit()
    with (
        Dossier.open(dossier.path) as again,
        pytest.raises(DossierDamagedError, match=r"Import buildings\.gpkg again"),
    ):
        again.datasets.get(card.hash).shapes(31370)
