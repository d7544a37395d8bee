"""What the compiled loops paint is what Qt paints, and nothing can make them write beside the picture."""

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from cartoviewer.render.paths import path_of
from cartoviewer.render.pixels import Place
from cartoviewer.render.rasteriser import Rasteriser
from cartoviewer.scene.scene import AreaBatch, LineBatch, SpeckBatch
from symbols.style import Fill, Stroke

SIDE = 120
BLACK = "#000000"
AS_IS = Place(1.0, 0.0, 0.0)
CAPS = {"flat": Qt.PenCapStyle.FlatCap, "square": Qt.PenCapStyle.SquareCap, "round": Qt.PenCapStyle.RoundCap}


@pytest.fixture(scope="module")
def rasteriser():
    made = Rasteriser(workers=2)
    made.wait()
    yield made
    made.close()


class at_once:  # noqa: N801 - reads as what it does
    """Paints on a picture, and waits after each batch until it is painted."""

    def __init__(self, rasteriser, image):
        self._painter = rasteriser.painter(image)

    def __getattr__(self, name):
        def paint(*batch):
            getattr(self._painter, name)(*batch)
            self._painter.settle()

        return paint


def paper(width=SIDE, height=SIDE):
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0xFFFFFFFF)
    return image


def ink(image):
    """How dark each pixel is, 0 to 1."""
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return 1.0 - (pixels & 255) / 255.0


def by_qt(xy, spans, pen):
    image = paper()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.drawPath(path_of(xy, spans))
    painter.end()
    return ink(image)


def pen(width, cap="flat"):
    made = QPen(QColor(BLACK), width)
    made.setCapStyle(CAPS[cap])
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin if width >= 3.5 else Qt.PenJoinStyle.BevelJoin)
    return made


def star(random, corners=9):
    turns = np.sort(random.uniform(0, 2 * np.pi, corners))
    reach = random.uniform(5, 60, corners)
    ring = random.uniform(20, 100, 2) + np.stack((np.cos(turns), np.sin(turns)), axis=1) * reach[:, None]
    return np.vstack((ring, ring[:1]))


def area(xy, fill=BLACK, stroke=None, opacity=1.0):
    return AreaBatch(xy, np.array((0, len(xy))), np.array((0, 1)), Fill(fill), stroke, None, opacity)


@pytest.mark.parametrize("seed", range(12))
def test_a_polygon_covers_of_each_pixel_exactly_its_share(rasteriser, seed):
    xy = star(np.random.default_rng(seed))
    image = paper()
    at_once(rasteriser, image).areas(area(xy), AS_IS, QColor(BLACK), None)
    column, row = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    shares = shapely.area(shapely.intersection(shapely.Polygon(xy), shapely.box(column, row, column + 1, row + 1)))
    assert np.abs(ink(image) - shares).max() < 0.004


def test_a_hole_stays_open(rasteriser):
    outer = np.array(((10.0, 10), (110, 10), (110, 110), (10, 110), (10, 10)))
    hole = np.array(((40.0, 40), (40, 80), (80, 80), (80, 40), (40, 40)))
    batch = AreaBatch(np.vstack((outer, hole)), np.array((0, 5, 10)), np.array((0, 2)), Fill(BLACK), None)
    image = paper()
    at_once(rasteriser, image).areas(batch, AS_IS, QColor(BLACK), None)
    darkness = ink(image)
    assert darkness[60, 60] == 0.0
    assert darkness[20, 20] == 1.0
    assert darkness.sum() == pytest.approx(100 * 100 - 40 * 40, abs=0.5)


@pytest.mark.parametrize("width", [0.4, 1.0, 1.7, 2.5, 4.0, 9.0, 20.0])
@pytest.mark.parametrize("cap", ["flat", "square", "round"])
def test_a_line_is_as_wide_and_ends_where_qt_ends_it(rasteriser, width, cap):
    random = np.random.default_rng(int(width * 10))
    for _ in range(8):
        xy = random.uniform(-20, 140, (int(random.integers(2, 6)), 2))
        spans = np.array((0, len(xy)))
        batch = LineBatch(xy, spans, Stroke(BLACK, width, cap=cap))
        image = paper()
        at_once(rasteriser, image).lines(batch, batch.stroke, AS_IS, QColor(BLACK))
        drawn_as = cap if cap != "round" or width >= 3.5 else ("flat" if width < 1.6 else "square")
        difference = np.abs(ink(image) - by_qt(xy, spans, pen(width, drawn_as)))
        # Where a line crosses itself, two faint edges add up here and cover each other there.
        assert difference.mean() < 0.006
        assert (difference > 0.45).sum() <= 12


def test_a_wide_bent_line_has_no_holes_and_leaks_nowhere(rasteriser):
    random = np.random.default_rng(3)
    for _ in range(40):
        xy = np.cumsum(random.normal(0, 3, (30, 2)), axis=0) + 60
        spans = np.array((0, len(xy)))
        batch = LineBatch(xy, spans, Stroke(BLACK, 4.0, cap="round"))
        image = paper()
        at_once(rasteriser, image).lines(batch, batch.stroke, AS_IS, QColor(BLACK))
        difference = np.abs(ink(image) - by_qt(xy, spans, pen(4.0, "round")))
        assert (difference > 0.5).sum() <= 8


def test_a_closed_line_has_a_corner_where_it_closes(rasteriser):
    xy = np.array(((30.0, 30), (90, 30), (90, 90), (30, 90), (30, 30)))
    batch = LineBatch(xy, np.array((0, 5)), Stroke(BLACK, 10.0, cap="flat"))
    image = paper()
    at_once(rasteriser, image).lines(batch, batch.stroke, AS_IS, QColor(BLACK))
    corner = ink(image)[25:35, 25:35]
    assert corner.sum() == pytest.approx(75 + 25 * np.pi / 4, abs=1.5)


def test_an_outline_lies_over_its_own_area_and_under_the_next(rasteriser):
    one = np.array(((10.0, 10), (70, 10), (70, 70), (10, 70), (10, 10)))
    batch = AreaBatch(
        np.vstack((one, one + 30)), np.array((0, 5, 10)), np.array((0, 1, 2)), Fill("#FFFF00"), Stroke(BLACK, 4.0)
    )
    image = paper()
    at_once(rasteriser, image).areas(batch, AS_IS, QColor("#FFFF00"), QColor(BLACK))
    assert image.pixelColor(70, 20) == QColor(BLACK)
    assert image.pixelColor(70, 60) == QColor("#FFFF00")
    assert image.pixelColor(40, 60) == QColor(BLACK)


def test_a_faint_colour_mixes_with_what_lies_under_it(rasteriser):
    shade = QColor(255, 0, 0, 128)
    image = paper()
    xy = np.array(((0.0, 0), (120, 0), (120, 120), (0, 120), (0, 0)))
    at_once(rasteriser, image).areas(area(xy, "#FF0000"), AS_IS, shade, None)
    assert image.pixelColor(60, 60) == QColor(255, 127, 127)


def test_specks_have_their_ink(rasteriser):
    random = np.random.default_rng(1)
    xy = random.uniform(5, 115, (50, 2))
    sizes = random.uniform(0.05, 3.0, 50)
    image = paper()
    at_once(rasteriser, image).specks(SpeckBatch(xy, sizes, BLACK), AS_IS, QColor(BLACK))
    assert ink(image).sum() == pytest.approx(sizes.sum(), rel=0.03)


def test_stamps_lie_over_one_another_and_are_cut_at_the_edge(rasteriser):
    image = paper(20, 20)
    picture = np.full((1, 6, 6), 0xFF0000FF, dtype=np.uint32)
    half = np.full((1, 6, 6), 0x80800000, dtype=np.uint32)
    painter = at_once(rasteriser, image)
    painter.stamps(picture, np.array(((-3, -3), (17, 8), (8, 8))), np.zeros(3, np.int64), 1.0)
    painter.stamps(half, np.array(((8, 8),)), np.zeros(1, np.int64), 1.0)
    assert image.pixelColor(2, 2) == QColor(0, 0, 255)
    assert image.pixelColor(3, 3) == QColor(255, 255, 255)
    assert image.pixelColor(19, 9) == QColor(0, 0, 255)
    assert image.pixelColor(9, 9) == QColor(128, 0, 127)


def test_pictures_of_any_number_of_bands_are_the_same():
    random = np.random.default_rng(8)
    pictures = []
    for workers in (1, 2, 4):
        made = Rasteriser(workers=workers)
        made.wait()
        image = paper()
        painter = at_once(made, image)
        random = np.random.default_rng(8)
        painter.areas(
            area(star(random), stroke=Stroke("#777777", 3.0)), AS_IS, QColor("#AA3322"), QColor("#777777")
        )
        line = LineBatch(random.uniform(0, 120, (9, 2)), np.array((0, 4, 9)), Stroke(BLACK, 1.3))
        painter.lines(line, line.stroke, AS_IS, QColor(BLACK))
        pictures.append(ink(image))
        made.close()
    assert np.array_equal(pictures[0], pictures[1])
    assert np.array_equal(pictures[0], pictures[2])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300, -1e300, 1e12])
def test_places_that_are_no_numbers_write_nothing_beside_the_picture(rasteriser, bad):
    image = paper()
    painter = at_once(rasteriser, image)
    for column in (0, 1):
        xy = np.array(((10.0, 10), (50, 20), (30, 60), (10, 10)))
        xy[1, column] = bad
        painter.areas(area(xy, stroke=Stroke(BLACK, 1.0)), AS_IS, QColor(BLACK), QColor(BLACK))
        for width in (0.5, 5.0):
            line = LineBatch(xy, np.array((0, 4)), Stroke(BLACK, width))
            painter.lines(line, line.stroke, AS_IS, QColor(BLACK))
        painter.specks(SpeckBatch(xy, np.ones(4), BLACK), AS_IS, QColor(BLACK))
    clean = paper()
    at_once(rasteriser, clean).areas(area(star(np.random.default_rng(0))), AS_IS, QColor(BLACK), None)
    again = paper()
    at_once(rasteriser, again).areas(area(star(np.random.default_rng(0))), AS_IS, QColor(BLACK), None)
    assert np.array_equal(ink(clean), ink(again))


def test_nothing_is_left_in_the_buffers_for_the_next_picture(rasteriser):
    image = paper()
    painter = at_once(rasteriser, image)
    random = np.random.default_rng(2)
    painter.areas(area(star(random) * 3 - 100, stroke=Stroke(BLACK, 30.0)), AS_IS, QColor(BLACK), QColor(BLACK))
    line = LineBatch(random.uniform(-400, 500, (40, 2)), np.array((0, 40)), Stroke(BLACK, 7.0))
    painter.lines(line, line.stroke, AS_IS, QColor(BLACK))
    empty = paper()
    nothing = LineBatch(np.zeros((0, 2)), np.array((0,)), Stroke(BLACK, 7.0))
    at_once(rasteriser, empty).lines(nothing, nothing.stroke, AS_IS, QColor(BLACK))
    assert ink(empty).sum() == 0.0


def test_a_picture_of_another_kind_is_left_to_qt(rasteriser):
    assert rasteriser.painter(QImage(10, 10, QImage.Format.Format_RGB888)) is None
