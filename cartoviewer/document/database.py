"""The SQLite database in a dossier file: durable writing, many readers, errors in words.

One thing must be known by everyone who works on this: on Unix, the locks of SQLite belong to the process. When
any other library in this process opens and closes the same file (GDAL, a plain copy), the locks are gone. So a
dossier that is open is read and written through this class only; tables from GDAL come in through a file of
their own (see `storing.py`).
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import quote

from cartoviewer.document.errors import (
    DossierDamagedError,
    DossierError,
    DossierReadOnlyError,
    DossierWriteError,
)

__all__ = ["Database", "problem_of", "uri_of"]

BUSY_SECONDS: Final = 10.0
_JOURNAL_BYTES: Final = 1_048_576
"""So much of the journal stays between edits; what a large one needed more is given back."""


class Database:
    """Connections to one dossier file: one that writes, and as many readers as there are threads.

    Parameters
    ----------
    path
        An existing GeoPackage.
    read_only
        Write nothing of one's own.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path: Final = path
        self.read_only: Final = read_only
        self._idle: list[sqlite3.Connection] = []
        self._guard: Final = threading.Lock()
        # Two locks make a fair one: whoever waits for the second holds the first, so that a long import, which
        # writes in many short transactions, lets an edit of the user in between.
        self._queue: Final = threading.Lock()
        self._turn: Final = threading.Lock()
        self._writer: sqlite3.Connection | None = None
        self._closed = False
        with self._in_words():
            if not read_only:
                self._writer = self._connect("rw")
                # PERSIST rather than DELETE: that the journal holds no more is synced, the removal of a file is
                # not; rather than TRUNCATE: a file that keeps its length is synced without the file system's own
                # journal, which is most of what an edit waits for; and no WAL, whose shared memory does not work
                # between the machines of a network share.
                self._writer.execute("PRAGMA journal_mode = PERSIST")
                self._writer.execute(f"PRAGMA journal_size_limit = {_JOURNAL_BYTES}")
                self._writer.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Close every connection, one that is reading when it has done; used afterwards it raises DossierError."""
        with self._queue, self._turn, self._guard:
            self._closed = True
            if self._writer is not None:
                # Leaves no spent journal beside the dossier; it stays, and does no harm, while others read.
                with suppress(sqlite3.Error):
                    self._writer.execute("PRAGMA journal_mode = DELETE")
                self._writer.close()
                self._writer = None
            # What another thread reads with is closed by that thread: SQLite crashes when it is closed under it.
            for connection in self._idle:
                connection.close()
            self._idle.clear()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give a connection inside a transaction that is on the disk when the block ends, or has never been.

        Raises
        ------
        DossierReadOnlyError
            The dossier is open for reading.
        DossierWriteError
            The disk is full or fails.
        """
        with self._queue:
            self._turn.acquire()
        try:
            connection = self._writer
            if connection is None:
                raise self._no_writer()
            with self._in_words():
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    # After some errors (a full disk) SQLite has rolled back by itself.
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise
        finally:
            self._turn.release()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for reading that no other thread uses meanwhile. Keep each statement short."""
        with self._in_words():
            connection = self._lend()
            try:
                yield connection
            finally:
                with self._guard:
                    if self._closed:
                        connection.close()
                    else:
                        self._idle.append(connection)

    def _lend(self) -> sqlite3.Connection:
        with self._guard:
            if self._closed:
                raise DossierError("The dossier {file} is closed. Open it again to go on.", file=self.path.name)
            if self._idle:
                return self._idle.pop()
            # Reading needs no right to write, but a journal left by a crash must be rolled back by whoever comes.
            connection = self._connect("rw" if os.access(self.path, os.W_OK) else "ro")
            connection.execute("PRAGMA query_only = ON")
            return connection

    def _connect(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{uri_of(self.path.absolute())}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = OFF")
        return connection

    def _no_writer(self) -> DossierError:
        if self._closed:
            return DossierError("The dossier {file} is closed. Open it again to go on.", file=self.path.name)
        return DossierReadOnlyError(
            "The dossier {file} is open for reading only: nothing was changed.", file=self.path.name
        )

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # an error of ours, not of the file
        except sqlite3.Error as error:
            raise problem_of(error, self.path) from error


def uri_of(path: PurePath) -> str:
    """Write an absolute path as SQLite wants it: a network share (`//server/share`) has four slashes."""
    written = path.as_posix()
    return "file://" + ("" if written.startswith("/") else "/") + quote(written, safe="/:")


def problem_of(error: sqlite3.Error, path: Path) -> DossierError:
    """Say in words what SQLite reports about the file at `path`."""
    # The primary code is in the lowest byte; the rest tells which system call it was.
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    name = path.name
    if code == sqlite3.SQLITE_FULL:
        return DossierWriteError(
            "The disk is full: the last step was not written to {file}. Free some space and do it again; "
            "everything before it is safe.",
            file=name,
        )
    if code == sqlite3.SQLITE_IOERR:
        return DossierWriteError(
            "The disk or the network did not take the last step for {file}. Check that the disk has space and "
            "that the share can be reached, and do it again; everything before it is safe.",
            file=name,
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DossierWriteError(
            "Another program keeps {file} busy. Close it there (QGIS, a backup) and do the last step again.",
            file=name,
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return DossierReadOnlyError(
            "{file} cannot be written: the file or its folder is read-only. Open it for reading, or copy it to "
            "a folder of your own.",
            file=name,
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return DossierError(
            "{file} cannot be opened. Check that it is still there and that you may read it and its folder.",
            file=name,
        )
    return DossierDamagedError(
        "{file} is damaged or is not a dossier. Nothing was changed in it; keep it, and open the last copy.",
        file=name,
        detail=str(error),
    )
