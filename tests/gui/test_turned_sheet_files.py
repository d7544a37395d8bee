"""Sheets with a turned map as files: every place is where it says, for eyes, rulers and other programs."""

import shutil
import subprocess
from io import BytesIO
from math import cos, radians, sin
from pathlib import Path

import numpy as np
import pikepdf
import pyproj
import pytest
import rasterio
import shapely

from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.export.binder_index import index_of
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.graticule import Edge, graticule
from cartoviewer.scene.template import sheet_template
from layers.sensitivity import Audience, Sensitivity
from layers.shapes import GeometryKind
from resources.texts import Language, Names
from symbols.style import Rule, Stroke, Style, Symbology
from tests import sheet_specimens as specimens
from tests.gui.test_sheet_files import centre_of_ink, measured_places, page_greys, page_text, publication, written

pytestmark = pytest.mark.usefixtures("qapp")

SCALE = 10_000.0


def turned(place: np.ndarray, rotation: float, centre: tuple[float, float]) -> np.ndarray:
    """Where places (n, 2) of the grid lie from the middle of the map, millimetres to the right and down."""
    off = (place - centre) / SCALE * 1000.0
    a = radians(rotation)
    right = off[:, 0] * cos(a) - off[:, 1] * sin(a)
    up = off[:, 0] * sin(a) + off[:, 1] * cos(a)
    return np.column_stack((right, -up))


def on_page(place: np.ndarray, rotation: float) -> np.ndarray:
    """Where places (n, 2) of the grid lie on the page, millimetres from its top left corner."""
    x, y, width, height = sheet_template("bnip_a3").map.box
    return np.add(turned(place, rotation, specimens.SITE), np.array((x + width / 2, y + height / 2)))


@pytest.mark.parametrize("rotation", [30.0, 90.0, 217.0])
def test_places_of_known_coordinates_stand_within_a_tenth_of_a_millimetre(tmp_path: Path, rotation: float):
    sheet = specimens.sheet("bnip_a3", rotation=rotation, approved=specimens.PRINTED.date())
    a = radians(rotation)
    right, up = np.array((cos(a), -sin(a))), np.array((sin(a), cos(a)))
    steps = [(i, j) for i in (-1500.0, 0.0, 1500.0) for j in (-1100.0, 1100.0)]
    places = np.round([specimens.SITE + i * right + j * up for i, j in steps])
    # Crosses whose arms lie along the paper, so that they can be measured.
    lines = [
        shapely.MultiLineString([[p - 30 * right, p + 30 * right], [p - 30 * up, p + 30 * up]]) for p in places
    ]
    dataset = specimens.SpecimenDataset("crosses", "generic", lines, {}, kind=GeometryKind.LINE)
    layer = Layer(
        id="layer-crosses",
        sensitivity=Sensitivity.CLEAR,
        names=Names.same("Crosses"),
        dataset=dataset.card.hash,
        schema="generic",
        symbology=Symbology((Rule(Names.same("Cross"), Style(stroke=Stroke("#000000", 0.3, cap="flat"))),)),
    )
    document = MapDocument({layer.id: layer})
    path = written("pdf", tmp_path, publication(Audience.INTERNAL, Language.FR, document, dataset), sheet).path
    expected = on_page(places, rotation)
    assert np.abs(measured_places(path, expected) - expected).max() < 0.1


def test_the_ticks_of_a_slanted_grid_begin_at_their_coordinates(tmp_path: Path):
    dpi = 300
    sheet = specimens.sheet("bnip_a3", rotation=20.0, approved=specimens.PRINTED.date())
    path = written("pdf", tmp_path, publication(document=MapDocument()), sheet).path
    page, per_mm = page_greys(path, dpi), dpi / 25.4
    x, y, width, _ = sheet_template("bnip_a3").map.box
    view = sheet_view(sheet, sheet_template("bnip_a3"))
    ends = [
        (line, crossing)
        for line in graticule(view).eastings
        for crossing in line.crossings(view.size_mm)
        if crossing.edge is Edge.TOP and 10.0 < crossing.at_mm < width - 10.0
    ]
    assert len(ends) >= 5
    for line, crossing in ends:
        # A millimetre below the frame the tick has moved along its line.
        at = x + crossing.at_mm + crossing.inwards[0] / crossing.inwards[1]
        row, start = round((y + 1.0) * per_mm), round(at * per_mm) - 8
        found = (start + centre_of_ink(page[row, start : start + 16])) / per_mm
        assert found == pytest.approx(at, abs=0.1)
        down = np.array([(found - x, (row + 0.5) / per_mm - y)])
        ground = view.to_ground(*down[0].tolist())
        assert ground[0] == pytest.approx(line.value_m, abs=1.5)


@pytest.mark.parametrize("rotation", [30.0, 217.0])
def test_other_programs_read_where_a_turned_map_lies(tmp_path: Path, rotation: float):
    sheet = specimens.sheet("bnip_a3", rotation=rotation)
    path = written("pdf", tmp_path, publication(), sheet).path
    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        viewport = page.obj.VP[0]
        box = [float(value) for value in viewport.BBox]
        degrees = np.array([float(value) for value in viewport.Measure.GPTS]).reshape(-1, 2)
        shares = np.array([float(value) for value in viewport.Measure.LPTS]).reshape(-1, 2)
        top = float(page.mediabox[3])
    to_72 = pyproj.Transformer.from_crs("EPSG:4313", 31370, always_xy=True)
    ground = np.column_stack(to_72.transform(degrees[:, 1], degrees[:, 0]))
    x_mm = (box[0] + shares[:, 0] * (box[2] - box[0])) / 72 * 25.4
    y_mm = (top - (box[1] + shares[:, 1] * (box[3] - box[1]))) / 72 * 25.4
    paper = on_page(ground, rotation)
    assert np.abs(paper - np.column_stack((x_mm, y_mm))).max() < 0.1


@pytest.mark.skipif(shutil.which("gdaltransform") is None, reason="GDAL's programs are not installed")
@pytest.mark.parametrize("rotation", [0.0, 30.0, 90.0])
def test_gdal_gives_positions_on_a_turned_pdf_within_a_tenth_of_a_millimetre(tmp_path: Path, rotation: float):
    sheet = specimens.sheet("bnip_a3", rotation=rotation)
    path = written("pdf", tmp_path, publication(), sheet).path
    # GDAL paints the page on a picture of its own; at 300 to the inch a rounded page is 0.02 mm off at most.
    dpi = 300
    pixels = np.array([(600.0, 600.0), (3600.0, 700.0), (2000.0, 2900.0)])
    done = subprocess.run(
        ["gdaltransform", "-output_xy", "--config", "GDAL_PDF_DPI", str(dpi), str(path)],
        input="\n".join(f"{column} {row}" for column, row in pixels.tolist()),
        capture_output=True,
        text=True,
        check=True,
    )
    ground = np.array([[float(part) for part in line.split()] for line in done.stdout.split("\n") if line])
    paper = on_page(ground, rotation)
    assert np.abs(paper - pixels / dpi * 25.4).max() < 0.1


@pytest.mark.parametrize("rotation", [30.0, 270.0])
def test_a_turned_geotiff_lies_where_the_sheet_lies(tmp_path: Path, rotation: float):
    sheet = specimens.sheet("bnip_a3", rotation=rotation)
    path = written("tif", tmp_path, publication(), sheet, dpi=100).path
    x, y, width, height = sheet_template("bnip_a3").map.box
    with rasterio.open(path) as picture:
        assert picture.crs.to_epsg() == 31370
        assert picture.transform.determinant == pytest.approx(-(2.54**2))
        for right, down in ((0.0, 0.0), (120.0, -80.0), (-150.0, 110.0)):
            column, row = (x + width / 2 + right) / 25.4 * 100, (y + height / 2 + down) / 25.4 * 100
            there = turned(np.array([picture.xy(row, column, offset="ul")]), rotation, specimens.SITE)
            assert there[0].tolist() == pytest.approx([right, down], abs=0.001)


def test_a_turned_svg_and_pdf_hold_the_same_words(tmp_path: Path):
    sheet = specimens.sheet(rotation=30.0, mgrs=True, language=Language.FR)
    gate = publication(language=Language.FR)
    svg = written("svg", tmp_path, gate, sheet).path.read_text(encoding="utf-8")
    said = page_text(written("pdf", tmp_path, gate, sheet).path)
    for words in ("MGRS 31U ES", "E 94", "N 32"):
        assert words in said
        assert words in svg


def test_the_index_of_a_binder_shows_turned_frames():
    gate = publication()
    sheets = (specimens.sheet("bnip_a3"), specimens.sheet("bnip_a3", rotation=45.0, number=2))
    made = index_of(gate, "Index", sheets, (Sensitivity.CLEAR,) * 2, specimens.PRINTED)
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        drawn = [
            [float(value) for value in operation.operands]
            for operation in pikepdf.parse_content_stream(pdf.pages[0])
            if str(operation.operator) in ("m", "l")
        ]
    corners = np.array(drawn)
    # Both frames have the same middle; of four corners in a row two pairs lie opposite each other.
    found = {
        round(float(np.degrees(np.arctan2(*(b - a)))) % 90.0)
        for a, b, c, d in zip(corners, corners[1:], corners[2:], corners[3:], strict=False)
        if np.allclose(a + c, b + d, atol=0.05) and np.hypot(*(b - a)) > 5.0
    }
    assert {0, 45} <= found
