"""Compiled loops that fill polygons, thick lines and squares, a band of the picture at a time."""

from math import ceil, cos, hypot, pi, sin, sqrt
from typing import Final

import numpy as np

from cartoviewer.render.compiled import FLAT_CAPS, ROUND_CAPS, SQUARE_CAPS, Band, Ink, Shares, compiled
from cartoviewer.render.edges import cut_edge, edge, hairline, traced_edge
from cartoviewer.render.inking import paint, paint_traced
from cartoviewer.render.pixels import Place
from layers.shapes import Floats, Integers

__all__ = ["fill_areas", "fill_lines", "fill_some_lines", "fill_squares"]

HAIRLINE: Final = 1.0
"""Lines that reach less than so many pixels to either side are drawn from pixel to pixel."""

TRACED: Final = 0.3
"""Outlines that reach less than so many pixels to either side leave their ink as the edge itself is added."""

NOTHING: Final = 0.02
"""Pixels; points nearer than this are one."""

BEVELLED: Final = 1.75
"""Corners of lines that reach less than so many pixels to either side are cut, those of wider ones rounded."""


@compiled
def _arc(share: Shares, x: float, y: float, nx: float, ny: float, turn: float, steps: int) -> None:
    """Add the edges of an arc around (x, y) from the arm (nx, ny) on, `turn` radians, in so many steps."""
    ax, ay = nx, ny
    for step in range(1, steps + 1):
        angle = turn * step / steps
        bx, by = nx * cos(angle) - ny * sin(angle), nx * sin(angle) + ny * cos(angle)
        cut_edge(share, x + ax, y + ay, x + bx, y + by)
        ax, ay = bx, by


@compiled
def _corner(
    share: Shares, x: float, y: float, before: tuple[float, float], after: tuple[float, float], steps: int
) -> None:
    """Add the edges between the sides of two pieces of a line that meet in (x, y).

    The outer side gets an arc or a bevel. The inner side goes straight over, which takes off once what both
    pieces cover.
    """
    bx, by, ax, ay = before[0], before[1], after[0], after[1]
    turn = np.arctan2(bx * ay - by * ax, bx * ax + by * ay) if steps > 1 else 0.0
    pieces = ceil(steps * abs(turn) / pi)
    if pieces > 1 and turn < 0.0:
        _arc(share, x, y, bx, by, turn, pieces)
    else:
        cut_edge(share, x + bx, y + by, x + ax, y + ay)
    if pieces > 1 and turn > 0.0:
        _arc(share, x, y, -ax, -ay, -turn, pieces)
    else:
        cut_edge(share, x - ax, y - ay, x - bx, y - by)


@compiled
def _stroke(
    share: Shares, xy: Floats, begin: int, end: int, place: Place, half: float, caps: int, closed: bool
) -> None:
    """Add the points `begin` to `end` as a line that reaches `half` pixels to either side.

    The outline runs forth along the left side and back
    along the right one.
    """
    rows, width = share.shape[0], share.shape[1] - 2
    scale, dx, dy = place.scale, place.dx, place.dy
    steps = 1 if half < BEVELLED else ceil(pi * sqrt(half))
    far = 2.0 * half + 2.0
    px, py = xy[begin, 0] * scale + dx, xy[begin, 1] * scale + dy
    before = first = (0.0, 0.0)
    fx, fy, long, is_first, is_open = px, py, 0.0, True, False
    for index in range(begin + 1, end):
        qx, qy = xy[index, 0] * scale + dx, xy[index, 1] * scale + dy
        is_last = index == end - 1
        if abs(qx - px) + abs(qy - py) < NOTHING and not is_last:
            continue
        if not (
            min(py, qy) - far < rows
            and max(py, qy) + far > 0.0
            and min(px, qx) - far < width
            and max(px, qx) + far > 0.0
        ):
            # Nothing of this piece is seen: the outline is closed before it and begins anew behind it.
            if is_open:
                cut_edge(share, px + before[0], py + before[1], px - before[0], py - before[1])
            is_open, is_first, px, py = False, False, qx, qy
            continue
        length = max(hypot(qx - px, qy - py), 1e-9)
        ux, uy = (qx - px) / length * half, (qy - py) / length * half
        if ux == 0.0 and uy == 0.0:
            ux = half
        after = (-uy, ux)
        sx, sy, ex, ey = px, py, qx, qy
        turns = (before[0] * after[1] - before[1] * after[0]) / (half * half)
        if (
            is_open
            and 2.0 * half * abs(turns) < min(long, length)
            and before[0] * after[0] + before[1] * after[1] > 0.0
        ):
            _corner(share, px, py, before, after, steps)
        else:
            if is_open:
                # Too sharp for the inner side to go straight over: the pieces overlap, and the gap is filled.
                cut_edge(share, px + before[0], py + before[1], px - before[0], py - before[1])
                sharp = -1.0 if turns > 0.0 else 1.0
                near, next_ = (after, before) if turns > 0.0 else (before, after)
                gap = np.arctan2(-abs(turns) * half * half, before[0] * after[0] + before[1] * after[1])
                _arc(share, px, py, near[0] * sharp, near[1] * sharp, gap, max(steps, 1))
                cut_edge(share, px + next_[0] * sharp, py + next_[1] * sharp, px, py)
                cut_edge(share, px, py, px + near[0] * sharp, py + near[1] * sharp)
            elif is_first and not closed and caps == SQUARE_CAPS:
                sx, sy = px - ux, py - uy
            if is_first and closed:
                first, fx, fy = after, px, py
            elif is_first and caps == ROUND_CAPS:
                _arc(share, px, py, uy, -ux, -pi, max(steps, 3))
            else:
                cut_edge(share, sx - after[0], sy - after[1], sx + after[0], sy + after[1])
        if is_last and not closed and caps == SQUARE_CAPS:
            ex, ey = qx + ux, qy + uy
        edge(share, sx + after[0], sy + after[1], ex + after[0], ey + after[1])
        edge(share, ex - after[0], ey - after[1], sx - after[0], sy - after[1])
        if is_last and not closed:
            if caps == ROUND_CAPS:
                _arc(share, qx, qy, after[0], after[1], -pi, max(steps, 3))
            else:
                cut_edge(share, ex + after[0], ey + after[1], ex - after[0], ey - after[1])
        before, long = after, length
        is_open, is_first, px, py = True, False, qx, qy
    if closed and is_open and first != (0.0, 0.0):
        _corner(share, fx, fy, before, first, steps)
    elif closed and is_open:
        cut_edge(share, px + before[0], py + before[1], px - before[0], py - before[1])
    elif closed and first != (0.0, 0.0):
        cut_edge(share, fx - first[0], fy - first[1], fx + first[0], fy + first[1])


@compiled
def _hairlines(share: Shares, xy: Floats, begin: int, end: int, place: Place, half: float, reached: float) -> None:
    """Add the points `begin` to `end` as a line from pixel to pixel, longer at both ends by `reached` pixels."""
    scale, dx, dy = place.scale, place.dx, place.dy
    px, py = xy[begin, 0] * scale + dx, xy[begin, 1] * scale + dy
    is_first = True
    for index in range(begin + 1, end):
        qx, qy = xy[index, 0] * scale + dx, xy[index, 1] * scale + dy
        is_last = index == end - 1
        if abs(qx - px) + abs(qy - py) < NOTHING and not is_last:
            continue
        sx, sy, ex, ey = px, py, qx, qy
        if reached > 0.0 and (is_first or is_last):
            length = hypot(qx - px, qy - py)
            if length > 0.0:
                ux, uy = (qx - px) * reached / length, (qy - py) * reached / length
                if is_first:
                    sx, sy = px - ux, py - uy
                if is_last:
                    ex, ey = qx + ux, qy + uy
        hairline(share, sx, sy, ex, ey, half)
        px, py, is_first = qx, qy, False


@compiled
def _drawn(
    share: Shares, xy: Floats, begin: int, end: int, place: Place, half: float, caps: int, closed: bool
) -> None:
    """Add the points `begin` to `end` as a line that reaches `half` pixels to either side."""
    if half < HAIRLINE:
        _hairlines(share, xy, begin, end, place, half, half if caps == SQUARE_CAPS and not closed else 0.0)
    else:
        _stroke(share, xy, begin, end, place, half, caps, closed)


@compiled
def fill_areas(
    band: Band, xy: Floats, rings: Integers, features: Integers, place: Place, fill: Ink, line: Ink, half: float
) -> None:
    """Fill polygons one after the other, each with its outline over it.

    Rings are as `layers.shapes` holds them, oriented: holes against their outer ring. `half` is half the width of
    the outline in pixels, 0 for none; an alpha of 0 leaves its part out.
    """
    rows, width = band.share.shape[0], band.share.shape[1] - 2
    scale, dx, dy = place.scale, place.dx, place.dy - band.top
    here = Place(scale, dx, dy)
    is_filled, is_lined = fill.alpha > 0.0, half > 0.0 and line.alpha > 0.0
    is_traced = is_filled and is_lined and half < TRACED
    around = half + 1.0
    for feature in range(len(features) - 1):
        begin, end = rings[features[feature]], rings[features[feature + 1]]
        if begin == end:
            continue
        left = right = xy[begin, 0]
        top = foot = xy[begin, 1]
        for index in range(begin + 1, end):
            x, y = xy[index, 0], xy[index, 1]
            left, right = min(left, x), max(right, x)
            top, foot = min(top, y), max(foot, y)
        west, north, east, south = left * scale + dx, top * scale + dy, right * scale + dx, foot * scale + dy
        if not (north - around < rows and south + around > 0.0 and west - around < width and east + around > 0.0):
            continue
        if is_traced:
            for ring in range(features[feature], features[feature + 1]):
                ax, ay = xy[rings[ring], 0] * scale + dx, xy[rings[ring], 1] * scale + dy
                ox, oy = ax, ay
                for index in range(rings[ring] + 1, rings[ring + 1]):
                    bx, by = xy[index, 0] * scale + dx, xy[index, 1] * scale + dy
                    traced_edge(band.share, band.rim, ax, ay, bx, by, 2.0 * half)
                    ax, ay = bx, by
                cut_edge(band.share, ax, ay, ox, oy)
            paint(band, band.share, west, north, east, south, fill)
            paint_traced(band, west, north, east, south, line)
            continue
        if is_filled:
            for ring in range(features[feature], features[feature + 1]):
                ax, ay = xy[rings[ring], 0] * scale + dx, xy[rings[ring], 1] * scale + dy
                ox, oy = ax, ay
                for index in range(rings[ring] + 1, rings[ring + 1]):
                    bx, by = xy[index, 0] * scale + dx, xy[index, 1] * scale + dy
                    edge(band.share, ax, ay, bx, by)
                    ax, ay = bx, by
                cut_edge(band.share, ax, ay, ox, oy)
            paint(band, band.share, west, north, east, south, fill)
        if is_lined:
            for ring in range(features[feature], features[feature + 1]):
                _drawn(band.rim, xy, rings[ring], rings[ring + 1], here, half, FLAT_CAPS, closed=True)
            paint(band, band.rim, west - around, north - around, east + around, south + around, line)


@compiled
def fill_lines(band: Band, xy: Floats, lines: Integers, place: Place, ink: Ink, half: float, caps: int) -> None:
    """Draw lines `2 * half` pixels wide; where they cross they are one."""
    fill_some_lines(band, xy, lines, 0, len(lines) - 1, place, ink, half, caps)


@compiled
def fill_some_lines(
    band: Band,
    xy: Floats,
    lines: Integers,
    first: int,
    last: int,
    place: Place,
    ink: Ink,
    half: float,
    caps: int,
) -> None:
    """Draw those of the lines from `first` to before `last`."""
    if last <= first or lines[last] == lines[first]:
        return
    scale, dx, dy = place.scale, place.dx, place.dy - band.top
    here = Place(scale, dx, dy)
    left = top = np.inf
    right = foot = -np.inf
    for index in range(lines[first], lines[last]):
        x, y = xy[index, 0], xy[index, 1]
        left, right = min(left, x), max(right, x)
        top, foot = min(top, y), max(foot, y)
    around = 1.5 * half + 1.0
    west, north, east, south = left * scale + dx, top * scale + dy, right * scale + dx, foot * scale + dy
    rows, width = band.share.shape[0], band.share.shape[1] - 2
    if south + around < 0.0 or north - around > rows or east + around < 0.0 or west - around > width:
        return
    for line in range(first, last):
        begin, end = lines[line], lines[line + 1]
        if end - begin > 1:
            closed = end - begin > 2 and xy[begin, 0] == xy[end - 1, 0] and xy[begin, 1] == xy[end - 1, 1]
            _drawn(band.share, xy, begin, end, here, half, caps, closed)
    paint(band, band.share, west - around, north - around, east + around, south + around, ink)


@compiled
def fill_squares(band: Band, xy: Floats, sizes: Floats, place: Place, ink: Ink) -> None:
    """Fill squares around places; `sizes` are their areas in the square of the unit of `xy`."""
    rows, width = band.share.shape[0], band.share.shape[1] - 2
    scale, dx, dy = place.scale, place.dx, place.dy - band.top
    for index in range(len(xy)):
        half = 0.5 * scale * sqrt(sizes[index])
        x, y = xy[index, 0] * scale + dx, xy[index, 1] * scale + dy
        if y + half > 0.0 and y - half < rows and x + half > 0.0 and x - half < width:
            edge(band.share, x - half, y - half, x - half, y + half)
            edge(band.share, x + half, y + half, x + half, y - half)
    paint(band, band.share, 0.0, 0.0, width, rows, ink)
