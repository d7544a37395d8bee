"""A sheet over several pages, as a file and on the printer."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from cartoviewer.export.duplex import Duplex, printer_mode
from cartoviewer.export.pdf import pdf_bytes
from cartoviewer.export.print import paint_pages
from cartoviewer.export.print_job import PrintPage
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import composed
from cartoviewer.export.tiled_pdf import tiled_bytes
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.tiling import MARGIN_MM, tiled
from cartoviewer.ui.print_options import PrintOptions
from layers.progress import NoProgress
from layers.sensitivity import Audience
from resources.texts import Language, Texts
from tests import sheet_specimens as specimens

pytestmark = pytest.mark.usefixtures("qapp")

DPMM = 4
"""Dots to the millimetre at which pages are compared."""


@pytest.fixture(scope="module")
def composition(qapp) -> SheetComposition:
    publication = Publication.prepare(specimens.document(), specimens.datasets(), Audience.PARTNERS, Language.EN)
    return composed(publication, specimens.sheet("bnip_a3"), specimens.PRINTED, NoProgress())


@pytest.fixture
def pages(composition: SheetComposition) -> Iterator[pikepdf.Pdf]:
    data = tiled_bytes(composition, tiled(composition.page_mm, "A4"), Duplex.BOUND_LEFT)
    with pikepdf.open(BytesIO(data)) as pdf:
        yield pdf


def greys(data: bytes, page: int, size_mm: tuple[float, float]) -> np.ndarray:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QPdfDocument()
    reader.load(buffer)
    size = QSize(round(size_mm[0] * DPMM), round(size_mm[1] * DPMM))
    drawn = reader.render(page, size).convertToFormat(QImage.Format.Format_ARGB32)
    rows = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), drawn.width(), 4).astype(int)
    alpha = rows[:, :, 3:] / 255
    return (rows[:, :, :3] * alpha + 255 * (1 - alpha)).mean(axis=2)


def assert_same_ground(composition: SheetComposition, data: bytes) -> None:
    """Every page shows its part of the sheet where it belongs, within a dot."""
    tiling = tiled(composition.page_mm, "A4")
    whole = greys(pdf_bytes(composition), 0, composition.page_mm)
    for number, tile in enumerate(tiling.tiles, 1):
        page = greys(data, number, tiling.page_mm)
        x, y, width, height = (round(length * DPMM) for length in tile.part)
        edge = round(MARGIN_MM * DPMM)
        part = whole[y + 8 : y + height - 8, x + 8 : x + width - 8]
        shown = page[edge + 8 : edge + height - 8, edge + 8 : edge + width - 8]
        rows, columns = (min(sides) for sides in zip(part.shape, shown.shape, strict=True))
        shifts = [
            np.abs(
                part[4 : rows - 4, 4 : columns - 4]
                - np.roll(shown, (dy, dx), (0, 1))[4 : rows - 4, 4 : columns - 4]
            ).mean()
            for dy in (-3, -2, -1, 0, 1, 2, 3)
            for dx in (-3, -2, -1, 0, 1, 2, 3)
        ]
        assert min(shifts[k] for k in (16, 17, 18, 23, 24, 25, 30, 31, 32)) == min(shifts), tile.name


def test_the_pages_of_the_file_show_the_sheet_at_its_true_scale(composition: SheetComposition):
    assert_same_ground(composition, tiled_bytes(composition, tiled(composition.page_mm, "A4")))


def test_the_printer_is_given_the_same_pages(composition: SheetComposition, tmp_path: Path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    tiling = tiled(composition.page_mm, "A4")
    paint_pages(printer, [PrintPage(composition, tiling, tile) for tile in (None, *tiling.tiles)])
    assert_same_ground(composition, (tmp_path / "printed.pdf").read_bytes())


def test_the_sheet_is_in_the_file_once_however_many_pages_show_it(composition: SheetComposition):
    few = len(tiled_bytes(composition, tiled(composition.page_mm, "A4")))
    assert few < 1.5 * len(pdf_bytes(composition))


def test_every_page_has_its_name_its_place_on_the_ground_and_the_marking(pages: pikepdf.Pdf, composition):
    with pages.open_outline() as outline:
        names = [item.title for item in outline.root]
    assert names[1:] == [tile.name for tile in tiled(composition.page_mm, "A4").tiles]
    buffer = QBuffer()
    out = BytesIO()
    pages.save(out)
    buffer.setData(QByteArray(out.getvalue()))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QPdfDocument()
    reader.load(buffer)
    for number, page in enumerate(pages.pages):
        text = reader.getAllText(number).text()
        assert "TLP:AMBER" in text
        if number:
            assert names[number] in text
            assert int(page.VP[0].Measure.GCS.EPSG) == 31370
    boxes = {tuple(float(side) for side in page.VP[0].BBox) for page in list(pages.pages)[1:]}
    assert len(boxes) == len(names) - 1


def test_the_layers_can_be_switched_on_all_pages(pages: pikepdf.Pdf):
    assert "Shelters" in [str(group.Name) for group in pages.Root.OCProperties.D.Order]


def test_the_file_tells_a_printer_to_keep_the_scale_and_how_to_turn(pages: pikepdf.Pdf, composition):
    assert pages.Root.ViewerPreferences.PrintScaling == "/None"
    width, height = tiled(composition.page_mm, "A4").page_mm
    edge = "/DuplexFlipShortEdge" if width > height else "/DuplexFlipLongEdge"
    assert pages.Root.ViewerPreferences.Duplex == edge
    assert printer_mode(Duplex.BOUND_LEFT, (420.0, 297.0)) is QPrinter.DuplexMode.DuplexShortSide


def test_nothing_above_the_audience_is_in_any_byte_of_the_pages(pages: pikepdf.Pdf):
    held = [repr(each).encode() for each in pages.objects]
    held += [each.read_bytes() for each in pages.objects if isinstance(each, pikepdf.Stream)]
    assert b"canary" not in b"\n".join(held).lower()


def test_the_same_sheet_gives_the_same_bytes(composition: SheetComposition):
    tiling = tiled(composition.page_mm, "A4")
    assert tiled_bytes(composition, tiling) == tiled_bytes(composition, tiling)


def test_the_dialogue_offers_only_papers_smaller_than_the_sheet(qtbot):
    options = PrintOptions((420.0, 297.0), Texts(Language.EN))
    qtbot.addWidget(options)
    assert [options.paper.itemData(k) for k in range(options.paper.count())] == ["", "A4"]
    assert options.wish.tiling is None
    options.paper.setCurrentIndex(1)
    options.overlap.setValue(20)
    assert options.wish.tiling.overlap_mm == 20
    assert str(len(options.wish.tiling.tiles)) in options.told.text()
