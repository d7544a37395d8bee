"""Drawing a zone by its radius around a point: dragged, clicked or typed in metres."""

from collections.abc import Callable
from math import hypot
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter

from bnip.incident import Incident, Mark
from bnip.record import Point
from bnip.zone import Zone, ZoneKind, circle
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.edit import Label
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_guide, paint_points, paint_tag, to_pixels
from cartoviewer.ui.placement import record_at
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.tool import Pointer, Tool

__all__ = ["ZoneTool"]

_SMALLEST_M: Final = 1.0
_MOST_DIGITS: Final = 5


class ZoneTool(Tool):
    """Draws a round zone. A click on a symbol takes that symbol's place as the centre."""

    def __init__(
        self,
        session: Session,
        scale: Callable[[], float],
        font: QFont,
        make_id: Callable[[], str] = new_id,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._scale = scale
        self._font = font
        self._make_id = make_id
        self._kind = ZoneKind.RED
        self._centre: Point | None = None
        self._hover: Point | None = None
        self._typed = ""

    @property
    def kind(self) -> ZoneKind:
        """Which zone will be drawn."""
        return self._kind

    def choose(self, kind: ZoneKind) -> None:
        """Draw another kind of zone."""
        self._kind = kind
        self.hint_changed.emit()

    @property
    def radius_m(self) -> float:
        """The radius now: what is typed, else the distance to the mouse; rounded to the metre."""
        if self._typed:
            return float(self._typed)
        if self._centre is None or self._hover is None:
            return 0.0
        return round(hypot(self._hover[0] - self._centre[0], self._hover[1] - self._centre[1]))

    @property
    def hint(self) -> Label:
        """What to do next."""
        if self._centre is None:
            return Label("Click the centre, or drag from it. Esc gives up.")
        return Label("Click the edge, or type the radius in metres and press Enter.")

    def end(self) -> None:
        """Forget the zone."""
        self._centre, self._hover, self._typed = None, None, ""

    def press(self, pointer: Pointer) -> bool:
        """Set the centre, and claim a drag from it."""
        if self._centre is None:
            self._centre = self._snapped(pointer)
            self._hover = None
            return True
        return False

    def move(self, pointer: Pointer) -> None:
        """Show the zone to the mouse."""
        self._hover = pointer.place
        self.repaint.emit()

    def drag(self, pointer: Pointer) -> None:
        """Show the zone to the mouse."""
        self.move(pointer)

    def drop(self, pointer: Pointer) -> None:
        """Set the edge here."""
        self._hover = pointer.place
        self._make()

    def click(self, pointer: Pointer) -> None:
        """Set the centre by the first click, the edge by the second."""
        if self._hover is None:
            self._hover = pointer.place
            self.hint_changed.emit()
            self.repaint.emit()
        else:
            self._hover = pointer.place
            self._make()

    def leave(self) -> None:
        """Forget where the mouse was."""
        self.repaint.emit()

    def key(self, event: QKeyEvent) -> bool:
        """Figures type the radius, Enter draws, Backspace and Esc take back."""
        key, text = event.key(), event.text()
        if key == Qt.Key.Key_Escape and self._centre is None:
            self.finished.emit()
        elif key == Qt.Key.Key_Escape:
            self.end()
        elif self._centre is None:
            return False
        elif text.isdecimal() and len(self._typed) < _MOST_DIGITS:
            self._typed = (self._typed + text).lstrip("0")
        elif key == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._make()
        else:
            return False
        self.hint_changed.emit()
        self.repaint.emit()
        return True

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint the edge as it would be, and the radius."""
        if self._centre is None:
            return
        middle = to_pixels((self._centre,), view, pixels_per_mm)
        paint_points(painter, middle)
        radius = self.radius_m
        if radius >= _SMALLEST_M:
            edge = to_pixels(circle(self._centre, radius), view, pixels_per_mm)
            paint_guide(painter, edge, dashed=True)
            hover = to_pixels((self._hover,), view, pixels_per_mm) if self._hover is not None else middle
            said = f"{self._session.texts.number(radius)} m"
            paint_tag(painter, hover[0], [self._session.texts("Radius {distance}", distance=said)], self._font)

    def _snapped(self, pointer: Pointer) -> Point:
        hit = record_at(self._session.document, pointer.place, self._scale(), self._session.language)
        return hit.place.point if isinstance(hit, Incident | Mark) else pointer.place

    def _make(self) -> None:
        radius = self.radius_m
        if self._centre is None or radius < _SMALLEST_M:
            return
        zone = Zone(
            id=self._make_id(),
            zone=self._kind,
            outline=circle(self._centre, radius),
            basis="radius",
            centre=self._centre,
            radius_m=radius,
        )
        label = Label("Drew {name}, radius {radius}", {"name": record_names(zone), "radius": f"{radius:.0f} m"})
        if self._session.do(label, put(self._session.document, zone)) is not None:
            self._session.select(zone.id)
            self.end()
            self.finished.emit()
