"""The whole command in a process of its own, as a script would run it: a fresh home, no screen."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Command = Callable[..., subprocess.CompletedProcess[str]]


def _environment(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "CARTOVIEWER_AUTHOR": "Night shift",
        "SOURCE_DATE_EPOCH": "1795080600",  # 19 November 2026, 10:30 in Brussels
    }


def command_with_home(home: Path) -> Command:
    """Give what runs `cartoviewer` and returns its status, stdout and stderr."""

    def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cartoviewer", *map(str, words)],
            cwd=home,
            env=_environment(home) | environment,
            capture_output=True,
            encoding="utf-8",
            timeout=240,
            check=False,
        )

    return run


@pytest.fixture
def command(tmp_path: Path) -> Command:
    home = tmp_path / "home"
    home.mkdir()
    return command_with_home(home)


@pytest.fixture
def dossier(command: Command, tmp_path: Path) -> Path:
    path = tmp_path / "dossier.gpkg"
    assert command("new", path).returncode == 0
    return path


@pytest.fixture(scope="session")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the exercise as `demo` writes it; whoever changes it works on a copy."""
    folder = tmp_path_factory.mktemp("exercise")
    home = tmp_path_factory.mktemp("home")
    done = command_with_home(home)("demo", folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder
