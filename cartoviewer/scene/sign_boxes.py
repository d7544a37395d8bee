"""What a sign takes on the paper, and under which code it is counted."""

from functools import lru_cache

import msgspec

from cartoviewer.scene.label_places import BoxMm
from cartoviewer.scene.scene import Glyph
from resources.texts import Language
from symbols.drawing import draw
from symbols.grammar import Symbol

__all__ = ["glyph_boxes_mm", "plain_code"]


@lru_cache(maxsize=4096)
def plain_code(code: str) -> str:
    """Give the code under which a legend counts a symbol: without what differs from one to the next."""
    return str(msgspec.structs.replace(Symbol.read(code), echelon=0, kemler="", un="", casualties=""))


@lru_cache(maxsize=4096)
def glyph_boxes_mm(glyph: Glyph, language: Language) -> tuple[BoxMm, ...]:
    """Give (left, top, right, bottom) of a symbol, then of each text beside it, in millimetres from its place."""
    drawing = draw(
        Symbol.read(glyph.symbol),
        language,
        glyph.left,
        glyph.right,
        glyph.bottom,
        glyph.number,
        glyph.direction_deg,
    )
    return (drawing.body_mm(glyph.size_mm), *drawing.texts_mm(glyph.size_mm))
