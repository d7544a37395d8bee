"""What can be said about a symbol, and how it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnip.record import Certainty as RecordCertainty
from bnip.record import State as RecordState
from symbols.grammar import Certainty, Severity, State, Symbol, SymbolCodeError, folded

ids = st.from_regex(r"[a-z]{2,5}(\.[a-z0-9]{1,8}){1,2}", fullmatch=True)
symbols = st.builds(
    Symbol,
    id=ids,
    state=st.sampled_from(State),
    certainty=st.sampled_from(Certainty),
    severity=st.sampled_from(Severity),
    echelon=st.integers(0, 3),
    reserve=st.booleans(),
    closed=st.booleans(),
    kemler=st.from_regex(r"|X?[0-9]{2,3}", fullmatch=True),
    un=st.from_regex(r"|[0-9]{4}", fullmatch=True),
)


@given(symbols)
def test_a_symbol_is_read_back_as_it_was_written(symbol: Symbol):
    assert Symbol.parse(str(symbol)) == symbol


@given(symbols)
def test_one_symbol_has_one_writing(symbol: Symbol):
    assert str(Symbol.parse(str(symbol))) == str(symbol)


def test_a_bare_id_is_the_plain_sign():
    symbol = Symbol.parse("haz.fire")
    assert symbol == Symbol(id="haz.fire", state=State.IN_PLACE, certainty=Certainty.CONFIRMED)
    assert str(symbol) == "haz.fire"


def test_spaces_accents_and_capitals_in_an_id_do_not_matter():
    assert Symbol.parse(" ref.crèche ; reserve ").id == "ref.creche"
    assert Symbol.parse("HAZ.Fire").id == "haz.fire"


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("", "“”"),
        ("fire", "“fire”"),
        ("haz.fire;state=burning", "state=burning"),
        ("haz.fire;loud", "loud"),
        ("haz.fire;reserve=yes", "reserve=yes"),
        ("haz.fire;echelon=4", "4"),
        ("haz.fire;echelon=-1", "echelon=-1"),
        ("haz.fire;id=haz.gas", "id=haz.gas"),
        ("haz.chem;un=12", "“12”"),
        ("haz.chem;kemler=abc", "“abc”"),
    ],
)
def test_a_code_that_is_not_understood_is_refused_and_the_wrong_part_named(code: str, named: str):
    with pytest.raises(SymbolCodeError) as refused:
        Symbol.parse(code)
    assert named in str(refused.value)
    assert refused.value.text.format(**refused.value.values) == str(refused.value)


def test_states_and_certainties_are_those_of_the_records():
    assert [state.value for state in State] == [state.value for state in RecordState]
    assert [value.value for value in Certainty] == [value.value for value in RecordCertainty]


def test_a_record_s_status_is_put_on_a_symbol():
    symbol = Symbol.parse("haz.gas;severity=danger").having(RecordState.ENDED, RecordCertainty.REPORTED)
    assert str(symbol) == "haz.gas;state=ended;certainty=reported;severity=danger"
    assert symbol.plain() == Symbol(id="haz.gas")


def test_accents_and_capitals_are_folded():
    assert folded("Évacuation – École") == "evacuation – ecole"


@given(symbols)
def test_reading_leniently_is_reading_where_a_code_is_understood(symbol: Symbol):
    assert Symbol.read(str(symbol)) == symbol


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("haz.fire;mood=angry;severity=danger", "haz.fire;severity=danger"),
        ("haz.fire;echelon=9;reserve", "haz.fire;reserve"),
        ("haz.chem;un=12;kemler=33", "haz.chem;kemler=33"),
        ("what is this?", "ref.unknown"),
        ("", "ref.unknown"),
    ],
)
def test_what_is_not_understood_is_left_out_so_that_the_map_is_drawn(code: str, read: str):
    assert str(Symbol.read(code)) == read


@given(st.text())
def test_any_text_can_be_read_leniently(text: str):
    assert str(Symbol.read(text))


def test_casualties_are_four_counts():
    assert Symbol.parse("haz.casualty;casualties=2/5/12/0").casualties == "2/5/12/0"
    for wrong in ("2/5", "a/b/c/d", "1/2/3/4/5", "1/2/3/-4"):
        with pytest.raises(SymbolCodeError, match="four numbers"):
            Symbol.parse(f"haz.casualty;casualties={wrong}")
