"""A line that is put together point by point, by clicks or by typing: the ground of measuring and of drawing."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter

from bnip.geometry.entry import Entry, read_entry
from bnip.geometry.snapping import Snap
from bnip.record import Point
from cartoviewer.scene.measures import write_bearing, write_distance
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_guide, paint_points, paint_snap, paint_tag, to_pixels
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.snapper import Snapper
from cartoviewer.ui.tools.tool import Pointer, Tool

__all__ = ["BEGINS_TYPING", "Ground", "SketchTool"]

BEGINS_TYPING: Final = "0123456789@<"
_ALT_GR: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Ground:
    """What drawing tools share: the session, the view, snapping and the letters of tags."""

    def __init__(self, session: Session, view: Callable[[], MapView], snapper: Snapper, font: QFont) -> None:
        self.session = session
        self.view = view
        self.snapper = snapper
        self.font = font


class SketchTool(Tool):
    """Click sets a point, or type it: `120 m @ 45`, coordinates. Enter or a double click ends."""

    closed = False
    corners_needed = 2
    corners_at_most: int | None = None

    def __init__(self, ground: Ground, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._session = ground.session
        self._corners: list[Point] = []
        self._hover: Point | None = None
        self._snap: Snap | None = None
        self._typed = ""
        self._is_done = False

    @property
    def corners(self) -> tuple[Point, ...]:
        """The points set so far, metres in Lambert 72."""
        return tuple(self._corners)

    @property
    def typed(self) -> str:
        """What is being typed."""
        return self._typed

    @property
    def line(self) -> tuple[Point, ...]:
        """The points and, while drawing goes on, what is typed or the place of the mouse."""
        towards = self._towards()
        if self._is_done or towards is None or not self._corners:
            return self.corners
        return (*self._corners, towards)

    def complete(self) -> None:
        """Use the line, which has enough points."""

    def end(self) -> None:
        """Forget the line."""
        self._corners, self._hover, self._snap, self._typed, self._is_done = [], None, None, "", False

    def enter(self, text: str) -> bool:
        """Set a point by what was typed: a length and a bearing from the last one, or coordinates in any system.

        Returns
        -------
        bool
            Whether it had a meaning here.
        """
        entry = read_entry(text)
        place = self._meant(entry) if entry is not None else None
        if place is None:
            return False
        self._set(place)
        return True

    def move(self, pointer: Pointer) -> None:
        """Show the line to the mouse, and what it snaps to."""
        self._hover = self._snapped(pointer)
        self.repaint.emit()

    def leave(self) -> None:
        """Forget where the mouse was."""
        self._hover = self._snap = None
        self.repaint.emit()

    def click(self, pointer: Pointer) -> None:
        """Set a point; after a finished line, begin another."""
        if self._is_done:
            self.end()
        place = self._snapped(pointer)
        self._hover = place
        self._set(place)

    def double_click(self, pointer: Pointer) -> None:
        """End here: the first of the two clicks has set the point."""
        del pointer
        self.finish()

    def wants(self, event: QKeyEvent) -> bool:
        """Keep letters that are shortcuts while a length is being typed: the m of `120 m`."""
        return bool(self._typed) and bool(event.text()) and event.text().isprintable()

    def key(self, event: QKeyEvent) -> bool:
        """Typing, Enter, Backspace and Esc."""
        key, text = event.key(), event.text()
        # AltGr, which types @ on AZERTY, comes as Ctrl and Alt together on some systems.
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        plain = held in (Qt.KeyboardModifier.NoModifier, _ALT_GR)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Backspace and self._typed:
            self._typed = self._typed[:-1]
            self._tell()
        elif key == Qt.Key.Key_Backspace and self._corners:
            self._corners.pop()
            self._is_done = False
            self._tell()
        elif key == Qt.Key.Key_Escape and (self._typed or self._corners):
            if self._typed:
                self._typed = ""
            else:
                self.end()
            self._tell()
        elif key == Qt.Key.Key_Escape:
            self.finished.emit()
        elif plain and text and text.isprintable() and (self._typed or text in BEGINS_TYPING):
            self._typed += text
            self._tell()
        else:
            return False
        return True

    def finish(self) -> None:
        """End the line, where it has enough points."""
        if len(self._corners) >= self.corners_needed:
            self._is_done = True
            self.complete()
            self._tell()

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint the line and its points, and the mark of what the mouse snaps to."""
        pixels = to_pixels(self.line, view, pixels_per_mm)
        paint_guide(painter, pixels, closed=self.closed and len(pixels) > 2)
        self.paint_marks(painter, view, pixels_per_mm)

    def paint_marks(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint the points that were set, the snap, and what is typed."""
        paint_points(painter, to_pixels(self._corners, view, pixels_per_mm))
        if self._snap is not None:
            paint_snap(painter, to_pixels((self._snap.point,), view, pixels_per_mm)[0], self._snap.kind)
        if self._typed:
            at = self._towards() or (self._corners[-1] if self._corners else None)
            pixel = to_pixels((at,), view, pixels_per_mm)[0] if at is not None else QPointF(20.0, 20.0)
            paint_tag(painter, pixel, [self._typed + "▏"], self._ground.font)

    def leg(self) -> list[str]:
        """Give length and bearing of the leg that is being drawn, for a tag at the mouse."""
        line = self.line
        if len(line) < 2 or self._is_done:
            return []
        (x1, y1), (x2, y2) = line[-2:]
        metres = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        return [f"{write_distance(metres, self._session.texts)} · {write_bearing(*line[-2:])}"]

    # Inside

    def _set(self, place: Point) -> None:
        if not self._corners or self._corners[-1] != place:
            self._corners.append(place)
        self._typed = ""
        if self.corners_at_most is not None and len(self._corners) >= self.corners_at_most:
            self.finish()
        else:
            self._tell()

    def _enter(self) -> None:
        if not self._typed:
            self.finish()
        elif self.enter(self._typed):
            self._typed = ""
        self._tell()

    def _meant(self, entry: Entry) -> Point | None:
        start = self._corners[-1] if self._corners else None
        return entry.point_from(start, self._hover)

    def _towards(self) -> Point | None:
        entry = read_entry(self._typed) if self._typed else None
        return (self._meant(entry) if entry is not None else None) or self._hover

    def _snapped(self, pointer: Pointer) -> Point:
        self._snap = self._ground.snapper.at(pointer)
        return self._snap.point if self._snap is not None else pointer.place

    def _tell(self) -> None:
        self.hint_changed.emit()
        self.repaint.emit()
