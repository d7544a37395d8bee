"""Series of sheets: over ground, along lines, one for each object."""

import msgspec
import pytest
import shapely

from bnip.drawing import Form, Shape
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.frame_fit import ROUND_SCALES
from cartoviewer.scene.framing_series import FramingError
from cartoviewer.scene.series import Cover, Each, Follow, Where, lay, lines_to_follow, values_of
from cartoviewer.scene.template import sheet_template
from layers.sensitivity import Sensitivity
from resources.texts import Names
from tests import sheet_specimens as specimens

FIRST = specimens.sheet("bnip_a3", scale=5_000.0)
STATIONS = specimens.SpecimenDataset(
    "stations",
    "station",
    [shapely.Point(148_000 + k * 500, 170_000) for k in range(5)],
    {
        "nom": ["Étangs Noirs", "Arts-Loi", "Arts-Loi", "Yser", None],
        "naam": ["Zwarte Vijvers", "Kunst-Wet", "Kunst-Wet", "IJzer", None],
        "line": ["1", "1", "2", "6", "6"],
        "code": ["a", "b", "c", "d", "e"],
    },
    secret=frozenset({"code"}),
)
LAYER = Layer(id="stations", names=Names.same("Stations"), dataset=STATIONS.card.hash, schema="station")
DATASETS = specimens.SpecimenDatasets(STATIONS)
DOCUMENT = MapDocument({LAYER.id: LAYER})


def bounds_of(sheet):
    return sheet_view(sheet, sheet_template(sheet.template)).bounds


def test_every_object_gets_a_sheet_in_the_order_of_names_without_minding_accents():
    sheets = lay(
        Each("stations"), msgspec.structs.replace(FIRST, names=Names("Métro", "Metro")), DOCUMENT, DATASETS
    )
    assert [sheet.names.fr for sheet in sheets] == [
        "Métro – 5", "Métro – Arts-Loi", "Métro – Arts-Loi", "Métro – Étangs Noirs", "Métro – Yser",
    ]  # fmt: skip
    assert sheets[1].names.nl == "Metro – Kunst-Wet"


def test_objects_of_one_name_share_a_sheet_over_all_of_them():
    sheets = lay(Each("stations", together=True, where=Where("nom", "arts")), FIRST, DOCUMENT, DATASETS)
    assert [sheet.centre for sheet in sheets] == [(148_750.0, 170_000.0)]


def test_only_the_objects_that_are_asked_for_get_a_sheet():
    asked = Each("stations", where=Where("line", "6"), within=(149_600.0, 169_000.0, 150_100.0, 171_000.0))
    assert [sheet.centre[0] for sheet in lay(asked, FIRST, DOCUMENT, DATASETS)] == [150_000.0]
    with pytest.raises(FramingError, match="“colour”"):
        lay(Each("stations", where=Where("colour", "red")), FIRST, DOCUMENT, DATASETS)
    with pytest.raises(FramingError):
        lay(Each("stations", where=Where("line", "none such")), FIRST, DOCUMENT, DATASETS)


def test_a_sheet_chosen_or_named_by_a_secret_field_is_as_secret():
    for asked in (Each("stations", where=Where("code", "a")), Each("stations", fields=Names("code", "code"))):
        assert {sheet.sensitivity for sheet in lay(asked, FIRST, DOCUMENT, DATASETS)} == {Sensitivity.RED}
    plain = lay(Each("stations"), FIRST, DOCUMENT, DATASETS)
    assert {sheet.sensitivity for sheet in plain} == {LAYER.sensitivity}


def test_a_large_object_is_whole_on_its_sheet_at_a_round_scale_and_a_small_one_at_the_scale_asked():
    document, datasets = specimens.document(), specimens.datasets()
    cantons = next(layer for layer in document.layers if layer.schema == "municipality")
    boxes = datasets.get(cantons.dataset).shapes(31370).bounds
    sheets = lay(Each(cantons.id, fit=True), FIRST, document, datasets)
    assert len(sheets) == len(boxes)
    assert len({sheet.scale for sheet in sheets}) > 1
    for sheet in sheets:
        assert sheet.scale in ROUND_SCALES
        assert sheet.scale >= FIRST.scale
        west, south, east, north = bounds_of(sheet)
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2
        own = boxes[abs(middles - sheet.centre).sum(axis=1).argmin()]
        assert west < own[0]
        assert south < own[1]
        assert east > own[2]
        assert north > own[3]


def test_ground_is_covered_by_no_more_sheets_than_it_needs():
    west, south, east, north = bounds_of(FIRST)
    assert len(lay(Cover((west, south, east, north)), FIRST, DOCUMENT, DATASETS)) == 1
    ground = (west, south, west + 1.9 * (east - west), north + 300.0)
    sheets = lay(Cover(ground), FIRST, DOCUMENT, DATASETS)
    assert len(sheets) == 4
    covered = shapely.union_all([shapely.box(*bounds_of(sheet)) for sheet in sheets])
    assert covered.contains(shapely.box(*ground))


def test_a_drawn_line_is_followed_like_a_route_and_an_area_is_not():
    line = Shape(id="line", form=Form.LINE, path=((148_000.0, 170_000.0), (152_000.0, 170_000.0)))
    area = Shape(id="area", form=Form.CIRCLE, path=(*line.path, (150_000.0, 171_000.0), line.path[0]))
    secret = msgspec.structs.replace(line, sensitivity=Sensitivity.RED)
    document = MapDocument({record.id: record for record in (secret, area)})
    assert lines_to_follow(document) == (secret,)
    sheets = lay(Follow("line"), FIRST, document, DATASETS)
    assert len(sheets) == 3
    assert {sheet.sensitivity for sheet in sheets} == {Sensitivity.RED}
    with pytest.raises(FramingError):
        lay(Follow("area"), FIRST, document, DATASETS)


def test_the_values_of_a_column_are_offered_once_and_in_order():
    assert values_of(STATIONS, "nom") == ("Arts-Loi", "Étangs Noirs", "Yser")
    assert values_of(STATIONS, "none") == ()
