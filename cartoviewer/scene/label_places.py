"""Where a label may stand: around a point, inside an area, along a line.

Places are offered best first; whoever asks takes the first that is free. A place along a line is found once for
a scale and kept in metres on the ground, so that labels stay where they are while the map is moved.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import pi, radians
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from cartoviewer.scene.levels import simplified
from cartoviewer.scene.occupancy import BoxMm, block, strip
from cartoviewer.scene.scene import Align
from cartoviewer.scene.text_metrics import CAP_HEIGHT, LINE_HEIGHT, MM_PER_PT, letter_ends_mm, width_mm
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset
from layers.shapes import Floats, GeometryKind, Integers, Shapes
from symbols.style import LabelStyle

__all__ = [
    "BoxMm",
    "LinePlaces",
    "Place",
    "area_places",
    "block_size_mm",
    "box_places",
    "contained_places",
    "edge_places",
]

BEND: Final = radians(25)
"""The most that a text bends between one letter and the next."""

EDGE_BEND: Final = radians(150)
"""The most that a text along the edge of a zone bends in all."""

REPEAT_MM: Final = 120.0
"""A long line says its name again after so much paper."""

SAMPLE_MM: Final = 0.5

_AROUND: Final = np.array(
    [(0, 0), (0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (1, 1), (0, -2), (0, 2), (-2, 0), (2, 0)], dtype=np.float64
)
"""Where a text in an area is tried, in eighths of its width and height from its middle."""

_WITHIN: Final = np.array([(x, y) for y in (-0.5, 0.0, 0.5) for x in (-0.5, -0.25, 0.0, 0.25, 0.5)])
"""Where a text is looked at whether it lies in its area, in shares of its width and height from its middle."""

_MOSTLY: Final = 0.7
"""So much of a text lies inside the area it names."""

_PLAIN_MM: Final = 0.25
"""Corners of an area smaller than this on paper do not matter to a text inside it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place for a text, in paper millimetres: its middle, and how large it is with the room around it.

    A text that follows a `path` (n, 2) is as long as the path. `align` is the side on which lines of different
    length begin: that of the symbol they stand beside.
    """

    lines: tuple[str, ...]
    anchor_mm: tuple[float, float]
    size_mm: tuple[float, float]
    path: Floats | None = None
    align: Align = "centre"

    @property
    def box(self) -> BoxMm:
        """What a text that follows no path covers."""
        (x, y), (width, height) = self.anchor_mm, self.size_mm
        return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def covers(self) -> Floats:
        """Points close enough for `Occupancy` over all that the text covers."""
        if self.path is not None:
            return strip(self.path, self.size_mm[1])
        return block(self.anchor_mm, *self.size_mm)


def block_size_mm(lines: tuple[str, ...], style: LabelStyle) -> tuple[float, float]:
    """Give width and height of lines of text, without the halo."""
    size = style.size_pt * MM_PER_PT
    return (
        max(width_mm(line, style) for line in lines),
        (CAP_HEIGHT + 0.2 + (len(lines) - 1) * LINE_HEIGHT) * size,
    )


def box_places(lines: tuple[str, ...], style: LabelStyle, boxes: Sequence[BoxMm]) -> Iterator[Place]:
    """Offer places around a symbol and the texts that stand beside it: `boxes`, the symbol's own first.

    Beside the symbol comes first, behind its texts where it has some on that side, then above and below it.
    """
    width, height = block_size_mm(lines, style)
    left, top, right, bottom = boxes[0]
    outer_left, outer_top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    outer_right, outer_bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    across, along = 0.9 + width / 2, 0.8 + height / 2
    ways: tuple[tuple[float, float, Align], ...] = (
        (outer_right + across, middle_y, "left"),
        (outer_left - across, middle_y, "right"),
        (middle_x, outer_top - along, "centre"),
        (middle_x, outer_bottom + along, "centre"),
        (right + across, outer_top - along + 1.2, "left"),
        (right + across, outer_bottom + along - 1.2, "left"),
        (left - across, outer_top - along + 1.2, "right"),
        (left - across, outer_bottom + along - 1.2, "right"),
    )
    for x, y, align in ways:
        yield Place(lines, (x, y), (width + 0.8, height + 0.6), align=align)


def area_places(
    lines: tuple[str, ...], style: LabelStyle, area: shapely.Geometry, *, may_overhang: bool
) -> Iterator[Place]:
    """Offer places inside an area (in paper millimetres): where all of the text lies in it first, then the rest.

    Parameters
    ----------
    lines, style
        The text.
    area
        The area, cut at the frame.
    may_overhang
        Whether the text may be wider than the area, as a municipality's may; others keep most of it inside.
    """
    if shapely.is_empty(area):
        return
    width, height = block_size_mm(lines, style)
    west, north, east, south = shapely.bounds(area)
    room = (
        (east - west) * (1.1 if may_overhang else 0.95) >= width
        and south - north >= height
        and shapely.area(area) >= 0.8 * width * height
    )
    if not room and not may_overhang:
        return
    plain = shapely.simplify(area, _PLAIN_MM)
    middle = shapely.centroid(plain)
    if not shapely.contains(plain, middle):
        middle = shapely.point_on_surface(plain)
    reach = np.array(((east - west) / 8, (south - north) / 8))
    centres = shapely.get_coordinates(middle) + _AROUND * reach
    points = centres[:, None, :] + _WITHIN * np.array((width, height))
    shapely.prepare(plain)
    inside = shapely.contains_xy(plain, points[..., 0], points[..., 1]).mean(axis=1)
    for index in np.argsort(-np.floor(inside * 4), kind="stable").tolist():
        if may_overhang or inside[index] >= _MOSTLY:
            anchor = (float(centres[index, 0]), float(centres[index, 1]))
            yield Place(lines, anchor, (width + 1.0, height + 1.0))


def edge_places(
    lines: tuple[str, ...], style: LabelStyle, area: shapely.Geometry, *, north: bool = True
) -> Iterator[Place]:
    """Offer places along the inner side of an area's edge (in paper millimetres), the north or the south first."""
    height = style.size_pt * MM_PER_PT
    inner = shapely.buffer(area, -(height * 0.5 + 1.4))
    text = " – ".join(lines)
    for part in shapely.get_parts(inner):
        ring = shapely.simplify(shapely.get_exterior_ring(part), 0.05)
        if ring is None or shapely.is_empty(ring):
            continue
        xy = shapely.get_coordinates(ring)[:-1]
        # Begun on the far side, so that its middle is on the wanted one.
        begin = int(np.argmax(xy[:, 1] if north else -xy[:, 1]))
        rolled = np.roll(xy, -begin, axis=0)
        course = _Course(np.vstack((rolled, rolled[:1])))
        shares = np.array((0.5, 0.42, 0.58, 0.34, 0.66, 0.25, 0.75, 0.15, 0.85))
        for path in _paths(course, shares * course.length, text, style, 1000.0, EDGE_BEND):
            if path is not None:
                middle = path[len(path) // 2]
                yield Place((text,), (float(middle[0]), float(middle[1])), (0.0, height + 0.4), path)


def contained_places(places: Iterable[Place], area: shapely.Geometry) -> Iterator[Place]:
    """Keep the places whose text lies wholly inside an area."""
    for place in places:
        covers = place.covers
        if shapely.contains_xy(area, covers[:, 0], covers[:, 1]).all():
            yield place


Kept = list[tuple[str, Floats]]
Runs = npt.NDArray[np.object_]

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
        self._places: OrderedDict[tuple[str, int, float, tuple[str, ...], LabelStyle, int], Kept] = OrderedDict()

    def make_ready(self, dataset: Dataset, indices: Integers, view: MapView) -> None:
        """Join the pieces of many lines at once, before their places are asked for."""
        key = (dataset.card.hash, view.epsg, view.scale)
        known = self._runs.setdefault(key, {})
        self._runs.move_to_end(key)
        while len(self._runs) > RUNS_KEPT:
            self._runs.popitem(last=False)
        new = np.array([index for index in indices.tolist() if index not in known], dtype=np.int64)
        if len(new):
            known.update(zip(new.tolist(), _merged(dataset.shapes(view.epsg).take(new), view), strict=True))

    def places(
        self, dataset: Dataset, index: int, lines: tuple[str, ...], style: LabelStyle, view: MapView
    ) -> Iterator[Place]:
        """Offer the places of one feature's name that touch the view; each may be taken, far enough apart."""
        key = (dataset.card.hash, view.epsg, view.scale, lines, style, index)
        found = self._places.get(key)
        if found is None:
            runs = self._runs.get(key[:3], {}).get(index)
            if runs is None:
                runs = _merged(dataset.shapes(view.epsg).take(np.array([index])), view)[0]
            found = list(_along(runs, lines, style, view.scale))
            self._places[key] = found
            if len(self._places) > self._kept:
                self._places.popitem(last=False)
        height = style.size_pt * MM_PER_PT * 0.9
        width, tall = view.size_mm
        for text, ground in found:
            path = view.to_paper(ground)
            middle = path[len(path) // 2]
            if 0 < middle[0] < width and 0 < middle[1] < tall:
                yield Place((text,), (float(middle[0]), float(middle[1])), (0.0, height + 0.4), path)


def _merged(shapes: Shapes, view: MapView) -> list[Runs]:
    """Join the pieces of each line, the longest first, smoothed to what a text can follow."""
    smooth = simplified(shapes, 0.15 * view.scale / 1000)
    geometry = smooth.geometries()
    if shapes.kind is GeometryKind.AREA:
        geometry = shapely.boundary(geometry)
    parts, owners = shapely.get_parts(shapely.line_merge(geometry), return_index=True)
    parts = shapely.simplify(parts, 0.25 * view.scale / 1000)
    order = np.lexsort((-shapely.length(parts), owners))
    return np.split(parts[order], np.searchsorted(owners[order], np.arange(1, len(shapes))))


def _along(parts: Runs, lines: tuple[str, ...], style: LabelStyle, scale: float) -> Iterator[tuple[str, Floats]]:
    """Give texts and their paths in ground metres: both languages in one run where it fits, else in turn."""
    whole = " – ".join(lines)
    for part in parts[:12]:
        course = _Course(shapely.get_coordinates(part))
        length = course.length * 1000 / scale
        if width_mm(min(lines, key=len), style) + 1 > length:
            break
        middles = np.array(list(_middles(length)))
        ways: tuple[str, ...] = (whole,)
        found = [_paths(course, middles, whole, style, scale)] if width_mm(whole, style) + 2 <= length else []
        if len(lines) > 1 and not any(path is not None for paths in found for path in paths):
            # Too short, or too winding, for one run.
            ways = lines
            found = [_paths(course, middles, text, style, scale) for text in ways]
        if not found:
            continue
        turn = 0
        for index in range(len(middles)):
            path = found[turn % len(ways)][index]
            if path is not None:
                yield ways[turn % len(ways)], path
                turn += 1


def _middles(length: float) -> Iterator[float]:
    """Give the places to try along a line of so many millimetres, the best first."""
    count = max(1, int(length // REPEAT_MM))
    for share in (0.5, 0.36, 0.64, 0.22, 0.78):
        for index in range(min(count, 12)):
            yield (index + share) * length / count


class _Course:
    """A line as a way that can be walked along, in metres."""

    def __init__(self, xy: Floats) -> None:
        self._xy = xy
        steps = np.diff(self._xy, axis=0)
        self._walked = np.concatenate(([0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))))
        self.length = float(self._walked[-1])

    def at(self, walked: Floats) -> Floats:
        """Give the points (…, 2) after so many metres each."""
        x, y = (np.interp(walked, self._walked, self._xy[:, axis]) for axis in (0, 1))
        return np.stack((x, y), axis=-1)


def _paths(
    line: _Course, middles: Floats, text: str, style: LabelStyle, scale: float, most: float = 4 * BEND
) -> list[Floats | None]:
    """Give the paths under a text whose middle is so many mm along a line, None where it would bend too much."""
    ends = np.array(letter_ends_mm(text, style))
    width = float(ends[-1])
    metre = scale / 1000
    begins = middles - width / 2
    good = (begins >= 0.3) & (begins + width <= line.length / metre - 0.3)
    letters = line.at((ends + begins[:, None]) * metre)
    steps = np.diff(letters, axis=1)
    chords = np.hypot(steps[..., 0], steps[..., 1])
    if len(text) > 1:
        turns = np.abs(np.diff(np.arctan2(steps[..., 1], steps[..., 0]), axis=1))
        turns = np.minimum(turns, 2 * pi - turns)
        good &= (turns.max(axis=1) <= BEND) & (turns.sum(axis=1) <= most)
    good &= chords.min(axis=1) >= 0.75 * float(np.diff(ends).min()) * metre
    found: list[Floats | None] = [None] * len(middles)
    along = np.linspace(0.0, width, int(width / SAMPLE_MM) + 2)
    for index in np.flatnonzero(good).tolist():
        path = line.at((along + begins[index]) * metre)
        # Never upside down: the text runs to the east, and no letter leans further back than this.
        ahead = steps[index, :, 0] / chords[index]
        if path[-1, 0] < path[0, 0]:
            path, ahead = path[::-1].copy(), -ahead
        if ahead.min() > -0.3:
            found[index] = path
    return found
