"""Finding places by what people type."""

from time import perf_counter

import geopandas as gpd
import pytest
import shapely

from bnip.incident import Mark
from bnip.record import Place
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.finding import Finder, FoundKind, find
from cartoviewer.scene.matching import Wanted
from layers.dataset import DatasetCard, FieldCard
from layers.frames import FrameDataset, content_hash
from layers.shapes import GeometryKind
from resources.texts import Language, Names
from tests.sheet_specimens import PRINTED, SITE, SpecimenDatasets, datasets, document


def _streets(rows: list[tuple[str, str, str]]) -> tuple[MapDocument, SpecimenDatasets]:
    lines = [
        shapely.LineString([(140_000 + i * 10, 170_000), (140_000 + i * 10, 170_080)]) for i in range(len(rows))
    ]
    frame = gpd.GeoDataFrame(
        {
            "name_fr": [row[0] for row in rows],
            "name_nl": [row[1] for row in rows],
            "municipality_fr": [row[2] for row in rows],
        },
        geometry=lines,
        crs=31370,
    )
    card = DatasetCard(
        hash=content_hash(frame),
        schema="street",
        kind=GeometryKind.LINE,
        epsg=31370,
        count=len(frame),
        source="streets.gpkg",
        imported=PRINTED,
        fields=tuple(FieldCard(name) for name in ("name_fr", "name_nl", "municipality_fr")),
    )
    layer = Layer(id="streets", names=Names("Rues", "Straten", "Streets"), dataset=card.hash, schema="street")
    return MapDocument({layer.id: layer}), SpecimenDatasets(FrameDataset(frame, card))


STREETS = _streets(
    [
        ("Rue Neuve", "Nieuwstraat", "Bruxelles"),
        ("Rue de l'Église", "Kerkstraat", "Forest"),
        ("Rue de l'Église", "Kerkstraat", "Ganshoren"),
        ("Chaussée de Wavre", "Waversesteenweg", "Ixelles"),
        ("Chaussée de Wavre", "Waversesteenweg", "Ixelles"),
        ("Avenue Neuve", "Nieuwlaan", "Jette"),
    ]
)


@pytest.mark.parametrize("typed", ["rue de l'eglise", "RUE DE L’ÉGLISE", "eglise rue", "kerkstr"])
def test_accents_capitals_and_the_order_of_words_do_not_matter(typed: str):
    found = find(typed, *STREETS, Language.FR)
    assert [one.label for one in found[:2]] == ["Rue de l'Église / Kerkstraat"] * 2


def test_a_municipality_chooses_among_namesakes_but_is_not_enough():
    found = find("kerkstraat ganshoren", *STREETS, Language.FR)
    assert found[0].detail.startswith("Ganshoren")
    assert [one.kind for one in find("ganshoren", *STREETS, Language.FR)] == [FoundKind.MUNICIPALITY]


def test_the_name_of_a_layer_helps_to_choose_among_its_objects():
    found = find("rues kerkstraat ganshoren", *STREETS, Language.FR)
    assert found[0].detail.startswith("Ganshoren")


def test_a_house_number_gives_its_street():
    (found,) = find("Nieuwstraat 12", *STREETS, Language.NL)
    assert found.label == "Nieuwstraat / Rue Neuve"
    assert found.x == pytest.approx(140_000)
    assert found.accuracy_m == pytest.approx(40, abs=1)


def test_pieces_of_one_street_are_one_answer_with_a_point_on_the_street():
    (found,) = find("chaussée de wavre", *STREETS, Language.FR)
    assert found.x in (pytest.approx(140_030), pytest.approx(140_040))
    assert found.bounds == (140_030, 170_000, 140_040, 170_080)


def test_a_misspelt_street_is_still_found():
    assert find("chause de waver", *STREETS, Language.FR)[0].label.startswith("Chaussée de Wavre")


def test_what_is_typed_wholly_comes_before_what_begins_with_it():
    found = find("neuve", *_streets([("Avenue Neuve", "", "a"), ("Neuve", "", "b")]), Language.FR)
    assert [one.label for one in found] == ["Neuve", "Avenue Neuve"]


def test_coordinates_are_read_and_come_first():
    found = find("149000 170000", document(), datasets(), Language.FR)
    assert found[0].kind is FoundKind.COORDINATES
    assert (found[0].x, found[0].y) == (149_000, 170_000)


def test_records_are_found_by_name_by_symbol_and_in_any_language():
    shown, data = document(), datasets()
    assert find("midi", shown, data, Language.NL)[0].id == "incident"
    assert find("ontploffing", shown, data, Language.FR)[0].id == "incident"
    assert find("zone rouge", shown, data, Language.FR)[0].id == "zone-red"
    assert "mark-cmd.cpops" in [one.id for one in find("commandopost", shown, data, Language.FR)]


def test_a_layer_is_found_by_its_name_with_the_ground_it_covers():
    found = next(
        one for one in find("opvangcentra", document(), datasets(), Language.NL) if one.id == "layer-shelters"
    )
    assert found.kind is FoundKind.LAYER
    west, south, east, north = found.bounds
    assert west < SITE[0] < east
    assert south < SITE[1] < north


def test_a_number_is_the_same_with_and_without_its_zero():
    assert Wanted.of("salle 4").score("salle 04") == 95.0


def test_nothing_typed_finds_nothing():
    assert find("  ", document(), datasets(), Language.FR) == []


def test_a_record_whose_symbol_cannot_be_read_does_not_break_the_search():
    odd = MapDocument({"odd": Mark(id="odd", place=Place(1, 2), symbol="?", names=Names.same("Poste"))})
    assert find("poste", odd, datasets(), Language.FR)[0].id == "odd"


def test_six_thousand_names_answer_at_once():
    rows = [(f"Rue du Numéro {i}", f"Nummer {i} straat", "Bruxelles") for i in range(6_000)]
    shown, data = _streets(rows)
    finder = Finder()
    finder.find("rue", shown, data, Language.FR)
    start = perf_counter()
    assert finder.find("numero 4711", shown, data, Language.FR)[0].label.startswith("Rue du Numéro 4711")
    assert perf_counter() - start < 0.25
