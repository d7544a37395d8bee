"""Ragged arrays hold the same geometry as shapely, whatever is taken from them."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.shapes import GeometryKind, Shapes

SPECIMENS = {
    GeometryKind.POINT: ["POINT (1 2)", "MULTIPOINT ((3 4), (5 6))", "POINT EMPTY", "POINT (7 8)"],
    GeometryKind.LINE: [
        "LINESTRING (0 0, 1 1, 2 0)",
        "MULTILINESTRING ((0 0, 1 1), (3 3, 4 4, 5 5))",
        "LINESTRING EMPTY",
        "LINESTRING (9 9, 8 8)",
    ],
    GeometryKind.AREA: [
        "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (2 2, 3 2, 3 3, 2 3, 2 2))",
        "MULTIPOLYGON (((10 0, 11 0, 11 1, 10 0)), ((12 0, 13 0, 13 1, 12 0)))",
        "POLYGON EMPTY",
        "POLYGON ((20 20, 21 20, 21 21, 20 20))",
    ],
}


def _specimens(kind: GeometryKind) -> np.ndarray:
    return np.array([*shapely.from_wkt(SPECIMENS[kind]), None], dtype=object)


@pytest.mark.parametrize("kind", list(GeometryKind))
def test_geometries_come_back_as_they_went_in(kind: GeometryKind):
    shapes = Shapes.from_geometries(_specimens(kind), kind)
    assert len(shapes) == 5
    back = shapes.geometries()
    for before, after in zip(_specimens(kind)[:4], back, strict=False):
        assert before.is_empty == after.is_empty
        assert shapely.equals(before, after)
    assert back[4].is_empty


@pytest.mark.parametrize("kind", list(GeometryKind))
@given(chosen=st.lists(st.integers(0, 4), max_size=8))
def test_taking_features_is_the_same_as_taking_geometries(kind: GeometryKind, chosen: list[int]):
    shapes = Shapes.from_geometries(_specimens(kind), kind)
    taken = shapes.take(np.array(chosen, dtype=np.int64))
    assert len(taken) == len(chosen)
    for index, geometry in zip(chosen, taken.geometries(), strict=True):
        assert shapely.equals_exact(geometry, shapes.geometries()[index])
    np.testing.assert_array_equal(taken.bounds, shapes.bounds[chosen].reshape(-1, 4))


def test_only_features_that_touch_the_bounds_are_within():
    shapes = Shapes.from_geometries(_specimens(GeometryKind.AREA), GeometryKind.AREA)
    assert shapes.within((8.5, 8.5, 10.5, 10.5)).tolist() == [0]
    assert shapes.within((0, 0, 100, 100)).tolist() == [0, 1, 3]
    assert shapes.within((500, 500, 600, 600)).tolist() == []
