"""Editing what was drawn: corners moved, added and removed, a radius pulled, a symbol or a text turned."""

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from math import hypot
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from bnip.drawing import Caption, Form, Shape
from bnip.geometry.entry import read_entry
from bnip.geometry.operations import ShapingError, inserted, is_closed, removed, replaced
from bnip.geometry.outlines import bearing_deg, circle, ray, sector
from bnip.geometry.snapping import Snap
from bnip.incident import Mark
from bnip.record import Point
from bnip.zone import Zone
from cartoviewer.document.changes import put
from cartoviewer.document.drawings import PLACED, POINTS, Placed, is_locked, path_of, transformed, with_path
from cartoviewer.document.edit import Label
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import GUIDE, paint_guide, paint_record, paint_snap, paint_tag, to_pixels
from cartoviewer.ui.placement import record_at
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.tools.sketch import Ground
from cartoviewer.ui.tools.tool import Pointer, Tool
from cartoviewer.ui.tools.turning import can_turn, handle_place, spun, told_angle, turned_to

__all__ = ["CornerTool"]

_GRIP_PX: Final = 9.0


class _Does(Enum):
    CORNER = "corner"
    ADD = "add"
    CENTRE = "centre"
    RADIUS = "radius"
    BEGIN = "begin"
    END = "end"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class _Handle:
    does: _Does
    place: Point
    index: int = 0


class CornerTool(Tool):
    """Takes hold of the selected drawing by its handles; each drag is one edit."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, ground: Ground, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._session = ground.session
        self._held: _Handle | None = None
        self._active = -1
        self._draft: Placed | None = None
        self._snap: Snap | None = None
        self._angle = 0.0
        self._at: Point = (0.0, 0.0)
        self._session.document_changed.connect(self._forget_draft)

    @property
    def record(self) -> Placed | None:
        """The drawing that is edited: the selected one, if it may be changed."""
        chosen = self._session.selected
        if len(chosen) != 1 or not isinstance(chosen[0], PLACED):
            return None
        return chosen[0] if not is_locked(self._session.document, chosen[0]) else None

    @property
    def hint(self) -> Label:
        """What to do next."""
        record = self.record
        if record is None:
            return Label("Click what you want to edit. Esc ends.")
        if isinstance(record, POINTS):
            return Label("Drag the handle to turn it, or type a bearing. Esc ends.")
        return Label(
            "Drag a corner, a small point to add one, the handle above to turn it; Delete removes a corner. "
            "Esc ends."
        )

    def end(self) -> None:
        """Put everything back that is half done."""
        self._held = self._draft = self._snap = None
        self._active = -1

    def handles(self) -> list[_Handle]:
        """Give the places to take hold of, corners before the places between them."""
        record = self.record
        if record is None:
            return []
        if isinstance(record, POINTS):
            return self._turning(record)
        if isinstance(record, Zone | Shape) and record.centre is not None and record.radius_m is not None:
            centre, radius = record.centre, record.radius_m
            if isinstance(record, Shape) and record.from_deg is not None and record.to_deg is not None:
                opened = (record.to_deg - record.from_deg) % 360.0 or 360.0
                return [
                    _Handle(_Does.CENTRE, centre),
                    _Handle(_Does.RADIUS, ray(centre, radius, record.from_deg + opened / 2)),
                    _Handle(_Does.BEGIN, ray(centre, radius, record.from_deg)),
                    _Handle(_Does.END, ray(centre, radius, record.to_deg)),
                    *self._turning(record),
                ]
            return [_Handle(_Does.CENTRE, centre), _Handle(_Does.RADIUS, ray(centre, radius, 90.0))]
        path = path_of(record)
        corners = path[:-1] if is_closed(path) else path
        found = [_Handle(_Does.CORNER, corner, index) for index, corner in enumerate(corners)]
        for index, ((x1, y1), (x2, y2)) in enumerate(pairwise(path)):
            found.append(_Handle(_Does.ADD, ((x1 + x2) / 2, (y1 + y2) / 2), index + 1))
        return found + self._turning(record)

    def _turning(self, record: Placed) -> list[_Handle]:
        if not can_turn(record):
            return []
        return [_Handle(_Does.TURN, handle_place(record, self._ground.view().mm_per_metre))]

    def press(self, pointer: Pointer) -> bool:
        """Take hold of the handle under the mouse."""
        if not self._session.can_edit:
            return False
        self._held = self._under(pointer)
        if self._held is None:
            return False
        self._active = self._held.index if self._held.does is _Does.CORNER else -1
        self._draft = None
        return True

    def drag(self, pointer: Pointer) -> None:
        """Show what would become of it."""
        record = self.record
        if self._held is None or record is None:
            return
        if self._held.does is _Does.TURN:
            # Shift, which suspends snapping elsewhere, turns in steps.
            in_steps = bool(pointer.modifiers & Qt.KeyboardModifier.ShiftModifier)
            self._angle = told_angle(record, pointer.place, in_steps=in_steps)
            self._draft, self._at = spun(record, self._angle), pointer.place
            self.repaint.emit()
            return
        self._snap = self._ground.snapper.at(pointer, frozenset({record.id}))
        place = self._snap.point if self._snap is not None else pointer.place
        self._draft = self._moved(record, self._held, place)
        self.repaint.emit()

    def drop(self, pointer: Pointer) -> None:
        """Make it so, as one edit."""
        self.drag(pointer)
        held, draft = self._held, self._draft
        self._held = self._draft = self._snap = None
        if held is not None and draft is not None:
            self._do(self._label(held, draft), draft)
        self.repaint.emit()

    def click(self, pointer: Pointer) -> None:
        """Choose a corner, or another drawing."""
        held, self._held = self._held, None
        if held is not None and held.does is _Does.CORNER:
            self._active = held.index
            self.repaint.emit()
            return
        hit = record_at(self._session.on_map, pointer.place, self._ground.view(), self._session.aside)
        self._active = -1
        self._session.select(*(() if hit is None else (hit.id,)))
        self.hint_changed.emit()

    def double_click(self, pointer: Pointer) -> None:
        """End when it happens beside all handles."""
        if self._under(pointer) is None:
            self.finished.emit()

    def wants(self, event: QKeyEvent) -> bool:
        """Delete takes a chosen corner away, not the drawing."""
        return event.key() == Qt.Key.Key_Delete and self._active >= 0

    def key(self, event: QKeyEvent) -> bool:
        """Delete and Backspace remove the chosen corner, Enter ends, Esc puts back and then ends."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self._held is not None:
            self.end()
            self.repaint.emit()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._active >= 0:
            self._remove()
        else:
            return False
        return True

    def enter(self, text: str) -> bool:
        """Put the chosen corner where coordinates say, or so far from the one before; turn to a bearing."""
        record, entry = self.record, read_entry(text)
        if record is None or entry is None or not self._session.can_edit:
            return False
        if isinstance(record, POINTS):
            if entry.place is not None:
                x, y = entry.place
                px, py = record.place.point
                moved = transformed(record, lambda _: (px + x - px, py + y - py))
                self._do(Label("Moved {name}", {"name": record_names(record)}), moved)
                return True
            bearing = entry.bearing if entry.bearing is not None else entry.metres
            if bearing is None or not isinstance(record, Mark | Caption):
                return False
            self._do(Label("Turned {name}", {"name": record_names(record)}), turned_to(record, bearing))
            return True
        if isinstance(record, Zone | Shape) and record.centre is not None and entry.metres:
            radius = ray(record.centre, entry.metres, 90.0)
            handle = _Handle(_Does.RADIUS, radius)
            draft = self._moved(record, handle, radius)
            self._do(self._label(handle, draft), draft)
            return True
        path = path_of(record)
        if self._active < 0 and entry.bearing is not None and entry.metres is None and can_turn(record):
            self._do(Label("Turned {name}", {"name": record_names(record)}), spun(record, entry.bearing))
            return True
        if not 0 <= self._active < len(path):
            return False
        place = entry.point_from(path[self._active - 1] if self._active else None, path[self._active])
        if place is None:
            return False
        draft = with_path(record, replaced(path, self._active, place))
        self._do(self._label(_Handle(_Does.CORNER, place), draft), draft)
        return True

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint the handles, and the drawing as it would be."""
        if self._draft is not None:
            if isinstance(self._draft, POINTS):
                paint_record(painter, self._draft, view, pixels_per_mm, self._session.language)
            else:
                paint_guide(painter, to_pixels(path_of(self._draft), view, pixels_per_mm), dashed=True)
        if self._draft is not None and self._held is not None and self._held.does is _Does.TURN:
            (pixel,) = to_pixels((self._at,), view, pixels_per_mm)
            paint_tag(painter, pixel, [f"{self._angle:g}°".replace("-", "−")], self._ground.font)
        for handle in self.handles():
            (pixel,) = to_pixels((handle.place,), view, pixels_per_mm)
            chosen = handle.does is _Does.CORNER and handle.index == self._active
            painter.setPen(QPen(QColor(GUIDE), 2.0 if handle.does is not _Does.ADD else 1.0))
            painter.setBrush(QColor(GUIDE) if chosen else QColor("#FFFFFF"))
            size = 3.0 if handle.does is _Does.ADD else 5.0
            if handle.does is _Does.CORNER:
                painter.drawRect(int(pixel.x() - size), int(pixel.y() - size), int(2 * size), int(2 * size))
            else:
                painter.drawEllipse(pixel, size, size)
        if self._snap is not None:
            paint_snap(painter, to_pixels((self._snap.point,), view, pixels_per_mm)[0], self._snap.kind)

    # Inside

    def _under(self, pointer: Pointer) -> _Handle | None:
        view = self._ground.view()
        mm_per_px = pointer.paper_mm[0] / pointer.pixel.x() if pointer.pixel.x() else 0.2646
        reach = _GRIP_PX * mm_per_px / view.mm_per_metre
        x, y = pointer.place
        handles = self.handles()
        near = [
            (hypot(handle.place[0] - x, handle.place[1] - y), handle.does is _Does.ADD, order)
            for order, handle in enumerate(handles)
        ]
        within = sorted((added, away, order) for away, added, order in near if away <= reach)
        return handles[within[0][2]] if within else None

    def _moved(self, record: Placed, handle: _Handle, place: Point) -> Placed:
        """Give the drawing with a handle elsewhere."""
        if isinstance(record, POINTS):
            return record
        if handle.does is _Does.CENTRE:
            dx, dy = place[0] - handle.place[0], place[1] - handle.place[1]
            return transformed(record, lambda point: (round(point[0] + dx, 3), round(point[1] + dy, 3)))
        if handle.does is _Does.RADIUS and isinstance(record, Zone | Shape) and record.centre is not None:
            metres = max(round(hypot(place[0] - record.centre[0], place[1] - record.centre[1]), 2), 1.0)
            if isinstance(record, Zone):
                return msgspec.structs.replace(record, outline=circle(record.centre, metres), radius_m=metres)
            if record.form is Form.SECTOR and record.from_deg is not None and record.to_deg is not None:
                path = sector(record.centre, metres, record.from_deg, record.to_deg)
                return msgspec.structs.replace(record, path=path, radius_m=metres)
            return msgspec.structs.replace(record, path=circle(record.centre, metres), radius_m=metres)
        if handle.does in (_Does.BEGIN, _Does.END) and isinstance(record, Shape) and record.centre is not None:
            return _opened(record, record.centre, handle.does, place)
        path = path_of(record)
        if handle.does is _Does.ADD:
            return with_path(record, inserted(path, handle.index, place))
        return with_path(record, replaced(path, handle.index, place))

    def _label(self, handle: _Handle, record: Placed) -> Label:
        name = record_names(record)
        if handle.does is _Does.RADIUS and isinstance(record, Zone | Shape) and record.radius_m is not None:
            return Label("{name}: radius now {radius}", {"name": name, "radius": f"{record.radius_m:g} m"})
        text = {
            _Does.CORNER: "Corner of {name} moved",
            _Does.ADD: "Corner added to {name}",
            _Does.BEGIN: "Opening of {name} changed",
            _Does.END: "Opening of {name} changed",
            _Does.TURN: "Turned {name}",
        }.get(handle.does, "Moved {name}")
        return Label(text, {"name": name})

    def _remove(self) -> None:
        record = self.record
        if record is None or isinstance(record, POINTS):
            return
        try:
            draft = with_path(record, removed(path_of(record), self._active))
        except ShapingError as error:
            self._session.problem.emit(error)
            return
        self._active = -1
        self._do(Label("Corner of {name} removed", {"name": record_names(record)}), draft)

    def _do(self, label: Label, record: Placed) -> None:
        document = self._session.document
        if document.get(record.id) != record:
            self._session.do(label, put(document, record))

    def _forget_draft(self) -> None:
        self._draft = self._held = None
        self.repaint.emit()


def _opened(record: Shape, centre: Point, end: _Does, place: Point) -> Shape:
    """Give a sector with one of its sides elsewhere."""
    bearing = round(bearing_deg(centre, place), 1)
    begins = bearing if end is _Does.BEGIN else record.from_deg or 0.0
    ends = bearing if end is _Does.END else record.to_deg or 0.0
    path = sector(centre, record.radius_m or 1.0, begins, ends)
    return msgspec.structs.replace(record, path=path, from_deg=begins, to_deg=ends)
