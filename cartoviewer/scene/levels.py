"""Levels of detail: features brought to what the paper can show.

A vertex nearer to its neighbour than the eye can tell is left out, an area under a speck of ink becomes a speck,
and long features are cut at the frame. All of it works on whole arrays at once.
"""

from dataclasses import dataclass, replace
from math import floor, log2
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from layers.shapes import Bounds, Floats, GeometryKind, Integers, Shapes

__all__ = [
    "CUT_FROM",
    "Detail",
    "areas_m2",
    "borders",
    "clipped",
    "oriented",
    "simplified",
    "starts",
]

PAPER_MM: Final = 0.05
"""Vertices nearer than this on paper are one: below what print and eye resolve."""

OF_A_DOT: Final = 0.5
"""Vertices nearer than this share of a dot of the screen are one: a corner of that size shades a pixel at most."""

SPECK_MM: Final = 0.55
"""An area smaller than this in both directions has no shape on paper: two pixels at 96 dpi."""

WORTH_STRAIGHTENING: Final = 14
"""Rings of so few points, as those of buildings, have hardly one too many, unless they lie close together."""

STRAIGHT: Final = 0.7
"""What lies nearer to the line between two vertices than this share of the tolerance is left out."""

LEAST_STRAIGHTENED: Final = 5
"""Four corners and the first again: there is nothing to leave out."""

CROWDED: Final = 4.0
"""Points are close together when they are so many tolerances apart, or less, taken all round a ring."""

FINEST_M: Final = 0.2
"""On the ground, for paper; data are not more exact, so below it nothing is left out."""

BACK: Final = -0.999995
"""The cosine of the turn from which on an outline runs back: 0.2 degrees from the way it came."""

CUT_FROM: Final = 1 / 16
"""Cutting is for what is long: a house on the edge does no harm."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Detail:
    """How much detail a surface can show: vertices nearer than `tolerance_mm` on it are one.

    What reaches beyond the frame by more than `slack` of its width is cut there: cutting takes longer than a screen
    needs to pass over what it does not show, but a file holds all that is in it.
    """

    tolerance_mm: float = PAPER_MM
    slack: float = CUT_FROM

    @classmethod
    def of_dots(cls, dot_mm: float) -> "Detail":
        """Give the detail of a screen whose dots are `dot_mm` wide; never finer than paper's."""
        return cls(max(PAPER_MM, OF_A_DOT * dot_mm), slack=8.0)

    def level(self, scale: float) -> int | None:
        """Give the level for a scale: it leaves out what is nearer than 2 ** (level / 2) m; None nothing."""
        tolerance = self.tolerance_mm * scale / 1000.0
        return None if tolerance < FINEST_M * self.tolerance_mm / PAPER_MM else floor(2 * log2(tolerance))

    def speck_m(self, level: int) -> float:
        """Give the size on the ground below which an area has no shape at a level."""
        return float(2.0 ** (level / 2) * SPECK_MM / self.tolerance_mm)


def starts(lengths: Integers) -> Integers:
    """Turn lengths of spans into offsets, beginning with zero."""
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def _kept(keep: Flags, offsets: Integers) -> Integers:
    """Count offsets anew when only `keep` of the points are left."""
    before = np.zeros(len(keep) + 1, dtype=np.int64)
    np.cumsum(keep, out=before[1:])
    return before[offsets]


def simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """Leave out vertices that lie in the same cell of `tolerance` metres as the one before.

    The first and the last vertex of every ring stay, and a ring that would have fewer than four points (a line
    fewer than two) stays as it is, so nothing disappears and no vertex moves. What is left of a feature does not
    depend on those beside it: the cells are those of the coordinate system.
    """
    if shapes.kind is GeometryKind.POINT or len(shapes.xy) == 0:
        return shapes
    xy, rings = shapes.xy, shapes.rings
    cells = np.floor(xy * (1.0 / tolerance)).astype(np.int64)
    keep = np.empty(len(xy), dtype=np.bool_)
    keep[0] = True
    np.logical_or(cells[1:, 0] != cells[:-1, 0], cells[1:, 1] != cells[:-1, 1], out=keep[1:])
    keep[rings[:-1]] = True
    keep[rings[1:] - 1] = True
    counted = _kept(keep, rings)
    lengths = np.diff(counted)
    least = 4 if shapes.kind is GeometryKind.AREA else 2
    poor = np.flatnonzero(lengths < least)
    if len(poor):
        first, last = rings[poor], rings[poor + 1]
        spans = starts(last - first)
        keep[np.arange(spans[-1]) + np.repeat(first - spans[:-1], np.diff(spans))] = True
        counted = _kept(keep, rings)
    return _straightened(replace(shapes, xy=xy[keep], rings=counted), STRAIGHT * tolerance)


def _straightened(shapes: Shapes, tolerance: float) -> Shapes:
    """Leave out vertices that lie within `tolerance` metres of the line between those that stay."""
    lengths = np.diff(shapes.rings)
    is_area = shapes.kind is GeometryKind.AREA
    worth = lengths > (WORTH_STRAIGHTENING if is_area else 2)
    if is_area:
        round_m = _round_m(shapes)
        worth |= (lengths > LEAST_STRAIGHTENED) & (round_m < CROWDED / STRAIGHT * tolerance * lengths)
    long = np.flatnonzero(worth)
    if len(long) == 0:
        return shapes
    kept = shapes.rings[long]
    spans = starts(lengths[long])
    points = np.arange(spans[-1]) + np.repeat(kept - spans[:-1], lengths[long])
    owner = np.repeat(np.arange(len(long)), lengths[long])
    lines = np.asarray(shapely.linestrings(shapes.xy[points], indices=owner), dtype=np.object_)
    # A line may lose its loops, but never its ends. Looking after the topology would take ten times as long.
    drawn = np.asarray(shapely.simplify(lines, tolerance, preserve_topology=False), dtype=np.object_)
    if is_area:
        # A ring has four points.
        poor = shapely.get_num_coordinates(drawn) < 4
        drawn[poor] = lines[poor]
    counts = lengths.copy()
    counts[long] = shapely.get_num_coordinates(drawn)
    rings = starts(counts)
    xy = np.empty((rings[-1], 2))
    whole = np.ones(len(lengths), dtype=np.bool_)
    whole[long] = False
    xy[np.repeat(whole, counts)] = shapes.xy[np.repeat(whole, lengths)]
    xy[np.repeat(~whole, counts)] = shapely.get_coordinates(drawn)
    return replace(shapes, xy=xy, rings=rings)


def _round_m(shapes: Shapes) -> Floats:
    """Give how long it is round every ring (r,), metres."""
    steps = np.diff(shapes.xy, axis=0)
    walked = np.concatenate((np.zeros(1), np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))))
    around: Floats = walked[shapes.rings[1:] - 1] - walked[shapes.rings[:-1]]
    return around


def _ring_areas(xy: Floats, rings: Integers) -> Floats:
    """Give the signed area of every closed ring (counter-clockwise positive), by the shoelace formula."""
    if len(rings) < 2:
        return np.zeros(0)
    # Coordinates of Lambert 2008 reach 700 000: without the shift the products lose the centimetres.
    x, y = xy[:, 0] - xy[0, 0], xy[:, 1] - xy[0, 1]
    cross = np.zeros(len(xy) + 1)
    np.multiply(x[:-1], y[1:], out=cross[1:-1])
    cross[1:-1] -= x[1:] * y[:-1]
    total = np.cumsum(cross)
    # The step from one ring's last point to the next ring's first belongs to no ring.
    doubled: Floats = total[rings[1:] - 1] - total[rings[:-1]]
    return doubled / 2


def areas_m2(shapes: Shapes) -> Floats:
    """Give the area of every feature in square metres, holes taken off."""
    outer, rings = _outer(shapes), np.abs(_ring_areas(shapes.xy, shapes.rings))
    signed = np.where(outer, rings, -rings)
    total = np.concatenate(([0.0], np.cumsum(signed)))
    edges = shapes.parts[shapes.features]
    return np.asarray(total[edges[1:]] - total[edges[:-1]], dtype=np.float64)


def _outer(shapes: Shapes) -> Flags:
    """Tell which rings are a part's outer ring."""
    outer = np.zeros(len(shapes.rings) - 1, dtype=np.bool_)
    outer[shapes.parts[:-1]] = True
    return outer


def oriented(shapes: Shapes) -> Shapes:
    """Turn outer rings counter-clockwise and holes clockwise.

    Then many features can be filled at once by the non-zero rule: overlaps stay filled, holes stay open.
    """
    if shapes.kind is not GeometryKind.AREA or len(shapes.rings) < 2:
        return shapes
    wrong = (_ring_areas(shapes.xy, shapes.rings) > 0) != _outer(shapes)
    if not wrong.any():
        return shapes
    first, last = shapes.rings[:-1], shapes.rings[1:]
    lengths = last - first
    ends = np.repeat(first + last - 1, lengths)
    place = np.arange(len(shapes.xy))
    turned = np.where(np.repeat(wrong, lengths), ends - place, place)
    return replace(shapes, xy=shapes.xy[turned])


def clipped(shapes: Shapes, box: Bounds, slack: float = CUT_FROM) -> Shapes:
    """Cut the features that reach beyond `box` by more than `slack` of its width; others stay untouched.

    The order of features may change.
    """
    west, south, east, north = box
    slack *= east - west
    reach = shapes.bounds
    beyond = (
        (reach[:, 0] < west - slack)
        | (reach[:, 1] < south - slack)
        | (reach[:, 2] > east + slack)
        | (reach[:, 3] > north + slack)
    )
    if shapes.kind is GeometryKind.POINT or not beyond.any():
        return shapes
    inside = shapes.take(np.flatnonzero(~beyond))
    crossing = shapes.take(np.flatnonzero(beyond)).geometries()
    try:
        cut = shapely.clip_by_rect(crossing, west, south, east, north)
    except shapely.errors.GEOSException:
        # A polygon that crosses itself may not be cut; repaired, it may.
        cut = shapely.clip_by_rect(shapely.make_valid(crossing), west, south, east, north)
    dimension = 2 if shapes.kind is GeometryKind.AREA else 1
    parts = shapely.get_parts(cut[~shapely.is_empty(cut)])
    parts = shapely.get_parts(parts)
    parts = parts[shapely.get_dimensions(parts) == dimension]
    return Shapes.joined((inside, Shapes.from_geometries(parts, shapes.kind))) if len(parts) else inside


def _without_spikes(shapes: Shapes) -> Shapes:
    """Leave out vertices from which an outline runs back the way it came, as where tiles were sewn together."""
    xy = shapes.xy
    steps = np.diff(xy, axis=0)
    before, after = steps[:-1], steps[1:]
    along = (before * after).sum(axis=1)
    lengths = np.hypot(before[:, 0], before[:, 1]) * np.hypot(after[:, 0], after[:, 1])
    keep = np.ones(len(xy), dtype=np.bool_)
    keep[1:-1] = ~((along < BACK * lengths) & (lengths > 0))
    keep[shapes.rings[:-1]] = keep[shapes.rings[1:] - 1] = True
    return replace(shapes, xy=xy[keep], rings=_kept(keep, shapes.rings))


def borders(shapes: Shapes, *, outer: bool = False) -> Shapes:
    """Give the edges of areas as lines, each edge that neighbours share only once, in the longest runs there are.

    Drawn twice, as the outline of either neighbour, the dashes of a boundary would fill each other's gaps.

    Parameters
    ----------
    outer
        Whether edges that lie between two areas, or that an outline runs out and back along, are left out.
    """
    if outer:
        shapes = _without_spikes(shapes)
    first = np.delete(np.arange(len(shapes.xy)), shapes.rings[1:] - 1)
    # To the centimetre: neighbours agree no better when their outlines have been transformed.
    ends = np.rint(np.hstack((shapes.xy[first], shapes.xy[first + 1])) * 100).astype(np.int64)
    ends = ends[(ends[:, :2] != ends[:, 2:]).any(axis=1)]
    turned = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[turned] = ends[turned][:, [2, 3, 0, 1]]
    unique, counts = np.unique(ends, axis=0, return_counts=True)
    edges = unique[counts == 1 if outer else counts > 0].reshape(-1, 2) / 100
    if len(edges) == 0:
        return Shapes.from_geometries(np.zeros(0, dtype=np.object_), GeometryKind.LINE)
    place = np.repeat(np.arange(len(edges) // 2), 2)
    pieces = np.asarray(shapely.linestrings(edges, indices=place), dtype=np.object_)
    runs = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(pieces)))
    return Shapes.from_geometries(np.asarray(runs, dtype=np.object_), GeometryKind.LINE)
