"""The lines of the Military Grid Reference System on a map, and what their figures around the frame say."""

from math import ceil, floor
from typing import Final

import numpy as np

from cartoviewer.scene.graticule import Axis, Graticule, GridLine, line_across
from cartoviewer.scene.view import MapView
from layers.crs import ETRS89, LAMBERT_72, transform, transform_point
from layers.position import PositionSystem, plain_position
from layers.shapes import Floats

__all__ = ["mgrs_lines", "mgrs_square", "mgrs_step", "square_in_middle"]

_ZONES: Final = 25_800
"""The EPSG code of a UTM zone on ETRS89 is this and its number: 25831."""

# Up to this denominator, lines stand this many metres apart, and their figures are told to the same step.
_STEPS: Final = ((5_000.0, 100.0), (100_000.0, 1_000.0))
_LARGEST_STEP_M: Final = 10_000.0
_HUNDRED_KM: Final = 100_000.0
_SAMPLES: Final = 33
"""So many points follow a line, which is a little bent in another projection."""
_BESIDE_M: Final = 1.0
_SQUARE_LETTERS: Final = 5
"""So many letters of a reference say the zone and the square of 100 km: 31UES."""


def mgrs_step(scale: float) -> float:
    """Give the distance between lines, metres, for a scale's denominator."""
    return next((step for limit, step in _STEPS if scale <= limit), _LARGEST_STEP_M)


def mgrs_lines(view: MapView) -> Graticule:
    """Find the lines of the reference system inside a view, in the UTM zone of its middle.

    Each is told by the figures of its place within its square of 100 km: `95` for 595 000 m, `952` where the lines
    stand 100 m apart.
    """
    step = mgrs_step(view.scale)
    longitude = transform_point(*view.centre, view.epsg, ETRS89)[0]
    zone = _ZONES + floor(longitude / 6.0) + 31
    west, south, east, north = _reach(view, zone)
    across = np.linspace(west, east, _SAMPLES)
    up = np.linspace(north, south, _SAMPLES)
    columns = [k * step for k in range(ceil(west / step), floor(east / step) + 1)]
    rows = [k * step for k in range(floor(north / step), ceil(south / step) - 1, -1)]
    eastings = [_line(Axis.EASTING, x, np.column_stack((np.full_like(up, x), up)), zone, view) for x in columns]
    northings = [
        _line(Axis.NORTHING, y, np.column_stack((across, np.full_like(across, y))), zone, view) for y in rows
    ]
    return Graticule(
        zone,
        step,
        tuple(line for line in eastings if line is not None),
        tuple(line for line in northings if line is not None),
    )


def mgrs_square(line: GridLine, crossing: tuple[float, float], view: MapView, zone: int) -> str:
    """Give zone and square of 100 km that the figures of a line belong to where it crosses a place on the paper."""
    x, y = transform_point(*view.to_ground(*crossing), view.epsg, zone)
    # A line between two squares belongs to the one that its figures begin.
    x, y = (line.value_m + _BESIDE_M, y) if line.axis is Axis.EASTING else (x, line.value_m + _BESIDE_M)
    return _square(*transform_point(x, y, zone, LAMBERT_72))


def square_in_middle(view: MapView) -> str:
    """Give zone and square of 100 km in the middle of a view."""
    return _square(*transform_point(*view.centre, view.epsg, LAMBERT_72))


def _square(x: float, y: float) -> str:
    code = plain_position(x, y, PositionSystem.MGRS)[:_SQUARE_LETTERS]
    return f"{code[:3]} {code[3:]}"


def _reach(view: MapView, zone: int) -> tuple[float, float, float, float]:
    """Give the box of a view in the zone's coordinates, with a little around it for the bend of its edges."""
    corners = view.corners
    edges = [
        np.linspace(start, end, _SAMPLES) for start, end in zip(corners, (*corners[1:], corners[0]), strict=True)
    ]
    xy = transform(np.vstack(edges), view.epsg, zone)
    (west, south), (east, north) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    return (west, south, east, north)


def _line(axis: Axis, value: float, xy: Floats, zone: int, view: MapView) -> GridLine | None:
    path = line_across(view.to_paper(transform(xy, zone, view.epsg)), view.size_mm)
    return GridLine(axis, value, path, _figures(value, mgrs_step(view.scale))) if path else None


def _figures(value: float, step: float) -> str:
    digits = len(str(round(_HUNDRED_KM / step))) - 1
    return f"{round(value % _HUNDRED_KM / step):0{digits}d}"
