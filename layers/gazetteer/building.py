"""Building the index: sources are read, told apart by their hash, and put together in a new file."""

import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import filelock
import numpy as np
import shapely

from layers.files import date_of, gone_or
from layers.gazetteer.address_table import AddressRows
from layers.gazetteer.index_file import SCHEMA, IndexProblem, open_index
from layers.gazetteer.merging import merge
from layers.gazetteer.sources import Contribution, read_contribution
from layers.progress import NoProgress, Progress, Span
from layers.providers import credit_of

__all__ = ["BuildReport", "SourceOutcome", "add_sources", "cell_of"]

_NOBODY: Final = NoProgress()
_READER: Final = "1"
"""Changes when sources are read in another way, so that they are read again."""
_TRIES: Final = 50
_PAUSE_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What became of one source: `state` is `added`, `replaced` or `unchanged`."""

    path: Path
    state: str
    kind: str
    rows: int
    streets: int
    addresses: int
    names: int
    left_out: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `rebuilt` tells that the old index was damaged and begun anew."""

    path: Path
    outcomes: tuple[SourceOutcome, ...]
    rebuilt: bool = False


def add_sources(index: Path, sources: Sequence[Path], now: datetime, progress: Progress = _NOBODY) -> BuildReport:
    """Add sources to an index, or make it; a source that was added before is read again only if it has changed.

    Parameters
    ----------
    now
        The moment that is written down, with its zone.

    Raises
    ------
    SourceError, LayerReadError, CrsError
        A source cannot be read; the index stays as it was.
    IndexProblem
        The index cannot be written, or somebody else is building it.
    """
    try:
        index.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(index.with_name(index.name + ".lock"), timeout=0)
        with lock:
            return _build(index, sources, now, progress)
    except filelock.Timeout:
        raise IndexProblem(
            "The index “{file}” is being built by somebody else. Wait until that is done.", file=str(index)
        ) from None
    except sqlite3.Error as error:
        raise IndexProblem(
            "The index “{file}” cannot be written: {detail}. Check that the disk has space; the old index stays.",
            file=str(index),
            detail=str(error),
        ) from error


def _build(index: Path, sources: Sequence[Path], now: datetime, progress: Progress) -> BuildReport:
    new = index.with_name(f"{index.name}.{os.getpid()}.new")
    try:
        was_there = index.is_file()
        rebuilt = not _begun_from(index, new)
        outcomes = []
        with closing(sqlite3.connect(new)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -64000")
            changed = False
            for at, path in enumerate(sources):
                share = Span(progress, 0.75 * at / len(sources), 0.75 * (at + 1) / len(sources))
                outcome = _add(connection, path, now, share)
                changed |= outcome.state != "unchanged"
                outcomes.append(outcome)
            if not changed and index.is_file() and not rebuilt:
                return BuildReport(index, tuple(outcomes))
            merge(connection, Span(progress, 0.75, 0.97))
            connection.commit()
            connection.execute("VACUUM")
        _durable(new)
        _put_in_place(new, index)
        progress.step(1.0)
        return BuildReport(index, tuple(outcomes), rebuilt and was_there)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _begun_from(index: Path, new: Path) -> bool:
    """Begin the new file with what the old one has; False where there is no old one that is whole."""
    new.unlink(missing_ok=True)
    if index.is_file():
        try:
            with open_index(index) as old:
                whole = old.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            if whole:
                shutil.copyfile(index, new)
                return True
        except (IndexProblem, sqlite3.Error, OSError) as error:
            # A damaged index of ours is begun anew; another file of the user is never written over.
            if isinstance(error, IndexProblem) and not _is_ours(index):
                raise
    with closing(sqlite3.connect(new)) as connection:
        connection.executescript(SCHEMA)
    return False


def _is_ours(index: Path) -> bool:
    """Tell whether a file that cannot be read as an index lies where only an index can lie."""
    with index.open("rb") as stream:
        head = stream.read(16)
    return index.name.endswith((".sqlite", ".index")) or not head


def _durable(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _put_in_place(new: Path, index: Path) -> None:
    """Replace the old file; on systems where a reader holds it, try until it lets go."""
    for _ in range(_TRIES):
        try:
            new.replace(index)
            return
        except PermissionError:
            time.sleep(_PAUSE_S)
    raise IndexProblem(
        "The index “{file}” is in use and cannot be replaced. Close the other program and try again.",
        file=str(index),
    )


def _hash(path: Path) -> str:
    digest = hashlib.sha256(_READER.encode())
    try:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
    except IsADirectoryError:
        for each in sorted(path.rglob("*")):
            if each.is_file():
                digest.update(f"{each.name} {each.stat().st_size} {each.stat().st_mtime_ns}".encode())
    except OSError as error:
        raise gone_or(path, error) from error
    return digest.hexdigest()


def _add(connection: sqlite3.Connection, path: Path, now: datetime, progress: Progress) -> SourceOutcome:
    progress.step(0.0, "Reading the sources")
    hash_ = _hash(path)
    known = connection.execute(
        "SELECT id, kind, rows, streets, addresses, names, left_out FROM source WHERE hash = ?", (hash_,)
    ).fetchone()
    if known:
        return SourceOutcome(path, "unchanged", *known[1:])
    old = [row[0] for row in connection.execute("SELECT id FROM source WHERE path = ?", (str(path.resolve()),))]
    read = read_contribution(path, progress)
    for source in old:
        _drop(connection, source)
    day = date_of(path)
    doors = sum(len(rows) for rows in read.addresses)
    streets = len(read.streets) + sum(len(rows.streets) for rows in read.addresses)
    cursor = connection.execute(
        "INSERT INTO source"
        " (path, name, kind, hash, date, added, rows, streets, addresses, names, credit, left_out)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            str(path.resolve()),
            path.name,
            read.kind,
            hash_,
            day.isoformat() if day else None,
            now.isoformat(),
            read.rows,
            streets,
            doors,
            len(read.places),
            credit_of(read.columns),
            read.left_out,
        ),
    )
    progress.step(0.95, "Writing the index")
    _write(connection, int(cursor.lastrowid or 0), read)
    return SourceOutcome(
        path,
        "replaced" if old else "added",
        read.kind,
        read.rows,
        streets,
        doors,
        len(read.places),
        read.left_out,
    )


def _drop(connection: sqlite3.Connection, source: int) -> None:
    connection.execute(
        "DELETE FROM address WHERE street IN (SELECT id FROM raw_street WHERE source = ?)", (source,)
    )
    for table in ("raw_street", "place", "kilometre", "boundary"):
        connection.execute(f"DELETE FROM {table} WHERE source = ?", (source,))
    connection.execute("DELETE FROM source WHERE id = ?", (source,))


def _write(connection: sqlite3.Connection, source: int, read: Contribution) -> None:
    connection.executemany(
        "INSERT INTO raw_street (source, fr, nl, nis, postcodes, x, y, geometry, addresses)"
        " VALUES (?, ?, ?, ?, '', NULL, NULL, ?, 0)",
        ((source, street.fr, street.nl, street.nis, shapely.to_wkb(street.geometry)) for street in read.streets),
    )
    for rows in read.addresses:
        if len(rows):
            _write_addresses(connection, source, rows)
    connection.executemany(
        "INSERT INTO place (source, fr, nl, en, category, x, y, radius, geometry, near, twin)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', NULL)",
        (
            (
                source,
                place.fr,
                place.nl,
                place.en,
                place.category,
                place.x,
                place.y,
                place.radius_m,
                shapely.to_wkb(place.geometry) if place.geometry is not None else None,
            )
            for place in read.places
        ),
    )
    connection.executemany(
        "INSERT INTO kilometre (source, road, km, x, y) VALUES (?, ?, ?, ?, ?)",
        ((source, *post) for post in read.kilometres),
    )
    connection.executemany(
        "INSERT INTO boundary (source, nis, geometry) VALUES (?, ?, ?)",
        ((source, nis, shapely.to_wkb(outline)) for nis, outline in read.boundaries),
    )


def cell_of(x: float, y: float) -> int:
    """Give the number of the square of 100 m that a place lies in."""
    return int(x // 100) * 100_000 + int(y // 100)


def _write_addresses(connection: sqlite3.Connection, source: int, rows: AddressRows) -> None:
    (first,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM raw_street").fetchone()
    counts = np.bincount(rows.street, minlength=len(rows.streets))
    sums = np.column_stack(
        [np.bincount(rows.street, weights=rows.xy[:, axis], minlength=len(rows.streets)) for axis in (0, 1)]
    )
    middles = sums / np.maximum(counts, 1)[:, None]
    postcodes: list[set[str]] = [set() for _ in rows.streets]
    for street, postcode in zip(rows.street.tolist(), rows.postcode.tolist(), strict=True):
        if postcode:
            postcodes[street].add(postcode)
    connection.executemany(
        "INSERT INTO raw_street (id, source, fr, nl, nis, postcodes, x, y, geometry, addresses)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)",
        (
            (
                first + at,
                source,
                fr,
                nl,
                nis,
                " ".join(sorted(postcodes[at])),
                *middles[at].tolist(),
                int(counts[at]),
            )
            for at, (fr, nl, nis) in enumerate(rows.streets)
            if counts[at]
        ),
    )
    metres = np.floor(rows.xy / 100).astype(np.int64)
    cells = metres[:, 0] * 100_000 + metres[:, 1]
    centimetres = np.round(rows.xy * 100).astype(np.int64)
    values: Iterable[tuple[object, ...]] = zip(
        (rows.street + first).tolist(),
        rows.number.tolist(),
        rows.suffix.tolist(),
        rows.postcode.tolist(),
        rows.upto.tolist(),
        centimetres[:, 0].tolist(),
        centimetres[:, 1].tolist(),
        cells.tolist(),
        strict=True,
    )
    connection.executemany("INSERT OR IGNORE INTO address VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
