"""The sign that stands for an incident or a mark, as the map draws it at a scale."""

from functools import lru_cache
from math import cos, radians, sin

import msgspec

from bnip.drawing import Caption
from bnip.incident import Incident, Mark
from bnip.record import Certainty, State
from cartoviewer.scene.label_places import BoxMm, block_size_mm
from cartoviewer.scene.scene import Glyph
from cartoviewer.scene.shape_elements import caption_label
from resources.texts import Language, Texts
from symbols.drawing import draw
from symbols.grammar import Symbol
from symbols.ownership import owned_by
from symbols.symbology import mark_size_mm

__all__ = ["glyph_of", "record_box_mm", "record_code", "symbol_code"]


def symbol_code(symbol: str, state: State, certainty: Certainty) -> str:
    """Give the code of a symbol with the state and certainty of its record."""
    return str(Symbol.read(symbol).having(state.value, certainty.value))


def glyph_of(record: Incident | Mark, scale: float, turn: float = 0.0) -> Glyph:
    """Give the sign of a record at a scale denominator, on paper whose top lies `turn` degrees off grid north.

    The sign stands upright; only what points somewhere on the ground turns along.
    """
    direction = record.direction_deg
    right = record.count if isinstance(record, Mark) else record.right
    return Glyph(
        record_code(record),
        mark_size_mm(scale),
        record.left,
        right,
        record.bottom,
        record.number,
        direction if direction is None or not turn else (direction - turn) % 360.0,
    )


def record_code(record: Incident | Mark) -> str:
    """Give the code of a record's symbol with all that the record says: state, certainty, casualties, owner."""
    return _code(record.symbol, record.state, record.certainty, record.casualties.code, record.discipline)


@lru_cache(maxsize=4096)
def _code(code: str, state: State, certainty: Certainty, casualties: str, discipline: str) -> str:
    plain = Symbol.read(code)
    symbol = owned_by(plain.having(state.value, certainty.value), discipline or plain.owner.value)
    return str(msgspec.structs.replace(symbol, casualties=casualties) if casualties else symbol)


def record_box_mm(record: Caption | Incident | Mark, scale: float, language: Language) -> BoxMm:
    """Give (left, top, right, bottom) of a symbol's frame or of a text, in millimetres from its place, y down."""
    if isinstance(record, Caption):
        label = caption_label(record, (0.0, 0.0), Texts(language))
        if not label.lines:
            return (0.0, 0.0, 0.0, 0.0)
        width, height = block_size_mm(label.lines, label.style)
        angle = radians(record.angle_deg)
        half_x = (abs(width * cos(angle)) + abs(height * sin(angle))) / 2
        half_y = (abs(width * sin(angle)) + abs(height * cos(angle))) / 2
        return (-half_x, -half_y, half_x, half_y)
    glyph = glyph_of(record, scale)
    return draw(Symbol.read(glyph.symbol), language).body_mm(glyph.size_mm)
