"""The map in the window: a native widget that shows the last picture, moved along, until the next is ready."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from bnip.record import Point
from cartoviewer.scene.view import MapView
from cartoviewer.ui.canvas_render import Draw, Order, Picture, Renderer
from cartoviewer.ui.navigation import Navigation, zoomed
from cartoviewer.ui.overlay import Changes, paint_box, paint_changes
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.tool import Pointer, Tool
from cartoviewer.ui.view_frame import fitted, picture_place
from cartoviewer.ui.view_trail import ViewTrail
from layers.crs import LAMBERT_72, transform_point
from layers.shapes import Bounds

__all__ = ["REGION", "Canvas"]

REGION: Final[Bounds] = (140_500.0, 160_500.0, 159_500.0, 179_500.0)
"""The Brussels-Capital Region with its rim, metres in Lambert 72: what is seen when nothing else is asked."""

_MM_PER_INCH: Final = 25.4
_SETTLED_MS: Final = 350
_PAPER: Final = "#FBFAF7"
_DRAWING_KEYS: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class Canvas(QWidget):
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
    view_changed (MapView), settled (MapView)
        Another view is shown; a view has come to rest.
    pointer_moved (Point or None)
        Where the mouse is, metres in Lambert 72.
    busy_changed (bool), picture_changed (Picture), failed (BaseException)
        Of the drawing.
    menu_wanted (Pointer)
        The right button was clicked.
    """

    view_changed = Signal(object)
    settled = Signal(object)
    pointer_moved = Signal(object)
    busy_changed = Signal(bool)
    picture_changed = Signal(object)
    failed = Signal(object)
    menu_wanted = Signal(object)
    tool_changed = Signal(object)

    def __init__(
        self, session: Session, draw: Draw, tool: Tool, pixels_per_inch: float = 96.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._mm_per_px = _MM_PER_INCH / pixels_per_inch
        self._view = MapView.fitting(REGION, (self._mm_per_px * 800, self._mm_per_px * 600))
        self._trail = ViewTrail()
        self._picture: Picture | None = None
        self._tool = tool
        self._navigation = Navigation(lambda: self._view, self.look, lambda: self._mm_per_px)
        self._changes = Changes()
        self._pressed: QPointF | None = None
        self._claimed = False
        self._dragging = False
        self._renderer = Renderer(draw, self)
        self._renderer.drawn.connect(self._show)
        self._renderer.busy_changed.connect(self.busy_changed)
        self._renderer.failed.connect(self.failed)
        self._rest = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._rest.timeout.connect(self._settle)
        session.document_changed.connect(self._on_document)
        session.selection_changed.connect(self.update)
        session.language_changed.connect(self._write)
        session.dossier_changed.connect(self._forget)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(240, 180))
        self._join(tool)
        self._write()

    # The view

    @property
    def view(self) -> MapView:
        """What is looked at."""
        return self._view

    @property
    def picture(self) -> Picture | None:
        """The last finished picture; it may show an earlier view."""
        return self._picture

    @property
    def is_busy(self) -> bool:
        """Tell whether a picture is being made."""
        return self._renderer.is_busy

    @property
    def pixels_per_mm(self) -> float:
        """Logical pixels for a millimetre on paper."""
        return 1.0 / self._mm_per_px

    def look(self, view: MapView) -> None:
        """Show another view: at once from the picture at hand, then drawn anew."""
        view = replace(view, size_mm=(self.width() * self._mm_per_px, self.height() * self._mm_per_px))
        if view != self._view:
            self._view = view
            self._rest.start()
            self.update()
            self._order()
            self.view_changed.emit(view)

    def zoom_by(self, factor: float) -> None:
        """Show the ground larger, about the middle."""
        self.look(zoomed(self._view, factor, None, self._mm_per_px))

    def set_scale(self, scale: float) -> None:
        """Show the map at 1:`scale`."""
        self.zoom_by(self._view.scale / scale)

    def set_epsg(self, epsg: int) -> None:
        """Draw in another CRS; the middle of the map stays."""
        if epsg != self._view.epsg:
            x, y = self._view.centre
            self.look(replace(self._view, epsg=epsg, centre=transform_point(x, y, self._view.epsg, epsg)))

    def centre_on(self, place: Point, scale: float | None = None) -> None:
        """Bring a place (Lambert 72) to the middle, enlarging to at least 1:`scale`."""
        view = replace(self._view, centre=self._from_lambert72(place))
        self.look(view if scale is None or view.scale <= scale else replace(view, scale=scale))

    def zoom_to(self, bounds: Bounds) -> None:
        """Show all of a rectangle, metres in Lambert 72."""
        view = fitted(bounds, self._view)
        self.look(zoomed(view, 1.0, None, self._mm_per_px))

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

    def pixel_of(self, place: Point) -> QPointF:
        """Tell where a place (Lambert 72) is, in logical pixels."""
        x, y = self._from_lambert72(place)
        west, _, _, north = self._view.bounds
        factor = self._view.mm_per_metre / self._mm_per_px
        return QPointF((x - west) * factor, (north - y) * factor)

    def close_down(self) -> None:
        """Stop drawing for good."""
        self._renderer.close()

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture at hand where the view is now, and what lies over it."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(_PAPER))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._picture is not None:
            target = picture_place(self._picture.order.view, self._view, self._mm_per_px)
            exact = abs(target.width() - self.width()) < 0.5 and self._picture.order.view == self._view
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=not exact)
            if exact:
                painter.drawImage(QPointF(0, 0), self._picture.image)
            else:
                painter.drawImage(target, self._picture.image)
            drawn, scale = self._picture.order.document, self.pixels_per_mm
            paint_changes(painter, drawn, self._session, self._view, scale, self._changes)
        self._tool.paint(painter, self._view, self.pixels_per_mm)
        box = self._navigation.box
        if box is not None:
            paint_box(painter, box)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more or less ground at the same scale."""
        super().resizeEvent(event)
        self.look(self._view)

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

    def _from_lambert72(self, place: Point) -> Point:
        if self._view.epsg == LAMBERT_72:
            return place
        return transform_point(place[0], place[1], LAMBERT_72, self._view.epsg)

    def _order(self) -> None:
        datasets = self._session.datasets
        if datasets is None or not self.isVisible() or self.width() < 2:
            return
        size, ratio = (self.width(), self.height()), self.devicePixelRatioF()
        session = self._session
        self._renderer.request(Order(session.on_map, datasets, self._view, session.language, size, ratio))

    def showEvent(self, event: QShowEvent) -> None:
        """Draw when the map comes into sight."""
        super().showEvent(event)
        self.look(self._view)
        self._order()

    def _show(self, picture: Picture) -> None:
        if self._session.datasets is picture.order.datasets:
            self._picture = picture
            self.update()
            self.picture_changed.emit(picture)

    def _on_document(self) -> None:
        self.update()
        self._order()

    def _forget(self) -> None:
        self._renderer.cancel()
        self._picture = None
        self.update()

    def _settle(self) -> None:
        self._trail.add(self._view)
        self.settled.emit(self._view)

    def _go(self, view: MapView | None) -> None:
        if view is not None:
            self.look(view)
            self._rest.stop()
            self.settled.emit(self._view)

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
