"""Lines and areas are made, cut, joined, set off, arranged and snapped to, in metres on the grid."""

from math import hypot

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from bnip.geometry.arranging import Side, aligned, distributed, middle_of, turned
from bnip.geometry.entry import Entry, read_entry
from bnip.geometry.operations import (
    ShapingError,
    buffered,
    geometry_of,
    inserted,
    is_closed,
    merged,
    parallel,
    removed,
    replaced,
    simplified,
    split_by,
)
from bnip.geometry.outlines import bearing_deg, freehand, ray, rectangle, sector
from bnip.geometry.snapping import SnapKind, snapped

X, Y = 149_000.0, 170_000.0
SQUARE = rectangle((X, Y), (X + 100.0, Y + 60.0))
LINE = ((X, Y), (X + 100.0, Y), (X + 100.0, Y + 100.0))
coordinate = st.floats(-5_000, 5_000).map(lambda value: round(value, 3))
places = st.tuples(
    coordinate.map(lambda value: round(X + value, 3)), coordinate.map(lambda value: round(Y + value, 3))
)


@given(places, st.floats(1.0, 5_000.0), st.floats(0.0, 359.0))
def test_a_ray_ends_at_its_distance_and_bearing(start, metres, bearing):
    end = ray(start, metres, bearing)
    assert hypot(end[0] - start[0], end[1] - start[1]) == pytest.approx(metres, abs=0.002)
    off = abs(bearing_deg(start, end) - bearing) % 360.0
    assert min(off, 360.0 - off) < 0.2


def test_a_sector_opens_clockwise_from_its_first_bearing():
    path = sector((X, Y), 100.0, 350.0, 20.0)
    area = geometry_of(path)
    assert is_closed(path)
    assert area.area == pytest.approx(np.pi * 100.0**2 * 30 / 360, rel=0.01)
    assert area.contains(shapely.Point(ray((X, Y), 50.0, 5.0)))
    assert not area.contains(shapely.Point(ray((X, Y), 50.0, 180.0)))


@given(st.lists(places, min_size=3, max_size=60, unique=True), st.floats(0.1, 20.0))
def test_what_a_hand_has_drawn_keeps_its_ends_and_strays_no_farther_than_asked(path, tolerance):
    made = freehand(tuple(path), tolerance)
    assert (made[0], made[-1]) == (path[0], path[-1])
    line = shapely.LineString(made)
    assert all(line.distance(shapely.Point(point)) <= tolerance + 0.01 for point in path)


def test_an_area_cut_in_two_is_still_all_there():
    parts = split_by(SQUARE, ((X + 40.0, Y - 10.0), (X + 40.0, Y + 70.0)))
    assert sorted(round(geometry_of(part).area) for part in parts) == [2400, 3600]
    assert all(is_closed(part) for part in parts)


def test_a_line_cut_in_two_meets_where_it_was_cut_and_joins_again():
    first, second = split_by(LINE, ((X + 50.0, Y - 10.0), (X + 50.0, Y + 10.0)))
    assert first[-1] == second[0] == (X + 50.0, Y)
    whole = merged((second, first))
    assert geometry_of(whole).length == pytest.approx(200.0)


def test_a_blade_that_does_not_cross_is_refused():
    with pytest.raises(ShapingError, match="does not cut"):
        split_by(SQUARE, ((X + 40.0, Y + 10.0), (X + 40.0, Y + 20.0)))


def test_areas_that_touch_become_one_and_others_are_refused():
    beside = rectangle((X + 100.0, Y), (X + 150.0, Y + 60.0))
    assert geometry_of(merged((SQUARE, beside))).area == pytest.approx(9000.0)
    with pytest.raises(ShapingError, match="do not touch"):
        merged((SQUARE, rectangle((X + 101.0, Y), (X + 150.0, Y + 60.0))))
    with pytest.raises(ShapingError, match="two or more"):
        merged((SQUARE, LINE))
    frame = [rectangle((X, Y), (X + 90, Y + 30)), rectangle((X, Y + 60), (X + 90, Y + 90)),
             rectangle((X, Y), (X + 30, Y + 90)), rectangle((X + 60, Y), (X + 90, Y + 90))]  # fmt: skip
    with pytest.raises(ShapingError, match="hole"):
        merged(frame)


def test_a_buffer_surrounds_and_a_negative_one_shrinks_until_nothing_is_left():
    around = geometry_of(buffered(LINE, 20.0))
    assert around.contains(shapely.LineString(LINE))
    assert around.exterior.distance(shapely.LineString(LINE)) == pytest.approx(20.0, abs=0.2)
    assert geometry_of(buffered(SQUARE, -10.0)).area == pytest.approx(80.0 * 40.0)
    with pytest.raises(ShapingError, match="nothing whole"):
        buffered(SQUARE, -40.0)


@pytest.mark.parametrize("metres", [15.0, -15.0])
def test_a_parallel_runs_the_same_way_on_the_side_that_was_asked(metres):
    made = parallel(LINE, metres)
    inner = metres > 0  # the line turns left
    assert made[0] == (X, Y + metres)
    assert made[-1] == (X + 100.0 - metres, Y + 100.0)
    assert made[1] == pytest.approx((X + 100.0 - metres, Y + metres))
    assert (geometry_of(made).length < 200.0) is inner


def test_a_corner_moved_added_or_removed_leaves_a_ring_closed():
    moved = replaced(SQUARE, 0, (X - 10.0, Y - 10.0))
    assert moved[0] == moved[-1] == (X - 10.0, Y - 10.0)
    assert len(inserted(SQUARE, 1, (X + 50.0, Y - 5.0))) == len(SQUARE) + 1
    for index in range(4):
        assert is_closed(removed(SQUARE, index))
    with pytest.raises(ShapingError, match="two points"):
        removed(LINE[:2], 0)
    with pytest.raises(ShapingError, match="three corners"):
        removed(removed(SQUARE, 0), 0)


@given(st.lists(places, min_size=3, max_size=80, unique=True), st.floats(0.5, 50.0))
def test_a_simpler_line_has_no_more_points_and_stays_near(path, tolerance):
    made = simplified(tuple(path), tolerance)
    assert len(made) <= len(path)
    line = shapely.LineString(path)
    assert shapely.LineString(made).hausdorff_distance(line) <= tolerance * 1.01 + 0.01


@given(st.lists(st.tuples(places, places), min_size=2, max_size=12), st.sampled_from(Side))
def test_what_is_aligned_shares_its_side(corners, side):
    boxes = [(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in corners]
    moves = aligned(boxes, side)
    after = [(w + dx, s + dy, e + dx, n + dy) for (w, s, e, n), (dx, dy) in zip(boxes, moves, strict=True)]
    measure = {"west": lambda b: b[0], "east": lambda b: b[2], "north": lambda b: b[3], "south": lambda b: b[1],
               "centre": lambda b: (b[0] + b[2]) / 2, "middle": lambda b: (b[1] + b[3]) / 2}[side]  # fmt: skip
    assert max(map(measure, after)) - min(map(measure, after)) < 1e-6


def test_what_is_distributed_stands_at_equal_distances_and_the_ends_stay():
    boxes = [(x, 0.0, x + 2.0, 2.0) for x in (0.0, 1.0, 7.0, 30.0)]
    moves = distributed(boxes, across=True)
    at = sorted(box[0] + move[0] for box, move in zip(boxes, moves, strict=True))
    assert np.allclose(np.diff(at), 10.0)
    assert moves[0] == moves[3] == (0.0, 0.0)


@given(places, places, st.floats(-360, 360))
def test_a_turn_and_the_turn_back_lead_home(point, about, angle):
    there = turned(point, about, angle)
    assert turned(there, about, -angle) == pytest.approx(point, abs=0.005)
    assert hypot(there[0] - about[0], there[1] - about[1]) == pytest.approx(
        hypot(point[0] - about[0], point[1] - about[1]), abs=0.005
    )


def test_a_quarter_turn_clockwise_brings_north_to_east():
    assert turned((X, Y + 10.0), (X, Y), 90.0) == (X + 10.0, Y)
    assert middle_of([(0, 0, 2, 2), (8, 4, 10, 6)]) == (5, 3)


def test_a_place_snaps_to_the_nearest_corner_before_any_edge():
    path = np.array(LINE)
    corner = snapped((X + 98.0, Y + 1.0), [path], 5.0)
    assert (corner.kind, corner.point) == (SnapKind.CORNER, (X + 100.0, Y))
    edge = snapped((X + 50.0, Y + 3.0), [path], 5.0)
    assert (edge.kind, edge.point, edge.distance_m) == (SnapKind.EDGE, (X + 50.0, Y), 3.0)
    assert snapped((X + 50.0, Y + 6.0), [path], 5.0) is None
    assert snapped((X, Y), [], 5.0) is None


@pytest.mark.parametrize(
    ("text", "metres", "bearing"),
    [
        ("120 m @ 45°", 120.0, 45.0),
        ("120@45", 120.0, 45.0),
        ("1,5 km", 1500.0, None),
        ("80.5", 80.5, None),
        ("@ 370", None, 10.0),
        ("250m < 90", 250.0, 90.0),
    ],
)
def test_lengths_and_bearings_are_read_as_people_type_them(text, metres, bearing):
    assert read_entry(text) == Entry(metres=metres, bearing=bearing)


def test_sides_and_coordinates_are_read_and_nonsense_is_not():
    assert read_entry("120 x 80").sides == (120.0, 80.0)
    assert read_entry("1 km x 2 km").sides == (1000.0, 2000.0)
    assert read_entry("149000 170000").place == pytest.approx((149_000.0, 170_000.0))
    assert read_entry("50.8466, 4.3528").place == pytest.approx((148_900, 170_800), abs=400)
    for nonsense in ("", "here", "@@", "12 @ x"):
        assert read_entry(nonsense) is None


def test_what_is_not_typed_the_mouse_says():
    start, towards = (X, Y), (X + 30.0, Y + 40.0)
    assert read_entry("100").point_from(start, towards) == pytest.approx((X + 60.0, Y + 80.0))
    assert read_entry("@ 90").point_from(start, towards) == pytest.approx((X + 50.0, Y))
    assert read_entry("100").point_from(None, towards) is None
    assert read_entry("20 x 10").point_from(start, (X - 1.0, Y + 1.0)) == (X - 20.0, Y + 10.0)
