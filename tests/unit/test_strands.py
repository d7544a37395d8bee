"""Patterned and dashed lines laid by compiled loops look as Qt paints them, at sharp corners and tiny loops too."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pikepdf
import pytest
import shapely
from PySide6.QtGui import QImage, QPainter, QPdfWriter

from bnip.zone import Zone, ZoneKind
from cartoviewer.document.document import MapDocument
from cartoviewer.render.device import PDF
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.render.picture import paint_picture
from cartoviewer.render.rasteriser import Rasteriser
from cartoviewer.scene.gather import gather
from cartoviewer.scene.scene import Element, LineBatch, Scene
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset
from resources.texts import Language
from symbols.catalogue import FrameClass, catalogue
from symbols.dashing import dashed, fitted_dashes
from symbols.grammar import Certainty, State, Symbol
from symbols.lines import along_lines, has_pattern, line_style
from symbols.style import Stroke
from symbols.zones import zone_pattern

pytestmark = pytest.mark.usefixtures("qapp")

SIDE_PX = 480
SIDE_MM = SIDE_PX / 96 * 25.4
FRAME = (0.0, 0.0, SIDE_MM, SIDE_MM)
LINES = [entry.id for entry in catalogue().values() if entry.frame is FrameClass.LINE]
EDGES = [pattern for entry in catalogue().values() if (pattern := zone_pattern(entry.id))]


@pytest.fixture(scope="module")
def rasteriser():
    made = Rasteriser(workers=2)
    made.wait()
    yield made
    made.close()


def painted(elements: tuple[Element, ...], rasteriser: Rasteriser | None) -> np.ndarray:
    scene = Scene(view=MapView((149_000.0, 170_000.0), 10_000.0, (SIDE_MM, SIDE_MM)), elements=elements)
    image: QImage = paint_picture(scene, Language.FR, (SIDE_PX, SIDE_PX), rasteriser=rasteriser)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(SIDE_PX, SIDE_PX, 4)
    return pixels[:, :, :3].astype(np.int64)


def batch(code: str, path: np.ndarray) -> LineBatch:
    pattern = code if has_pattern(code) else ""
    return LineBatch(path, np.array((0, len(path))), line_style(code), pattern)


def figures() -> list[np.ndarray]:
    """A zigzag, a spiral with a tiny loop in its middle, a short line and one far longer than the frame."""
    turn = np.linspace(0, 14, 90)
    spiral = np.column_stack((np.cos(turn), np.sin(turn))) * np.linspace(0.2, 22, 90)[:, None] + (95, 35)
    return [
        np.array([(5, 10), (40, 12), (8, 16), (45, 40), (45, 12), (52, 40), (10, 60)], np.float64),
        spiral,
        np.array([(20, 90), (22, 90.5)], np.float64),
        np.array([(-900, 80), (60, 100), (2000, 70)], np.float64),
        np.array([(70, 110), (75, 110), (72, 114), (70, 110)], np.float64),
    ]


def told_apart(one: np.ndarray, other: np.ndarray) -> tuple[float, int]:
    difference = np.abs(one - other).max(axis=2)
    return float(difference.mean()), int((difference > 128).sum())


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", [*LINES, *EDGES])
def test_what_the_loops_lay_along_a_line_is_what_qt_paints(rasteriser, name: str, state: State):
    certainty = Certainty.REPORTED if state is State.REQUESTED else Certainty.CONFIRMED
    code = str(Symbol.read(name).having(state.value, certainty.value))
    elements = tuple(batch(code, path) for path in figures())
    by_loops, by_qt = painted(elements, rasteriser), painted(elements, None)
    mean, apart = told_apart(by_loops, by_qt)
    assert by_loops.min() < 200, "nothing was laid"
    # Hairs and the ends of thin dashes are a little softer than Qt's.
    assert mean < 0.5
    assert apart < SIDE_PX**2 / 1000


def test_each_line_lies_over_those_before_with_its_signs(rasteriser):
    codes = ["line.cordon", "line.access", "line.cordon", "line.closed"]
    path = np.array([(10.0, 60.0), (110.0, 60.0)])
    turns = [np.array([(np.cos(a), np.sin(a)), (-np.sin(a), np.cos(a))]) for a in (0.0, 0.02, 0.05, 0.09)]
    elements = tuple(batch(code, (path - 60) @ turn + 60) for code, turn in zip(codes, turns, strict=True))
    mean, apart = told_apart(painted(elements, rasteriser), painted(elements, None))
    assert mean < 0.5
    assert apart < 60
    swapped = (elements[1], elements[0], *elements[2:])
    assert told_apart(painted(elements, rasteriser), painted(swapped, rasteriser))[1] > 30


def test_a_line_that_ends_nowhere_and_one_without_length_are_painted_without_harm(rasteriser):
    for path in (np.zeros((0, 2)), np.zeros((1, 2)), np.full((4, 2), 50.0), np.array([(10, 10), (np.nan, 20)])):
        with np.errstate(invalid="ignore"):
            painted((batch("line.water", path),), rasteriser)


def test_what_stands_along_many_lines_is_what_stands_along_each():
    paths = figures()
    xy, begins = np.concatenate(paths), np.cumsum([0, *map(len, paths)])
    for code in [*LINES, "line.route;certainty=reported", *EDGES]:
        together = along_lines(code, xy, begins, mm_per_km=21.0, within=FRAME)
        for number, path in enumerate(paths):
            alone = along_lines(code, path, np.array((0, len(path))), mm_per_km=21.0, within=FRAME)
            places = [copies.where[copies.of == number] for copies in together if (copies.of == number).any()]
            assert len(places) == len(alone)
            for here, expected in zip(places, alone, strict=True):
                assert here == pytest.approx(expected.where, abs=1e-6)


def test_dashes_are_as_long_as_they_are_said_to_be_and_go_round_corners_whole():
    xy = np.array([(0.0, 0.0), (5.0, 0.0), (5.0, 6.0)])
    points, begins, counts = dashed(xy, np.array((0, 3)), (2.0, 1.0), 0.0, (-1, -1, 99, 99))
    cut = [points[first:last] for first, last in pairwise(begins)]
    lengths = [float(np.hypot(*np.diff(one, axis=0).T).sum()) for one in cut]
    assert counts.tolist() == [4]
    assert lengths == pytest.approx([2.0, 2.0, 2.0, 2.0])
    assert cut[1].tolist() == [[3, 0], [5, 0]]
    around, begins, _ = dashed(xy, np.array((0, 3)), (2.0, 1.0), 1.5, (-1, -1, 99, 99))
    corner = [around[first:last] for first, last in pairwise(begins)][2]
    assert corner.tolist() == [[4.5, 0], [5, 0], [5, 1.5]]


def test_dashes_far_outside_are_left_out_and_the_others_stay_where_they_are():
    xy = np.array([(-1e6, 3.0), (1e6, 3.0)])
    points, begins, counts = dashed(xy, np.array((0, 2)), (2.0, 1.0), 0.0, FRAME)
    assert 40 < counts[0] < 50
    first = points[begins[:-1], 0] + 1e6
    assert np.abs(first - 3.0 * np.rint(first / 3.0)).max() < 1e-6


@pytest.mark.parametrize("dash", [(3.0, 1.5), (0.01, 2.0), (4.0, 1.2, 0.8, 1.2)])
def test_dashed_lines_are_what_qt_paints(rasteriser, dash):
    stroke = Stroke("#1A1A1A", 0.9, dash, cap="round" if dash[0] < 1 else "flat", casing_colour="#FFFFFF")
    elements = tuple(LineBatch(path, np.array((0, len(path))), stroke) for path in figures())
    mean, apart = told_apart(painted(elements, rasteriser), painted(elements, None))
    assert mean < 0.5
    assert apart < 40


@pytest.mark.parametrize("kind", ZoneKind)
def test_zones_with_their_hatches_and_edges_are_what_qt_paints(rasteriser, kind: ZoneKind):
    corners = [(0, 0), (60, 160), (120, 0), (160, 120), (320, 140), (170, 60), (330, 0), (150, -20), (90, -140)]
    outline = tuple((x + 148_800.0, y + 169_980.0) for x, y in (*corners, corners[0]))
    zones = {"z": Zone(id="z", zone=kind, outline=outline)}
    looked_at = MapView((149_000.0, 170_000.0), scale=4_000.0, size_mm=(SIDE_MM, SIDE_MM))
    scene = gather(MapDocument(zones), NoDatasets(), looked_at, Language.FR)
    mean, apart = told_apart(painted(scene.elements, rasteriser), painted(scene.elements, None))
    # The hairs of a hatch have all their ink here, where Qt gives them less.
    assert mean < 0.9
    assert apart < SIDE_PX**2 / 1000


class NoDatasets:
    def get(self, hash: str) -> Dataset:  # noqa: A002 - the word of the seam
        raise KeyError(hash)


@pytest.mark.parametrize("side", [7.3, 40.0, 111.0])
def test_a_dash_stands_on_each_corner_half_to_each_side(side: float):
    ring = np.array([(0, 0), (side, 0), (side, side * 0.7), (0, side * 0.7), (0, 0)], np.float64) + 10
    xy, begins = fitted_dashes(ring, (4.0, 2.0), (-500, -500, 500, 500))
    pieces = [xy[first:last] for first, last in pairwise(begins)]
    for corner in ring[:-1]:
        (around,) = [piece for piece in pieces if np.abs(piece - corner).max(axis=1).min() < 1e-6]
        at = int(np.abs(around - corner).max(axis=1).argmin())
        before = np.hypot(*np.diff(around[: at + 1], axis=0).T).sum()
        after = np.hypot(*np.diff(around[at:], axis=0).T).sum()
        assert before == pytest.approx(2.0, rel=0.45)
        assert after == pytest.approx(2.0, rel=0.45)
    lengths = [float(np.hypot(*np.diff(piece, axis=0).T).sum()) for piece in pieces]
    assert sum(lengths) / (3.4 * side) == pytest.approx(4 / 6, abs=0.01)


def test_dashes_of_a_circle_close_without_a_seam():
    turn = np.linspace(0, 2 * np.pi, 121)
    ring = np.column_stack((np.cos(turn), np.sin(turn))) * 33.3 + 60
    ring[-1] = ring[0]
    xy, begins = fitted_dashes(ring, (4.0, 2.0), (-500, -500, 500, 500))
    lengths = [float(np.hypot(*np.diff(xy[a:b], axis=0).T).sum()) for a, b in pairwise(begins)]
    assert len(lengths) == round(2 * np.pi * 33.3 / 6)
    assert np.ptp(lengths) < 0.01


def test_in_a_pdf_patterns_and_hatches_are_vectors(tmp_path):
    path = tmp_path / "patterns.pdf"
    writer = QPdfWriter(str(path))
    writer.setResolution(600)
    painter = QPainter(writer)
    painter.scale(600 / 25.4, 600 / 25.4)
    corners = ((148_950.0, 169_950.0), (149_050.0, 169_950.0), (149_000.0, 170_060.0), (148_950.0, 169_950.0))
    zones = {"z": Zone(id="z", zone=ZoneKind.YELLOW, outline=corners)}
    looked_at = MapView((149_000.0, 170_000.0), scale=2_000.0, size_mm=(SIDE_MM, SIDE_MM))
    zone = gather(MapDocument(zones), NoDatasets(), looked_at, Language.FR).elements
    lines = tuple(batch(code, path_mm) for code in LINES for path_mm in figures())
    paint_scene(painter, Scene(view=looked_at, elements=(*lines, *zone)), Language.FR, PDF)
    painter.end()
    with pikepdf.open(path) as read:
        (page,) = read.pages
        assert not list(page.get_images())
        drawn = Counter(str(step.operator) for step in pikepdf.parse_content_stream(page))
    # Thousands of corners and curves, none of them a picture.
    assert drawn["l"] > 2000
    assert drawn["c"] > 500
    assert drawn["Do"] == 0


OPEN = np.array([(0.0, 0.0), (31.0, 0.0), (31.0, 22.0), (70.0, 22.0)])


def test_the_dashes_of_an_open_line_go_round_its_corners_and_stand_whole_at_both_ends():
    xy, begins = fitted_dashes(OPEN, (4.0, 2.0), (-500, -500, 500, 500))
    dashes = [shapely.LineString(xy[first:last]) for first, last in pairwise(begins.tolist())]
    for corner in OPEN[1:-1]:
        (round_it,) = [dash for dash in dashes if shapely.distance(dash, shapely.Point(corner)) < 1e-6]
        assert round_it.line_locate_point(shapely.Point(corner)) == pytest.approx(round_it.length / 2, rel=0.15)
    for end, dash in ((OPEN[0], dashes[0]), (OPEN[-1], dashes[-1])):
        assert shapely.distance(dash, shapely.Point(end)) < 1e-6
        assert dash.length == pytest.approx(4.0, rel=0.2)
    assert [dash.length for dash in dashes] == pytest.approx([4.0] * len(dashes), rel=0.25)


def test_an_open_line_too_short_for_its_pattern_is_drawn_whole():
    for length in (0.5, 3.0, 5.5):
        xy, begins = fitted_dashes(np.array([(0.0, 0.0), (length, 0.0)]), (4.0, 2.0), (-500, -500, 500, 500))
        assert len(begins) == 2
        assert np.ptp(xy[:, 0]) == pytest.approx(length, rel=1e-4)


def test_what_lies_beneath_the_dashes_of_an_open_line_reaches_out_of_each_the_same():
    box = (-500, -500, 500, 500)
    (xy, begins), (wide, wider) = (fitted_dashes(OPEN, (4.0, 2.0), box, longer) for longer in (0.0, 0.25))
    assert len(begins) == len(wider)
    for (first, last), (low, high) in zip(pairwise(begins.tolist()), pairwise(wider.tolist()), strict=True):
        dash, beneath = shapely.LineString(xy[first:last]), shapely.LineString(wide[low:high])
        assert shapely.distance(dash, beneath) < 1e-6
        assert 0.2 < beneath.length - dash.length < 0.6
