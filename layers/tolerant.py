"""Reading a damaged file record by record: what is good is kept, what is not is listed.

Reading in bulk gives all or nothing. Where it fails, each record is asked for on its own.
"""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import fiona
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from fiona._err import CPLE_BaseError
from fiona.errors import FionaError

from layers.errors import LayerReadError
from layers.progress import Progress
from layers.report import Fault, Note

__all__ = ["SalvagedTable", "salvage"]

# GDAL's own errors come through where Fiona does not translate them.
_FAILURES: Final = (FionaError, CPLE_BaseError, OSError, ValueError, KeyError)
_STEP: Final = 500
_UNREADABLE: Final = Note("The record is damaged and could not be read.")


@dataclass(frozen=True, slots=True)
class SalvagedTable:
    """What could be read of a damaged layer; `rows` are the numbers of the records, from 1."""

    frame: pd.DataFrame
    geometries: npt.NDArray[np.object_]
    rows: list[int]
    crs: str
    rows_read: int
    faults: tuple[Fault, ...]


def salvage(file: Path, layer: str, progress: Progress) -> SalvagedTable:
    """Read a layer record by record.

    Raises
    ------
    LayerReadError
        Not one record can be read.
    """
    records: dict[int, tuple[dict[str, Any], Any]] = {}
    faults: list[Fault] = []
    try:
        with fiona.open(file, layer=layer) as collection:
            crs = _crs(collection)
            columns = list(collection.schema["properties"])
            count = _count(collection)
            for number, fid in enumerate(_ids(collection, count), start=1):
                if number % _STEP == 0:
                    progress.step(min(number / max(count, 1), 1.0))
                _read_one(collection, fid, number, records, faults)
    except _FAILURES as error:
        raise LayerReadError(
            "The layer “{layer}” of “{file}” is damaged, and no record of it can be read: {error}. Get the "
            "file again.",
            layer=layer,
            file=file.name,
            error=str(error),
        ) from None
    if not records:
        raise LayerReadError(
            "The layer “{layer}” of “{file}” is damaged, and no record of it can be read: {error}. Get the "
            "file again.",
            layer=layer,
            file=file.name,
            error=str(faults[0].reason) if faults else "-",
        )
    frame = pd.DataFrame.from_records(
        [properties for properties, _ in records.values()], columns=pd.Index(columns, dtype=object)
    ).astype(object)
    geometries = np.empty(len(records), dtype=np.object_)
    for position, (_, geometry) in enumerate(records.values()):
        geometries[position] = geometry
    return SalvagedTable(frame, geometries, list(records), crs, len(records) + len(faults), tuple(faults))


def _crs(collection: Any) -> str:
    try:
        return collection.crs.to_wkt() if collection.crs else ""
    except _FAILURES:
        return ""


def _count(collection: Any) -> int:
    try:
        return len(collection)
    except (TypeError, *_FAILURES):
        return 0


def _ids(collection: Any, count: int) -> list[int]:
    """Give the ids under which records may be asked for: those that can be listed, and those that must be there."""
    listed: list[int] = []
    # Listing breaks off at the first page or record that cannot be read.
    with contextlib.suppress(*_FAILURES):
        listed.extend(int(feature.id) for feature in collection)
    first = listed[0] if listed else (1 if collection.driver == "GPKG" else 0)
    expected = range(first, first + count)
    return sorted({*listed, *expected})


def _read_one(
    collection: Any,
    fid: int,
    number: int,
    records: dict[int, tuple[dict[str, Any], Any]],
    faults: list[Fault],
) -> None:
    try:
        feature = collection.get(fid)
    except _FAILURES:
        feature = None
    if feature is None:
        faults.append(Fault(number, "", "", _UNREADABLE))
        return
    geometry = None
    if feature.geometry is not None:
        try:
            geometry = shapely.geometry.shape(feature.geometry)
        except (shapely.errors.ShapelyError, ValueError, TypeError, AttributeError) as error:
            reason = Note("Its shape is damaged ({fault}).", {"fault": str(error)})
            faults.append(Fault(number, "geometry", "", reason))
            return
    records[number] = (dict(feature.properties), geometry)
