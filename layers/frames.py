"""Datasets held in memory, and the hash by which a dataset is known."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from layers.crs import transform_shapes
from layers.dataset import DatasetCard
from layers.shapes import Floats, GeometryKind, Shapes
from layers.values import is_nothing

__all__ = ["FrameDataset", "column_values", "content_hash", "kind_of"]

_KINDS: Final = {
    0: GeometryKind.POINT,
    1: GeometryKind.LINE,
    2: GeometryKind.LINE,
    3: GeometryKind.AREA,
    4: GeometryKind.POINT,
    5: GeometryKind.LINE,
    6: GeometryKind.AREA,
}

_NUMERIC: Final = frozenset({"boolean", "integer", "floating", "mixed-integer-float", "empty"})


def kind_of(geometries: npt.NDArray[np.object_]) -> GeometryKind:
    """Give the kind of the first geometry that is one; points where there is none.

    The geometries are taken to be of one kind, as `layers.reading` delivers them.
    """
    for type_id in shapely.get_type_id(geometries):
        if int(type_id) in _KINDS:
            return _KINDS[int(type_id)]
    return GeometryKind.POINT


def column_values(column: "pd.Series[Any]") -> npt.NDArray[np.object_]:
    """Give a column's values as plain Python objects, None where nothing is known."""
    values = np.empty(len(column), dtype=np.object_)
    values[:] = column.astype(object).where(column.notna(), None).tolist()
    return values


class FrameDataset:
    """A dataset whose features are in memory.

    Parameters
    ----------
    frame
        Geometry of one kind and the fields; it is not copied and must not be changed afterwards.
    card
        Its identity card; `card.epsg` is the CRS of the geometry.
    """

    def __init__(self, frame: gpd.GeoDataFrame, card: DatasetCard) -> None:
        self.frame: Final = frame
        self._card: Final = card
        self._shapes: dict[int, Shapes] = {}
        self._columns: dict[str, npt.NDArray[np.object_]] = {}

    @property
    def card(self) -> DatasetCard:
        """The identity card."""
        return self._card

    def shapes(self, epsg: int) -> Shapes:
        """Give the geometry of all features in the CRS with this EPSG code; kept once made."""
        if epsg not in self._shapes:
            own = self._shapes.get(self._card.epsg)
            if own is None:
                geometries = np.asarray(self.frame.geometry.array, dtype=np.object_)
                own = Shapes.from_geometries(geometries, self._card.kind)
                self._shapes[self._card.epsg] = own
            self._shapes[epsg] = transform_shapes(own, self._card.epsg, epsg)
        return self._shapes[epsg]

    def column(self, field: str) -> npt.NDArray[np.object_]:
        """Give one field of all features, None where it is empty. Raises KeyError for an unknown field."""
        if field not in self._columns:
            if field == self.frame.geometry.name:
                raise KeyError(field)
            self._columns[field] = column_values(self.frame[field])
        return self._columns[field]

    def row(self, index: int) -> Mapping[str, Any]:
        """Give all fields of one feature."""
        geometry = self.frame.geometry.name
        return {name: self.column(name)[index] for name in self.frame.columns if name != geometry}


def content_hash(frame: gpd.GeoDataFrame) -> str:
    """Give the sha256 (hex) of what a table holds.

    The same features in the same order in the same CRS with the same fields give the same hash, whatever file
    or column type they come from: numbers and booleans count as numbers, a part of a multi geometry as the
    geometry itself, empty text as nothing, and the order of the columns does not count.
    """
    digest = hashlib.sha256()
    epsg = frame.crs.to_epsg() if frame.crs is not None else None
    geometries = np.asarray(frame.geometry.array, dtype=np.object_)
    kind = kind_of(geometries)
    shapes = Shapes.from_geometries(geometries, kind)
    digest.update(f"cartoviewer-dataset-1 {epsg} {kind} {len(frame)}\n".encode())
    for part in (_canonical(shapes.xy), shapes.rings, shapes.parts, shapes.features):
        digest.update(np.ascontiguousarray(part).astype(part.dtype.newbyteorder("<"), copy=False).tobytes())
    for name in sorted(str(column) for column in frame.columns if column != frame.geometry.name):
        digest.update(b"\x00column " + name.encode() + b"\n")
        _update_column(digest, frame[name])
    return digest.hexdigest()


def _canonical(numbers: Floats) -> Floats:
    """Make one NaN of all, and no zero negative."""
    return np.where(np.isnan(numbers), np.nan, numbers) + 0.0


def _update_column(digest: "hashlib._Hash", column: "pd.Series[Any]") -> None:
    # A column of nothing has no type of its own, and a file may give numbers back as objects: both as numbers.
    if pd.api.types.infer_dtype(column, skipna=True) in _NUMERIC:
        numbers = pd.to_numeric(column).to_numpy(dtype=np.float64, na_value=np.nan)
        digest.update(_canonical(numbers).astype("<f8").tobytes())
        return
    values = [value if isinstance(value, str) else _written(value) for value in column.tolist()]
    lengths = np.fromiter(map(len, values), dtype="<i8", count=len(values))
    digest.update(lengths.tobytes())
    digest.update("".join(values).encode("utf-8", "surrogatepass"))


def _written(value: object) -> str:
    return "" if is_nothing(value) else str(value)
