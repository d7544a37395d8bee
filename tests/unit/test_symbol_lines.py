"""What stands along lines: at equal distances, turned with the line, right at corners."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from symbols.catalogue import FrameClass, catalogue
from symbols.lines import along_lines, decorations, has_pattern, line_names, line_style
from symbols.zones import zone_pattern

LINES = [entry.id for entry in catalogue().values() if entry.frame is FrameClass.LINE]
EDGED = [area for entry in catalogue().values() if (area := zone_pattern(entry.id))]


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, dtype=np.float64)


def middles(pattern: str, path: np.ndarray, motif: int = 0) -> np.ndarray:
    """Give the middle of each copy of a motif."""
    lines = decorations(pattern, path)[motif].path.polylines
    return np.array([np.mean(one, axis=0) for one in lines])


@pytest.mark.parametrize("name", LINES)
def test_every_line_has_a_stroke_and_names(name: str):
    stroke = line_style(name)
    assert 0 < stroke.width_mm < 3
    assert stroke.casing_mm >= 0.25
    assert line_names(name).nl


@pytest.mark.parametrize("name", LINES)
def test_every_line_of_measures_carries_its_pattern(name: str):
    assert has_pattern(name)
    assert decorations(name, line((0, 0), (60, 0)))


def test_ticks_of_a_crowd_barrier_stand_every_four_millimetres():
    ticks = middles("line.barrier", line((0, 0), (40, 0)))
    assert np.diff(ticks[:, 0]) == pytest.approx(4.0)
    assert ticks[0, 0] == pytest.approx(2.0)
    assert ticks[:, 1] == pytest.approx(0.0)


def test_a_line_never_ends_in_half_a_gap():
    ticks = middles("line.barrier", line((0, 0), (39, 0)))
    assert len(ticks) == 10
    assert ticks[0, 0] == pytest.approx(39 - ticks[-1, 0])


def test_ticks_are_perpendicular_to_the_line_and_split_a_corner():
    (ticks,) = decorations("line.barrier", line((0, 0), (10, 0), (10, 10)))
    for (x0, y0), (x1, y1) in ticks.path.polylines:
        if y0 > 1 or y1 > 1 or max(x0, x1) < 9:
            along = (1, 0) if max(x0, x1) < 9 else (0, 1)
            assert np.dot(np.subtract((x1, y1), (x0, y0)), along) == pytest.approx(0, abs=1e-9)
        else:
            assert abs(x1 - x0) == pytest.approx(abs(y1 - y0))


def test_the_pattern_depends_on_the_line_only_not_on_how_it_is_cut_into_points():
    whole = line((0, 0), (30, 0), (30, 20))
    dense = np.concatenate([np.linspace((0, 0), (30, 0), 31), np.linspace((30, 1), (30, 20), 20)])
    for name in LINES:
        for one, two in zip(decorations(name, whole), decorations(name, dense), strict=True):
            assert one.path.ops == two.path.ops
            assert np.asarray(one.path.points) == pytest.approx(np.asarray(two.path.points), abs=1e-6)


def test_arrows_point_the_way_the_line_was_drawn():
    there = decorations("line.access", line((0, 0), (50, 0)))[0]
    back = decorations("line.access", line((50, 0), (0, 0)))[0]
    assert all(one[0][0] > np.mean(one[1:3], axis=0)[0] for one in there.path.polylines)
    assert all(one[0][0] < np.mean(one[1:3], axis=0)[0] for one in back.path.polylines)


def test_an_arrow_stands_at_the_end_of_a_route():
    arrows = decorations("line.access", line((0, 0), (50, 0)))[0]
    assert 50 < arrows.path.bounds[2] < 52


def test_a_noria_runs_both_ways():
    forth, back = decorations("line.noria", line((0, 0), (50, 0)))
    assert forth.path.points[0][0] > forth.path.points[1][0]
    assert back.path.points[0][0] < back.path.points[1][0]
    assert forth.path.points[0][1] > 0 > back.path.points[0][1]


def test_the_running_figure_stays_upright_and_looks_where_the_route_goes():
    east, west = (decorations("line.evacroute", line((0, 0), (x, 0)))[-1].path for x in (40, -40))
    assert len(east.points) == len(west.points)
    assert [y for _, y in east.points] == pytest.approx([y for _, y in west.points])
    left, _, right, _ = east.bounds
    mirrored = [left + right - x for x, _ in east.points]
    assert [x + 40 for x, _ in west.points] == pytest.approx(mirrored)


def test_a_march_route_is_marked_at_each_kilometre_of_the_ground():
    path = line((0, 0), (110, 0))
    assert len(decorations("line.route", path)) == 1
    _, discs, numbers = decorations("line.route", path, mm_per_km=50)
    assert [np.mean(disc[:-1], axis=0)[0] for disc in discs.path.polylines] == pytest.approx([50, 100])
    assert numbers.path.bounds[0] > 48


def test_state_is_told_by_the_line_itself():
    whole = line_style("line.cordon")
    assert not whole.dash_mm
    assert line_style("line.cordon;state=planned").dash_mm
    dots = line_style("line.cordon;state=requested")
    assert dots.dash_mm[0] < 0.1
    assert dots.cap == "round"
    assert line_style("line.cordon;state=ended").alpha < 0.5
    assert decorations("line.cordon;state=ended", line((0, 0), (9, 0)))[0].alpha < 0.5
    by_nature, planned = line_style("line.evacroute"), line_style("line.evacroute;state=planned")
    assert by_nature.dash_mm == planned.dash_mm
    assert planned.width_mm < by_nature.width_mm


def test_a_line_of_an_unknown_kind_is_still_drawn():
    assert line_style("line.monorail").width_mm > 0
    assert decorations("line.monorail", line((0, 0), (9, 0))) == ()


def test_a_point_is_no_line():
    for path in (line((3, 3)), line((3, 3), (3, 3)), np.zeros((0, 2))):
        assert decorations("line.barrier", path) == ()


@pytest.mark.parametrize("area", EDGED)
def test_signs_stand_along_the_edge_of_some_areas(area: str):
    ring = line((0, 0), (60, 0), (60, 60), (0, 60), (0, 0))
    assert decorations(area, ring)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(LINES + EDGED),
    arrays.arrays(np.float64, st.tuples(st.integers(1, 12), st.just(2)), elements=st.floats(-300, 300, width=32)),
)
def test_any_line_can_be_decorated(name: str, path: np.ndarray):
    for shape in decorations(name, path, mm_per_km=40):
        points = np.asarray(shape.path.points)
        assert np.isfinite(points).all()
        assert np.abs(points).max() < 310


def test_an_arrow_keeps_off_a_sharp_corner_and_lies_along_one_side():
    for length in np.linspace(20, 36, 17):
        (arrows,) = decorations("line.egress", line((0, 0), (length, 0), (length, length)))
        for arrow in arrows.path.polylines:
            tip, heel = np.array(arrow[0]), np.mean([arrow[1], arrow[3]], axis=0)
            ahead = (tip - heel) / np.hypot(*(tip - heel))
            assert np.abs(ahead).max() == pytest.approx(1.0), length


@pytest.mark.parametrize("name", LINES)
def test_only_what_is_looked_at_is_made_and_it_stays_where_it_was(name: str):
    path = line((0, 0), (4000, 0), (4000, 3000))
    whole = decorations(name, path, mm_per_km=500)
    seen = decorations(name, path, mm_per_km=500, within=(3800.0, -50.0, 4050.0, 200.0))
    assert sum(len(shape.path.points) for shape in seen) < sum(len(shape.path.points) for shape in whole) / 5
    everything = {point for shape in whole for point in shape.path.points}
    assert all(point in everything for shape in seen for point in shape.path.points)
    assert any(3990 < x < 4010 and 0 < y < 150 for shape in seen for x, y in shape.path.points)


@pytest.mark.parametrize("name", LINES)
def test_signs_of_a_line_that_turns_back_on_itself_do_not_cover_one_another(name: str):
    zigzag = line(*((0 if i % 2 else 40, 0.9 * i) for i in range(14)))
    (copies, *_) = along_lines(name, zigzag, np.array((0, len(zigzag))))
    x0, y0, x1, y1 = copies.outlines[0].bounds
    apart = np.hypot(*(copies.where[:, None] - copies.where[None]).transpose(2, 0, 1))
    apart[np.diag_indices(len(apart))] = np.inf
    assert len(copies.where) > 5
    assert apart.min() >= 0.75 * max(x1 - x0, y1 - y0)


def test_the_arrow_at_the_end_goes_before_those_that_it_would_meet():
    back = line((0, 0), (60, 0), (60, 0.5), (0, 0.5))
    (arrows,) = along_lines("line.access", back, np.array((0, len(back))))
    tip = arrows.where[np.argmin(np.hypot(*(arrows.where - (0, 0.5)).T))]
    assert tip[0] == pytest.approx(0.0, abs=3.0)
    assert tip[1] == pytest.approx(0.5)
