"""The records on the map as ordinary feature tables beside the log, for whoever opens the dossier in a GIS."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
import shapely

from bnip.drawing import Caption, Measurement, Shape
from bnip.incident import Incident, Mark, Route
from bnip.record import Place, Record
from bnip.zone import Zone
from cartoviewer.document.drawings import path_of
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
from symbols.grammar import Symbol
from symbols.ownership import owned_by

__all__ = ["RECORD_TABLES", "FeatureTables", "RecordTable", "create_feature_tables", "table_of", "told_symbol"]


@dataclass(frozen=True, slots=True)
class RecordTable:
    """How one kind of record is kept for others: its geometry, its columns, and what stands in them.

    Every table also has `record_id`, the names in three languages, the note and the sensitivity. Where records of
    one kind have several kinds of geometry, `holds` says which of them are in this table.
    """

    name: str
    record: type[Record]
    kind: GeometryKind
    columns: Mapping[str, str]
    geometry: Callable[[Any], shapely.Geometry | None]
    values: Callable[[Any], tuple[object, ...]]
    holds: Callable[[Any], bool] = lambda _record: True


_FIRST: Final = {"record_id": "TEXT NOT NULL UNIQUE", "name_fr": "TEXT", "name_nl": "TEXT", "name_en": "TEXT"}
_LAST: Final = {"note": "TEXT", "sensitivity": "TEXT"}
_SYMBOL: Final = {"symbol": "TEXT", "state": "TEXT", "certainty": "TEXT"}
_DRAWN: Final = {
    "form": "TEXT",
    "colour": "TEXT",
    "width_mm": "DOUBLE",
    "arrows": "TEXT",
    "radius_m": "DOUBLE",
}
_PLACE: Final = {"place": "TEXT", "place_quality": "TEXT", "accuracy_m": "DOUBLE"}


def _place(place: Place) -> tuple[object, ...]:
    return (place.text, place.quality, place.accuracy_m)


def _when(moment: datetime | None) -> str | None:
    """Write a moment as GeoPackage wants it: UTC with milliseconds."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _point(record: Incident | Mark | Caption) -> shapely.Geometry:
    return shapely.Point(record.place.point)


def _line(record: Route) -> shapely.Geometry | None:
    return shapely.LineString(record.path) if len(record.path) > 1 else None


def _drawn(record: Shape | Measurement) -> shapely.Geometry | None:
    path = path_of(record)
    if isinstance(record, Shape) and record.form.is_area:
        return shapely.Polygon(path) if len(path) > 3 else None
    if isinstance(record, Shape) and not record.form.is_line:
        return shapely.Point(path[0]) if path else None
    return shapely.LineString(path) if len(path) > 1 else None


def _shape_values(record: Shape) -> tuple[object, ...]:
    return (record.form.value, record.colour, record.width_mm, record.arrows.value, record.radius_m)


def _area(record: Zone) -> shapely.Geometry | None:
    # A perimeter may be unfinished while it is drawn: fewer than three corners have no inside.
    return shapely.Polygon(record.outline) if len(record.outline) > 2 else None


def told_symbol(record: Incident | Mark) -> str:
    """Give the code of a record's symbol with the discipline that looks after it, where that is drawn."""
    return str(owned_by(Symbol.read(record.symbol), record.discipline)) if record.discipline else record.symbol


def _incident_values(record: Incident) -> tuple[object, ...]:
    symbol = (told_symbol(record), record.state.value, record.certainty.value)
    return (*symbol, *_place(record.place), _when(record.occurred))


def _mark_values(record: Mark) -> tuple[object, ...]:
    symbol = (told_symbol(record), record.state.value, record.certainty.value)
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
    RecordTable(
        "drawn_points",
        Shape,
        GeometryKind.POINT,
        _DRAWN,
        _drawn,
        _shape_values,
        lambda shape: not shape.form.is_area and not shape.form.is_line,
    ),
    RecordTable(
        "drawn_lines", Shape, GeometryKind.LINE, _DRAWN, _drawn, _shape_values, lambda shape: shape.form.is_line
    ),
    RecordTable(
        "drawn_areas", Shape, GeometryKind.AREA, _DRAWN, _drawn, _shape_values, lambda shape: shape.form.is_area
    ),
    RecordTable(
        "captions",
        Caption,
        GeometryKind.POINT,
        {"colour": "TEXT", "size_pt": "DOUBLE", "angle_deg": "DOUBLE"},
        _point,
        lambda caption: (caption.colour, caption.size_pt, caption.angle_deg),
    ),
    RecordTable(
        "measurements",
        Measurement,
        GeometryKind.LINE,
        {"metres": "DOUBLE", "square_metres": "DOUBLE"},
        _drawn,
        lambda measured: (round(measured.metres, 3), round(measured.square_metres, 3)),
    ),
)
_REFUSAL: Final = "CartoViewer keeps this table from its log: change it there, or copy the table"
_IS_OURS: Final = "EXISTS (SELECT 1 FROM cartoviewer_about WHERE key = 'writing')"


def table_of(record: object) -> RecordTable | None:
    """Give the table that a record is kept in; None for a record that is not on the map."""
    return next(
        (table for table in RECORD_TABLES if isinstance(record, table.record) and table.holds(record)), None
    )


def create_feature_tables(connection: sqlite3.Connection) -> None:
    """Make the empty tables that a dossier does not have yet."""
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in RECORD_TABLES:
        if table.name in there:
            continue
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
        rows: dict[str, list[object]] = {}
        for change in edit.changes:
            before, after = table_of(change.before), table_of(change.after)
            if before is not None and before is not after:
                connection.execute(f"DELETE FROM {before.name} WHERE record_id = ?", (change.record_id,))
                touched.add(before.name)
            if after is not None:
                rows.setdefault(after.name, []).append(change.after)
                touched.add(after.name)
        for table in RECORD_TABLES:
            if table.name in rows:
                _put(connection, table, rows[table.name])
        connection.execute("DELETE FROM cartoviewer_about WHERE key = 'writing'")
        for name in sorted(touched):
            set_changed(connection, name)


def _put(connection: sqlite3.Connection, table: RecordTable, records: Sequence[object]) -> None:
    names = _names(table)
    fresh = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in names)
    shapes = np.empty(len(records), dtype=np.object_)
    shapes[:] = [table.geometry(record) for record in records]
    blobs = geometry_blobs(shapes, LAMBERT_72)
    # The row keeps its number: a GIS that has the table open sees a change, not a new feature.
    connection.executemany(
        f"INSERT INTO {table.name} ({', '.join(map(quoted, names))}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT (record_id) DO UPDATE SET {fresh}",
        (_row(table, record, blob) for record, blob in zip(records, blobs, strict=True)),
    )


def _names(table: RecordTable) -> tuple[str, ...]:
    return (GEOMETRY_COLUMN, *_FIRST, *table.columns, *_LAST)


def _row(table: RecordTable, record: Any, blob: object) -> tuple[object, ...]:
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
