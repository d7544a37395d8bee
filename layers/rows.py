"""The rows of a source as they stand in it, with their geometry and its CRS settled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import CRSError, DataLayerError, DataSourceError
from shapely.errors import ShapelyError

from layers.crs import CRS_NAMES, SUPPORTED, epsg_of, is_geographic
from layers.errors import CrsError, LayerReadError
from layers.extents import recognise
from layers.files import WORKBOOK_SUFFIX, OpenSource, SourceLayer, gone_or
from layers.places import find_columns, place
from layers.progress import Progress
from layers.record_lists import RECORDS_SUFFIX, read_records
from layers.report import Fault, Note, heard
from layers.shapes import Floats, Integers
from layers.tables import TextTable, read_csv
from layers.tolerant import salvage
from layers.workbooks import read_sheet

__all__ = ["RawTable", "cells", "read_layer", "read_table"]


@dataclass(slots=True)
class RawTable:
    """Rows with geometry as the source has them, and what has been told of them so far."""

    frame: pd.DataFrame
    geometries: npt.NDArray[np.object_]
    rows: Integers
    epsg: int
    rows_read: int
    text: bool
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_table(
    source: OpenSource,
    layer: SourceLayer,
    epsg: int | None,
    mapping: Mapping[str, str],
    progress: Progress,
) -> RawTable:
    """Read a table of text, its places made from its columns; raises what `read_source` does."""
    notes = list(source.notes)
    with heard(notes):
        table = cells(layer, progress)
    if not table.rows_read:
        raise LayerReadError("“{file}” has a header but no rows.", file=source.path.name)
    columns = find_columns([str(name) for name in table.frame.columns], mapping)
    if columns is None:
        raise LayerReadError(
            "“{file}” has no columns with coordinates; its columns are {columns}. Name them x and y, or lon and "
            "lat, or say which they are.",
            file=source.path.name,
            columns=", ".join(str(name) for name in table.frame.columns),
        )
    placed = place(table.frame, table.rows, columns, epsg)
    rows = np.asarray(table.rows, dtype=np.int64)[placed.positions]
    frame = table.frame.iloc[placed.positions].drop(columns=list(columns.used)).reset_index(drop=True)
    return RawTable(
        frame,
        placed.geometries,
        rows,
        placed.epsg,
        table.rows_read,
        text=True,
        faults=[*table.faults, *placed.faults],
        notes=[*notes, *table.notes, *placed.notes],
    )


def cells(layer: SourceLayer, progress: Progress) -> TextTable:
    """Read the cells of a table of text or of a sheet."""
    if layer.file.suffix.lower() == WORKBOOK_SUFFIX:
        return read_sheet(layer.file, layer.name)
    if layer.file.suffix.lower() == RECORDS_SUFFIX:
        return read_records(layer.file)
    return read_csv(layer.file, progress)


def read_layer(source: OpenSource, layer: SourceLayer, epsg: int | None, progress: Progress) -> RawTable:
    """Read a layer in bulk, or record by record where that fails; raises what `read_source` does."""
    notes = list(source.notes)
    faults: list[Fault] = []
    try:
        with heard(notes):
            info, _, wkb, columns = _in_bulk(layer, notes)
        geometries = shapely.from_wkb(wkb) if wkb is not None else np.array([], dtype=np.object_)
        crs = info["crs"] or ""
        frame = pd.DataFrame(
            {name: pd.Series(column) for name, column in zip(info["fields"], columns, strict=True)},
            index=pd.RangeIndex(len(geometries)),
        )
        rows = np.arange(1, len(geometries) + 1, dtype=np.int64)
        rows_read = len(geometries)
    except (CRSError, DataSourceError, DataLayerError, ShapelyError, RuntimeError, ValueError) as error:
        if not source.path.exists():
            raise gone_or(source.path, error) from None
        with heard(notes):
            saved = salvage(layer.file, layer.name, progress)
        frame, geometries, crs = saved.frame, saved.geometries, saved.crs
        rows, rows_read = np.asarray(saved.rows, dtype=np.int64), saved.rows_read
        faults.extend(saved.faults)
        notes.append(Note("The file is damaged; it was read record by record, and what is good was kept."))
    if not rows_read:
        raise LayerReadError(
            "The layer “{layer}” of “{file}” has no features.", layer=layer.name, file=source.path.name
        )
    xy = shapely.get_coordinates(geometries)
    code, turn = _crs_of_layer(crs, epsg, xy, source.path.name, notes)
    if turn:
        geometries = shapely.transform(geometries, lambda points: points[:, ::-1])
    return RawTable(frame, geometries, rows, code, rows_read, text=False, faults=faults, notes=notes)


def _in_bulk(layer: SourceLayer, notes: list[Note]) -> tuple[Any, Any, Any, Any]:
    """Read all of a layer; text that is not in the encoding it should be in is read as Windows writes it."""
    # A Shapefile without .cpg does not say its encoding; text that is valid UTF-8 is hardly anything else.
    file = layer.file
    told = any(side.stem == file.stem and side.suffix.lower() == ".cpg" for side in file.parent.iterdir())
    silent = file.suffix.lower() == ".shp" and not told
    options: dict[str, Any] = {"layer": layer.name, "datetime_as_string": True}
    try:
        return tuple(pyogrio.raw.read(file, encoding="UTF-8" if silent else None, **options))
    except UnicodeDecodeError:
        notes.append(Note("The text is not UTF-8; it was read as {encoding}.", {"encoding": "Windows-1252"}))
        return tuple(pyogrio.raw.read(file, encoding="cp1252", **options))


def _crs_of_layer(declared: str, given: int | None, xy: Floats, file: str, notes: list[Note]) -> tuple[int, bool]:
    """Settle the CRS of a layer: the one that was given, the one it declares, or the one its numbers fit."""
    code = given or (epsg_of(declared) if declared else None)
    if code is not None:
        is_geographic(code)
        found = recognise(xy, code) if code in SUPPORTED else None
        if found is not None and found.swapped and is_geographic(code):
            notes.append(Note("Longitude and latitude stand in each other's place; they were exchanged."))
            return code, True
        impossible = is_geographic(code) and len(xy) > 0 and not (np.abs(xy) <= 180.0).any(axis=1).any()
        if not impossible or given is not None:
            return code, False
    elif declared:
        raise CrsError(
            "The coordinate system of “{file}” is not known here. Say which it is (EPSG code).", file=file
        )
    found = recognise(xy)
    if found is None:
        raise CrsError(
            "“{file}” does not say its coordinate system, and its coordinates fit none of Belgium. Say which it "
            "is (EPSG code).",
            file=file,
        )
    text = (
        "“{file}” says its coordinates are degrees, but they are those of {crs} (EPSG:{epsg}); they were read so."
        if code is not None
        else "“{file}” does not say its coordinate system; the numbers are those of {crs} (EPSG:{epsg})."
    )
    notes.append(Note(text, {"file": file, "crs": CRS_NAMES[found.epsg], "epsg": found.epsg}))
    return found.epsg, found.swapped
