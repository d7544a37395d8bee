"""Names of streets in the order in which a reader looks for them."""

import pytest

from cartoviewer.scene.street_names import generic_of, is_street, sort_key
from resources.texts import Language


def ordered(names: list[str], language: Language) -> list[str]:
    return sorted(names, key=lambda name: sort_key(name, language))


def test_french_names_stand_by_what_is_named_within_their_kind_without_articles_or_accents():
    names = ["Rue Zinner", "Rue de l’Étuve", "Rue d'Écosse", "Rue des Éburons", "Rue du Canal", "Avenue Louise"]
    assert ordered(names, Language.FR) == [
        "Avenue Louise", "Rue du Canal", "Rue des Éburons", "Rue d'Écosse", "Rue de l’Étuve", "Rue Zinner",
    ]  # fmt: skip


def test_apostrophes_of_both_forms_and_joined_letters_sort_alike():
    assert sort_key("Rue de l'Œuvre", Language.FR)[:2] == sort_key("Rue de l’Oeuvre", Language.FR)[:2]


def test_dutch_names_stand_by_their_first_letter_but_for_an_article():
    names = [
        "Zavel",
        "'t Hof te Overbeke",
        "Het Veroost",
        "de Smet de Naeyerlaan",
        "Émile Bockstaellaan",
        "Hallestraat",
    ]
    assert ordered(names, Language.NL) == [
        "de Smet de Naeyerlaan", "Émile Bockstaellaan", "Hallestraat", "'t Hof te Overbeke", "Het Veroost", "Zavel",
    ]  # fmt: skip


def test_figures_count_by_their_value():
    assert ordered(["10ème Avenue", "2ème Avenue", "Avenue 5"], Language.FR)[:2] == ["2ème Avenue", "10ème Avenue"]


def test_the_kind_of_street_is_known_in_french_only():
    assert generic_of("chaussée de Mons", Language.FR) == "Chaussée"
    assert generic_of("Chaussée de Mons", Language.NL) == ""
    assert generic_of("Grand-Place", Language.FR) == ""


@pytest.mark.parametrize(
    "name",
    ["GR 126", "F212 Fietssnelweg Asse-Brussel", "C19", "Tram 81", "Ligne 28", "Voie 2", "Promenade Verte",
     "Couloir principal", "Hall de gare", "ICR 12", "Véloroute de la Senne"],
)  # fmt: skip
def test_routes_lines_and_corridors_are_no_streets(name: str):
    assert not is_street(name)


@pytest.mark.parametrize(
    "name", ["Grand-Place", "Rue du Tram", "Quai au Foin", "Rue de la Ligne", "Voie des Bergers", "Tramstraat"]
)
def test_what_only_sounds_like_one_is_a_street(name: str):
    assert is_street(name)
