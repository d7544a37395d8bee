"""What is to be printed: pages that have passed the last look, painted one by one as they are shown or printed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPainter

from bnip.sheet import Sheet
from cartoviewer.export.duplex import Duplex
from cartoviewer.export.print import paint_pages
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import judged
from cartoviewer.export.sheet_gate import Judge
from cartoviewer.export.vector_pages import layout_of
from cartoviewer.render.device import Device
from cartoviewer.render.furniture.tile_marks import paint_key_page, paint_tile_marks
from cartoviewer.render.sheet_painter import paint_sheet
from cartoviewer.scene.cropping import cropped
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.numbered_copies import NumberedCopy, numbered
from cartoviewer.scene.tiling import MARGIN_MM, Tile, Tiling, tiled
from layers.progress import NoProgress, Progress, Span
from layers.sensitivity import Audience
from resources.texts import Texts

__all__ = ["PrintJob", "PrintPage", "prepare_print"]

_KEY: Final = object()
_MM_PER_INCH: Final = 25.4


@dataclass(frozen=True, slots=True)
class PrintPage:
    """One side of paper: a whole sheet, a tile of it, or, where there is a `tiling` and no `tile`, how tiles lie.

    `copy` is the numbered copy to which the page belongs, where there are several.
    """

    composition: SheetComposition
    tiling: Tiling | None = None
    tile: Tile | None = None
    copy: NumberedCopy | None = None

    @property
    def page_mm(self) -> tuple[float, float]:
        """The size of the paper."""
        return self.composition.page_mm if self.tiling is None else self.tiling.page_mm

    @property
    def layout(self) -> QPageLayout:
        """The paper, without margins."""
        return layout_of(self.page_mm)

    def name(self, texts: Texts) -> str:
        """Say what is on the page."""
        parts = []
        if self.copy is not None:
            parts.append(texts("Copy {copy}/{count}", copy=self.copy.number, count=self.copy.count))
        if self.tiling is not None:
            parts.append(self.tile.name if self.tile is not None else texts("How the pages lie"))
        return " · ".join(parts) or texts("The sheet")

    def paint(self, painter: QPainter, device: Device, progress: Progress) -> None:
        """Paint the page; the painter's unit is a millimetre from its corner."""
        composition, tiling, tile = self.composition, self.tiling, self.tile
        texts = Texts(composition.language)
        if tiling is None:
            paint_sheet(painter, composition, device, progress)
        elif tile is None:
            paint_key_page(painter, device, composition, tiling, texts)
        else:
            x, y, width, height = tile.part
            painter.save()
            try:
                painter.translate(MARGIN_MM - x, MARGIN_MM - y)
                painter.setClipRect(QRectF(x, y, width, height))
                paint_sheet(painter, _part(composition, tile), device, progress)
            finally:
                painter.restore()
            paint_tile_marks(painter, device, composition, tiling, tile, texts)

    def picture(self, dpi: float, progress: Progress = NoProgress()) -> QImage:  # noqa: B008 - has no state
        """Paint the page on a picture of so many pixels to the inch."""
        width, height = (round(length / _MM_PER_INCH * dpi) for length in self.page_mm)
        image = QImage(max(width, 1), max(height, 1), QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        try:
            painter.scale(dpi / _MM_PER_INCH, dpi / _MM_PER_INCH)
            self.paint(painter, Device(raster=True, dpi=dpi), progress)
        finally:
            painter.end()
        return image


def _part(composition: SheetComposition, tile: Tile) -> SheetComposition:
    """Give a sheet with what its map has on a tile: a printer is sent the rest in vain, page after page."""
    frame = composition.map
    x, y, width, height = tile.part
    box = (x - frame.box[0], y - frame.box[1], width, height)
    return replace(composition, map=replace(frame, scene=cropped(frame.scene, box)))


class PrintJob:
    """Pages that may leave the house. Only `prepare_print` makes one: it is the last look."""

    def __init__(self, key: object, pages: tuple[PrintPage, ...], duplex: Duplex, audience: Audience) -> None:
        if key is not _KEY:
            raise TypeError("A PrintJob is made by prepare_print().")
        self._pages = pages
        self._duplex = duplex
        self._audience = audience

    @property
    def pages(self) -> tuple[PrintPage, ...]:
        """All pages in the order in which they are printed."""
        return self._pages

    @property
    def duplex(self) -> Duplex:
        """How the sides of the paper are used."""
        return self._duplex

    @property
    def audience(self) -> Audience:
        """For whom the pages are."""
        return self._audience

    @property
    def title(self) -> str:
        """What is printed."""
        return self._pages[0].composition.title

    def paint_on(
        self,
        device: QPagedPaintDevice,
        chosen: Sequence[int] | None = None,
        progress: Progress = NoProgress(),  # noqa: B008 - has no state
    ) -> int:
        """Paint pages on a printer or a QPdfWriter, and give how many. Raises as `paint_pages`.

        Parameters
        ----------
        chosen
            The places of the pages that are printed, from 0, in their order; all where None.
        """
        pages = [self._pages[place] for place in (range(len(self._pages)) if chosen is None else chosen)]
        paint_pages(device, pages, progress)
        return len(pages)


def prepare_print(
    publication: Publication,
    sheet: Sheet,
    printed: datetime,
    *,
    paper: str = "",
    overlap_mm: float = 0.0,
    copies: Sequence[NumberedCopy] = (),
    duplex: Duplex = Duplex.NONE,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    judge: Judge | None = None,
) -> PrintJob:
    """Lay a sheet out for a printer, and look it over.

    Parameters
    ----------
    paper, overlap_mm
        The pages over which the sheet is laid, A4 or A3, and what they share; its own paper where empty.
    copies
        The numbered copies that are made of it; one without a number of its own where there are none.

    Raises
    ------
    SheetStopped
        The sheet has serious faults, and nobody has said why they do not matter.
    TilingError
        The sheet cannot be laid over pages as asked.
    Cancelled
        The user asked to stop.
    """
    pages: list[PrintPage] = []
    wanted: tuple[NumberedCopy | None, ...] = tuple(copies) or (None,)
    for place, copy in enumerate(wanted):
        this = sheet if copy is None else numbered(sheet, copy)
        composition = judged(
            publication,
            this,
            printed,
            Span(progress, place / len(wanted), (place + 1) / len(wanted), "Laying out the sheet"),
            judge,
        )
        tiling = tiled(composition.page_mm, paper, overlap_mm) if paper else None
        pages.append(PrintPage(composition, tiling, None, copy))
        if tiling is not None:
            pages += [PrintPage(composition, tiling, tile, copy) for tile in tiling.tiles]
    return PrintJob(_KEY, tuple(pages), duplex, publication.audience)
