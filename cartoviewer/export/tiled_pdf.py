"""A large sheet over several pages of a PDF: the sheet is in the file once, every page shows its part of it."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

import pikepdf
from PySide6.QtGui import QPageLayout

from bnip.sheet import Sheet
from cartoviewer.export.duplex import Duplex, say_duplex
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.pdf import describe, page_bytes, settled
from cartoviewer.export.pdf_layers import share_layers
from cartoviewer.export.pdf_tags import Tag, marked_as_one, write_tags
from cartoviewer.export.pdf_words import map_words
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import judged, put
from cartoviewer.export.sheet_gate import Judge
from cartoviewer.export.vector_pages import layout_of, vector_pages
from cartoviewer.render.device import PDF
from cartoviewer.render.furniture.tile_marks import paint_key_page, paint_tile_marks
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.tiling import MARGIN_MM, Tile, Tiling, tiled
from layers.progress import NoProgress, Progress
from resources.texts import Texts

__all__ = ["tile_layout", "tiled_bytes", "tiled_pages", "whole_sheets", "write_tiled"]

_POINTS_PER_MM: Final = 72.0 / 25.4
_SHEET: Final = "/Sheet"
"""What a page calls the sheet that it shows a part of."""


def write_tiled(
    publication: Publication,
    sheet: Sheet,
    path: Path,
    *,
    paper: str,
    overlap_mm: float,
    printed: datetime,
    duplex: Duplex | None = None,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    judge: Judge | None = None,
) -> Outcome:
    """Write one sheet over pages of A4 or A3 at its true scale, after a page that shows how they lie.

    Raises
    ------
    TilingError
        The sheet cannot be laid over pages as asked.
    WriteError
        The file cannot be written; an older one is left as it was.
    Cancelled
        The user asked to stop; nothing is left behind.
    """
    composition = judged(publication, sheet, printed, progress, judge)
    tiling = tiled(composition.page_mm, paper, overlap_mm)
    return put(tiled_bytes(composition, tiling, duplex), path, publication, composition)


def tile_layout(tiling: Tiling) -> QPageLayout:
    """Give the layout of a page, whose margins are ours."""
    return layout_of(tiling.page_mm)


def tiled_bytes(composition: SheetComposition, tiling: Tiling, duplex: Duplex | None = None) -> bytes:
    """Give the PDF of a composed sheet over several pages."""
    texts = Texts(composition.language)
    with pikepdf.open(BytesIO(_marks(composition, tiling, texts))) as pdf:
        tags = _assembled(pdf, composition, tiling, texts)
        # The layers of the sheet, which all pages show.
        share_layers(pdf, [form for page in pdf.pages[1:2] for form in whole_sheets(page)])
        describe(
            pdf,
            composition.title,
            composition.authority,
            composition.language,
            composition.marking,
            composition.printed,
        )
        # "Fit to page" would spoil the scale.
        pdf.Root.ViewerPreferences.PrintScaling = pikepdf.Name("/None")
        if duplex is not None:
            say_duplex(pdf, duplex, tiling.page_mm)
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(texts("How the pages lie"), 0))
            for number, tile in enumerate(tiling.tiles, 1):
                outline.root.append(pikepdf.OutlineItem(tile.name, number))
        write_tags(pdf, list(zip(pdf.pages, tags, strict=True)))
        return settled(pdf)


def tiled_pages(composition: SheetComposition, tiling: Tiling) -> tuple[bytes, tuple[Tag, ...]]:
    """Give the pages of a composed sheet to be bound with others, and the structure of each."""
    out = BytesIO()
    with pikepdf.open(BytesIO(_marks(composition, tiling, Texts(composition.language)))) as pdf:
        tags = _assembled(pdf, composition, tiling, Texts(composition.language))
        pdf.save(out, static_id=True)
    return out.getvalue(), tags


def whole_sheets(page: pikepdf.Page) -> tuple[pikepdf.Object, ...]:
    """Give the sheet that a page shows a part of; none for a page that is a sheet itself, or words."""
    found = page.obj.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary()).get(_SHEET)
    return () if found is None else (found,)


def _assembled(pdf: pikepdf.Pdf, composition: SheetComposition, tiling: Tiling, texts: Texts) -> tuple[Tag, ...]:
    """Lay the sheet under the marks of its pages, and give how each page is read."""
    whole, _ = page_bytes(composition, marked=False)
    with pikepdf.open(BytesIO(whole)) as one:
        page = one.pages[0]
        top = float(page.mediabox[3])
        form = pdf.copy_foreign(page.as_form_xobject())
        viewport = pdf.copy_foreign(one.make_indirect(page.obj.VP[0]))
        tags = [marked_as_one(pdf.pages[0], texts("How the pages lie"))]
        for tile, there in zip(tiling.tiles, list(pdf.pages)[1:], strict=True):
            tags.append(_laid(there, tile, form, viewport, top, composition, texts))
    return tuple(tags)


def _marks(composition: SheetComposition, tiling: Tiling, texts: Texts) -> bytes:
    """Paint the page that shows how the others lie, and on each of those its name and marks."""
    with vector_pages(tile_layout(tiling)) as pages:
        paint_key_page(pages.painter, PDF, composition, tiling, texts)
        for tile in tiling.tiles:
            pages.writer.newPage()
            paint_tile_marks(pages.painter, PDF, composition, tiling, tile, texts)
    return pages.data


def _laid(
    page: pikepdf.Page,
    tile: Tile,
    form: pikepdf.Object,
    viewport: pikepdf.Object,
    sheet_top: float,
    composition: SheetComposition,
    texts: Texts,
) -> Tag:
    """Lay the part of the sheet on its page, under the marks, with its place on the ground."""
    x, y, width, height = (length * _POINTS_PER_MM for length in tile.part)
    margin = MARGIN_MM * _POINTS_PER_MM
    page_top = float(page.mediabox[3])
    across, up = margin - x, page_top - margin + y - sheet_top
    page.obj.Resources.XObject = pikepdf.Dictionary({_SHEET: form})
    box = f"{margin:.3f} {page_top - margin - height:.3f} {width:.3f} {height:.3f} re W n"
    shown = f"/Figure <</MCID 0>> BDC\nq\n{box}\n1 0 0 1 {across:.4f} {up:.4f} cm\n{_SHEET} Do\nQ\nEMC\n"
    tag = marked_as_one(page, tile.name, 1)
    page.contents_add(shown.encode("ascii"), prepend=True)
    left, lower, right, upper = (float(value) for value in viewport.BBox)
    moved = pikepdf.Dictionary(dict(viewport.items()))
    moved.BBox = pikepdf.Array([round(v, 5) for v in (left + across, lower + up, right + across, upper + up)])
    page.obj.VP = pikepdf.Array([moved])
    said = texts("Page {name} of the sheet.", name=tile.name) + "\n" + map_words(composition, composition.map)
    figure = Tag("Figure", words=said, marked=(0,))
    return Tag("Sect", (*tag.inside, figure), title=tile.name)
