"""The signs of records as maps of one scale draw them, worked out once for each record and kept from map to map."""

from collections.abc import Hashable
from typing import Final, NamedTuple

from bnip.incident import Incident, Mark
from cartoviewer.scene.label_places import BoxMm, around
from cartoviewer.scene.record_glyph import glyph_of
from cartoviewer.scene.scene import Glyph
from cartoviewer.scene.sign_boxes import glyph_boxes_mm, plain_code
from cartoviewer.scene.view import MapView
from resources.texts import Language
from symbols.symbology import mark_size_mm

__all__ = ["KnownSign", "KnownSigns"]

MOST: Final = 100_000
"""More records than any dossier has; then all is forgotten and begun anew."""


class KnownSign(NamedTuple):
    """A record with its sign.

    `boxes` are those of the symbol and of each text beside it from its place, `around` the one around them all;
    `plain` is the code under which a legend counts it.
    """

    record: Mark | Incident
    glyph: Glyph
    boxes: tuple[BoxMm, ...]
    around: BoxMm
    plain: str


class KnownSigns:
    """Remembers signs; a record that has changed is another value, and its sign is worked out again."""

    def __init__(self) -> None:
        self._surface: Hashable = None
        self._signs: dict[str, KnownSign] = {}

    def of(self, record: Mark | Incident, view: MapView, language: Language) -> KnownSign:
        """Give a record with its sign."""
        surface = (mark_size_mm(view.scale), view.turn, language)
        if surface != self._surface or len(self._signs) > MOST:
            self._surface, self._signs = surface, {}
        known = self._signs.get(record.id)
        if known is None or known.record is not record:
            glyph = glyph_of(record, view.scale, view.turn)
            boxes = glyph_boxes_mm(glyph, language)
            known = KnownSign(record, glyph, boxes, around(boxes), plain_code(glyph.symbol))
            self._signs[record.id] = known
        return known
