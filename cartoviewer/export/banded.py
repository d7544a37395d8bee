"""A large picture painted in bands, from top to bottom: the whole of it is never in memory.

Qt is given a picture of the full size whose rows nobody has touched yet, which costs no memory, and a clip to one
band; then the rows of that band are read and let go. So everything is rasterised as on one piece, and the pixels
are the very same for every height of the bands.
"""

import mmap
import sys
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPainterPathStroker, QPolygonF

from cartoviewer.render.device import Device
from cartoviewer.render.sheet_painter import paint_sheet
from cartoviewer.scene.furniture import SheetComposition
from layers.progress import Progress, Span

__all__ = ["STRIP_ROWS", "strips"]

STRIP_ROWS: Final = 256
"""Rows are handed on in strips of so many, whatever the height of a band."""

_BAND_BYTES: Final = 64 * 2**20
_BYTES: Final = 4
_MM_PER_INCH: Final = 25.4

Pixels = npt.NDArray[np.uint8]


def strips(
    composition: SheetComposition,
    size: tuple[int, int],
    device: Device,
    progress: Progress,
    band_rows: int | None = None,
) -> Iterator[Pixels]:
    """Paint a composed sheet, and give its rows in strips (`STRIP_ROWS`, width, 3) of red, green and blue.

    Parameters
    ----------
    composition
        What to paint.
    size
        Width and height in pixels.
    device
        How fine.
    progress
        Told while it is painted; may raise `Cancelled`.
    band_rows
        How many rows are painted at once, a multiple of `STRIP_ROWS`; None for what some memory holds.
    """
    width, height = size
    if band_rows is None:
        band_rows = max(_BAND_BYTES // (_BYTES * width) // STRIP_ROWS, 1) * STRIP_ROWS
    sheet = _Untouched(width, height)
    for top in range(0, height, band_rows):
        rows = min(band_rows, height - top)
        band = sheet.rows(top, rows)
        band[:] = 0xFF
        share = Span(progress, top / height, (top + rows) / height)
        _paint(sheet.image, composition, device, QRect(0, top, width, rows), share)
        for first in range(0, rows, STRIP_ROWS):
            # Blue, green, red, and a byte that says nothing.
            yield np.ascontiguousarray(band[first : first + STRIP_ROWS, :, 2::-1])
        sheet.let_go(top, rows)


def _paint(image: QImage, composition: SheetComposition, device: Device, band: QRect, progress: Progress) -> None:
    painter = _Outliner(image)
    try:
        painter.setClipRect(band)
        painter.scale(device.dpi / _MM_PER_INCH, device.dpi / _MM_PER_INCH)
        paint_sheet(painter, composition, device, progress)
    finally:
        painter.end()


class _Outliner(QPainter):
    """A painter that fills the outlines of lines.

    Qt cuts a line at the edge of the clip before it makes its outline, and rounds there: the line would differ a
    trifle beside the edge of a band. What is filled does not depend on the clip.
    """

    def drawPath(self, path: QPainterPath) -> None:  # noqa: N802 - Qt's name
        """Fill a path, then the outline of its line."""
        pen, brush = self.pen(), self.brush()
        if pen.style() is Qt.PenStyle.NoPen:
            super().drawPath(path)
            return
        outline = QPainterPathStroker(pen).createStroke(path)
        outline.setFillRule(Qt.FillRule.WindingFill)
        self.setPen(Qt.PenStyle.NoPen)
        if brush.style() is not Qt.BrushStyle.NoBrush:
            super().drawPath(path)
        self.setBrush(pen.brush())
        super().drawPath(outline)
        self.setPen(pen)
        self.setBrush(brush)

    def drawLine(self, line: QLineF) -> None:  # type: ignore[override]  # noqa: N802 - Qt's name
        """Paint one line."""
        self.drawLines([line])

    def drawLines(self, lines: Sequence[QLineF]) -> None:  # type: ignore[override]  # noqa: N802 - Qt's name
        """Paint lines."""
        path = QPainterPath()
        for line in lines:
            path.moveTo(line.p1())
            path.lineTo(line.p2())
        self.drawPath(path)

    def drawPolyline(self, corners: QPolygonF) -> None:  # type: ignore[override]  # noqa: N802 - Qt's name
        """Paint one line with corners."""
        path = QPainterPath()
        path.addPolygon(corners)
        self.drawPath(path)

    def drawRect(self, box: QRectF) -> None:  # type: ignore[override]  # noqa: N802 - Qt's name
        """Paint a rectangle."""
        path = QPainterPath()
        path.addRect(box)
        self.drawPath(path)

    def drawEllipse(self, box: QRectF) -> None:  # type: ignore[override]  # noqa: N802 - Qt's name
        """Paint an ellipse."""
        path = QPainterPath()
        path.addEllipse(box)
        self.drawPath(path)

    def drawPolygon(self, corners: QPolygonF) -> None:  # type: ignore[override]  # noqa: N802 - Qt's name
        """Paint a polygon."""
        path = QPainterPath()
        path.addPolygon(corners)
        path.closeSubpath()
        self.drawPath(path)

    def drawRoundedRect(self, box: QRectF, across: float, down: float) -> None:  # type: ignore[override]  # noqa: N802
        """Paint a rectangle with round corners."""
        path = QPainterPath()
        path.addRoundedRect(box, across, down)
        self.drawPath(path)


class _Untouched:
    """A picture that takes no memory where nobody has written."""

    def __init__(self, width: int, height: int) -> None:
        self._stride = _BYTES * width
        length = max(self._stride * height, 1)
        if sys.platform == "win32":
            self._memory = mmap.mmap(-1, length)
        else:
            self._memory = mmap.mmap(-1, length, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self._pixels = np.frombuffer(self._memory, np.uint8).reshape(height, width, _BYTES)
        self.image = QImage(self._pixels.data, width, height, self._stride, QImage.Format.Format_RGB32)

    def rows(self, top: int, count: int) -> Pixels:
        """Give rows to be read and written."""
        return self._pixels[top : top + count]

    def let_go(self, top: int, count: int) -> None:
        """Give back the memory of rows that nobody needs any more, where the system takes it."""
        if sys.platform != "win32":
            page = mmap.PAGESIZE
            begin = -(-top * self._stride // page) * page
            end = (top + count) * self._stride // page * page
            if end > begin:
                self._memory.madvise(mmap.MADV_DONTNEED, begin, end - begin)
