"""Areas and lines written as the content of a PDF: what each point becomes, and what a path is."""

from itertools import pairwise

import numpy as np
from PySide6.QtGui import QColor

from cartoviewer.render.device import PDF
from cartoviewer.render.inscribing import Inscriber, Inscription, path_text
from cartoviewer.scene.scene import AreaBatch, LineBatch, SpeckBatch
from symbols.style import Fill, Stroke

SQUARE = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)])


def written(make) -> list[Inscription]:
    """Give what an inscriber writes when it is used so."""
    found: list[Inscription] = []
    for _ in make(Inscriber((100.0, 100.0), PDF, found.append)):
        pass
    return found


def test_places_are_whole_hundredths_of_a_millimetre_and_rings_are_closed():
    xy = np.array([*SQUARE, (-0.004, 123.456), (-7.5, 0.014)])
    text, begins = path_text(xy, np.array([0, 5, 7]))
    lines = ["0 0 m", "1000 0 l", "1000 1000 l", "0 1000 l", "h", "0 12346 m", "-750 1 l"]
    assert text.decode().splitlines() == lines
    assert [text[first:last].decode().strip() for first, last in pairwise(begins)] == lines
    assert begins[-1] == len(text)


def test_every_number_is_written_as_python_writes_it():
    drawn = np.random.default_rng(7)
    hundredths = np.concatenate([drawn.integers(-(10**k), 10**k, size=(200, 2)) for k in range(1, 8)])
    text, _ = path_text(hundredths / 100.0, np.arange(len(hundredths) + 1))
    assert text.decode().splitlines() == [f"{x} {y} m" for x, y in hundredths.tolist()]


def test_rings_without_points_write_nothing():
    text, begins = path_text(np.zeros((0, 2)), np.array([0, 0]))
    assert (text, begins.tolist()) == (b"", [0])
    text, _ = path_text(SQUARE, np.array([0, 0, 5]))
    assert text.count(b"m\n") == 1


def test_an_area_is_filled_and_outlined_with_its_own_alphas():
    batch = AreaBatch(
        SQUARE, np.array([0, 5]), np.array([0, 1]), Fill("#FF0000", 0.5), Stroke("#0000FF", 0.3), opacity=0.5
    )
    (one,) = written(lambda inscriber: inscriber.areas(batch))
    assert one.states == {(QColor.fromRgbF(0, 0, 0, 0.25).alpha(), QColor.fromRgbF(0, 0, 0, 0.5).alpha())}
    lines = one.content.decode().splitlines()
    assert "1 0 0 rg" in lines
    assert "0 0 1 RG" in lines
    assert "30 w 1 J" in lines
    assert lines[-1] == "B"


def test_a_line_lies_over_its_casing_and_keeps_its_dashes():
    stroke = Stroke(
        "#000000", 0.5, (2.0, 1.0), cap="flat", casing_colour="#FFFFFF", casing_mm=0.25, dash_from_mm=0.5
    )
    beneath, above = written(lambda inscriber: inscriber.lines(LineBatch(SQUARE[:3], np.array([0, 3]), stroke)))
    assert b"100 w 0 J\n[] 0 d" in beneath.content
    assert b"50 w 0 J\n[200 100] 50 d" in above.content


def test_points_are_long_enough_to_be_drawn():
    places = np.repeat(np.array([(1.0, 1.0), (2.0, 2.0)]), 2, axis=0)
    batch = LineBatch(places, np.array([0, 2, 4]), Stroke("#000000", 1.0))
    (one,) = written(lambda inscriber: inscriber.lines(batch))
    assert one.content.endswith(b"100 100 m\n101 100 l\n200 200 m\n201 200 l\nS\n")


def test_many_small_areas_are_squares_in_few_paths():
    batch = SpeckBatch(np.ones((1200, 2)), np.full(1200, 0.04), "#808080")
    (one,) = written(lambda inscriber: inscriber.specks(batch))
    assert one.content.count(b"90 90 m\n110 90 l\n110 110 l\n90 110 l\nh\n") == 1200
    assert one.content.count(b"f\n") == 3
