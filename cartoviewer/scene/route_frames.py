"""Sheets along a line, north up or each turned along its stretch, so that all of the line is on one of them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import atan2, ceil, degrees, hypot
from typing import Final

import msgspec
import numpy as np

from bnip.record import Point
from bnip.sheet import Sheet
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.scene.framing_series import enough, placed_at, reach
from cartoviewer.scene.view import MapView
from layers.shapes import Floats

__all__ = ["along", "along_turned"]

_STEPS: Final = 10
"""A line is walked in so many steps for half of the shorter side of a sheet."""

_UPSIDE_DEG: Final = 95.0
"""North points down on no sheet by more than this: a hair over a right angle, so that a bend need not flip it."""


def along(
    first: Sheet, path: tuple[Point, ...], overlap_mm: float = 10.0, document: MapDocument = EMPTY
) -> tuple[Sheet, ...]:
    """Lay sheets along a path, all turned as the first: a sheet begins where the path leaves another.

    Raises
    ------
    FramingError
        The overlap leaves nothing of a sheet, or there would be too many of them.
    """
    across, up = reach(first, overlap_mm, document)
    turned = MapView(path[0], 1000.0, (0.0, 0.0), turn=first.rotation % 360.0)
    sheets: list[Sheet] = []
    run: list[Point] = []
    way = tuple((x, y) for x, y in turned.to_paper(np.array(path)).tolist())
    for point in _walked(way, min(across, up) / 2 / _STEPS):
        grown = [*run, point]
        xs, ys = [x for x, _ in grown], [y for _, y in grown]
        if max(xs) - min(xs) > across or max(ys) - min(ys) > up:
            sheets.append(placed_at(first, turned.to_ground(*_middle(run))))
            grown = [run[-1], point]
            enough(len(sheets) + 1)
        run = grown
    return (*sheets, placed_at(first, turned.to_ground(*_middle(run))))


def along_turned(
    first: Sheet, path: tuple[Point, ...], overlap_mm: float = 10.0, document: MapDocument = EMPTY
) -> tuple[Sheet, ...]:
    """Lay sheets along a path, each turned so that its stretch runs along the longer side of the map.

    Raises
    ------
    FramingError
        As `along`.
    """
    room = reach(first, overlap_mm, document)
    sheets: list[Sheet] = []
    run: list[Point] = []
    laid: tuple[float, Point] | None = None
    before: float | None = None
    for point in _walked(path, min(room) / 2 / _STEPS):
        grown = [*run, point]
        fits = _laid_along(np.array(grown), room, before)
        if fits is None and laid is not None:
            before = laid[0]
            sheets.append(_turned(first, laid))
            enough(len(sheets) + 1)
            grown = [run[-1], point]
            fits = _laid_along(np.array(grown), room, before)
        run, laid = grown, fits or laid
    return (*sheets, _turned(first, laid or (first.rotation, path[0])))


def _turned(first: Sheet, laid: tuple[float, Point]) -> Sheet:
    rotation, middle = laid
    return msgspec.structs.replace(placed_at(first, middle), rotation=rotation)


def _laid_along(xy: Floats, room: tuple[float, float], before: float | None) -> tuple[float, Point] | None:
    """Give the turn and the middle of a frame that holds a stretch (n, 2), None where none does.

    `room` is how much ground a frame shows across and up, `before` the turn of the sheet before.
    """
    lies_across = room[0] >= room[1]
    far = xy[np.argmax(np.hypot(*(xy - xy[0]).T))] - xy[0]
    for east, north in (xy[-1] - xy[0], far):
        if not hypot(east, north):
            # A single point, or a stretch that comes back to where it began.
            continue
        top = degrees(atan2(east, north)) - (90.0 if lies_across else 0.0)
        turn = _north_up(top, before)
        low, high = _span(xy, turn)
        if np.all(high - low <= np.array(room) * (1.0 + 1e-9)):
            return turn, _ground((low + high) / 2, turn)
    if len(xy) == 1:
        return before or 0.0, (float(xy[0, 0]), float(xy[0, 1]))
    return None


def _north_up(top: float, before: float | None) -> float:
    """Give a turn or its opposite: the one with north up, and near a right angle the one like that before."""
    ways = [(top + half + 180.0) % 360.0 - 180.0 for half in (0.0, 180.0)]
    upright = [way for way in ways if abs(way) <= _UPSIDE_DEG]
    if before is None:
        best = min(upright, key=abs)
    else:
        best = min(upright, key=lambda way: abs((way - before + 180.0) % 360.0 - 180.0))
    return round(best % 360.0, 1) % 360.0


def _span(xy: Floats, turn: float) -> tuple[Floats, Floats]:
    """Give the lowest and the highest (right, up) of ground that is turned upright, metres."""
    righted = MapView((0.0, 0.0), 1000.0, (0.0, 0.0), turn=turn).righted(xy)
    return righted.min(axis=0), righted.max(axis=0)


def _ground(righted: Floats, turn: float) -> Point:
    right, up = righted.tolist()
    return MapView((0.0, 0.0), 1000.0, (0.0, 0.0), turn=turn).to_ground(right, -up)


def _walked(path: Sequence[Point], step_m: float) -> Iterator[Point]:
    """Give a path with points no farther apart than a step."""
    yield path[0]
    for (x0, y0), (x1, y1) in pairwise(path):
        parts = max(1, ceil(hypot(x1 - x0, y1 - y0) / step_m))
        for k in range(1, parts + 1):
            yield (x0 + (x1 - x0) * k / parts, y0 + (y1 - y0) * k / parts)


def _middle(points: list[Point]) -> Point:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
