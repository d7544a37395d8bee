"""The map view: ground to paper and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartoviewer.scene.view import MapView

VIEW = MapView((149000.0, 170000.0), 10000.0, (400.0, 250.0))


def test_a_hundred_metres_are_ten_millimetres_at_one_to_ten_thousand():
    paper = VIEW.to_paper(np.array([[149000.0, 170000.0], [149100.0, 170000.0]]))
    assert paper[1, 0] - paper[0, 0] == pytest.approx(10.0)
    assert paper[0].tolist() == pytest.approx([200.0, 125.0])


@given(x=st.floats(0, 400), y=st.floats(0, 250))
def test_paper_and_ground_are_each_other_s_inverse(x: float, y: float):
    back = VIEW.to_paper(np.array([VIEW.to_ground(x, y)]))
    assert back[0].tolist() == pytest.approx([x, y], abs=1e-6)


@given(factor=st.floats(0.1, 10), x=st.floats(0, 400), y=st.floats(0, 250))
def test_zooming_keeps_the_ground_under_the_cursor(factor: float, x: float, y: float):
    zoomed = VIEW.zoomed(factor, (x, y))
    assert zoomed.to_ground(x, y) == pytest.approx(VIEW.to_ground(x, y), abs=1e-6)
    assert zoomed.scale == pytest.approx(VIEW.scale / factor)


def test_panning_moves_the_paper():
    assert VIEW.panned(10.0, -5.0).centre == pytest.approx((149100.0, 170050.0))


def test_a_fitting_view_holds_all_of_the_bounds():
    bounds = (141000.0, 161000.0, 158000.0, 178000.0)
    west, south, east, north = MapView.fitting(bounds, (400.0, 250.0)).bounds
    assert west < bounds[0]
    assert south < bounds[1]
    assert east > bounds[2]
    assert north > bounds[3]
