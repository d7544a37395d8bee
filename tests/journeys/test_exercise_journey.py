"""From `cartoviewer demo` to the files that leave the house."""

import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtGui import QImage

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def copy(exercise: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(exercise / "exercise.gpkg", tmp_path / "copy.gpkg"))


def _json(done: subprocess.CompletedProcess[str]) -> dict:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_demo_writes_the_dossier_its_sheets_and_its_page(exercise: Path) -> None:
    assert {path.name for path in exercise.iterdir()} == {
        "exercise.gpkg",
        "1-bnip-a3.pdf",
        "1-bnip-a3.png",
        "2-situation-a4.pdf",
        "2-situation-a4.png",
        "exercise-public.html",
    }
    with pikepdf.open(exercise / "1-bnip-a3.pdf") as pdf:
        assert len(pdf.pages) == 1
    assert sqlite3.connect(exercise / "exercise.gpkg").execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_second_demo_leaves_the_dossier_as_it_is(command: Command, exercise: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(exercise, tmp_path / "again"))
    before = (folder / "exercise.gpkg").read_bytes()
    (folder / "2-situation-a4.pdf").unlink()
    told = _json(command("demo", folder, "--json"))
    assert told["built"] is False
    assert [Path(each["path"]).name for each in told["files"]] == ["2-situation-a4.pdf"]
    assert (folder / "exercise.gpkg").read_bytes() == before


@pytest.mark.slow
def test_a_fresh_demo_keeps_the_old_dossier_and_builds_the_same(
    command: Command, exercise: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "fresh"
    folder.mkdir()
    shutil.copy(exercise / "exercise.gpkg", folder)
    assert command("demo", folder, "--fresh").returncode == 0
    dossiers = sorted(folder.glob("*.gpkg"))
    assert len(dossiers) == 2
    logs = [_json(command("log", path, "--json"))["entries"] for path in dossiers]
    assert logs[0] == logs[1]


def test_info_tells_every_layer_with_its_hash_and_sensitivity(command: Command, exercise: Path) -> None:
    told = _json(command("info", exercise / "exercise.gpkg", "--json"))
    layers = {layer["schema"]: layer for layer in told["layers"]}
    assert {name: layer["count"] for name, layer in layers.items()} == {
        "canton": 19,
        "police_zone": 6,
        "region": 1,
        "anpr": 60,
        "camera_placement": 48,
        "depot": 12,
        "lisa": 17,
        "shelter": 40,
    }
    assert layers["anpr"]["sensitivity"] == "TLP:AMBER+STRICT"
    assert layers["shelter"]["crs"] == "EPSG:31370"
    assert all(re.fullmatch(r"[0-9a-f]{64}", layer["hash"]) for layer in layers.values())
    assert told["exercise"] is True
    assert told["records"]["zone"] == 4
    assert len(told["sheets"]) == 2
    assert told["log_length"] == 18


def test_the_log_tells_its_edits_in_the_language_asked_for(command: Command, exercise: Path) -> None:
    done = command("log", exercise / "exercise.gpkg", "--lang", "nl")
    assert done.returncode == 0
    assert "De rode zone tekenen" in done.stdout
    assert "intact" in done.stdout.splitlines()[-1]


def test_an_altered_log_is_told_with_the_place_and_exit_status_1(command: Command, copy: Path) -> None:
    with sqlite3.connect(copy) as connection:
        connection.execute("DROP TRIGGER cartoviewer_log_no_update")
        connection.execute("UPDATE cartoviewer_log SET author = 'Somebody else' WHERE position = 11")
    connection.close()
    done = command("log", copy, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["faults"][0] == {"position": 11, "kind": "altered"}
    told = command("info", copy, "--json")
    assert json.loads(told.stdout)["chain"] == "broken"
    assert "The log was altered" in command("info", copy).stdout
    assert done.stderr.count("\n") == 1
    assert "edit 11" in done.stderr
    # What is made of it still leaves, and says so first.
    page = command("page", copy, copy.with_name("altered.html"))
    assert page.returncode == 0
    assert "The log was altered" in page.stderr
    sheet = command("sheet", copy, "1", copy.with_name("altered.pdf"), "--override", "Exercise")
    assert "The log was altered" in sheet.stderr


def test_the_public_page_holds_nothing_above_clear(command: Command, exercise: Path, tmp_path: Path) -> None:
    page = (exercise / "exercise-public.html").read_text("utf-8")
    for canary in (
        "EX-ANPR-",
        "EX-T0",
        "Crisisdepot",
        "Sporthal",
        "LISA-antenne",
        "Commandopost",
        "Exercise staff",
    ):
        assert canary not in page
    for word in ("TLP:CLEAR", "OEFENING", "EXERCICE"):
        assert word in page
    out = tmp_path / "internal.html"
    assert command("page", exercise / "exercise.gpkg", out, "--audience", "internal").returncode == 0
    inside = out.read_text("utf-8")
    assert "EX-ANPR-001" in inside
    assert "TLP:AMBER+STRICT" in inside


def test_a_public_sheet_holds_no_sensitive_word(command: Command, exercise: Path, tmp_path: Path) -> None:
    out = tmp_path / "public.svg"
    told = _json(
        command("sheet", exercise / "exercise.gpkg", "situation_a4", out, "--audience", "public", "--json")
    )
    assert told["marking"] == "TLP:CLEAR"
    svg = out.read_text("utf-8")
    for canary in ("EX-ANPR-", "EX-T0", "Crisisdepot", "Sporthal", "Antennes"):
        assert canary not in svg


def test_the_map_at_a_moment_shows_what_stood_then(command: Command, exercise: Path, tmp_path: Path) -> None:
    words = ("--centre", "147640,169330", "--scale", "5000", "--size", "400x300")
    before, after = tmp_path / "before.png", tmp_path / "after.png"
    dossier = exercise / "exercise.gpkg"
    assert command("map", dossier, before, *words, "--at", "2026-11-19T09:10").returncode == 0
    assert command("map", dossier, after, *words, "--at", "2026-11-19T09:20").returncode == 0
    first, second = QImage(str(before)), QImage(str(after))
    assert (first.width(), first.height()) == (second.width(), second.height()) == (400, 300)
    assert round(first.dotsPerMeterX() * 0.0254) == 96
    # The red zone is two centimetres of radius on this picture; before it there is nothing red.
    assert _reds(first) < 50
    assert _reds(second) > 1_000


def _reds(picture: QImage) -> int:
    """Count the pixels of the red zone's line and hatch."""
    colours = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return sum(colour.red() - max(colour.green(), colour.blue()) > 60 for colour in colours)


def test_the_same_moment_of_printing_gives_the_same_sheet(command: Command, exercise: Path, tmp_path: Path) -> None:
    out = tmp_path / "again.png"
    words = ("sheet", exercise / "exercise.gpkg", "2", out, "--dpi", "50")
    assert command(*words).returncode == 0
    first = out.read_bytes()
    assert command(*words, "--printed", "2026-11-19T10:30").returncode == 0
    assert out.read_bytes() == first
    assert command(*words, "--printed", "2026-11-19T11:30").returncode == 0
    assert out.read_bytes() != first


def test_an_incident_is_placed_at_what_was_said_and_logged(command: Command, copy: Path) -> None:
    told = _json(
        command("incident", copy, "--symbol", "haz.fire", "--at", "50.84673 4.35247", "--text", "Feu", "--json")
    )
    assert told["place"]["x"] == pytest.approx(148853.28, abs=0.3)
    assert told["place"]["y"] == pytest.approx(170702.89, abs=0.3)
    entries = _json(command("log", copy, "--json"))["entries"]
    assert entries[-1]["author"] == "Night shift"
    assert entries[-1]["records"] == [told["incident"]]
    named = _json(command("incident", copy, "--symbol", "haz.gas", "--at", "Hallepoort", "--json"))
    assert "Hallepoort" in named["place"]["label"]


def test_an_incident_is_refused_where_nobody_can_tell_the_place(command: Command, copy: Path) -> None:
    before = copy.read_bytes()
    for symbol, at in (
        ("haz.fire", "10.0 4.35"),
        ("haz.fire", "Sprthal Oefenin 01"),
        ("haz.fir", "50.84 4.35"),
        ("cmd.cpops", "50.84 4.35"),
    ):
        done = command("incident", copy, "--symbol", symbol, "--at", at)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
    assert copy.read_bytes() == before


def test_a_place_is_found_in_every_system_and_by_name(command: Command, exercise: Path) -> None:
    for said in ("148853 170703", "648853 670703", "50.84673, 4.35247", "31UES 95213 33652", "595213 5633652"):
        best = _json(command("locate", said, "--json"))["hits"][0]
        assert (best["x"], best["y"]) == pytest.approx((148853, 170703), abs=2.0), said
        assert best["lat"] == pytest.approx(50.84673, abs=2e-5)
    found = _json(command("locate", "hallepoort", "--dossier", exercise / "exercise.gpkg", "--json"))["hits"]
    assert found[0]["kind"] == "feature"
    nothing = command("locate", "xyzzy")
    assert nothing.returncode == 1
    assert nothing.stdout == ""


def test_the_same_sheet_has_the_same_bytes_however_a_process_seeds_its_tables(
    command: Command, exercise: Path, tmp_path: Path
) -> None:
    written = set()
    for number, seed in enumerate(({"QT_HASH_SEED": "0"}, {}, {})):
        out = tmp_path / f"{number}.pdf"
        done = command("sheet", exercise / "exercise.gpkg", "situation_a4", out, "--scale", "2000", **seed)
        assert done.returncode == 0, done.stderr
        written.add(out.read_bytes())
    assert len(written) == 1


def test_the_legend_of_the_exercise_leaves_nothing_out(command: Command, exercise: Path, tmp_path: Path) -> None:
    for sheet in ("1", "2"):
        done = command("sheet", exercise / "exercise.gpkg", sheet, tmp_path / f"{sheet}.pdf", "--lang", "en")
        assert done.returncode == 0, done.stderr
        assert "The legend has no room" not in done.stdout
