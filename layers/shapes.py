"""The geometry of a whole layer as a few flat arrays, so that numpy can work on all features at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import shapely

__all__ = ["Bounds", "Floats", "GeometryKind", "Integers", "Shapes"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Bounds = tuple[float, float, float, float]
"""(min x, min y, max x, max y), metres in a projected CRS."""


class GeometryKind(StrEnum):
    """What a layer is made of; a layer holds one kind."""

    POINT = "point"
    LINE = "line"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Shapes:
    """Features as ragged arrays: feature → parts → rings → points.

    Attributes
    ----------
    kind
        Points, lines or areas.
    xy
        (n, 2) float64; x east, y north, in the units of the CRS.
    rings
        (r + 1,) where each ring begins in `xy`. For lines a ring is a line; for points it is one point.
    parts
        (p + 1,) where each part begins in `rings`; only areas have parts of several rings.
    features
        (f + 1,) where each feature begins in `parts`. An empty feature has no part.
    bounds
        (f, 4) min x, min y, max x, max y; NaN for an empty feature.
    """

    kind: GeometryKind
    xy: Floats
    rings: Integers
    parts: Integers
    features: Integers
    bounds: Floats

    def __len__(self) -> int:
        return len(self.features) - 1

    @classmethod
    def from_geometries(cls, geometries: npt.NDArray[np.object_], kind: GeometryKind) -> "Shapes":
        """Flatten an array of shapely geometries, single or multi, of one kind; None counts as empty."""
        empty = shapely.from_wkt(_EMPTY[kind])
        # A multi geometry among them makes shapely promote all: one shape of the result for every layer.
        whole = np.empty(len(geometries) + 1, dtype=np.object_)
        whole[:-1] = geometries
        whole[-1] = empty
        whole[shapely.is_missing(whole)] = empty
        if kind is GeometryKind.POINT:
            # shapely 2.2 counts an empty point as a point without coordinates: the offsets then run past the end.
            xy, owner = shapely.get_coordinates(whole, return_index=True)
            features = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=len(whole))))).astype(np.int64)
            rings = parts = np.arange(len(xy) + 1, dtype=np.int64)
        else:
            _, xy, offsets = shapely.to_ragged_array(whole, include_z=False)
            levels = [np.asarray(level, dtype=np.int64) for level in offsets]
            if kind is GeometryKind.LINE:
                rings, features = levels
                rings, features = _without_empty(rings, features)
                parts = np.arange(len(rings), dtype=np.int64)
            else:
                rings, parts, features = levels
                rings, parts = _without_empty(rings, parts)
                parts, features = _without_empty(parts, features)
        return cls(
            kind,
            np.ascontiguousarray(xy, dtype=np.float64),
            rings,
            parts,
            features[:-1],
            np.asarray(shapely.bounds(whole[:-1]), dtype=np.float64).reshape(-1, 4),
        )

    @classmethod
    def joined(cls, pieces: Sequence["Shapes"]) -> "Shapes":
        """Put shapes of one kind behind one another. Raises ValueError for none."""
        if len(pieces) == 1:
            return pieces[0]
        return cls(
            pieces[0].kind,
            np.concatenate([piece.xy for piece in pieces]),
            _chained([piece.rings for piece in pieces]),
            _chained([piece.parts for piece in pieces]),
            _chained([piece.features for piece in pieces]),
            np.concatenate([piece.bounds for piece in pieces]),
        )

    def within(self, bounds: Bounds) -> Integers:
        """Give the indices of the features whose bounds touch `bounds`, in ascending order."""
        west, south, east, north = bounds
        box = self.bounds
        touches = (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
        return np.flatnonzero(touches)

    def take(self, indices: Integers) -> "Shapes":
        """Give the features at `indices`, in that order."""
        # `take` moves a row at a time; an index in brackets is a dozen times slower where rows are short.
        bounds = self.bounds.take(indices, axis=0)
        if self.kind is GeometryKind.POINT and np.array_equal(self.features, self.parts):
            # Each feature is one point.
            each = np.arange(len(indices) + 1, dtype=np.int64)
            return Shapes(self.kind, self.xy.take(indices, axis=0), each, each, each, bounds)
        parts_at = _spans(self.features, indices)
        rings_at = _spans(self.parts, parts_at)
        points_at = _spans(self.rings, rings_at)
        return Shapes(
            self.kind,
            self.xy.take(points_at, axis=0),
            _starts(self.rings, rings_at),
            _starts(self.parts, parts_at),
            _starts(self.features, indices),
            bounds,
        )

    def lengths(self) -> Floats:
        """Give the length of every feature (f,), all its rings together, in the units of the CRS."""
        steps = np.zeros(len(self.xy) + 1)
        if len(self.xy) > 1:
            steps[1:-1] = np.hypot(*np.diff(self.xy, axis=0).T)
            # From the end of one ring to the beginning of the next is no part of either.
            steps[self.rings[1:-1]] = 0.0
        walked = np.cumsum(steps)
        ends = walked[np.maximum(self.rings[self.parts[self.features]] - 1, 0)]
        lengths: Floats = np.diff(ends)
        return lengths

    def geometries(self) -> npt.NDArray[np.object_]:
        """Build the shapely geometries (multi geometries), one for each feature."""
        built = np.full(len(self), shapely.from_wkt(_EMPTY[self.kind]), dtype=np.object_)
        # shapely 2.2 stumbles over empty features at the end of ragged arrays: only the others are built by it.
        filled = np.flatnonzero(self.features[1:] > self.features[:-1])
        if len(filled):
            some = self if len(filled) == len(self) else self.take(filled)
            multi, levels = {
                GeometryKind.POINT: (shapely.GeometryType.MULTIPOINT, (some.features,)),
                GeometryKind.LINE: (shapely.GeometryType.MULTILINESTRING, (some.rings, some.features)),
                GeometryKind.AREA: (shapely.GeometryType.MULTIPOLYGON, (some.rings, some.parts, some.features)),
            }[self.kind]
            built[filled] = shapely.from_ragged_array(multi, some.xy, levels)
        return built


_EMPTY = {
    GeometryKind.POINT: "MULTIPOINT EMPTY",
    GeometryKind.LINE: "MULTILINESTRING EMPTY",
    GeometryKind.AREA: "MULTIPOLYGON EMPTY",
}


def _chained(levels: list[Integers]) -> Integers:
    """Join offsets that each count from zero."""
    ends = np.cumsum([0] + [int(level[-1]) for level in levels[:-1]])
    return np.concatenate([levels[0][:1], *(level[1:] + end for level, end in zip(levels, ends, strict=True))])


def _without_empty(lower: Integers, upper: Integers) -> tuple[Integers, Integers]:
    """Drop the spans of `lower` that hold nothing, and count the offsets of `upper` anew.

    shapely keeps an empty part for `POLYGON EMPTY` and crashes when it is built again.
    """
    filled = lower[1:] > lower[:-1]
    if filled.all():
        return lower, upper
    kept_before = np.concatenate(([0], np.cumsum(filled))).astype(np.int64)
    return lower[np.concatenate(([True], filled))], kept_before[upper]


def _spans(offsets: Integers, indices: Integers) -> Integers:
    """Give the positions that the spans `offsets[i]:offsets[i + 1]` cover, one span after the other."""
    first, last = offsets[indices], offsets[indices + 1]
    lengths = last - first
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    positions: Integers = np.arange(total, dtype=np.int64) + np.repeat(first - (ends - lengths), lengths)
    return positions


def _starts(offsets: Integers, indices: Integers) -> Integers:
    """Give the offsets of the chosen spans, counted anew from zero."""
    return np.concatenate(([0], np.cumsum(offsets[indices + 1] - offsets[indices]))).astype(np.int64)
