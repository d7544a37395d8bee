"""The catalogue of symbols as a sheet to print: every sign at 8, 6 and 4 mm with its names, on pages of A4."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

import pikepdf
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from cartoviewer.export.pdf import settled
from cartoviewer.export.pdf_tags import LANGUAGE_TAGS
from cartoviewer.export.vector_pages import layout_of, vector_pages
from cartoviewer.export.writing import written_safely
from cartoviewer.render.device import PDF, Device
from cartoviewer.render.fonts import text_width_mm
from cartoviewer.render.symbol_painter import glyph_bounds_mm, paint_glyph
from cartoviewer.render.text import paint_text
from cartoviewer.scene.scene import Glyph
from resources.texts import Language, Texts
from symbols.catalogue import CatalogueEntry, FrameClass, catalogue, frame_names
from symbols.grammar import Certainty, Severity, State, Symbol
from symbols.style import LabelStyle

__all__ = ["catalogue_pdf", "write_catalogue"]

_PAGE: Final = (210.0, 297.0)
_SIDE: Final = 15.0
_TOP: Final = 30.0
_FOOT: Final = 280.0
_GUTTER: Final = 6.0
_COLUMN: Final = (_PAGE[0] - 2 * _SIDE - _GUTTER) / 2
_SIZES: Final = ((8.0, 6.5), (6.0, 17.0), (4.0, 25.0))
"""Each size, and how far from the column's edge its middle stands."""
_TEXT: Final = 31.0
_ROW: Final = 15.0
_HEADING: Final = 9.0
_INK: Final = "#1A1A1A"
_MUTED: Final = "#5B6770"

_Item = CatalogueEntry | FrameClass


def write_catalogue(path: Path, language: Language, *, grey: bool = False) -> int:
    """Write the catalogue as PDF and give the number of its pages.

    Parameters
    ----------
    path
        Where to. An older file stays until the new one is whole.
    language
        Of the letters in the frames and of the large names; the other languages stand below them.
    grey
        As a printer without colour prints it.

    Raises
    ------
    WriteError
        The file cannot be written.
    """
    data, pages = catalogue_pdf(language, grey=grey)
    with written_safely(path) as scratch:
        scratch.write_bytes(data)
    return pages


def catalogue_pdf(language: Language, *, grey: bool = False) -> tuple[bytes, int]:
    """Give the catalogue as a PDF file, and the number of its pages."""
    device = Device(raster=False, monochrome=True) if grey else PDF
    filled = list(_pages())
    with vector_pages(layout_of(_PAGE)) as pages:
        sheet = _Sheet(pages.painter, device, language, len(filled) + 1)
        for number, page in enumerate(filled, 1):
            sheet.begin(number)
            for item, x, y in page:
                sheet.heading(item, x, y) if isinstance(item, FrameClass) else sheet.row(item, x, y)
            pages.writer.newPage()
        sheet.begin(len(filled) + 1)
        sheet.grammar()
    return _described(pages.data, sheet.title, language), len(filled) + 1


def _pages() -> Iterator[list[tuple[_Item, float, float]]]:
    """Set headings and rows into two columns; a heading never stands alone at a foot."""
    page: list[tuple[_Item, float, float]] = []
    column, y = 0, _TOP
    for frame in FrameClass:
        entries = [entry for entry in catalogue().values() if entry.frame is frame]
        for index, entry in enumerate(entries):
            needed = _ROW + (_HEADING if index == 0 else 0.0)
            if y + needed > _FOOT:
                column, y = column + 1, _TOP
                if column == 2:
                    yield page
                    page, column = [], 0
            x = _SIDE + column * (_COLUMN + _GUTTER)
            if index == 0:
                page.append((frame, x, y))
                y += _HEADING
            page.append((entry, x, y))
            y += _ROW
    yield page


class _Sheet:
    """Paints the pages, in millimetres."""

    def __init__(self, painter: QPainter, device: Device, language: Language, pages: int) -> None:
        self._painter = painter
        self._device = device
        self._language = language
        self._texts = Texts(language.parts[0])
        self._pages = pages
        self.title = self._texts("Crisis symbols")

    def begin(self, number: int) -> None:
        """Paint what stands on every page."""
        self._write(self.title, _SIDE, 19.0, 15, weight="bold")
        sizes = self._texts("Each symbol at 8, 6 and 4 mm. 8 mm is the size of a sheet, 6 mm the smallest.")
        self._write(sizes, _SIDE, 24.5, 8, colour=_MUTED)
        of = self._texts("Page {number} of {pages}", number=number, pages=self._pages)
        self._write(of, _PAGE[0] - _SIDE, 288.0, 8, colour=_MUTED, align="right")
        self._write("CartoViewer", _SIDE, 288.0, 8, colour=_MUTED)

    def heading(self, frame: FrameClass, x: float, y: float) -> None:
        """Paint the heading of a class over its line."""
        self._write(self._texts.name(frame_names(frame)), x, y + 4.5, 10, weight="bold")
        self._line(x, y + 6.2, x + _COLUMN)

    def row(self, entry: CatalogueEntry, x: float, y: float) -> None:
        """Paint a symbol at its three sizes, and its names."""
        for size, off in _SIZES:
            self._symbol(Glyph(entry.id, size), x + off, y + 6.2)
        names = [entry.names.in_language(part) for part in self._language.parts]
        others = [entry.names.fr, entry.names.nl, entry.names.en]
        lines = self._broken(names[0], 8.5, "bold")[:2]
        at = y + 3.6
        for line in lines:
            self._write(line, x + _TEXT, at, 8.5, weight="bold")
            at += 3.5
        small = [name for name in dict.fromkeys(others) if name != names[0]]
        if len(lines) > 1:
            # The large name has taken the room of a small one.
            small = [" · ".join(small)]
        for name in small:
            self._write(self._shortened(name, 6.5), x + _TEXT, at, 6.5, colour=_MUTED)
            at += 2.7
        self._write(entry.id, x + _TEXT, at, 6.5, colour=_MUTED)

    def grammar(self) -> None:
        """Paint how to read a symbol: state and certainty, each by itself, and what else may be said."""
        texts, y = self._texts, _TOP
        self._write(texts("State and certainty"), _SIDE, y + 4.5, 10, weight="bold")
        self._line(_SIDE, y + 6.2, _PAGE[0] - _SIDE)
        for column, state in enumerate(State):
            x = _SIDE + 62.0 + column * 36.0
            self._write(texts(state.label), x, y + 12.0, 8.5, align="middle", weight="bold")
            for row, certainty in enumerate((Certainty.CONFIRMED, Certainty.REPORTED)):
                at = y + 21.0 + 15.0 * row
                if column == 0:
                    self._write(texts(certainty.label), _SIDE, at + 1.0, 8.5)
                for off, code in ((-8.0, "cmd.pma"), (8.0, "haz.fire")):
                    symbol = str(Symbol(id=code).having(state.value, certainty.value))
                    self._symbol(Glyph(symbol, 8.0), x + off, at)
        y += 52.0
        self._write(texts("What else is said"), _SIDE, y, 10, weight="bold")
        self._line(_SIDE, y + 1.7, _PAGE[0] - _SIDE)
        for index, (glyph, words) in enumerate(_SAID):
            x = _SIDE + (index % 2) * (_COLUMN + _GUTTER)
            at = y + 14.0 + 17.0 * (index // 2)
            self._symbol(glyph, x + 13.0, at)
            for line_number, line in enumerate(self._broken(texts(words), 8.5, "regular", _COLUMN - 33.0)):
                self._write(line, x + 33.0, at + 1.0 + 3.5 * line_number, 8.5)

    def _symbol(self, glyph: Glyph, x: float, y: float) -> None:
        left, top, right, bottom = glyph_bounds_mm(glyph, self._language)
        shift = ((left + right) / 2, (top + bottom) / 2)
        paint_glyph(self._painter, glyph, self._language, x - shift[0], y - shift[1], device=self._device)

    def _write(
        self,
        text: str,
        x: float,
        y: float,
        size_pt: float,
        *,
        weight: Literal["regular", "bold"] = "regular",
        colour: str = _INK,
        align: Literal["left", "middle", "right"] = "left",
    ) -> None:
        width = text_width_mm(text, size_pt, weight) if align != "left" else 0.0
        style = LabelStyle((), size_pt, weight=weight, colour=colour)
        paint_text(self._painter, self._device, text, x - width / (2 if align == "middle" else 1), y, style)

    def _line(self, x: float, y: float, to_x: float) -> None:
        self._painter.setPen(QPen(self._device.colour(_MUTED, 1.0), 0.2))
        self._painter.drawLine(QPointF(x, y), QPointF(to_x, y))

    def _broken(
        self, text: str, size_pt: float, weight: Literal["regular", "bold"], width: float = _COLUMN - _TEXT
    ) -> list[str]:
        """Break a text into lines of a width, at its spaces."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and text_width_mm(longer, size_pt, weight) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _shortened(self, text: str, size_pt: float) -> str:
        width = _COLUMN - _TEXT
        if text_width_mm(text, size_pt, "regular") <= width:
            return text
        while text and text_width_mm(text + "…", size_pt, "regular") > width:
            text = text[:-1]
        return text.rstrip() + "…"


_SAID: Final[Sequence[tuple[Glyph, str]]] = (
    (Glyph(f"haz.gas;severity={Severity.DANGER.value}", 8.0), "Danger: act now"),
    (Glyph(f"haz.gas;severity={Severity.CAUTION.value}", 8.0), "Caution: prepare"),
    (Glyph(f"haz.gas;severity={Severity.SAFE.value}", 8.0), "Safe"),
    (Glyph("res.d2.amb;owner=d3", 8.0), "Colour and digit: the discipline that looks after it"),
    (Glyph("cmd.cpops;reserve", 8.0), "Reserve or alternate"),
    (Glyph("ref.metro;closed", 8.0), "Closed, out of use"),
    (Glyph("res.d3.platoon;echelon=3", 8.0), "Dots: team, section, platoon or column"),
    (Glyph("haz.chem;kemler=33;un=1203", 8.0), "Orange plate: hazard number above, UN number below"),
    (Glyph("haz.casualty;casualties=2/5/12/1", 8.0), "Casualties: T1, T2, T3, dead"),
    (
        Glyph("cmd.reception", 8.0, "OC 1", "120/300", "23 14:05", "2"),
        "Designation, count of capacity, time, number",
    ),
    (Glyph("haz.smoke", 8.0, direction_deg=60.0), "Arrow: where it moves to"),
    (Glyph("pt.wind", 8.0, right="4 Bft", direction_deg=240.0), "Wind: the arrow points where it blows to"),
    (Glyph("pt.cordonpost", 8.0, number="12"), "The number of a traffic post stands inside"),
)


def _described(data: bytes, title: str, language: Language) -> bytes:
    """Say what the file is, and take out when and by what it was made."""
    with pikepdf.open(BytesIO(data)) as pdf:
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        del pdf.docinfo
        pdf.docinfo["/Title"] = title
        pdf.docinfo["/Creator"] = "CartoViewer"
        pdf.Root.Lang = pikepdf.String(LANGUAGE_TAGS[language.parts[0]])
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        return settled(pdf)
