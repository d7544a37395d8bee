"""Building the index, finding a place and placing the incidents of a table, as a script does it."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.gazetteer_specimens import door_xy, write_best, write_names, write_streets
from tests.journeys.conftest import Command


def _json(done: Any) -> Any:
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_from_sources_to_an_index_to_places_to_a_table(command: Command, tmp_path: Path) -> None:
    sources = [
        write_best(tmp_path / "openaddress-bebru.zip"),
        write_streets(tmp_path / "streets.gpkg"),
        write_names(tmp_path / "names.gpkg"),
    ]
    built = _json(command("index", "add", *sources, "--json"))
    assert [each["state"] for each in built["sources"]] == ["added"] * 3
    info = _json(command("index", "info", "--json"))
    assert info["addresses"] > 700
    assert [each["name"] for each in info["sources"]] == [source.name for source in sources]
    assert Path(info["path"]).is_relative_to(tmp_path)

    found = _json(command("locate", "wetstr 16 brussel", "--json"))
    best = found["hits"][0]
    assert {"label", "kind", "quality", "accuracy_m", "x", "y", "epsg", "lon", "lat", "score"} <= set(best)
    assert (best["kind"], best["quality"], best["epsg"]) == ("address", "address point", 31370)
    assert (best["x"], best["y"]) == pytest.approx(door_xy(0, 16), abs=0.02)
    assert best["lat"] == pytest.approx(50.84, abs=0.01)
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    here = _json(command("locate", f"{best['x']} {best['y']}", "--json"))["here"]
    assert any("Wetstraat 16" in line["text"] for line in here)

    table = tmp_path / "liste.csv"
    table.write_text("nom,adresse\nA,Rue de la Loi 16 1000\nB,Kerkstraat 3\nC,qqqq 1\n", "utf-8")
    out = tmp_path / "out.csv"
    told = _json(command("geocode", table, out, "--column", "adresse", "--json"))
    assert (told["rows"], told["found"]) == (3, 2)
    assert [each["row"] for each in told["doubtful"]] == [3, 4]
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert list(rows[0]) == ["nom", "adresse", "x", "y", "epsg", "quality", "accuracy_m", "matched", "score"]
    assert (float(rows[0]["x"]), float(rows[0]["y"])) == pytest.approx(door_xy(0, 16), abs=0.02)
    assert rows[2]["x"] == ""

    # An index that was damaged is told, and coordinates are found all the same.
    Path(info["path"]).write_bytes(b"damaged")
    done = command("locate", "148853 170703", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["hits"][0]["x"] == pytest.approx(148853)
    assert done.stderr.count("\n") == 1


def test_wrong_words_and_missing_files_are_told_in_one_sentence(command: Command, tmp_path: Path) -> None:
    assert command("index", "add").returncode == 2
    assert command("index", "burn", tmp_path).returncode == 2
    for words in (
        ("index", "info"),
        ("index", "add", tmp_path / "gone.zip"),
        ("locate", "rue de la loi 16", "--index", tmp_path / "gone.sqlite"),
        ("geocode", tmp_path / "gone.csv", tmp_path / "out.csv"),
        ("locate", "xyzzy"),
    ):
        done = command(*words)
        assert done.returncode == 1, words
        assert done.stderr.count("\n") == 1
    assert _json(command("locate", "", "--json"))["hits"] == []
    assert not (tmp_path / "out.csv").exists()
