"""Where a label may stand: around a point, inside an area, along a line.

Places are offered best first; whoever asks takes the first that is free. A place along a line is found once for
a scale and kept in metres on the ground, so that labels stay where they are while the map is moved.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import radians
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from cartoviewer.scene.levels import simplified
from cartoviewer.scene.occupancy import block, strip
from cartoviewer.scene.text_metrics import CAP_HEIGHT, LINE_HEIGHT, MM_PER_PT, letter_ends_mm, width_mm
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset
from layers.shapes import Floats, GeometryKind, Shapes
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

BoxMm = tuple[float, float, float, float]
"""Left, top, right, bottom on paper, millimetres."""

BEND: Final = radians(25)
"""The most that a text bends between one letter and the next."""

EDGE_BEND: Final = radians(150)
"""The most that a text along the edge of a zone bends in all."""

REPEAT_MM: Final = 120.0
"""A long line says its name again after so much paper."""

SAMPLE_MM: Final = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """One place for a text: its middle, what it covers, and the path it follows, all in paper millimetres."""

    lines: tuple[str, ...]
    anchor_mm: tuple[float, float]
    covers: Floats
    path: Floats | None = None


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
    for anchor in (
        (outer_right + across, middle_y),
        (outer_left - across, middle_y),
        (middle_x, outer_top - along),
        (middle_x, outer_bottom + along),
        (right + across, outer_top - along + 1.2),
        (right + across, outer_bottom + along - 1.2),
        (left - across, outer_top - along + 1.2),
        (left - across, outer_bottom + along - 1.2),
    ):
        yield Place(lines, anchor, block(anchor, width + 0.8, height + 0.6))


def area_places(
    lines: tuple[str, ...], style: LabelStyle, area: shapely.Geometry, *, may_overhang: bool
) -> Iterator[Place]:
    """Offer places inside an area (in paper millimetres): its middle, then around it.

    Parameters
    ----------
    lines, style
        The text.
    area
        The area, cut at the frame.
    may_overhang
        Whether the text may be wider than the area, as a municipality's may.
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
    middle = shapely.centroid(area)
    if not shapely.contains(area, middle):
        middle = shapely.point_on_surface(area)
    x, y = float(shapely.get_x(middle)), float(shapely.get_y(middle))
    reach_x, reach_y = (east - west) / 8, (south - north) / 8
    for dx, dy in ((0, 0), (0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (1, 1), (0, -2), (0, 2)):
        anchor = (x + dx * reach_x, y + dy * reach_y)
        if (dx or dy) and not shapely.contains_xy(area, *anchor):
            continue
        yield Place(lines, anchor, block(anchor, width + 1.0, height + 1.0))


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
        for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.25, 0.75, 0.15, 0.85):
            path = _path(course, share * course.length, text, style, 1000.0, EDGE_BEND)
            if path is not None:
                middle = path[len(path) // 2]
                yield Place((text,), (float(middle[0]), float(middle[1])), strip(path, height + 0.4), path)


def contained_places(places: Iterable[Place], area: shapely.Geometry) -> Iterator[Place]:
    """Keep the places whose text lies wholly inside an area."""
    for place in places:
        if shapely.contains_xy(area, place.covers[:, 0], place.covers[:, 1]).all():
            yield place


Kept = list[tuple[str, Floats]]


class LinePlaces:
    """Finds and keeps the places along lines.

    Parameters
    ----------
    kept
        For how many features places are kept, the least used going first.
    """

    def __init__(self, kept: int = 20_000) -> None:
        self._kept = kept
        self._places: OrderedDict[tuple[str, int, float, tuple[str, ...], LabelStyle, int], Kept] = OrderedDict()

    def places(
        self, dataset: Dataset, index: int, lines: tuple[str, ...], style: LabelStyle, view: MapView
    ) -> Iterator[Place]:
        """Offer the places of one feature's name that touch the view; each may be taken, far enough apart."""
        key = (dataset.card.hash, view.epsg, view.scale, lines, style, index)
        found = self._places.get(key)
        if found is None:
            shapes = dataset.shapes(view.epsg).take(np.array([index]))
            found = list(_along(_merged(shapes, view), lines, style, view.scale))
            self._places[key] = found
            if len(self._places) > self._kept:
                self._places.popitem(last=False)
        height = style.size_pt * MM_PER_PT * 0.9
        width, tall = view.size_mm
        for text, ground in found:
            path = view.to_paper(ground)
            middle = path[len(path) // 2]
            if 0 < middle[0] < width and 0 < middle[1] < tall:
                yield Place((text,), (float(middle[0]), float(middle[1])), strip(path, height + 0.4), path)


def _merged(shapes: Shapes, view: MapView) -> npt.NDArray[np.object_]:
    """Join the pieces of a line, the longest first, smoothed to what a text can follow."""
    smooth = simplified(shapes, 0.15 * view.scale / 1000)
    geometry = smooth.geometries()
    if shapes.kind is GeometryKind.AREA:
        geometry = shapely.boundary(geometry)
    parts = shapely.get_parts(shapely.line_merge(geometry))
    parts = shapely.simplify(parts, 0.25 * view.scale / 1000)
    ordered: npt.NDArray[np.object_] = parts[np.argsort(-shapely.length(parts), kind="stable")]
    return ordered


def _along(
    parts: npt.NDArray[np.object_], lines: tuple[str, ...], style: LabelStyle, scale: float
) -> Iterator[tuple[str, Floats]]:
    """Give texts and their paths in ground metres: both languages in one run where it fits, else in turn."""
    whole = " – ".join(lines)
    for part in parts[:12]:
        course = _Course(shapely.get_coordinates(part))
        length = course.length * 1000 / scale
        ways = (whole,) if width_mm(whole, style) + 2 <= length or len(lines) == 1 else lines
        if width_mm(min(ways, key=len), style) + 1 > length:
            break
        turn = 0
        for middle in _middles(length):
            text = ways[turn % len(ways)]
            path = _path(course, middle, text, style, scale)
            if path is not None:
                yield text, path
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
        """Give the points (n, 2) after so many metres each."""
        return np.column_stack(
            (np.interp(walked, self._walked, self._xy[:, 0]), np.interp(walked, self._walked, self._xy[:, 1]))
        )


def _path(
    line: _Course, middle: float, text: str, style: LabelStyle, scale: float, most: float = 4 * BEND
) -> Floats | None:
    """Give the path under a text whose middle is `middle` mm along a line, or None where it would bend too much."""
    ends = np.array(letter_ends_mm(text, style))
    width = float(ends[-1])
    metre = scale / 1000
    if middle - width / 2 < 0.3 or middle + width / 2 > line.length / metre - 0.3:
        return None
    letters = line.at((ends + middle - width / 2) * metre)
    steps = np.diff(letters, axis=0)
    chords = np.hypot(steps[:, 0], steps[:, 1])
    turns = np.abs(np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))))
    if len(turns) and (turns.max() > BEND or turns.sum() > most):
        return None
    if chords.min() < 0.75 * (np.diff(ends) * metre).min():
        return None
    count = int(width / SAMPLE_MM) + 2
    path = line.at(np.linspace(middle - width / 2, middle + width / 2, count) * metre)
    # Never upside down: the text runs to the east, and no letter leans further back than this.
    ahead = steps[:, 0] / chords
    if path[-1, 0] < path[0, 0]:
        path, ahead = path[::-1].copy(), -ahead
    return path if ahead.min() > -0.3 else None
