"""Drawing a line of measures: an evacuation route, a cordon."""

from bnip.drawing import Form
from bnip.incident import Route
from bnip.record import Certainty, State
from cartoviewer.document.drawings import Placed
from cartoviewer.ui.tools.form import FormTool, Outline
from symbols.grammar import Symbol

__all__ = ["RouteTool"]


class RouteTool(FormTool):
    """Draws the current line symbol, point by point or freehand."""

    forms = (Form.LINE, Form.FREEHAND)
    _symbol = "line.evacroute"

    @property
    def symbol(self) -> str:
        """The code of the line."""
        return self._symbol

    def choose(self, symbol: str) -> None:
        """Draw another kind of line."""
        self._symbol = symbol
        self.hint_changed.emit()

    def make(self, outline: Outline, record_id: str) -> Placed:
        """Make the route; state and certainty are told by the record, not by its symbol."""
        symbol = Symbol.read(self._symbol)
        plain = str(symbol.having(State.IN_PLACE.value, Certainty.CONFIRMED.value))
        state, certainty = State(symbol.state.value), Certainty(symbol.certainty.value)
        return Route(id=record_id, path=outline.path, symbol=plain, state=state, certainty=certainty)
