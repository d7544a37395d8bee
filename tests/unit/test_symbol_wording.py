"""Symbols in words."""

import pytest

from resources.texts import Language, Texts
from symbols.grammar import Certainty, Severity, State, Symbol
from symbols.wording import described


def said(code: str, language: Language = Language.EN) -> str:
    return described(Symbol.parse(code), Texts(language))


def test_what_goes_without_saying_is_not_said():
    assert said("cmd.pma") == "Advanced medical post"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.FR, "Poste médical avancé (prévu, non confirmé, réserve)"),
        (Language.NL, "Vooruitgeschoven medische post (gepland, niet bevestigd, reserve)"),
        (Language.EN, "Advanced medical post (planned, reported, not confirmed, reserve)"),
    ],
)
def test_a_status_is_said_in_the_language(language: Language, words: str):
    assert said("cmd.pma;state=planned;certainty=reported;reserve", language) == words


def test_the_plate_and_the_severity_are_said():
    words = said("haz.chem;kemler=33;un=1203;severity=danger", Language.NL)
    assert words == "Gevaarlijke stof (ADR) (gevaar: onmiddellijk handelen, UN 1203, Kemler 33)"
    assert said("cmd.pma;severity=danger") == "Advanced medical post"


def test_a_unit_s_size_is_said():
    assert said("res.d3.platoon;echelon=3").endswith("(platoon or column)")


@pytest.mark.parametrize("word", [*State, *Certainty, *Severity])
def test_every_value_has_a_word_in_every_language(word: State | Certainty | Severity):
    french, dutch = Texts(Language.FR)(word.label), Texts(Language.NL)(word.label)
    assert french != word.label
    assert dutch != word.label
