"""Where a label may stand: around a point, inside an area, along an edge.

Places are offered best first; whoever asks takes the first that is free.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import radians
from typing import Final

import numpy as np
import shapely

from cartoviewer.scene.label_courses import Course, paths_along
from cartoviewer.scene.occupancy import BoxMm, block, strip
from cartoviewer.scene.scene import Align
from cartoviewer.scene.text_metrics import CAP_HEIGHT, LINE_HEIGHT, MM_PER_PT, width_mm
from layers.shapes import Floats
from symbols.style import LabelStyle

__all__ = [
    "BoxMm",
    "Place",
    "area_places",
    "block_size_mm",
    "box_places",
    "contained_places",
    "edge_places",
]

EDGE_BEND: Final = radians(150)
"""The most that a text along the edge of a zone bends in all."""

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
