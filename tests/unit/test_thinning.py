"""Points that others of the same symbol cover are left out, and the same ones wherever the frame lies."""

import numpy as np
import shapely

from cartoviewer.scene.gather import Gatherer
from cartoviewer.scene.scene import LineBatch
from cartoviewer.scene.thinning import FEW, apart
from cartoviewer.scene.view import MapView
from resources.texts import Language, Names
from symbols.style import Rule, Stroke, Style, Symbology
from tests.map_specimens import SITE, Ground

DOTS = Symbology((Rule(Names.same("dots"), Style(stroke=Stroke("#000000", 1.2))),))
VIEW = MapView(SITE, 200_000, (200.0, 200.0))
REACH_M = 1_000.0


def crowd(count: int) -> np.ndarray:
    return np.random.default_rng(7).uniform(-REACH_M, REACH_M, (count, 2)) + SITE


def shown(gatherer: Gatherer, ground: Ground, view: MapView) -> np.ndarray:
    """Where dots are drawn, metres on the ground to the centimetre, in a fixed order."""
    (dots,) = gatherer.gather(ground.document, view, Language.FR).elements
    assert isinstance(dots, LineBatch)
    places = np.array([view.to_ground(x, y) for x, y in dots.xy[::2]])
    return np.unique(np.rint(places * 100), axis=0)


def ground_of(geometries: list) -> Ground:
    ground = Ground()
    ground.add("generic", geometries, symbology=DOTS)
    return ground


def test_every_point_is_covered_by_one_that_stays():
    xy = crowd(4 * FEW)
    stays = apart(xy, 50.0)
    assert stays.sum() < len(xy) / 2
    gaps = np.hypot(*(xy[:, None] - xy[stays][None]).transpose(2, 0, 1)).min(axis=1)
    assert gaps.max() <= 50.0 * np.sqrt(2)


def test_of_points_that_cover_one_another_the_one_on_top_stays():
    xy = np.array([(3.0, 3.0), (4.0, 4.0), (12.0, 3.0), (3.5, 3.5)])
    assert apart(xy, 10.0).tolist() == [False, False, True, True]


def test_the_same_points_stay_while_the_map_is_panned():
    ground = ground_of([shapely.Point(place) for place in crowd(20 * FEW)])
    gatherer = Gatherer(ground)
    first = shown(gatherer, ground, VIEW)
    assert len(first) < 20 * FEW / 2
    for step in (0.37, 1.91, 7.03):
        assert np.array_equal(first, shown(gatherer, ground, VIEW.panned(step, -step)))
    assert np.array_equal(first, shown(Gatherer(ground), ground, VIEW.panned(3.3, 0.0)))


def test_few_points_all_stay():
    ground = ground_of([shapely.Point(SITE)] * (FEW - 1))
    (dots,) = Gatherer(ground).gather(ground.document, VIEW, Language.FR).elements
    assert isinstance(dots, LineBatch)
    assert len(dots.lines) == FEW


def test_a_feature_of_several_points_is_drawn_as_long_as_one_of_them_is_seen():
    far = shapely.MultiPoint([SITE, (SITE[0] + 500.0, SITE[1])])
    ground = ground_of([far, *[shapely.Point(SITE)] * FEW])
    places = shown(Gatherer(ground), ground, VIEW)
    assert len(places) == 2


def test_where_little_of_a_layer_is_in_view_it_is_thinned_alone_and_alike():
    crowded = crowd(2 * FEW)
    elsewhere = np.random.default_rng(8).uniform(0.0, 60_000.0, (60 * FEW, 2)) + np.array((180_000.0, 200_000.0))
    whole = ground_of([shapely.Point(place) for place in (*crowded, *elsewhere)])
    alone = ground_of([shapely.Point(place) for place in crowded])
    assert np.array_equal(shown(Gatherer(whole), whole, VIEW), shown(Gatherer(alone), alone, VIEW))
