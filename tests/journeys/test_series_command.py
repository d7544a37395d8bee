"""A series by the command line alone: laid from a layer, laid again when the layer has changed, deleted."""

import json

import pytest

HEAD = "name,x,y\n"
ROWS = {"Arts-Loi": "Arts-Loi,149900,170400\n", "Delta": "Delta,153100,167800\n", "Yser": "Yser,148900,171800\n"}


@pytest.fixture
def dossier(command, tmp_path):
    """A dossier with two places in a layer."""
    path = tmp_path / "plan.gpkg"
    assert command("new", path).returncode == 0
    add(command, path, tmp_path, "Arts-Loi", "Yser")
    return path


def add(command, dossier, tmp_path, *names, words=("--schema", "generic", "--name", "Places")):
    """Give the dossier a layer of some places."""
    table = tmp_path / "places.csv"
    table.write_text(HEAD + "".join(ROWS[name] for name in names), encoding="utf-8")
    done = command("add", dossier, table, *words, "--crs", "31370")
    assert done.returncode == 0, done.stderr


def test_a_series_is_listed_and_laid_again_only_when_something_has_changed(command, dossier):
    laid = command(
        "frame", dossier, "--scale", "5000", "--each", "Places", "--squares", "--mgrs", "--rotation", "20"
    )
    assert laid.returncode == 0, laid.stderr
    told = json.loads(command("series", dossier, "--json").stdout)
    (series,) = told["series"]
    assert (series["over"], len(series["sheets"])) == ("each", 2)
    sheets = json.loads(command("sheets", dossier, "--json").stdout)["sheets"]
    assert {sheet["rotation"] for sheet in sheets} == {20.0}
    before = command("log", dossier, "--json").stdout
    again = command("series", dossier, series["id"], "--again")
    assert again.returncode == 0, again.stderr
    assert command("log", dossier, "--json").stdout == before
    gone = command("series", dossier, series["id"], "--delete")
    assert gone.returncode == 0, gone.stderr
    assert json.loads(command("sheets", dossier, "--json").stdout)["sheets"] == []


def test_a_layer_that_is_refreshed_changes_its_series_and_a_dry_run_only_tells(command, dossier, tmp_path):
    command("frame", dossier, "--scale", "5000", "--each", "Places")
    (series,) = json.loads(command("series", dossier, "--json").stdout)["series"]
    add(command, dossier, tmp_path, "Arts-Loi", "Delta", words=("--refresh", "Places"))
    again = command("add", dossier, tmp_path / "places.csv", "--refresh", "Places", "--crs", "31370")
    assert again.returncode == 1
    assert "already" in again.stderr
    told = json.loads(command("series", dossier, series["name"], "--again", "--dry-run", "--json").stdout)
    assert ([one["name"] for one in told["added"]], [one["name"] for one in told["deleted"]]) == (
        ["Delta"],
        ["Yser"],
    )
    assert len(json.loads(command("sheets", dossier, "--json").stdout)["sheets"]) == 2
    command("series", dossier, series["name"], "--again", "--renumber")
    sheets = json.loads(command("sheets", dossier, "--json").stdout)["sheets"]
    assert [(sheet["number"], sheet["name"]) for sheet in sheets] == [(1, "Arts-Loi"), (2, "Delta")]


def test_sheets_are_turned_along_a_route_and_what_does_not_go_together_is_refused(command, dossier):
    drawn = command("draw", dossier, "--path", "147000,168000 149000,172000 153000,173000", "--name", "Route")
    assert drawn.returncode == 0, drawn.stderr
    laid = command(
        "frame", dossier, "--scale", "5000", "--route", "Route", "--turned", "--order", "backward", "--json"
    )
    assert laid.returncode == 0, laid.stderr
    assert len({sheet["rotation"] for sheet in json.loads(laid.stdout)["sheets"]}) > 1
    assert command("frame", dossier, "--scale", "5000", "--each", "Places", "--turned").returncode == 2
    assert command("frame", dossier, "--scale", "5000", "--each", "Places", "--order", "snake").returncode == 2
    assert command("frame", dossier, "--scale", "5000", "--at", "148000,170000", "--order", "name").returncode == 2
    assert command("series", dossier, "--again").returncode == 2
    assert command("series", dossier, "none such", "--again").returncode == 1


def test_sheets_are_laid_on_a_layout_of_the_dossier(command, dossier, tmp_path):
    shared = tmp_path / "own.toml"
    assert command("layout", dossier, "bnip_a4", shared).returncode == 0
    assert command("layout", dossier, "--add", shared, "--name", "Stations").returncode == 0
    laid = command("frame", dossier, "--scale", "5000", "--each", "Places", "--layout", "Stations", "--json")
    assert laid.returncode == 0, laid.stderr
    assert {sheet["template"] for sheet in json.loads(laid.stdout)["sheets"]} == {"bnip_a4"}
    (own,) = json.loads(command("layout", dossier, "--json").stdout)["layouts"]
    assert own["sheets"] == ["1", "2"]
