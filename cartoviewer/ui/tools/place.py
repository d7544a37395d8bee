"""Placing a symbol or an incident by a click."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from bnip.incident import Incident, Mark
from bnip.record import Certainty, Place, State
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.edit import Label
from cartoviewer.scene.view import MapView
from cartoviewer.ui.overlay import paint_record
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.tool import Pointer, Tool
from symbols.grammar import Symbol

__all__ = ["REPORTED_INCIDENT", "PlaceTool", "is_hazard", "placed"]

REPORTED_INCIDENT: Final = "haz.incident;certainty=reported"
"""What is known at first: something has happened, somebody says so."""


def is_hazard(symbol: str) -> bool:
    """Tell whether a symbol says what happened: it is then placed as an incident."""
    return symbol.startswith("haz.")


def placed(code: str, place: Place, record_id: str) -> Incident | Mark:
    """Give the record of a symbol at a place."""
    symbol = Symbol.parse(code)
    # State and certainty are told by the record; the symbol of a record is told without them.
    plain = str(symbol.having(State.IN_PLACE.value, Certainty.CONFIRMED.value))
    state, certainty = State(symbol.state.value), Certainty(symbol.certainty.value)
    kind = Incident if is_hazard(code) else Mark
    return kind(id=record_id, place=place, symbol=plain, state=state, certainty=certainty)


class PlaceTool(Tool):
    """Puts the current symbol where the map is clicked; the symbol itself is the cursor."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self, session: Session, make_id: Callable[[], str] = new_id, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._make_id = make_id
        self._symbol = REPORTED_INCIDENT
        self._hover: Pointer | None = None

    @property
    def symbol(self) -> str:
        """The code of the symbol that will be placed."""
        return self._symbol

    def choose(self, symbol: str) -> None:
        """Take another symbol."""
        self._symbol = symbol
        self.hint_changed.emit()
        self.repaint.emit()

    @property
    def hint(self) -> Label:
        """What to do next."""
        return Label("Click its place. Hold Ctrl to place several. Esc gives up.")

    def end(self) -> None:
        """Let the symbol go from the cursor."""
        self._hover = None

    def move(self, pointer: Pointer) -> None:
        """Carry the symbol along."""
        self._hover = pointer
        self.repaint.emit()

    def leave(self) -> None:
        """Forget where the mouse was."""
        self._hover = None
        self.repaint.emit()

    def click(self, pointer: Pointer) -> None:
        """Place the symbol."""
        record = self._session.on_drawing_layer(self._record(pointer, self._make_id()))
        label = Label("Placed {name}", {"name": record_names(record)})
        if self._session.do(label, put(self._session.document, record)) is not None:
            self._session.select(record.id)
            if not pointer.modifiers & Qt.KeyboardModifier.ControlModifier:
                self.finished.emit()

    def key(self, event: QKeyEvent) -> bool:
        """Esc gives up."""
        if event.key() != Qt.Key.Key_Escape:
            return False
        self.finished.emit()
        return True

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint the symbol at the mouse."""
        if self._hover is not None:
            record = self._record(self._hover, "")
            paint_record(painter, record, view, pixels_per_mm, self._session.language, opacity=0.75)

    def _record(self, pointer: Pointer, record_id: str) -> Incident | Mark:
        return placed(self._symbol, Place(*pointer.place), record_id)
