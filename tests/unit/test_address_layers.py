"""Address layers: known by the columns of the registers, and their house numbers at the scale of a site."""

import numpy as np
import pytest
import shapely

from cartoviewer.scene.gather import gather
from cartoviewer.scene.scene import LabelText
from layers.reading import LayerDescription
from layers.recognition import guessed_columns, guessed_schema
from layers.schema import schemas
from resources.texts import Language
from tests.map_specimens import NOW, Ground, at, view

BEST = (
    "EPSG:31370_x,EPSG:31370_y,EPSG:4326_lat,EPSG:4326_lon,address_id,box_number,house_number,municipality_id,"
    "municipality_name_de,municipality_name_fr,municipality_name_nl,postcode,postname_fr,postname_nl,street_id,"
    "streetname_de,streetname_fr,streetname_nl,region_code,status"
)
URBIS = "INSPIRE_ID,VERSIONID,ADRN,STRNAMEFRE,STRNAMEDUT,MUNNAMEFRE,MUNNAMEDUT,ZIPCODE"


@pytest.mark.parametrize(("columns", "name"), [(BEST, "openaddress-bebru"), (BEST, "export"), (URBIS, "AdPt")])
def test_addresses_of_the_registers_are_known_by_their_columns(columns, name):
    described = LayerDescription(name, tuple(columns.split(",")), "Point", 31370, 2)
    assert guessed_schema(described, name) == "address"
    found = guessed_columns(schemas()["address"], described.columns)
    assert {"house_number", "street_fr", "street_nl", "postcode"} <= set(found)


def numbers(ground, scale):
    scene = gather(ground.document, ground, view(scale), Language.FR_NL, now=NOW)
    return scene, [label for label in scene.elements if isinstance(label, LabelText)]


def test_house_numbers_stand_on_their_houses_at_the_scale_of_a_site_only():
    ground = Ground()
    places = [(x, y) for x in range(-40, 41, 20) for y in (-20, 20)]
    house = [str(number + 1) for number in range(len(places))]
    # One row for each box: the same number at the same point is written once.
    ground.add(
        "address",
        [shapely.Point(at(*place)) for place in (*places, places[0], places[1])],
        house_number=[*house, house[0], "99"],
        status=["current"] * (len(places) + 1) + ["retired"],
    )
    scene, labels = numbers(ground, 1_000.0)
    assert sorted(label.lines[0] for label in labels) == sorted(house)
    assert scene.unplaced == ()
    expected = view(1_000.0).to_paper(np.array([at(*place) for place in places]))
    found = {label.lines[0]: label.anchor_mm for label in labels}
    assert np.array([found[number] for number in house]) == pytest.approx(expected)
    assert numbers(ground, 5_000.0)[1] == []


def test_a_house_number_without_room_is_told():
    ground = Ground()
    ground.add("address", [shapely.Point(at(0, 0)), shapely.Point(at(1, 0))], house_number=["12", "14"])
    scene, labels = numbers(ground, 2_500.0)
    assert [label.lines for label in labels] == [("12",)]
    assert scene.unplaced == ("14",)
