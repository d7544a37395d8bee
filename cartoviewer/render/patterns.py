"""Hatches and edge bands as plain geometry: every device draws them alike, and none needs a clip."""

from functools import reduce
from math import cos, hypot, radians, sin
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from cartoviewer.scene.scene import AreaBatch
from layers.shapes import Floats, GeometryKind, Shapes
from symbols.style import Hatch

__all__ = ["band_area", "hatch_dots", "hatch_lines"]

_MARGIN_MM: Final = 6.0


def _polygons(batch: AreaBatch) -> npt.NDArray[np.object_]:
    """Build one valid polygon for each feature."""
    ring_of = np.repeat(np.arange(len(batch.rings) - 1), np.diff(batch.rings))
    rings = np.asarray(shapely.linearrings(batch.xy, indices=ring_of), dtype=np.object_)
    found = []
    for first, last in zip(batch.features[:-1], batch.features[1:], strict=True):
        # The rings of a feature alternate inside and outside: the odd-even sum of all of them.
        areas = np.asarray(shapely.make_valid(shapely.polygons(rings[first:last])), dtype=np.object_)
        found.append(reduce(shapely.symmetric_difference, areas) if len(areas) else shapely.Polygon())
    return np.array(found, dtype=np.object_)


def _inside(batch: AreaBatch, size_mm: tuple[float, float]) -> shapely.Geometry:
    frame = shapely.box(-_MARGIN_MM, -_MARGIN_MM, size_mm[0] + _MARGIN_MM, size_mm[1] + _MARGIN_MM)
    area = shapely.intersection(shapely.union_all(_polygons(batch)), frame)
    shapely.prepare(area)
    return area


def hatch_lines(batch: AreaBatch, hatch: Hatch, size_mm: tuple[float, float]) -> Shapes:
    """Give the lines of a hatch inside the areas; their grid is that of the paper, so neighbours agree."""
    area = _inside(batch, size_mm)
    angles = (hatch.angle_deg, hatch.angle_deg + 90) if hatch.kind == "cross" else (hatch.angle_deg,)
    drawn = [part for angle in angles for part in _ruled(area, angle, hatch.spacing_mm)]
    return Shapes.from_geometries(np.array([*drawn, None], dtype=np.object_)[:-1], GeometryKind.LINE)


def _ruled(area: shapely.Geometry, angle_deg: float, spacing: float) -> list[shapely.Geometry]:
    if shapely.is_empty(area):
        return []
    west, north, east, south = shapely.bounds(area)
    along = np.array((cos(radians(angle_deg)), -sin(radians(angle_deg))))
    across = np.array((-along[1], along[0]))
    corners = np.array([(west, north), (east, north), (east, south), (west, south)])
    offsets = corners @ across
    first, last = np.floor(offsets.min() / spacing), np.ceil(offsets.max() / spacing)
    reach = hypot(east - west, south - north)
    middle = np.array(((west + east) / 2, (north + south) / 2)) @ along
    feet = np.arange(first, last + 1)[:, None] * spacing * across
    ends = np.stack((feet + (middle - reach) * along, feet + (middle + reach) * along), axis=1)
    cut = shapely.intersection(shapely.linestrings(ends), area)
    parts = shapely.get_parts(cut)
    return list(parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING])


def hatch_dots(batch: AreaBatch, hatch: Hatch, size_mm: tuple[float, float]) -> Floats:
    """Give the places of a dotted pattern inside the areas, rows half a step apart."""
    area = _inside(batch, size_mm)
    if shapely.is_empty(area):
        return np.zeros((0, 2))
    west, north, east, south = shapely.bounds(area)
    step = hatch.spacing_mm
    columns = np.arange(np.floor(west / step), np.ceil(east / step) + 1)
    rows = np.arange(np.floor(north / step), np.ceil(south / step) + 1)
    x, y = np.meshgrid(columns * step, rows * step)
    x = x + (rows % 2)[:, None] * step / 2
    places = np.column_stack((x.ravel(), y.ravel()))
    kept: Floats = places[shapely.contains_xy(area, places[:, 0], places[:, 1])]
    return kept


def band_area(batch: AreaBatch, size_mm: tuple[float, float]) -> Shapes:
    """Give the strip along the inner side of every area's edge, cut near the frame."""
    assert batch.band is not None
    areas = _polygons(batch)
    strip = shapely.difference(areas, shapely.buffer(areas, -batch.band.width_mm, quad_segs=4))
    frame = shapely.box(-_MARGIN_MM, -_MARGIN_MM, size_mm[0] + _MARGIN_MM, size_mm[1] + _MARGIN_MM)
    strip = shapely.intersection(strip, frame)
    parts = shapely.get_parts(strip)
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    # Wound alike outside and against inside, as the painter's non-zero rule wants it.
    return Shapes.from_geometries(shapely.orient_polygons(parts), GeometryKind.AREA)
