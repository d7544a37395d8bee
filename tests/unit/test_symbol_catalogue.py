"""The rows of the catalogue, and finding them."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnip.zone import ZoneKind
from resources.texts import Language
from symbols.catalogue import CatalogueEntry, FrameClass, catalogue, entry_of, frame_names, known_symbol, search
from symbols.grammar import Symbol, SymbolCodeError, folded
from symbols.outlines import pictogram_names
from symbols.pictograms import composed_names

ENTRIES = list(catalogue().values())


def found(text: str) -> list[str]:
    return [entry.id for entry in search(text)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_row_has_names_in_three_languages_and_a_sign(entry: CatalogueEntry):
    assert entry.names.fr
    assert entry.names.nl
    assert entry.names.en
    assert Symbol.parse(entry.id).id == entry.id
    drawn_by_itself = entry.frame in (FrameClass.AREA, FrameClass.LINE, FrameClass.WIND)
    lettered = bool(entry.letters.fr and entry.letters.nl and entry.letters.en)
    assert [bool(entry.picture), lettered, drawn_by_itself].count(True) == 1


def test_every_pictogram_exists_in_the_font_or_is_composed():
    known = pictogram_names() | composed_names()
    assert not {entry.picture for entry in ENTRIES if entry.picture} - known


def test_the_whole_list_of_the_trade_is_there():
    families = Counter(entry.id.partition(".")[0] for entry in ENTRIES)
    assert families == {"haz": 29, "res": 32, "cmd": 22, "area": 10, "line": 12, "pt": 3, "ref": 20}


def test_no_two_rows_share_a_name_within_their_class():
    for language in ("fr", "nl", "en"):
        counted = Counter((entry.frame, getattr(entry.names, language)) for entry in ENTRIES)
        assert not [name for name, count in counted.items() if count > 1]


def test_every_kind_of_zone_is_in_the_catalogue():
    assert {kind.value for kind in ZoneKind} <= set(catalogue())


def test_every_class_has_a_heading_in_three_languages():
    for frame in FrameClass:
        names = frame_names(frame)
        assert names.fr
        assert names.nl
        assert names.en


def test_every_row_is_found_by_every_word_of_its_names_without_accents():
    for entry in ENTRIES:
        for name in (entry.names.fr, entry.names.nl, entry.names.en):
            words = [word for word in folded(name).replace("/", " ").split() if word.isalnum()]
            for word in words:
                assert entry in search(word.upper(), limit=len(ENTRIES)), (word, entry.id)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("incendie", "haz.fire"),
        ("brand", "haz.fire"),
        ("fire", "haz.fire"),
        ("PC-Ops", "cmd.cpops"),
        ("pcops", "cmd.cpops"),
        ("cp ops", "cmd.cpops"),
        ("vmp", "cmd.pma"),
        ("pma", "cmd.pma"),
        ("peb", "cmd.peb"),
        ("ziekenwagen", "res.d2.amb"),
        ("ecole", "ref.school"),
        ("creche", "ref.creche"),
        ("tempete", "haz.storm"),
        ("nadar", "line.barrier"),
        ("haz.chem", "haz.chem"),
    ],
)
def test_the_expected_row_comes_first(text: str, first: str):
    assert found(text)[0] == first


def test_synonyms_find_what_the_names_do_not_say():
    assert "res.d1.pump" in found("pompiers")
    assert "haz.power" in found("black-out")
    assert {"haz.attack"} <= set(found("attentat"))


def test_all_symbols_of_a_discipline_are_found_by_its_number():
    owned = {entry.id for entry in ENTRIES if entry.owner.value == "d2"}
    assert {entry.id for entry in search("D2", limit=100)} == owned


def test_a_word_spelt_nearly_right_finds_its_row():
    assert found("helicoptre")[0] == "res.d3.heli"
    assert found("amublance")[0] == "res.d2.amb"


def test_words_that_no_row_holds_together_find_the_rows_of_each():
    assert found("gas explosion")[:2] == ["haz.explosion", "haz.gas"]


def test_nonsense_finds_nothing_and_an_empty_text_begins_the_catalogue():
    assert search("qqqxxzz") == []
    assert found("")[:2] == ["haz.incident", "haz.fire"]
    assert len(search("", limit=5)) == 5


@settings(max_examples=50)
@given(st.text(max_size=30))
def test_searching_never_fails(text: str):
    assert len(search(text, limit=7)) <= 7


def test_an_id_of_a_newer_version_is_shown_with_a_question_mark():
    entry = entry_of("haz.meteor")
    assert entry.frame is FrameClass.HAZARD
    assert entry.letters.in_language(Language.NL) == "?"
    assert entry.names.fr == "haz.meteor"


def test_a_symbol_that_is_not_in_the_catalogue_is_refused_with_the_nearest():
    assert str(known_symbol("haz.fire;reserve")) == "haz.fire;reserve"
    with pytest.raises(SymbolCodeError, match=r"haz\.fier.*haz\.fire"):
        known_symbol("haz.fier")
    with pytest.raises(SymbolCodeError, match=r"res\.d2\.amb"):
        known_symbol("res.ambulance")
