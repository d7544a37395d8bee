"""Dashes run on from one piece of a source to the next, and stay on the ground while the map is moved."""

import numpy as np
import pytest
import shapely

from cartoviewer.scene.dashes import cut_at_dashes, runs
from cartoviewer.scene.gather import Gatherer
from cartoviewer.scene.scene import LineBatch
from cartoviewer.scene.view import MapView
from layers.shapes import GeometryKind, Shapes
from resources.texts import Language
from tests.map_specimens import NOW, SITE, Ground, line

PIECES = [line((40 * step - 800, 0), (40 * step - 760.004, 0.003)) for step in range(40)]


def shapes(*lines):
    return Shapes.from_geometries(np.array(lines, dtype=object), GeometryKind.LINE)


def test_pieces_that_meet_are_one_run_up_to_where_three_meet():
    assert len(runs(shapes(*PIECES))) == 1
    branch = line((-40, 0), (-40, 90))
    assert sorted(np.round(runs(shapes(*PIECES, branch)).lengths())) == [90, 760, 840]


def test_every_piece_that_is_cut_begins_with_a_dash_and_nothing_is_lost():
    random = np.random.default_rng(5)
    ways = [np.cumsum(random.normal(0, 30, (count, 2)), axis=0) for count in (200, 2, 60)]
    lines = shapes(*map(shapely.linestrings, ways))
    period = 13.0
    pieces = cut_at_dashes(lines, period, 5_000.0)
    assert len(pieces) > 50
    assert pieces.lengths().sum() == pytest.approx(lines.lengths().sum())
    whole = lines.geometries()
    for piece, box in zip(pieces.geometries(), pieces.bounds, strict=True):
        assert shapely.bounds(piece) == pytest.approx(box)
        assert min(shapely.distance(shapely.points(shapely.get_coordinates(piece)[0]), whole)) < 1e-6
    ends = pieces.rings[1:] - 1
    for index in range(len(lines)):
        begin, end = lines.xy[lines.rings[index]], lines.xy[lines.rings[index + 1] - 1]
        first = int(np.flatnonzero((pieces.xy[pieces.rings[:-1]] == begin).all(axis=1))[0])
        last = int(np.flatnonzero((pieces.xy[ends] == end).all(axis=1))[0])
        counts = pieces.lengths()[first:last] / period
        assert counts == pytest.approx(np.round(counts))


def dashes(scene):
    (batch,) = (each for each in scene.elements if isinstance(each, LineBatch) and each.stroke.dash_mm)
    return batch


def test_dashes_stay_on_the_ground_while_the_map_is_moved():
    ground = Ground()
    ground.add("railway", PIECES, kind=["rail"] * 40, tunnel=["true"] * 40)
    gatherer = Gatherer(ground)
    view = MapView(SITE, 2_500.0, (200.0, 120.0))
    here, there = (
        dashes(gatherer.gather(ground.document, seen, Language.FR, now=NOW))
        for seen in (view, view.panned(37.3, 0.0))
    )
    period = sum(here.stroke.dash_mm)
    begins = here.xy[here.lines[:-1], 0]
    moved = there.xy[there.lines[:-1], 0] + 37.3
    assert 2 < len(begins) < 15
    shifts = (moved[:, None] - begins[None, :]) / period
    assert shifts == pytest.approx(np.round(shifts), abs=1e-6)
