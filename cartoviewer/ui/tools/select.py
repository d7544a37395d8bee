"""Selecting, and moving what is selected. Layers' features are asked about but never moved."""

from collections.abc import Callable
from dataclasses import replace
from math import hypot
from typing import Final

import shapely
from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from bnip.drawing import Shape
from bnip.geometry.entry import read_entry
from bnip.geometry.operations import geometry_of
from bnip.geometry.snapping import Snap, SnapKind
from bnip.record import Point
from bnip.zone import Zone
from cartoviewer.document.changes import moved, put
from cartoviewer.document.drawings import extent_of, is_locked, seen
from cartoviewer.document.edit import Label
from cartoviewer.scene.measures import write_bearing, write_distance
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import MOST_AT_ONCE, paint_box, paint_record, paint_snap, paint_tag, to_pixels
from cartoviewer.ui.placement import PLACED, Placed, path_of, record_at
from cartoviewer.ui.record_names import count_label
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.sketch import BEGINS_TYPING, Ground
from cartoviewer.ui.tools.tool import Pointer, Tool

__all__ = ["MoveTool", "SelectTool", "anchors_of"]

_MOST_ANCHORS: Final = 12
_SEVERAL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class SelectTool(Tool):
    """Click selects a record and asks what lies there; dragging what is selected moves it.

    Nothing moves that was not selected before: a slip of the hand pans the map. With Ctrl or Shift a click adds or
    takes away, and a drag with Ctrl selects everything in a box.

    Signals
    -------
    identified (Pointer)
        The map was asked what lies at a place.
    edit_wanted (str)
        A record was clicked twice: its corners, or its words, are to be edited.
    """

    identified = Signal(object)
    edit_wanted = Signal(str)
    cursor = Qt.CursorShape.ArrowCursor
    moves_anything = False

    def __init__(self, session: Session, view: Callable[[], MapView], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._from: Point | None = None
        self._by = (0.0, 0.0)
        self._band: tuple[Pointer, Pointer] | None = None
        self._ground: Ground | None = None
        self._anchors: tuple[Point, ...] = ()
        self._snap: Snap | None = None
        self._typed = ""

    def stand_on(self, ground: Ground) -> None:
        """Snap to what is on the map while drawings are dragged."""
        self._ground = ground

    @property
    def typed(self) -> str:
        """What is being typed: how far, and where to."""
        return self._typed

    @property
    def hint(self) -> Label:
        """What to do next."""
        count = len(self._session.selection)
        if count > 1:
            return Label("{count} selected. Drag one of them to move all; change them together in the inspector.",
                         {"count": str(count)})  # fmt: skip
        return Label(
            "Click selects, Shift adds, Ctrl with a drag takes a box. Drag what is selected, a zone by its edge."
        )

    def end(self) -> None:
        """Forget a drag."""
        self._from = self._band = self._snap = None
        self._typed = ""

    def press(self, pointer: Pointer) -> bool:
        """Take what is selected, if it is under the mouse and may be moved; with Ctrl begin a box."""
        if pointer.modifiers & Qt.KeyboardModifier.ControlModifier:
            self._band = (pointer, pointer)
            return True
        # A zone is taken by its edge: inside it one drags the map, as everywhere.
        hit = self._hit(pointer, insides=self.moves_anything)
        if hit is None or not self._session.can_edit or is_locked(self._session.document, hit):
            return False
        if hit.id not in self._session.selection:
            if not self.moves_anything:
                return False
            self._session.select(hit.id)
        self._from, self._by = pointer.place, (0.0, 0.0)
        self._anchors, self._snap, self._typed = anchors_of(hit, pointer.place), None, ""
        return True

    def drag(self, pointer: Pointer) -> None:
        """Show what is selected where it would be put, or the box."""
        if self._band is not None:
            self._band = (self._band[0], pointer)
            self.repaint.emit()
        elif self._from is not None:
            by = (pointer.place[0] - self._from[0], pointer.place[1] - self._from[1])
            self._by = self._snapped(pointer, by)
            self.repaint.emit()

    def drop(self, pointer: Pointer) -> None:
        """Move what is selected, as one edit; or select what lies in the box."""
        self.drag(pointer)
        if self._band is not None:
            self._select_in_band()
            return
        self._move(self._by)

    def _move(self, by: Point) -> None:
        """Move what is held, as one edit."""
        moving, self._from, self._snap, self._typed = self._moving(), None, None, ""
        if moving and by != (0.0, 0.0):
            document = self._session.document
            changes = [put(document, moved(record, *by)) for record in moving]
            self._session.do(count_label("Moved {name}", "Moved {count} objects", moving), *changes)
        self.repaint.emit()

    def click(self, pointer: Pointer) -> None:
        """Select what is under the mouse; with Ctrl or Shift add it or take it away."""
        self._from = self._band = None
        hit = self._hit(pointer)
        chosen = self._session.selection
        if pointer.modifiers & _SEVERAL:
            if hit is not None and hit.id in chosen:
                self._session.select(*(record_id for record_id in chosen if record_id != hit.id))
            elif hit is not None:
                self._session.select(*chosen, hit.id)
        else:
            self._session.select(*(() if hit is None else (hit.id,)))
            self.identified.emit(pointer)

    def double_click(self, pointer: Pointer) -> None:
        """Edit what is under the mouse."""
        hit = self._hit(pointer)
        if hit is not None:
            self._session.select(hit.id)
            self.edit_wanted.emit(hit.id)

    def key(self, event: QKeyEvent) -> bool:
        """Esc puts a drag back, then lets go of the selection; Enter edits what is selected."""
        key = event.key()
        if self._from is not None and self._type(event):
            self.repaint.emit()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self._session.selection) == 1:
            self.edit_wanted.emit(self._session.selection[0])
            return True
        if key != Qt.Key.Key_Escape:
            return False
        if self._from is not None or self._band is not None:
            self.end()
            self.repaint.emit()
        else:
            self._session.select()
        return True

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint what is being moved where it would be put, or the box."""
        if self._band is not None:
            paint_box(painter, QRectF(self._band[0].pixel, self._band[1].pixel).normalized())
        if self._from is None or self._by == (0.0, 0.0):
            return
        for record in self._moving()[:MOST_AT_ONCE]:
            aside, shifted = self._session.aside.get(record.id), moved(record, *self._by)
            paint_record(painter, shifted, view, pixels_per_mm, self._session.language, aside=aside)
        if self._snap is not None:
            paint_snap(painter, to_pixels((self._snap.point,), view, pixels_per_mm)[0], self._snap.kind)
        if self._ground is not None:
            there = (self._from[0] + self._by[0], self._from[1] + self._by[1])
            told = f"{write_distance(hypot(*self._by), self._session.texts)} · {write_bearing(self._from, there)}"
            (pixel,) = to_pixels((there,), view, pixels_per_mm)
            paint_tag(painter, pixel, [self._typed + "▏" if self._typed else told], self._ground.font)

    def wants(self, event: QKeyEvent) -> bool:
        """Keep letters that are shortcuts while a distance is being typed: the m of `120 m`."""
        return self._from is not None and bool(self._typed) and event.text().isprintable() and bool(event.text())

    def _type(self, event: QKeyEvent) -> bool:
        """Take a key into what is typed during a drag; Enter moves so far, Esc forgets what was typed."""
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._typed:
            by = self._meant()
            if by is not None:
                self._move(by)
        elif key == Qt.Key.Key_Backspace and self._typed:
            self._typed = self._typed[:-1]
        elif key == Qt.Key.Key_Escape and self._typed:
            self._typed = ""
        elif text and text.isprintable() and (self._typed or text in BEGINS_TYPING):
            self._typed += text
        else:
            return False
        self._by = self._meant() or self._by
        return True

    def _meant(self) -> Point | None:
        """Give how far what is typed moves: what is not said of it the mouse says."""
        entry = read_entry(self._typed) if self._typed else None
        if entry is None or self._from is None:
            return None
        there = entry.point_from(self._from, (self._from[0] + self._by[0], self._from[1] + self._by[1]))
        return None if there is None else (there[0] - self._from[0], there[1] - self._from[1])

    def _snapped(self, pointer: Pointer, by: Point) -> Point:
        """Give how far to move so that a corner, or the middle, of what was taken hold of comes upon another."""
        self._snap = None
        meant = self._meant()
        if meant is not None or self._ground is None:
            return meant or by
        moving = frozenset(record.id for record in self._moving())
        best: tuple[tuple[bool, float], Point, Snap] | None = None
        for x, y in self._anchors:
            there = (x + by[0], y + by[1])
            snap = self._ground.snapper.at(replace(pointer, place=there), moving)
            if snap is not None:
                rank = (snap.kind is not SnapKind.CORNER, snap.distance_m)
                if best is None or rank < best[0]:
                    best = (rank, (snap.point[0] - x, snap.point[1] - y), snap)
        if best is None:
            return by
        self._snap = best[2]
        return best[1]

    def _select_in_band(self) -> None:
        if self._band is None:
            return
        one, other = self._band[0].place, self._band[1].place
        self._band = None
        west, east = sorted((one[0], other[0]))
        south, north = sorted((one[1], other[1]))
        box = shapely.box(west, south, east, north)
        shapely.prepare(box)
        inside = [
            record.id
            for record in seen(self._session.on_map)
            if isinstance(record, PLACED) and path_of(record) and box.intersects(geometry_of(path_of(record)))
        ]
        self._session.select(*dict.fromkeys((*self._session.selection, *inside)))
        self.repaint.emit()

    def _moving(self) -> list[Placed]:
        if self._from is None:
            return []
        document = self._session.document
        return [
            record
            for record in self._session.selected
            if isinstance(record, PLACED) and not is_locked(document, record)
        ]

    def _hit(self, pointer: Pointer, *, insides: bool = True) -> Placed | None:
        return record_at(self._session.on_map, pointer.place, self._view(), self._session.aside, insides=insides)


def anchors_of(record: Placed, near: Point) -> tuple[Point, ...]:
    """Give what of a drawing snaps when it is dragged: its middle, and the corners nearest to the hand."""
    path = path_of(record)
    box = extent_of(record)
    middle = () if box is None else (((box[0] + box[2]) / 2, (box[1] + box[3]) / 2),)
    if isinstance(record, Zone | Shape) and record.centre is not None:
        return (record.centre,)
    corners = sorted(set(path), key=lambda corner: hypot(corner[0] - near[0], corner[1] - near[1]))
    return (*corners[:_MOST_ANCHORS], *middle) if len(path) > 1 else path


class MoveTool(SelectTool):
    """As selecting, but a symbol or a zone is taken and moved in one go."""

    cursor = Qt.CursorShape.SizeAllCursor
    moves_anything = True

    @property
    def hint(self) -> Label:
        """What to do next."""
        return Label("Drag a symbol, a zone or a route to its new place. Layers cannot be moved.")
