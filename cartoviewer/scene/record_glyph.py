"""The sign that stands for an incident or a mark, as the map draws it at a scale."""

from functools import lru_cache

import msgspec

from bnip.incident import Incident, Mark
from bnip.record import Certainty, State
from cartoviewer.scene.scene import Glyph
from symbols.grammar import Symbol
from symbols.symbology import mark_size_mm

__all__ = ["glyph_of", "record_code", "symbol_code"]


def symbol_code(symbol: str, state: State, certainty: Certainty) -> str:
    """Give the code of a symbol with the state and certainty of its record."""
    return str(Symbol.read(symbol).having(state.value, certainty.value))


def glyph_of(record: Incident | Mark, scale: float) -> Glyph:
    """Give the sign of a record at a scale denominator."""
    right = record.count if isinstance(record, Mark) else record.right
    return Glyph(
        record_code(record),
        mark_size_mm(scale),
        record.left,
        right,
        record.bottom,
        record.number,
        record.direction_deg,
    )


def record_code(record: Incident | Mark) -> str:
    """Give the code of a record's symbol with all that the record says: state, certainty, casualties."""
    return _code(record.symbol, record.state, record.certainty, record.casualties.code)


@lru_cache(maxsize=4096)
def _code(code: str, state: State, certainty: Certainty, casualties: str) -> str:
    symbol = Symbol.read(code).having(state.value, certainty.value)
    return str(msgspec.structs.replace(symbol, casualties=casualties) if casualties else symbol)
