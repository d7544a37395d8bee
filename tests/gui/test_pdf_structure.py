"""What lies in a PDF besides its picture: layers that can be switched, and a structure that can be read aloud."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter, QPdfWriter
from PySide6.QtPdf import QPdfDocument

from bnip.sheet import Sheet
from cartoviewer.export.painted_sheets import page_layout
from cartoviewer.export.pdf import pdf_bytes
from cartoviewer.export.pdf_layers import share_layers
from cartoviewer.export.pdf_parts import Marks, PaintedParts, Part, laid_together
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import composed
from cartoviewer.export.vector_pages import layout_of, vector_pages
from cartoviewer.render.device import PDF
from cartoviewer.render.sheet_painter import paint_sheet
from cartoviewer.scene.furniture import SheetComposition
from layers.progress import NoProgress
from layers.sensitivity import Audience
from resources.texts import Language
from tests import sheet_specimens as specimens

pytestmark = pytest.mark.usefixtures("qapp")

PUBLIC = ["Grid", "Labels", "Symbols of the crisis", "Zones and lines", "Region", "Municipalities"]


def composition(
    audience: Audience = Audience.PARTNERS, language: Language = Language.EN, sheet: Sheet | None = None
) -> SheetComposition:
    publication = Publication.prepare(specimens.document(), specimens.datasets(), audience, language)
    return composed(publication, sheet or specimens.sheet(), specimens.PRINTED, NoProgress())


@pytest.fixture(scope="module")
def sheet_file(qapp) -> bytes:
    return pdf_bytes(composition())


@pytest.fixture
def pdf(sheet_file: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(sheet_file)) as opened:
        yield opened


def greys(data: bytes, dpi: int = 72) -> np.ndarray:
    """The page as another program (pdfium) draws it."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QPdfDocument()
    reader.load(buffer)
    size = (reader.pagePointSize(0) / 72 * dpi).toSize()
    drawn = reader.render(0, size).convertToFormat(QImage.Format.Format_ARGB32)
    rows = np.frombuffer(drawn.constBits(), np.uint8).reshape(drawn.height(), drawn.width(), 4).astype(int)
    alpha = rows[:, :, 3:] / 255
    return (rows[:, :, :3] * alpha + 255 * (1 - alpha)).mean(axis=2)


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def groups(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """The layers as a reader lists them, the topmost first."""
    return {str(group.Name): group for group in pdf.Root.OCProperties.D.Order}


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every element of the structure, in the order of reading."""

    def below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
        yield element
        inside = element.get("/K", [])
        for each in inside if isinstance(inside, pikepdf.Array) else [inside]:
            if isinstance(each, pikepdf.Dictionary) and "/S" in each:
                yield from below(each)

    yield from below(pdf.Root.StructTreeRoot.K)


def operators(pdf: pikepdf.Pdf) -> list[tuple[str, list[Any]]]:
    return [(str(each.operator), list(each.operands)) for each in pikepdf.parse_content_stream(pdf.pages[0])]


def test_the_parts_laid_together_are_the_picture_that_is_painted_in_one_piece():
    whole = composition()
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(1200)
    writer.setPageLayout(page_layout(whole))
    painter = QPainter(writer)
    painter.scale(1200 / 25.4, 1200 / 25.4)
    paint_sheet(painter, whole, PDF)
    painter.end()
    ours = pdf_bytes(whole)
    with pikepdf.open(BytesIO(bytes(store.data()))) as plain, pikepdf.open(BytesIO(ours)) as parts:
        # Qt rounds the page to whole points.
        plain.pages[0].mediabox = pikepdf.Array(list(parts.pages[0].mediabox))
        del plain.pages[0].obj["/TrimBox"]
        differing = np.abs(greys(ours) - greys(saved(plain)))
    # What is written without Qt lies on whole hundredths of a millimetre: edges of small dots differ by a shade.
    assert differing.max() < 30.0
    assert differing.mean() < 0.25


def test_a_sheet_has_a_layer_for_each_that_its_audience_sees_the_topmost_first(pdf: pikepdf.Pdf):
    assert list(groups(pdf)) == [
        *PUBLIC[:3],
        "LISA antennas",
        "Depots",
        "Shelters",
        *PUBLIC[3:],
    ]


def test_no_layer_tells_of_what_was_left_out():
    with pikepdf.open(BytesIO(pdf_bytes(composition(Audience.PUBLIC)))) as public:
        assert list(groups(public)) == PUBLIC


def test_a_layer_switched_off_takes_its_symbols_off_and_nothing_else(pdf: pikepdf.Pdf, sheet_file: bytes):
    before = greys(sheet_file)
    areas = {}
    for name, group in groups(pdf).items():
        pdf.Root.OCProperties.D.OFF = pikepdf.Array([group])
        areas[name] = np.abs(greys(saved(pdf)) - before) > 8
        assert areas[name].any(), name
    frame = composition().map.box
    left, top, right, bottom = (round(length / 25.4 * 72) for length in (frame[0], frame[1], *frame[2:]))
    for name, changed in areas.items():
        changed[top - 2 : top + bottom + 2, left - 2 : left + right + 2] = False
        assert not changed.any(), f"{name} is outside the map"


def test_with_all_layers_off_the_marking_and_the_exercise_stay_on_the_map(pdf: pikepdf.Pdf):
    pdf.Root.OCProperties.D.OFF = pdf.Root.OCProperties.OCGs
    kept = [operands for operator, operands in operators(pdf) if operator == "BDC" and str(operands[0]) == "/OC"]
    assert len(kept) >= len(groups(pdf))
    x, y, width, height = (round(length / 25.4 * 72) for length in composition().map.box)
    inside = greys(saved(pdf))[y + 2 : y + height - 2, x + 2 : x + width - 2]
    assert (inside < 245).any(), "the words of the exercise are no layer"


def test_every_word_of_a_page_is_marked_and_each_mark_has_one_element(pdf: pikepdf.Pdf):
    depth, numbers, unmarked = [], [], 0
    for operator, operands in operators(pdf):
        if operator in ("BDC", "BMC"):
            depth.append(str(operands[0]))
            if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary):
                numbers.append(int(operands[1].MCID))
        elif operator == "EMC":
            depth.pop()
        elif operator in ("Tj", "TJ", "S", "f", "B") and not [each for each in depth if each != "/OC"]:
            unmarked += 1
    assert depth == []
    assert unmarked == 0
    assert numbers == list(range(len(numbers)))
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    assert len(parents) == len(numbers)
    for number, element in enumerate(parents):
        assert number in [each for each in element.K if isinstance(each, int)]


def test_the_map_tells_what_it_shows_in_every_language_of_the_sheet():
    with pikepdf.open(BytesIO(pdf_bytes(composition(language=Language.FR_NL)))) as both:
        assert both.Root.MarkInfo.Marked
        said = next(str(each.Alt) for each in elements(both) if each.S == "/Figure").replace("\u202f", " ")
    french, dutch = said.split("\n")
    assert "Gare du Midi : explosion de gaz" in french
    assert "échelle 1:10 000" in french.replace("\xa0", " ")
    assert "schaal 1:10 000" in dutch.replace("\xa0", " ")
    shelters = next(entry.count for entry in composition().map.scene.legend if entry.names.nl == "Opvangcentra")
    assert f"Centres d’accueil ({shelters})" in french
    assert f"Opvangcentra ({shelters})" in dutch
    assert "Diffusion : TLP:AMBER" in french.replace("\xa0", " ")
    assert "Dit is een oefening." in dutch


def test_every_picture_tells_what_it_is(pdf: pikepdf.Pdf):
    figures = [each for each in elements(pdf) if each.S == "/Figure"]
    assert len(figures) == 4
    assert all(str(each.Alt) for each in figures)


def test_the_title_is_read_in_its_own_language_before_the_map():
    with pikepdf.open(BytesIO(pdf_bytes(composition(language=Language.FR_NL)))) as both:
        read = list(elements(both))
        assert [str(each.Lang) for each in read if each.S == "/H1"] == ["fr-BE", "nl-BE"]
        roles = [str(each.S) for each in read]
        assert roles.index("/H1") < roles.index("/Figure") < roles.index("/L")
        assert str(both.Root.Lang) == "fr-BE"


def test_the_legend_is_a_list_of_as_many_classes_as_are_drawn(pdf: pikepdf.Pdf):
    entries = [each for each in elements(pdf) if each.S == "/LI"]
    assert len(entries) == len(composition().map.scene.legend)
    for each in elements(pdf):
        if each.S == "/LBody" and "/ActualText" in each:
            assert not re.search(r"\n", str(each.ActualText))


def test_bound_sheets_share_the_layers_of_one_name():
    with pikepdf.new() as bound:
        for audience in (Audience.PUBLIC, Audience.PARTNERS):
            with pikepdf.open(BytesIO(pdf_bytes(composition(audience)))) as one:
                bound.pages.append(one.pages[0])
        share_layers(bound, [page.obj for page in bound.pages])
        names = list(groups(bound))
        assert sorted(names) == sorted([*PUBLIC, "LISA antennas", "Depots", "Shelters"])
        named = [dict(page.Resources.Properties.items()) for page in bound.pages]
        grids = [group for groups in named for group in groups.values() if group.Name == "Grid"]
        assert grids[0].objgen == grids[1].objgen


def test_a_page_on_which_a_mark_is_missing_is_refused():
    with vector_pages(layout_of((100.0, 100.0))) as pages, ThreadPoolExecutor() as crew:
        parts = PaintedParts(pages.painter, crew)
        parts.begin("one")
        parts.begin("another")
    marks = Marks(lambda piece: "", str, {})
    with pikepdf.open(BytesIO(pages.data)) as pdf:
        with pytest.raises(ValueError, match="Of 3 marks on the page 2 are found"):
            laid_together(pdf, pdf.pages[0], (*parts.entries, Part("a third")), marks)
        laid_together(pdf, pdf.pages[0], parts.entries, marks)
        assert b"12345" not in pdf.pages[0].obj.Contents[0].read_bytes()
