"""What the command says: exit status, one sentence, in the language of whoever asked."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    ("environment", "words", "said"),
    [
        ({}, (), "does not exist"),
        ({"LANG": "fr_BE.UTF-8"}, (), "n’existe pas"),
        ({"LANG": "fr_BE.UTF-8", "LC_ALL": "nl_BE.UTF-8"}, (), "bestaat niet"),
        ({"LANG": "de_DE.UTF-8"}, ("--lang", "fr"), "n’existe pas"),
    ],
)
def test_a_refusal_is_one_sentence_in_the_language_of_the_system(
    command: Command, tmp_path: Path, environment: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    done = command("info", tmp_path / "none.gpkg", *words, **environment)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_the_window_says_that_it_has_no_screen(command: Command) -> None:
    done = command()
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no screen" in done.stderr
    dead = command(DISPLAY=":7654")
    assert dead.returncode == 1
    assert "no screen" in dead.stderr


def test_wrong_usage_ends_with_2(command: Command, dossier: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for words in (
        ("shetes",),
        ("log",),
        ("info", dossier, "--colour"),
        ("sheet", dossier, "1", f"{out}.docx"),
        ("sheet", dossier, "1", f"{out}.pdf", "--audience", "everyone"),
        ("map", dossier, f"{out}.png", "--centre", "a,b", "--scale", "1000", "--size", "10x10"),
        ("--lang", "klingon", "info", dossier),
    ):
        done = command(*words)
        assert done.returncode == 2, words
        assert done.stderr


def test_help_speaks_the_language_and_lists_every_command(command: Command) -> None:
    done = command("--help", "--lang", "fr")
    assert done.returncode == 0
    for name in [
        "demo",
        "new",
        "add",
        "info",
        "locate",
        "geocode",
        "index",
        "incident",
        "map",
        "sheets",
        "sheet",
        "page",
        "log",
    ]:
        assert f"\n  {name} " in done.stdout
    assert "Placer un incident" in done.stdout
    assert "Le dossier" in command("sheet", "--help", LANG="fr_BE.UTF-8").stdout


def test_a_new_dossier_never_takes_the_place_of_a_file(command: Command, dossier: Path, tmp_path: Path) -> None:
    before = dossier.read_bytes()
    assert command("new", dossier).returncode == 1
    assert dossier.read_bytes() == before
    lost = tmp_path / "no" / "such" / "x.gpkg"
    assert command("new", lost).returncode == 1
    assert not lost.parent.exists()


def test_a_file_that_is_no_dossier_is_refused(command: Command, tmp_path: Path) -> None:
    other = tmp_path / "other.gpkg"
    other.write_bytes(b"not a database" * 100)
    for words in (("info", other), ("log", other), ("sheets", other)):
        done = command(*words)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
    assert other.read_bytes() == b"not a database" * 100


def test_a_read_only_folder_is_told_in_one_sentence(command: Command, exercise: Path, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    dossier = Path(shutil.copy(exercise / "exercise.gpkg", folder))
    before = dossier.read_bytes()
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("the permissions of folders do not bind this user (root)")
        for words in (
            ("new", folder / "x.gpkg"),
            ("incident", dossier, "--symbol", "haz.fire", "--at", "148853 170703"),
            ("map", dossier, folder / "x.png", "--centre", "148000,170000", "--scale", "1000", "--size", "9x9"),
            ("demo", folder / "sub"),
        ):
            done = command(*words)
            assert done.returncode == 1, words
            assert done.stderr.count("\n") == 1
        assert command("info", dossier).returncode == 0
        assert dossier.read_bytes() == before
    finally:
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="limits on the size of files are those of POSIX")
def test_a_picture_that_the_disk_does_not_take_is_not_said_to_be_written(exercise: Path, tmp_path: Path) -> None:
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
        "from cartoviewer.cli.program import run; sys.exit(run(sys.argv[1:]))"
    )
    words = ("--centre", "147640,169330", "--scale", "9000", "--size", "600x400")
    done = subprocess.run(
        [sys.executable, "-c", limited, "map", str(exercise / "exercise.gpkg"), str(tmp_path / "x.png"), *words],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "x.png" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_that_knows_few_letters_breaks_nothing(command: Command, exercise: Path) -> None:
    poor = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    told = command("info", exercise / "exercise.gpkg", "--json", "--lang", "fr", **poor)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["operation"].startswith("EXERCICE – Explosion")
    written = command("info", exercise / "exercise.gpkg", "--lang", "fr", **poor)
    assert written.returncode == 0, written.stderr
    assert "EXERCICE ? Explosion" in written.stdout
