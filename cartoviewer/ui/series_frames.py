"""Over the map: the frames of a series before they are sheets."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from bnip.record import Point
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.overlay import paint_frame, paint_tag, to_pixels
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.frame_outline import frame_corners
from layers.errors import Problem
from layers.shapes import Bounds

__all__ = ["SeriesFrames"]

_GONE: Final = "#8A8A8A"
_ROOM_FOR_NUMBER: Final = 26.0
_ROOM_FOR_TITLE: Final = 150.0


class SeriesFrames(QWidget):
    """Paints frames with their numbers, and their titles where there is room; the mouse does not notice them."""

    def __init__(self, session: Session, canvas: Canvas, font: QFont) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._font = font
        self._sheets: tuple[Sheet, ...] = ()
        self._corners: tuple[tuple[Point, ...], ...] = ()
        self._gone: tuple[tuple[Point, ...], ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self.update)
        self.resize(canvas.size())
        self.hide()

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets whose frames are shown."""
        return self._sheets

    @property
    def bounds(self) -> Bounds | None:
        """The rectangle around all frames, Lambert 72; None while there are none."""
        points = [point for corners in self._corners for point in corners]
        if not points:
            return None
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return (min(xs), min(ys), max(xs), max(ys))

    def show_frames(self, sheets: Sequence[Sheet], gone: Sequence[Sheet] = ()) -> None:
        """Show the frames of these sheets, and crossed out those that go; what cannot be drawn is left out."""
        drawn = [(sheet, corners) for sheet in sheets if (corners := _corners(sheet, self._session.document))]
        self._sheets = tuple(sheet for sheet, _ in drawn)
        self._corners = tuple(corners for _, corners in drawn)
        self._gone = tuple(corners for sheet in gone if (corners := _corners(sheet, self._session.document)))
        self.setVisible(bool(drawn or self._gone))
        # Below whatever else lies over the map: bars and marks.
        self.lower()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as the map."""
        if watched is self._canvas and event.type() is QEvent.Type.Resize:
            self.resize(self._canvas.size())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frames where they are now."""
        del event
        view, pixels_per_mm = self._canvas.view, self._canvas.pixels_per_mm
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = QRectF(self.rect())
        shown: list[tuple[Sheet, QRectF]] = []
        for sheet, corners in zip(self._sheets, self._corners, strict=True):
            pixels = to_pixels(corners, view, pixels_per_mm)
            xs, ys = [pixel.x() for pixel in pixels], [pixel.y() for pixel in pixels]
            box = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
            if box.intersects(seen):
                paint_frame(painter, pixels, strong=True, dashed=True)
                shown.append((sheet, box))
        for corners in self._gone:
            self._cross_out(painter, to_pixels(corners, view, pixels_per_mm))
        for sheet, box in shown:
            if min(box.width(), box.height()) >= _ROOM_FOR_NUMBER:
                self._paint_number(painter, box, sheet)
        painter.end()

    def _cross_out(self, painter: QPainter, pixels: Sequence[QPointF]) -> None:
        """Paint the frame of a sheet that goes."""
        for colour, width in (("#FFFFFF", 4.0), (_GONE, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(QPolygonF(pixels))
            for one, other in ((0, 2), (1, 3)):
                painter.drawLine(pixels[one], pixels[other])

    def _paint_number(self, painter: QPainter, box: QRectF, sheet: Sheet) -> None:
        """Write the number in the corner of a frame, with the title where the frame is wide enough for it."""
        said, title = str(sheet.number), self._session.texts.name(sheet.names)
        if box.width() >= _ROOM_FOR_TITLE and title:
            room = ceil(box.width()) - 24
            metrics = QFontMetricsF(self._font)
            said = metrics.elidedText(f"{said} · {title}", Qt.TextElideMode.ElideRight, room)
        paint_tag(painter, QPointF(max(box.left(), 0.0) - 10.0, max(box.top(), 0.0) - 10.0), (said,), self._font)


def _corners(sheet: Sheet, document: MapDocument) -> tuple[Point, ...]:
    try:
        return frame_corners(sheet, document)
    except Problem:
        return ()
