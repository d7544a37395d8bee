"""Making the geometry of a source fit to be drawn: flat, valid, of one kind, and every change told."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from layers.report import Fault, Note
from layers.shapes import GeometryKind, Integers

__all__ = ["CleanGeometry", "clean"]

Objects = npt.NDArray[np.object_]

_KIND_OF_TYPE: Final = np.array([0, 1, 1, 2, 0, 1, 2, -1])
_KINDS: Final = (GeometryKind.POINT, GeometryKind.LINE, GeometryKind.AREA)
_COLLECTION: Final = 7
_FARTHEST: Final = 1e8
"""More than any coordinate in any CRS, in metres or degrees."""


@dataclass(frozen=True, slots=True)
class CleanGeometry:
    """Geometries of one kind, each with the position of the row that it comes from, in ascending order."""

    geometries: Objects
    positions: Integers


def clean(
    geometries: Objects, rows: Integers
) -> tuple[dict[GeometryKind, CleanGeometry], list[Fault], list[Fault]]:
    """Take geometries apart by kind, flatten and repair them.

    Heights are left out; collections are taken apart, so that one row may give one geometry of each kind; an
    invalid area is made valid (only what is an area of the result is kept).

    Parameters
    ----------
    geometries
        (n,) shapely geometries or None.
    rows
        (n,) the row numbers to tell.

    Returns
    -------
    tuple
        What was kept by kind; faults of rows with nothing to keep; remarks on rows that were changed.
    """
    faults: list[Fault] = []
    remarks: list[Fault] = []
    flat = shapely.force_2d(geometries)
    gone = shapely.is_missing(flat) | shapely.is_empty(flat)
    nowhere = Note("The row has no place on the map.")
    faults.extend(_geometry_fault(rows[position], nowhere) for position in np.flatnonzero(gone))
    bounds = shapely.bounds(flat)
    # Written so that NaN is refused too.
    endless = ~gone & ~(np.abs(bounds) <= _FARTHEST).all(axis=1)
    no_numbers = Note("Its coordinates are no place on Earth.")
    faults.extend(_geometry_fault(rows[position], no_numbers) for position in np.flatnonzero(endless))
    usable = np.flatnonzero(~gone & ~endless)
    parts, positions = _apart(flat[usable], usable)
    repaired, positions = _repaired(parts, positions, rows, faults, remarks)
    kinds = _KIND_OF_TYPE[shapely.get_type_id(repaired)]
    kept: dict[GeometryKind, CleanGeometry] = {}
    for number, kind in enumerate(_KINDS):
        chosen = np.flatnonzero(kinds == number)
        if len(chosen):
            kept[kind] = CleanGeometry(repaired[chosen], positions[chosen])
    return kept, faults, remarks


def _geometry_fault(row: int, reason: Note) -> Fault:
    return Fault(int(row), "geometry", "", reason)


def _apart(geometries: Objects, positions: Integers) -> tuple[Objects, Integers]:
    """Replace each collection by what it holds, gathered into one geometry for each kind."""
    types = shapely.get_type_id(geometries)
    collections = np.flatnonzero(types == _COLLECTION)
    if not len(collections):
        return geometries, positions
    split: list[tuple[int, shapely.Geometry]] = []
    for place in collections:
        parts = np.array([geometries[place]], dtype=np.object_)
        while (shapely.get_type_id(parts) == _COLLECTION).any():
            parts = shapely.get_parts(parts)
        parts = shapely.get_parts(parts[~shapely.is_empty(parts)])
        kinds = _KIND_OF_TYPE[shapely.get_type_id(parts)]
        for number in range(len(_KINDS)):
            same = parts[kinds == number]
            if len(same):
                split.append((int(positions[place]), _joined(same, number)))
    others = np.flatnonzero(types != _COLLECTION)
    joined = np.empty(len(others) + len(split), dtype=np.object_)
    joined[: len(others)] = geometries[others]
    for offset, (_, geometry) in enumerate(split):
        joined[len(others) + offset] = geometry
    at = np.concatenate((positions[others], np.array([position for position, _ in split], dtype=np.int64)))
    order = np.argsort(at, kind="stable")
    return joined[order], at[order]


def _joined(parts: Objects, kind: int) -> shapely.Geometry:
    """Make one geometry of several of the same kind (0 points, 1 lines, 2 areas)."""
    if len(parts) == 1:
        only: shapely.Geometry = parts[0]
        return only
    if kind == 0:
        return shapely.MultiPoint(list(parts))
    return shapely.MultiLineString(list(parts)) if kind == 1 else shapely.MultiPolygon(list(parts))


def _repaired(
    geometries: Objects, positions: Integers, rows: Integers, faults: list[Fault], remarks: list[Fault]
) -> tuple[Objects, Integers]:
    """Make invalid areas valid; leave out what has no area afterwards."""
    areas = _KIND_OF_TYPE[shapely.get_type_id(geometries)] == 2
    wrong = np.flatnonzero(areas & ~shapely.is_valid(geometries))
    if not len(wrong):
        return geometries, positions
    reasons = shapely.is_valid_reason(geometries[wrong])
    mended = shapely.make_valid(geometries[wrong], method="structure", keep_collapsed=False)
    out = geometries.copy()
    keep = np.ones(len(geometries), dtype=np.bool_)
    for place, shape, reason in zip(wrong, mended, reasons, strict=True):
        what = str(reason).partition("[")[0]
        if shape.is_empty or _KIND_OF_TYPE[shapely.get_type_id(shape)] != 2:
            keep[place] = False
            collapsed = Note("The outline encloses no area ({fault}).", {"fault": what})
            faults.append(_geometry_fault(rows[positions[place]], collapsed))
            continue
        out[place] = shape
        mended_note = Note("The outline was invalid ({fault}) and was repaired.", {"fault": what})
        remarks.append(_geometry_fault(rows[positions[place]], mended_note))
    return out[keep], positions[keep]
