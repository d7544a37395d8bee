"""No two symbols are taken for each other at 6 mm: in grey, or with a colour-vision deficiency."""

import pytest

from resources.texts import Language
from symbols.catalogue import catalogue
from symbols.discipline import Discipline
from symbols.grammar import Symbol
from symbols.ownership import owned_by
from tests.symbol_likeness import LEAST_SHARE, VIEWS, closest

pytestmark = [pytest.mark.golden, pytest.mark.slow, pytest.mark.usefixtures("qapp")]

CODES = list(catalogue())
OF_ONE_OWNER = 0.08
"""Neither fill nor digit helps here: only what stands in the frame can differ."""
LETTERED = [entry.id for entry in catalogue().values() if entry.letters.fr]


@pytest.mark.parametrize("view", VIEWS)
def test_any_two_symbols_differ_enough(view: str):
    assert [pair for pair in closest(CODES, view, 5) if pair[0] < LEAST_SHARE] == []


@pytest.mark.parametrize("language", [Language.NL, Language.EN])
def test_the_letters_of_each_language_differ_enough_without_colour(language: Language):
    assert [pair for pair in closest(LETTERED, "grey", 5, language) if pair[0] < LEAST_SHARE] == []


def test_the_check_finds_symbols_that_are_nearly_the_same():
    (alike, *_) = closest(["cmd.pma", "cmd.pma;certainty=reported", "haz.fire"], "grey", 3)
    assert alike[1:] == ("cmd.pma", "cmd.pma;certainty=reported")
    assert alike[0] < closest(["cmd.pma", "haz.fire"], "grey", 1)[0][0] * 0.6


@pytest.mark.parametrize("view", ["colour", "grey"])
def test_where_colour_and_digit_are_the_same_the_sign_alone_tells_symbols_apart(view: str):
    owned = [str(owned_by(Symbol(id=code), Discipline.D3)) for code in CODES if code.startswith(("res.", "cmd."))]
    assert [pair for pair in closest(owned, view, 5) if pair[0] < OF_ONE_OWNER] == []
