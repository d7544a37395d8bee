"""Sheets on a printer, at true size."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPainter

from cartoviewer.export.pdf import page_layout
from cartoviewer.render.device import Device
from cartoviewer.render.sheet_painter import paint_sheet
from cartoviewer.scene.furniture import SheetComposition
from layers.errors import Problem
from layers.progress import NoProgress, Progress

__all__ = ["PrintError", "paint_pages"]

_TOLERANCE_MM: Final = 3.0


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
                    raise PrintError("The printer does not answer. Check that it is on, or choose another one.")
            else:
                device.newPage()
            _paint(painter, device, composition, progress)
            progress.step((index + 1) / len(compositions))
    finally:
        if painter.isActive():
            painter.end()


def _set_page(device: QPagedPaintDevice, composition: SheetComposition) -> None:
    device.setPageLayout(page_layout(composition))
    layout = device.pageLayout()
    paper = layout.fullRect(QPageLayout.Unit.Millimeter)
    width, height = composition.page_mm
    if paper.width() < width - _TOLERANCE_MM or paper.height() < height - _TOLERANCE_MM:
        raise PrintError(
            "The printer has no paper of {width} × {height} mm, so the sheet would not be at its true scale. "
            "Choose a printer that has it, or write a PDF.",
            width=f"{width:g}",
            height=f"{height:g}",
        )


def _paint(painter: QPainter, device: QPagedPaintDevice, composition: SheetComposition, progress: Progress) -> None:
    dpi_x, dpi_y = device.logicalDpiX(), device.logicalDpiY()
    layout = device.pageLayout()
    painter.save()
    if layout.mode() is not QPageLayout.Mode.FullPageMode:
        # The painter begins at the margins that the printer cannot do without.
        painted = layout.paintRect(QPageLayout.Unit.Millimeter)
        painter.translate(-painted.x() / 25.4 * dpi_x, -painted.y() / 25.4 * dpi_y)
    painter.scale(dpi_x / 25.4, dpi_y / 25.4)
    paint_sheet(painter, composition, Device(raster=False, dpi=float(dpi_x)), progress)
    painter.restore()
