"""The append-only log of edits, each row chained to the one before by its hash."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, Literal, Protocol

import msgspec

from cartoviewer.document.database import Database
from cartoviewer.document.document import EMPTY, EditConflict, MapDocument
from cartoviewer.document.edit import Edit, decode_edit, encode_edit
from cartoviewer.document.errors import DossierDamagedError
from resources.texts import Language, Texts

__all__ = ["SCHEMA", "ChainCheck", "ChainFault", "Follower", "Log", "LogEntry", "genesis"]

SCHEMA: Final = """
CREATE TABLE cartoviewer_log (
    position INTEGER PRIMARY KEY NOT NULL,
    moment TEXT NOT NULL,
    author TEXT NOT NULL,
    label TEXT NOT NULL,
    edit TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE cartoviewer_log_head (
    only INTEGER PRIMARY KEY NOT NULL CHECK (only = 1),
    position INTEGER NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX cartoviewer_log_moment ON cartoviewer_log (moment);
CREATE TRIGGER cartoviewer_log_no_update BEFORE UPDATE ON cartoviewer_log
BEGIN SELECT RAISE(ABORT, 'the log of a dossier is append-only'); END;
CREATE TRIGGER cartoviewer_log_no_delete BEFORE DELETE ON cartoviewer_log
BEGIN SELECT RAISE(ABORT, 'the log of a dossier is append-only'); END;
"""

_ROWS_AT_ONCE: Final = 2000
_CHECKPOINT_EVERY: Final = 2000
_ENGLISH: Final = Texts(Language.EN)


class Follower(Protocol):
    """Keeps tables beside the log up to date, in the very transaction that appends the edit."""

    def follow(self, connection: sqlite3.Connection, edit: Edit) -> None:
        """Write what `edit` changes; work in proportion to the edit, not to the dossier."""
        ...


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row of the log."""

    position: int
    edit: Edit
    hash: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A row that is not as it was written, or is no more."""

    position: int
    kind: Literal["altered", "removed", "misplaced"]


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What checking the chain of hashes found: how many rows were read, and every fault."""

    entries: int
    faults: tuple[ChainFault, ...]

    @property
    def ok(self) -> bool:
        """Tell that nothing was altered, removed or put elsewhere."""
        return not self.faults


def genesis(dossier_id: str) -> str:
    """Give the hash that stands before the first row: no row of another dossier fits in this one."""
    return sha256(f"cartoviewer dossier {dossier_id}".encode()).hexdigest()


class Log:
    """The edits of a dossier, in the order they were made.

    Parameters
    ----------
    database
        Holds the log's tables.
    dossier_id
        What the first row's hash starts from.
    followers
        What is kept up to date in the same transaction.
    """

    def __init__(self, database: Database, dossier_id: str, followers: Sequence[Follower] = ()) -> None:
        self._database = database
        self._genesis = genesis(dossier_id)
        self._followers = tuple(followers)
        # Documents at every so many positions: the past of a long operation is near at hand.
        self._checkpoints: dict[int, MapDocument] = {0: EMPTY}
        # Who shows an edit need not read it back from the disk. Nobody else appends to a dossier that we write.
        self._newest: LogEntry | None = None

    def __len__(self) -> int:
        with self._database.read() as connection:
            return self._head(connection)[0]

    def append(self, edit: Edit) -> int:
        """Write an edit to the disk and give its position, 1 for the first.

        Raises
        ------
        ValueError
            The edit would not come back as it is: a number that is not finite, a moment without a time zone.
        DossierReadOnlyError
            The dossier is open for reading.
        DossierWriteError
            The disk did not take it; the dossier is as it was before.
        """
        written = encode_edit(edit)
        if edit.moment.tzinfo is None or not _comes_back(edit, written):
            raise ValueError(f"the edit {edit.id} would not come back from the log as it is")
        with self._database.write() as connection:
            last, before = self._head(connection)
            position = last + 1
            row = (position, *_readable(edit), written.decode())
            after = _chained(before, row)
            connection.execute("INSERT INTO cartoviewer_log VALUES (?, ?, ?, ?, ?, ?)", (*row, after))
            connection.execute("UPDATE cartoviewer_log_head SET position = ?, hash = ?", (position, after))
            for follower in self._followers:
                follower.follow(connection, edit)
        self._newest = LogEntry(position, edit, after)
        return position

    def entries(self, after: int = 0) -> Iterator[LogEntry]:
        """Give the rows behind position `after`, in order. Short reads: appending goes on meanwhile."""
        newest = self._newest
        if newest is not None and newest.position == after + 1:
            yield newest
            return
        while True:
            with self._database.read() as connection:
                rows = connection.execute(
                    "SELECT position, edit, hash FROM cartoviewer_log WHERE position > ? ORDER BY position LIMIT ?",
                    (after, _ROWS_AT_ONCE),
                ).fetchall()
            for position, written, digest in rows:
                yield LogEntry(position, self._read(position, written), digest)
            if len(rows) < _ROWS_AT_ONCE:
                return
            after = rows[-1][0]

    def fold(self, upto: int | datetime | None = None) -> MapDocument:
        """Give the document as it stood at a position, at a moment, or as it stands now.

        Parameters
        ----------
        upto
            The last position that counts (0: the empty document), or a moment: everything up to the last edit
            that was made at or before it.

        Raises
        ------
        DossierDamagedError
            A row cannot be read or does not fit what is before it.
        """
        last = self.position_at(upto) if isinstance(upto, datetime) else upto
        if last is None:
            last = len(self)
        start = max(mark for mark in tuple(self._checkpoints) if mark <= max(last, 0))
        document = self._checkpoints[start]
        while start < last:
            stop = min((start // _CHECKPOINT_EVERY + 1) * _CHECKPOINT_EVERY, last)
            document, reached = self._applied(document, start, stop)
            if reached < stop:
                break
            start = stop
            if start % _CHECKPOINT_EVERY == 0:
                self._checkpoints[start] = document
        return document

    def position_at(self, moment: datetime) -> int:
        """Give the last position whose edit was made at or before `moment`; 0 when there is none."""
        with self._database.read() as connection:
            (found,) = connection.execute(
                "SELECT max(position) FROM cartoviewer_log WHERE moment <= ?", (_moment(moment),)
            ).fetchone()
        return int(found or 0)

    def check(self) -> ChainCheck:
        """Follow the chain of hashes from the first row to the last and tell every row that breaks it."""
        faults: list[ChainFault] = []
        before, expected, count = self._genesis, 1, 0
        last, head = 0, before
        with self._database.read() as connection:
            # One statement for the head and the rows: what is appended meanwhile is not taken for a forgery.
            rows = connection.execute(
                "SELECT head.position, head.hash, log.position, moment, author, label, edit, log.hash"
                " FROM cartoviewer_log_head AS head LEFT JOIN cartoviewer_log AS log ORDER BY log.position"
            )
            for last, head, *row, digest in rows:  # noqa: B007 - compared when all are read
                position = row[0]
                if position is None:
                    break
                count += 1
                faults += [ChainFault(missing, "removed") for missing in range(expected, min(position, last + 1))]
                if not 1 <= position <= last:
                    faults.append(ChainFault(position, "misplaced"))
                    continue
                # Behind a gap the hash of the row before is not known; the gap is the fault then.
                if position == expected and _chained(before, tuple(row)) != digest:
                    faults.append(ChainFault(position, "altered"))
                before, expected = digest, position + 1
        faults += [ChainFault(missing, "removed") for missing in range(expected, last + 1)]
        if not faults and before != head:
            faults.append(ChainFault(last, "altered"))
        return ChainCheck(count, tuple(sorted(set(faults), key=lambda fault: fault.position)))

    def _applied(self, document: MapDocument, start: int, stop: int) -> tuple[MapDocument, int]:
        """Apply the rows in (start, stop] and tell the last position that was there."""
        reached = start
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT position, edit FROM cartoviewer_log WHERE position > ? AND position <= ? ORDER BY position",
                (start, stop),
            ).fetchall()
        edits = []
        for position, written in rows:
            reached = position
            edits.append(self._read(position, written))
        return self.continued(document, edits), reached

    @staticmethod
    def continued(document: MapDocument, edits: Iterable[Edit]) -> MapDocument:
        """Apply edits of the log to the document that was before them.

        Raises
        ------
        DossierDamagedError
            One of them does not fit what is before it.
        """
        try:
            return document.apply_all(edits)
        except EditConflict as error:
            record, edit = error.args
            raise DossierDamagedError(
                "The log of the dossier does not fit together: edit {edit} expects another state of {record}. "
                "Nothing was changed; keep the file, and open the last copy.",
                edit=edit,
                record=record,
            ) from error

    @staticmethod
    def _head(connection: sqlite3.Connection) -> tuple[int, str]:
        position, digest = connection.execute("SELECT position, hash FROM cartoviewer_log_head").fetchone()
        return position, digest

    @staticmethod
    def _read(position: int, written: str) -> Edit:
        try:
            return decode_edit(written)
        except msgspec.DecodeError as error:
            raise DossierDamagedError(
                "Entry {position} of the dossier's log cannot be read ({detail}). Nothing was changed; keep the "
                "file, and open the last copy.",
                position=position,
                detail=str(error),
            ) from error


def _comes_back(edit: Edit, written: bytes) -> bool:
    try:
        return decode_edit(written) == edit
    except msgspec.DecodeError:
        return False


def _chained(before: str, row: tuple[object, ...]) -> str:
    """Give the hash of a row (all its columns but the hash) that stands behind one with the hash `before`."""
    return sha256(msgspec.json.encode((before, *row))).hexdigest()


def _moment(moment: datetime) -> str:
    """Write a moment so that the order of the texts is the order of the moments."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _readable(edit: Edit) -> tuple[str, str, str]:
    """Give the columns that are there for people who open the log in another program."""
    return (_moment(edit.moment), edit.author, edit.write(_ENGLISH))
