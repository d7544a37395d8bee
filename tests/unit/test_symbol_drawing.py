"""Drawings of symbols: whole, inside their frames, standing on their foot, legible, and saying their state."""

import math

import numpy as np
import pytest
import shapely

from resources.texts import Language
from symbols.catalogue import CatalogueEntry, FrameClass, catalogue
from symbols.discipline import INK, PAPER, Discipline
from symbols.drawing import Drawing, draw, text_size_pt
from symbols.frames import FRAMES
from symbols.grammar import Severity, Symbol
from symbols.severity import ring_of

ENTRIES = list(catalogue().values())
FRAMED = [entry for entry in ENTRIES if entry.frame not in (FrameClass.AREA, FrameClass.LINE, FrameClass.WIND)]
GREEN, RED = "#00843D", "#C8102E"


def drawn(code: str, language: Language = Language.FR, **said: object) -> Drawing:
    return draw(Symbol.parse(code), language, **said)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_row_is_drawn_whole_within_its_bounds(entry: CatalogueEntry):
    drawing = drawn(entry.id)
    left, top, right, bottom = drawing.bounds
    assert drawing.shapes
    assert left < 50 < right
    assert left > -12
    assert top > -12
    assert right < 112
    assert bottom < 112
    for shape in drawing.shapes:
        assert shape.path.points
        assert shape.fill or (shape.line and shape.width > 0)
        assert np.isfinite(np.asarray(shape.path.points)).all()
        inner = shape.bounds
        assert left <= inner[0]
        assert top <= inner[1]
        assert right >= inner[2]
        assert bottom >= inner[3]


@pytest.mark.parametrize("reserve", [False, True])
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("frame_class", sorted({entry.frame for entry in FRAMED}))
def test_what_stands_in_a_frame_does_not_touch_its_line(frame_class: FrameClass, language: Language, reserve: bool):
    frame = FRAMES[frame_class]
    line = (10.0 if frame.line >= 12 else 8.0) if reserve else frame.line
    inside = shapely.Polygon(frame.outline(line).polylines[0])
    for entry in FRAMED:
        if entry.frame is not frame_class or entry.picture == "plate":
            continue
        drawing = drawn(entry.id + (";reserve" if reserve else ""), language)
        ops = frame.outline(1).ops
        framed = max(i for i, shape in enumerate(drawing.shapes) if not shape.fill and shape.path.ops == ops)
        content = [shape for shape in drawing.shapes[framed + 1 :] if shape.path.bounds[1] < 60]
        assert content, entry.id
        for shape in content:
            points = [point for outline in shape.path.polylines for point in outline]
            outside = shapely.difference(shapely.MultiPoint(points), inside)
            assert outside.is_empty, (entry.id, outside)


def test_a_flag_stands_on_its_foot_a_sensor_on_its_tip_all_others_on_their_middle():
    for entry in ENTRIES:
        drawing = drawn(entry.id)
        x, y = drawing.anchor
        if entry.frame is FrameClass.COMMAND:
            pole = next(shape for shape in drawing.shapes if shape.path.ops == "ML" and shape.line == INK)
            assert (x, y) == pole.path.points[1]
            assert x - pole.width / 2 == 10
        elif entry.frame is FrameClass.SENSOR:
            assert (x, y) == (50, 90)
        else:
            assert (x, y) == (50, 50)


def test_a_frame_measures_eighty_units():
    for entry in FRAMED:
        left, _, right, _ = FRAMES[entry.frame].outline(0).bounds
        assert right - left == pytest.approx(90 if entry.frame is FrameClass.SENSOR else 80, abs=0.01)


@pytest.mark.parametrize("owner", Discipline)
def test_a_pictogram_stands_out_from_its_fill_by_four_and_a_half_to_one(owner: Discipline):
    light, dark = sorted((luminance(owner.colour), luminance(owner.contrast)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_owner_can_be_read_without_colour():
    for entry in ENTRIES:
        if entry.frame not in (FrameClass.RESOURCE, FrameClass.COMMAND) or not entry.owner.digit:
            continue
        plain = drawn(entry.id)
        shown = [shape for shape in plain.shapes if shape.fill == INK and shape.path.bounds[1] > 66]
        assert shown or entry.owner.digit in entry.letters.fr


def test_letters_follow_the_language_and_both_stand_in_two_languages():
    french, dutch, both = (drawn("cmd.cpops", language) for language in (Language.FR, Language.NL, Language.FR_NL))
    assert french.shapes != dutch.shapes
    assert len(both.shapes[-1].path.ops) == len(french.shapes[-1].path.ops) + len(dutch.shapes[-1].path.ops)
    assert drawn("cmd.ambpark", Language.FR).shapes == drawn("cmd.ambpark", Language.FR_NL).shapes


@pytest.mark.parametrize("entry", FRAMED, ids=lambda entry: entry.id)
def test_each_status_looks_different_from_every_other(entry: CatalogueEntry):
    said = ["", ";state=planned", ";state=requested", ";state=ended", ";certainty=reported", ";reserve", ";closed"]
    said += [";state=planned;reserve", ";state=ended;certainty=reported", ";echelon=1", ";echelon=2", ";echelon=3"]
    looks = {drawn(entry.id + status).shapes for status in said}
    assert len(looks) == len(said)


def test_planned_is_dashed_twelve_to_six_and_requested_is_dotted():
    for entry in FRAMED:
        (dashed,) = [shape for shape in drawn(f"{entry.id};state=planned").shapes if shape.dash]
        drawn_part, blank = dashed.dash
        assert drawn_part / blank == pytest.approx(2.0)
        assert 9 < drawn_part < 15
        (dotted,) = [shape for shape in drawn(f"{entry.id};state=requested").shapes if shape.dash]
        assert dotted.cap == "round"
        assert dotted.dash[0] < 0.1
        for shape in (dashed, dotted):
            turns = shape.path.length / sum(shape.dash)
            assert turns == pytest.approx(round(turns), abs=0.02)


def test_severity_rings_differ_in_colour_in_width_and_in_the_manner_of_their_line():
    rings = [ring_of(level) for level in (Severity.UNKNOWN, Severity.SAFE, Severity.CAUTION, Severity.DANGER)]
    assert len({ring.colour for ring in rings}) == 4
    assert [ring.width for ring in rings] == sorted({ring.width for ring in rings})
    assert [ring.line for ring in rings] == ["plain", "plain", "broken", "double"]
    assert drawn("cmd.pma;severity=danger").shapes == drawn("cmd.pma").shapes


def test_a_broken_ring_has_whole_pieces_one_on_every_corner_and_each_with_its_edge():
    edge, piece = [shape for shape in drawn("haz.gas;severity=caution").shapes if shape.dash]
    assert (edge.line, piece.line) == (INK, ring_of(Severity.CAUTION).colour)
    for shape in (edge, piece):
        turns = shape.path.length / sum(shape.dash)
        assert turns == pytest.approx(round(turns))
        # The path begins on a corner, in the middle of a piece.
        assert shape.dash_from == pytest.approx(shape.dash[0] / 2)
    assert edge.width - piece.width == pytest.approx(edge.dash[0] - piece.dash[0])


def test_the_ring_of_danger_is_two_lines_with_paper_between():
    wide, gap = drawn("haz.gas;severity=danger").shapes[1:3]
    assert gap.line == PAPER
    # In the middle of what the frame leaves of the ring, and no narrower than a fine print keeps open.
    left_of = [shape.path.bounds[0] for shape in (wide, gap)]
    assert left_of[0] - left_of[1] == pytest.approx(ring_of(Severity.DANGER).width / 2 * 2**0.5)
    assert gap.width * 8.0 / 80.0 >= 0.25


def test_no_medical_sign_is_a_red_cross():
    first_aid = drawn("cmd.firstaid")
    cross = next(shape for shape in first_aid.shapes if shape.path.ops.count("L") == 11)
    assert cross.fill == PAPER
    assert any(shape.fill == GREEN for shape in first_aid.shapes)
    for entry in ENTRIES:
        if entry.owner is Discipline.D2:
            assert not any(RED in (shape.fill, shape.line) for shape in drawn(entry.id).shapes)


def test_the_orange_plate_carries_its_two_numbers():
    blank, full = drawn("haz.chem"), drawn("haz.chem;kemler=X338;un=1203")
    (plate,) = [shape for shape in full.shapes if shape.fill == "#FF7A00"]
    left, top, right, bottom = plate.path.bounds
    assert (right - left) / (bottom - top) == pytest.approx(4 / 3)
    numbers = full.shapes[len(blank.shapes) :]
    assert len(numbers) == 2
    middle = (top + bottom) / 2
    assert numbers[0].path.bounds[3] < middle < numbers[1].path.bounds[1]
    assert all(left < shape.path.bounds[0] and shape.path.bounds[2] < right for shape in numbers)


@pytest.mark.parametrize("origin", [0.0, 90.0, 225.0, 359.0])
def test_the_wind_s_arrow_points_where_the_wind_goes(origin: float):
    arrow = drawn("pt.wind", direction_deg=origin).shapes[-1]
    tip = np.subtract(arrow.path.points[0], (50, 50))
    bearing = math.degrees(math.atan2(tip[0], -tip[1])) % 360
    assert bearing == pytest.approx((origin + 180) % 360)
    hollow = drawn("pt.wind").shapes[-1]
    assert hollow.fill == PAPER
    assert arrow.fill != PAPER


def test_a_movement_s_arrow_points_where_it_goes():
    moving = drawn("haz.smoke", direction_deg=90.0)
    assert moving.bounds[2] > drawn("haz.smoke").bounds[2] + 15
    assert moving.bounds[0] == drawn("haz.smoke").bounds[0]


def test_texts_stand_outside_on_their_sides():
    drawing = drawn("res.d3.heli", left="HEL A1", right="120/300", bottom="23 14:05", number="2")
    fields = {field.role: field for field in drawing.texts}
    left, _, right, bottom = drawing.bounds
    assert fields["left"].x < left
    assert fields["left"].align == "right"
    assert fields["right"].x > right
    assert fields["bottom"].y > bottom
    assert fields["number"].y < fields["right"].y
    assert fields["number"].text == "2"


def test_a_traffic_post_has_its_number_in_its_frame():
    numbered = drawn("pt.cordonpost", number="12")
    assert not numbered.texts
    assert numbered.shapes != drawn("pt.cordonpost", number="13").shapes


def test_texts_are_never_smaller_than_six_points():
    assert text_size_pt(8) == 8
    assert text_size_pt(1) == 6
    assert text_size_pt(4) == 6


def test_an_unknown_symbol_is_drawn_with_a_question_mark_in_the_frame_of_its_class():
    unknown, fire = drawn("haz.meteor"), drawn("haz.fire")
    assert [shape.path for shape in unknown.shapes[:-1]] == [shape.path for shape in fire.shapes[:-1]]
    assert unknown.shapes[-1] != fire.shapes[-1]


def test_what_is_drawn_inside_is_large_enough_to_see():
    for entry in FRAMED:
        if entry.picture not in ("", "plate"):
            extents = [
                np.subtract(shape.path.bounds[2:], shape.path.bounds[:2]) for shape in drawn(entry.id).shapes[2:]
            ]
            inner = [max(extent) for extent in extents if max(extent) < 65]
            assert max(inner) > 26, entry.id


def test_body_and_texts_are_told_in_millimetres_from_the_place():
    drawing = drawn("cmd.pma", right="12/30", left="A1")
    left, top, right, bottom = drawing.body_mm(8.0)
    assert left < -0.25
    assert bottom == pytest.approx(0.65, abs=0.05)
    assert top == pytest.approx(-8.4, abs=0.1)
    beside, after = drawing.texts_mm(8.0)
    assert beside[2] <= left + 0.4
    assert after[0] >= right - 0.4
    assert after[2] - after[0] == pytest.approx(8.4, abs=1.0)
    assert drawn("cmd.pma").texts_mm(8.0) == ()
