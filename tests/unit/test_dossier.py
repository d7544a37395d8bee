"""The dossier file: made whole or not at all, one writer, clear words when it cannot be had."""

import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from cartoviewer.document.database import uri_of
from cartoviewer.document.dossier import VERSION, Dossier, _upgrade
from cartoviewer.document.edit import Label
from cartoviewer.document.errors import (
    DossierDamagedError,
    DossierError,
    DossierLockedError,
    DossierReadOnlyError,
    DossierVersionError,
    DossierWriteError,
)
from cartoviewer.document.history import History
from layers.errors import Problem
from resources.texts import Language, Texts
from tests.dossier_specimens import INCIDENT, NOON, card_of, edit, made, mark, squares

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a closed dossier with one edit."""
    path = tmp_path / "dossier.gpkg"
    with Dossier.create(path) as dossier:
        dossier.log.append(edit(1, made(INCIDENT)))
    return path


def _run(program: str, *arguments: object) -> str:
    """Run a program of a few lines in a process of its own and give what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_what_was_edited_is_there_when_it_is_opened_again(path: Path):
    with Dossier.open(path) as dossier:
        assert tuple(dossier.log.fold()) == (INCIDENT,)
        assert not dossier.read_only


def test_a_closed_dossier_is_one_file_and_its_lock(path: Path):
    assert {entry.name for entry in path.parent.iterdir()} <= {"dossier.gpkg", ".dossier.gpkg.lock"}


def test_a_closed_dossier_refuses_in_words(path: Path):
    dossier = Dossier.open(path)
    dossier.close()
    with pytest.raises(DossierError, match="is closed"):
        dossier.log.append(edit(2, made(mark(2))))
    with pytest.raises(DossierError, match="is closed"):
        dossier.log.fold()


def test_a_file_that_is_there_is_not_written_over(path: Path):
    before = path.read_bytes()
    with pytest.raises(DossierError, match="exists already"):
        Dossier.create(path)
    assert path.read_bytes() == before


def test_two_dossiers_made_alike_are_told_apart(tmp_path: Path):
    with Dossier.create(tmp_path / "a.gpkg") as first, Dossier.create(tmp_path / "b.gpkg") as second:
        assert first.id != second.id


def test_the_second_opener_is_told_who_has_it_and_may_read(path: Path):
    with Dossier.open(path, clock=lambda: NOON) as owner:
        with pytest.raises(DossierLockedError) as caught:
            Dossier.open(path)
        assert set(caught.value.values) == {"file", "user", "host", "since"}
        assert "23/11/2026" in str(caught.value)
        with Dossier.open(path, read_only=True) as reader:
            assert reader.read_only
            owner.log.append(edit(2, made(mark(2))))
            assert len(reader.log.fold()) == 2
            with pytest.raises(DossierReadOnlyError):
                reader.log.append(edit(3, made(mark(3))))
            frame = squares(3)
            with pytest.raises(DossierReadOnlyError):
                reader.add_dataset(frame, card_of(frame))
    Dossier.open(path).close()


def _holding(path: Path, ready, hold) -> None:
    dossier = Dossier.open(path)
    ready.set()
    hold.wait()
    dossier.close()


def test_a_crashed_owner_frees_the_dossier(path: Path):
    context = multiprocessing.get_context("spawn")
    ready, hold = context.Event(), context.Event()
    owner = context.Process(target=_holding, args=(path, ready, hold))
    owner.start()
    assert ready.wait(60)
    with pytest.raises(DossierLockedError):
        Dossier.open(path)
    owner.kill()
    owner.join()
    with Dossier.open(path) as dossier:
        assert dossier.log.check().ok


def test_a_dossier_of_a_newer_program_is_left_alone(path: Path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE cartoviewer_about SET value = '2' WHERE key = 'version'")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(DossierVersionError, match="newer"):
        Dossier.open(path)
    assert path.read_bytes() == before


def test_an_older_dossier_is_upgraded_on_a_copy_and_kept(path: Path):
    before = path.read_bytes()

    def first_to_second(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE cartoviewer_new (x)")

    _upgrade(path, VERSION, {VERSION: first_to_second}, VERSION + 1)
    assert path.with_name(f"dossier.v{VERSION}.gpkg").read_bytes() == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT value FROM cartoviewer_about WHERE key = 'version'").fetchone() == ("2",)
        assert connection.execute("SELECT count(*) FROM cartoviewer_new").fetchone() == (0,)


def test_a_dossier_too_old_to_be_upgraded_is_left_alone(path: Path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE cartoviewer_about SET value = '0' WHERE key = 'version'")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(DossierVersionError, match="cannot bring up to date"):
        Dossier.open(path)
    assert path.read_bytes() == before
    assert {entry.name for entry in path.parent.iterdir()} == {"dossier.gpkg", ".dossier.gpkg.lock"}


def test_an_upgrade_that_fails_leaves_the_dossier_as_it_was(path: Path):
    before = path.read_bytes()

    def fails(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM cartoviewer_about")
        connection.execute("SELECT * FROM nothing")

    with pytest.raises(Problem):
        _upgrade(path, VERSION, {VERSION: fails}, VERSION + 1)
    assert path.read_bytes() == before
    assert len(list(path.parent.glob("*.gpkg"))) == 1


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_dossier_is_refused_and_kept(path: Path, share: float):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    before = path.read_bytes()
    with pytest.raises(DossierDamagedError):
        Dossier.open(path)
    with pytest.raises(DossierDamagedError):
        Dossier.open(path, read_only=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100, b"SQLite format 3\x00" + b"\x07" * 5000])
def test_a_file_that_is_no_dossier_is_refused_in_words(tmp_path: Path, content: bytes):
    path = tmp_path / "notes.gpkg"
    path.write_bytes(content)
    with pytest.raises(DossierDamagedError) as caught:
        Dossier.open(path)
    assert "notes.gpkg" in str(caught.value)
    assert path.read_bytes() == content


def test_a_geopackage_that_is_no_dossier_is_refused_in_words(tmp_path: Path):
    path = tmp_path / "buildings.gpkg"
    squares(5).to_file(path, driver="GPKG")
    with pytest.raises(DossierDamagedError, match="add it as a layer"):
        Dossier.open(path)


def test_a_missing_file_a_folder_and_a_missing_folder_are_told_apart(tmp_path: Path):
    with pytest.raises(DossierError, match="does not exist"):
        Dossier.open(tmp_path / "none.gpkg")
    with pytest.raises(DossierError, match="is a folder"):
        Dossier.open(tmp_path)
    with pytest.raises(DossierError, match="Choose another one"):
        Dossier.create(tmp_path / "none" / "d.gpkg")


_AS_NOBODY = """
import os, sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.errors import DossierReadOnlyError
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
path = Path(sys.argv[1])
for attempt in (lambda: Dossier.open(path), lambda: Dossier.create(path.with_name("new.gpkg"))):
    try:
        attempt()
    except DossierReadOnlyError as error:
        print(error)
with Dossier.open(path, read_only=True) as dossier:
    print(len(dossier.log.fold()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rights of Unix")
def test_in_a_folder_that_cannot_be_written_one_can_read(path: Path):
    folder = path.parent
    for parent in (folder, *folder.parents):
        if parent.owner() == Path.home().owner() and parent.stat().st_mode & 0o005 != 0o005:
            # pytest's folders are closed to other users; only those of this test are opened.
            if "pytest-of-" not in str(parent):
                pytest.skip(f"other users cannot reach {parent}")
            parent.chmod(0o755)
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        first, second, count = _run(_AS_NOBODY, path).splitlines()
    finally:
        folder.chmod(0o755)
    assert "dossier.gpkg cannot be written" in first
    assert "new.gpkg" in second
    assert count == "1"


_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from cartoviewer.document.changes import put
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.errors import DossierWriteError
from cartoviewer.document.history import History
from tests.dossier_specimens import card_of, mark, squares
path = Path(sys.argv[1])
with Dossier.open(path) as dossier:
    history = History(dossier.log, "SITCEN")
    room = path.stat().st_size + 100_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    frame = squares(5000)
    try:
        dossier.add_dataset(frame, card_of(frame))
    except DossierWriteError as error:
        print("refused")
    assert not dossier.cards()
    while True:
        before = history.document
        try:
            history.do(Label("x"), put(before, mark(len(before))))
        except DossierWriteError as error:
            assert history.document == before
            break
    print(history.position)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    history.do(Label("x"), put(history.document, mark(-1)))
"""


def test_a_full_disk_takes_nothing_that_was_done_before(path: Path):
    refused, position = _run(_ON_A_FULL_DISK, path).splitlines()
    assert refused == "refused"
    assert int(position) > 5
    with Dossier.open(path) as dossier:
        assert len(dossier.log) == int(position) + 1
        assert dossier.log.check().ok
        assert len(dossier.log.fold()) == int(position) + 1
        assert not dossier.cards()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


_CREATE_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.errors import DossierWriteError
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
try:
    Dossier.create(Path(sys.argv[1]))
except DossierWriteError as error:
    print(error)
"""


def test_no_half_dossier_is_made_on_a_full_disk(tmp_path: Path):
    path = tmp_path / "new.gpkg"
    assert "new.gpkg" in _run(_CREATE_ON_A_FULL_DISK, path)
    assert not list(tmp_path.glob("*gpkg*.new"))
    assert not path.exists()
    Dossier.create(path).close()


def test_a_busy_file_is_told_in_words(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cartoviewer.document.database.BUSY_SECONDS", 0.05)
    with Dossier.open(path) as dossier, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DossierWriteError, match="Another program"):
            dossier.log.append(edit(2, made(mark(2))))
        other.execute("ROLLBACK")
        assert dossier.log.append(edit(2, made(mark(2)))) == 2


def test_every_problem_can_be_told_in_french_and_dutch(path: Path):
    with Dossier.open(path), pytest.raises(DossierLockedError) as caught:
        Dossier.open(path)
    for language in (Language.FR, Language.NL):
        told = Texts(language)(caught.value.text, **caught.value.values)
        assert told != str(caught.value)
        assert "dossier.gpkg" in told


@pytest.mark.parametrize(
    ("place", "uri"),
    [
        (PurePosixPath("/srv/plan 1?#%.gpkg"), "file:///srv/plan%201%3F%23%25.gpkg"),
        (PureWindowsPath(r"C:\Plans\é.gpkg"), "file:///C:/Plans/%C3%A9.gpkg"),
        (PureWindowsPath(r"\\server\share\d.gpkg"), "file:////server/share/d.gpkg"),
    ],
)
def test_a_path_is_written_as_sqlite_wants_it(place: PurePath, uri: str):
    assert uri_of(place) == uri


@pytest.mark.parametrize("read_only", [True, False])
def test_what_a_crash_left_half_written_is_taken_back_by_whoever_opens_next(path: Path, read_only: bool):
    crashed = path.with_name("crashed.gpkg")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE cartoviewer_half AS SELECT zeroblob(400000)")
        connection.execute("UPDATE cartoviewer_about SET value = value || 'x' WHERE key = 'id'")
        connection.execute("CREATE TABLE cartoviewer_more AS SELECT zeroblob(400000)")
        # What lies on the disk now is what a crash would leave: changed pages, and the journal to undo them.
        shutil.copy(path, crashed)
        shutil.copy(f"{path}-journal", f"{crashed}-journal")
        connection.execute("ROLLBACK")
    assert crashed.stat().st_size != path.stat().st_size
    with Dossier.open(path) as whole, Dossier.open(crashed, read_only=read_only) as dossier:
        assert dossier.id == whole.id
        assert dossier.log.fold() == whole.log.fold()
        assert dossier.log.check().ok


def test_a_copy_of_a_closed_dossier_is_a_dossier(path: Path, tmp_path: Path):
    copy = tmp_path / "copy with spaces & é #1.gpkg"
    shutil.copy(path, copy)
    with Dossier.open(copy) as dossier:
        History(dossier.log, "SITCEN").do(Label("x"), made(mark(5)))
        assert dossier.log.check().ok
