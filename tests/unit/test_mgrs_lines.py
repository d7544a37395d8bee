"""The lines of the reference system stand where pyproj puts them, and say what the system's own rules say."""

from math import floor

import numpy as np
import pyproj
import pytest

from cartoviewer.scene.composition import compose
from cartoviewer.scene.graticule import Axis
from cartoviewer.scene.mgrs_lines import mgrs_lines, mgrs_step
from cartoviewer.scene.view import MapView
from layers.crs import grid_available
from resources.texts import Language
from tests import sheet_specimens as specimens
from tests.unit.test_sheet_composition import rectangle

BROWN = "#8A4B12"
# In Lambert 2008 no datum shift comes between: PROJ and the program must agree to the millimetre.
VIEWS = [MapView((647_734.8, 669_487.1), 10_000.0, (316.0, 238.0), 3812, turn) for turn in (0.0, 33.0, 90.0, 205.0)]


def letters(easting: float, northing: float) -> str:
    """The letters of a 100 km square of an odd zone (31), by the rules of the system (NGA.STND.0037, AA scheme)."""
    column = {1: "ABCDEFGH", 2: "JKLMNPQR", 0: "STUVWXYZ"}[31 % 3]
    rows = "ABCDEFGHJKLMNPQRSTUV"
    return column[floor(easting / 100_000) - 1] + rows[floor(northing / 100_000) % 20]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.turn:g}")
def test_every_line_keeps_its_coordinate_from_edge_to_edge(view: MapView):
    to_utm = pyproj.Transformer.from_crs(3812, 25831, always_xy=True)
    grid = mgrs_lines(view)
    assert grid.epsg == 25831
    assert grid.step_m == 1000.0
    assert len(grid.eastings) >= 2
    assert len(grid.northings) >= 2
    width, height = view.size_mm
    for line in grid.lines:
        ground = np.array([view.to_ground(*point) for point in line.path])
        utm = np.column_stack(to_utm.transform(ground[:, 0], ground[:, 1]))
        # A hundredth of a millimetre on the paper.
        assert np.abs(utm[:, 0 if line.axis is Axis.EASTING else 1] - line.value_m).max() < 0.1
        assert line.value_m % 1000.0 == 0.0
        for x, y in (line.path[0], line.path[-1]):
            assert min(abs(x), abs(y), abs(width - x), abs(height - y)) < 1e-6


def test_in_lambert_72_the_lines_stand_there_too():
    view = MapView(specimens.SITE, 10_000.0, (316.0, 238.0))
    # The drift between the best ways over the datum is 0.2 m, a fiftieth of a millimetre here.
    to_utm = pyproj.Transformer.from_crs(3812, 25831, always_xy=True)
    over = pyproj.Transformer.from_crs(31370, 3812, always_xy=True)
    for line in mgrs_lines(view).eastings:
        x, y = over.transform(*view.to_ground(*line.path[0]))
        assert to_utm.transform(x, y)[0] == pytest.approx(line.value_m, abs=0.3 if grid_available() else 0.5)


@pytest.mark.parametrize(
    ("scale", "step"), [(1_000, 100), (5_000, 100), (7_500, 1_000), (100_000, 1_000), (250_000, 10_000)]
)
def test_the_lines_are_as_far_apart_as_their_figures_say(scale: float, step: float):
    assert mgrs_step(scale) == step
    grid = mgrs_lines(MapView((647_734.8, 669_487.1), scale, (600.0, 600.0), 3812))
    digits = {100: 3, 1_000: 2, 10_000: 1}[step]
    for line in grid.lines:
        assert line.text == f"{line.value_m % 100_000 / step:0{digits}.0f}"


def figures(scale: float, centre: tuple[float, float], **changes) -> tuple[list[str], list[tuple[float, ...]]]:
    sheet = specimens.sheet("bnip_a3", scale=scale, centre=centre, mgrs=True, **changes)
    composition = compose(specimens.document(), specimens.datasets(), sheet, Language.FR, specimens.PRINTED)
    brown = [block for block, _ in composition.map.coordinates if block.style.colour == BROWN]
    flat = [rectangle(block) for block, angle in composition.map.coordinates if not angle]
    return [line for block in brown for line in block.lines], flat


@pytest.mark.parametrize("rotation", [0.0, 40.0])
def test_the_square_of_100_km_is_told_once(rotation: float):
    said, _ = figures(10_000.0, specimens.SITE, rotation=rotation, search_grid=True)
    to_utm = pyproj.Transformer.from_crs(31370, 25831, always_xy=True)
    square = f"MGRS 31U {letters(*to_utm.transform(*specimens.SITE))}"
    assert square == "MGRS 31U ES"
    assert [words for words in said if words.startswith("MGRS")] == [square]
    assert len(said) > 4


def test_where_two_squares_meet_both_are_told():
    over = pyproj.Transformer.from_crs(25831, 31370, always_xy=True)
    said, _ = figures(25_000.0, over.transform(600_000.0, 5_635_000.0))
    assert {words for words in said if words.startswith("MGRS")} == {"MGRS 31U ES", "MGRS 31U FS"}
    assert "00" in said
    assert "99" in said


@pytest.mark.parametrize(
    ("centre", "scale"), [((153_700.0, 169_900.0), 15_000.0), ((149_500.0, 165_000.0), 25_000.0)]
)
def test_on_a_small_sheet_no_coordinate_gives_way_to_the_letters_of_a_square(centre, scale: float):
    sheet = specimens.sheet("bnip_a5", centre=centre, scale=scale, mgrs=True, search_grid=True)
    made = compose(specimens.document(), specimens.datasets(), sheet, Language.NL, specimens.PRINTED)
    _, y, _, height = made.map.box
    said = [(block.lines[0], block.y_mm) for block, angle in made.map.coordinates if not angle]
    for line in made.map.grid.eastings:
        for inside in (lambda top: top < y, lambda top: top > y + height):
            assert any(line.text in text for text, top in said if inside(top)), line.text
    assert any("31U" in block.lines[0] for block, _ in made.map.coordinates)
