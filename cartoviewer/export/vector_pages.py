"""Pages of vectors: a painter whose unit is a millimetre, and the PDF that it leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

__all__ = ["VectorPages", "layout_of", "vector_pages"]

_DPI: Final = 1200


class VectorPages:
    """Pages being painted.

    Attributes
    ----------
    writer
        Begins the next page.
    painter
        Its unit is a millimetre on paper, its origin the top left corner of the page.
    """

    def __init__(self, layout: QPageLayout) -> None:
        self._layout = layout
        self._store: Final = QByteArray()
        self._buffer: Final = QBuffer(self._store)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.writer: Final = QPdfWriter(self._buffer)
        self.writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_1_6)
        self.writer.setResolution(_DPI)
        self.writer.setPageLayout(layout)
        self.painter: Final = QPainter(self.writer)
        self.painter.scale(_DPI / 25.4, _DPI / 25.4)

    def next_page(self, layout: QPageLayout) -> None:
        """Begin a page of its own layout; what the painter is set to stays."""
        if layout != self._layout:
            self._layout = layout
            self.writer.setPageLayout(layout)
        self.writer.newPage()

    def close(self) -> None:
        """End the last page; nothing where it has ended."""
        if self.painter.isActive():
            self.painter.end()
            self._buffer.close()

    @property
    def data(self) -> bytes:
        """The file, when the pages are closed."""
        return bytes(self._store.data())


@contextmanager
def vector_pages(layout: QPageLayout) -> Iterator[VectorPages]:
    """Paint pages of one layout; they are closed at the end, whatever happens."""
    pages = VectorPages(layout)
    try:
        yield pages
    finally:
        pages.close()


def layout_of(page_mm: tuple[float, float]) -> QPageLayout:
    """Give the layout of a page of exactly this size, without margins."""
    width, height = page_mm
    size = QPageSize(
        QSizeF(min(width, height), max(width, height)),
        QPageSize.Unit.Millimeter,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    turned = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    return QPageLayout(size, turned, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
