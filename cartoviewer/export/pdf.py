"""A sheet as PDF: vectors at true scale, selectable text, embedded fonts, and nothing in it but the sheet."""

from datetime import datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from typing import Final

import pikepdf

from bnip.sheet import Sheet
from cartoviewer.export.duplex import Duplex, say_duplex
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.painted_sheets import PaintedSheets
from cartoviewer.export.pdf_tags import LANGUAGE_TAGS, Tag, write_tags
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import judged, put
from cartoviewer.export.sheet_gate import Judge
from cartoviewer.scene.furniture import SheetComposition
from layers.progress import NoProgress, Progress
from layers.sensitivity import Sensitivity
from resources.texts import Language

__all__ = ["VERSION", "describe", "name_fonts", "page_bytes", "pdf_bytes", "settled", "write_pdf"]

VERSION: Final = "1.7"
"""Of PDF: from it on a file can say how both sides of the paper are printed."""


def write_pdf(
    publication: Publication,
    sheet: Sheet,
    path: Path,
    *,
    printed: datetime,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    judge: Judge | None = None,
    duplex: Duplex | None = None,
) -> Outcome:
    """Write one sheet as a PDF page of exactly its paper size.

    The same publication, sheet and `printed` give the same bytes.

    Raises
    ------
    WriteError
        The file cannot be written; an older one is left as it was.
    Cancelled
        The user asked to stop; nothing is left behind.
    """
    composition = judged(publication, sheet, printed, progress, judge)
    return put(pdf_bytes(composition, progress, duplex), path, publication, composition)


def pdf_bytes(
    composition: SheetComposition,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    duplex: Duplex | None = None,
) -> bytes:
    """Give the PDF file of a composed sheet; `duplex` is how it is to be printed, where that is known."""
    painted = PaintedSheets()
    painted.paint(composition, progress)
    with painted.opened() as (pdf, (tag,)):
        describe(
            pdf,
            composition.title,
            composition.authority,
            composition.language,
            composition.marking,
            composition.printed,
        )
        if duplex is not None:
            say_duplex(pdf, duplex, composition.page_mm)
        _name_bookmark(pdf, composition.title)
        write_tags(pdf, ((pdf.pages[0], tag),))
        return settled(pdf)


def page_bytes(composition: SheetComposition, *, marked: bool = True) -> tuple[bytes, Tag]:
    """Give a composed sheet as a PDF to be bound with others, and the structure of its page.

    Nothing is `marked` in a sheet that is to be one picture on other pages.
    """
    painted = PaintedSheets(marked=marked)
    painted.paint(composition)
    data, (tag,) = painted.to_bind()
    return data, tag


def settled(pdf: pikepdf.Pdf) -> bytes:
    """Give the bytes of a file that Qt made so that the same content gives the same bytes in every process."""
    # Qt's first half of the id is random; without it both halves follow from the content.
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    name_fonts(pdf)
    # Qt numbers the fonts in the order of a hash table that is seeded anew in every process; written plainly
    # once, the objects are numbered in the order in which they are reached.
    numbered = BytesIO()
    pdf.save(numbered, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(numbered) as again:
        del again.trailer["/ID"]
        out = BytesIO()
        again.save(
            out,
            min_version=VERSION,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=False,
        )
        return out.getvalue()


def name_fonts(pdf: pikepdf.Pdf) -> None:
    """Tag the subsets of fonts by what is in them: Qt makes the six letters from the number of the object."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor" and "/FontFile2" in each:
            digest = sha256(each.FontFile2.read_bytes()).digest()
            tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
            each.FontName = pikepdf.Name(f"/{tag}+{str(each.FontName).rpartition('+')[2].lstrip('/')}")
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and "/DescendantFonts" in each:
            inner = each.DescendantFonts[0]
            inner.BaseFont = inner.FontDescriptor.FontName
            each.BaseFont = inner.FontDescriptor.FontName


def _name_bookmark(pdf: pikepdf.Pdf, title: str) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(title, 0))


def describe(
    pdf: pikepdf.Pdf, title: str, authority: str, language: Language, marking: Sensitivity, printed: datetime
) -> None:
    """Say what a file is, in which language and for whom, and leave out what the machine said of it."""
    parts = language.parts
    pdf.Root.Lang = pikepdf.String(LANGUAGE_TAGS[parts[0]])
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    for leftover in ("/Metadata", "/OpenAction", "/Names", "/AF"):
        if leftover in pdf.Root:
            del pdf.Root[leftover]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    program = _program()
    moment = printed.isoformat()
    info = {
        "/Title": title,
        "/Author": authority,
        "/Subject": marking.marking,
        "/Creator": program,
        "/Producer": program,
        "/CreationDate": _pdf_date(printed),
        "/ModDate": _pdf_date(printed),
    }
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        meta["dc:title"] = title
        if authority:
            meta["dc:creator"] = [authority]
        meta["dc:language"] = {LANGUAGE_TAGS[part] for part in parts}
        meta["dc:rights"] = marking.marking
        meta["xmp:CreatorTool"] = program
        meta["xmp:CreateDate"] = moment
        meta["xmp:ModifyDate"] = moment
        meta["pdf:Producer"] = program
    for key, value in info.items():
        if value:
            pdf.docinfo[key] = pikepdf.String(value)


def _program() -> str:
    try:
        return f"CartoViewer {version('cartoviewer')}"
    except PackageNotFoundError:
        return "CartoViewer"


def _pdf_date(moment: datetime) -> str:
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
