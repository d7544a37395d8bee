"""No two symbols are taken for each other at 6 mm: in grey, or with a colour-vision deficiency."""

import pytest

from resources.texts import Language
from symbols.catalogue import catalogue
from tests.symbol_likeness import LEAST_SHARE, VIEWS, closest

pytestmark = [pytest.mark.golden, pytest.mark.slow, pytest.mark.usefixtures("qapp")]

CODES = list(catalogue())
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
