"""Several screens: the window comes back where it was, the room's view goes to the other, both are sharp."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ONE = {
    "name": "one",
    "x": 0,
    "y": 0,
    "width": 1600,
    "height": 1000,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}
TWO = {**ONE, "name": "two", "x": 1600, "width": 2560, "height": 1600}
"""Twice as fine as the first by `QT_SCREEN_SCALE_FACTORS`: this platform's own ratio does not follow a window."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("screens") / "settings.ini"


@pytest.fixture(scope="module")
def carried(settings: Path) -> dict[str, Any]:
    return run_on(settings, "carry", ONE, TWO)


def run_on(settings: Path, what: str, *screens: dict[str, object]) -> dict[str, Any]:
    """Start the window on a desk with these screens."""
    desk = settings.with_name(f"{len(screens)}.json")
    desk.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={desk}",
        "QT_SCREEN_SCALE_FACTORS": "one=1;two=2",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, str(ROOT / "tests" / "gui" / "on_two_screens.py"), str(settings), what]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, check=False, cwd=settings.parent
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_the_rooms_view_fills_the_other_screen_and_is_as_sharp_as_it(carried):
    assert carried["room"] == {"screen": "two", "at": [1600, 0, 1280, 800]}


def test_a_map_carried_to_a_finer_screen_is_drawn_anew_as_sharp_as_it_and_back(carried):
    assert carried["carried"]["screen"] == "two"


def test_the_window_comes_back_on_the_screen_on_which_it_was_closed(settings, carried):
    again = run_on(settings, "come-back", ONE, TWO)["again"]
    assert again["screen"] == "two"
    # This platform has a frame of a few pixels that it does not tell.
    assert again["at"] == pytest.approx(carried["carried"]["at"], abs=8)


def test_the_window_comes_back_where_one_sees_it_when_its_screen_is_gone(settings, carried):
    again = run_on(settings, "come-back", ONE)["again"]
    x, y, width, height = again["at"]
    assert again["screen"] == "one"
    assert 0 <= x < x + width <= 1600
    assert 0 <= y < y + height <= 1000
