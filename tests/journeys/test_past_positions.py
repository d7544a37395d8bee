"""The map as it stood, from the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

VIEW = ("--centre", "148000,170000", "--scale", "10000", "--size", "60x40")


@pytest.mark.parametrize(("at", "status"), [("0", 0), ("1", 0), ("2", 1)])
def test_a_position_beyond_the_log_is_refused_and_never_taken_for_the_present(
    command: Callable[..., object], dossier: Path, tmp_path: Path, at: str, status: int
):
    assert command("incident", dossier, "--symbol", "haz.fire", "--at", "148000 170000").returncode == 0
    picture = tmp_path / "map.png"
    done = command("map", dossier, picture, *VIEW, "--at", at)
    assert done.returncode == status, done.stderr
    assert picture.exists() == (status == 0)
    if status:
        assert done.stderr == (
            "The log of dossier.gpkg ends at 1: there is no position 2. Give one up to 1, or a moment.\n"
        )


def test_a_moment_that_lies_ahead_is_refused_and_never_taken_for_the_present(
    command: Callable[..., object], dossier: Path, tmp_path: Path
):
    picture = tmp_path / "map.png"
    done = command("map", dossier, picture, *VIEW, "--at", "2999-01-01T10:00")
    assert done.returncode == 2
    assert "“2999-01-01T10:00” lies ahead: the map is known up to now." in done.stderr
    assert not picture.exists()


def test_a_sheet_shows_a_moment_of_the_log_and_the_present_again(command, tmp_path):
    dossier = tmp_path / "plan.gpkg"
    command("new", dossier)
    command("frame", dossier, "--scale", "5000", "--at", "148853,170703", "--title", "Centre", "--language", "fr")
    command("draw", dossier, "--circle", "148853,170703", "--radius", "300", "--symbol", "area.red")
    words = {}
    for moment in ("1", "2", "now"):
        out = tmp_path / f"{moment}.svg"
        done = command("sheet", dossier, "1", out, "--moment", moment, "--override", "Trial")
        assert done.returncode == 0, done.stderr
        words[moment] = out.read_text(encoding="utf-8")
    assert len(words["2"]) > len(words["1"])
    assert command("sheet", dossier, "1", tmp_path / "none.svg", "--moment", "99").returncode == 1
    assert command("sheet", dossier, "1", tmp_path / "none.svg", "--moment", "2099-01-01").returncode == 2
    laid = command("frame", dossier, "--scale", "5000", "--at", "148853,170703", "--moment", "1", "--title", "Then")
    assert laid.returncode == 0, laid.stderr
    assert not (tmp_path / "none.svg").exists()
