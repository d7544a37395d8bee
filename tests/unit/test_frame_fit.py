"""A frame is fitted so that all of a thing is on the map, as large as a round scale and the paper allow."""

import numpy as np
import pytest
import shapely

from bnip.incident import Incident, Route
from bnip.sheet import Sheet
from cartoviewer.document.layer import Layer
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.frame_fit import (
    MARGIN_MM,
    ROUND_SCALES,
    FitError,
    box_points,
    fitted,
    layer_points,
    next_round,
    record_points,
)
from cartoviewer.scene.template import sheet_template
from cartoviewer.ui.sheet_framing import framed, read_scale, read_turn
from layers.shapes import GeometryKind
from resources.texts import Names
from tests import sheet_specimens as specimens

X, Y = specimens.SITE


def long_thing(bearing: float, length: float = 4000.0, width: float = 300.0) -> np.ndarray:
    """The corners of something long that runs towards a bearing."""
    box = shapely.box(X - width / 2, Y - length / 2, X + width / 2, Y + length / 2)
    return shapely.get_coordinates(shapely.affinity.rotate(box, -bearing, origin=(X, Y)))


def margins(sheet: Sheet, points: np.ndarray) -> tuple[float, float, float, float]:
    """How far points stay from the left, top, right and lower edge of the smallest map that the sheet may have."""
    template = sheet_template(sheet.template)
    grown = template.with_legend_grown(template.legend_growth)
    view = sheet_view(sheet, grown)
    paper, (width, height) = view.to_paper(points), view.size_mm
    (left, top), (right, foot) = paper.min(axis=0).tolist(), paper.max(axis=0).tolist()
    return left, top, width - right, height - foot


@pytest.mark.parametrize("template", ["bnip_a3", "bnip_a4_portrait", "bnip_a0", "situation_a4"])
@pytest.mark.parametrize("bearing", [0.0, 40.0, 125.0])
@pytest.mark.parametrize("turned", [False, True])
def test_all_of_it_is_on_the_map_with_a_margin_and_the_next_larger_scale_would_not_do(
    template: str, bearing: float, turned: bool
):
    points = long_thing(bearing)
    sheet = fitted(specimens.sheet(template), points, turned=turned)
    assert sheet.scale in ROUND_SCALES
    assert min(margins(sheet, points)) >= MARGIN_MM - 0.1
    larger = max(scale for scale in (250.0, *ROUND_SCALES) if scale < sheet.scale)
    closer = Sheet(**{field: getattr(sheet, field) for field in sheet.__struct_fields__} | {"scale": larger})
    assert min(margins(closer, points)) < MARGIN_MM


@pytest.mark.parametrize(("bearing", "turn"), [(40.0, 310.0), (100.0, 10.0), (90.0, 0.0), (0.0, 270.0)])
def test_the_best_turn_lays_what_is_long_along_the_long_side_of_the_paper(bearing: float, turn: float):
    sheet = fitted(specimens.sheet("bnip_a3"), long_thing(bearing), turned=True)
    assert sheet.rotation == pytest.approx(turn, abs=0.1)
    straight = fitted(specimens.sheet("bnip_a3"), long_thing(bearing))
    assert straight.rotation == 0.0
    assert sheet.scale <= straight.scale


def test_what_is_round_is_not_turned():
    circle = shapely.get_coordinates(shapely.Point(X, Y).buffer(700.0))
    assert fitted(specimens.sheet("bnip_a3"), circle, turned=True).rotation == 0.0


def test_a_turn_that_was_chosen_is_kept_and_fitted_to():
    points = long_thing(50.0)
    sheet = fitted(specimens.sheet("bnip_a3", rotation=20.0), points)
    assert sheet.rotation == 20.0
    assert min(margins(sheet, points)) >= MARGIN_MM - 0.1


def test_a_sheet_in_lambert_2008_is_fitted_to_ground_in_lambert_72():
    points = long_thing(70.0)
    sheet = fitted(specimens.sheet("bnip_a3", epsg=3812), points, turned=True)
    assert sheet.centre == pytest.approx(specimens.SITE, abs=0.2)


def test_one_symbol_is_shown_with_the_ground_around_it():
    sheet = fitted(specimens.sheet("bnip_a3"), np.array([specimens.SITE]))
    assert sheet.scale == 1000.0
    assert sheet.centre == specimens.SITE


def test_a_scale_that_was_asked_is_kept_though_it_is_not_round_and_refused_where_it_is_too_large():
    points = box_points((X - 500, Y - 500, X + 500, Y + 500))
    assert fitted(specimens.sheet("bnip_a3"), points, scale=6_350.0).scale == 6_350.0
    with pytest.raises(FitError, match="Take 1:5000"):
        fitted(specimens.sheet("bnip_a3"), points, scale=2_000.0)


def test_what_has_no_place_or_is_too_large_is_refused_in_plain_words():
    with pytest.raises(FitError, match="no place"):
        fitted(specimens.sheet("bnip_a3"), np.zeros((0, 2)))
    with pytest.raises(FitError, match="too large"):
        fitted(specimens.sheet("bnip_a3"), box_points((-9e5, -9e5, 9e5, 9e5)))


def test_a_layer_of_very_many_points_is_fitted_as_well():
    many = np.random.default_rng(7).normal((X, Y), (900.0, 200.0), (30_000, 2))
    dataset = specimens.SpecimenDataset("many", "generic", list(shapely.points(many)), {}, kind=GeometryKind.POINT)
    layer = Layer(id="many", names=Names.same("Many"), dataset=dataset.card.hash, schema="generic")
    found = layer_points(layer, specimens.SpecimenDatasets(dataset))
    assert len(found) < 100
    sheet = fitted(specimens.sheet("bnip_a3"), found)
    assert min(margins(sheet, many)) >= MARGIN_MM - 1.0


def test_drawings_are_fitted_together():
    document = specimens.document()
    points = record_points([*document.of(Incident), *document.of(Route)])
    assert points.min(axis=0).tolist() == [X, Y]
    assert points.max(axis=0).tolist() == [X + 700.0, Y + 420.0]


def test_the_next_round_scale_is_never_larger_on_paper():
    assert next_round(5_000.0) == 5_000.0
    assert next_round(5_000.1) == 7_500.0
    assert next_round(200_001.0) == 250_000.0


def test_framing_what_the_map_shows_holds_its_corners_when_the_sheet_is_turned():
    view = sheet_view(specimens.sheet("bnip_a3"), sheet_template("bnip_a3"))
    sheet = framed(specimens.sheet("bnip_a3", rotation=45.0), view)
    assert sheet_view(sheet, sheet_template("bnip_a3")).shows(np.array(view.corners)).all()
    assert framed(specimens.sheet("bnip_a3"), view).scale == 10_000.0


@pytest.mark.parametrize(
    ("typed", "turn"),
    [("30", 30.0), ("12,5°", 12.5), ("-30 °", 330.0), ("360", 0.0), ("\u22125", 355.0), ("359.99", 0.0)],
)
def test_degrees_are_read_as_people_type_them(typed: str, turn: float):
    assert read_turn(typed) == turn


@pytest.mark.parametrize("typed", ["", "north", "nan", "inf", "3o"])
def test_what_is_no_angle_is_not_taken_for_one(typed: str):
    assert read_turn(typed) is None


def test_a_scale_need_not_be_round():
    assert read_scale("1:6 350") == 6_350.0
