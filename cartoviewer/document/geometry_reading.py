"""Geometry out of GeoPackage blobs: most of a layer by whole arrays, the rest one by one.

Nearly all features of a layer are written alike: without an envelope, of one part, and an area of one ring. Their
points stand behind a head of fixed bytes, so that a few operations on arrays read hundreds of them. What is
written in another way is read by shapely.
"""

from collections.abc import Sequence
from struct import pack
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from cartoviewer.document.geopackage import geometry_of
from layers.shapes import GeometryKind, Integers, Shapes

__all__ = ["shapes_of"]

_POINT, _LINE, _AREA = pack("<BI", 1, 1), pack("<BI", 1, 2), pack("<BII", 1, 3, 1)
_HEADS: Final[dict[GeometryKind, tuple[bytes, ...]]] = {
    GeometryKind.POINT: (pack("<BII", 1, 4, 1) + _POINT, _POINT),
    GeometryKind.LINE: (pack("<BII", 1, 5, 1) + _LINE, _LINE),
    GeometryKind.AREA: (pack("<BII", 1, 6, 1) + _AREA, _AREA),
}
"""What stands before the points (before their number, where there is one) in little-endian WKB without heights:
of a multi geometry with one part, as dossiers are written, and of a single one."""

_GEOPACKAGE: Final = 8
"""Bytes of a GeoPackage blob's own head without an envelope: magic, version, flags, CRS."""

_FLAGS: Final = (b"GP\x00\x01", 4)
"""A blob that begins so is little-endian, not empty, and has no envelope; and how many bytes say so."""

_FEWEST: Final = {GeometryKind.POINT: 1, GeometryKind.LINE: 2, GeometryKind.AREA: 4}


def shapes_of(blobs: Sequence[bytes | None], kind: GeometryKind) -> Shapes:
    """Read the geometry column of a table.

    Parameters
    ----------
    blobs
        GeoPackage blobs as any program wrote them; None, and what is broken, counts as empty.
    kind
        What the layer is made of.
    """
    for head in _HEADS[kind]:
        alike = _alike(blobs, head, kind)
        if 2 * len(alike) < len(blobs):
            continue
        read = _read_alike([blobs[index] for index in alike.tolist()], head, kind)
        if len(alike) == len(blobs):
            return read
        rest = np.setdiff1d(np.arange(len(blobs)), alike)
        both = Shapes.joined((read, _read_singly([blobs[index] for index in rest.tolist()], kind)))
        return both.take(np.argsort(np.concatenate((alike, rest))).astype(np.int64))
    return _read_singly(blobs, kind)


def _alike(blobs: Sequence[bytes | None], head: bytes, kind: GeometryKind) -> Integers:
    """Give the places of the blobs that begin with `head` and are as long as their number of points says."""
    counted = 0 if kind is GeometryKind.POINT else 4
    whole = _GEOPACKAGE + len(head) + counted
    lengths = np.fromiter((len(blob) if blob is not None else 0 for blob in blobs), np.int64, len(blobs))
    long = np.flatnonzero(lengths >= whole + 16 * _FEWEST[kind])
    begins = b"".join([blobs[index][:whole] for index in long.tolist()])  # type: ignore[index]
    bytes_of = np.frombuffer(begins, np.uint8).reshape(-1, whole)
    magic, checked = _FLAGS
    fits = (bytes_of[:, :checked] == np.frombuffer(magic, np.uint8)).all(axis=1)
    fits &= (bytes_of[:, _GEOPACKAGE : whole - counted] == np.frombuffer(head, np.uint8)).all(axis=1)
    points = _counts(bytes_of) if counted else np.ones(len(long), dtype=np.int64)
    alike: Integers = long[fits & (lengths[long] == whole + 16 * points)]
    return alike


def _counts(heads: npt.NDArray[np.uint8]) -> Integers:
    """Give the number in the last four bytes of each row."""
    numbers: Integers = np.ascontiguousarray(heads[:, -4:]).view("<u4").ravel().astype(np.int64)
    return numbers


def _read_alike(blobs: Sequence[bytes | None], head: bytes, kind: GeometryKind) -> Shapes:
    whole = _GEOPACKAGE + len(head) + (0 if kind is GeometryKind.POINT else 4)
    bodies = [blob[whole:] for blob in blobs if blob is not None]
    xy = np.frombuffer(b"".join(bodies), "<f8").astype(np.float64).reshape(-1, 2)
    each = np.arange(len(bodies) + 1, dtype=np.int64)
    if kind is GeometryKind.POINT:
        # A point without coordinates is written as one that is no number.
        if np.isnan(xy).any():
            return _read_singly(blobs, kind)
        return Shapes(kind, xy, each, each, each, np.hstack((xy, xy)))
    rings = np.zeros(len(bodies) + 1, dtype=np.int64)
    np.cumsum(np.fromiter((len(body) // 16 for body in bodies), np.int64, len(bodies)), out=rings[1:])
    if len(bodies) == 0:
        return Shapes(kind, xy, rings, each, each, np.zeros((0, 4)))
    lowest, highest = np.minimum.reduceat(xy, rings[:-1]), np.maximum.reduceat(xy, rings[:-1])
    return Shapes(kind, xy, rings, each, each, np.hstack((lowest, highest)))


def _read_singly(blobs: Sequence[bytes | None], kind: GeometryKind) -> Shapes:
    bodies = np.empty(len(blobs), dtype=np.object_)
    bodies[:] = [geometry_of(blob) for blob in blobs]
    return Shapes.from_geometries(shapely.from_wkb(bodies, on_invalid="ignore"), kind)
