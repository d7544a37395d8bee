"""A program that is killed at any moment has lost nothing that it reported."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest
import shapely

from bnip.incident import Mark, Route
from bnip.zone import Zone
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.history import History

ROOT = Path(__file__).resolve().parents[2]
WRITER = Path(__file__).with_name("writing_until_killed.py")


def _killed(path: Path, lines: int, *, importing: bool = False) -> list[str]:
    """Let the writer work until it has told so many lines, kill it, and give all that it told."""
    arguments = [sys.executable, str(WRITER), str(path), *(["import"] if importing else [])]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline().strip() for _ in range(lines)]
        writer.kill()
        rest, _ = writer.communicate()
    assert told[0] == "open", told
    assert writer.returncode == -signal.SIGKILL
    # The last line may have been cut off in the pipe; what is whole was reported.
    whole = rest[: rest.rfind("\n") + 1].split()
    return [*told, *whole]


def _assert_whole(path: Path, reported: int) -> None:
    with Dossier.open(path) as dossier:
        assert len(dossier.log) >= reported
        check = dossier.log.check()
        assert check.ok, check.faults
        assert check.entries == len(dossier.log)
        document = dossier.log.fold()
        assert document == History(dossier.log, "reader").document
        cards = dossier.cards()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        left = connection.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'cartoviewer_staging%'"
        ).fetchall()
        assert not left
    for table, kind in (("marks", Mark), ("routes", Route), ("zones", Zone)):
        rows = pyogrio.read_dataframe(path, layer=table)
        records = {record.id: record for record in document.of(kind)}
        assert sorted(rows["record_id"]) == sorted(records)
        if table == "marks":
            places = {key: shapely.Point(record.place.point) for key, record in records.items()}
            assert all(places[row.record_id].equals(row.geometry) for row in rows.itertuples())
    for card in cards:
        assert len(pyogrio.read_dataframe(path, layer=card.table)) == card.count
    if program := shutil.which("ogrinfo"):
        told = subprocess.run([program, "-al", "-so", str(path)], capture_output=True, text=True, check=True)
        assert not told.stderr
        assert f"Feature Count: {len(document.of(Mark))}" in told.stdout


def _kill_often(path: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)
    Dossier.create(path).close()
    reported = 0
    for _ in range(times):
        told = _killed(path, chance.randint(1, 60))
        reported = max(reported, *(int(line) for line in told if line.isdigit()), reported)
        _assert_whole(path, reported)
    assert reported > 10


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of Unix")


def test_a_killed_program_loses_no_edit(tmp_path: Path):
    _kill_often(tmp_path / "dossier.gpkg", 5, seed=1)


@pytest.mark.slow
def test_a_program_killed_many_times_loses_no_edit(tmp_path: Path):
    _kill_often(tmp_path / "dossier.gpkg", 25, seed=2)


def test_an_import_that_is_killed_leaves_no_half_table(tmp_path: Path):
    path = tmp_path / "dossier.gpkg"
    Dossier.create(path).close()
    told = _killed(path, 1, importing=True)
    _assert_whole(path, 0)
    if "stored" not in told:
        with Dossier.open(path) as dossier:
            assert not dossier.cards()
    _killed(path, 3, importing=True)
    with Dossier.open(path) as dossier:
        assert [card.count for card in dossier.cards()] == [30_000]
    _assert_whole(path, 1)
