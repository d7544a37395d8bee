"""Drawing a line of measures: an evacuation route, a cordon."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from bnip.incident import Route
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.edit import Label
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.sketch import SketchTool

__all__ = ["RouteTool"]


class RouteTool(SketchTool):
    """Draws the current line symbol by clicks."""

    def __init__(
        self, session: Session, make_id: Callable[[], str] = new_id, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._make_id = make_id
        self._symbol = "line.evacroute"

    @property
    def symbol(self) -> str:
        """The catalogue id of the line."""
        return self._symbol

    def choose(self, symbol: str) -> None:
        """Draw another kind of line."""
        self._symbol = symbol
        self.hint_changed.emit()

    @property
    def hint(self) -> Label:
        """What to do next."""
        return Label("Click along the line. Enter or a double click ends, Backspace takes back, Esc gives up.")

    def complete(self) -> None:
        """Make the route, as one edit."""
        record = Route(id=self._make_id(), path=self.corners, symbol=self._symbol)
        label = Label("Drew {name}", {"name": record_names(record)})
        if self._session.do(label, put(self._session.document, record)) is not None:
            self._session.select(record.id)
            self.finished.emit()
