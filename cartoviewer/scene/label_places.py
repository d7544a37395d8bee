"""Where a label may stand: around a point, inside an area, along an edge.

Places are offered best first; whoever asks takes the first that is free.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import radians
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from cartoviewer.scene.label_courses import Course, paths_along
from cartoviewer.scene.occupancy import BoxMm, block, strip
from cartoviewer.scene.scene import Align
from cartoviewer.scene.text_metrics import CAP_HEIGHT, LINE_HEIGHT, MM_PER_PT, width_mm, widths_mm
from layers.shapes import Floats
from symbols.style import LabelStyle

__all__ = [
    "BoxMm",
    "Choice",
    "Place",
    "area_places",
    "around",
    "around_points",
    "block_size_mm",
    "block_sizes_mm",
    "box_places",
    "broken",
    "contained_places",
    "edge_places",
    "inside_areas",
    "on_points",
    "plate_size_mm",
]

EDGE_BEND: Final = radians(150)
"""The most that a text along the edge of a zone bends in all."""

_AROUND: Final = np.array(
    [(0, 0), (0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (1, 1), (0, -2), (0, 2), (-2, 0), (2, 0)], dtype=np.float64
)
"""Where a text in an area is tried, in eighths of its width and height from its middle."""

_WITHIN: Final = np.array([(x, y) for y in (-0.5, 0.0, 0.5) for x in (-0.5, -0.25, 0.0, 0.25, 0.5)])
"""Where a text is looked at whether it lies in its area, in shares of its width and height from its middle."""

DEEPER: Final = 0.1
"""So much lower than the middle of its capitals is the middle of what a text takes, as a share of its height."""

_MOSTLY: Final = 0.7
"""So much of a text lies inside the area it names."""

_SIDES: Final[tuple[Align, ...]] = ("left", "right", "centre", "centre", "left", "left", "right", "right")
"""On which side lines begin at the places around a symbol."""

_LONG: Final = 14
"""A line of so many letters may be broken in two where there is no room for it."""

_CENTRED: Final[tuple[Align, ...]] = ("centre",)

_WIDEST_MM: Final = 1.0
"""So exactly is the widest part of an area found where its middle lies outside it."""

_PLAIN_MM: Final = 0.25
"""Corners of an area smaller than this on paper do not matter to a text inside it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place for a text, in paper millimetres: its middle, and how large it is with the room around it.

    A text that follows a `path` (n, 2) is as long as the path. `align` is the side on which lines of different
    length begin: that of the symbol they stand beside. `lead` (2, 2) is the line that leads to a text which stands
    away from its symbol, from there to the text.
    """

    lines: tuple[str, ...]
    anchor_mm: tuple[float, float]
    size_mm: tuple[float, float]
    path: Floats | None = None
    align: Align = "centre"
    lead: Floats | None = None

    @property
    def box(self) -> BoxMm:
        """What a text that follows no path covers."""
        (x, y), (width, height) = self.anchor_mm, self.size_mm
        return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def covers(self) -> Floats:
        """Points close enough for `Occupancy` over all that the text covers."""
        if self.path is not None:
            # Letters reach farther below their line than above it.
            return strip(self.path, self.size_mm[1], DEEPER * self.size_mm[1])
        return block(self.anchor_mm, *self.size_mm)


@dataclass(frozen=True, slots=True)
class Choice:
    """The places of a text that follows no path, worked out beforehand: their middles (n, 2), the best first."""

    lines: tuple[str, ...]
    middles: Floats
    size_mm: tuple[float, float]
    aligns: tuple[Align, ...] = ()

    def places(self) -> Iterator[Place]:
        """Offer the places one after the other."""
        aligns = self.aligns or _CENTRED * len(self.middles)
        for (x, y), align in zip(self.middles.tolist(), aligns, strict=True):
            yield Place(self.lines, (x, y), self.size_mm, align=align)


def block_size_mm(lines: tuple[str, ...], style: LabelStyle) -> tuple[float, float]:
    """Give width and height of lines of text, without the halo."""
    size = style.size_pt * MM_PER_PT
    return (
        max(width_mm(line, style) for line in lines),
        (CAP_HEIGHT + 0.2 + (len(lines) - 1) * LINE_HEIGHT) * size,
    )


def plate_size_mm(text: str, style: LabelStyle) -> tuple[float, float]:
    """Give width and height of the plate of one line of text."""
    width, height = block_size_mm((text,), style)
    return (width + 1.2, height + 0.7)


def block_sizes_mm(lines: Sequence[tuple[str, ...]], style: LabelStyle) -> Floats:
    """Give what `block_size_mm` gives of many texts at once: (n, 2). Each has a line at least."""
    if not lines:
        return np.zeros((0, 2))
    counts = np.fromiter(map(len, lines), dtype=np.int64, count=len(lines))
    widths = widths_mm([line for text in lines for line in text], style)
    size = style.size_pt * MM_PER_PT
    heights = (CAP_HEIGHT + 0.2 + (counts - 1) * LINE_HEIGHT) * size
    return np.column_stack((np.maximum.reduceat(widths, np.cumsum(counts) - counts), heights))


def box_places(lines: tuple[str, ...], style: LabelStyle, boxes: Sequence[BoxMm]) -> Iterator[Place]:
    """Offer places around a symbol and the texts that stand beside it: `boxes`, the symbol's own first.

    Beside the symbol comes first, behind its texts where it has some on that side, then above and below it.
    """
    width, height = block_size_mm(lines, style)
    yield from Choice(
        lines, _around(np.array((width, height)), boxes), (width + 0.8, height + 0.6), _SIDES
    ).places()


def _around(size: Floats, boxes: Sequence[BoxMm]) -> Floats:
    """Give the middles (…, 8, 2) of texts of a size (…, 2) around a symbol."""
    left, top, right, bottom = boxes[0]
    outer_left, outer_top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    outer_right, outer_bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    across, along = 0.9 + size[..., 0] / 2, 0.8 + size[..., 1] / 2
    middle_x, middle_y = np.full_like(across, (left + right) / 2), np.full_like(along, (top + bottom) / 2)
    above, below = outer_top - along, outer_bottom + along
    ways = (
        (outer_right + across, middle_y),
        (outer_left - across, middle_y),
        (middle_x, above),
        (middle_x, below),
        (right + across, above + 1.2),
        (right + across, below - 1.2),
        (left - across, above + 1.2),
        (left - across, below - 1.2),
    )
    return np.stack([np.stack(way, axis=-1) for way in ways], axis=-2)


def around(boxes: Sequence[BoxMm]) -> BoxMm:
    """Give the box around boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def broken(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Break a single long line in two at the space nearest to its middle; all else stays as it is."""
    if len(lines) != 1 or len(lines[0]) < _LONG:
        return lines
    (line,) = lines
    spaces = [at for at, letter in enumerate(line) if letter == " " and 3 <= at < len(line) - 3]
    if not spaces:
        return lines
    at = min(spaces, key=lambda at: abs(2 * at + 1 - len(line)))
    return (line[:at], line[at + 1 :])


def around_points(
    lines: Sequence[tuple[str, ...]], style: LabelStyle, points: Floats, boxes: Sequence[BoxMm]
) -> list[Choice]:
    """Give the places of many texts around points (n, 2) of one symbol, as `box_places` does of one."""
    sizes = block_sizes_mm(lines, style)
    middles = points[:, None, :] + _around(sizes, boxes)
    given = sizes + np.array((0.8, 0.6))
    return [Choice(*each, _SIDES) for each in zip(lines, middles, map(tuple, given.tolist()), strict=True)]


def on_points(lines: Sequence[tuple[str, ...]], style: LabelStyle, points: Floats) -> list[Choice]:
    """Give the one place of each text in the middle of its point (n, 2), with little room around it."""
    given = block_sizes_mm(lines, style) + np.array((0.4, 0.3))
    return [
        Choice(text, point, size)
        for text, point, size in zip(lines, points[:, None, :], map(tuple, given.tolist()), strict=True)
    ]


def inside_areas(
    lines: Sequence[tuple[str, ...]],
    style: LabelStyle,
    areas: npt.NDArray[np.object_],
    *,
    may_overhang: bool,
) -> list[Choice | None]:
    """Give the places of many texts inside areas: where all of a text lies in its area first, then the rest.

    Parameters
    ----------
    lines, style
        The texts.
    areas
        The areas in paper millimetres, cut at the frame.
    may_overhang
        Whether a text may be wider than its area, as a municipality's may; others keep most of it inside.

    Returns
    -------
    list
        None for a text that has no place.
    """
    found: list[Choice | None] = [None] * len(lines)
    sizes = block_sizes_mm(lines, style)
    box = shapely.bounds(areas)
    extent = box[:, 2:] - box[:, :2]
    fits = ~shapely.is_empty(areas)
    if not may_overhang:
        fits &= (extent[:, 0] * 0.95 >= sizes[:, 0]) & (extent[:, 1] >= sizes[:, 1])
        fits &= shapely.area(areas) >= 0.8 * sizes[:, 0] * sizes[:, 1]
    chosen = np.flatnonzero(fits)
    plain = np.asarray(shapely.simplify(areas[chosen], _PLAIN_MM), dtype=np.object_)
    middles = np.asarray(shapely.centroid(plain), dtype=np.object_)
    outside = ~shapely.contains(plain, middles)
    middles[outside] = _widest(plain[outside])
    centres = shapely.get_coordinates(middles)[:, None, :] + _AROUND * (extent[chosen] / 8)[:, None, :]
    points = centres[:, :, None, :] + _WITHIN * sizes[chosen][:, None, None, :]
    shapely.prepare(plain)
    inside = shapely.contains_xy(plain[:, None, None], points[..., 0], points[..., 1]).mean(axis=2)
    order = np.argsort(-np.floor(inside * 4), axis=1, kind="stable")
    centres = np.take_along_axis(centres, order[..., None], axis=1)
    good = may_overhang | (np.take_along_axis(inside, order, axis=1) >= _MOSTLY)
    given = (sizes + 1.0).tolist()
    for at in np.flatnonzero(good.any(axis=1)).tolist():
        index = int(chosen[at])
        width, height = given[index]
        found[index] = Choice(lines[index], centres[at][good[at]], (width, height))
    return found


def _widest(areas: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Give the point of each area that lies farthest from its edge, to the millimetre or so."""
    radii = np.asarray(shapely.maximum_inscribed_circle(areas, tolerance=_WIDEST_MM), dtype=np.object_)
    return np.asarray(shapely.get_point(radii, 0), dtype=np.object_)


def area_places(
    lines: tuple[str, ...], style: LabelStyle, area: shapely.Geometry, *, may_overhang: bool
) -> Iterator[Place]:
    """Offer the places of one text inside an area; see `inside_areas`."""
    for choice in inside_areas([lines], style, np.array([area], dtype=np.object_), may_overhang=may_overhang):
        if choice is not None:
            yield from choice.places()


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
        course = Course(np.vstack((rolled, rolled[:1])))
        shares = np.array((0.5, 0.42, 0.58, 0.34, 0.66, 0.25, 0.75, 0.15, 0.85))
        for path in paths_along(course, shares * course.length, text, style, 1000.0, EDGE_BEND):
            if path is not None:
                middle = path[len(path) // 2]
                yield Place((text,), (float(middle[0]), float(middle[1])), (0.0, height + 0.4), path)


def contained_places(places: Iterable[Place], area: shapely.Geometry) -> Iterator[Place]:
    """Keep the places whose text lies wholly inside an area."""
    for place in places:
        covers = place.covers
        if shapely.contains_xy(area, covers[:, 0], covers[:, 1]).all():
            yield place
