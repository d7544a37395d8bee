"""The records on the map as ordinary feature tables beside the log, for whoever opens the dossier in a GIS."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
import shapely

from bnip.incident import Incident, Mark, Route
from bnip.record import Place, Record
from bnip.zone import Zone
from cartoviewer.document.edit import Edit
from cartoviewer.document.geopackage import (
    GEOMETRY_COLUMN,
    geometry_blobs,
    keep_from_others,
    quoted,
    register_features,
    set_changed,
)
from layers.crs import LAMBERT_72
from layers.shapes import GeometryKind

__all__ = ["RECORD_TABLES", "FeatureTables", "RecordTable", "create_feature_tables"]


@dataclass(frozen=True, slots=True)
class RecordTable:
    """How one kind of record is kept for others: its geometry, its columns, and what stands in them.

    Every table also has `record_id`, the names in three languages, the note and the sensitivity.
    """

    name: str
    record: type[Record]
    kind: GeometryKind
    columns: Mapping[str, str]
    geometry: Callable[[Any], shapely.Geometry | None]
    values: Callable[[Any], tuple[object, ...]]


_FIRST: Final = {"record_id": "TEXT NOT NULL UNIQUE", "name_fr": "TEXT", "name_nl": "TEXT", "name_en": "TEXT"}
_LAST: Final = {"note": "TEXT", "sensitivity": "TEXT"}
_SYMBOL: Final = {"symbol": "TEXT", "state": "TEXT", "certainty": "TEXT"}
_PLACE: Final = {"place": "TEXT", "place_quality": "TEXT", "accuracy_m": "DOUBLE"}


def _place(place: Place) -> tuple[object, ...]:
    return (place.text, place.quality, place.accuracy_m)


def _when(moment: datetime | None) -> str | None:
    """Write a moment as GeoPackage wants it: UTC with milliseconds."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _point(record: Incident | Mark) -> shapely.Geometry:
    return shapely.Point(record.place.point)


def _line(record: Route) -> shapely.Geometry | None:
    return shapely.LineString(record.path) if len(record.path) > 1 else None


def _area(record: Zone) -> shapely.Geometry | None:
    # A perimeter may be unfinished while it is drawn: fewer than three corners have no inside.
    return shapely.Polygon(record.outline) if len(record.outline) > 2 else None


def _incident_values(record: Incident) -> tuple[object, ...]:
    symbol = (record.symbol, record.state.value, record.certainty.value)
    return (*symbol, *_place(record.place), _when(record.occurred))


def _mark_values(record: Mark) -> tuple[object, ...]:
    symbol = (record.symbol, record.state.value, record.certainty.value)
    texts = (record.left, record.count, record.bottom, record.number, record.direction_deg)
    return (*symbol, *_place(record.place), *texts)


def _route_values(record: Route) -> tuple[object, ...]:
    return (record.symbol, record.state.value, record.certainty.value)


def _zone_values(record: Zone) -> tuple[object, ...]:
    return (
        record.zone.value,
        record.status.value,
        record.basis,
        record.radius_m,
        record.wind_from_deg,
        record.scenario,
        record.decided_by,
        _when(record.in_force),
        _when(record.lifted),
        record.population,
    )


RECORD_TABLES: Final = (
    RecordTable(
        "incidents",
        Incident,
        GeometryKind.POINT,
        {**_SYMBOL, **_PLACE, "occurred": "DATETIME"},
        _point,
        _incident_values,
    ),
    RecordTable(
        "marks",
        Mark,
        GeometryKind.POINT,
        {
            **_SYMBOL,
            **_PLACE,
            "left_text": "TEXT",
            "right_text": "TEXT",
            "bottom_text": "TEXT",
            "number": "TEXT",
            "direction_deg": "DOUBLE",
        },
        _point,
        _mark_values,
    ),
    RecordTable("routes", Route, GeometryKind.LINE, _SYMBOL, _line, _route_values),
    RecordTable(
        "zones",
        Zone,
        GeometryKind.AREA,
        {
            "symbol": "TEXT",
            "state": "TEXT",
            "basis": "TEXT",
            "radius_m": "DOUBLE",
            "wind_from_deg": "DOUBLE",
            "scenario": "TEXT",
            "decided_by": "TEXT",
            "in_force": "DATETIME",
            "lifted": "DATETIME",
            "population": "INTEGER",
        },
        _area,
        _zone_values,
    ),
)
_REFUSAL: Final = "CartoViewer keeps this table from its log: change it there, or copy the table"
_IS_OURS: Final = "EXISTS (SELECT 1 FROM cartoviewer_about WHERE key = 'writing')"
_BY_KIND: Final[dict[type, RecordTable]] = {table.record: table for table in RECORD_TABLES}


def create_feature_tables(connection: sqlite3.Connection) -> None:
    """Make the empty tables in a new dossier."""
    for table in RECORD_TABLES:
        columns = ", ".join(f"{quoted(name)} {sql}" for name, sql in {**_FIRST, **table.columns, **_LAST}.items())
        connection.execute(
            f"CREATE TABLE {table.name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {GEOMETRY_COLUMN} BLOB,"
            f" {columns})"
        )
        register_features(
            connection,
            table.name,
            kind=table.kind,
            epsg=LAMBERT_72,
            identifier=table.name,
            description="Kept up to date by CartoViewer from its log; to be changed there only.",
            single=True,
        )
        keep_from_others(connection, table.name, _REFUSAL, unless=_IS_OURS)


class FeatureTables:
    """Writes what an edit changes into the feature tables, in the edit's own transaction."""

    def follow(self, connection: sqlite3.Connection, edit: Edit) -> None:
        """Bring the rows of the records that changed to what they are now."""
        touched: set[str] = set()
        # No other program ever sees this row: it is gone before the transaction ends.
        connection.execute("INSERT INTO cartoviewer_about VALUES ('writing', '1')")
        for change in edit.changes:
            before, after = _BY_KIND.get(type(change.before)), _BY_KIND.get(type(change.after))
            if before is not None and before is not after:
                connection.execute(f"DELETE FROM {before.name} WHERE record_id = ?", (change.record_id,))
                touched.add(before.name)
            if after is not None:
                _put(connection, after, change.after)
                touched.add(after.name)
        connection.execute("DELETE FROM cartoviewer_about WHERE key = 'writing'")
        for table in sorted(touched):
            set_changed(connection, table)


def _put(connection: sqlite3.Connection, table: RecordTable, record: object) -> None:
    names = _names(table)
    fresh = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in names)
    # The row keeps its number: a GIS that has the table open sees a change, not a new feature.
    connection.execute(
        f"INSERT INTO {table.name} ({', '.join(map(quoted, names))}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT (record_id) DO UPDATE SET {fresh}",
        _row(table, record),
    )


def _names(table: RecordTable) -> tuple[str, ...]:
    return (GEOMETRY_COLUMN, *_FIRST, *table.columns, *_LAST)


def _row(table: RecordTable, record: Any) -> tuple[object, ...]:
    blob = geometry_blobs(np.array([table.geometry(record)], dtype=np.object_), LAMBERT_72)[0]
    names = record.names
    return (
        blob,
        record.id,
        names.fr,
        names.nl,
        names.en,
        *table.values(record),
        record.note,
        record.sensitivity.marking,
    )
