"""No two symbols are taken for each other at 6 mm: in grey, or with a colour-vision deficiency."""

from itertools import combinations

import numpy as np
import pytest

from resources.texts import Language
from symbols.catalogue import catalogue
from symbols.discipline import Discipline
from symbols.grammar import Severity, Symbol
from symbols.ownership import owned_by
from tests.symbol_likeness import LEAST_SHARE, SHIFTS, VIEWS, closest, seen

pytestmark = [pytest.mark.golden, pytest.mark.slow, pytest.mark.usefixtures("qapp")]

CODES = list(catalogue())
OF_ONE_OWNER = 0.08
"""Neither fill nor digit helps here: only what stands in the frame can differ."""
OF_ONE_RING = 0.05
"""A ring is thin; all the rest of the two symbols is the same."""
COPIED = 62.0
"""What is darker comes out black."""
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


@pytest.mark.parametrize("view", VIEWS)
def test_rings_of_severity_are_told_apart_without_their_colour(view: str):
    rings = [f"haz.gas;severity={severity.value}" for severity in Severity]
    assert [pair for pair in closest(rings, view, 3) if pair[0] < OF_ONE_RING] == []


def test_rings_of_severity_outlast_a_copier_that_knows_black_and_white_only():
    copies = {
        severity: seen(f"haz.gas;severity={severity.value}", "grey")[:, :, 0] < COPIED for severity in Severity
    }
    for one, other in combinations(copies.values(), 2):
        moved = [np.roll(one, shift, (0, 1)) for shift in SHIFTS]
        assert min((copy ^ other).sum() / (copy | other).sum() for copy in moved) > LEAST_SHARE
