"""Where a label may stand along a line of a layer.

A place along a line is found once for a scale and kept in metres on the ground, so that labels stay where they are
while the map is moved.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from cartoviewer.scene.label_courses import Course, paths_along
from cartoviewer.scene.label_places import Place, plate_size_mm
from cartoviewer.scene.levels import simplified
from cartoviewer.scene.occupancy import Occupancy
from cartoviewer.scene.text_metrics import MM_PER_PT, width_mm, widths_mm
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset
from layers.shapes import Floats, GeometryKind, Integers, Shapes
from symbols.style import LabelStyle

__all__ = ["LinePlaces", "Look", "Room", "rooms"]

REPEAT_MM: Final = 120.0
"""A long line says its name again after so much paper."""


class Room(Enum):
    """What a quick look at a line tells of the room for its name."""

    NEVER = "never"
    TAKEN = "taken"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Look:
    """What a quick look at a line takes: points (n, 2) on paper, how many on each piece, how many a name needs."""

    points: Floats
    pieces: tuple[int, ...]
    needed: int


Kept = list[tuple[str, Floats]]
Runs = npt.NDArray[np.object_]

LOOK_MM: Final = 1.0
"""How far apart a quick look along a line looks."""

MESH_MM: Final = 0.1
LEAST_MESH_M: Final = 0.25
"""Ends of pieces in one mesh of this width, on paper or at least on the ground, are one."""

MOST_PIECES: Final = 12
"""So many pieces of a line, the longest, are looked at."""

_SHARES: Final = (0.5, 0.36, 0.64, 0.22, 0.78, 0.43, 0.57, 0.29, 0.71, 0.15, 0.85, 0.08, 0.92)
"""Where along its line a name is tried, the best first."""

LONG_MM: Final = 80.0
"""A line longer than this has all of these places, a shorter one the first five."""

RUNS_KEPT: Final = 8
"""For so many layers and scales the joined lines are kept."""


class LinePlaces:
    """Finds and keeps the places along lines.

    Parameters
    ----------
    kept
        For how many features places are kept, the least used going first.
    """

    def __init__(self, kept: int = 20_000) -> None:
        self._kept = kept
        self._runs: OrderedDict[tuple[str, int, float], dict[int, Runs]] = OrderedDict()
        self._looked: dict[tuple[str, int, float], dict[int, tuple[Floats, tuple[int, ...]]]] = {}
        self._courses: dict[tuple[tuple[str, int, float], int], tuple[Course, ...]] = {}
        self._places: OrderedDict[tuple[str, int, float, float, tuple[str, ...], LabelStyle, int], Kept] = (
            OrderedDict()
        )

    def make_ready(self, dataset: Dataset, indices: Integers, view: MapView) -> None:
        """Join the pieces of many lines at once, before their places are asked for."""
        key = (dataset.card.hash, view.epsg, view.scale)
        known = self._runs.setdefault(key, {})
        self._runs.move_to_end(key)
        while len(self._runs) > RUNS_KEPT:
            gone, runs = self._runs.popitem(last=False)
            self._looked.pop(gone, None)
            for index in runs:
                self._courses.pop((gone, index), None)
        new = np.array([index for index in indices.tolist() if index not in known], dtype=np.int64)
        if len(new):
            known.update(zip(new.tolist(), _merged(dataset.shapes(view.epsg).take(new), view), strict=True))

    def places(
        self, dataset: Dataset, index: int, lines: tuple[str, ...], style: LabelStyle, view: MapView
    ) -> Iterator[Place]:
        """Offer the places of one feature's name that touch the view; each may be taken, far enough apart."""
        key = (dataset.card.hash, view.epsg, view.scale, view.turn, lines, style, index)
        found = self._places.get(key)
        if found is None:
            courses = self._courses_of(dataset, index, view)
            upright = bool(style.plate_colour)
            ways = _upright(courses, lines, view.scale) if upright else _along(courses, lines, style, view)
            found = list(ways)
            self._places[key] = found
            if len(self._places) > self._kept:
                self._places.popitem(last=False)
        height = style.size_pt * MM_PER_PT * 0.9
        width, tall = view.size_mm
        whole, has_whole = " – ".join(lines), False
        for text, ground in found:
            path = view.to_paper(ground)
            middle = path[len(path) // 2]
            if style.plate_colour:
                yield Place((text,), (float(middle[0]), float(middle[1])), plate_size_mm(text, style))
            elif 0 < middle[0] < width and 0 < middle[1] < tall:
                if text == whole:
                    has_whole = has_whole or bool(((path > 0) & (path < view.size_mm)).all())
                elif has_whole:
                    # Both names are seen in one run: neither stands alone beside it.
                    break
                yield Place((text,), (float(middle[0]), float(middle[1])), (0.0, height + 0.4), path)

    def looks(
        self,
        dataset: Dataset,
        indices: Integers,
        lines: Sequence[tuple[str, ...]],
        style: LabelStyle,
        view: MapView,
    ) -> list[Look]:
        """Give for each feature what a quick look at the room for its name along it takes."""
        layer = (dataset.card.hash, view.epsg, view.scale)
        runs = self._runs[layer]
        known = self._looked.setdefault(layer, {})
        wanted = indices.tolist()
        new = [index for index in wanted if index not in known]
        known.update(zip(new, _looked([runs[index][:MOST_PIECES] for index in new], view), strict=True))
        ground = [known[index] for index in wanted]
        points = view.to_paper(np.concatenate([xy for xy, _ in ground])) if ground else np.zeros((0, 2))
        ends = np.cumsum([len(xy) for xy, _ in ground]).tolist()
        counts = np.fromiter(map(len, lines), dtype=np.int64, count=len(lines))
        widths = widths_mm([line for text in lines for line in text], style)
        # A plate needs no line as long as itself.
        length = 0.0 if style.plate_colour else 1.0 / LOOK_MM
        needed = (np.minimum.reduceat(widths, np.cumsum(counts) - counts) * length).astype(np.int64).tolist()
        begins = [0, *ends[:-1]]
        return [
            Look(points[begin:end], pieces, need)
            for begin, end, (_, pieces), need in zip(begins, ends, ground, needed, strict=True)
        ]

    def _courses_of(self, dataset: Dataset, index: int, view: MapView) -> tuple[Course, ...]:
        layer = (dataset.card.hash, view.epsg, view.scale)
        found = self._courses.get((layer, index))
        if found is None:
            runs = self._runs.get(layer, {}).get(index)
            if runs is None:
                runs = _merged(dataset.shapes(view.epsg).take(np.array([index])), view)[0]
            found = tuple(Course(shapely.get_coordinates(run)) for run in runs[:MOST_PIECES])
            if layer in self._runs:
                self._courses[(layer, index)] = found
        return found


def rooms(looks: Sequence[Look], occupancy: Occupancy) -> list[Room]:
    """Tell of many lines at once what a quick look at each tells: whether enough of it lies free in a row."""
    if not looks:
        return []
    pieces = np.fromiter((len(look.pieces) for look in looks), dtype=np.int64, count=len(looks))
    counts = np.array([count for look in looks for count in look.pieces], dtype=np.int64)
    needed = np.repeat(np.array([look.needed for look in looks], dtype=np.int64), pieces)
    inside, free = occupancy.look(np.concatenate([look.points for look in looks]))
    long = counts > needed
    owners = np.repeat(np.arange(len(looks)), pieces)
    is_free, may_be = np.zeros((2, len(looks)), dtype=np.bool_)
    is_free[owners[long & (_longest(free, counts) >= needed)]] = True
    may_be[owners[long & (_longest(inside, counts) >= needed)]] = True
    return [
        Room.FREE if one else Room.TAKEN if other else Room.NEVER
        for one, other in zip(is_free, may_be, strict=True)
    ]


def _longest(flags: npt.NDArray[np.bool_], counts: Integers) -> Integers:
    """Give how many in a row are true at most, in each of pieces of so many flags (one at least)."""
    ends = np.cumsum(counts)
    # Behind each piece stands one that is false.
    walled = np.insert(flags, ends, False)
    false = np.flatnonzero(~walled)
    rows = np.diff(false, prepend=-1) - 1
    walls = np.searchsorted(false, ends + np.arange(len(ends)))
    longest: Integers = np.maximum.reduceat(rows, np.concatenate(([0], walls[:-1] + 1)))
    return longest


def _looked(lines: Sequence[Runs], view: MapView) -> Iterator[tuple[Floats, tuple[int, ...]]]:
    """Give of each line the points of a quick look along its pieces, on the ground, and how many on each piece."""
    if not lines:
        return
    pieces = np.concatenate(lines)
    xy, owners = shapely.get_coordinates(pieces, return_index=True)
    steps = np.diff(xy, axis=0)
    # All pieces are walked as one way, each a good step behind the other.
    lengths = np.where(owners[1:] == owners[:-1], np.hypot(steps[:, 0], steps[:, 1]), 1.0)
    walked = np.concatenate(([0.0], np.cumsum(lengths)))
    begins = np.searchsorted(owners, np.arange(len(pieces)))
    ends = np.concatenate((begins[1:], [len(xy)])) - 1
    length = walked[ends] - walked[begins]
    counts = np.maximum((length * view.mm_per_metre / LOOK_MM).astype(np.int64), 1)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    number = np.arange(counts.sum()) - first
    at = np.repeat(walked[begins], counts) + number * np.repeat(length / np.maximum(counts - 1, 1), counts)
    points = np.column_stack([np.interp(at, walked, xy[:, axis]) for axis in (0, 1)])
    parts = np.fromiter(map(len, lines), dtype=np.int64, count=len(lines))
    last = np.cumsum(parts)
    told = counts.tolist()
    edges = np.concatenate(([0], np.cumsum(counts)))
    for begin, end in zip((last - parts).tolist(), last.tolist(), strict=True):
        yield points[edges[begin] : edges[end]], tuple(told[begin:end])


def _merged(shapes: Shapes, view: MapView) -> list[Runs]:
    """Join the pieces of each line, the longest first, smoothed to what a text can follow."""
    smooth = simplified(shapes, 0.15 * view.scale / 1000)
    # Pieces that meet on the ground meet in the data only to the centimetre, where these have been transformed.
    mesh = max(MESH_MM * view.scale / 1000, LEAST_MESH_M)
    geometry = replace(smooth, xy=np.rint(smooth.xy / mesh) * mesh).geometries()
    if shapes.kind is GeometryKind.AREA:
        geometry = shapely.boundary(geometry)
    parts, owners = shapely.get_parts(shapely.line_merge(geometry), return_index=True)
    parts = shapely.simplify(parts, 0.25 * view.scale / 1000)
    order = np.lexsort((-shapely.length(parts), owners))
    return np.split(parts[order], np.searchsorted(owners[order], np.arange(1, len(shapes))))


def _along(
    courses: tuple[Course, ...], lines: tuple[str, ...], style: LabelStyle, view: MapView
) -> Iterator[tuple[str, Floats]]:
    """Give texts and their paths in ground metres: both languages in one run where it fits, else in turn.

    On a long line come both: of the names alone there may be one where the map shows no run of both.
    """
    alone: list[tuple[str, Floats]] = []
    whole = " – ".join(lines)

    def paths(course: Course, middles: Floats, text: str) -> list[Floats | None]:
        return paths_along(course, middles, text, style, view.scale, turn=view.turn)

    for course in courses:
        length = course.length * 1000 / view.scale
        if width_mm(min(lines, key=len), style) + 1 > length:
            break
        middles = np.array(list(_middles(length)))
        ways: tuple[str, ...] = (whole,)
        found = [paths(course, middles, whole)] if width_mm(whole, style) + 2 <= length else []
        if len(lines) > 1 and not any(path is not None for ways_found in found for path in ways_found):
            # Too short, or too winding, for one run.
            ways = lines
            found = [paths(course, middles, text) for text in ways]
        if len(lines) > 1 and ways == (whole,) and found and length > LONG_MM:
            alone.extend(_in_turn(lines, [paths(course, middles, text) for text in lines]))
        yield from _in_turn(ways, found)
    yield from alone


def _in_turn(texts: tuple[str, ...], found: list[list[Floats | None]]) -> Iterator[tuple[str, Floats]]:
    """Give each of several texts at one place after the other."""
    turn = 0
    for index in range(len(found[0]) if found else 0):
        path = found[turn % len(texts)][index]
        if path is not None:
            yield texts[turn % len(texts)], path
            turn += 1


def _upright(courses: tuple[Course, ...], lines: tuple[str, ...], scale: float) -> Iterator[tuple[str, Floats]]:
    """Give texts and the places on the ground (1, 2) where they stand upright along their line."""
    for course in courses:
        middles = np.array(list(_middles(course.length * 1000 / scale))) * scale / 1000
        yield from ((lines[0], place[None, :]) for place in course.at(middles))


def _middles(length: float) -> Iterator[float]:
    """Give the places to try along a line of so many millimetres, the best first."""
    count = max(1, int(length // REPEAT_MM))
    # Of a long line a map may show a part that holds none of the first places.
    for share in _SHARES if length > LONG_MM else _SHARES[:5]:
        for index in range(min(count, 12)):
            yield (index + share) * length / count
