"""A sign is worked out once for its record, and anew when record, band of scale or language is another."""

import msgspec

from bnip.incident import Mark
from bnip.record import Place
from cartoviewer.scene.known_signs import KnownSigns
from resources.texts import Language
from tests.map_specimens import view

MARK = Mark(id="m", place=Place(149_000.0, 170_500.0), symbol="cmd.pma", left="A1")


def test_the_sign_of_a_record_is_kept_as_long_as_nothing_it_is_drawn_from_changes():
    signs = KnownSigns()
    first = signs.of(MARK, view(5_000), Language.FR)
    assert signs.of(MARK, view(5_100), Language.FR) is first
    written = signs.of(msgspec.structs.replace(MARK, left="B2"), view(5_000), Language.FR)
    assert (first.glyph.left, written.glyph.left) == ("A1", "B2")
    assert signs.of(MARK, view(60_000), Language.FR).glyph.size_mm < first.glyph.size_mm
    assert signs.of(MARK, view(5_000), Language.NL).record is MARK


def test_what_is_around_a_sign_holds_the_symbol_and_its_texts():
    sign = KnownSigns().of(MARK, view(5_000), Language.FR)
    left, top, right, bottom = sign.around
    assert len(sign.boxes) >= 2
    assert all(left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom for box in sign.boxes)
