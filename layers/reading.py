"""From a file to a table of features in a schema's columns, with the account of what became of every row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from layers.conforming import ConformedTable, conform
from layers.crs import epsg_of
from layers.dataset import DatasetCard
from layers.errors import LayerReadError
from layers.files import SourceLayer, date_of, gone_or, open_source
from layers.frames import content_hash
from layers.locations import check_places
from layers.outlines import CleanGeometry, clean
from layers.places import find_columns
from layers.progress import NoProgress, Progress
from layers.providers import credit_of
from layers.report import Fault, ImportReport, Note, heard
from layers.rows import RawTable, cells, read_layer, read_table
from layers.schema import LayerSchema
from layers.shapes import GeometryKind

__all__ = ["LayerDescription", "ReadResult", "SourceDescription", "describe_source", "read_source"]

_NOBODY: Final = NoProgress()
_COORDINATE_KEYS: Final = ("x", "y", "lon", "lat", "geometry")


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What was read of a source: features of one kind in the schema's columns.

    `others` are the features of the other kinds, where a source mixes them and the schema admits them; each has
    its own frame and card, and shares the report.
    """

    frame: gpd.GeoDataFrame
    card: DatasetCard
    report: ImportReport
    others: tuple["ReadResult", ...] = ()


@dataclass(frozen=True, slots=True)
class LayerDescription:
    """A layer of a source before it is read; `epsg` is None where the source does not say its CRS."""

    name: str
    columns: tuple[str, ...]
    geometry: str
    epsg: int | None
    count: int


@dataclass(frozen=True, slots=True)
class SourceDescription:
    """What a file holds, for the one who chooses what to import."""

    path: Path
    layers: tuple[LayerDescription, ...]
    notes: tuple[Note, ...] = ()


def describe_source(path: Path) -> SourceDescription:
    """Tell which layers a file has, with their columns, CRS and number of rows.

    Raises
    ------
    SourceError
        The file cannot be opened.
    """
    with open_source(path) as source:
        return SourceDescription(path, tuple(_described(layer, path) for layer in source.layers), source.notes)


def _described(layer: SourceLayer, path: Path) -> LayerDescription:
    if layer.is_table:
        with heard([]):
            table = cells(layer, _NOBODY)
        names = tuple(str(name) for name in table.frame.columns)
        found = find_columns(names, {})
        epsg = found.epsg if found else None
        return LayerDescription(layer.name, names, "Point" if found else "", epsg, table.rows_read)
    try:
        with heard([]):
            info = _read_info(layer)
    except (DataSourceError, DataLayerError) as error:
        raise gone_or(path, error) from None
    return LayerDescription(
        layer.name,
        tuple(str(name) for name in info["fields"]),
        str(info["geometry_type"] or ""),
        epsg_of(info["crs"]) if info["crs"] else None,
        int(info["features"]),
    )


def _read_info(layer: SourceLayer) -> dict[str, Any]:
    """Ask for a layer's columns, whose names may be in another encoding than the format prescribes."""
    try:
        return dict(pyogrio.read_info(layer.file, layer=layer.name, force_feature_count=True))
    except UnicodeDecodeError:
        return dict(
            pyogrio.read_info(layer.file, layer=layer.name, force_feature_count=True, encoding="cp1252"),
        )


def read_source(
    path: Path,
    schema: LayerSchema,
    *,
    layer: str | None = None,
    epsg: int | None = None,
    mapping: Mapping[str, str] | None = None,
    kind: GeometryKind | None = None,
    now: datetime | None = None,
    progress: Progress = _NOBODY,
) -> ReadResult:
    """Read one layer of a file.

    Rows that do not fit the schema are left out and told in the report with row, field, value and reason;
    repairs and doubts are told too. The geometry stays in the CRS of the source.

    Parameters
    ----------
    path
        GeoPackage, GeoJSON, Shapefile (also zipped), CSV, Excel, GPX, KML or another format that GDAL opens.
    schema
        What the layer is.
    layer
        Which layer of the file; not needed where it has one.
    epsg
        The CRS of the coordinates, whatever the file says; without it the file's own, or the one the numbers fit.
    mapping
        Field id → column. For tables also `x`/`lon`, `y`/`lat` or `geometry` → column.
    kind
        Which kind of geometry to put first where the source mixes them; else the most frequent that the schema
        admits.
    now
        The moment of import that the card tells.

    Raises
    ------
    SourceError, LayerReadError, CrsError
        The file, the layer or its coordinates cannot be used; the message says why and what to do.
    """
    mapping = mapping or {}
    with open_source(path) as source:
        chosen = source.layer(layer)
        progress.step(0.0)
        try:
            if chosen.is_table:
                raw = read_table(source, chosen, epsg, mapping, progress)
            else:
                raw = read_layer(source, chosen, epsg, progress)
        except OSError as error:
            raise gone_or(path, error) from error
        progress.step(0.5)
        return _finished(raw, path, chosen.name, schema, mapping, kind, now or datetime.now(UTC), progress)


def _finished(
    raw: RawTable,
    path: Path,
    layer: str,
    schema: LayerSchema,
    mapping: Mapping[str, str],
    kind: GeometryKind | None,
    now: datetime,
    progress: Progress,
) -> ReadResult:
    """Clean the geometry, bring the columns into the schema's form, and write the account."""
    kinds, faults, remarks = clean(raw.geometries, raw.rows)
    raw.faults += faults
    raw.remarks += remarks
    progress.step(0.6)
    fields = {key: column for key, column in mapping.items() if key not in _COORDINATE_KEYS or schema.field(key)}
    table = conform(raw.frame, raw.rows, schema, fields, text=raw.text)
    raw.faults += table.faults
    raw.notes += table.notes
    good = table.good.copy()
    check_places(raw, kinds, schema, good, path.name)
    progress.step(0.8)
    admitted = {}
    for found, shapes in kinds.items():
        if found in schema.kinds:
            admitted[found] = shapes
        else:
            _refuse_kind(raw, shapes, found)
    drafts: list[tuple[GeometryKind, gpd.GeoDataFrame]] = []
    kept_positions: set[int] = set()
    for found, shapes in admitted.items():
        chosen = good[shapes.positions]
        if chosen.any():
            positions = shapes.positions[chosen]
            kept_positions.update(positions.tolist())
            frame = gpd.GeoDataFrame(
                table.frame.iloc[positions].reset_index(drop=True),
                geometry=shapes.geometries[chosen],
                crs=f"EPSG:{raw.epsg}",
            )
            drafts.append((found, frame))
    if not drafts:
        first = min(raw.faults, key=lambda fault: fault.row)
        raise LayerReadError(
            "None of the {count} rows of “{file}” fits the schema {schema}: the first fault is in row {row}, "
            "column “{field}”, value “{value}”: {reason} Correct the file, or choose another schema.",
            count=raw.rows_read,
            file=path.name,
            schema=schema.id,
            row=first.row,
            field=first.field,
            value=first.value,
            reason=first.reason,
        )
    drafts.sort(key=lambda draft: (draft[0] is not kind, -len(draft[1]), schema.kinds.index(draft[0])))
    if len(drafts) > 1:
        for found, frame in drafts[1:]:
            raw.notes.append(_mixed_note(found, len(frame)))
    kept = len(kept_positions)
    kept_rows = {int(raw.rows[position]) for position in kept_positions}
    # A collection may lose a part that does not belong in the layer and be kept with the rest of it.
    told = sorted((*raw.faults, *raw.remarks, *table.remarks), key=lambda fault: fault.row)
    doubts = tuple(fault for fault in told if fault.row in kept_rows)
    report = ImportReport(
        source=path.name,
        layer=layer,
        rows_read=raw.rows_read,
        rows_kept=kept,
        rows_set_aside=raw.rows_read - kept,
        faults=_once(fault for fault in sorted(raw.faults, key=lambda f: f.row) if fault.row not in kept_rows),
        remarks=doubts,
        notes=tuple(raw.notes),
    )
    progress.step(0.9)
    credit = credit_of(raw.frame.columns) or schema.credit
    results = [_result(frame, found, raw.epsg, table, schema, path, now, report, credit) for found, frame in drafts]
    first_result = results[0]
    progress.step(1.0)
    return ReadResult(first_result.frame, first_result.card, report, tuple(results[1:]))


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Tell a fault once, though two fields read the same column."""
    return tuple({(fault.row, fault.field, fault.value, str(fault.reason)): fault for fault in faults}.values())


def _mixed_note(kind: GeometryKind, count: int) -> Note:
    text = {
        GeometryKind.POINT: "The source also holds {count} points, which make a layer of their own.",
        GeometryKind.LINE: "The source also holds {count} lines, which make a layer of their own.",
        GeometryKind.AREA: "The source also holds {count} areas, which make a layer of their own.",
    }[kind]
    return Note(text, {"count": count})


def _refuse_kind(raw: RawTable, shapes: CleanGeometry, found: GeometryKind) -> None:
    reason = {
        GeometryKind.POINT: "A point does not belong in this kind of layer.",
        GeometryKind.LINE: "A line does not belong in this kind of layer.",
        GeometryKind.AREA: "An area does not belong in this kind of layer.",
    }[found]
    for position in shapes.positions:
        raw.faults.append(Fault(int(raw.rows[position]), "geometry", "", Note(reason)))


def _result(
    frame: gpd.GeoDataFrame,
    kind: GeometryKind,
    epsg: int,
    table: ConformedTable,
    schema: LayerSchema,
    path: Path,
    now: datetime,
    report: ImportReport,
    credit: str,
) -> ReadResult:
    card = DatasetCard(
        hash=content_hash(frame),
        schema=schema.id,
        kind=kind,
        epsg=epsg,
        count=len(frame),
        source=path.name,
        imported=now,
        date=date_of(path),
        credit=credit,
        fields=table.fields,
    )
    return ReadResult(frame, card, report)
