"""Crossings of streets, computed from their lines."""

import sqlite3
from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.progress import Progress
from layers.shapes import Floats

__all__ = ["clusters", "write_crossings"]

_ONE_CROSSING_M: Final = 45.0
_SMALLEST_RADIUS_M: Final = 10.0


def write_crossings(
    connection: sqlite3.Connection,
    names: Sequence[set[str]],
    geometries: Sequence[BaseGeometry | None],
    progress: Progress,
) -> None:
    """Compute where the lines of two streets meet, and write it.

    Parameters
    ----------
    names
        The names of each street: what has a name in common is one street in two municipalities.
    geometries
        Its lines, Lambert 72; None where they are not known.
    """
    known = np.array([at for at, line in enumerate(geometries) if line is not None], dtype=np.int64)
    if not len(known):
        return
    lines = np.array([geometries[at] for at in known], dtype=np.object_)
    tree = shapely.STRtree(lines)
    one, other = tree.query(lines, predicate="intersects")
    first = one < other
    one, other = one[first], other[first]
    points = shapely.intersection(lines[one], lines[other])
    progress.step(0.6, "Computing the crossings")
    # Where two lines run together for a while, the middle of that piece counts.
    xy, owner = shapely.get_coordinates(points, return_index=True)
    starts = np.searchsorted(owner, np.arange(len(points) + 1))
    rows: list[tuple[int, int, float, float, float]] = []
    for at in range(len(points)):
        a, b = int(known[one[at]]), int(known[other[at]])
        if names[a] & names[b]:
            continue
        rows += [(a, b, *spot) for spot in clusters(xy[starts[at] : starts[at + 1]], _ONE_CROSSING_M)]
    connection.executemany("INSERT INTO crossing VALUES (?, ?, ?, ?, ?)", rows)


def clusters(xy: Floats, within: float) -> list[tuple[float, float, float]]:
    """Give the middles of points that lie together, and how far these reach: the lanes of one crossing.

    Parameters
    ----------
    xy
        (n, 2) metres.
    within
        How far apart neighbours of one cluster may lie, metres.
    """
    left = list(range(len(xy)))
    found: list[tuple[float, float, float]] = []
    while left:
        members = [left.pop(0)]
        grown = True
        while grown:
            near = [at for at in left if np.hypot(*(xy[members] - xy[at]).T).min() <= within]
            grown = bool(near)
            members += near
            left = [at for at in left if at not in near]
        centre = (xy[members].min(axis=0) + xy[members].max(axis=0)) / 2
        reach = float(np.hypot(*(xy[members] - centre).T).max())
        found.append((float(centre[0]), float(centre[1]), max(reach, _SMALLEST_RADIUS_M)))
    return found
