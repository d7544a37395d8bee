"""What a record counts is drawn with its symbol, and what a symbol's code says can be edited as values."""

import msgspec
import pytest

from bnip.incident import Casualties, Incident, Mark
from bnip.record import Certainty, Place, State
from cartoviewer.document.record import decode_record, encode_record
from cartoviewer.scene.record_glyph import glyph_of
from cartoviewer.ui.record_fields import fields_of, value_of, with_value
from resources.texts import Language
from symbols.drawing import draw
from symbols.grammar import Symbol, SymbolCodeError

PLACE = Place(149_000.0, 170_000.0)


def test_casualties_of_an_incident_stand_below_its_symbol():
    counted = Incident(id="a", place=PLACE, symbol="haz.casualty", casualties=Casualties(t1=2, t3=12))
    glyph = glyph_of(counted, 10_000)
    assert Symbol.parse(glyph.symbol).casualties == "2/0/12/0"
    plain = draw(Symbol(id="haz.casualty"), Language.FR)
    assert draw(Symbol.parse(glyph.symbol), Language.FR).bounds[3] > plain.bounds[3] + 15
    assert Symbol.parse(glyph_of(Incident(id="a", place=PLACE), 10_000).symbol).casualties == ""


@pytest.mark.parametrize(
    ("present", "capacity", "text"),
    [(120, 300, "120/300"), (120, None, "120"), (None, 300, "–/300"), (0, 5, "0/5")],
)
def test_who_is_present_of_how_many_stands_to_the_right(present: int | None, capacity: int | None, text: str):
    mark = Mark(id="a", place=PLACE, symbol="cmd.reception", present=present, capacity=capacity)
    assert glyph_of(mark, 10_000).right == text
    assert glyph_of(msgspec.structs.replace(mark, right="vol"), 10_000).right == "vol"


def test_counts_last_and_a_record_without_them_is_written_as_before():
    mark = Mark(id="a", place=PLACE, symbol="cmd.pma", capacity=30, casualties=Casualties(dead=1))
    assert decode_record(encode_record(mark)) == mark
    assert b"casualties" not in encode_record(Mark(id="a", place=PLACE, symbol="cmd.pma"))
    with pytest.raises(msgspec.ValidationError):
        decode_record(encode_record(mark).replace(b"30", b"-3"))
    with pytest.raises(ValueError, match="-1"):
        Casualties(t2=-1)


def test_state_and_certainty_are_two_axes_and_all_their_pairs_are_drawn_differently():
    drawn = {
        draw(
            Symbol.parse(glyph_of(Mark(id="a", place=PLACE, symbol="cmd.pma", state=s, certainty=c), 1e4).symbol),
            Language.FR,
        ).shapes
        for s in State
        for c in Certainty
    }
    assert len(drawn) == len(State) * len(Certainty)


def test_what_the_code_of_a_symbol_says_is_edited_as_values():
    mark = Mark(id="a", place=PLACE, symbol="cmd.pma;reserve")
    assert value_of(mark, "sign.reserve") is True
    assert with_value(mark, "sign.echelon", 2).symbol == "cmd.pma;echelon=2;reserve"
    assert with_value(mark, "sign.reserve", value=False).symbol == "cmd.pma"


def test_an_orange_plate_asks_for_its_numbers_and_refuses_what_is_none():
    spill = Incident(id="a", place=PLACE, symbol="haz.chem")
    assert {"sign.kemler", "sign.un"} <= {field.path for field in fields_of(spill)}
    assert with_value(spill, "sign.un", "1203").symbol == "haz.chem;un=1203"
    with pytest.raises(SymbolCodeError):
        with_value(spill, "sign.un", "petrol")
    fire = Incident(id="a", place=PLACE, symbol="haz.fire")
    assert "sign.un" not in {field.path for field in fields_of(fire)}
