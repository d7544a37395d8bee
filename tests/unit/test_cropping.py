"""A part of a map holds whole things only: those that reach into it."""

import numpy as np

from cartoviewer.scene.cropping import cropped
from cartoviewer.scene.scene import AreaBatch, Glyph, LabelText, LineBatch, MarkBatch, Scene
from cartoviewer.scene.view import MapView
from symbols.style import Fill, LabelStyle, Stroke

VIEW = MapView((148_000.0, 170_000.0), 10_000.0, (400.0, 400.0))


def squares(*corners: tuple[float, float]) -> AreaBatch:
    """Give squares of 10 mm at these corners, each with a hole."""
    ring = np.array([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)], np.float64)
    hole = ring * 0.2 + 4
    xy = np.concatenate([part + corner for corner in corners for part in (ring, hole)])
    count = len(corners)
    return AreaBatch(xy, np.arange(2 * count + 1) * 5, np.arange(count + 1) * 2, Fill("#808080"), None)


def test_areas_far_from_the_box_are_gone_and_the_others_are_whole():
    batch = squares((0, 0), (300, 300), (100, 100))
    (found,) = cropped(Scene(VIEW, elements=(batch,)), (95.0, 95.0, 20.0, 20.0)).elements
    assert len(found.features) - 1 == 1
    assert np.array_equal(found.xy, batch.xy[20:30])
    assert found.rings.tolist() == [0, 5, 10]
    assert found.features.tolist() == [0, 2]


def test_a_line_that_crosses_the_box_is_kept_with_both_its_ends():
    xy = np.array([(0, 50), (400, 50), (0, 300), (400, 300)], np.float64)
    lines = LineBatch(xy, np.array([0, 2, 4]), Stroke("#000000", 0.2))
    (found,) = cropped(Scene(VIEW, elements=(lines,)), (180.0, 40.0, 20.0, 20.0)).elements
    assert found.xy.tolist() == [[0, 50], [400, 50]]


def test_every_element_keeps_its_place_even_where_nothing_of_it_is_in_the_box():
    batch = squares((300, 300), (320, 320))
    found = cropped(Scene(VIEW, elements=(batch, batch)), (0.0, 0.0, 20.0, 20.0)).elements
    assert [len(each.features) - 1 for each in found] == [1, 1]


def test_symbols_near_the_box_are_kept():
    marks = MarkBatch(np.array([(10.0, 10.0), (390.0, 390.0)]), Glyph("haz.fire", 8.0))
    (found,) = cropped(Scene(VIEW, elements=(marks,)), (0.0, 0.0, 20.0, 20.0)).elements
    assert found.xy.tolist() == [[10.0, 10.0]]
    assert found.glyph == marks.glyph


def test_names_that_cannot_reach_the_box_say_nothing_there():
    style = LabelStyle(("name",), 8.0)
    near, far = LabelText(("Midi",), (30.0, 10.0), style), LabelText(("Midi",), (390.0, 390.0), style)
    found = cropped(Scene(VIEW, elements=(near, far)), (0.0, 0.0, 20.0, 20.0)).elements
    assert [label.lines for label in found] == [("Midi",), (" ",)]
