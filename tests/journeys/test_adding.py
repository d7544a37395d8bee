"""Adding files: what is good comes in, what is not is told, and what cannot be read changes nothing."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Point

from cartoviewer.document.dossier import Dossier

Command = Callable[..., subprocess.CompletedProcess[str]]


def _refused(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done.stdout
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def _depots(path: Path) -> None:
    gpd.GeoDataFrame(
        {"name_fr": ["Un", "Deux", "Trois"], "stock_kind": ["relief", "dangerous", "sweets"]},
        geometry=[Point(148853, 170703), Point(149000, 170000), Point(147000, 169000)],
        crs=31370,
    ).to_file(path)


def test_what_is_set_aside_is_told_with_row_field_value_and_reason(
    command: Command, dossier: Path, tmp_path: Path
) -> None:
    source = tmp_path / "depots.gpkg"
    _depots(source)
    done = command("add", dossier, source, "--schema", "depot", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["rows_read"], told["rows_kept"], told["rows_set_aside"]) == (3, 2, 1)
    (fault,) = told["set_aside"]
    assert (fault["row"], fault["field"], fault["value"]) == (3, "stock_kind", "sweets")
    assert "relief" in fault["reason"]
    layers = json.loads(command("info", dossier, "--json").stdout)["layers"]
    assert [(layer["schema"], layer["count"]) for layer in layers] == [("depot", 2)]


def test_a_file_of_several_layers_comes_in_whole_and_tells_what_each_is(
    command: Command, dossier: Path, tmp_path: Path
) -> None:
    source = tmp_path / "town.gpkg"
    place = Point(148853, 170703).buffer(50)
    for name, fields in (("green_area", {"leisure": ["park"]}), ("odds", {"thing": ["x"]})):
        gpd.GeoDataFrame(fields, geometry=[place], crs=31370).to_file(source, layer=name)
    told = json.loads(command("add", dossier, source, "--json").stdout)
    assert [(part["name"], part["schema"]) for part in told["parts"]] == [
        ("green_area", "green"),
        ("odds", "generic"),
    ]
    assert [part["layers"][0]["visible"] for part in told["parts"]] == [True, False]
    assert told["refused"] == []
    one = command("add", dossier, source, "--layer", "green_area", "--json")
    assert json.loads(one.stdout)["schema"] == "green"


def test_a_column_is_mapped_and_the_report_speaks_the_language_of_the_system(
    command: Command, dossier: Path, tmp_path: Path
) -> None:
    source = tmp_path / "zalen.csv"
    source.write_text("omschrijving;plaats_x;plaats_y\nZaal A;148853,2;170703\n;149000;170000\n", "utf-8")
    done = command(
        *("add", dossier, source, "--schema", "shelter", "--map", "name_nl=omschrijving"), LC_ALL="nl_BE.UTF-8"
    )
    assert done.returncode == 0, done.stderr
    assert "2 rijen gelezen, 1 behouden, 1 opzijgezet" in done.stdout


def test_a_shapefile_without_its_index_or_system_comes_in_with_a_note(
    command: Command, dossier: Path, tmp_path: Path
) -> None:
    source = tmp_path / "depots.shp"
    _depots(source)
    source.with_suffix(".shx").unlink()
    source.with_suffix(".prj").unlink()
    told = json.loads(command("add", dossier, source, "--schema", "depot", "--json").stdout)
    assert told["rows_kept"] == 2
    assert any(".shx" in note for note in told["notes"])
    assert any("Lambert 72" in note for note in told["notes"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("delimiter.csv", "name_fr|x|y\nA|148853|170703\n"),
        ("commas.csv", "name_fr;x;y\nA;148853,5;170703,2\n"),
        ("swapped.csv", "name_fr,x,y\nA,170703,148853\nB,171000,149000\n"),
    ],
)
def test_tables_as_people_write_them_come_in_at_the_right_place(
    command: Command, dossier: Path, tmp_path: Path, name: str, content: str
) -> None:
    source = tmp_path / name
    source.write_text(content, "utf-8")
    done = command("add", dossier, source, "--schema", "shelter")
    assert done.returncode == 0, done.stderr
    with Dossier.open(dossier, read_only=True) as opened:
        (card,) = opened.cards()
        x, y = opened.datasets.get(card.hash).shapes(31370).xy[0]
    assert (x, y) == pytest.approx((148853, 170703), abs=1.0)


def test_a_file_that_cannot_be_read_is_refused_and_the_dossier_is_as_it_was(
    command: Command, dossier: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.gpkg"
    _depots(whole)
    cut = tmp_path / "cut.gpkg"
    cut.write_bytes(whole.read_bytes()[:40_000])
    outside = tmp_path / "outside.csv"
    outside.write_text("name_fr,lon,lat\nParis,2.35,48.85\n", "utf-8")
    nowhere = tmp_path / "nowhere.csv"
    nowhere.write_text("name_fr,town\nA,Jette\n", "utf-8")
    empty = tmp_path / "empty.csv"
    empty.touch()
    before = dossier.read_bytes()
    said = [
        _refused(command("add", dossier, source, "--schema", "shelter"))
        for source in (cut, outside, nowhere, empty, tmp_path / "missing.gpkg", tmp_path)
    ]
    assert len(set(said)) == len(said)
    assert "cut.gpkg" in said[0]
    assert "town" in said[2]
    assert dossier.read_bytes() == before


def test_wrong_words_are_wrong_usage_and_touch_nothing(command: Command, dossier: Path, tmp_path: Path) -> None:
    source = tmp_path / "depots.gpkg"
    _depots(source)
    before = dossier.read_bytes()
    for words in (("--map", "name_fr"), ("--crs", "lambert"), ("--colour", "red")):
        assert command("add", dossier, source, *words).returncode == 2
    assert "spoon" in _refused(command("add", dossier, source, "--schema", "spoon"))
    assert dossier.read_bytes() == before


def test_a_dossier_that_is_open_elsewhere_takes_nothing_but_can_be_read(
    command: Command, dossier: Path, tmp_path: Path
) -> None:
    source = tmp_path / "depots.gpkg"
    _depots(source)
    with Dossier.open(dossier):
        said = _refused(command("add", dossier, source, "--schema", "depot"))
        assert dossier.name in said
        assert command("info", dossier).returncode == 0
    assert command("add", dossier, source, "--schema", "depot").returncode == 0


@pytest.mark.slow
def test_a_script_goes_from_a_file_to_a_sheet_without_a_window(
    command: Command, dossier: Path, tmp_path: Path
) -> None:
    source = tmp_path / "depots.geojson"
    _depots(tmp_path / "depots.gpkg")
    gpd.read_file(tmp_path / "depots.gpkg").to_crs(4326).to_file(source)
    assert command("add", dossier, source, "--schema", "depot").returncode == 0
    nothing = _refused(command("sheet", dossier, "1", tmp_path / "sheet.svg"))
    assert "situation_a4" in nothing
    out = tmp_path / "sheet.svg"
    words = ("sheet", dossier, "situation_a4", out, "--language", "nl")
    done = command(*words, "--centre", "148500,170300", "--scale", "15000", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["marking"] == "TLP:AMBER"
    svg = out.read_text("utf-8")
    assert "Opslagplaatsen" in svg
    assert "15\u202f000" in svg or "15 000" in svg
    grey = command(*words, "--grey", "--json")
    assert json.loads(grey.stdout)["dropped_labels"] == []
    assert out.read_text("utf-8") != svg
    first = command(*words)
    assert first.returncode == 0
    again = out.read_bytes()
    assert command(*words).returncode == 0
    assert out.read_bytes() == again


def test_a_sheet_for_the_public_is_not_framed_on_what_the_public_may_not_see(
    command: Command, dossier: Path, tmp_path: Path
) -> None:
    placed = command("incident", dossier, "--symbol", "haz.fire", "--at", "141234 177654")
    assert placed.returncode == 0, placed.stderr
    framed = {}
    for audience in ("public", "internal"):
        out = tmp_path / f"{audience}.svg"
        done = command("sheet", dossier, "situation_a4", out, "--audience", audience, "--scale", "2000")
        assert done.returncode == 0, done.stderr
        framed[audience] = "141 200" in out.read_text("utf-8").replace("\u202f", " ").replace("\xa0", " ")
    assert framed == {"public": False, "internal": True}


def test_a_dossier_ends_in_gpkg(command: Command, tmp_path: Path) -> None:
    done = command("new", tmp_path / "dossier.txt")
    assert done.returncode == 2
    assert "does not end in .gpkg" in done.stderr
    assert not (tmp_path / "dossier.txt").exists()


@pytest.mark.parametrize("centre", ["4.35,50.85", "nan,170000", "149000,inf", "1e300,1e300"])
def test_a_middle_that_is_not_in_metres_draws_no_empty_picture(
    command: Command, dossier: Path, tmp_path: Path, centre: str
) -> None:
    out = tmp_path / "map.png"
    done = command("map", dossier, out, "--centre", centre, "--scale", "10000", "--size", "300x200")
    assert done.returncode == 2
    assert "is not X,Y in metres" in done.stderr
    assert not out.exists()


def test_a_place_that_was_said_as_coordinates_is_told_once(command: Command, dossier: Path) -> None:
    done = command("incident", dossier, "--symbol", "haz.fire", "--at", "149000 170000")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Lambert 72") == 1
