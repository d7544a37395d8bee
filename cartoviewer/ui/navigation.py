"""Moving over the map: drag, wheel, pinch, box and keys, the same whatever tool is in hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from cartoviewer.scene.view import MapView

__all__ = ["BOX_SMALLEST_PX", "Navigation", "boxed", "moved", "wheel_factor", "zoomed"]

BOX_SMALLEST_PX: Final = 6.0
_NOTCH: Final = 120.0
_PER_NOTCH: Final = 1.5
_PIXELS_PER_NOTCH: Final = 80.0
_KEY_STEP: Final = 0.2
_KEY_ZOOM: Final = 1.5
_PAGE_ZOOM: Final = 2.0
LARGEST_SCALE: Final = 50.0
SMALLEST_SCALE: Final = 5_000_000.0


def moved(view: MapView, pixels: QPointF, mm_per_px: float) -> MapView:
    """Move the ground with the mouse by so many pixels."""
    return view.panned(-pixels.x() * mm_per_px, -pixels.y() * mm_per_px)


def zoomed(view: MapView, factor: float, about: QPointF | None, mm_per_px: float) -> MapView:
    """Show the ground `factor` times larger, the place under the pixel `about` staying there; within limits."""
    held = max(LARGEST_SCALE, min(SMALLEST_SCALE, view.scale / factor))
    about_mm = None if about is None else (about.x() * mm_per_px, about.y() * mm_per_px)
    return view.zoomed(view.scale / held, about_mm)


def boxed(view: MapView, box: QRectF, mm_per_px: float) -> MapView:
    """Show what lies in a rectangle of pixels as large as the map allows."""
    width, height = box.width() * mm_per_px, box.height() * mm_per_px
    factor = min(view.size_mm[0] / width, view.size_mm[1] / height)
    middle = QPointF(view.size_mm[0], view.size_mm[1]) / (2 * mm_per_px)
    return zoomed(moved(view, middle - box.center(), mm_per_px), factor, None, mm_per_px)


def wheel_factor(angle: float, pixels: float) -> float:
    """Give how much one turn of the wheel enlarges: eighths of a degree of a wheel, or pixels of a touchpad.

    A mouse sends 120 for each notch; a high-resolution wheel sends many small parts of it, which multiply to
    the same.
    """
    notches = angle / _NOTCH if angle else pixels / _PIXELS_PER_NOTCH
    return float(_PER_NOTCH**notches)


@dataclass
class _Drag:
    start: QPointF
    last: QPointF


class Navigation:
    """Turns mouse, wheel and keys into views.

    Parameters
    ----------
    view
        Gives the view of now.
    look
        Shows another one.
    mm_per_px
        Gives millimetres on paper for a logical pixel.
    """

    def __init__(
        self, view: Callable[[], MapView], look: Callable[[MapView], None], mm_per_px: Callable[[], float]
    ) -> None:
        self._view = view
        self._look = look
        self._mm = mm_per_px
        self._pan: _Drag | None = None
        self._box: _Drag | None = None
        self.space_held = False

    @property
    def is_panning(self) -> bool:
        """Tell whether the ground is being dragged."""
        return self._pan is not None

    @property
    def is_busy(self) -> bool:
        """Tell whether the mouse belongs to the navigation now."""
        return self._pan is not None or self._box is not None

    @property
    def box(self) -> QRectF | None:
        """The rectangle that is being drawn to zoom into, in pixels."""
        return None if self._box is None else QRectF(self._box.start, self._box.last).normalized()

    def claims(self, event: QMouseEvent) -> bool:
        """Begin a pan or a box when the press asks for it: middle button, space held, or shift."""
        if event.button() is Qt.MouseButton.MiddleButton or (
            event.button() is Qt.MouseButton.LeftButton and self.space_held
        ):
            self.begin_pan(event.position())
            return True
        if event.button() is Qt.MouseButton.LeftButton and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._box = _Drag(event.position(), event.position())
            return True
        return False

    def begin_pan(self, at: QPointF) -> None:
        """Take the ground at a pixel."""
        self._pan = _Drag(QPointF(at), QPointF(at))

    def drag(self, at: QPointF) -> None:
        """Follow the mouse while it belongs to the navigation."""
        if self._pan is not None:
            self._look(moved(self._view(), at - self._pan.last, self._mm()))
            self._pan.last = QPointF(at)
        elif self._box is not None:
            self._box.last = QPointF(at)

    def release(self) -> bool:
        """Let go of the ground, or zoom into the box; True when the box was no box but a click."""
        box, self._pan, self._box = self.box, None, None
        if box is not None and min(box.width(), box.height()) >= BOX_SMALLEST_PX:
            self._look(boxed(self._view(), box, self._mm()))
        return box is not None and max(box.width(), box.height()) < BOX_SMALLEST_PX

    def give_up(self) -> bool:
        """Forget a box that is being drawn; True when there was one."""
        had, self._box = self._box is not None, None
        return had

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        factor = wheel_factor(event.angleDelta().y(), event.pixelDelta().y())
        if factor != 1.0:
            self._look(zoomed(self._view(), factor, event.position(), self._mm()))

    def key(self, event: QKeyEvent) -> bool:
        """Move by the keyboard; True when the key was one of ours."""
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        view = self._view()
        width, height = view.size_mm
        key = Qt.Key(event.key())
        if key in _ARROWS:
            across, down = _ARROWS[key]
            self._look(view.panned(across * width * _KEY_STEP, down * height * _KEY_STEP))
        elif key in _ZOOMS:
            self._look(zoomed(view, _ZOOMS[key], None, self._mm()))
        else:
            return False
        return True


_ARROWS: Final[Mapping[Qt.Key, tuple[int, int]]] = MappingProxyType(
    {
        Qt.Key.Key_Left: (-1, 0),
        Qt.Key.Key_Right: (1, 0),
        Qt.Key.Key_Up: (0, -1),
        Qt.Key.Key_Down: (0, 1),
    }
)
_ZOOMS: Final[Mapping[Qt.Key, float]] = MappingProxyType(
    {
        Qt.Key.Key_Plus: _KEY_ZOOM,
        Qt.Key.Key_Equal: _KEY_ZOOM,
        Qt.Key.Key_Minus: 1 / _KEY_ZOOM,
        Qt.Key.Key_PageUp: _PAGE_ZOOM,
        Qt.Key.Key_PageDown: 1 / _PAGE_ZOOM,
    }
)
