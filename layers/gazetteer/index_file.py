"""The index: one SQLite file with what is known by name, where it comes from and of which day it is.

It is never changed in place. A build writes a new file beside it and puts that in its place, so whoever searches
goes on with the old one meanwhile, and a build that fails or is stopped leaves nothing behind.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import platformdirs

from layers.errors import Problem

__all__ = [
    "INDEX_NAME",
    "SCHEMA",
    "IndexInfo",
    "IndexProblem",
    "IndexSource",
    "index_beside",
    "index_info",
    "open_index",
    "users_index",
]

INDEX_NAME: Final = "cartoviewer-places.sqlite"
_APPLICATION: Final = 0x43564758
_VERSION: Final = 1

SCHEMA: Final = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
CREATE TABLE source (
    id INTEGER PRIMARY KEY, path TEXT, name TEXT NOT NULL, kind TEXT NOT NULL, hash TEXT NOT NULL, date TEXT,
    added TEXT NOT NULL, rows INTEGER NOT NULL, streets INTEGER NOT NULL, addresses INTEGER NOT NULL,
    names INTEGER NOT NULL, credit TEXT NOT NULL, left_out INTEGER NOT NULL
);
CREATE TABLE raw_street (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, fr TEXT NOT NULL, nl TEXT NOT NULL, nis TEXT NOT NULL,
    postcodes TEXT NOT NULL, x REAL, y REAL, geometry BLOB, addresses INTEGER NOT NULL, street INTEGER
);
CREATE TABLE address (
    street INTEGER NOT NULL, number INTEGER NOT NULL, suffix TEXT NOT NULL, postcode TEXT NOT NULL,
    upto INTEGER NOT NULL, x INTEGER NOT NULL, y INTEGER NOT NULL, cell INTEGER NOT NULL,
    PRIMARY KEY (street, number, suffix, postcode)
) WITHOUT ROWID;
CREATE TABLE street (
    id INTEGER PRIMARY KEY, fr TEXT NOT NULL, nl TEXT NOT NULL, nis TEXT NOT NULL, postcodes TEXT NOT NULL,
    x REAL, y REAL, radius REAL, west REAL, south REAL, east REAL, north REAL, length REAL NOT NULL,
    addresses INTEGER NOT NULL, geometry BLOB, raws TEXT NOT NULL
);
CREATE TABLE crossing (
    a INTEGER NOT NULL, b INTEGER NOT NULL, x REAL NOT NULL, y REAL NOT NULL, radius REAL NOT NULL
);
CREATE TABLE place (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, fr TEXT NOT NULL, nl TEXT NOT NULL, en TEXT NOT NULL,
    category TEXT NOT NULL, x REAL NOT NULL, y REAL NOT NULL, radius REAL NOT NULL, geometry BLOB,
    near TEXT NOT NULL, twin INTEGER
);
CREATE TABLE kilometre (
    source INTEGER NOT NULL, road TEXT NOT NULL, km REAL NOT NULL, x REAL NOT NULL, y REAL NOT NULL
);
CREATE TABLE grams (kind TEXT PRIMARY KEY, keys BLOB, starts BLOB, postings BLOB, names BLOB);
CREATE TABLE boundary (source INTEGER NOT NULL, nis TEXT NOT NULL, geometry BLOB NOT NULL);
"""


class IndexProblem(Problem):
    """The index of places is not there, is damaged or cannot be used."""


@dataclass(frozen=True, slots=True)
class IndexSource:
    """A source of the index, as it was when it was read."""

    name: str
    path: str
    kind: str
    hash: str
    date: date | None
    added: datetime
    rows: int
    streets: int
    addresses: int
    names: int
    credit: str
    left_out: int


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index holds."""

    path: Path
    size: int
    built: datetime | None
    streets: int
    addresses: int
    crossings: int
    places: int
    kilometres: int
    sources: tuple[IndexSource, ...]


def users_index() -> Path:
    """Give where the user's own index lies, whether it is there or not."""
    return Path(platformdirs.user_data_dir("CartoViewer", appauthor=False)) / INDEX_NAME


def index_beside(dossier: Path | None) -> Path:
    """Give the index that lies beside a dossier, where one lies there; else the user's own."""
    if dossier is not None and (dossier.parent / INDEX_NAME).is_file():
        return dossier.parent / INDEX_NAME
    return users_index()


@contextmanager
def open_index(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an index for reading.

    Raises
    ------
    IndexProblem
        It is not there, is damaged, or was made by another version of the program.
    """
    if not path.is_file():
        raise missing(path)
    try:
        # A URI cannot make a file where there is none.
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    except sqlite3.Error as error:
        raise damaged(path, error) from None
    try:
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error as error:
            raise damaged(path, error) from None
        if application != _APPLICATION:
            raise IndexProblem(
                "“{file}” is no index of places. Give another file, or build one with `cartoviewer index add`.",
                file=str(path),
            )
        if version != _VERSION:
            raise IndexProblem(
                "The index “{file}” was made by another version of the program. Build it again with "
                "`cartoviewer index add`.",
                file=str(path),
            )
        yield connection
    finally:
        connection.close()


def missing(path: Path) -> IndexProblem:
    """Say that there is no index."""
    return IndexProblem(
        "There is no index of places at “{file}”. Build it with “Index of places…” in the Layers menu, or with "
        "`cartoviewer index add SOURCE…`.",
        file=str(path),
    )


def damaged(path: Path, error: BaseException) -> IndexProblem:
    """Say that an index cannot be read."""
    if not path.exists():
        return IndexProblem(
            "The index of places “{file}” has vanished. Coordinates and the names of the dossier are still found; "
            "build it again with “Index of places…” in the Layers menu, or with `cartoviewer index add SOURCE…`.",
            file=str(path),
        )
    return IndexProblem(
        "The index of places “{file}” is damaged ({detail}). Coordinates and the names of the dossier are still "
        "found; build it again with “Index of places…” in the Layers menu, or with "
        "`cartoviewer index add SOURCE…`.",
        file=str(path),
        detail=str(error),
    )


def index_info(path: Path) -> IndexInfo:
    """Tell what an index holds.

    Raises
    ------
    IndexProblem
        It is not there or damaged.
    """
    with open_index(path) as connection:
        try:
            sources = tuple(_source(row) for row in connection.execute("SELECT * FROM source ORDER BY id"))

            def count(what: str) -> int:
                return int(connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])

            return IndexInfo(
                path,
                path.stat().st_size,
                max((source.added for source in sources), default=None),
                count("street"),
                count("address"),
                count("crossing"),
                count("place WHERE twin IS NULL"),
                count("kilometre"),
                sources,
            )
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            raise damaged(path, error) from None


def _source(row: tuple[Any, ...]) -> IndexSource:
    _, path, name, kind, hash_, day, added, rows, streets, addresses, names, credit, left_out = row
    return IndexSource(
        name,
        path or "",
        kind,
        hash_,
        date.fromisoformat(day) if day else None,
        datetime.fromisoformat(added),
        rows,
        streets,
        addresses,
        names,
        credit,
        left_out,
    )
