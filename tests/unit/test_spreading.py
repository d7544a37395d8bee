"""Symbols move apart, and say where they belong."""

from time import perf_counter

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from bnip.incident import Incident, Mark
from bnip.record import Place
from cartoviewer.scene.gather import gather
from cartoviewer.scene.scene import LineBatch, MarkBatch
from cartoviewer.scene.spreading import Standing, leaders, spread
from resources.texts import Language
from tests.map_specimens import NOW, Ground, at, view

SIZE = (200.0, 150.0)
BOX = (-4.0, -4.0, 4.0, 4.0)


def boxes(symbols, places):
    return [symbol.box_at(place) for symbol, place in zip(symbols, places, strict=True)]


def overlap(one, other):
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def test_symbols_with_room_stay_where_they_are():
    symbols = [Standing((20.0 * i + 10, 60.0), BOX) for i in range(8)]
    places = spread(symbols, SIZE)
    assert places == [symbol.place for symbol in symbols]
    assert leaders(symbols, places) == []


def test_symbols_at_one_place_stand_around_it_and_the_first_keeps_it():
    symbols = [Standing((100.0, 75.0), BOX)] * 7
    places = spread(symbols, SIZE)
    assert places[0] == (100.0, 75.0)
    found = boxes(symbols, places)
    assert all(overlap(found[i], found[j]) == 0 for i in range(7) for j in range(i))
    assert all(np.hypot(x - 100, y - 75) < 35 for x, y in places)


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 150)), min_size=1, max_size=12))
def test_no_symbol_is_moved_out_of_the_frame(points):
    symbols = [Standing(point, BOX) for point in points]
    for symbol, place in zip(symbols, spread(symbols, SIZE), strict=True):
        if place != symbol.place:
            box = symbol.box_at(place)
            assert box.min() >= 0
            assert box[2] <= SIZE[0]
            assert box[3] <= SIZE[1]


def test_a_moved_symbol_has_a_line_to_a_dot_at_its_true_place():
    symbols = [Standing((100.0, 75.0), BOX), Standing((101.0, 75.0), BOX)]
    places = spread(symbols, SIZE)
    line, dot = leaders(symbols, places)
    np.testing.assert_allclose(line.xy, [(101.0, 75.0), places[1]])
    np.testing.assert_allclose(dot.xy[0], (101.0, 75.0))


def crowded():
    ground = Ground()
    ground.put(
        Incident(id="i", place=Place(x=at(0, 0)[0], y=at(0, 0)[1]), symbol="haz.fire"),
        Mark(id="a", place=Place(x=at(5, 0)[0], y=at(5, 0)[1]), symbol="cmd.cpops"),
        Mark(id="b", place=Place(x=at(0, 5)[0], y=at(0, 5)[1]), symbol="cmd.pma"),
    )
    return ground


def test_on_paper_crisis_symbols_stand_apart_and_the_incident_keeps_its_place():
    ground = crowded()
    scene = gather(ground.document, ground, view(), Language.FR, now=NOW, apart=True)
    marks = {e.glyph.symbol.split(";")[0]: tuple(e.xy[0]) for e in scene.elements if isinstance(e, MarkBatch)}
    assert marks["haz.fire"] == (60.0, 45.0)
    assert marks["cmd.cpops"] != (61.0, 45.0)
    assert sum(isinstance(e, LineBatch) for e in scene.elements) == 2


def test_where_they_are_not_to_move_symbols_stand_at_their_true_places():
    ground = crowded()
    scene = gather(ground.document, ground, view(), Language.FR, now=NOW)
    marks = {e.glyph.symbol.split(";")[0]: tuple(e.xy[0]) for e in scene.elements if isinstance(e, MarkBatch)}
    np.testing.assert_allclose(marks["cmd.cpops"], (61.0, 45.0))
    np.testing.assert_allclose(marks["cmd.pma"], (60.0, 44.0))


def test_in_a_dense_crowd_none_covers_another_and_whoever_has_room_stays():
    rng = np.random.default_rng(7)
    crowd = [Standing((float(x), float(y)), BOX) for x, y in rng.normal((100.0, 75.0), 6.0, (40, 2))]
    alone = [Standing((10.0 + 20.0 * step, 10.0), BOX) for step in range(8)]
    symbols = [*crowd, *alone]
    places = spread(symbols, SIZE)
    found = boxes(symbols, places)
    assert sum(overlap(found[i], found[j]) > 0.12 * 64 for i in range(len(found)) for j in range(i)) == 0
    assert places[len(crowd) :] == [symbol.place for symbol in alone]


def test_lines_to_true_places_hardly_ever_cross():
    symbols = [Standing((100.0 + 0.5 * step, 75.0), BOX) for step in range(14)]
    places = spread(symbols, SIZE)
    lines = [shapely.LineString((s.place, p)) for s, p in zip(symbols, places, strict=True) if s.place != p]
    crossed = [(i, j) for i in range(len(lines)) for j in range(i) if lines[i].crosses(lines[j])]
    assert len(lines) >= 12
    assert not crossed


def test_five_thousand_symbols_are_spread_without_making_anybody_wait():
    rng = np.random.default_rng(3)
    symbols = [Standing((float(x), float(y)), BOX) for x, y in rng.uniform((0, 0), (4000.0, 3000.0), (5000, 2))]
    begin = perf_counter()
    spread(symbols, (4000.0, 3000.0))
    assert perf_counter() - begin < 5.0
