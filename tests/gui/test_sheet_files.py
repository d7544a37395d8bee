"""Sheets as files: read back by other programs than the one that wrote them."""

import re
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pikepdf
import pyproj
import pytest
import rasterio
import shapely
from fontTools.ttLib import TTFont
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPdfWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.export.image import PictureError, write_png, write_svg, write_tif
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.pdf import write_pdf
from cartoviewer.export.print import paint_pages
from cartoviewer.export.print_job import PrintPage
from cartoviewer.export.publication import Publication
from cartoviewer.export.writing import WriteError
from cartoviewer.render.fonts import qfont, set_font
from cartoviewer.scene.composition import compose, sheet_view
from cartoviewer.scene.graticule import graticule
from cartoviewer.scene.template import sheet_template
from layers.progress import Cancelled
from layers.sensitivity import Audience, Sensitivity
from layers.shapes import GeometryKind
from resources.texts import Language, Names
from symbols.style import Rule, Stroke, Style, Symbology
from tests import sheet_specimens as specimens

pytestmark = pytest.mark.usefixtures("qapp")

CANARY = "canary"
WRITERS: dict[str, Callable[..., Outcome]] = {
    "pdf": write_pdf,
    "png": write_png,
    "svg": write_svg,
    "tif": write_tif,
}


def publication(
    audience: Audience = Audience.INTERNAL,
    language: Language = Language.FR_NL,
    document: MapDocument | None = None,
    *more: specimens.SpecimenDataset,
) -> Publication:
    datasets = specimens.SpecimenDatasets(*more) if more else specimens.datasets()
    return Publication.prepare(document or specimens.document(), datasets, audience, language)


def written(kind: str, path: Path, publication: Publication, sheet: Sheet, **more: Any) -> Outcome:
    target = path / f"sheet.{kind}"
    if kind in ("png", "tif"):
        more.setdefault("dpi", 60)
    return WRITERS[kind](publication, sheet, target, printed=specimens.PRINTED, **more)


def page_text(path: Path) -> str:
    reader = QPdfDocument()
    reader.load(str(path))
    return reader.getAllText(0).text().replace("\u202f", " ")


def page_greys(path: Path, dpi: int) -> np.ndarray:
    """The page as another program (pdfium) draws it."""
    reader = QPdfDocument()
    reader.load(str(path))
    points = reader.pagePointSize(0)
    size = QSize(round(points.width() / 72 * dpi), round(points.height() / 72 * dpi))
    picture = QImage(size, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    drawn = reader.render(0, size).convertToFormat(QImage.Format.Format_ARGB32)
    rows = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), drawn.width(), 4)
    ink = rows[:, :, :3].astype(float).mean(axis=2)
    alpha = rows[:, :, 3] / 255
    return ink * alpha + 255 * (1 - alpha)


def everything_in(path: Path) -> str:
    """All bytes of a file, and of every stream in it where it is a PDF."""
    data = path.read_bytes()
    found = [data]
    if path.suffix == ".pdf":
        with pikepdf.open(BytesIO(data)) as pdf:
            for thing in pdf.objects:
                found.append(repr(thing).encode())
                if isinstance(thing, pikepdf.Stream):
                    found.append(thing.read_bytes())
        found.append(page_text(path).encode())
    return b"\n".join(found).decode("utf-8", "replace").lower()


def without_canaries() -> tuple[MapDocument, list[specimens.SpecimenDataset]]:
    """The specimen as it would be if nobody had ever put the secrets into it."""
    document = specimens.document()
    kept = {r.id: r for r in document if r.id not in ("layer-anpr_canary", "mark-canary")}
    return MapDocument(kept), []


@pytest.mark.parametrize("kind", ["pdf", "svg", "png", "tif"])
@pytest.mark.parametrize("template", ["situation_a4", "bnip_a3"])
def test_nothing_above_the_audience_is_in_any_file(tmp_path: Path, kind: str, template: str):
    outcome = written(kind, tmp_path, publication(Audience.PARTNERS), specimens.sheet(template))
    assert CANARY not in everything_in(outcome.path)
    assert outcome.marking is Sensitivity.AMBER


@pytest.mark.parametrize("kind", ["pdf", "svg", "png", "tif"])
def test_a_redacted_file_is_the_one_of_a_dossier_that_never_held_the_secrets(tmp_path: Path, kind: str):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    redacted = written(kind, tmp_path / "a", publication(Audience.PARTNERS), specimens.sheet())
    innocent = written(
        kind, tmp_path / "b", publication(Audience.PARTNERS, document=without_canaries()[0]), specimens.sheet()
    )
    assert redacted.path.read_bytes() == innocent.path.read_bytes()


def test_what_the_search_looks_for_is_found_where_it_may_be(tmp_path: Path):
    for kind in ("pdf", "svg"):
        outcome = written(kind, tmp_path, publication(), specimens.sheet())
        assert "canary-layer-name" in everything_in(outcome.path)


@pytest.mark.parametrize("kind", ["pdf", "svg", "png", "tif"])
def test_the_same_inputs_give_the_same_bytes(tmp_path: Path, kind: str):
    first = written(kind, tmp_path, publication(), specimens.sheet()).path.read_bytes()
    again = written(kind, tmp_path, publication(), specimens.sheet()).path.read_bytes()
    assert first == again


def test_the_marking_is_the_strictest_level_of_what_is_shown(tmp_path: Path):
    levels = {
        audience: written("pdf", tmp_path, publication(audience), specimens.sheet()).marking
        for audience in Audience
    }
    assert levels == {
        Audience.PUBLIC: Sensitivity.CLEAR,
        Audience.PARTNERS: Sensitivity.AMBER,
        Audience.INTERNAL: Sensitivity.RED,
    }
    assert page_text(tmp_path / "sheet.pdf").count("TLP:RED") == 2


def test_the_page_has_exactly_its_paper_size(tmp_path: Path):
    for template, width, height in (("situation_a4", 210, 297), ("bnip_a3", 420, 297)):
        path = written("pdf", tmp_path, publication(), specimens.sheet(template)).path
        with pikepdf.open(path) as pdf:
            left, low, right, top = (float(value) for value in pdf.pages[0].mediabox)
        assert (right - left) / 72 * 25.4 == pytest.approx(width, abs=0.001)
        assert (top - low) / 72 * 25.4 == pytest.approx(height, abs=0.001)


def test_the_file_says_what_it_is(tmp_path: Path):
    path = written("pdf", tmp_path, publication(language=Language.NL), specimens.sheet()).path
    with pikepdf.open(path) as pdf:
        assert pdf.Root.Lang == "nl-BE"
        assert pdf.docinfo["/Title"] == "Station Brussel-Zuid: gasexplosie"
        assert pdf.docinfo["/Author"] == "Gewestelijk Crisiscentrum Brussel"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261123130700+00'00'"
        assert str(pdf.docinfo["/Producer"]).startswith("CartoViewer")
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] == "Station Brussel-Zuid: gasexplosie"
            assert str(meta["xmp:CreateDate"]).startswith("2026-11-23T13:07")
        assert not [name for name in ("/Names", "/OpenAction", "/AcroForm") if name in pdf.Root]


def test_fonts_are_embedded_and_nothing_is_a_picture(tmp_path: Path):
    path = written("pdf", tmp_path, publication(), specimens.sheet("bnip_a3")).path
    with pikepdf.open(path) as pdf:
        things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream)]
        descriptors = [thing for thing in things if thing.get("/Type") == "/FontDescriptor"]
        assert descriptors
        assert all("/FontFile2" in font or "/FontFile3" in font for font in descriptors)
        assert not [thing for thing in things if thing.get("/Subtype") == "/Image"]


SAID = {
    Language.FR: ["Gare du Midi : explosion de gaz", "LÉGENDE", "SITUATION À", "Lambert belge 72", "Sources"],
    Language.NL: ["Station Brussel-Zuid: gasexplosie", "LEGENDE", "SITUATIE OM", "Belgische Lambert 72", "Bronnen"],
    Language.EN: ["South Station: gas explosion", "LEGEND", "SITUATION AT", "Belgian Lambert 72", "Sources"],
}
SAID[Language.FR_NL] = [
    SAID[Language.FR][0],
    SAID[Language.NL][0],
    "LÉGENDE / LEGENDE",
    "SITUATION À / SITUATIE OM",
]


@pytest.mark.parametrize("language", list(Language))
def test_a_sheet_speaks_its_own_language_and_its_text_can_be_selected(tmp_path: Path, language: Language):
    path = written("pdf", tmp_path, publication(language=language), specimens.sheet()).path
    text = page_text(path)
    for words in SAID[language]:
        assert words in text
    for other in set(SAID) - {language, *language.parts}:
        if other is not Language.FR_NL and language is not Language.FR_NL:
            assert SAID[other][0] not in text
    # pdfium leaves the thin space between the thousands out.
    assert "1:10000" in text.replace(" ", "")
    assert "14:07" in text
    assert text.count("OEFENING · EXERCICE · EXERCISE") >= 4


def test_a_real_incident_carries_no_word_of_an_exercise(tmp_path: Path):
    path = written(
        "pdf", tmp_path, publication(document=specimens.document(exercise=False)), specimens.sheet()
    ).path
    assert "EXERCICE" not in page_text(path)


def test_an_approved_sheet_is_no_draft(tmp_path: Path):
    draft = written("pdf", tmp_path, publication(), specimens.sheet("bnip_a3")).path
    assert "PROJET · ONTWERP" in page_text(draft)
    approved = written(
        "pdf", tmp_path, publication(), specimens.sheet("bnip_a3", approved=specimens.PRINTED.date())
    ).path
    assert "PROJET" not in page_text(approved)


def test_a_sheet_whose_words_are_above_the_audience_says_that_they_were_left_out(tmp_path: Path):
    sheet = specimens.sheet(sensitivity=Sensitivity.GREEN, names=Names.same("canary-title"))
    outcome = written("pdf", tmp_path, publication(Audience.PUBLIC), sheet)
    assert "TLP:GREEN" in str(outcome.notes[0])
    assert outcome.marking is Sensitivity.CLEAR
    assert CANARY not in everything_in(outcome.path)


def test_a_past_moment_is_the_moment_of_the_situation(tmp_path: Path):
    past = specimens.PRINTED.replace(hour=9, minute=30)
    gate = Publication.prepare(
        specimens.document(), specimens.datasets(), Audience.INTERNAL, Language.FR, moment=past
    )
    text = page_text(written("pdf", tmp_path, gate, specimens.sheet()).path)
    assert "10:30" in text
    assert "14:07" in text


def crosses(epsg: int, sheet: Sheet) -> tuple[MapDocument, specimens.SpecimenDataset, np.ndarray]:
    """A map of nothing but crosses near the corners of the frame and in its middle, at whole metres."""
    view = sheet_view(sheet, sheet_template(sheet.template))
    west, south, east, north = view.bounds
    inset, arm = 0.02 * (east - west), 30.0
    corners = [
        (x, y) for x in (west + inset, (west + east) / 2, east - inset) for y in (south + inset, north - inset)
    ]
    places = np.round(np.array(corners))
    to_72 = pyproj.Transformer.from_crs(epsg, 31370, always_xy=True)
    lines = [
        shapely.transform(
            shapely.MultiLineString([[(x - arm, y), (x + arm, y)], [(x, y - arm), (x, y + arm)]]),
            to_72.transform,
            interleaved=False,
        )
        for x, y in places
    ]
    dataset = specimens.SpecimenDataset("crosses", "generic", lines, {}, kind=GeometryKind.LINE)
    style = Symbology((Rule(Names.same("Cross"), Style(stroke=Stroke("#000000", 0.3, cap="flat"))),))
    layer = Layer(
        id="layer-crosses",
        sensitivity=Sensitivity.CLEAR,
        names=Names.same("Crosses"),
        dataset=dataset.card.hash,
        schema="generic",
        symbology=style,
    )
    return MapDocument({layer.id: layer}), dataset, places


def centre_of_ink(strip: np.ndarray) -> float:
    """The middle of the dark line across a strip, in pixels from its start."""
    ink = np.clip(strip.max() - strip, 0, None)
    ink[ink < 0.25 * ink.max()] = 0
    return float((ink * (np.arange(len(strip)) + 0.5)).sum() / ink.sum())


def measured_places(path: Path, expected: np.ndarray, dpi: int = 300) -> np.ndarray:
    """Where the crosses really stand on a page, millimetres from its top left corner, measured on its picture."""
    page = page_greys(path, dpi)
    per_mm = dpi / 25.4
    found = []
    for x_mm, y_mm in expected:
        # A centimetre around the place; 2 mm beside the middle only one arm of the cross runs.
        left, top = round((x_mm - 5) * per_mm), round((y_mm - 5) * per_mm)
        off, middle = round(2 * per_mm), round(5 * per_mm)
        row = page[top + middle - off, left + middle - 12 : left + middle + 12]
        column = page[top + middle - 12 : top + middle + 12, left + middle - off]
        found.append(
            (
                (left + middle - 12 + centre_of_ink(row)) / per_mm,
                (top + middle - 12 + centre_of_ink(column)) / per_mm,
            )
        )
    return np.array(found)


def expected_places(sheet: Sheet, places: np.ndarray) -> np.ndarray:
    template = sheet_template(sheet.template)
    return sheet_view(sheet, template).to_paper(places) + np.array(template.map.box[:2])


@pytest.mark.parametrize("epsg", [31370, 3812])
def test_distances_are_right_within_a_tenth_of_a_millimetre_over_an_a3_page(tmp_path: Path, epsg: int):
    sheet = specimens.sheet("bnip_a3", epsg=epsg, approved=specimens.PRINTED.date())
    document, dataset, places = crosses(epsg, sheet)
    path = written("pdf", tmp_path, publication(Audience.INTERNAL, Language.FR, document, dataset), sheet).path
    expected = expected_places(sheet, places)
    found = measured_places(path, expected)
    assert np.abs(found - expected).max() < 0.1
    spans = np.linalg.norm(found[:, None] - found[None, :], axis=2)
    true = np.linalg.norm(expected[:, None] - expected[None, :], axis=2)
    assert true.max() > 375.0
    assert np.abs(spans - true).max() < 0.1


@pytest.mark.parametrize("full_page", [True, False])
def test_a_printer_prints_at_true_size_with_and_without_its_margins(tmp_path: Path, full_page: bool):
    sheet = specimens.sheet("bnip_a3", approved=specimens.PRINTED.date())
    document, dataset, places = crosses(31370, sheet)
    datasets = specimens.SpecimenDatasets(dataset)
    composition = compose(document, datasets, sheet, Language.FR, specimens.PRINTED)
    path = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setFullPage(full_page)
    paint_pages(printer, [PrintPage(composition)])
    expected = expected_places(sheet, places)
    assert np.abs(measured_places(path, expected) - expected).max() < 0.2
    spans = measured_places(path, expected)
    assert np.linalg.norm(spans[0] - spans[-1]) == pytest.approx(
        np.linalg.norm(expected[0] - expected[-1]), abs=0.1
    )


def test_the_ticks_of_the_grid_stand_at_their_coordinates(tmp_path: Path):
    dpi = 300
    sheet = specimens.sheet("bnip_a3", approved=specimens.PRINTED.date())
    path = written("pdf", tmp_path, publication(document=MapDocument()), sheet).path
    page = page_greys(path, dpi)
    template = sheet_template("bnip_a3")
    x, y, _, height = template.map.box
    per_mm = dpi / 25.4
    line = round((y + height - 1.0) * per_mm)
    lines = graticule(sheet_view(sheet, template)).eastings
    assert len(lines) == 6
    for easting in lines:
        at = (x + easting.at_mm) * per_mm
        start = round(at) - 8
        assert (start + centre_of_ink(page[line, start : start + 16])) / per_mm == pytest.approx(
            x + easting.at_mm, abs=0.1
        )


def test_other_programs_read_where_the_map_lies(tmp_path: Path):
    sheet = specimens.sheet("bnip_a3")
    path = written("pdf", tmp_path, publication(), sheet).path
    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        viewport = page.obj.VP[0]
        measure = viewport.Measure
        assert int(measure.GCS.EPSG) == 31370
        box = [float(value) for value in viewport.BBox]
        degrees = np.array([float(value) for value in measure.GPTS]).reshape(-1, 2)
        shares = np.array([float(value) for value in measure.LPTS]).reshape(-1, 2)
        top = float(page.mediabox[3])
    to_72 = pyproj.Transformer.from_crs("EPSG:4313", 31370, always_xy=True)
    ground = np.column_stack(to_72.transform(degrees[:, 1], degrees[:, 0]))
    x_mm = (box[0] + shares[:, 0] * (box[2] - box[0])) / 72 * 25.4
    y_mm = (top - (box[1] + shares[:, 1] * (box[3] - box[1]))) / 72 * 25.4
    template = sheet_template("bnip_a3")
    paper = sheet_view(sheet, template).to_paper(ground) + np.array(template.map.box[:2])
    assert np.abs(paper - np.column_stack((x_mm, y_mm))).max() < 0.1


def test_a_geotiff_lies_where_the_sheet_lies(tmp_path: Path):
    sheet = specimens.sheet(epsg=3812)
    gate = publication()
    path = written("tif", tmp_path, gate, sheet, dpi=100).path
    frame = compose(gate.document, gate.datasets, sheet, gate.language, specimens.PRINTED).map
    x, y, width, height = frame.box
    with rasterio.open(path) as picture:
        assert picture.crs.to_epsg() == 3812
        assert picture.res == pytest.approx((2.54, 2.54))
        column, row = (x + width / 2) / 25.4 * 100, (y + height / 2) / 25.4 * 100
        assert picture.xy(row, column, offset="ul") == pytest.approx(frame.scene.view.centre, abs=0.01)
    assert frame.scene.view.centre == pytest.approx((647734.8, 669487.1), abs=1.0)


def test_a_png_is_as_fine_as_asked_and_says_so(tmp_path: Path):
    path = written("png", tmp_path, publication(), specimens.sheet(), dpi=150).path
    picture = QImage(str(path))
    assert (picture.width(), picture.height()) == (1240, 1754)
    assert picture.dotsPerMeterX() == round(150 / 0.0254)


def test_a_picture_beyond_all_memory_is_refused_in_plain_words(tmp_path: Path):
    with pytest.raises(PictureError, match="fewer dots"):
        written("png", tmp_path, publication(), specimens.sheet(), dpi=20_000)
    assert not list(tmp_path.iterdir())


def test_an_svg_carries_the_letters_it_uses(tmp_path: Path):
    svg = written("svg", tmp_path, publication(), specimens.sheet()).path.read_text(encoding="utf-8")
    faces = re.findall(r"font-weight:(\d+);font-style:\w+;src:url\(data:font/woff;base64,([^)]*)\)", svg)
    assert {weight for weight, _ in faces} >= {"400", "600", "700"}
    with TTFont(BytesIO(b64decode(dict(faces)["400"]))) as font:
        letters = set(font.getBestCmap())
    assert set(map(ord, "Lambert belge")) <= letters
    assert len(letters) < 150


def test_letters_that_stand_apart_do_so_in_an_svg(tmp_path: Path):
    svg = written("svg", tmp_path, publication(), specimens.sheet(scale=20_000.0)).path.read_text(encoding="utf-8")
    (spacing,) = set(re.findall(r'<text letter-spacing="([^"]*)"[^>]*>FOREST<', svg))
    assert float(spacing) > 5.0


def test_nothing_of_the_map_reaches_beyond_its_frame_in_an_svg(tmp_path: Path):
    svg = written("svg", tmp_path, publication(), specimens.sheet()).path.read_text(encoding="utf-8")
    assert "clip-path" in svg


def test_an_svg_has_its_size_in_millimetres_and_text_as_text(tmp_path: Path):
    path = written("svg", tmp_path, publication(), specimens.sheet()).path
    root = ElementTree.parse(path).getroot()
    assert (root.get("width"), root.get("height")) == ("210mm", "297mm")
    assert "Gare du Midi : explosion de gaz" in "".join(root.itertext())


class Impatient:
    def step(self, done: float, text: str = "") -> None:
        if done >= 0.1:
            raise Cancelled


@pytest.mark.parametrize("kind", ["pdf", "svg", "png", "tif"])
def test_cancelling_leaves_the_old_file_and_nothing_else(tmp_path: Path, kind: str):
    target = tmp_path / f"sheet.{kind}"
    target.write_text("old")
    with pytest.raises(Cancelled):
        written(kind, tmp_path, publication(), specimens.sheet(), progress=Impatient())
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("kind", ["pdf", "svg", "png", "tif"])
def test_a_folder_that_is_not_there_is_told(tmp_path: Path, kind: str):
    with pytest.raises(WriteError, match="does not exist"):
        written(kind, tmp_path / "away", publication(), specimens.sheet())


def test_several_sheets_are_printed_at_their_own_size(tmp_path: Path):
    target = tmp_path / "printed.pdf"
    device = QPdfWriter(str(target))
    device.setResolution(600)
    gate = publication()
    pages = [
        PrintPage(compose(gate.document, gate.datasets, specimens.sheet(name), Language.FR, specimens.PRINTED))
        for name in ("situation_a4", "bnip_a3")
    ]
    paint_pages(device, pages)
    reader = QPdfDocument()
    reader.load(str(target))
    assert reader.pageCount() == 2
    assert reader.pagePointSize(0).width() / 72 * 25.4 == pytest.approx(210, abs=0.5)
    assert reader.pagePointSize(1).width() / 72 * 25.4 == pytest.approx(420, abs=0.5)
    assert "Gare du Midi" in reader.getAllText(1).text()


def test_letters_stand_as_far_apart_on_paper_as_they_measure(tmp_path: Path):
    font = qfont(10.0, tracking=0.12)
    device = QPdfWriter(str(tmp_path / "letters.pdf"))
    device.setResolution(1200)
    painter = QPainter(device)
    set_font(painter, font)
    measured = QFontMetricsF(painter.font(), device).horizontalAdvance("BRUXELLES")
    painter.end()
    assert measured == pytest.approx(QFontMetricsF(font).horizontalAdvance("BRUXELLES"), rel=0.01)
