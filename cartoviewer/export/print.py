"""Sheets on a printer, at true size."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPainter

from cartoviewer.export.pdf import page_layout
from cartoviewer.export.tiled_pdf import tile_layout
from cartoviewer.render.device import Device
from cartoviewer.render.furniture.tile_marks import paint_key_page, paint_tile_marks
from cartoviewer.render.sheet_painter import paint_sheet
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.tiling import MARGIN_MM, Tiling
from layers.errors import Problem
from layers.progress import NoProgress, Progress
from resources.texts import Texts

__all__ = ["PrintError", "paint_pages", "paint_tiles"]

_TOLERANCE_MM: Final = 3.0
_SILENT: Final = "The printer does not answer. Check that it is on, or choose another one."


class PrintError(Problem):
    """A sheet cannot be printed at its true size."""


def paint_pages(
    device: QPagedPaintDevice,
    compositions: Sequence[SheetComposition],
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
) -> None:
    """Paint one sheet after the other at true size: a QPrinter, its preview, or a QPdfWriter.

    The device is given each sheet's paper; a sheet is never shrunk, for its scale would be wrong.

    Raises
    ------
    PrintError
        The device cannot print, or has no paper as large as a sheet.
    """
    painter = QPainter()
    try:
        for index, composition in enumerate(compositions):
            _set_page(device, composition)
            if index == 0:
                if not painter.begin(device):
                    raise PrintError(_SILENT)
            else:
                device.newPage()
            _paint(painter, device, composition, progress)
            progress.step((index + 1) / len(compositions))
    finally:
        if painter.isActive():
            painter.end()


def paint_tiles(
    device: QPagedPaintDevice,
    composition: SheetComposition,
    tiling: Tiling,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
) -> None:
    """Paint a sheet over pages of a printer at true size, after the page that shows how they lie.

    Raises
    ------
    PrintError
        The device cannot print, or has no such paper.
    """
    texts = Texts(composition.language)
    _take_layout(device, tile_layout(tiling), tiling.page_mm)
    painter = QPainter()
    if not painter.begin(device):
        raise PrintError(_SILENT)
    try:
        with _in_millimetres(painter, device) as own:
            paint_key_page(painter, own, composition, tiling, texts)
        for number, tile in enumerate(tiling.tiles, 1):
            device.newPage()
            x, y, width, height = tile.part
            with _in_millimetres(painter, device) as own:
                painter.save()
                painter.translate(MARGIN_MM - x, MARGIN_MM - y)
                painter.setClipRect(QRectF(x, y, width, height))
                paint_sheet(painter, composition, own)
                painter.restore()
                paint_tile_marks(painter, own, composition, tiling, tile, texts)
            progress.step(number / len(tiling.tiles))
    finally:
        painter.end()


def _set_page(device: QPagedPaintDevice, composition: SheetComposition) -> None:
    _take_layout(device, page_layout(composition), composition.page_mm)


def _take_layout(device: QPagedPaintDevice, wanted: QPageLayout, page_mm: tuple[float, float]) -> None:
    device.setPageLayout(wanted)
    paper = device.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    width, height = page_mm
    if paper.width() < width - _TOLERANCE_MM or paper.height() < height - _TOLERANCE_MM:
        raise PrintError(
            "The printer has no paper of {width} × {height} mm, so the sheet would not be at its true scale. "
            "Choose a printer that has it, or write a PDF.",
            width=f"{width:g}",
            height=f"{height:g}",
        )


@contextmanager
def _in_millimetres(painter: QPainter, device: QPagedPaintDevice) -> Iterator[Device]:
    """Make the painter's unit a millimetre from the corner of the paper; give what is painted on."""
    dpi_x, dpi_y = device.logicalDpiX(), device.logicalDpiY()
    layout = device.pageLayout()
    painter.save()
    try:
        if layout.mode() is not QPageLayout.Mode.FullPageMode:
            # The painter begins at the margins that the printer cannot do without.
            painted = layout.paintRect(QPageLayout.Unit.Millimeter)
            painter.translate(-painted.x() / 25.4 * dpi_x, -painted.y() / 25.4 * dpi_y)
        painter.scale(dpi_x / 25.4, dpi_y / 25.4)
        yield Device(raster=False, dpi=float(dpi_x))
    finally:
        painter.restore()


def _paint(painter: QPainter, device: QPagedPaintDevice, composition: SheetComposition, progress: Progress) -> None:
    with _in_millimetres(painter, device) as own:
        paint_sheet(painter, composition, own, progress)
