"""A dataset in memory answers like any other, and its hash tells its content and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from layers.crs import LAMBERT_72, LAMBERT_2008, transform_point
from layers.dataset import DatasetCard
from layers.frames import FrameDataset, content_hash, kind_of
from layers.shapes import GeometryKind


def table() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "name": pd.Series(["Ganshoren", None, "Jette"], dtype=object),
            "beds": pd.array([12, None, 3], dtype="Int64"),
            "area": [1.5, np.nan, 2.5],
            "open": pd.array([True, None, False], dtype="boolean"),
            "day": pd.Series(["2026-11-23", None, "2026-11-24"], dtype=object),
        },
        geometry=[shapely.box(148000, 170000, 148100, 170100), shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)],
        crs=LAMBERT_72,
    )


def card(frame: gpd.GeoDataFrame) -> DatasetCard:
    return DatasetCard(
        hash=content_hash(frame),
        schema="generic",
        kind=GeometryKind.AREA,
        epsg=LAMBERT_72,
        count=len(frame),
        source="t.gpkg",
        imported=datetime(2026, 11, 23, tzinfo=UTC),
    )


def test_rows_and_columns_are_plain_values_and_nothing_is_none() -> None:
    dataset = FrameDataset(table(), card(table()))
    assert dataset.row(0) == {"name": "Ganshoren", "beds": 12, "area": 1.5, "open": True, "day": "2026-11-23"}
    assert dataset.row(1) == {"name": None, "beds": None, "area": None, "open": None, "day": None}
    assert [type(value) for value in dataset.column("beds")] == [int, type(None), int]
    assert dataset.column("open").tolist() == [True, None, False]
    assert dataset.card.count == len(dataset.shapes(LAMBERT_72)) == 3


@pytest.mark.parametrize("field", ["nothing", "geometry"])
def test_a_field_that_does_not_exist_is_a_key_error(field: str) -> None:
    with pytest.raises(KeyError):
        FrameDataset(table(), card(table())).column(field)


def test_shapes_are_carried_to_the_wanted_crs_once() -> None:
    dataset = FrameDataset(table(), card(table()))
    carried = dataset.shapes(LAMBERT_2008)
    assert carried is dataset.shapes(LAMBERT_2008)
    west, south = transform_point(148000, 170000, LAMBERT_72, LAMBERT_2008)
    assert carried.bounds[0][:2] == pytest.approx((west, south), abs=0.05)


def test_the_hash_is_the_same_for_the_same_features_in_other_clothes(tmp_path: Path) -> None:
    frame = table()
    wanted = content_hash(frame)
    multi = frame.set_geometry(gpd.GeoSeries([shapely.MultiPolygon([p]) for p in frame.geometry], crs=LAMBERT_72))
    plain = frame.assign(
        beds=pd.Series([12, None, 3], dtype=object),
        open=[1.0, np.nan, 0.0],
        name=pd.Series(["Ganshoren", "", "Jette"], dtype="string"),
        area=pd.Series([1.5, None, 2.5], dtype=object),
    )
    reordered = frame[["geometry", "open", "day", "area", "beds", "name"]]
    for same in (multi, plain, reordered, frame.set_index(pd.Index([7, 8, 9])), frame.rename_geometry("geom")):
        assert content_hash(same) == wanted
    frame.to_file(tmp_path / "t.gpkg", driver="GPKG")
    assert content_hash(gpd.read_file(tmp_path / "t.gpkg")) == wanted


CHANGES: dict[str, Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]] = {
    "a value": lambda frame: frame.assign(beds=pd.array([12, None, 4], dtype="Int64")),
    "a missing value": lambda frame: frame.assign(area=[1.5, 0.0, 2.5]),
    "a dash for nothing": lambda frame: frame.assign(name=["Ganshoren", "-", "Jette"]),
    "a column's name": lambda frame: frame.rename(columns={"name": "nom"}),
    "a column": lambda frame: frame.drop(columns="day"),
    "the order of the rows": lambda frame: frame.iloc[::-1],
    "the number of rows": lambda frame: frame.iloc[:2],
    "the CRS": lambda frame: frame.set_crs(LAMBERT_2008, allow_override=True),
    "a millimetre": lambda frame: frame.set_geometry(frame.geometry.translate(0.001)),
    "where one text ends": lambda frame: frame.assign(name=["Gansho", None, "renJette"]),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_hash_changes_with(what: str) -> None:
    assert content_hash(CHANGES[what](table())) != content_hash(table())


def test_the_kind_is_that_of_the_geometry() -> None:
    line, point = shapely.LineString([(0, 0), (1, 1)]), shapely.MultiPoint([(0, 0)])
    assert kind_of(np.array([None, line], dtype=object)) is GeometryKind.LINE
    assert kind_of(np.array([point], dtype=object)) is GeometryKind.POINT
    assert kind_of(np.array([None], dtype=object)) is GeometryKind.POINT


def test_two_hundred_thousand_polygons_are_hashed_in_about_a_second() -> None:
    count = 200_000
    corners = np.random.default_rng(1).uniform(140_000, 178_000, (count, 2))
    circle = 10 * np.column_stack((np.cos(np.arange(9) * np.pi / 4), np.sin(np.arange(9) * np.pi / 4)))
    circle[-1] = circle[0]
    frame = gpd.GeoDataFrame(
        {"code": [str(number) for number in range(count)], "area": corners[:, 0]},
        geometry=shapely.polygons(corners[:, None, :] + circle[None]),
        crs=LAMBERT_72,
    )
    started = perf_counter()
    content_hash(frame)
    # Alone it takes 0.6 s; the rest is room for a machine that does other work beside.
    assert perf_counter() - started < 3
