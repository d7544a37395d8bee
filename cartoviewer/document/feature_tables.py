"""The records on the map as ordinary feature tables beside the log, for whoever opens the dossier in a GIS."""

import sqlite3
from typing import Final

import numpy as np
import shapely

from bnip.incident import Incident, Mark, Route
from bnip.record import Record
from bnip.zone import Zone
from cartoviewer.document.edit import Edit
from cartoviewer.document.geopackage import (
    GEOMETRY_COLUMN,
    geometry_blobs,
    quoted,
    register_features,
    set_changed,
)
from layers.crs import LAMBERT_72
from layers.shapes import GeometryKind

__all__ = ["RECORD_TABLES", "FeatureTables", "create_feature_tables"]

RECORD_TABLES: Final[dict[str, tuple[type[Record], GeometryKind]]] = {
    "incidents": (Incident, GeometryKind.POINT),
    "marks": (Mark, GeometryKind.POINT),
    "routes": (Route, GeometryKind.LINE),
    "zones": (Zone, GeometryKind.AREA),
}

_COLUMNS: Final[dict[str, str]] = {
    "record_id": "TEXT NOT NULL UNIQUE",
    "symbol": "TEXT",
    "name_fr": "TEXT",
    "name_nl": "TEXT",
    "name_en": "TEXT",
    "state": "TEXT",
    "certainty": "TEXT",
    "direction_deg": "DOUBLE",
    "radius_m": "DOUBLE",
    "left_text": "TEXT",
    "right_text": "TEXT",
    "bottom_text": "TEXT",
    "number": "TEXT",
    "note": "TEXT",
    "sensitivity": "TEXT",
}


def create_feature_tables(connection: sqlite3.Connection) -> None:
    """Make the empty tables in a new dossier."""
    for table, (_, kind) in RECORD_TABLES.items():
        columns = ", ".join(f"{name} {kind_}" for name, kind_ in _COLUMNS.items())
        connection.execute(
            f"CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {GEOMETRY_COLUMN} BLOB,"
            f" {columns})"
        )
        register_features(
            connection,
            table,
            kind=kind,
            epsg=LAMBERT_72,
            identifier=table,
            description="Kept up to date by CartoViewer from its log; changes made here by others are not read.",
            single=True,
        )


class FeatureTables:
    """Writes what an edit changes into the feature tables, in the edit's own transaction."""

    def follow(self, connection: sqlite3.Connection, edit: Edit) -> None:
        """Remove the rows of what was, add the rows of what is."""
        touched: set[str] = set()
        for change in edit.changes:
            if change.before is not None and (table := _table_of(change.before)) is not None:
                connection.execute(f"DELETE FROM {table} WHERE record_id = ?", (change.record_id,))
                touched.add(table)
            if change.after is not None and (table := _table_of(change.after)) is not None:
                _insert(connection, table, change.after)
                touched.add(table)
        for table in sorted(touched):
            set_changed(connection, table)


def _table_of(record: Record) -> str | None:
    return next((table for table, (kind, _) in RECORD_TABLES.items() if isinstance(record, kind)), None)


def _insert(connection: sqlite3.Connection, table: str, record: Record) -> None:
    values = {"record_id": record.id, "sensitivity": record.sensitivity.marking, **_values(record)}
    names = ", ".join(quoted(name) for name in values)
    marks = ", ".join("?" * len(values))
    blob = geometry_blobs(np.array([_geometry(record)], dtype=np.object_), LAMBERT_72)[0]
    connection.execute(
        f"INSERT INTO {table} ({GEOMETRY_COLUMN}, {names}) VALUES (?, {marks})", (blob, *values.values())
    )


def _values(record: Record) -> dict[str, str | float | None]:
    match record:
        case Zone():
            return {
                "symbol": record.zone.value,
                "state": record.status.value,
                "radius_m": record.radius_m,
                "direction_deg": record.wind_from_deg,
                **_words(record),
            }
        case Mark():
            return {
                "symbol": record.symbol,
                "state": record.state.value,
                "certainty": record.certainty.value,
                "direction_deg": record.direction_deg,
                "left_text": record.left,
                "right_text": record.right,
                "bottom_text": record.bottom,
                "number": record.number,
                **_words(record),
            }
        case Incident() | Route():
            return {
                "symbol": record.symbol,
                "state": record.state.value,
                "certainty": record.certainty.value,
                **_words(record),
            }
        case _:
            return {}


def _words(record: Incident | Mark | Route | Zone) -> dict[str, str | float | None]:
    names = record.names
    return {"name_fr": names.fr, "name_nl": names.nl, "name_en": names.en, "note": record.note}


def _geometry(record: Record) -> shapely.Geometry | None:
    match record:
        case Incident() | Mark():
            return shapely.Point(record.place.point)
        case Route():
            return shapely.LineString(record.path) if len(record.path) > 1 else None
        case Zone():
            # A perimeter may be unfinished while it is drawn: fewer than four points close no ring.
            return shapely.Polygon(record.outline) if len(record.outline) > 3 else None
        case _:
            return None
