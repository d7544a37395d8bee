"""Where a place that is pointed at snaps to: the nearest corner within reach, or else the nearest edge."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from bnip.record import Point

__all__ = ["Snap", "SnapKind", "snapped"]


class SnapKind(StrEnum):
    """What was snapped to."""

    CORNER = "corner"
    EDGE = "edge"


@dataclass(frozen=True, slots=True)
class Snap:
    """A place that was snapped to."""

    point: Point
    kind: SnapKind
    distance_m: float


def snapped(place: Point, paths: Iterable[npt.NDArray[np.float64]], reach_m: float) -> Snap | None:
    """Find what a place snaps to.

    Parameters
    ----------
    place
        Where is pointed, in the CRS of the paths, metres.
    paths
        (n, 2) points, lines and rings; a single row is a point.
    reach_m
        How far away still counts.

    Returns
    -------
    Snap or None
        The nearest corner within reach; where there is none the nearest edge; None where there is neither.
    """
    here = np.asarray(place, dtype=np.float64)
    corner: tuple[float, Point] | None = None
    edge: tuple[float, Point] | None = None
    for path in paths:
        if len(path) == 0:
            continue
        away = np.hypot(*(path - here).T)
        at = int(np.argmin(away))
        if away[at] <= reach_m and (corner is None or away[at] < corner[0]):
            corner = (float(away[at]), (float(path[at, 0]), float(path[at, 1])))
        if len(path) > 1 and corner is None:
            foot, distance = _foot(here, path)
            if distance <= reach_m and (edge is None or distance < edge[0]):
                edge = (distance, foot)
    if corner is not None:
        return Snap(corner[1], SnapKind.CORNER, corner[0])
    return Snap(edge[1], SnapKind.EDGE, edge[0]) if edge is not None else None


def _foot(here: npt.NDArray[np.float64], path: npt.NDArray[np.float64]) -> tuple[Point, float]:
    """Give the nearest place on a line, and how far it is."""
    start, step = path[:-1], np.diff(path, axis=0)
    length = (step**2).sum(axis=1)
    along = ((here - start) * step).sum(axis=1) / np.where(length > 0, length, 1.0)
    feet = start + np.clip(along, 0.0, 1.0)[:, None] * step
    away = np.hypot(*(feet - here).T)
    at = int(np.argmin(away))
    return (float(feet[at, 0]), float(feet[at, 1])), float(away[at])
