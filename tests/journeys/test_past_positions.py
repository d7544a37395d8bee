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
