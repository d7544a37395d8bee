"""The index of streets: every street of a sheet by its name in each language, with its squares."""

import numpy as np
import shapely

from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.search_grid import square_of
from cartoviewer.scene.street_index import street_index
from cartoviewer.scene.template import sheet_template
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind
from resources.texts import Language, Names
from tests import sheet_specimens as specimens

X, Y = specimens.SITE
STREETS = specimens.SpecimenDataset(
    "streets",
    "street",
    [
        shapely.LineString([(X, Y), (X + 60, Y)]),
        shapely.LineString([(X - 700, Y + 40), (X + 700, Y + 40)]),
        shapely.LineString([(X + 9_000, Y), (X + 9_100, Y)]),
        shapely.LineString([(X + 20, Y + 5), (X + 40, Y + 5)]),
    ],
    {
        "name_fr": ["Rue de l’Étuve", "Avenue Fonsny", "Rue lointaine", "Rue de l’Étuve"],
        "name_nl": ["Stoofstraat", "Fonsnylaan", "Verre straat", None],
    },
    kind=GeometryKind.LINE,
)
DATASETS = specimens.SpecimenDatasets(STREETS)


def document(**changes) -> MapDocument:
    values = {"names": Names("Rues", "Straten", "Streets"), "sensitivity": Sensitivity.GREEN, **changes}
    return MapDocument({"streets": Layer(id="streets", dataset=STREETS.card.hash, schema="street", **values)})


def placed(**changes):
    sheet = specimens.sheet("bnip_a3", scale=5_000.0, search_grid=True, number=3, **changes)
    return sheet, sheet_view(sheet, sheet_template(sheet.template))


def test_a_street_stands_in_both_languages_with_its_sheet_and_square_and_one_beyond_does_not():
    sheet, view = placed()
    index = street_index(document(), DATASETS, [(sheet, view)], Language.FR_NL)
    lists = {language: {entry.name: entry.places for entry in entries} for language, entries in index.lists}
    assert list(lists[Language.FR]) == ["Avenue Fonsny", "Rue de l’Étuve"]
    assert list(lists[Language.NL]) == ["Fonsnylaan", "Stoofstraat"]
    points = view.to_paper(np.array([(X, Y), (X + 60.0, Y)]))
    squares = sorted({square_of(view, x, y) for x, y in points.tolist()})
    assert lists[Language.NL]["Stoofstraat"] == "3\u00a0" + " ".join(squares)
    assert "–" in lists[Language.FR]["Avenue Fonsny"]
    assert index.sensitivity is Sensitivity.GREEN


def test_without_a_search_grid_the_sheet_alone_is_told():
    sheet, view = placed(layers=None)
    plain = specimens.sheet("bnip_a3", scale=5_000.0, number=4)
    index = street_index(document(), DATASETS, [(plain, view)], Language.FR)
    assert {entry.places for _, entries in index.lists for entry in entries} == {"4"}
    assert sheet.search_grid


def test_streets_that_are_hidden_or_not_on_the_sheet_are_in_no_index():
    sheet, view = placed(layers=("others",))
    assert street_index(document(), DATASETS, [(sheet, view)], Language.FR).lists == ()
    assert street_index(document(visible=False), DATASETS, [placed()], Language.FR).lists == ()


TWO_TOWNS = specimens.SpecimenDataset(
    "towns",
    "street",
    [
        shapely.LineString([(X - 600, Y), (X - 500, Y)]),
        shapely.LineString([(X - 500, Y), (X - 400, Y)]),
        shapely.LineString([(X + 300, Y), (X + 400, Y)]),
        shapely.LineString([(X, Y), (X + 60, Y)]),
    ],
    {
        "name_fr": ["Rue Haute", "Rue Haute", "Rue Haute", "GR 126"],
        "municipality_fr": ["Saint-Gilles", "Bruxelles", "Anderlecht", "Bruxelles"],
    },
    kind=GeometryKind.LINE,
)


def test_streets_of_one_name_that_lie_apart_are_told_one_by_one_and_one_that_goes_on_is_told_once():
    layer = Layer(id="towns", names=Names.same("Streets"), dataset=TWO_TOWNS.card.hash, schema="street")
    index = street_index(
        MapDocument({"towns": layer}), specimens.SpecimenDatasets(TWO_TOWNS), [placed()], Language.FR
    )
    ((_, entries),) = index.lists
    assert [entry.name for entry in entries] == ["Rue Haute (Anderlecht)", "Rue Haute (Bruxelles, Saint-Gilles)"]


def test_the_tenth_row_of_squares_comes_after_the_ninth():
    long = specimens.SpecimenDataset(
        "long",
        "street",
        [shapely.LineString([(X, Y - 900), (X, Y + 900)])],
        {"name_fr": ["Rue Droite"]},
        kind=GeometryKind.LINE,
    )
    layer = Layer(id="long", names=Names.same("Streets"), dataset=long.card.hash, schema="street")
    sheet = specimens.sheet("bnip_a0_portrait", scale=2_500.0, search_grid=True, number=1)
    view = sheet_view(sheet, sheet_template(sheet.template))
    datasets = specimens.SpecimenDatasets(long)
    ((_, (entry,)),) = street_index(MapDocument({"long": layer}), datasets, [(sheet, view)], Language.FR).lists
    first, last = (
        int("".join(filter(str.isdigit, square))) for square in entry.places.split("\u00a0")[1].split("–")
    )
    assert first < 9
    assert last > 9
