"""In the window symbols move aside, and one that has done so stays there while the map is panned and edited."""

from dataclasses import replace
from itertools import combinations

import msgspec
import numpy as np
import pytest
import shapely

from bnip.incident import Incident, Mark
from bnip.record import Place
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.gather import Gatherer
from cartoviewer.scene.hits import record_hits
from cartoviewer.scene.scene import LineBatch, MarkBatch, Scene
from cartoviewer.scene.settling import FARTHEST_MM, Settled, SettledSymbol
from cartoviewer.scene.spreading import Standing
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from resources.texts import Language
from tests.map_specimens import NOW, Ground, at, view

BOX = (-3.0, -3.0, 3.0, 3.0)
EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)


def symbol(name: str, x: float, y: float, *, keeps: bool = False) -> SettledSymbol:
    return SettledSymbol(name, Standing((x, y), BOX), keeps)


def cluster(count: int = 6) -> list[SettledSymbol]:
    return [symbol(f"s{i}", 0.7 * i, 0.4 * i) for i in range(count)]


def covers(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < 6 and abs(one[1] - other[1]) < 6


def test_symbols_that_would_cover_one_another_stand_apart_and_near():
    symbols = cluster()
    places = Settled().places(10_000, symbols, EVERYWHERE)
    assert places[0] == symbols[0].standing.place
    assert not any(covers(one, other) for one, other in combinations(places, 2))
    assert all(
        np.hypot(x - each.standing.place[0], y - each.standing.place[1]) <= FARTHEST_MM
        for each, (x, y) in zip(symbols, places, strict=True)
    )


def test_lines_of_symbols_of_one_size_do_not_cross():
    symbols = [symbol(f"s{i}", 1.1 * (i % 4), 0.9 * (i // 4)) for i in range(12)]
    places = Settled().places(10_000, symbols, EVERYWHERE)
    lines = [
        shapely.LineString([each.standing.place, place])
        for each, place in zip(symbols, places, strict=True)
        if place != each.standing.place
    ]
    assert len(lines) >= 10
    assert not any(one.crosses(other) for one, other in combinations(lines, 2))


def test_what_comes_into_sight_moves_nothing_that_stands():
    settled = Settled()
    symbols = [symbol(f"a{i}", 4.0 * i, 0.0) for i in range(40)]
    before = settled.places(10_000, symbols[10:20], (38, -50, 78, 50))
    for first in range(9, -1, -1):
        seen = symbols[first : first + 11]
        places = settled.places(10_000, seen, (4 * first - 2, -50, 4 * first + 42, 50))
        known = dict(zip([each.id for each in seen], places, strict=True))
        for each, place in zip(symbols[10:20], before, strict=True):
            if each.id in known:
                assert known[each.id] == place


def test_an_edit_moves_only_what_is_near_to_it():
    settled = Settled()
    far = [symbol(f"f{i}", 500.0 + i, 0.0) for i in range(4)]
    near = cluster(3)
    before = settled.places(10_000, [*near, *far], EVERYWHERE)
    after = settled.places(10_000, [*near[1:], *far], EVERYWHERE)
    assert after[-4:] == before[-4:]
    # The first is gone: the second stands at its place now.
    assert after[0] == near[1].standing.place


def test_what_has_happened_keeps_its_place_when_it_comes_to_stand_among_others():
    settled = Settled()
    settled.places(10_000, [symbol("mark", 1.0, 0.0)], EVERYWHERE)
    fire, mark = settled.places(
        10_000, [symbol("fire", 0.0, 0.0, keeps=True), symbol("mark", 1.0, 0.0)], EVERYWHERE
    )
    assert fire == (0.0, 0.0)
    assert mark != (1.0, 0.0)


def test_where_there_is_no_room_all_stand_at_their_places():
    random = np.random.default_rng(1)
    symbols = [symbol(f"s{i}", x, y) for i, (x, y) in enumerate(random.uniform(0, 60, (400, 2)).tolist())]
    assert Settled().places(1, symbols, EVERYWHERE) == [each.standing.place for each in symbols]


@pytest.fixture
def ground() -> Ground:
    ground = Ground()
    ground.put(
        Incident(id="i", place=Place(*at(0, 0)), symbol="haz.fire"),
        *(Mark(id=f"m{n}", place=Place(*at(4 * n, 3 * n)), symbol="res.d1.pump", left="P1") for n in range(1, 6)),
    )
    return ground


def shown(scene: Scene) -> list[tuple[float, float]]:
    return [tuple(each.xy[0]) for each in scene.elements if isinstance(each, MarkBatch)]


@pytest.mark.parametrize("epsg", [31370, 3812])
def test_a_pan_moves_every_symbol_by_the_pan_alone(ground: Ground, epsg: int):
    gatherer = Gatherer(ground)
    here = looked_at(epsg)
    first = gatherer.gather(ground.document, here, Language.FR, now=NOW, settled=True)
    assert len(first.aside) >= 4
    leaders = [each for each in first.elements if isinstance(each, LineBatch)]
    assert len(leaders[0].lines) - 1 == len(first.aside)
    for step in range(1, 6):
        by = (3.7 * step, -1.3 * step)
        panned = gatherer.gather(ground.document, here.panned(*by), Language.FR, now=NOW, settled=True)
        assert np.array(shown(panned)) == pytest.approx(np.array(shown(first)) - by, abs=1e-6)
        assert panned.aside.keys() == first.aside.keys()
        assert all(panned.aside[each] == pytest.approx(first.aside[each], abs=1e-6) for each in first.aside)


def looked_at(epsg: int) -> MapView:
    here = view()
    return replace(here, epsg=epsg, centre=transform_point(*here.centre, LAMBERT_72, epsg))


def test_a_symbol_is_hit_where_it_is_seen_and_not_where_it_is_not(ground: Ground):
    scene = Gatherer(ground).gather(ground.document, view(), Language.FR, now=NOW, settled=True)
    for record_id, (right, down) in scene.aside.items():
        record = ground.document.get(record_id)
        assert isinstance(record, Incident | Mark)
        x, y = record.place.point
        per_mm = 1 / view().mm_per_metre
        seen_at = (x + right * per_mm, y - down * per_mm)
        found = record_hits(ground.document, seen_at, view(), aside=scene.aside)
        assert found[0].record.id == record_id
        assert found[0].distance_m == 0.0
        assert record_id not in [
            hit.record.id for hit in record_hits(ground.document, (x, y), view(), aside=scene.aside)
        ]


def test_a_drag_leaves_the_others_where_they_stand(ground: Ground):
    gatherer = Gatherer(ground)
    lone = Mark(id="far", place=Place(*at(400, 200)), symbol="cmd.pma")
    document = MapDocument({**{each.id: each for each in ground.document}, "far": lone})
    before = gatherer.gather(document, view(), Language.FR, now=NOW, settled=True).aside
    dragged = msgspec.structs.replace(lone, place=Place(*at(420, 230)))
    document = MapDocument({**{each.id: each for each in document}, "far": dragged})
    assert gatherer.gather(document, view(), Language.FR, now=NOW, settled=True).aside == before
