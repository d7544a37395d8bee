"""Selecting, and moving what is selected. Layers' features are asked about but never moved."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from bnip.record import Point
from cartoviewer.document.changes import moved, put
from cartoviewer.document.edit import Label
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_record
from cartoviewer.ui.placement import PLACED, Placed, record_at
from cartoviewer.ui.record_names import count_label
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.tool import Pointer, Tool

__all__ = ["MoveTool", "SelectTool"]


class SelectTool(Tool):
    """Click selects a record and asks what lies there; dragging what is selected moves it.

    Nothing moves that was not selected before: a slip of the hand pans the map.
    """

    identified = Signal(object)
    cursor = Qt.CursorShape.ArrowCursor
    moves_anything = False

    def __init__(self, session: Session, scale: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scale = scale
        self._from: Point | None = None
        self._by = (0.0, 0.0)

    @property
    def hint(self) -> Label:
        """What to do next."""
        return Label(
            "Click to select and to see what is there. Drag what is selected to move it, a zone by its edge."
        )

    def end(self) -> None:
        """Forget a drag."""
        self._from = None

    def press(self, pointer: Pointer) -> bool:
        """Take what is selected, if it is under the mouse and may be moved."""
        # A zone is taken by its edge: inside it one drags the map, as everywhere.
        hit = self._hit(pointer, insides=self.moves_anything)
        if hit is None or not self._session.can_edit:
            return False
        if hit.id not in self._session.selection:
            if not self.moves_anything:
                return False
            self._session.select(hit.id)
        self._from, self._by = pointer.place, (0.0, 0.0)
        return True

    def drag(self, pointer: Pointer) -> None:
        """Show what is selected where it would be put."""
        if self._from is not None:
            self._by = (pointer.place[0] - self._from[0], pointer.place[1] - self._from[1])
            self.repaint.emit()

    def drop(self, pointer: Pointer) -> None:
        """Move what is selected, as one edit."""
        self.drag(pointer)
        moving, by, self._from = self._moving(), self._by, None
        if moving and by != (0.0, 0.0):
            document = self._session.document
            changes = [put(document, moved(record, *by)) for record in moving]
            self._session.do(count_label("Moved {name}", "Moved {count} objects", moving), *changes)
        self.repaint.emit()

    def click(self, pointer: Pointer) -> None:
        """Select what is under the mouse; with Ctrl add it or take it away."""
        self._from = None
        hit = self._hit(pointer)
        chosen = self._session.selection
        if pointer.modifiers & Qt.KeyboardModifier.ControlModifier:
            if hit is not None and hit.id in chosen:
                self._session.select(*(record_id for record_id in chosen if record_id != hit.id))
            elif hit is not None:
                self._session.select(*chosen, hit.id)
        else:
            self._session.select(*(() if hit is None else (hit.id,)))
            self.identified.emit(pointer)

    def key(self, event: QKeyEvent) -> bool:
        """Esc puts a drag back, then lets go of the selection."""
        if event.key() != Qt.Key.Key_Escape:
            return False
        if self._from is not None:
            self._from = None
            self.repaint.emit()
        else:
            self._session.select()
        return True

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint what is being moved where it would be put."""
        if self._from is None or self._by == (0.0, 0.0):
            return
        for record in self._moving():
            paint_record(painter, moved(record, *self._by), view, pixels_per_mm, self._session.language)

    def _moving(self) -> list[Placed]:
        if self._from is None:
            return []
        return [record for record in self._session.selected if isinstance(record, PLACED)]

    def _hit(self, pointer: Pointer, *, insides: bool = True) -> Placed | None:
        session = self._session
        return record_at(session.document, pointer.place, self._scale(), session.language, insides=insides)


class MoveTool(SelectTool):
    """As selecting, but a symbol or a zone is taken and moved in one go."""

    cursor = Qt.CursorShape.SizeAllCursor
    moves_anything = True

    @property
    def hint(self) -> Label:
        """What to do next."""
        return Label("Drag a symbol, a zone or a route to its new place. Layers cannot be moved.")
