"""The sign that stands for an incident or a mark, as the map draws it at a scale."""

from bnip.incident import Incident, Mark
from bnip.record import Certainty, State
from cartoviewer.scene.scene import Glyph
from symbols.grammar import Symbol
from symbols.symbology import mark_size_mm

__all__ = ["glyph_of", "symbol_code"]


def symbol_code(symbol: str, state: State, certainty: Certainty) -> str:
    """Give the code of a symbol with the state and certainty of its record."""
    return str(Symbol.read(symbol).having(state.value, certainty.value))


def glyph_of(record: Incident | Mark, scale: float) -> Glyph:
    """Give the sign of a record at a scale denominator."""
    code = symbol_code(record.symbol, record.state, record.certainty)
    size = mark_size_mm(scale)
    if isinstance(record, Incident):
        return Glyph(code, size)
    return Glyph(code, size, record.left, record.right, record.bottom, record.number, record.direction_deg)
