"""Writing a dataset into the dossier: an ordinary feature table in the dataset's own CRS.

The rows go in through many short transactions, so that an edit made meanwhile need not wait, into a table that no
catalogue knows; the last transaction gives it its name and enters it. What a killed program leaves behind is a
table without an entry, which the next opener removes.
"""

import math
import re
import shutil
import sqlite3
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
import numpy.typing as npt
import shapely

from cartoviewer.document.database import Database
from cartoviewer.document.errors import DossierError, DossierWriteError
from cartoviewer.document.geopackage import (
    GEOMETRY_COLUMN,
    geometry_blobs,
    keep_from_others,
    quoted,
    register_features,
)
from cartoviewer.document.qgis_style import layer_qml, put_style
from layers.dataset import DatasetCard
from layers.progress import Progress
from layers.schema import GENERIC, schema
from layers.shapes import Shapes
from symbols.symbology import default_symbology

if TYPE_CHECKING:  # a dossier is opened, and its map shown, long before the first table is written
    import geopandas as gpd
    import pandas as pd

__all__ = ["DATASETS_SQL", "STAGING", "remove_staging", "renew_card", "store_dataset"]

DATASETS_SQL: Final = """
CREATE TABLE cartoviewer_datasets (
    hash TEXT NOT NULL PRIMARY KEY, table_name TEXT NOT NULL UNIQUE, card TEXT NOT NULL
);
"""
STAGING: Final = "cartoviewer_staging_"
INDEX: Final = "_index"
ROW_ID: Final = "fid"

_ROWS_AT_ONCE: Final = 4000
# What a row takes in the file, a little on the safe side: header, row id and index entry; field; point; letter.
_BYTES_PER_ROW: Final = 160
_BYTES_PER_CELL: Final = 10
_BYTES_PER_POINT: Final = 18
_BYTES_PER_LETTER: Final = 1.2
# What is left for the journal and for the edits that follow.
_RESERVE: Final = 1_000_000


def renew_card(database: Database, card: DatasetCard) -> None:
    """Write another card for a dataset that is there."""
    with database.write() as connection:
        connection.execute(
            "UPDATE cartoviewer_datasets SET card = ? WHERE hash = ?",
            (msgspec.json.encode(card).decode(), card.hash),
        )


def store_dataset(
    database: Database, frame: "gpd.GeoDataFrame", card: DatasetCard, progress: Progress
) -> DatasetCard:
    """Write a dataset and give its card, with the name of its table.

    Raises
    ------
    DossierError
        The dossier takes no dataset; it is as it was before.
    ValueError
        Two columns differ by their capitals only, or one has a name that the table keeps for itself
        (`layers.matching.free_names` gives names that do).
    Cancelled
        The user stopped; the dossier is as it was before.
    """
    staging = STAGING + card.hash[:16]
    columns = {name: _column(frame[name]) for name in map(str, frame.columns) if name != frame.geometry.name}
    taken = [name.lower() for name in (ROW_ID, GEOMETRY_COLUMN, *columns)]
    if len(set(taken)) != len(taken):
        raise ValueError(f"columns that a GeoPackage cannot tell apart: {sorted(columns)}")
    _check_room(database, frame)
    try:
        with database.write() as connection:
            fields = "".join(f", {quoted(name)} {column[0]}" for name, column in columns.items())
            connection.execute(
                f"CREATE TABLE {quoted(staging)} ({ROW_ID} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
                f" {GEOMETRY_COLUMN} BLOB{fields})"
            )
        geometries = np.asarray(frame.geometry.array, dtype=np.object_)
        multi = Shapes.from_geometries(geometries, card.kind).geometries()
        names = ", ".join([GEOMETRY_COLUMN, *map(quoted, columns)])
        marks = ", ".join("?" * (1 + len(columns)))
        for start in range(0, len(frame), _ROWS_AT_ONCE):
            progress.step(0.6 * start / len(frame), "Writing the dataset")
            stop = min(start + _ROWS_AT_ONCE, len(frame))
            blobs = geometry_blobs(multi[start:stop], card.epsg)
            rows = zip(blobs, *(column[1][start:stop] for column in columns.values()), strict=True)
            with database.write() as connection:
                connection.executemany(f"INSERT INTO {quoted(staging)} ({names}) VALUES ({marks})", rows)
        _index(database, staging + INDEX, multi, progress)
        # The last moment to stop: what is entered is there.
        progress.step(1.0, "Writing the dataset")
        with database.write() as connection:
            named = _enter(connection, staging, multi, card)
    except BaseException:
        # What cannot be removed now (the disk has gone) goes when the dossier is next opened.
        with suppress(DossierError):
            remove_staging(database)
        raise
    return named


def _check_room(database: Database, frame: "gpd.GeoDataFrame") -> None:
    """Refuse before the first row what the disk cannot hold.

    A disk filled to the brim would not even take the journal that removing the rows needs, nor the next edit.
    """
    shapes = shapely.get_num_coordinates(frame.geometry.array).sum() * _BYTES_PER_POINT
    texts = sum(
        frame[name].dropna().astype(str).str.len().sum() * _BYTES_PER_LETTER
        for name in frame.columns
        if name != frame.geometry.name and frame[name].dtype == np.object_
    )
    needed = _RESERVE + int(shapes + texts) + len(frame) * (_BYTES_PER_ROW + _BYTES_PER_CELL * len(frame.columns))
    try:
        free = shutil.disk_usage(database.path.absolute().parent).free
    except OSError:
        return  # some shares do not tell
    if free < needed:
        raise DossierWriteError(
            "The disk has no room for these features: they need about {needed} MB, and {free} MB are free. {file} "
            "is as it was; free some space and do it again.",
            needed=math.ceil(needed / 1e6),
            free=int(free / 1e6),
            file=database.path.name,
        )


def remove_staging(database: Database) -> None:
    """Remove the tables of imports that were cut off."""
    with database.read() as connection:
        left = connection.execute(
            # An index is made of tables of its own, which go with it: the index first.
            "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, ?) = ?"
            " ORDER BY sql NOT LIKE 'CREATE VIRTUAL%'",
            (len(STAGING), STAGING),
        ).fetchall()
    if left:
        with database.write() as connection:
            for (table,) in left:
                connection.execute(f"DROP TABLE IF EXISTS {quoted(table)}")


def _enter(
    connection: sqlite3.Connection,
    staging: str,
    geometries: npt.NDArray[np.object_],
    card: DatasetCard,
) -> DatasetCard:
    table = _table_name(connection, card)
    connection.execute(f"ALTER TABLE {quoted(staging)} RENAME TO {quoted(table)}")
    index = f"rtree_{table}_{GEOMETRY_COLUMN}"
    connection.execute(f"ALTER TABLE {quoted(staging + INDEX)} RENAME TO {quoted(index)}")
    for trigger in _triggers(table, index, ROW_ID):
        connection.execute(trigger)
    keep_from_others(connection, table, "an imported table stays as its source was: import it anew, or copy it")
    covered = shapely.total_bounds(geometries) if len(geometries) else np.full(4, np.nan)
    bounds = tuple(float(edge) for edge in covered) if np.isfinite(covered).all() else None
    title = schema(card.schema).names.en
    register_features(
        connection,
        table,
        kind=card.kind,
        epsg=card.epsg,
        identifier=f"{title} ({card.source})" if card.source else title,
        description=card.credit,
        bounds=bounds if bounds is None else (bounds[0], bounds[1], bounds[2], bounds[3]),
    )
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index',"
        " 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
        (table, GEOMETRY_COLUMN),
    )
    qml = layer_qml(default_symbology(schema(card.schema).style, card.kind.value), card.kind)
    put_style(connection, table, card.schema, qml)
    named = msgspec.structs.replace(card, table=table)
    connection.execute(
        "INSERT INTO cartoviewer_datasets VALUES (?, ?, ?)", (card.hash, table, msgspec.json.encode(named).decode())
    )
    return named


def _index(database: Database, index: str, geometries: npt.NDArray[np.object_], progress: Progress) -> None:
    """Make the R-tree of the GeoPackage extension, so that QGIS draws large tables quickly."""
    with database.write() as connection:
        connection.execute(f"CREATE VIRTUAL TABLE {quoted(index)} USING rtree(id, minx, maxx, miny, maxy)")
    bounds = shapely.bounds(geometries)
    filled = np.flatnonzero(np.isfinite(bounds).all(axis=1))
    for start in range(0, len(filled), _ROWS_AT_ONCE):
        progress.step(0.6 + 0.35 * start / len(filled), "Writing the dataset")
        chosen = filled[start : start + _ROWS_AT_ONCE]
        west, south, east, north = bounds[chosen].T.tolist()
        with database.write() as connection:
            connection.executemany(
                f"INSERT INTO {quoted(index)} VALUES (?, ?, ?, ?, ?)",
                zip((chosen + 1).tolist(), west, east, south, north, strict=True),
            )


def _triggers(table: str, index: str, row_id: str) -> Iterable[str]:
    """Give the triggers of GeoPackage 1.3, annex F.3, requirement 75.

    The standard asks for them with the index; here nobody changes a table that would fire them.
    """
    t, r, c, i = quoted(table), quoted(index), GEOMETRY_COLUMN, quoted(row_id)
    put = (
        f"INSERT OR REPLACE INTO {r} VALUES (NEW.{i}, ST_MinX(NEW.{c}), ST_MaxX(NEW.{c}), ST_MinY(NEW.{c}),"
        f" ST_MaxY(NEW.{c}));"
    )
    shown = f"NEW.{c} NOTNULL AND NOT ST_IsEmpty(NEW.{c})"
    hidden = f"(NEW.{c} ISNULL OR ST_IsEmpty(NEW.{c}))"
    yield f"CREATE TRIGGER {quoted(index + '_insert')} AFTER INSERT ON {t} WHEN ({shown}) BEGIN {put} END"
    yield (
        f"CREATE TRIGGER {quoted(index + '_update1')} AFTER UPDATE OF {c} ON {t}"
        f" WHEN OLD.{i} = NEW.{i} AND ({shown}) BEGIN {put} END"
    )
    yield (
        f"CREATE TRIGGER {quoted(index + '_update2')} AFTER UPDATE OF {c} ON {t}"
        f" WHEN OLD.{i} = NEW.{i} AND {hidden} BEGIN DELETE FROM {r} WHERE id = OLD.{i}; END"
    )
    yield (
        f"CREATE TRIGGER {quoted(index + '_update3')} AFTER UPDATE ON {t}"
        f" WHEN OLD.{i} != NEW.{i} AND ({shown}) BEGIN DELETE FROM {r} WHERE id = OLD.{i}; {put} END"
    )
    yield (
        f"CREATE TRIGGER {quoted(index + '_update4')} AFTER UPDATE ON {t}"
        f" WHEN OLD.{i} != NEW.{i} AND {hidden} BEGIN DELETE FROM {r} WHERE id IN (OLD.{i}, NEW.{i}); END"
    )
    yield (
        f"CREATE TRIGGER {quoted(index + '_delete')} AFTER DELETE ON {t}"
        f" WHEN OLD.{c} NOT NULL BEGIN DELETE FROM {r} WHERE id = OLD.{i}; END"
    )


def _table_name(connection: sqlite3.Connection, card: DatasetCard) -> str:
    """Give a readable name: schema (the file where there is none), day of the data, start of the hash."""
    plain = unicodedata.normalize("NFKD", PurePath(card.source).stem).encode("ascii", "ignore").decode().lower()
    file = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    kind = file[:40] if card.schema == GENERIC and file[:1].isalpha() else card.schema
    day = f"_{card.date:%Y%m%d}" if card.date else ""
    # These beginnings mean something to GDAL, to SQLite and to us.
    kind = f"layer_{kind}" if kind.startswith(("gpkg_", "rtree_", "sqlite_", "cartoviewer_")) else kind
    wanted = f"{kind}{day}_{card.hash[:6]}"
    taken = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    return wanted if wanted not in taken else f"{kind}{day}_{card.hash[:16]}"


def _column(column: "pd.Series[Any]") -> tuple[str, list[Any]]:
    """Give a column's SQL type and its values as SQLite keeps them."""
    # numpy scalars and nullable types become plain Python values, what is missing becomes None.
    values = [
        value.item() if isinstance(value, np.generic) else value
        for value in column.astype(object).where(column.notna(), None).tolist()
    ]
    kinds = {type(value) for value in values if value is not None}
    if not kinds:
        return "TEXT", values
    if kinds == {bool}:
        return "BOOLEAN", [None if value is None else int(value) for value in values]
    if kinds == {int}:
        return "INTEGER", values
    if kinds <= {int, float, Decimal}:
        return "REAL", [None if value is None else float(value) for value in values]
    if kinds == {date}:
        return "DATE", [None if value is None else value.isoformat() for value in values]
    # pandas' timestamps are moments too.
    if all(issubclass(kind, datetime) for kind in kinds):
        return "DATETIME", [None if value is None else _moment(value) for value in values]
    return "TEXT", [None if value is None else _text(value) for value in values]


def _moment(value: datetime) -> str:
    utc = value.astimezone(tz=None) if value.tzinfo is None else value
    return utc.isoformat()


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return value.isoformat() if isinstance(value, date) else str(value)
