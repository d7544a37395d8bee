"""Placing a symbol or an incident: by a click, by typed coordinates, or by the keyboard alone."""

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter

from bnip.geometry.entry import read_entry
from bnip.incident import Incident, Mark
from bnip.record import Certainty, Place, Point, State
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.edit import Label
from cartoviewer.document.retyping import retyped
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_guide, paint_record, paint_tag, to_pixels
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.aim import Aim
from cartoviewer.ui.tools.sketch import BEGINS_TYPING
from cartoviewer.ui.tools.tool import Pointer, Tool
from symbols.discipline import Discipline
from symbols.grammar import Symbol

__all__ = ["NOTHING_MORE", "REPORTED_INCIDENT", "PlaceTool", "placed"]

REPORTED_INCIDENT: Final = "haz.incident;certainty=reported"
"""What is known at first: something has happened, somebody says so."""
NOTHING_MORE: Final = Mark(id="", place=Place(0.0, 0.0), symbol="ref.unknown")
"""A mark of which nothing is said."""

_STEPS: Final = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_STEP_PX: Final = 12.0
_FINE_PX: Final = 1.0
_FAR_PX: Final = 60.0
_TICKS_PX: Final = (26.0, 40.0)
"""Where the ticks begin and end that mark the sign which the keyboard moves."""


def placed(code: str, place: Place, record_id: str, details: Mark = NOTHING_MORE) -> Incident | Mark:
    """Give the record of a symbol at a place.

    Parameters
    ----------
    code
        The sign with its state, certainty and owner.
    details
        What is said of it beside the sign: texts, counts, times; its own symbol and place do not count.
    """
    symbol = Symbol.parse(code)
    # State, certainty and owner are told by the record; the symbol of a record is told without them.
    plain = msgspec.structs.replace(symbol.having(State.IN_PLACE.value), owner=Discipline.NONE)
    owner = "" if symbol.owner is Discipline.NONE else symbol.owner.value
    mark = msgspec.structs.replace(
        details,
        id=record_id,
        place=place,
        symbol=str(plain),
        state=State(symbol.state.value),
        certainty=Certainty(symbol.certainty.value),
        discipline=owner or details.discipline,
    )
    record = retyped(mark, symbol.id).record
    return record if isinstance(record, Incident) else mark


class PlaceTool(Tool):
    """Puts the current symbol where the map is clicked; the symbol itself is the cursor.

    Without a mouse it stands in the middle of the map; arrows move it, Enter puts it down. A place can be typed.

    Signals
    -------
    placed (Incident or Mark)
        A symbol stands on the map; the next may follow.
    """

    placed = Signal(object)
    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self,
        session: Session,
        make_id: Callable[[], str] = new_id,
        aim: Aim | None = None,
        font: QFont | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._make_id = make_id
        self._aim = aim
        self._font = font or QFont()
        self._symbol = REPORTED_INCIDENT
        self._details = NOTHING_MORE
        self._hover: Pointer | None = None
        self._by_keys = False
        self._typed = ""

    @property
    def symbol(self) -> str:
        """The code of the symbol that will be placed."""
        return self._symbol

    @property
    def details(self) -> Mark:
        """What will be said of the symbol beside its code."""
        return self._details

    def choose(self, symbol: str) -> None:
        """Take another symbol."""
        self._symbol = symbol
        self._tell()

    def say(self, details: Mark) -> None:
        """Say this of the next symbols."""
        self._details = details
        self.repaint.emit()

    def aim_at_middle(self) -> None:
        """Show the symbol in the middle of the map, for whoever places it without a mouse."""
        if self._aim is not None:
            self._hover, self._by_keys = self._aim.middle(), True
            self.repaint.emit()

    @property
    def hint(self) -> Label:
        """What to do next."""
        return Label("Click its place, or type coordinates; Enter puts it down, Ctrl places several. Esc gives up.")

    def end(self) -> None:
        """Let the symbol go from the cursor."""
        self._hover, self._by_keys, self._typed = None, False, ""

    def move(self, pointer: Pointer) -> None:
        """Carry the symbol along."""
        self._hover, self._by_keys = pointer, False
        self.repaint.emit()

    def leave(self) -> None:
        """Forget where the mouse was."""
        if not self._by_keys:
            self._hover = None
        self.repaint.emit()

    def click(self, pointer: Pointer) -> None:
        """Place the symbol."""
        self._put(pointer.place, more=bool(pointer.modifiers & Qt.KeyboardModifier.ControlModifier))

    def enter(self, text: str) -> bool:
        """Place the symbol at coordinates of any system; tell whether they were understood."""
        entry = read_entry(text)
        if entry is None or entry.place is None:
            return False
        self._put(entry.place)
        return True

    def wants(self, event: QKeyEvent) -> bool:
        """Keep the arrows, and letters while coordinates are being typed: the N of `50.85 N 4.35 E`."""
        if event.key() in _STEPS:
            return True
        return bool(self._typed) and bool(event.text()) and event.text().isprintable()

    def key(self, event: QKeyEvent) -> bool:
        """Arrows, Enter, coordinates, Backspace and Esc."""
        key, text, held = Qt.Key(event.key()), event.text(), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._enter(more=control)
        if key in _STEPS and self._aim is not None:
            fine = bool(held & Qt.KeyboardModifier.ShiftModifier)
            pixels = _FINE_PX if fine else _FAR_PX if control else _STEP_PX
            self._hover, self._by_keys = self._aim.moved(self._hover, _STEPS[key], pixels), True
        elif key == Qt.Key.Key_Backspace and self._typed:
            self._typed = self._typed[:-1]
        elif key == Qt.Key.Key_Escape and self._typed:
            self._typed = ""
        elif key == Qt.Key.Key_Escape:
            self.finished.emit()
        elif not control and text and text.isprintable() and (self._typed or text in BEGINS_TYPING):
            self._typed += text
        else:
            return False
        self._tell()
        return True

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint the symbol at the mouse, or where the keys have brought it, and what is typed."""
        at = self._meant()
        if at is not None:
            record = self._record(at, "")
            paint_record(painter, record, view, pixels_per_mm, self._session.language, opacity=0.75)
            pixel = to_pixels((at,), view, pixels_per_mm)[0]
            if self._by_keys:
                for x, y in _STEPS.values():
                    ends = (QPointF(x, y) * _TICKS_PX[0] + pixel, QPointF(x, y) * _TICKS_PX[1] + pixel)
                    paint_guide(painter, ends)
        else:
            pixel = QPointF(20.0, 20.0)
        if self._typed:
            paint_tag(painter, pixel, [self._typed + "▏"], self._font)

    # Inside

    def _meant(self) -> Point | None:
        """Give the place that is typed, or else that of the mouse or the keys."""
        entry = read_entry(self._typed) if self._typed else None
        if entry is not None and entry.place is not None:
            return entry.place
        return self._hover.place if self._hover is not None else None

    def _enter(self, *, more: bool) -> bool:
        if self._typed:
            entry = read_entry(self._typed)
            if entry is None or entry.place is None:
                return True
            self._typed = ""
            self._put(entry.place, more=more)
        elif self._hover is not None:
            self._put(self._hover.place, more=more)
        else:
            self.aim_at_middle()
        return True

    def _put(self, place: Point, *, more: bool = False) -> None:
        record = self._session.on_drawing_layer(self._record(place, self._make_id()))
        label = Label("Placed {name}", {"name": record_names(record)})
        if self._session.do(label, put(self._session.document, record)) is None:
            return
        self._session.select(record.id)
        self.placed.emit(record)
        if not more:
            self.finished.emit()

    def _record(self, place: Point, record_id: str) -> Incident | Mark:
        return placed(self._symbol, Place(*place), record_id, self._details)

    def _tell(self) -> None:
        self.hint_changed.emit()
        self.repaint.emit()
