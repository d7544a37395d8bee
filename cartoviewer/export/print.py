"""Pages on a printer, at true size."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Protocol

from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from cartoviewer.render.device import Device
from layers.errors import Problem
from layers.progress import NoProgress, Progress, Span

__all__ = ["Page", "PrintError", "paint_pages"]

_TOLERANCE_MM: Final = 3.0
_SILENT: Final = "The printer does not answer. Check that it is on, or choose another one."


class PrintError(Problem):
    """A sheet cannot be printed at its true size."""


class Page(Protocol):
    """One side of paper."""

    @property
    def page_mm(self) -> tuple[float, float]:
        """Its size."""
        ...

    @property
    def layout(self) -> QPageLayout:
        """Its paper, without margins."""
        ...

    def paint(self, painter: QPainter, device: Device, progress: Progress) -> None:
        """Paint it; the painter's unit is a millimetre from its corner."""
        ...


def paint_pages(
    device: QPagedPaintDevice,
    pages: Sequence[Page],
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
) -> None:
    """Paint pages at true size on a printer or a QPdfWriter; it may run in any thread.

    The device is given the paper of each page; a page is never shrunk, for its scale would be wrong. A printer is
    told to forget what it was given where the work is stopped or fails.

    Raises
    ------
    PrintError
        The device cannot print, has no paper as large, or there is no page to print.
    Cancelled
        The user asked to stop.
    """
    if not pages:
        raise PrintError("None of the pages was chosen, so there is nothing to print.")
    painter = QPainter()
    try:
        for place, page in enumerate(pages):
            _take_layout(device, page.layout, page.page_mm)
            if not (painter.begin(device) if place == 0 else device.newPage()):
                raise PrintError(_SILENT)
            with _in_millimetres(painter, device) as own:
                page.paint(
                    painter, own, Span(progress, place / len(pages), (place + 1) / len(pages), "Printing the pages")
                )
    except BaseException:
        if isinstance(device, QPrinter):
            device.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
    progress.step(1.0)


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
