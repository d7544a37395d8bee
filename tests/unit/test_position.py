"""Coordinates are written as Belgian services write them, and read however people give them."""

from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.crs import LAMBERT_72, WGS84, grid_available, transform_point
from layers.extents import REGION
from layers.position import PositionSystem, plain_position, read_position, write_position
from resources.texts import Language, Texts

FRENCH, DUTCH, ENGLISH = Texts(Language.FR), Texts(Language.NL), Texts(Language.EN)
GRAND_PLACE = transform_point(4.35247, 50.84673, WGS84, LAMBERT_72)

MGRS_TO_TEN_METRES = {
    (4.35247, 50.84673): "31U ES 9521 3365",
    (4.34151, 50.89492): "31U ES 9434 3899",
    (4.33660, 50.83580): "31U ES 9411 3241",
    (4.38060, 50.84320): "31U ES 9720 3329",
}


@pytest.mark.parametrize(
    ("system", "french", "english"),
    [
        ("lambert72", "X = 148 853 m, Y = 170 703 m (Lambert 72)", None),
        ("lambert2008", "X = 648 853 m, Y = 670 703 m (Lambert 2008)", None),
        ("wgs84", "50,84673° N, 4,35247° E (WGS84)", "50.84673° N, 4.35247° E (WGS84)"),
        ("wgs84-dms", "50°50'48,2\" N 4°21'08,9\" E (WGS84)", "50°50'48.2\" N 4°21'08.9\" E (WGS84)"),
        ("mgrs", "31U ES 95212 33652 (MGRS)", None),
        ("utm31", "E = 595 213 m, N = 5 633 652 m (UTM 31N)", None),
    ],
)
def test_a_place_is_written_in_every_system_with_its_name(system: str, french: str, english: str | None) -> None:
    written = write_position(*GRAND_PLACE, PositionSystem(system), FRENCH)
    assert written.replace("\u202f", " ") == french
    assert write_position(*GRAND_PLACE, PositionSystem(system), DUTCH) == written
    in_english = write_position(*GRAND_PLACE, PositionSystem(system), ENGLISH)
    assert in_english.replace("\u202f", " ") == (english or french)


@pytest.mark.parametrize(("lonlat", "reference"), MGRS_TO_TEN_METRES.items())
def test_mgrs_references_are_those_of_the_test_places(lonlat: tuple[float, float], reference: str) -> None:
    x, y = transform_point(*lonlat, WGS84, LAMBERT_72)
    zone, square, east, north, _ = write_position(x, y, PositionSystem.MGRS, FRENCH).split(" ")
    assert f"{zone} {square} {east[:4]} {north[:4]}" == reference


def test_for_another_program_numbers_have_points_and_no_spaces() -> None:
    off = 0.02 if grid_available() else 0.2
    x, y = (float(part) for part in plain_position(*GRAND_PLACE, PositionSystem.LAMBERT_72).split(", "))
    assert (x, y) == pytest.approx((148853.28, 170702.89), abs=off)
    assert plain_position(*GRAND_PLACE, PositionSystem.WGS84) == "50.846730, 4.352470"
    assert plain_position(*GRAND_PLACE, PositionSystem.MGRS) == "31UES9521233652"


def test_sixty_seconds_are_never_written() -> None:
    x, y = transform_point(4.0, 50.99999999, WGS84, LAMBERT_72)
    assert write_position(x, y, PositionSystem.WGS84_DMS, ENGLISH) == "51°00'00.0\" N 4°00'00.0\" E (WGS84)"


def test_a_place_beyond_all_systems_is_a_dash() -> None:
    assert write_position(float("nan"), 0.0, PositionSystem.WGS84, FRENCH) == "–"
    assert plain_position(float("inf"), 0.0, PositionSystem.MGRS) == ""


GRAND_PLACE_AS_PEOPLE_WRITE_IT = [
    "X = 148 853 m, Y = 170 703 m (Lambert 72)",
    "148853 170703",
    "148853,170703",
    "148853;170703",
    "148853 / 170703",
    "148853,28 170702,89",
    "148853.28, 170702.89",
    "148853,28, 170702,89",
    "148 853 170 703",
    "148 853,28 170 702,89",
    "148.853 170.703",
    "Y=170703 X=148853",
    "x: 148853 y: 170703",
    "648853 670703",
    "Lambert 2008: 648853 670703",
    "50.84673, 4.35247",
    "4.35247, 50.84673",
    "50,84673 4,35247",
    "50,84673; 4,35247",
    "50,84673, 4,35247",
    "50,84673° N, 4,35247° E",
    "50.84673N 4.35247E",
    "N 50.84673 E 4.35247",
    "50,84673° N, 4,35247° E/O (WGS84)",
    "50.84673° noord, 4.35247° oost",
    "50,84673 nord 4,35247 est",
    "50°50'48,2\" N 4°21'08,9\" E",
    "50° 50′ 48.2″ N, 4° 21′ 8.9″ E",
    "N50°50'48.2\" E4°21'08.9\"",
    "4°21'08,9\" E 50°50'48,2\" N",
    "50°50.804'N 004°21.148'E",
    "31UES 95213 33652",
    "31U ES 95213 33652",
    "31UES9521333652",
    "mgrs 31u es 95213 33652",
    "595213 5633652",
    "5633652 595213",
    "E = 595 213 m, N = 5 633 652 m (UTM 31N)",
    "lat: 50.84673 lon: 4.35247",
    "geo:50.84673,4.35247",
    "31U 595213 5633652",
    "595213 m E 5633652 m N",
    "50 50 48.2 N 4 21 08.9 E",
    "N50 50.804 E4 21.148",
    "505048N 0042109E",
    "lat=50.84673&lon=4.35247",
    "POINT(4.35247 50.84673)",
    "[4.35247, 50.84673]",
    "X148853 Y170703",
    "148'853 170'703",
    "https://www.bing.com/maps?cp=50.84673~4.35247&lvl=17",
    "https://www.openstreetmap.org/?mlat=50.84673&mlon=4.35247#map=12/50.8/4.3",
    "https://waze.com/ul?ll=50.84673%2C4.35247&navigate=yes",
    "https://www.google.com/maps/@50.84673,4.35247,17z",
]


@pytest.mark.parametrize("text", GRAND_PLACE_AS_PEOPLE_WRITE_IT)
def test_a_place_is_read_however_it_is_written_and_without_a_doubt(text: str) -> None:
    readings = read_position(text)
    assert len(readings) == 1
    assert readings[0].note is None
    assert (readings[0].x, readings[0].y) == pytest.approx(GRAND_PLACE, abs=8)


def test_a_reference_to_ten_metres_is_read_as_the_middle_of_its_square() -> None:
    (reading,) = read_position("31U ES 9521 3365")
    back = write_position(reading.x, reading.y, PositionSystem.MGRS, ENGLISH)
    assert back.startswith(("31U ES 95214 33654", "31U ES 95214 33655", "31U ES 95215 33655", "31U ES 95215 33654"))


def test_a_reference_without_its_zone_is_read_with_a_note() -> None:
    (reading,) = read_position("ES 95213 33652")
    assert "31U" in str(reading.note)


def test_exchanged_numbers_are_offered_with_a_note_beside_what_was_written() -> None:
    exchanged, as_written = read_position("170703 148853")
    assert (exchanged.x, exchanged.y) == (148853, 170703)
    assert "exchanged" in str(exchanged.note)
    assert (as_written.x, as_written.y) == (170703, 148853)
    assert "outside the Region" in str(as_written.note)


def test_the_ambiguous_letter_is_told() -> None:
    (reading,) = read_position("50,84673° N 4,35247° O")
    assert (reading.x, reading.y) == pytest.approx(GRAND_PLACE, abs=1)
    assert "oost" in str(reading.note)


def test_a_place_abroad_is_offered_with_a_note() -> None:
    (paris,) = read_position("48.8566, 2.3522")
    assert "outside Belgium" in str(paris.note)
    assert read_position("40°26'46\" N 79°58'56\" W")[0].note is not None


def test_a_name_of_the_system_leaves_only_that_system() -> None:
    assert read_position("Lambert 2008 148853 170703") == ()


@pytest.mark.parametrize(
    "text",
    ["", "Rue de la Loi 16, 1000 Bruxelles", "1000 16", "12.5 3", "148853", "50.84673", "tel 02 123 45 67",
     "31U ES 952 33",
     "50°75'00\" N 4°21'00\" E", "E40 Reyers", "1, 2, 3", "95.12345, 200.12345"],
)  # fmt: skip
def test_what_is_no_coordinate_is_read_as_none(text: str) -> None:
    assert read_position(text) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.floats(REGION[0], REGION[2]),
    st.floats(REGION[1], REGION[3]),
    st.sampled_from(list(PositionSystem)),
    st.sampled_from([FRENCH, ENGLISH]),
)
def test_what_is_written_is_read_back(x: float, y: float, system: PositionSystem, texts: Texts) -> None:
    for text in (write_position(x, y, system, texts), plain_position(x, y, system)):
        best = read_position(text)[0]
        assert best.note is None
        assert (best.x, best.y) == pytest.approx((x, y), abs=4)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789 .,;:/-°'\"NSEWOXYMLnseowlambertutm=()@", max_size=60) | st.text(max_size=60))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    for reading in read_position(text):
        assert isfinite(reading.x)
        assert isfinite(reading.y)


def test_a_long_text_is_no_coordinate() -> None:
    assert read_position("148853 170703 " * 40) == ()
