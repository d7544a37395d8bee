"""A drawing of many actions in the window, killed on the way, has lost nothing and is undone to nothing."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cartoviewer.document.dossier import Dossier
from cartoviewer.document.drawings import PLACED

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("drawing_until_killed.py")


EDITS = {
    "Placed {name}",
    "Drew {name}",
    "Drew {name}, radius {radius}",
    "Moved {name}",
    "Corner of {name} moved",
    "Cut {name}",
    "Joined {count} drawings into {name}",
    "Buffer of {distance} around {name}",
    "Parallel of {name} at {distance}",
    "Simplified {name}",
    "Aligned {count} drawings",
    "Turned {name}",
    "Locked {name}",
    "Pasted {name}",
    "Kept a measurement: {figure}",
    "Drawing layer added: {name}",
    "{name}: now {value}",
    "Deleted {name}",
}
"""What a hand has done at the end, by the names of its edits: each kind of action, done with the real tools."""


def _start(path: Path, last: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), str(path), last],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    )


def _drawn_and_killed(path: Path, actions: int, kills: int, chance: random.Random) -> None:
    for _ in range(kills):
        told, wanted = 0, chance.randint(1, max(actions // (kills + 1), 2))
        with _start(path, str(actions)) as program:
            for line in program.stdout:
                if line.strip().isdigit():
                    told, wanted = int(line), wanted - 1
                if wanted == 0:
                    program.send_signal(signal.SIGKILL)
            errors = program.stderr.read()
        assert program.returncode == -signal.SIGKILL, errors
        with Dossier.open(path) as dossier:
            assert len(dossier.log) >= told
            assert dossier.log.check().ok
            dossier.log.fold()


@pytest.mark.parametrize(
    ("actions", "kills"), [(40, 2), pytest.param(300, 10, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_a_drawing_that_was_killed_on_the_way_is_whole_and_can_be_undone_to_nothing(
    tmp_path: Path, actions: int, kills: int
):
    path = tmp_path / "drawing.gpkg"
    Dossier.create(path).close()
    _drawn_and_killed(path, actions, kills, random.Random(7))
    with _start(path, str(actions)) as done:
        output, errors = done.communicate(timeout=300)
    assert output.splitlines()[-1] == "done", errors
    with Dossier.open(path) as dossier:
        assert len(dossier.log) == actions
        labels = {entry.edit.label.text for entry in dossier.log.entries()}
        assert labels >= EDITS, EDITS - labels
        drawn = [record for record in dossier.log.fold() if isinstance(record, PLACED)]
        assert len(drawn) > actions / 3
    with _start(path, "undo") as undone:
        output, errors = undone.communicate(timeout=300)
    assert output.splitlines()[-1] == "left 0", errors
    with Dossier.open(path) as dossier:
        assert len(dossier.log.fold()) == 0
        assert dossier.log.check().ok
