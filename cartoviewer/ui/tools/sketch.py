"""A line that is clicked together, corner by corner: the ground of measuring and of drawing routes."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from bnip.record import Point
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_guide, paint_points, to_pixels
from cartoviewer.ui.tools.tool import Pointer, Tool

__all__ = ["SketchTool"]


class SketchTool(Tool):
    """Click sets a corner, Backspace takes the last away, Enter or a double click ends, Esc gives up."""

    closed = False
    corners_needed = 2

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corners: list[Point] = []
        self._hover: Point | None = None
        self._is_done = False

    @property
    def corners(self) -> tuple[Point, ...]:
        """The corners set so far, metres in Lambert 72."""
        return tuple(self._corners)

    @property
    def line(self) -> tuple[Point, ...]:
        """The corners and, while drawing goes on, the place of the mouse."""
        if self._is_done or self._hover is None or not self._corners:
            return self.corners
        return (*self._corners, self._hover)

    def complete(self) -> None:
        """Use the line, which has enough corners."""

    def end(self) -> None:
        """Forget the line."""
        self._corners, self._hover, self._is_done = [], None, False

    def move(self, pointer: Pointer) -> None:
        """Show the line to the mouse."""
        self._hover = pointer.place
        self.repaint.emit()

    def leave(self) -> None:
        """Forget where the mouse was."""
        self._hover = None
        self.repaint.emit()

    def click(self, pointer: Pointer) -> None:
        """Set a corner; after a finished line, begin another."""
        if self._is_done:
            self.end()
        if not self._corners or self._corners[-1] != pointer.place:
            self._corners.append(pointer.place)
        self._hover = pointer.place
        self._tell()

    def double_click(self, pointer: Pointer) -> None:
        """End here: the first of the two clicks has set the corner."""
        del pointer
        self._finish()

    def key(self, event: QKeyEvent) -> bool:
        """Enter, Backspace and Esc."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        elif key == Qt.Key.Key_Backspace and self._corners:
            self._corners.pop()
            self._is_done = False
            self._tell()
        elif key == Qt.Key.Key_Escape and self._corners:
            self.end()
            self._tell()
        elif key == Qt.Key.Key_Escape:
            self.finished.emit()
        else:
            return False
        return True

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint the line and its corners."""
        pixels = to_pixels(self.line, view, pixels_per_mm)
        paint_guide(painter, pixels, closed=self.closed and len(pixels) > 2)
        paint_points(painter, to_pixels(self._corners, view, pixels_per_mm))

    def _finish(self) -> None:
        if len(self._corners) >= self.corners_needed:
            self._is_done = True
            self.complete()
            self._tell()

    def _tell(self) -> None:
        self.hint_changed.emit()
        self.repaint.emit()
