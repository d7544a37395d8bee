"""Lines made ready for dashes: in the longest runs there are, and cut where a dash begins.

Dashes that begin anew at every piece of a source are no pattern, and dashes that begin at the edge of the frame
crawl along their line while the map is moved.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import shapely
from shapely.ops import substring

from cartoviewer.scene.levels import starts
from layers.shapes import Bounds, Floats, GeometryKind, Integers, Shapes

__all__ = ["cut_at_dashes", "runs", "trimmed"]

MESH_M: Final = 0.02
"""Ends of pieces in one mesh of this width are one: neighbours agree no better when they have been transformed."""

PIECE_MM: Final = 30.0
"""About so long are the pieces on paper into which a long line is cut."""

MOST_PIECES: Final = 20_000
"""About so many pieces are made at most; they are longer where the map is seen from very near."""


def runs(lines: Shapes) -> Shapes:
    """Join the pieces of lines into the longest runs there are, up to where three or more of them meet."""
    ends = np.concatenate((lines.rings[:-1], lines.rings[1:] - 1))
    xy = lines.xy.copy()
    xy[ends] = np.rint(xy[ends] / MESH_M) * MESH_M
    parts = shapely.get_parts(replace(lines, xy=xy).geometries())
    parts = parts[shapely.length(parts) > 0]
    if len(parts) == 0:
        return lines
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts)))
    return Shapes.from_geometries(np.asarray(merged, dtype=np.object_), GeometryKind.LINE)


def cut_at_dashes(lines: Shapes, period_m: float, scale: float) -> Shapes:
    """Cut lines into short pieces that each begin where a dash does, so that those out of sight can be left out.

    Parameters
    ----------
    lines
        The lines on the ground.
    period_m
        The length of the pattern on the ground: a dash, a gap, and so on.
    scale
        The scale denominator of the paper.
    """
    xy, rings = lines.xy, lines.rings
    if len(rings) < 2:
        return lines
    steps = np.diff(xy, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    # From the end of one line to the beginning of the next there is no way.
    lengths[rings[1:-1] - 1] = 0.0
    walked = np.concatenate(([0.0], np.cumsum(lengths)))
    piece = max(PIECE_MM * scale / 1000, walked[-1] / MOST_PIECES)
    piece = max(round(piece / period_m), 1) * period_m
    first, last = rings[:-1], rings[1:] - 1
    counts = np.maximum(np.ceil((walked[last] - walked[first]) / piece - 1e-6).astype(np.int64), 1)
    if counts.max() == 1:
        return lines
    begins = starts(counts)
    number = np.arange(begins[-1]) - np.repeat(begins[:-1], counts)
    owners = np.repeat(np.arange(len(counts)), counts)
    inner = number > 0
    cuts = walked[first][owners[inner]] + number[inner] * piece
    return _cut(lines, walked, cuts, owners[inner])


def trimmed(pieces: Shapes, box: Bounds, slack_m: float, period_m: float) -> Shapes:
    """Shorten pieces that reach more than `slack_m` out of `box` to what is inside, in front by whole patterns.

    The order of the pieces may change.
    """
    west, south, east, north = box
    low, high = pieces.bounds[:, :2] + slack_m, pieces.bounds[:, 2:] - slack_m
    beyond = (low < (west, south)).any(axis=1) | (high > (east, north)).any(axis=1)
    if not beyond.any():
        return pieces
    lines = shapely.get_parts(pieces.take(np.flatnonzero(beyond)).geometries())
    inside = shapely.intersection(lines, shapely.box(west, south, east, north))
    xy, owners = shapely.get_coordinates(inside, return_index=True)
    along = shapely.line_locate_point(lines[owners], shapely.points(xy))
    first, last = np.full(len(lines), np.inf), np.full(len(lines), -np.inf)
    np.minimum.at(first, owners, along)
    np.maximum.at(last, owners, along)
    # Where a line crosses itself, a place does not say how far along it lies.
    whole = ~shapely.is_simple(lines)
    kept = [
        line if is_whole else substring(line, max((begin / period_m - 0.05) // 1, 0.0) * period_m, end)
        for line, is_whole, begin, end in zip(lines, whole, first, last, strict=True)
        if is_whole or end > begin
    ]
    rest = pieces.take(np.flatnonzero(~beyond))
    return Shapes.joined((rest, Shapes.from_geometries(np.array(kept, dtype=np.object_), GeometryKind.LINE)))


def _cut(lines: Shapes, walked: Floats, cuts: Floats, owners: Integers) -> Shapes:
    """Cut the lines `owners` at places so far along all of them; each place ends one piece and begins another."""
    first, last = lines.rings[:-1], lines.rings[1:] - 1
    # Between which vertices of its own line each place lies.
    after = np.clip(np.searchsorted(walked, cuts, side="right"), first[owners] + 1, last[owners])
    before = after - 1
    length = walked[after] - walked[before]
    share = np.where(length > 0, (cuts - walked[before]) / np.where(length > 0, length, 1.0), 0.0)
    places = lines.xy[before] + (lines.xy[after] - lines.xy[before]) * share[:, None]
    xy = np.insert(lines.xy, np.repeat(after, 2), np.repeat(places, 2, axis=0), axis=0)
    # Each place stands twice: the first ends a piece, the second begins one.
    seconds = after + 2 * np.arange(len(after)) + 1
    shifted = lines.rings + 2 * np.searchsorted(after, lines.rings, side="left")
    rings = np.sort(np.concatenate((shifted, seconds)))
    count = len(rings) - 1
    low = np.minimum.reduceat(xy, rings[:-1], axis=0)
    high = np.maximum.reduceat(xy, rings[:-1], axis=0)
    each = np.arange(count + 1, dtype=np.int64)
    return Shapes(GeometryKind.LINE, xy, rings, each, each, np.hstack((low, high)))
