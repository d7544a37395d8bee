"""The index: built from sources as they come, incremental, one file, and no trouble when it is damaged."""

import contextlib
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from cartoviewer.document.document import EMPTY
from cartoviewer.scene.finding import find
from layers.errors import LayerReadError, SourceError
from layers.gazetteer.answered_table import written_table
from layers.gazetteer.batch import AddressColumns, find_rows
from layers.gazetteer.building import add_sources
from layers.gazetteer.decisions import decisions_of
from layers.gazetteer.found import FoundKind, Quality
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.index_file import IndexProblem, index_info
from layers.gazetteer.locating import locate
from resources.texts import Language
from tests.gazetteer_specimens import NOW, STREETS, build_index, door_xy, opened, write_best, write_streets


class _Nothing:
    def get(self, key: str) -> object:
        raise KeyError(key)


def test_boxes_are_one_door_and_what_is_not_current_is_left_out(tmp_path: Path) -> None:
    index = tmp_path / "i.sqlite"
    (outcome,) = add_sources(index, [write_best(tmp_path / "openaddress-bebru.zip")], NOW).outcomes
    assert outcome.left_out == 1
    assert outcome.addresses == len(STREETS) * 53
    info = index_info(index)
    assert info.sources[0].kind == "addresses"
    assert "BOSA" in info.sources[0].credit


def test_addresses_alone_are_enough_to_find_a_door(tmp_path: Path) -> None:
    index = tmp_path / "i.sqlite"
    add_sources(index, [write_best(tmp_path / "openaddress-bebru.zip")], NOW)
    best = locate("wetstr 12A", Gazetteer.open(index), Language.FR)[0]
    assert (best.x, best.y) == pytest.approx(door_xy(0, 12), abs=0.02)


def test_a_source_that_has_not_changed_is_not_read_again_and_a_changed_one_replaces_itself(tmp_path: Path) -> None:
    best = write_best(tmp_path / "openaddress-bebru.zip")
    index = tmp_path / "i.sqlite"
    add_sources(index, [write_streets(tmp_path / "s.gpkg"), best], NOW)
    before = index.read_bytes()
    assert [each.state for each in add_sources(index, [best], NOW).outcomes] == ["unchanged"]
    assert index.read_bytes() == before
    write_best(best, ["200"])
    assert [each.state for each in add_sources(index, [best], NOW).outcomes] == ["replaced"]
    info = index_info(index)
    assert (len(info.sources), info.addresses, info.streets) == (2, len(STREETS), len(STREETS))
    gazetteer = Gazetteer.open(index)
    assert locate("rue de la loi 200", gazetteer, Language.FR)[0].quality is Quality.ADDRESS_POINT
    assert locate("rue de la loi 16", gazetteer, Language.FR)[0].quality is Quality.STREET


def test_urbis_addresses_with_their_addresses_as_names_are_read(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {
            "STRNAMEFRE": ["Rue Neuve", "Rue Neuve"],
            "STRNAMEDUT": ["Nieuwstraat", "Nieuwstraat"],
            "POLICENUM": ["12", "14A"],
            "ZIPCODE": ["1000", "1000"],
            "MUNNISCODE": ["https://databrussels.be/id/municipality/21004"] * 2,
        },
        geometry=[shapely.MultiPoint([(149_000, 171_300)]), shapely.MultiPoint([(149_010, 171_310)])],
        crs=31370,
    )
    frame.to_file(tmp_path / "urbis.gpkg", layer="Addresses")
    index = tmp_path / "i.sqlite"
    add_sources(index, [tmp_path / "urbis.gpkg"], NOW)
    best = locate("nieuwstraat 14a", Gazetteer.open(index), Language.FR)[0]
    assert best.label == "Rue Neuve / Nieuwstraat 14A, 1000 Bruxelles / Brussel"
    assert (best.x, best.y) == (149_010, 171_310)


def test_kilometre_posts_are_found_and_interpolated(tmp_path: Path) -> None:
    table = tmp_path / "posts.csv"
    rows = [f"R0,{km / 10},{145_000 + 100 * km},{175_000}" for km in range(100, 131)]
    table.write_text("\n".join(["road,km,x,y", *rows]), "utf-8")
    index = tmp_path / "i.sqlite"
    add_sources(index, [table], NOW)
    gazetteer = Gazetteer.open(index)
    for said, x in (("R0 km 12,5", 157_500), ("ring km 12.5", 157_500), ("R0 BK 10.25", 155_250)):
        best = locate(said, gazetteer, Language.FR)[0]
        assert best.kind is FoundKind.KILOMETRE
        assert best.x == pytest.approx(x, abs=0.5)
    assert not any(one.kind is FoundKind.KILOMETRE for one in locate("R0 km 99", gazetteer, Language.FR))


def test_a_source_without_names_is_refused_and_the_index_stays(tmp_path: Path) -> None:
    index = build_index(tmp_path)
    before = index.read_bytes()
    gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(149_000, 170_000)], crs=31370).to_file(tmp_path / "n.gpkg")
    cut = tmp_path / "cut.zip"
    cut.write_bytes((tmp_path / "openaddress-bebru.zip").read_bytes()[:2000])
    for source, problem in ((tmp_path / "n.gpkg", LayerReadError), (cut, SourceError),
                            (tmp_path / "gone.csv", SourceError)):  # fmt: skip
        with pytest.raises(problem):
            add_sources(index, [source], NOW)
    assert index.read_bytes() == before
    assert not list(tmp_path.glob("*.new"))


def test_an_index_that_vanishes_while_in_use_is_told_and_one_that_is_damaged_too(tmp_path: Path) -> None:
    index = build_index(tmp_path)
    whole = index.read_bytes()
    gazetteer = Gazetteer.open(index)
    index.unlink()
    with pytest.raises(IndexProblem, match="vanished"):
        _ = gazetteer.is_stale
    gazetteer.close()
    for damage in (b"", b"not a database" * 100, whole[: len(whole) // 2], whole[:4096] + b"\xff" * 60_000):
        index.write_bytes(damage)
        with pytest.raises(IndexProblem):
            locate("rue de la loi 16", Gazetteer.open(index), Language.FR)
    # It is begun anew by adding to it.
    report = add_sources(index, [tmp_path / "streets.gpkg"], NOW)
    assert report.rebuilt
    assert index_info(index).streets == len(STREETS)


def test_damage_to_the_open_file_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    index = build_index(tmp_path)
    gazetteer = Gazetteer.open(index)
    size = index.stat().st_size
    with index.open("r+b") as stream:
        stream.write(b"\x00" * size)
    with contextlib.suppress(IndexProblem):
        locate("rue de la loi 16", gazetteer, Language.FR)
    with pytest.raises(IndexProblem):
        Gazetteer.open(index)
    gazetteer.close()


def test_another_file_of_the_user_is_never_written_over(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("mine", "utf-8")
    with pytest.raises(IndexProblem):
        add_sources(other, [write_streets(tmp_path / "s.gpkg")], NOW)
    assert other.read_text("utf-8") == "mine"


def test_an_index_being_rebuilt_goes_on_answering(tmp_path: Path) -> None:
    index = build_index(tmp_path)
    old = Gazetteer.open(index)
    write_best(tmp_path / "openaddress-bebru.zip", ["200"])
    add_sources(index, [tmp_path / "openaddress-bebru.zip"], NOW)
    assert old.is_stale
    assert locate("rue de la loi 16", old, Language.FR)[0].quality is Quality.ADDRESS_POINT


def test_the_search_of_a_dossier_uses_the_index(tmp_path: Path) -> None:
    gazetteer = opened(tmp_path)
    found = find("Wetstraat 16", EMPTY, _Nothing(), Language.NL, gazetteer=gazetteer)
    assert found[0].label == "Wetstraat / Rue de la Loi 16, 1000 Bruxelles / Brussel"


def test_a_table_gets_places_qualities_and_a_list_to_decide(tmp_path: Path) -> None:
    gazetteer = opened(tmp_path)
    frame = pd.DataFrame(
        {
            "nom": ["a", "b", "c", "d", "e"],
            "rue": ["Rue de la Loi", "Wetstraat 25", "Rue de l'Église", "Xyzzy", "rue d la loi"],
            "numéro": ["16", "", "3", "1", "16.0"],
            "code postal": ["1000", "1000", "", "1000", "1000"],
            "x": ["keep", "", "", "", ""],
        }
    )
    columns = AddressColumns.of(list(frame.columns))
    assert (columns.street, columns.number, columns.postcode) == (("rue",), "numéro", "code postal")
    answers = find_rows(frame, columns, gazetteer)
    assert answers[0].found is not None
    assert answers[0].found.quality is Quality.ADDRESS_POINT
    assert [answer.is_doubtful for answer in answers] == [False, True, True, True, False]
    text = written_table(frame, answers).splitlines()
    assert text[0] == "nom,rue,numéro,code postal,x_source,x,y,epsg,quality,accuracy_m,matched,score"
    assert text[1].split(",")[4] == "keep"
    assert len(text) == 6


@pytest.mark.parametrize("column", ["adresse", "rue"])
def test_a_column_that_counts_the_rows_is_no_house_number(tmp_path: Path, column: str) -> None:
    gazetteer = opened(tmp_path)
    frame = pd.DataFrame({"nr": [25, 3], column: ["Rue de la Loi 16", "Wetstraat 16"], "code postal": [1000, 1000]})
    found = [answer.found for answer in find_rows(frame, AddressColumns.of(list(frame.columns)), gazetteer)]
    assert [each.label.partition(",")[0] for each in found if each is not None] == 2 * [
        "Rue de la Loi / Wetstraat 16"
    ]


def test_a_decision_is_remembered_for_whoever_asks_the_same(tmp_path: Path) -> None:
    gazetteer = opened(tmp_path)
    frame = pd.DataFrame({"adresse": ["Kerkstraat 3"]})
    columns = AddressColumns.of(["adresse"])
    (answer,) = find_rows(frame, columns, gazetteer)
    assert answer.is_doubtful
    decisions_of(gazetteer.path).decide(answer.question, answer.others[0])
    again = pd.DataFrame({"adresse": ["KERKSTRAAT, 3"]})
    (answer,) = find_rows(again, columns, gazetteer, decisions=decisions_of(gazetteer.path))
    assert answer.decided
    assert not answer.is_doubtful


def test_a_list_with_semicolons_windows_letters_and_degrees_is_an_address_table(tmp_path: Path) -> None:
    table = tmp_path / "adr.csv"
    rows = ["rue;numero;code_postal;commune;lat;lon", "Rue de l'Été;3;1050;Ixelles;50,8284;4,3747"]
    table.write_bytes("\r\n".join(rows).encode("cp1252"))
    index = tmp_path / "i.sqlite"
    add_sources(index, [table], NOW)
    best = locate("rue de l'ete 3", Gazetteer.open(index), Language.FR)[0]
    assert best.quality is Quality.ADDRESS_POINT
    assert best.label.endswith("1050 Ixelles / Elsene")


def test_a_zip_with_two_tables_is_not_taken_for_addresses(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", "x,y,name\n149000,170000,A\n")
        archive.writestr("b.csv", "x,y,name\n149010,170010,B\n")
    index = tmp_path / "i.sqlite"
    add_sources(index, [tmp_path / "two.zip"], NOW)
    assert index_info(index).places == 2
