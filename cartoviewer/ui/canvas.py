"""The map under the user's hands: the picture, with the tools that draw on it and the views gone back to."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QNativeGestureEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from cartoviewer.scene.view import MapView
from cartoviewer.ui.blank_map import is_blank, paint_welcome
from cartoviewer.ui.canvas_render import Draw, Picture
from cartoviewer.ui.map_widget import MapWidget, Shown
from cartoviewer.ui.navigation import Navigation, zoomed
from cartoviewer.ui.overlay import Changes, paint_box, paint_changes
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.tool import Pointer, Tool
from cartoviewer.ui.view_trail import ViewTrail
from layers.crs import LAMBERT_72, transform_point

__all__ = ["Canvas"]

_DRAWING_KEYS: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class Canvas(MapWidget):
    """The map.

    Parameters
    ----------
    session
        What is shown.
    draw
        Makes the pictures.
    pixels_per_inch
        Logical pixels in an inch of this screen; makes 1:10 000 on the screen true.

    Signals
    -------
    pointer_moved (Point or None)
        Where the mouse is, metres in Lambert 72.
    menu_wanted (Pointer)
        The right button was clicked.
    tool_changed (Tool)
        Another tool is in hand.
    """

    pointer_moved = Signal(object)
    menu_wanted = Signal(object)
    tool_changed = Signal(object)

    def __init__(
        self, session: Session, draw: Draw, tool: Tool, pixels_per_inch: float = 96.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(self._of_session, draw, pixels_per_inch, parent)
        self._session = session
        self._trail = ViewTrail()
        self._tool = tool
        self._navigation = Navigation(lambda: self._view, self.look, lambda: self._mm_per_px)
        self._changes = Changes()
        self._pressed: QPointF | None = None
        self._claimed = False
        self._dragging = False
        self.settled.connect(self._trail.add)
        self.picture_changed.connect(self._tell_aside)
        session.document_changed.connect(self.redraw)
        session.selection_changed.connect(self.update)
        session.language_changed.connect(self._write)
        session.dossier_changed.connect(self.forget)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._join(tool)
        self._write()

    # The view

    def back(self) -> None:
        """Show the previous view."""
        self._go(self._trail.back())

    def forward(self) -> None:
        """Show the view that was gone back from."""
        self._go(self._trail.forward())

    @property
    def trail(self) -> ViewTrail:
        """The views looked at."""
        return self._trail

    # Tools

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self._tool

    def take(self, tool: Tool) -> None:
        """Put the tool away and take another."""
        if tool is self._tool:
            return
        self._tool.end()
        self._tool.repaint.disconnect(self.update)
        self._pressed, self._claimed, self._dragging = None, False, False
        self._tool = tool
        self._join(tool)
        tool.begin()
        self.update()
        self.tool_changed.emit(tool)

    def pointer(self, pixel: QPointF, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Pointer:
        """Tell what lies under a pixel."""
        paper = (pixel.x() * self._mm_per_px, pixel.y() * self._mm_per_px)
        x, y = self._view.to_ground(*paper)
        if self._view.epsg != LAMBERT_72:
            x, y = transform_point(x, y, self._view.epsg, LAMBERT_72)
        return Pointer(QPointF(pixel), paper, (round(x, 3), round(y, 3)), modifiers)

    # Events

    def paint_over(self, painter: QPainter) -> None:
        """Paint what has changed since the picture was made, what is selected, and what the tool draws."""
        if is_blank(self._session):
            paint_welcome(painter, self.rect(), self._session.texts, self.font())
        if self._picture is not None:
            drawn, scale = self._picture.order.document, self.pixels_per_mm
            paint_changes(painter, drawn, self._session, self._view, scale, self._changes)
        self._tool.paint(painter, self._view, self.pixels_per_mm)
        box = self._navigation.box
        if box is not None:
            paint_box(painter, box)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give the press to the navigation or to the tool."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._navigation.claims(event):
            self._set_cursor()
        elif event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._claimed = self._tool.press(self.pointer(event.position(), event.modifiers()))
        elif event.button() is Qt.MouseButton.RightButton:
            self.menu_wanted.emit(self.pointer(event.position(), event.modifiers()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, drag or hover."""
        pointer = self.pointer(event.position(), event.modifiers())
        self.pointer_moved.emit(pointer.place)
        if self._navigation.is_busy:
            self._navigation.drag(event.position())
            self.update()
        elif self._dragging:
            self._tool.drag(pointer)
        elif self._pressed is None:
            self._tool.move(pointer)
        elif (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            if self._claimed:
                self._dragging = True
                self._tool.drag(pointer)
            else:
                self._navigation.begin_pan(self._pressed)
                self._pressed = None
                self._navigation.drag(event.position())
            self._set_cursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a pan, a box or a drag, or click."""
        pointer = self.pointer(event.position(), event.modifiers())
        if self._navigation.is_busy:
            if self._navigation.release():
                self._tool.click(pointer)
            self.update()
        elif event.button() is Qt.MouseButton.LeftButton and self._pressed is not None:
            dragged, self._pressed, self._claimed, self._dragging = self._dragging, None, False, False
            if dragged:
                self._tool.drop(pointer)
            else:
                self._tool.click(pointer)
        self._set_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Give the double click to the tool."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = None
            self._tool.double_click(self.pointer(event.position(), event.modifiers()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        self._navigation.wheel(event)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Take the pinch of a touchpad, and the keys that dialogs would take away from a tool."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.look(zoomed(self._view, 1.0 + event.value(), event.position(), self._mm_per_px))
            return True
        typed = event if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride else None
        if typed is not None and (typed.key() in _DRAWING_KEYS or self._tool.wants(typed)):
            # Backspace is also a shortcut for the previous view: while one draws it takes a corner back.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer a key to the tool, then to the navigation."""
        if event.key() == Qt.Key.Key_Escape and self._navigation.give_up():
            self.update()
        elif self._tool.key(event):
            event.accept()
        elif event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._navigation.space_held = True
            self._set_cursor()
        elif not self._navigation.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the ground when space is released."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._navigation.space_held = False
            self._set_cursor()
        else:
            super().keyReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the mouse is nowhere on the map."""
        super().leaveEvent(event)
        self.pointer_moved.emit(None)
        self._tool.leave()

    # Inside

    def _tell_aside(self, picture: Picture) -> None:
        self._session.aside = picture.scene.aside
        self._session.features_aside = picture.scene.features_aside

    def _of_session(self) -> Shown | None:
        session, datasets = self._session, self._session.datasets
        return None if datasets is None else Shown(session.on_map, datasets, session.language, session.apart)

    def _go(self, view: MapView | None) -> None:
        if view is not None:
            self.look(view)
            self.rest_at_once()

    def _join(self, tool: Tool) -> None:
        tool.repaint.connect(self.update)
        self._set_cursor()

    def _set_cursor(self) -> None:
        shape = Qt.CursorShape.OpenHandCursor if self._navigation.space_held else self._tool.cursor
        if self._navigation.is_panning or self._dragging:
            shape = Qt.CursorShape.ClosedHandCursor
        self.setCursor(QCursor(shape))

    def _write(self) -> None:
        self.setAccessibleName(self._session.texts("Map"))
        self._order()
