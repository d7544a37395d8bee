"""Drawing lines and areas of every form: by points, between corners, around a centre, or freehand."""

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter

from bnip.drawing import Form
from bnip.geometry.entry import Entry
from bnip.geometry.outlines import bearing_deg, circle, closed, freehand, ray, rectangle, sector
from bnip.record import Point
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.drawings import POINTS, Placed
from cartoviewer.document.edit import Label
from cartoviewer.scene.measures import write_distance
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_guide, paint_tag, to_pixels
from cartoviewer.ui.placement import record_at
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.tools.sketch import Ground, SketchTool
from cartoviewer.ui.tools.tool import Pointer

__all__ = ["FormTool", "Outline"]

_SMALLEST_M: Final = 1.0
_FREEHAND_MM: Final = 0.4
"""How far what was drawn by hand may be from its simpler line, on the screen."""

_AT_MOST: Final = {Form.POINT: 1, Form.RECTANGLE: 2, Form.CIRCLE: 2, Form.SECTOR: 3}
_NEEDED: Final = {Form.POINT: 1, Form.POLYGON: 3, Form.SECTOR: 3}
_FIRST: Final = {
    Form.POINT: "Click the place, or type its coordinates. Esc gives up.",
    Form.FREEHAND: "Draw with the button held down; let go to end. Esc gives up.",
    Form.RECTANGLE: "Click a corner, or drag to the one opposite. Esc gives up.",
    Form.CIRCLE: "Click the centre, or drag from it. Esc gives up.",
    Form.SECTOR: "Click the point from which the sector opens. Esc gives up.",
    Form.POLYGON: "Click corner after corner, or type 120 m @ 45. Enter or a double click ends, Esc gives up.",
}
_NEXT: Final = {
    Form.RECTANGLE: "Click the opposite corner, or type its sides: 120 x 80.",
    Form.CIRCLE: "Click the edge, or type the radius in metres and press Enter.",
    Form.SECTOR: "Click where the sector begins and how far it reaches, then where it ends, clockwise.",
}


@dataclass(frozen=True, slots=True)
class Outline:
    """What was drawn. `path` is closed for an area; the rest is known for a circle or a sector."""

    form: Form
    path: tuple[Point, ...]
    centre: Point | None = None
    radius_m: float | None = None
    from_deg: float | None = None
    to_deg: float | None = None


class FormTool(SketchTool):
    """Draws one form; a subclass makes the record of it."""

    forms: tuple[Form, ...] = (Form.LINE, Form.FREEHAND)
    is_area = False

    def __init__(self, ground: Ground, make_id: Callable[[], str] = new_id, parent: QObject | None = None) -> None:
        super().__init__(ground, parent)
        self._make_id = make_id
        self._form = self.forms[0]
        self._hand: list[Point] = []

    @property
    def form(self) -> Form:
        """The form that is drawn."""
        return self._form

    def take_form(self, form: Form) -> None:
        """Draw another form."""
        self._form = form
        self.end()
        self._tell()

    def make(self, outline: Outline, record_id: str) -> Placed:
        """Make the record."""
        raise TypeError(f"{type(self).__name__} makes nothing of {outline.form} ({record_id})")

    def label(self, record: Placed) -> Label:
        """Give the name of the edit."""
        return Label("Drew {name}", {"name": record_names(record)})

    @property
    def corners_at_most(self) -> int | None:  # type: ignore[override]
        """After so many points the form is complete."""
        return _AT_MOST.get(self._form)

    @property
    def corners_needed(self) -> int:  # type: ignore[override]
        """So many points the form has at least."""
        return _NEEDED.get(self._form, 2)

    @property
    def hint(self) -> Label:
        """What to do next."""
        line = "Click along the line, or type 120 m @ 45. Enter or a double click ends, Backspace takes back."
        if not self._corners or self._form not in _NEXT:
            return Label(_FIRST.get(self._form, line))
        return Label(_NEXT[self._form])

    @property
    def outline(self) -> Outline | None:
        """The form as it would be now; None while too little is known."""
        points = self._hand if self._form is Form.FREEHAND else list(self.line)
        if self._form is Form.POINT:
            return Outline(self._form, tuple(points[:1])) if points else None
        if len(points) < 2:
            return None
        if self._form is Form.RECTANGLE:
            return Outline(self._form, rectangle(points[0], points[1]))
        if self._form is Form.CIRCLE:
            radius = self.radius_m
            if radius < _SMALLEST_M:
                return None
            return Outline(self._form, circle(points[0], radius), points[0], radius)
        if self._form is Form.SECTOR:
            return self._sector(points)
        if self._form is Form.FREEHAND:
            path = freehand(tuple(points), _FREEHAND_MM / self._ground.view().mm_per_metre)
            if self.is_area and len(path) < 3:
                return None
            return Outline(self._form, closed(path) if self.is_area else path)
        if self._form is Form.POLYGON:
            return Outline(self._form, closed(tuple(points))) if len(points) > 2 else None
        return Outline(self._form, tuple(points))

    @property
    def radius_m(self) -> float:
        """The radius of a circle or a sector: typed to the centimetre, by the mouse to the metre."""
        line = self.line
        if len(line) < 2:
            return 0.0
        (x1, y1), (x2, y2) = line[:2]
        metres = hypot(x2 - x1, y2 - y1)
        return round(metres, 2) if self._typed or self._is_typed else float(round(metres))

    _is_typed = False

    def end(self) -> None:
        """Forget the form."""
        super().end()
        self._hand, self._is_typed = [], False

    def enter(self, text: str) -> bool:
        """Set a point by what was typed."""
        self._is_typed = True
        done = super().enter(text)
        self._is_typed = self._is_typed and done
        return done

    def press(self, pointer: Pointer) -> bool:
        """Set the centre or the first corner, and claim a drag from it; or begin to draw by hand."""
        if self._form is Form.FREEHAND:
            self._hand = [pointer.place]
            return True
        if self._form in (Form.RECTANGLE, Form.CIRCLE) and not self._corners:
            self._corners = [self._centre(pointer)]
            self._hover = None
            return True
        return False

    def click(self, pointer: Pointer) -> None:
        """Set a point."""
        if self._form is Form.FREEHAND:
            self._hand = []
        elif self._form in (Form.RECTANGLE, Form.CIRCLE) and self._corners and self._hover is None:
            # The press has set it.
            self._hover = pointer.place
            self._tell()
        elif self._form is Form.SECTOR and not self._corners:
            self._set(self._centre(pointer))
            self._hover = pointer.place
        else:
            super().click(pointer)

    def drag(self, pointer: Pointer) -> None:
        """Draw by hand, or draw the form larger."""
        if self._form is Form.FREEHAND:
            self._hand.append(pointer.place)
            self.repaint.emit()
        else:
            self.move(pointer)

    def drop(self, pointer: Pointer) -> None:
        """End what was drawn by hand, or set the opposite corner."""
        self.drag(pointer)
        if self._form is Form.FREEHAND:
            self.finish()
        elif self._hover is not None:
            self._set(self._hover)

    def finish(self) -> None:
        """Make the form, where it is large enough."""
        if self._form is Form.FREEHAND:
            if self.outline is not None:
                self.complete()
        else:
            super().finish()

    def complete(self) -> None:
        """Make the record, as one edit."""
        outline = self.outline
        if outline is None:
            # Too small to be meant: the last point is taken back.
            self._corners = self._corners[:1]
            self._is_done = False
            return
        record = self._session.on_drawing_layer(self.make(outline, self._make_id()))
        if self._session.do(self.label(record), put(self._session.document, record)) is not None:
            self._session.select(record.id)
            self.end()
            self.finished.emit()

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint the form as it would be, and its measure."""
        outline = self.outline
        path = outline.path if outline is not None else self.line
        pixels = to_pixels(path, view, pixels_per_mm)
        paint_guide(painter, pixels, dashed=True)
        self.paint_marks(painter, view, pixels_per_mm)
        texts = self._session.texts
        if self._typed or not self._corners:
            return
        said = self.leg()
        if self._form in (Form.CIRCLE, Form.SECTOR) and self.radius_m >= _SMALLEST_M:
            said = [texts("Radius {distance}", distance=write_distance(self.radius_m, texts))]
        elif self._form is Form.RECTANGLE and outline is not None:
            (west, south), _, (east, north), *_ = outline.path
            said = [f"{write_distance(east - west, texts)} × {write_distance(north - south, texts)}"]
        line = self.line
        if said and len(line) > 1:
            paint_tag(painter, to_pixels(line[-1:], view, pixels_per_mm)[0], said, self._ground.font)

    # Inside

    def _sector(self, points: list[Point]) -> Outline | None:
        radius = self.radius_m
        if radius < _SMALLEST_M:
            return None
        begins = round(bearing_deg(points[0], points[1]), 2)
        ends = round(bearing_deg(points[0], points[2]), 2) if len(points) > 2 else (begins + 30.0) % 360.0
        return Outline(self._form, sector(points[0], radius, begins, ends), points[0], radius, begins, ends)

    def _centre(self, pointer: Pointer) -> Point:
        """Give the place of a symbol that is clicked, wherever on it the click falls."""
        hit = record_at(self._session.on_map, pointer.place, self._ground.view(), self._session.aside)
        return hit.place.point if isinstance(hit, POINTS) else self._snapped(pointer)

    def _meant(self, entry: Entry) -> Point | None:
        if self._form in (Form.CIRCLE, Form.SECTOR) and self._corners and entry.place is None:
            centre = self._corners[0]
            towards = self._hover or (centre[0] + 1.0, centre[1])
            if len(self._corners) == 2 and entry.bearing is None and entry.metres is not None:
                # The end of a sector: a number alone is its bearing.
                return ray(centre, self.radius_m, entry.metres % 360.0)
            if len(self._corners) == 2 and entry.bearing is not None:
                return ray(centre, self.radius_m, entry.bearing)
            return entry.point_from(centre, towards)
        return super()._meant(entry)
