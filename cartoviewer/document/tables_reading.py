"""Features out of a dossier's table, as many as can be read: what a damaged page holds is left out."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from cartoviewer.document.database import uri_of
from cartoviewer.document.errors import DossierDamagedError
from cartoviewer.document.geopackage import GEOMETRY_COLUMN, geometry_of, quoted
from cartoviewer.document.stored import conversion_of
from cartoviewer.document.storing import ROW_ID
from layers.dataset import DatasetCard

__all__ = ["features_of"]

_ROWS_AT_ONCE: Final = 1000


def features_of(path: Path, card: DatasetCard) -> gpd.GeoDataFrame:
    """Give the features of a dataset in their order; an empty frame where the table itself is lost.

    Parameters
    ----------
    path
        A copy of the damaged file, as long as its head says.
    card
        Names the table, its CRS and how many features there were.
    """
    with closing(sqlite3.connect(f"{uri_of(path.absolute())}?mode=ro", uri=True)) as connection:
        try:
            told = connection.execute(f"PRAGMA table_info({quoted(card.table)})").fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            told = []
        types = {name: kind for _, name, kind, *_ in told if name not in (ROW_ID, GEOMETRY_COLUMN)}
        fields = ", ".join(map(quoted, (GEOMETRY_COLUMN, *types)))
        asked = f"SELECT {fields} FROM {quoted(card.table)} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
        rows: list[tuple[Any, ...]] = []
        if told:
            for first in range(1, card.count + 1, _ROWS_AT_ONCE):
                rows += _between(connection, asked, first, min(first + _ROWS_AT_ONCE - 1, card.count))
    geometries = np.array([_geometry(row[0]) for row in rows], dtype=np.object_)
    there = [index for index, geometry in enumerate(geometries) if geometry is not None]
    columns = {
        name: [_value(rows[index][at], kind) for index in there] for at, (name, kind) in enumerate(types.items(), 1)
    }
    return gpd.GeoDataFrame(columns, geometry=list(geometries[there]), crs=card.epsg)


def _between(connection: sqlite3.Connection, asked: str, first: int, last: int) -> list[tuple[Any, ...]]:
    """Give the rows of a range; where one of them cannot be read, those of each half."""
    try:
        return connection.execute(asked, (first, last)).fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        if first == last:
            return []
    middle = (first + last) // 2
    return _between(connection, asked, first, middle) + _between(connection, asked, middle + 1, last)


def _geometry(blob: object) -> shapely.Geometry | None:
    wkb = geometry_of(blob) if isinstance(blob, bytes) else None
    return shapely.from_wkb(wkb, on_invalid="ignore") if wkb is not None else None


def _value(value: object, kind: str) -> object:
    try:
        return conversion_of(kind)(value)
    except DossierDamagedError:
        return None
