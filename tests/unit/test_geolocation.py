"""From what is said on the telephone to a place: addresses, crossings, names, in both languages and misspelt."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers.crs import LAMBERT_72, WGS84, grid_available, transform_point
from layers.gazetteer.found import FoundKind, Quality
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.locating import locate
from layers.gazetteer.message import mentions
from layers.gazetteer.reverse import whats_here
from resources.texts import Language
from tests.gazetteer_specimens import door_xy, opened


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    gazetteer = opened(tmp_path_factory.mktemp("ground"))
    yield gazetteer
    gazetteer.close()


@pytest.fixture(scope="module")
def streets_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    gazetteer = opened(tmp_path_factory.mktemp("streets"), doors=False)
    yield gazetteer
    gazetteer.close()


RUE_DE_LA_LOI_16 = [
    "Rue de la Loi 16, 1000 Bruxelles", "1000 Bruxelles, rue de la Loi 16", "16 rue de la loi", "r. de la Loi, 16",
    "Wetstraat 16 te 1000 Brussel", "WETSTR. 16", "wetstraat 16 bus 3",
    "Rue de la Loi 16 bte 3", "rue de la Loi 16/3",
    "Rue de la Loi / Wetstraat 16", "Rue de la Loi - Wetstraat 16 1000 Bruxelles", "rue Wetstraat 16 Brussel",
    "rue de la wet 16", "Rue de la Lio 16, Bruxelles", "Wetstaat 16", "rue de la Loi n° 16 B-1000 Bruxelles",
    "Rue de la Loi 16 Ixelles", "loi 16 bruxelles",
]  # fmt: skip


@pytest.mark.parametrize("said", RUE_DE_LA_LOI_16)
def test_an_address_is_found_however_it_is_said(ground: Gazetteer, said: str) -> None:
    best = locate(said, ground, Language.FR)[0]
    assert best.label == "Rue de la Loi / Wetstraat 16, 1000 Bruxelles / Brussel"
    assert (best.kind, best.quality) == (FoundKind.ADDRESS, Quality.ADDRESS_POINT)
    assert (best.x, best.y) == pytest.approx(door_xy(0, 16), abs=0.02)
    assert best.accuracy_m is not None
    assert best.accuracy_m <= 20


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("chée de Wavre 16 Auderghem", "Chaussée de Wavre / Waversesteenweg 16, 1160 Auderghem / Oudergem"),
        ("waversestwg 16 oudergem", "Chaussée de Wavre / Waversesteenweg 16, 1160 Auderghem / Oudergem"),
        ("Chaussée de Wavre 16, 1050", "Chaussée de Wavre / Waversesteenweg 16, 1050 Ixelles / Elsene"),
        ("Chaussée d'Ixelles 3 Ixelles", "Chaussée d'Ixelles / Elsense Steenweg 3, 1050 Ixelles / Elsene"),
        ("rue du 11 novembre 5", "Rue du 11 Novembre / 11 Novemberstraat 5, 1030 Schaerbeek / Schaarbeek"),
        ("'t Kintstraat 7", "Rue 't Kint / 't Kintstraat 7, 1000 Bruxelles / Brussel"),
        ("bd leopold 2 12A", "Boulevard Léopold II / Leopold II-laan 12A"),
        ("Louizalaan 14 bus 24", "Avenue Louise / Louizalaan 14, 1050 Ixelles / Elsene"),
        ("place st lambert 3 woluwe", "Place Saint-Lambert / Sint-Lambertusplein 3"),
        ("bd anspach 95", "Boulevard Anspach / Anspachlaan 95, 1000 Bruxelles / Brussel"),
        ("bd anspach 97", "Boulevard Anspach / Anspachlaan 97, 1000 Bruxelles / Brussel"),
    ],
)  # fmt: skip
def test_habits_of_writing_are_understood(ground: Gazetteer, said: str, label: str) -> None:
    assert locate(said, ground, Language.FR)[0].label.startswith(label)


def test_a_number_between_two_known_ones_is_interpolated_on_its_side_and_says_so(ground: Gazetteer) -> None:
    best = locate("Rue de la Loi 25", ground, Language.FR)[0]
    assert best.quality is Quality.INTERPOLATED
    below, above = door_xy(0, 19), door_xy(0, 31)
    assert np.hypot(best.x - (below[0] + above[0]) / 2, best.y - (below[1] + above[1]) / 2) < 8
    assert best.doubt
    assert best.accuracy_m > 10


def test_a_number_beyond_the_street_gives_the_street_with_its_whole_reach(ground: Gazetteer) -> None:
    best = locate("Rue de la Loi 800", ground, Language.FR)[0]
    assert (best.kind, best.quality) == (FoundKind.STREET, Quality.STREET)
    assert best.accuracy_m > 500
    assert best.doubt


def test_a_street_of_several_municipalities_is_given_in_each(ground: Gazetteer) -> None:
    found = locate("Rue de l'Église", ground, Language.FR)
    assert {one.label.split(", ")[1][:4] for one in found[:2]} == {"1150", "1082"}


def test_without_addresses_a_number_gives_its_street(streets_only: Gazetteer) -> None:
    best = locate("Wetstraat 16, 1000 Brussel", streets_only, Language.NL)[0]
    assert best.label.startswith("Wetstraat / Rue de la Loi")
    assert best.quality is Quality.STREET


@pytest.mark.parametrize(
    "said", ["Louise x Defacqz", "coin Louise et Defacqz", "hoek Louizalaan en Defacqzstraat", "Louise / Defacqz",
             "angle de l'avenue Louise et de la rue Defacqz", "Defacqzstraat x Louizalaan Elsene"]
)  # fmt: skip
def test_a_crossing_is_found_from_both_its_streets(ground: Gazetteer, said: str) -> None:
    best = locate(said, ground, Language.FR)[0]
    assert (best.kind, best.quality) == (FoundKind.CROSSING, Quality.CROSSING)
    assert (best.x, best.y) == pytest.approx((149_518, 168_721), abs=3)


def test_a_stretch_lies_between_its_two_crossings(ground: Gazetteer) -> None:
    best = locate("avenue Louise entre rue Defacqz et rue du Bailli", ground, Language.FR)[0]
    assert best.kind is FoundKind.STRETCH
    assert 168_300 < best.y < 168_740
    assert best.accuracy_m > 200


def test_a_distance_along_a_street_is_offered_in_both_directions(ground: Gazetteer) -> None:
    found = [one for one in locate("Avenue Louise, à 200 m de la rue Defacqz", ground, Language.FR)
             if one.kind is FoundKind.ALONG]  # fmt: skip
    assert len(found) == 2
    assert all(np.hypot(one.x - 149_518, one.y - 168_721) == pytest.approx(200, abs=3) for one in found)
    assert all(one.doubt for one in found)


@pytest.mark.parametrize("said", ["gare du midi", "Zuidstation", "gare midi", "gar du midi"])
def test_named_places_are_found_in_both_languages(ground: Gazetteer, said: str) -> None:
    best = locate(said, ground, Language.FR)[0]
    assert best.label.startswith("Gare du Midi / Zuidstation")
    assert best.category == "station"


@pytest.mark.parametrize(
    ("said", "label"),
    [("St Gilles", "1060 Saint-Gilles / Sint-Gillis"), ("sint-gillis", "1060 Saint-Gilles / Sint-Gillis"),
     ("1050", "1050 Ixelles / Elsene"), ("Laken", "1020 Laeken / Laken"), ("NOH", "1120 Neder-Over-Heembeek"),
     ("schaarbeek", "1030 Schaerbeek / Schaarbeek"), ("Brussel", "Bruxelles / Brussel")],
)  # fmt: skip
def test_municipalities_and_their_parts_are_found_without_any_index(said: str, label: str) -> None:
    best = locate(said, None, Language.FR)[0]
    assert (best.label, best.quality) == (label, Quality.MUNICIPALITY)


VECTORS = [
    (
        (4.35247, 50.84673),
        (148853.28, 170702.89),
        (648852.92, 670703.28),
        (595212.82, 5633652.41),
        "31U ES 9521 3365",
    ),
    (
        (4.34151, 50.89492),
        (148083.33, 176063.86),
        (648082.34, 676064.09),
        (594343.93, 5638996.83),
        "31U ES 9434 3899",
    ),
    (
        (4.33660, 50.83580),
        (147735.11, 169487.38),
        (647734.90, 669487.65),
        (594117.61, 5632416.72),
        "31U ES 9411 3241",
    ),
    (
        (4.38060, 50.84320),
        (150834.42, 170310.17),
        (650834.10, 670310.80),
        (597200.41, 5633296.52),
        "31U ES 9720 3329",
    ),
]


@pytest.mark.parametrize(("lonlat", "l72", "l2008", "utm", "mgrs"), VECTORS)
def test_the_test_places_are_read_in_every_notation(lonlat, l72, l2008, utm, mgrs) -> None:
    lon, lat = lonlat
    dms = "".join(
        f"{int(v)}°{int(v % 1 * 60):02d}'{v * 3600 % 60:04.1f}\" {letter} "
        for v, letter in ((lat, "N"), (lon, "E"))
    )
    off = 0.05 if grid_available() else 0.3
    for said, reach in [
        (f"{l72[0]} {l72[1]}", off), (f"{l72[0]};{l72[1]}", off), (f"X = {l72[0]} m, Y = {l72[1]} m", off),
        (f"{l72[0]:.0f}, {l72[1]:.0f}", 1), (f"{l2008[0]} {l2008[1]}", 1), (f"{utm[0]} {utm[1]}", 1),
        (f"{lat}, {lon}", 1.5), (f"{lon}, {lat}", 1.5), (f"{lat}° N, {lon}° E".replace(".", ","), 1.5),
        (f"geo:{lat},{lon}", 1.5), (f"https://www.openstreetmap.org/#map=17/{lat}/{lon}", 1.5),
        (f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/50.8/4.3", 1.5),
        (f"https://www.google.com/maps/place/x/@{lat},{lon},17z", 1.5), (dms, 4), (dms.replace(".", ","), 4),
        (mgrs, 10),
    ]:  # fmt: skip
        best = locate(said, None, Language.FR)[0]
        assert np.hypot(best.x - l72[0], best.y - l72[1]) <= reach, said
        assert best.quality is Quality.COORDINATES


def test_numbers_that_look_exchanged_are_offered_and_say_so() -> None:
    found = locate("170703 148853", None, Language.FR)
    assert len(found) == 2
    assert all(one.doubt and one.detail for one in found)


def test_what_is_here_is_told(ground: Gazetteer) -> None:
    x, y = door_xy(3, 12)
    here = whats_here(ground, x, y + 1)
    assert here.door is not None
    assert here.door[1].number == 12
    assert here.street is not None
    assert here.street[1].fr == "Rue Defacqz"
    assert here.crossing is not None
    assert {here.crossing[1].fr, here.crossing[2].fr} == {"Avenue Louise", "Rue Defacqz"}
    assert here.municipality is not None
    assert here.municipality.police == "5339"
    assert [area.fr for area in whats_here(ground, 149_500, 170_600).areas] == ["Parc de Bruxelles"]


def test_the_places_of_a_message_are_marked_where_they_stand(ground: Gazetteer) -> None:
    text = ("Bonjour, incendie avenue Louise 14 à 1050 Ixelles, les pompiers arrivent par la chée de Wavre. "
            "PC-Ops au coin de la rue Defacqz et de l'avenue Louise. Evacuatie naar Zuidstation. "
            "Position 50.84673, 4.35247. Tel 02 123 45 67")  # fmt: skip
    found = mentions(text, ground, Language.FR)
    assert all(text[one.start : one.end] == one.text for one in found)
    kinds = [one.found[0].kind for one in found]
    assert kinds == [
        FoundKind.ADDRESS,
        FoundKind.STREET,
        FoundKind.CROSSING,
        FoundKind.PLACE,
        FoundKind.COORDINATES,
    ]
    assert found[0].found[0].label.startswith("Avenue Louise / Louizalaan 14")


_STRANGE = (
    "'; DROP TABLE street; --",
    'rue "de" NEAR(loi) OR *',
    "loi* AND ^wet",
    "\u202eiol al ed eur\u202c",
    "rue de la loi\x00 16",
    "\ud800",
    "a" * 100_000,
    "1/" * 500,
    "(((",
    "\n\t ",
    "الشارع ١٦",
)


def test_words_and_operators_of_databases_are_words_like_others(ground: Gazetteer) -> None:
    for said in _STRANGE:
        locate(said, ground, Language.FR)
        mentions(said, ground, Language.NL)


@settings(max_examples=150, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80) | st.text(alphabet="rue dlaoitxNEAR*\"'()-:^/,.0123456789éË\x00\u202e", max_size=80))
def test_no_text_breaks_the_search(ground: Gazetteer, said: str) -> None:
    for one in locate(said, ground, Language.FR, 5, unfinished=True):
        assert 0 <= one.score <= 100
        assert np.isfinite([one.x, one.y]).all()


def test_a_place_and_its_degrees_are_the_same(ground: Gazetteer, tmp_path: Path) -> None:
    best = locate("gare du midi", ground, Language.FR)[0]
    assert transform_point(best.x, best.y, LAMBERT_72, WGS84) == pytest.approx((4.3366, 50.8358), abs=2e-5)
