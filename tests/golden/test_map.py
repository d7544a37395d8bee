"""One scene on every device: screen, print resolution, PDF and SVG show the same map."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QBuffer, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer

from cartoviewer.render.device import PDF, SVG, Device
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.render.picture import paint_picture
from cartoviewer.scene.gather import gather
from cartoviewer.scene.scene import AreaBatch, Glyph, LineBatch, MarkBatch, Scene, SpeckBatch
from layers.progress import Cancelled
from resources.texts import Language
from symbols.style import Fill, Hatch, Stroke
from tests.map_specimens import NOW, quarter, view

SIZE_MM = (120.0, 90.0)
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def scene() -> Scene:
    ground = quarter()
    return gather(ground.document, ground, view(), Language.FR_NL, now=NOW)


def pixels(dpi: float) -> tuple[int, int]:
    return round(SIZE_MM[0] / 25.4 * dpi), round(SIZE_MM[1] / 25.4 * dpi)


def array(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).astype(np.int16)


def on_pdf(scene: Scene, path: Path, page_mm: tuple[float, float] = SIZE_MM) -> QPdfDocument:
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QSizeF(*page_mm), QPageSize.Unit.Millimeter))
    writer.setPageOrientation(QPageLayout.Orientation.Portrait)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(1200)
    painter = QPainter(writer)
    painter.scale(1200 / 25.4, 1200 / 25.4)
    paint_scene(painter, scene, Language.FR_NL, PDF)
    painter.end()
    document = QPdfDocument(QGuiApplication.instance())
    assert document.load(str(path)) is QPdfDocument.Error.None_
    return document


def rendered(document: QPdfDocument, dpi: float) -> np.ndarray:
    image = document.render(0, QSize(*pixels(dpi)))
    white = QImage(image.size(), QImage.Format.Format_RGB888)
    white.fill(0xFFFFFFFF)
    painter = QPainter(white)
    painter.drawImage(0, 0, image)
    painter.end()
    return array(white)


def smaller(picture: np.ndarray) -> np.ndarray:
    """Take the mean of every four by four pixels: how finely edges are smoothed is no part of the map."""
    height, width = picture.shape[0] // 4 * 4, picture.shape[1] // 4 * 4
    return picture[:height, :width].reshape(height // 4, 4, width // 4, 4, 3).mean(axis=(1, 3))


def difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(smaller(one) - smaller(other)).mean())


def test_the_map_looks_as_accepted(scene, golden):
    golden(paint_picture(scene, Language.FR_NL, pixels(144), 144), "map-quarter")


def test_screen_and_pdf_agree(scene, tmp_path):
    screen = array(paint_picture(scene, Language.FR_NL, pixels(192), 192))
    assert difference(screen, rendered(on_pdf(scene, tmp_path / "map.pdf"), 192)) < 1.0


def test_screen_and_svg_agree(scene):
    store = QBuffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(store)
    generator.setResolution(300)
    generator.setSize(QSize(*pixels(300)))
    generator.setViewBox(QRectF(0, 0, *pixels(300)))
    painter = QPainter(generator)
    painter.scale(300 / 25.4, 300 / 25.4)
    paint_scene(painter, scene, Language.FR_NL, SVG)
    painter.end()
    image = QImage(*pixels(192), QImage.Format.Format_RGB888)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    QSvgRenderer(store.data()).render(painter)
    painter.end()
    screen = array(paint_picture(scene, Language.FR_NL, pixels(192), 192))
    assert difference(screen, array(image)) < 1.0


def test_twice_the_resolution_is_the_same_map(scene):
    coarse = array(paint_picture(scene, Language.FR_NL, pixels(96), 96))
    fine = array(paint_picture(scene, Language.FR_NL, pixels(192), 192))
    height, width = (min(coarse.shape[axis], fine.shape[axis] // 2) for axis in (0, 1))
    halved = fine[: height * 2, : width * 2].reshape(height, 2, width, 2, 3).mean(axis=(1, 3))
    assert difference(coarse[:height, :width], halved) < 1.5


def test_a_distance_on_paper_is_right_to_a_tenth_of_a_millimetre(tmp_path):
    # Two lines 380 mm apart on an A3 page.
    xy = np.array([(20, 40), (20, 60), (400, 40), (400, 60)], dtype=float)
    lines = LineBatch(xy, np.array([0, 2, 4]), Stroke("#000000", 0.1, cap="flat"))
    page = Scene(view(5_000, (420.0, 297.0)), (lines,))
    document = on_pdf(page, tmp_path / "page.pdf", (420.0, 297.0))
    width, height = document.pagePointSize(0).toTuple()
    assert (width / 72 * 25.4, height / 72 * 25.4) == (pytest.approx(420, abs=0.2), pytest.approx(297, abs=0.2))
    row = array(document.render(0, QSize(round(width * 8), round(height * 8))))[round(45 / 25.4 * 72 * 8), :, 0]
    dark = (np.flatnonzero(row < 128) + 0.5) / 8 / 72 * 25.4
    left, right = dark[np.abs(dark - 20) < 5].mean(), dark[np.abs(dark - 400) < 5].mean()
    assert left == pytest.approx(20.0, abs=0.1)
    assert right - left == pytest.approx(380.0, abs=0.1)


def test_labels_are_text_in_the_pdf_with_embedded_fonts(scene, tmp_path):
    document = on_pdf(scene, tmp_path / "map.pdf")
    text = " ".join(document.getAllText(0).text().split())
    assert "Salle du Lac" in text
    assert "Molensteenweg" in text
    assert b"FontFile2" in (tmp_path / "map.pdf").read_bytes()


def test_a_transparent_layer_puts_no_picture_into_the_pdf(tmp_path):
    ground = quarter()
    ground.add("generic", [shapely.box(148_900, 170_400, 149_050, 170_600)], opacity=0.4)
    faint = gather(ground.document, ground, view(), Language.FR, now=NOW)
    on_pdf(faint, tmp_path / "map.pdf")
    assert b"/Subtype /Image" not in (tmp_path / "map.pdf").read_bytes()


def test_a_grey_device_has_no_colour(scene):
    grey = array(paint_picture(scene, Language.FR_NL, pixels(96), 96, monochrome=True))
    assert (grey.max(axis=2) - grey.min(axis=2)).max() <= 1


def ink(elements, device=Device(raster=True, dpi=96.0), size=(40.0, 40.0)) -> np.ndarray:  # noqa: B008
    """Paint black elements and give how much of every pixel is covered."""
    width, height = (round(side / 25.4 * device.dpi) for side in size)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    painter.scale(device.dpi / 25.4, device.dpi / 25.4)
    paint_scene(painter, Scene(view(5_000, size), tuple(elements)), Language.FR, device)
    painter.end()
    return (251 - array(image)[:, :, 0]) / 251


def test_many_specks_cover_as_much_paper_as_they_have_area():
    random = np.random.default_rng(7)
    few = SpeckBatch(random.uniform(5, 35, (300, 2)), np.full(300, 0.06), "#000000")
    grid = np.stack(np.meshgrid(np.linspace(3, 37, 60), np.linspace(3, 37, 60)), -1).reshape(-1, 2)
    many = SpeckBatch(grid, np.full(len(grid), 0.05), "#000000")
    for batch in (few, many):
        covered = ink([batch]).sum() * (25.4 / 96) ** 2
        assert covered == pytest.approx(batch.area_mm2.sum(), rel=0.06)


def test_specks_painted_as_one_picture_look_like_specks_painted_one_by_one():
    grid = np.stack(np.meshgrid(np.linspace(3, 37, 60), np.linspace(3, 37, 60)), -1).reshape(-1, 2) + 0.013
    many = SpeckBatch(grid, np.full(len(grid), 0.08), "#000000")
    parts = [SpeckBatch(grid[at : at + 900], many.area_mm2[at : at + 900], "#000000") for at in range(0, 3600, 900)]
    assert np.abs(ink([many]) - ink(parts)).max() < 0.03


def test_thin_lines_painted_by_their_ink_look_like_lines():
    random = np.random.default_rng(3)
    begin = random.uniform(3, 37, (3000, 2))
    ends = begin + random.uniform(-0.6, 0.6, (3000, 2))
    xy = np.stack((begin, (begin + ends) / 2, ends), axis=1).reshape(-1, 2)
    whole = LineBatch(xy, np.arange(0, len(xy) + 1, 3), Stroke("#000000", 0.35, cap="flat"))
    parts = [LineBatch(xy[at : at + 3000], np.arange(0, 3001, 3), whole.stroke) for at in range(0, len(xy), 3000)]
    together, apart = ink([whole]), ink(parts)
    assert together.sum() == pytest.approx(apart.sum(), rel=0.12)
    assert np.abs(together - apart).mean() < 0.06


def test_stamped_symbols_look_like_painted_ones():
    grid = np.stack(np.meshgrid(np.linspace(2, 38, 21), np.linspace(2, 38, 21)), -1).reshape(-1, 2)
    glyph = Glyph("ref.shelter", 1.5)
    one_by_one = [MarkBatch(place[None, :], glyph) for place in grid]
    stamped = [MarkBatch(grid, glyph)]
    assert np.abs(ink(stamped) - ink(one_by_one)).mean() < 0.05


def test_dots_keep_their_ring_where_they_overlap():
    places = np.repeat(np.array([(20.0, 20.0), (20.8, 20.0)]), 20, axis=0)
    xy = np.repeat(places, 2, axis=0)
    xy[1::2, 0] += 0.001
    ring = Stroke("#000000", 2.0, casing_colour="#FFFFFF", casing_mm=0.3)
    fine = Device(raster=True, dpi=508.0)
    row = ink([LineBatch(xy, np.arange(0, len(xy) + 1, 2), ring)], fine)[400]
    # 20 pixels are a millimetre. The later dot's ring crosses the earlier dot.
    assert row[20 * 19 + 5] > 0.9
    assert row[20 * 19 + 13] < 0.1
    assert row[20 * 20 + 10] > 0.9


def test_overlapping_features_of_one_class_are_filled_once():
    square = np.array([(5, 5), (25, 5), (25, 25), (5, 25), (5, 5)], dtype=float)
    xy = np.concatenate((square, square + 8))
    batch = AreaBatch(xy, np.array([0, 5, 10]), np.array([0, 1, 2]), Fill("#000000", 0.5), None)
    covered = ink([batch])
    assert covered.max() == pytest.approx(0.5, abs=0.02)
    assert covered[round(18 / 25.4 * 96), round(18 / 25.4 * 96)] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("kind", ["lines", "cross", "dots"])
def test_a_hatch_stays_inside_its_area(kind):
    square = np.array([(10, 10), (30, 10), (30, 30), (10, 30), (10, 10)], dtype=float)
    hatch = Hatch("#000000", kind, spacing_mm=1.5, width_mm=0.3)
    batch = AreaBatch(square, np.array([0, 5]), np.array([0, 1]), Fill("#000000", 0.0, hatch), None)
    covered = ink([batch])
    edge = [round(at / 25.4 * 96) for at in (9.6, 30.4)]
    inside = covered[edge[0] : edge[1], edge[0] : edge[1]]
    assert inside.sum() > 100
    assert covered.sum() == pytest.approx(inside.sum())


def test_painting_stops_when_it_is_cancelled_and_leaves_the_painter_as_it_was(scene):
    class Impatient:
        def step(self, done, text=""):
            raise Cancelled

    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    painter.translate(3, 4)
    with pytest.raises(Cancelled):
        paint_scene(painter, scene, Language.FR, Device(raster=True), Impatient())
    assert (painter.transform().dx(), painter.transform().dy()) == (3, 4)
    assert not painter.hasClipping()
    painter.end()
