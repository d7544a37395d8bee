"""A sheet on the screen as it will be on paper, at any zoom; painted beside the window."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from cartoviewer.document.edit import Label
from cartoviewer.export.image import sheet_picture
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.theme import SPACE_L, Theme
from layers.progress import Progress

__all__ = ["Picture", "SheetCanvas"]

Picture = Callable[[float, Progress], QImage]
"""Paints what is shown at so many dots to the inch of paper; it may run in any thread."""

_PAUSE_MS: Final = 120
_SMALLEST, _LARGEST = 0.1, 4.0
_STEP: Final = 1.25
_MOST_PIXELS: Final = 60_000_000


class SheetCanvas(QAbstractScrollArea):
    """Shows one composed sheet; 100 % is its true size on the screen.

    Signals
    -------
    zoom_changed (float)
        1.0 is true size.
    problem (BaseException)
        The sheet could not be painted.
    """

    zoom_changed = Signal(float)
    problem = Signal(object)

    def __init__(
        self, theme: Theme, tasks: TaskRunner, pixels_per_inch: float = 96.0, parent: QWidget | None = None
    ):
        super().__init__(parent)
        self._theme = theme
        self._tasks = tasks
        self._pixels_per_inch = pixels_per_inch
        self._composition: SheetComposition | None = None
        self._page_mm: tuple[float, float] | None = None
        self._picture: Picture | None = None
        self._image: QImage | None = None
        self._fits = True
        self._zoom = 1.0
        self._task: Task | None = None
        self._grip: QPoint | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._paint_anew)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        theme.changed.connect(self.viewport().update)

    @property
    def zoom(self) -> float:
        """How large the sheet is shown; 1.0 is true size."""
        return self._zoom

    @property
    def image(self) -> QImage | None:
        """The picture shown, None while there is none."""
        return self._image

    def show_sheet(self, composition: SheetComposition | None) -> None:
        """Show another sheet, or none; the old picture stays until the new one is there."""
        self._composition = composition
        if composition is None:
            self.show_page(None, None)
        else:
            self.show_page(composition.page_mm, lambda dpi, progress: sheet_picture(composition, dpi, progress))

    def show_page(self, page_mm: tuple[float, float] | None, picture: Picture | None) -> None:
        """Show a page of any kind, by its size and by what paints it; None for none."""
        if page_mm != self._page_mm:
            # The picture of another paper would be drawn out of shape.
            self._image = None
        self._page_mm, self._picture = page_mm, picture
        self._fit()
        self._pause.start()
        self.viewport().update()

    def show_whole(self) -> None:
        """Show the whole sheet, as large as the window allows."""
        self._fits = True
        self._fit()
        self._pause.start()

    def zoom_to(self, zoom: float) -> None:
        """Show the sheet at this size."""
        self._fits = False
        self._set_zoom(min(max(zoom, _SMALLEST), _LARGEST))
        self._pause.start()

    def zoom_in(self) -> None:
        """Show the sheet larger."""
        self.zoom_to(self._zoom * _STEP)

    def zoom_out(self) -> None:
        """Show the sheet smaller."""
        self.zoom_to(self._zoom / _STEP)

    def sizeHint(self) -> QSize:
        """Be large enough to judge a sheet."""
        return QSize(720, 640)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, or the empty paper while it is made."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.colours.raised))
        if self._page_mm is not None:
            place = self._place()
            painter.fillRect(place.translated(3, 3), QColor(0, 0, 0, 60))
            painter.fillRect(place, Qt.GlobalColor.white)
            if self._image is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(place, self._image)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole sheet in sight when that was asked for."""
        super().resizeEvent(event)
        self._fit()
        self._set_bars()
        self._pause.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self._zoom * (_STEP if event.angleDelta().y() > 0 else 1 / _STEP))
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with plus, minus and Home; scroll with arrows."""
        bars = {
            Qt.Key.Key_Left: (self.horizontalScrollBar(), -40),
            Qt.Key.Key_Right: (self.horizontalScrollBar(), 40),
            Qt.Key.Key_Up: (self.verticalScrollBar(), -40),
            Qt.Key.Key_Down: (self.verticalScrollBar(), 40),
        }
        key = Qt.Key(event.key())
        if key in bars:
            bar, step = bars[key]
            bar.setValue(bar.value() + step)
        elif event.text() == "+":
            self.zoom_in()
        elif event.text() == "-":
            self.zoom_out()
        elif key is Qt.Key.Key_Home:
            self.show_whole()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the paper."""
        self._grip = event.position().toPoint()
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the paper."""
        if self._grip is not None:
            there = event.position().toPoint()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - (there - self._grip).x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - (there - self._grip).y())
            self._grip = there

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the paper go."""
        del event
        self._grip = None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint where the paper is now."""
        del dx, dy
        self.viewport().update()

    def _pixels(self) -> QSize:
        """Give the size of the sheet on the screen, logical pixels."""
        if self._page_mm is None:
            return QSize(0, 0)
        factor = self._pixels_per_inch / 25.4 * self._zoom
        width, height = self._page_mm
        return QSize(round(width * factor), round(height * factor))

    def _place(self) -> QRect:
        size, room = self._pixels(), self.viewport().size()
        left = (room.width() - size.width()) // 2
        top = (room.height() - size.height()) // 2
        if left < SPACE_L:
            left = SPACE_L - self.horizontalScrollBar().value()
        if top < SPACE_L:
            top = SPACE_L - self.verticalScrollBar().value()
        return QRect(QPoint(left, top), size)

    def _fit(self) -> None:
        if not self._fits or self._page_mm is None:
            return
        width, height = (length * self._pixels_per_inch / 25.4 for length in self._page_mm)
        room = self.viewport().size()
        zoom = min((room.width() - 2 * SPACE_L) / width, (room.height() - 2 * SPACE_L) / height)
        self._set_zoom(min(max(zoom, _SMALLEST), _LARGEST))

    def event(self, event: QEvent) -> bool:
        """Paint anew, as sharp as the screen is, when the window comes to another one."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._pause.start()
        return super().event(event)

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._set_bars()
        self.zoom_changed.emit(zoom)
        self.viewport().update()

    def _set_bars(self) -> None:
        size, room = self._pixels(), self.viewport().size()
        for bar, needed, there in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setPageStep(there)
            bar.setRange(0, max(needed + 2 * SPACE_L - there, 0))

    def _paint_anew(self) -> None:
        page_mm, picture = self._page_mm, self._picture
        if page_mm is None or picture is None:
            return
        if self._task is not None:
            self._task.cancel()
        dpi = self._pixels_per_inch * self._zoom * self.devicePixelRatioF()
        inches = page_mm[0] / 25.4 * page_mm[1] / 25.4
        dpi = min(dpi, (_MOST_PIXELS / inches) ** 0.5)

        def done(image: QImage) -> None:
            self._image = image
            self.viewport().update()

        self._task = self._tasks.run(
            lambda progress: picture(dpi, progress),
            done,
            self.problem.emit,
            Label("Painting the sheet"),
        )
        task = self._task
        task.ended.connect(lambda: self._forget(task))

    def _forget(self, task: Task) -> None:
        if self._task is task:
            self._task = None
