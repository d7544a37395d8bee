"""A turned view keeps places, scale and middle; only the direction of the paper is another."""

from dataclasses import replace
from math import cos, hypot, radians, sin

import numpy as np
import pytest

from cartoviewer.scene.view import MapView

TURNS = [0.0, 12.5, 90.0, 180.0, 251.0, 359.0]


def view(turn: float) -> MapView:
    return MapView((148_000.0, 170_000.0), 10_000.0, (300.0, 200.0), turn=turn)


@pytest.mark.parametrize("turn", TURNS)
def test_the_top_of_the_paper_lies_at_the_bearing_that_is_asked(turn: float):
    x, y = view(turn).to_ground(150.0, 0.0)
    assert (x - 148_000.0, y - 170_000.0) == pytest.approx(
        (1000.0 * sin(radians(turn)), 1000.0 * cos(radians(turn))), abs=1e-6
    )


@pytest.mark.parametrize("turn", TURNS)
def test_paper_and_ground_lead_back_to_each_other(turn: float):
    paper = np.array([(0.0, 0.0), (300.0, 0.0), (12.0, 187.0), (300.0, 200.0)])
    ground = np.array([view(turn).to_ground(*place) for place in paper.tolist()])
    assert np.abs(view(turn).to_paper(ground) - paper).max() < 1e-6


@pytest.mark.parametrize("turn", TURNS)
def test_a_length_is_as_long_on_paper_however_it_lies(turn: float):
    ends = np.array([(148_100.0, 170_050.0), (147_700.0, 169_750.0)])
    (x0, y0), (x1, y1) = view(turn).to_paper(ends).tolist()
    assert hypot(x1 - x0, y1 - y0) == pytest.approx(50.0)


@pytest.mark.parametrize("turn", TURNS)
def test_the_bounds_hold_the_corners_and_no_more(turn: float):
    corners = np.array(view(turn).corners)
    west, south, east, north = view(turn).bounds
    assert corners.min(axis=0).tolist() == pytest.approx([west, south])
    assert corners.max(axis=0).tolist() == pytest.approx([east, north])


def test_the_corners_of_the_bounds_of_a_turned_view_are_not_seen():
    turned = view(30.0)
    west, south, east, north = turned.bounds
    beyond = np.array([(west, south), (west, north), (east, south), (east, north)])
    assert not turned.shows(beyond).any()
    inside = np.array(turned.corners) * 0.999 + np.array(turned.centre) * 0.001
    assert turned.shows(inside).all()


def test_righted_ground_under_the_upright_view_is_the_same_picture():
    turned = view(37.0)
    places = np.array([(148_321.0, 170_007.0), (147_500.0, 169_200.0)])
    upright = turned.upright
    assert upright == replace(turned, turn=0.0)
    assert np.abs(upright.to_paper(turned.righted(places)) - turned.to_paper(places)).max() < 1e-9


@pytest.mark.parametrize("turn", TURNS)
def test_zooming_about_a_place_leaves_it_where_it_is_on_the_paper(turn: float):
    there = view(turn).to_ground(40.0, 160.0)
    assert view(turn).zoomed(2.5, (40.0, 160.0)).to_ground(40.0, 160.0) == pytest.approx(there)


def test_panning_moves_along_the_paper():
    assert view(90.0).panned(10.0, 0.0).centre == pytest.approx((148_000.0, 169_900.0))
