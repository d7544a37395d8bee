"""Words, numbers and dates as Brussels writes them."""

from datetime import UTC, date, datetime

import pytest

from resources.texts import Language, Names, Texts


def test_a_double_language_writes_both_and_identical_words_once():
    texts = Texts(Language.FR_NL)
    assert texts.name(Names("Forest", "Vorst", "Forest")) == "Forest / Vorst"
    assert texts.name(Names.same("Jette")) == "Jette"
    assert texts.name_lines(Names("Ixelles", "Elsene", "Ixelles")) == ("Ixelles", "Elsene")


def test_a_missing_name_is_replaced_by_one_that_is_known():
    assert Texts(Language.EN).name(Names(fr="Uccle", nl="Ukkel")) == "Uccle"
    assert Texts(Language.NL).name(Names(fr="Uccle")) == "Uccle"


@pytest.mark.parametrize(
    ("language", "written"), [(Language.FR, "12\u202f345,6"), (Language.NL, "12.345,6"), (Language.EN, "12,345.6")]
)
def test_numbers_follow_the_language(language: Language, written: str):
    assert Texts(language).number(12345.6, 1) == written


def test_moments_are_written_in_brussels_time():
    summer = datetime(2026, 7, 1, 12, 5, tzinfo=UTC)
    assert Texts(Language.FR).moment(summer) == "01/07/2026 14:05"
    assert Texts(Language.NL).clock(summer) == "14:05"
    assert Texts(Language.EN).date(date(2026, 7, 1)) == "01/07/2026"


def test_a_text_without_translation_stays_english_and_is_filled():
    assert Texts(Language.NL)("No such text {n}", n=3) == "No such text 3"
