"""Paths cut, joined, widened, set off and made simple. A path that ends where it begins is an area."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, split

from bnip.geometry.outlines import rounded
from bnip.record import Point
from layers.errors import Problem

__all__ = [
    "Path",
    "ShapingError",
    "buffered",
    "geometry_of",
    "inserted",
    "is_closed",
    "merged",
    "parallel",
    "removed",
    "replaced",
    "simplified",
    "split_by",
]

Path = tuple[Point, ...]


class ShapingError(Problem):
    """A path cannot be shaped as asked; nothing was changed."""


def is_closed(path: Sequence[Point]) -> bool:
    """Tell whether a path is the ring of an area."""
    return len(path) > 3 and path[0] == path[-1]


def geometry_of(path: Path) -> BaseGeometry:
    """Give a path as a point, a line or a polygon."""
    if len(path) == 1:
        return shapely.Point(path[0])
    return shapely.make_valid(shapely.Polygon(path)) if is_closed(path) else shapely.LineString(path)


def split_by(path: Path, blade: Path) -> tuple[Path, ...]:
    """Cut a path along a line, from one side to the other.

    Raises
    ------
    ShapingError
        The line does not cross it.
    """
    parts = _paths(split(geometry_of(path), shapely.LineString(blade)).geoms)
    if len(parts) < 2:
        raise ShapingError("The line does not cut it in two. Draw from one side of it to the other.")
    return parts


def merged(paths: Sequence[Path]) -> Path:
    """Join areas that touch or overlap into one, or lines that meet at their ends.

    Raises
    ------
    ShapingError
        They do not meet, or they are not all of one kind, or a hole would be left in the middle.
    """
    kinds = {is_closed(path) for path in paths}
    if len(paths) < 2 or len(kinds) != 1 or any(len(path) < 2 for path in paths):
        raise ShapingError("Select two or more areas, or two or more lines, to join them.")
    if True in kinds:
        whole = shapely.union_all([geometry_of(path) for path in paths])
        if not isinstance(whole, shapely.Polygon):
            raise ShapingError("These areas do not touch one another: they cannot become one.")
        if len(whole.interiors):
            raise ShapingError("Together these areas would leave a hole: a perimeter has none.")
    else:
        whole = linemerge([shapely.LineString(path) for path in paths])
        if not isinstance(whole, shapely.LineString):
            raise ShapingError("These lines do not meet at their ends: they cannot become one.")
    return _paths([whole])[0]


def buffered(path: Path, metres: float) -> Path:
    """Give the ring at a distance around a path; a negative distance shrinks an area.

    Raises
    ------
    ShapingError
        Nothing would be left, or more than one piece.
    """
    found = shapely.buffer(geometry_of(path), metres, quad_segs=12)
    if not isinstance(found, shapely.Polygon) or found.is_empty:
        raise ShapingError("At this distance nothing whole is left of it. Choose a smaller one.")
    return _paths([shapely.Polygon(found.exterior)])[0]


def parallel(path: Path, metres: float) -> Path:
    """Give a line at a distance beside another: to its left when positive, to its right when negative.

    Raises
    ------
    ShapingError
        The path is no line, or bends too sharply for the distance.
    """
    if is_closed(path):
        return buffered(path, metres)
    if len(path) < 2 or metres == 0:
        raise ShapingError("Only a line or an area can have a parallel, at a distance that is not 0.")
    found = shapely.offset_curve(shapely.LineString(path), metres, join_style="mitre", mitre_limit=4.0)
    if not isinstance(found, shapely.LineString) or found.is_empty:
        raise ShapingError("The line bends too sharply for a parallel at this distance. Choose a smaller one.")
    made = _paths([found])[0]
    # The parallel runs the same way as the line, whatever the library chose.
    (x1, y1), (x2, y2) = path[0], path[-1]
    forward = np.hypot(made[0][0] - x1, made[0][1] - y1) + np.hypot(made[-1][0] - x2, made[-1][1] - y2)
    backward = np.hypot(made[0][0] - x2, made[0][1] - y2) + np.hypot(made[-1][0] - x1, made[-1][1] - y1)
    return made if forward <= backward else made[::-1]


def simplified(path: Path, tolerance_m: float) -> Path:
    """Give a path with fewer points, nowhere farther than `tolerance_m` from what it was; an area stays one."""
    if len(path) < 3:
        return path
    ring = is_closed(path)
    bare: BaseGeometry = shapely.Polygon(path) if ring else shapely.LineString(path)
    found = shapely.simplify(bare, tolerance_m, preserve_topology=True)
    return _paths([found])[0] if not found.is_empty else path


def replaced(path: Path, index: int, point: Point) -> Path:
    """Give a path with one point elsewhere; the two ends of a ring move together."""
    points = list(path)
    points[index] = rounded(point)
    if is_closed(path) and index in (0, len(path) - 1):
        points[0] = points[-1] = rounded(point)
    return tuple(points)


def inserted(path: Path, index: int, point: Point) -> Path:
    """Give a path with a point more, before the one at `index`."""
    return (*path[:index], rounded(point), *path[index:])


def removed(path: Path, index: int) -> Path:
    """Give a path without one point.

    Raises
    ------
    ShapingError
        A line needs two points, an area three corners.
    """
    ring = is_closed(path)
    if len(path) <= (4 if ring else 2):
        raise ShapingError("A line needs two points and an area three corners: this one stays.")
    if ring and index in (0, len(path) - 1):
        return (*path[1:-1], path[1])
    return (*path[:index], *path[index + 1 :])


def _paths(geometries: Iterable[BaseGeometry]) -> tuple[Path, ...]:
    found: list[Path] = []
    for geometry in geometries:
        line = geometry.exterior if isinstance(geometry, shapely.Polygon) else geometry
        found.append(tuple((round(x, 3), round(y, 3)) for x, y in shapely.get_coordinates(line).tolist()))
    return tuple(path for path in found if len(path) > 1)
