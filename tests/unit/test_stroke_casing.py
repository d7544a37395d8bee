"""The casing beneath a line."""

import pytest

from symbols.style import Stroke


def test_a_casing_runs_on_beneath_dashes_unless_it_goes_round_them():
    line = Stroke("#FFD400", 0.8, (5.0, 1.6), cap="flat", casing_colour="#1A1A1A", casing_mm=0.2)
    casing = line.casing()
    assert (casing.colour, casing.width_mm, casing.dash_mm) == ("#1A1A1A", pytest.approx(1.2), ())


def test_a_casing_round_dashes_reaches_beyond_each_of_them_on_all_sides():
    line = Stroke(
        "#FFD400", 0.8, (5.0, 1.6), cap="flat", casing_colour="#1A1A1A", casing_mm=0.2, casing_dashed=True
    )
    casing = line.casing()
    assert casing.dash_mm == pytest.approx((5.4, 1.2))
    assert casing.dash_from_mm == pytest.approx(0.2)
    assert sum(casing.dash_mm) == pytest.approx(sum(line.dash_mm))


def test_a_line_without_casing_has_none():
    assert Stroke("#000000", 0.5).casing() is None
