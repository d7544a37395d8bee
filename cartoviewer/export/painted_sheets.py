"""Sheets painted one after the other into one file: their fonts are embedded once, and the file is read once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from typing import Final

import pikepdf
from PySide6.QtGui import QPageLayout

from cartoviewer.export.georeference import georeference
from cartoviewer.export.pdf_layers import LayerGroups
from cartoviewer.export.pdf_parts import Inserted, Marks, PaintedParts, Part, laid_together
from cartoviewer.export.pdf_tags import Marker, Tag, tags_of
from cartoviewer.export.vector_pages import VectorPages, layout_of
from cartoviewer.render.device import PDF
from cartoviewer.render.sheet_painter import paint_sheet
from cartoviewer.scene.furniture import SheetComposition
from layers.progress import NoProgress, Progress
from resources.texts import Texts

__all__ = ["PaintedSheets", "page_layout"]

_POINTS_PER_MM: Final = 72.0 / 25.4
_BOXES: Final = ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")


class PaintedSheets:
    """The sheets of a file, which is closed when it is opened to be read.

    Parameters
    ----------
    marked
        Mark what belongs to the structure; not in a sheet that is to be one picture on other pages.
    """

    def __init__(self, *, marked: bool = True) -> None:
        self._marked = marked
        self._pages: VectorPages | None = None
        self._crew = ThreadPoolExecutor(max_workers=2, thread_name_prefix="packing")
        self._sheets: list[tuple[SheetComposition, tuple[Part | Inserted, ...]]] = []

    def paint(
        self,
        composition: SheetComposition,
        progress: Progress = NoProgress(),  # noqa: B008 - has no state
    ) -> None:
        """Paint a sheet after those that are there; the file is closed where that fails."""
        layout = page_layout(composition)
        if self._pages is None:
            self._pages = VectorPages(layout)
        else:
            self._pages.next_page(layout)
        parts = PaintedParts(self._pages.painter, self._crew)
        try:
            paint_sheet(self._pages.painter, composition, PDF, progress, parts)
        except BaseException:
            self.close()
            raise
        self._sheets.append((composition, parts.entries))

    def close(self) -> None:
        """Leave what is painted, where it is not to be read any more."""
        if self._pages is not None:
            self._pages.close()
        self._crew.shutdown(cancel_futures=True)

    @contextmanager
    def opened(self) -> Iterator[tuple[pikepdf.Pdf, tuple[Tag, ...]]]:
        """Close the file and give it with a page for each sheet, and the structure of each page."""
        assert self._pages is not None
        self._pages.close()
        self._crew.shutdown()
        with pikepdf.open(BytesIO(self._pages.data)) as pdf:
            pages = list(pdf.pages)
            tags = [
                self._finished(pdf, page, entries, composition)
                for page, (composition, entries) in zip(pages, self._sheets, strict=True)
            ]
            yield pdf, tuple(tags)

    def to_bind(self) -> tuple[bytes, tuple[Tag, ...]]:
        """Close the file and give it to be bound with others, and the structure of each page."""
        with self.opened() as (pdf, tags):
            # What a file says of itself, whoever binds it says of all its pages.
            if "/Metadata" in pdf.Root:
                del pdf.Root.Metadata
            out = BytesIO()
            pdf.save(out, static_id=True)
        return out.getvalue(), tags

    def _finished(
        self,
        pdf: pikepdf.Pdf,
        page: pikepdf.Page,
        entries: tuple[Part | Inserted, ...],
        composition: SheetComposition,
    ) -> Tag:
        """Lay the parts of a sheet together; size its page exactly, and say where it lies on the ground."""
        parts = [entry for entry in entries if isinstance(entry, Part)]
        layers = LayerGroups(pdf, parts, Texts(composition.language))
        marker = Marker(tags_of(composition))
        marks = Marks(marker.operator if self._marked else _unmarked, layers.resource, layers.groups)
        laid_together(pdf, page, entries, marks)
        # Qt rounds the page to whole points; the top edge is where its coordinates begin.
        top = float(page.mediabox[3])
        width, height = (length * _POINTS_PER_MM for length in composition.page_mm)
        page.mediabox = pikepdf.Array([0, round(top - height, 4), round(width, 4), top])
        for other in _BOXES:
            if other in page.obj:
                del page.obj[other]
        georeference(pdf, page, composition)
        return marker.numbered()


def page_layout(composition: SheetComposition) -> QPageLayout:
    """Give the layout of a page of exactly the sheet's size, without margins."""
    return layout_of(composition.page_mm)


def _unmarked(piece: object) -> str:
    del piece
    return ""
