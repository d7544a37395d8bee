"""Datasets that lie in the dossier, read when somebody asks and kept while the dossier is open."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from cartoviewer.document.database import Database
from cartoviewer.document.errors import DossierDamagedError
from cartoviewer.document.geometry_reading import shapes_of
from cartoviewer.document.geopackage import GEOMETRY_COLUMN, quoted
from layers.crs import transform_shapes
from layers.dataset import DatasetCard
from layers.shapes import Shapes

__all__ = ["StoredDataset", "StoredDatasets", "conversion_of"]

# So many features are unpacked at once: shapely keeps Python's lock meanwhile, and a window waits for it.
_ROWS_AT_ONCE: Final = 500
_FARTHEST: Final = 1e9
"""Metres or degrees: ten times what `layers.outlines` lets in."""


class StoredDataset:
    """A feature table of the dossier as a `layers.dataset.Dataset`; may be asked from any thread.

    Parameters
    ----------
    database
        The dossier.
    card
        The dataset's card; `card.table` names the table.
    """

    def __init__(self, database: Database, card: DatasetCard) -> None:
        self._database: Final = database
        self._card: Final = card
        self._shapes: dict[int, Shapes] = {}
        self._columns: dict[str, npt.NDArray[np.object_]] = {}
        self._types: dict[str, str] | None = None
        self._guard: Final = threading.RLock()

    @property
    def card(self) -> DatasetCard:
        """The identity card."""
        return self._card

    def shapes(self, epsg: int) -> Shapes:
        """Give the geometry of all features in the CRS with this EPSG code; kept once read."""
        with self._guard:
            if epsg not in self._shapes:
                own = self._shapes.get(self._card.epsg) or self._read_shapes()
                self._shapes[epsg] = (
                    own if epsg == self._card.epsg else transform_shapes(own, self._card.epsg, epsg)
                )
            return self._shapes[epsg]

    def column(self, field: str) -> npt.NDArray[np.object_]:
        """Give one field of all features, None where it is empty. Raises KeyError for an unknown field."""
        with self._guard:
            if field not in self._columns:
                convert = conversion_of(self._field_types()[field])
                found = [convert(row[1]) for rows in self._rows(quoted(field)) for row in rows]
                values = np.empty(len(found), dtype=np.object_)
                values[:] = found
                self._columns[field] = values
            return self._columns[field]

    def row(self, index: int) -> Mapping[str, Any]:
        """Give all fields of one feature. Raises IndexError where there is no such feature."""
        if not 0 <= index < self._card.count:
            raise IndexError(index)
        types = self._field_types()
        columns = ", ".join(map(quoted, types)) or "NULL"
        with self._database.read() as connection:
            # The rows were numbered from 1 when they were written, and are never changed by us.
            found = connection.execute(
                f"SELECT {columns} FROM {quoted(self._card.table)} WHERE rowid = ?", (index + 1,)
            ).fetchone()
        if found is None:
            raise self._altered()
        return {
            name: conversion_of(kind)(value)
            for (name, kind), value in zip(types.items(), found if types else (), strict=True)
        }

    def _field_types(self) -> dict[str, str]:
        """Give the SQL type of each field; the row's number and the geometry are no fields."""
        with self._guard:
            if self._types is None:
                with self._database.read() as connection:
                    columns = connection.execute(f"PRAGMA table_info({quoted(self._card.table)})").fetchall()
                self._types = {
                    name: kind.upper()
                    for _, name, kind, _, _, is_key in columns
                    if not is_key and name != GEOMETRY_COLUMN
                }
            return self._types

    def _read_shapes(self) -> Shapes:
        kind = self._card.kind
        pieces = [shapes_of([blob for _, blob in rows], kind) for rows in self._rows(GEOMETRY_COLUMN)]
        read = Shapes.joined(pieces or [shapes_of((), kind)])
        if (np.abs(read.bounds) > _FARTHEST).any():
            # A bit that turned in a coordinate: no layer is taken in with places beyond the earth.
            raise self._altered()
        self._shapes[self._card.epsg] = read
        return read

    def _rows(self, column: str) -> Iterator[list[tuple[int, Any]]]:
        """Give the row numbers and a column in many short reads, between which edits go on.

        Raises
        ------
        DossierDamagedError
            There are not as many rows as were imported.
        """
        after, count = 0, 0
        while True:
            with self._database.read() as connection:
                rows = connection.execute(
                    f"SELECT rowid, {column} FROM {quoted(self._card.table)} WHERE rowid > ?"
                    " ORDER BY rowid LIMIT ?",
                    (after, _ROWS_AT_ONCE),
                ).fetchall()
            if rows:
                yield rows
            count += len(rows)
            if len(rows) < _ROWS_AT_ONCE:
                break
            after = rows[-1][0]
        if count != self._card.count:
            raise self._altered()

    def _altered(self) -> DossierDamagedError:
        return DossierDamagedError(
            "The table {table} is not as it was imported: another program has changed it. Import {source} again.",
            table=self._card.table,
            source=self._card.source,
        )


class StoredDatasets:
    """All datasets of a dossier by their content hash.

    Parameters
    ----------
    database
        The dossier.
    """

    def __init__(self, database: Database) -> None:
        self._database: Final = database
        self._datasets: Final = {card.hash: StoredDataset(database, card) for card in stored_cards(database)}

    def get(self, hash: str) -> StoredDataset:  # noqa: A002 - the word of the trade
        """Give the dataset with this content hash. Raises KeyError when there is none."""
        if hash not in self._datasets:
            # Whoever reads along sees what the owner of the dossier has added since.
            for card in stored_cards(self._database, hash):
                self.add(card)
        return self._datasets[hash]

    def add(self, card: DatasetCard) -> None:
        """Make a dataset known that has just been written."""
        self._datasets[card.hash] = StoredDataset(self._database, card)

    def cards(self) -> tuple[DatasetCard, ...]:
        """Give all cards, the oldest first."""
        return stored_cards(self._database)


def stored_cards(database: Database, only: str = "") -> tuple[DatasetCard, ...]:
    """Give the cards of all datasets in the file, the oldest first; or of the one with the hash `only`."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT card FROM cartoviewer_datasets WHERE ?1 = '' OR hash = ?1 ORDER BY rowid", (only,)
        ).fetchall()
    return tuple(msgspec.json.decode(card, type=DatasetCard) for (card,) in rows)


def conversion_of(kind: str) -> Callable[[Any], Any]:
    """Give what turns SQLite's value into the value that went in."""
    match kind:
        case "BOOLEAN":
            return lambda value: None if value is None else bool(value)
        case "DATE":
            return lambda value: _parsed(value, date.fromisoformat)
        case "DATETIME":
            return lambda value: _parsed(value, datetime.fromisoformat)
        case _:
            return lambda value: value


def _parsed(value: object, parse: Callable[[str], Any]) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return parse(value)
    except ValueError as error:
        raise DossierDamagedError(
            "“{value}” in the dossier is no date. Open the last copy.", value=value
        ) from error
