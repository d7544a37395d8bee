"""The GeoPackage around a dossier: the standard's own tables, and how a geometry is written in a row.

Source: OGC GeoPackage Encoding Standard 1.3 (OGC 12-128r17), clauses 1.1.1, 2.1 and annex F.
"""

import sqlite3
import struct
from datetime import UTC, datetime
from typing import Final

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from layers.crs import WGS84
from layers.shapes import GeometryKind

__all__ = [
    "GEOMETRY_COLUMN",
    "create_geopackage",
    "geometry_blobs",
    "geometry_of",
    "keep_from_others",
    "quoted",
    "register_attributes",
    "register_features",
    "register_own_table",
    "set_changed",
]

GEOMETRY_COLUMN: Final = "geom"

_APPLICATION_ID: Final = 0x47504B47  # "GPKG"
_VERSION: Final = 10300

_TABLES: Final = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT
);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
"""

_NO_SYSTEM: Final = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
)

# Header: "GP", version 0, flags (bit 0: little endian; bit 4: empty), srs_id; no envelope.
_HEADER: Final = struct.Struct("<2sBBi")
_ENVELOPE_BYTES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}

_TYPE_NAMES: Final = {
    GeometryKind.POINT: "MULTIPOINT",
    GeometryKind.LINE: "MULTILINESTRING",
    GeometryKind.AREA: "MULTIPOLYGON",
}


def quoted(name: str) -> str:
    """Write a name of a table or column so that SQL takes it as it is."""
    return '"' + name.replace('"', '""') + '"'


def create_geopackage(connection: sqlite3.Connection) -> None:
    """Make the standard's tables in an empty database. Outside a transaction."""
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.executescript(_TABLES)
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _NO_SYSTEM)
    # Required of every GeoPackage (requirement 11), also where nothing is kept in it.
    _register_system(connection, WGS84)


def register_features(
    connection: sqlite3.Connection,
    table: str,
    *,
    kind: GeometryKind,
    epsg: int,
    identifier: str,
    description: str = "",
    bounds: tuple[float, float, float, float] | None = None,
    single: bool = False,
) -> None:
    """Enter a feature table into the contents, so that every GIS finds it.

    Parameters
    ----------
    kind
        The geometry; multi geometries unless `single`.
    bounds
        What the table covers, in its CRS; None where it changes from edit to edit.
    """
    _register_system(connection, epsg)
    identifier = _free_identifier(connection, identifier)
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change,"
        " min_x, min_y, max_x, max_y, srs_id) VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
        (table, identifier, description, _now(), *(bounds or (None,) * 4), epsg),
    )
    type_name = _TYPE_NAMES[kind].removeprefix("MULTI") if single else _TYPE_NAMES[kind]
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)", (table, GEOMETRY_COLUMN, type_name, epsg)
    )


def register_own_table(connection: sqlite3.Connection, table: str) -> None:
    """Enter a table of ours as an extension, so that other programs leave it alone."""
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'cartoviewer_dossier', 'ARCHITECTURE.md', 'write-only')",
        (table,),
    )


def register_attributes(connection: sqlite3.Connection, table: str, description: str) -> None:
    """Enter a table without geometry into the contents: what is not entered, other programs do not list."""
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES (?, 'attributes', ?, ?, ?)",
        (table, table, description, _now()),
    )


def keep_from_others(connection: sqlite3.Connection, table: str, reason: str, unless: str = "0") -> None:
    """Let SQLite refuse every change of a table's rows with `reason`, in whatever program, `unless` some SQL holds.

    A change that the log knows nothing of would be lost without a word; so it is refused with one.
    """
    for verb in ("insert", "update", "delete"):
        connection.execute(
            f"CREATE TRIGGER {quoted(f'{table}_no_{verb}')} BEFORE {verb.upper()} ON {quoted(table)}"
            f" WHEN NOT ({unless}) BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )


def set_changed(connection: sqlite3.Connection, table: str) -> None:
    """Tell other programs that a table has changed."""
    connection.execute("UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?", (_now(), table))


def geometry_blobs(geometries: npt.NDArray[np.object_], epsg: int) -> list[bytes | None]:
    """Write shapely geometries as GeoPackage blobs; None stays None."""
    plain = _HEADER.pack(b"GP", 0, 0b0000_0001, epsg)
    empty = _HEADER.pack(b"GP", 0, 0b0001_0001, epsg)
    written = shapely.to_wkb(geometries, byte_order=1)
    is_empty = shapely.is_empty(geometries)
    return [
        None if body is None else (empty if none_inside else plain) + body
        for body, none_inside in zip(written, is_empty, strict=True)
    ]


def geometry_of(blob: bytes | None) -> bytes | None:
    """Give the WKB inside a GeoPackage blob, whatever program wrote it; None for none or for a broken one."""
    if blob is None or len(blob) < _HEADER.size or blob[:2] != b"GP":
        return None
    envelope = _ENVELOPE_BYTES.get((blob[3] >> 1) & 0b111)
    return None if envelope is None else blob[_HEADER.size + envelope :]


def _register_system(connection: sqlite3.Connection, epsg: int) -> None:
    known = connection.execute("SELECT 1 FROM gpkg_spatial_ref_sys WHERE srs_id = ?", (epsg,)).fetchone()
    if known is None:
        system = pyproj.CRS.from_epsg(epsg)
        # GDAL and QGIS of all ages read WKT 1.
        connection.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, ?, NULL)",
            (system.name, epsg, epsg, system.to_wkt("WKT1_GDAL")),
        )


def _free_identifier(connection: sqlite3.Connection, wanted: str) -> str:
    taken = {row[0] for row in connection.execute("SELECT identifier FROM gpkg_contents")}
    number, identifier = 2, wanted
    while identifier in taken:
        identifier = f"{wanted} ({number})"
        number += 1
    return identifier


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
