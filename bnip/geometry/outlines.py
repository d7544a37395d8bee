"""Outlines from a few figures: rectangles, circles, sectors, and what a hand has drawn, made simple."""

from math import ceil, cos, degrees, radians, sin

import numpy as np
import shapely

from bnip.record import Point
from bnip.zone import circle

__all__ = ["bearing_deg", "circle", "closed", "freehand", "ray", "rectangle", "rounded", "sector"]

_STEP_DEG = 3.0


def rounded(point: Point) -> Point:
    """Give a place to the millimetre: enough on the ground, and short in the log."""
    return (round(float(point[0]), 3), round(float(point[1]), 3))


def closed(path: tuple[Point, ...]) -> tuple[Point, ...]:
    """Give a ring whose last point is its first."""
    return path if len(path) < 2 or path[0] == path[-1] else (*path, path[0])


def ray(start: Point, metres: float, bearing: float) -> Point:
    """Give the place at a distance from another, `bearing` in degrees clockwise from grid north."""
    angle = radians(bearing)
    return rounded((start[0] + metres * sin(angle), start[1] + metres * cos(angle)))


def bearing_deg(start: Point, end: Point) -> float:
    """Give the grid bearing from one place to another, degrees clockwise from north in [0, 360)."""
    return degrees(np.arctan2(end[0] - start[0], end[1] - start[1])) % 360.0


def rectangle(one: Point, other: Point) -> tuple[Point, ...]:
    """Give the closed rectangle between two opposite corners, its sides along the grid."""
    west, east = sorted((one[0], other[0]))
    south, north = sorted((one[1], other[1]))
    return tuple(map(rounded, ((west, south), (east, south), (east, north), (west, north), (west, south))))


def sector(centre: Point, radius_m: float, from_deg: float, to_deg: float) -> tuple[Point, ...]:
    """Give the closed sector from one bearing clockwise to another; equal bearings give the whole circle."""
    sweep = (to_deg - from_deg) % 360.0
    if sweep == 0.0:
        return circle(centre, radius_m)
    steps = max(ceil(sweep / _STEP_DEG), 2)
    arc = tuple(ray(centre, radius_m, from_deg + sweep * step / steps) for step in range(steps + 1))
    return (rounded(centre), *arc, rounded(centre))


def freehand(path: tuple[Point, ...], tolerance_m: float) -> tuple[Point, ...]:
    """Give what a hand has drawn with as few points as keep it within `tolerance_m`; its ends stay."""
    if len(path) < 3:
        return path
    line = shapely.simplify(shapely.LineString(path), tolerance_m)
    return tuple((round(x, 3), round(y, 3)) for x, y in shapely.get_coordinates(line).tolist())
