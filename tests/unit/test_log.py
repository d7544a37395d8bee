"""The log of edits: durable, chained, foldable to any moment."""

import math
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from bnip.record import Place
from cartoviewer.document.document import EMPTY
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Change, decode_edit, encode_edit
from cartoviewer.document.errors import DossierDamagedError
from cartoviewer.document.log import ChainFault
from cartoviewer.document.record import AnyRecord, decode_record, encode_record
from resources.texts import Language, Texts
from tests.dossier_specimens import EVERY_KIND, INCIDENT, LAYER, NOON, edit, made, mark


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Give a closed dossier with ten edits, each of which places a mark."""
    path = tmp_path / "dossier.gpkg"
    with Dossier.create(path, dossier_id="d1") as dossier:
        for number in range(1, 11):
            dossier.log.append(edit(number, made(mark(number))))
    return path


def _forge(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER cartoviewer_log_no_update")
        connection.execute("DROP TRIGGER cartoviewer_log_no_delete")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def _faults(path: Path) -> tuple[ChainFault, ...]:
    with Dossier.open(path) as dossier:
        return dossier.log.check().faults


@pytest.mark.parametrize("record", EVERY_KIND, ids=lambda record: type(record).__name__)
def test_every_kind_of_record_comes_back_from_json(record: AnyRecord):
    assert decode_record(encode_record(record)) == record
    whole = edit(1, Change(record.id, None, record), Change(record.id, record, None))
    assert decode_edit(encode_edit(whole)) == whole


def test_positions_count_from_one_and_entries_come_in_order(written: Path):
    with Dossier.open(written) as dossier:
        assert len(dossier.log) == 10
        assert [entry.position for entry in dossier.log.entries()] == list(range(1, 11))
        assert [entry.edit.id for entry in dossier.log.entries(8)] == ["e9", "e10"]
        assert dossier.log.append(edit(11, made(INCIDENT))) == 11


def test_the_document_can_be_seen_at_any_position(written: Path):
    with Dossier.open(written) as dossier:
        assert dossier.log.fold(0) == EMPTY
        for position in range(1, 11):
            assert {record.id for record in dossier.log.fold(position)} == {f"m{n}" for n in range(1, position + 1)}
        assert dossier.log.fold(99) == dossier.log.fold() == dossier.log.fold(10)


def test_the_document_can_be_seen_at_any_moment(written: Path):
    with Dossier.open(written) as dossier:
        fold = dossier.log.fold
        assert fold(NOON) == EMPTY
        assert fold(NOON + timedelta(minutes=4)) == fold(4)
        assert fold(NOON + timedelta(minutes=4, seconds=59, microseconds=999_999)) == fold(4)
        assert fold(NOON + timedelta(days=1)) == fold(10)


def test_many_edits_are_folded_past_the_kept_documents(tmp_path: Path):
    with Dossier.create(tmp_path / "d.gpkg") as dossier:
        with dossier._database.write() as connection:
            connection.execute("PRAGMA synchronous")
        dossier._database._writer.execute("PRAGMA synchronous = OFF")
        for number in range(1, 4106):
            before = mark(number % 50) if number > 50 else None
            after = msgspec.structs.replace(mark(number % 50), number=str(number))
            previous = msgspec.structs.replace(before, number=str(number - 50)) if before else None
            dossier.log.append(edit(number, Change(after.id, previous, after)))
        latest = dossier.log.fold()
        assert {record.number for record in latest} == {str(number) for number in range(4056, 4106)}
        assert {record.number for record in dossier.log.fold(2003)} == {str(n) for n in range(1954, 2004)}
        assert dossier.log.fold() == latest


def test_an_edit_costs_the_same_in_a_large_dossier_as_in_a_small_one(tmp_path: Path):
    with Dossier.create(tmp_path / "d.gpkg") as dossier:
        writer = dossier._database._writer
        writer.execute("PRAGMA synchronous = OFF")
        rows, steps = [], []
        for number in range(1, 1501):
            before, count = writer.total_changes, [0]

            def step(count: list[int] = count) -> None:
                count[0] += 1

            writer.set_progress_handler(step, 10)
            dossier.log.append(edit(number, made(mark(number))))
            rows.append(writer.total_changes - before)
            steps.append(count[0])
        writer.set_progress_handler(None, 0)
    assert set(rows) == {rows[0]}
    assert max(steps[-100:]) <= 1.2 * max(steps[:100])


def test_an_untouched_log_is_found_sound(written: Path):
    with Dossier.open(written) as dossier:
        check = dossier.log.check()
    assert check.ok
    assert check.entries == 10


def test_an_empty_log_is_found_sound(tmp_path: Path):
    with Dossier.create(tmp_path / "d.gpkg") as dossier:
        assert dossier.log.check().ok


@pytest.mark.parametrize(
    "change",
    [
        "edit = replace(edit, '149004.0', '149004.1')",
        "author = 'someone else'",
        "moment = '2026-11-23T12:03:59.000000Z'",
        "label = 'Nothing happened'",
        "hash = replace(hash, substr(hash, 1, 1), 'x')",
    ],
)
def test_an_altered_row_is_found_and_named(written: Path, change: str):
    _forge(written, f"UPDATE cartoviewer_log SET {change} WHERE position = 4")
    faults = _faults(written)
    assert faults[0] == ChainFault(4, "altered")
    # A forged hash also shows in the row that was built on it.
    assert {fault.position for fault in faults} <= {4, 5}


def test_a_removed_row_is_found_and_named(written: Path):
    _forge(written, "DELETE FROM cartoviewer_log WHERE position IN (3, 4)")
    assert _faults(written) == (ChainFault(3, "removed"), ChainFault(4, "removed"))


def test_rows_removed_from_the_end_are_found(written: Path):
    _forge(written, "DELETE FROM cartoviewer_log WHERE position > 8")
    assert _faults(written) == (ChainFault(9, "removed"), ChainFault(10, "removed"))


def test_a_log_that_was_emptied_is_found(written: Path):
    _forge(written, "DELETE FROM cartoviewer_log")
    assert [fault.kind for fault in _faults(written)] == ["removed"] * 10


def test_rows_that_were_exchanged_are_found(written: Path):
    _forge(
        written,
        "UPDATE cartoviewer_log SET position = -1 WHERE position = 5",
        "UPDATE cartoviewer_log SET position = 5 WHERE position = 6",
        "UPDATE cartoviewer_log SET position = 6 WHERE position = -1",
    )
    assert {5, 6} <= {fault.position for fault in _faults(written)} <= {5, 6, 7}


def test_a_row_that_was_slipped_in_is_found(written: Path):
    _forge(
        written,
        "INSERT INTO cartoviewer_log SELECT 11, moment, author, label, edit, hash FROM cartoviewer_log"
        " WHERE position = 10",
    )
    assert _faults(written) == (ChainFault(11, "misplaced"),)


def test_a_row_removed_with_all_later_positions_counted_anew_is_found(written: Path):
    _forge(
        written,
        "DELETE FROM cartoviewer_log WHERE position = 5",
        "UPDATE cartoviewer_log SET position = position - 1 WHERE position = 6",
    )
    assert 5 in {fault.position for fault in _faults(written)}


def test_the_log_of_another_dossier_does_not_fit(written: Path, tmp_path: Path):
    other = tmp_path / "other.gpkg"
    with Dossier.create(other, dossier_id="d2") as dossier:
        for number in range(1, 11):
            dossier.log.append(edit(number, made(mark(number))))
    with closing(sqlite3.connect(other)) as connection:
        ours = connection.execute("SELECT * FROM cartoviewer_log WHERE position = 1").fetchone()
    with closing(sqlite3.connect(written)) as connection:
        theirs = connection.execute("SELECT * FROM cartoviewer_log WHERE position = 1").fetchone()
    assert ours[:-1] == theirs[:-1]
    assert ours[-1] != theirs[-1]


def test_sqlite_itself_refuses_to_change_the_log(written: Path):
    with closing(sqlite3.connect(written)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("UPDATE cartoviewer_log SET author = 'x'")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("DELETE FROM cartoviewer_log")


def test_an_entry_that_cannot_be_read_is_named(written: Path):
    _forge(written, "UPDATE cartoviewer_log SET edit = '{' WHERE position = 7")
    with Dossier.open(written) as dossier, pytest.raises(DossierDamagedError, match="Entry 7"):
        dossier.log.fold()


def test_an_entry_that_does_not_fit_is_named(written: Path):
    _forge(written, "UPDATE cartoviewer_log SET edit = replace(edit, '\"m7\"', '\"m6\"') WHERE position = 7")
    with (
        Dossier.open(written) as dossier,
        pytest.raises(DossierDamagedError, match="e7 expects another state of m6"),
    ):
        dossier.log.fold()


def test_what_would_not_come_back_is_not_written(written: Path):
    broken = msgspec.structs.replace(INCIDENT, place=Place(math.nan, 170_000.0))
    with Dossier.open(written) as dossier:
        with pytest.raises(ValueError, match="come back"):
            dossier.log.append(edit(11, made(broken)))
        naive = msgspec.structs.replace(edit(11, made(INCIDENT)), moment=NOON.replace(tzinfo=None))
        with pytest.raises(ValueError, match="come back"):
            dossier.log.append(naive)
        assert len(dossier.log) == 10
        assert dossier.log.check().ok


def test_an_edit_is_told_in_the_language_of_the_reader():
    label = msgspec.structs.replace(edit(1).label, text="Layer added: {name}", values={"name": LAYER.names})
    plain = msgspec.structs.replace(edit(1), label=label)
    assert plain.write(Texts(Language.EN)) == "Layer added: Shelters"
    assert "Abris" in plain.write(Texts(Language.FR))
    undone = msgspec.structs.replace(plain, undoes="e0").write(Texts(Language.NL))
    assert "Schuilplaatsen" in undone
    assert undone != plain.write(Texts(Language.NL))
