"""Levels of detail: nothing that can be seen is lost."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from cartoviewer.scene.levels import Detail, areas_m2, borders, clipped, oriented, simplified
from cartoviewer.scene.shape_cache import made_ready
from layers.shapes import GeometryKind, Shapes


def shapes(*geometries, kind=GeometryKind.AREA):
    return Shapes.from_geometries(np.array(geometries, dtype=object), kind)


DONUT = shapely.Point(0, 0).buffer(100, quad_segs=64).difference(shapely.Point(0, 0).buffer(40, quad_segs=64))


def test_a_hole_is_taken_off_the_area():
    both = shapely.MultiPolygon([DONUT, shapely.box(500, 0, 510, 20)])
    found = areas_m2(shapes(both, shapely.box(0, 0, 3, 4)))
    np.testing.assert_allclose(found, [both.area, 12.0], rtol=1e-9)


def test_outer_rings_turn_left_and_holes_right_whatever_the_source_says():
    backwards = shapely.Polygon(list(DONUT.exterior.coords)[::-1], [list(DONUT.interiors[0].coords)[::-1]])
    turned = oriented(shapes(backwards, DONUT))
    for polygon in shapely.get_parts(turned.geometries()):
        assert shapely.is_ccw(shapely.get_exterior_ring(polygon))
        assert not shapely.is_ccw(shapely.get_interior_ring(polygon, 0))
    np.testing.assert_allclose(areas_m2(turned), [DONUT.area] * 2)


def test_a_simplified_shape_stays_within_the_tolerance():
    thin = simplified(shapes(DONUT), 2.0)
    assert len(thin.xy) < shapely.get_num_coordinates(DONUT) / 2
    assert shapely.hausdorff_distance(thin.geometries()[0], DONUT) < 2.0 * 1.5


def test_nothing_disappears_by_simplifying():
    triangle = shapely.Polygon([(0, 0), (0.1, 0), (0, 0.1)])
    ground = simplified(shapes(triangle, DONUT), 50.0)
    assert (areas_m2(ground) > 0).all()
    line = simplified(shapes(shapely.LineString([(0, 0), (0.1, 0.1), (0.2, 0)]), kind=GeometryKind.LINE), 50.0)
    assert line.xy.tolist() == [[0.0, 0.0], [0.2, 0.0]]


@given(st.lists(st.tuples(st.integers(-500, 500), st.integers(-500, 500)), min_size=2, max_size=40, unique=True))
def test_the_ends_of_a_line_stay_where_they_are(points):
    found = simplified(shapes(shapely.LineString(points), kind=GeometryKind.LINE), 20.0)
    assert found.xy[0].tolist() == list(points[0])
    assert found.xy[-1].tolist() == list(points[-1])


def test_only_what_reaches_far_beyond_the_frame_is_cut():
    house, canal = shapely.box(95, 0, 105, 10), shapely.LineString([(-9000, 5), (9000, 5)])
    assert clipped(shapes(house), (0, 0, 100, 100)).xy.max() == 105
    cut = clipped(shapes(canal, kind=GeometryKind.LINE), (0, 0, 100, 100))
    assert cut.xy.tolist() == [[0.0, 5.0], [100.0, 5.0]]


def test_a_polygon_that_crosses_itself_is_cut_all_the_same():
    bow = shapely.Polygon([(-1000, -1000), (1000, 1000), (1000, -1000), (-1000, 1000)])
    cut = clipped(shapes(bow), (0, 0, 100, 100))
    assert areas_m2(cut).sum() > 0


def test_houses_under_a_speck_keep_their_area():
    houses = [shapely.box(30 * i, 0, 30 * i + 8, 12) for i in range(50)]
    ready = made_ready(shapes(*houses, shapely.box(0, 100, 900, 900)), None, Detail().level(60_000))
    assert len(ready.specks) == 50
    np.testing.assert_allclose(ready.areas_m2, 96.0)
    assert ready.members.tolist() == [50]


def test_at_the_scale_of_a_site_every_vertex_stays():
    assert Detail().level(2_500) is None
    ready = made_ready(shapes(DONUT), None, None)
    assert len(ready.shapes.xy) == shapely.get_num_coordinates(DONUT)


def test_neighbours_share_one_border():
    west, east = shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)
    lines = borders(shapes(west, east)).geometries()
    assert shapely.length(lines).sum() == 700.0
    assert shapely.intersection(shapely.union_all(lines), shapely.box(99, 10, 101, 90)).length == 80.0


def test_a_screen_shows_less_detail_than_paper_and_a_fine_screen_as_much():
    assert Detail.of_dots(25.4 / 96).tolerance_mm == 25.4 / 192
    assert Detail.of_dots(25.4 / 600).tolerance_mm == Detail().tolerance_mm
    for scale in (5_000, 20_000, 60_000):
        coarse, fine = Detail.of_dots(25.4 / 96).level(scale), Detail().level(scale)
        assert fine is None or coarse is None or coarse > fine


def test_an_area_is_a_speck_below_the_same_size_on_paper_whatever_the_surface():
    for detail in (Detail(), Detail.of_dots(25.4 / 96)):
        level = detail.level(60_000)
        assert level is not None
        assert 0.55 * 60 / 1.42 <= detail.speck_m(level) <= 0.55 * 60


def test_a_screen_passes_over_what_paper_has_cut():
    canal = shapely.LineString([(-300, 5), (400, 5)])
    box = (0, 0, 100, 100)
    assert clipped(shapes(canal, kind=GeometryKind.LINE), box, Detail.of_dots(25.4 / 96).slack).xy[0, 0] == -300
    assert clipped(shapes(canal, kind=GeometryKind.LINE), box, Detail().slack).xy[0, 0] == 0


def test_what_is_left_of_a_shape_does_not_depend_on_those_beside_it():
    turns = np.linspace(0, 2 * np.pi, 200)
    rings = [
        shapely.Polygon(np.column_stack((150_000 + k * 37.3 + 20 * np.cos(turns), 170_000 + 20 * np.sin(turns))))
        for k in range(5)
    ]
    together = simplified(shapes(*rings), 1.0)
    for k, ring in enumerate(rings):
        assert np.array_equal(simplified(shapes(ring), 1.0).xy, together.take(np.array([k])).xy)


def test_a_picture_of_its_own_has_the_shapes_of_one_among_many():
    squares = [shapely.box(x, 0, x + 9.3, 9.3).segmentize(0.4) for x in range(0, 2000, 10)]
    some = shapes(*squares)
    chosen = np.array([3, 17, 120])
    whole = made_ready(some, None, -2)
    assert np.array_equal(made_ready(some, chosen, -2).shapes.xy, whole.shapes.take(chosen).xy)


def test_where_water_is_many_areas_only_its_banks_are_edges():
    west, east = shapely.box(0, 0, 100, 60), shapely.box(100, 0, 220, 60)
    island = shapely.box(20, 20, 40, 30)
    lines = borders(shapes(west.difference(island), east), outer=True).geometries()
    banks = shapely.boundary(shapely.union(west, east).difference(island))
    assert shapely.length(lines).sum() == pytest.approx(banks.length)
    assert shapely.distance(shapely.Point(100, 30), shapely.union_all(lines)) > 20


def test_where_tiles_were_sewn_together_the_seam_is_no_bank():
    # Out to the middle and back again, the foot of the seam two centimetres off itself.
    sewn = shapely.Polygon([(0, 0), (100, 0), (100, 29.99), (50, 30.0), (100, 30.01), (100, 60), (0, 60)])
    lines = borders(shapes(sewn), outer=True).geometries()
    assert shapely.length(lines).sum() == pytest.approx(320.0, abs=0.1)
    assert shapely.distance(shapely.Point(70, 30), shapely.union_all(lines)) > 20
