"""Geometry read by whole arrays is the geometry that shapely reads."""

import numpy as np
import pytest
import shapely

from cartoviewer.document.geometry_reading import shapes_of
from cartoviewer.document.geopackage import geometry_blobs
from layers.shapes import GeometryKind, Shapes

RANDOM = np.random.default_rng(4)
POINTS = shapely.points(RANDOM.uniform(0, 9, (7, 2)))
LINES = np.array([shapely.LineString(RANDOM.uniform(0, 9, (n, 2))) for n in (2, 3, 5, 9)])
AREAS = np.array([shapely.Point(x, 3).buffer(2, quad_segs=n) for x, n in ((1, 1), (5, 2), (9, 4))])
DONUT = shapely.Point(0, 0).buffer(5).difference(shapely.Point(0, 0).buffer(2))
SETS = {
    GeometryKind.POINT: (POINTS, shapely.MultiPoint(((1, 2), (3, 4)))),
    GeometryKind.LINE: (LINES, shapely.MultiLineString((((0, 0), (1, 1)), ((2, 2), (3, 4), (5, 5))))),
    GeometryKind.AREA: (AREAS, DONUT),
}
TO_MULTI = {
    GeometryKind.POINT: shapely.multipoints,
    GeometryKind.LINE: shapely.multilinestrings,
    GeometryKind.AREA: shapely.multipolygons,
}


def same(one: Shapes, other: Shapes) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name in ("xy", "bounds"))
        for name in ("xy", "rings", "parts", "features", "bounds")
    )


def array(values):
    made = np.empty(len(values), dtype=np.object_)
    made[:] = values
    return made


@pytest.mark.parametrize("kind", list(GeometryKind))
@pytest.mark.parametrize("multi", [False, True])
@pytest.mark.parametrize("odd", [(), (0,), (2,), (1, 3), (0, 1, 2, 3, 4, 5)])
def test_what_is_alike_and_what_is_not_are_read_in_their_order(kind, multi, odd):
    alike, other = SETS[kind]
    shapes = list(TO_MULTI[kind](alike, indices=np.arange(len(alike))) if multi else alike)
    for place in odd:
        shapes.insert(min(place, len(shapes)), other)
    geometries = array(shapes)
    assert same(shapes_of(geometry_blobs(geometries, 31370), kind), Shapes.from_geometries(geometries, kind))


@pytest.mark.parametrize("kind", list(GeometryKind))
def test_missing_empty_and_broken_geometry_is_empty(kind):
    alike, _ = SETS[kind]
    empty = type(TO_MULTI[kind](alike))()
    blobs = geometry_blobs(array([*alike, None, empty]), 31370)
    blobs += [b"", b"GP", blobs[0][:-3], b"XX" + blobs[0][2:], blobs[0][:9] + b"\xff" * (len(blobs[0]) - 9)]
    read = shapes_of(blobs, kind)
    whole = Shapes.from_geometries(array(list(alike)), kind)
    assert len(read) == len(blobs)
    assert same(read.take(np.arange(len(alike))), whole)
    assert np.isnan(read.bounds[len(alike) : len(alike) + 5]).all()


@pytest.mark.parametrize("kind", list(GeometryKind))
def test_blobs_of_other_programs_with_envelopes_and_heights_are_read(kind):
    alike, _ = SETS[kind]
    high = shapely.force_3d(alike, 7.0)
    bodies = shapely.to_wkb(high, byte_order=0, output_dimension=3, flavor="iso")
    blobs = [b"GP\x00\x03" + (31370).to_bytes(4, "little") + b"\0" * 32 + body for body in bodies]
    assert same(shapes_of(blobs, kind), Shapes.from_geometries(array(list(alike)), kind))


def test_a_column_without_rows_is_an_empty_layer():
    assert len(shapes_of((), GeometryKind.AREA)) == 0
