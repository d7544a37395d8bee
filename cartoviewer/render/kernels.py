"""Compiled loops that fill polygons and thick lines on pixels, antialiased by exact area.

Every edge adds to a buffer how much it changes the covered share of the pixels of a row, from left to right; the
running sum along the row is then the share of each pixel that lies inside. It is exact for straight edges, needs
no sorting and no list of spans. Places are pixels: `x` from the picture's left side, `y` from the band's first row.
"""

from math import ceil, cos, hypot, pi, sin, sqrt
from typing import Final

import numpy as np

from cartoviewer.render.compiled import FLAT_CAPS, ROUND_CAPS, SQUARE_CAPS, Band, Ink, Shares, compiled
from cartoviewer.render.pixels import Place
from layers.shapes import Floats, Integers

__all__ = ["fill_areas", "fill_lines", "fill_squares"]

HAIRLINE: Final = 1.0
"""Lines that reach less than so many pixels to either side are drawn from pixel to pixel."""

BEVELLED: Final = 1.75
"""Corners of lines that reach less than so many pixels to either side are cut, those of wider ones rounded."""

_FARTHEST: Final = 1e9
"""Pixels; nothing that is meant to be seen reaches so far."""

_FAINT: Final = 1 / 512
"""A share below this changes no channel of a pixel."""


@compiled
def _slice(band: Band, row: int, west: float, east: float, change: float) -> None:
    """Add an edge within one row that runs from column `west` to `east`; what lies to its right changes."""
    first, last = int(west), int(east)
    if first == last:
        right = change * (0.5 * (west + east) - first)
        band.share[row, first] += change - right
        band.share[row, first + 1] += right
    else:
        # The share grows from nothing at `west` to all at `east`; `filled` is its integral up to a column.
        steep, middle = 0.5 / (east - west), 0.5 * (west + east)
        before = filled = 0.0
        for column in range(first, last + 1):
            edge = column + 1.0
            upto = edge - middle if edge >= east else (edge - west) * (edge - west) * steep
            here = upto - filled
            band.share[row, column] += change * (here - before)
            before, filled = here, upto
        band.share[row, last + 1] += change * (1.0 - before)
    band.reach[row, 0] = min(band.reach[row, 0], first)
    band.reach[row, 1] = max(band.reach[row, 1], last + 1)


@compiled
def _is_sound(x0: float, y0: float, x1: float, y1: float) -> bool:
    """Tell whether places are numbers that can be counted in pixels: what is not would be written anywhere."""
    return abs(x0) < _FARTHEST and abs(y0) < _FARTHEST and abs(x1) < _FARTHEST and abs(y1) < _FARTHEST


@compiled
def _edge(band: Band, x0: float, y0: float, x1: float, y1: float) -> None:
    """Add an edge; what lies to its right is inside when it goes down. `y` is counted from the band's first row."""
    if y0 == y1 or not _is_sound(x0, y0, x1, y1):
        return
    sign = 1.0
    if y0 > y1:
        x0, y0, x1, y1 = x1, y1, x0, y0
        sign = -1.0
    rows, width = band.share.shape[0], band.share.shape[1] - 2.0
    if y1 <= 0.0 or y0 >= rows:
        return
    low, high = min(x0, x1), max(x0, x1)
    slope = (x1 - x0) / (y1 - y0)
    if y0 < 0.0:
        x0, y0 = x0 - slope * y0, 0.0
    if y1 > rows:
        x1, y1 = x0 + slope * (rows - y0), rows
    if low >= 0.0 and high <= width:
        _run(band, x0, y0, y1, slope, sign)
    elif high <= 0.0:
        _run(band, 0.0, y0, y1, 0.0, sign)
    elif low >= width:
        _run(band, width, y0, y1, 0.0, sign)
    elif x0 < x1:
        # What lies beyond a side counts as lying on it.
        enters = min(max(y0 - x0 / slope, y0), y1) if x0 < 0.0 else y0
        leaves = min(max(y0 + (width - x0) / slope, enters), y1) if x1 > width else y1
        _run(band, 0.0, y0, enters, 0.0, sign)
        _run(band, max(x0, 0.0), enters, leaves, slope, sign)
        _run(band, width, leaves, y1, 0.0, sign)
    else:
        enters = min(max(y0 + (width - x0) / slope, y0), y1) if x0 > width else y0
        leaves = min(max(y0 - x0 / slope, enters), y1) if x1 < 0.0 else y1
        _run(band, width, y0, enters, 0.0, sign)
        _run(band, min(x0, width), enters, leaves, slope, sign)
        _run(band, 0.0, leaves, y1, 0.0, sign)


@compiled
def _run(band: Band, x: float, y: float, end: float, slope: float, sign: float) -> None:
    """Add an edge within the picture from row to row, from (x, y) down to the height `end`."""
    width = band.share.shape[1] - 2.0
    row = int(y)
    while y < end:
        below = min(row + 1.0, end)
        beyond = x + slope * (below - y)
        # What was clipped may lie off by a rounding.
        west, east = max(min(x, beyond), 0.0), min(max(x, beyond), width)
        _slice(band, row, min(west, width), max(east, 0.0), sign * (below - y))
        x, y, row = beyond, below, row + 1


@compiled
def _hairline(band: Band, px: float, py: float, qx: float, qy: float, half: float) -> None:
    """Add a line hardly wider than a pixel, from row to row or from column to column, whichever it runs along."""
    if not _is_sound(px, py, qx, qy):
        return
    rows, width = band.share.shape[0], band.share.shape[1] - 2
    if abs(qy - py) >= abs(qx - px):
        if py > qy:
            px, py, qx, qy = qx, qy, px, py
        if qy == py:
            return
        slope = (qx - px) / (qy - py)
        wide = half * sqrt(1.0 + slope * slope)
        y, end = max(py, 0.0), min(qy, rows)
        row = int(y)
        while y < end:
            below = min(row + 1.0, end)
            height, x = below - y, px + slope * (0.5 * (y + below) - py)
            west, east = min(max(x - wide, 0.0), width), min(max(x + wide, 0.0), width)
            first, last = int(west), int(east)
            part = height * (west - first)
            band.share[row, first] += height - part
            band.share[row, first + 1] += part
            part = height * (east - last)
            band.share[row, last] -= height - part
            band.share[row, last + 1] -= part
            band.reach[row, 0] = min(band.reach[row, 0], first)
            band.reach[row, 1] = max(band.reach[row, 1], last + 1)
            y, row = below, row + 1
        return
    if px > qx:
        px, py, qx, qy = qx, qy, px, py
    slope = (qy - py) / (qx - px)
    tall = half * sqrt(1.0 + slope * slope)
    x, end = max(px, 0.0), min(qx, width)
    column = int(x)
    while x < end:
        beside = min(column + 1.0, end)
        y = py + slope * (0.5 * (x + beside) - px)
        upper, lower = max(y - tall, 0.0), min(y + tall, rows)
        row = int(upper)
        while row < lower:
            part = (min(row + 1.0, lower) - max(row, upper)) * (beside - x)
            band.share[row, column] += part
            band.share[row, column + 1] -= part
            band.reach[row, 0] = min(band.reach[row, 0], column)
            band.reach[row, 1] = max(band.reach[row, 1], column + 1)
            row += 1
        x, column = beside, column + 1


@compiled
def _next_edge(share: Shares, column: int, stop: int) -> int:
    """Give the next column where the share changes, from `column` on; `stop` when there is none before."""
    while column + 8 <= stop and share[column] == 0.0:
        change = 0.0
        for ahead in range(8):
            change += abs(share[column + ahead])
        if change != 0.0:
            break
        column += 8
    while column < stop and share[column] == 0.0:
        column += 1
    return column


@compiled
def _paint(band: Band, upper: float, lower: float, ink: Ink) -> None:
    """Lay ink over the pixels inside that lie between two heights, and leave the band empty."""
    rows, width = band.share.shape[0], band.share.shape[1] - 2
    plain = np.uint32((255 << 24) | (ink.red << 16) | (ink.green << 8) | ink.blue)
    for row in range(int(min(max(upper, 0.0), rows)), int(min(max(lower, -1.0), rows - 1.0)) + 1):
        first, last = band.reach[row, 0], band.reach[row, 1]
        if last < 0:
            continue
        share, pixels = band.share[row], band.pixels[band.top + row]
        inside, column, stop = 0.0, first, min(last + 1, width)
        while column < stop:
            inside += share[column]
            share[column] = 0.0
            part = min(abs(inside), 1.0)
            strength = int(part * ink.alpha * 255.0 + 0.5) if part > _FAINT else 0
            # Up to the next edge all pixels are alike.
            end = _next_edge(share, column + 1, stop)
            if strength == 255:
                for at in range(column, end):
                    pixels[at] = plain
            elif strength > 0:
                left = 255 - strength
                red_blue = ((ink.red << 16) | ink.blue) * strength + 0x800080
                alpha_green = ((255 << 16) | ink.green) * strength + 0x800080
                for at in range(column, end):
                    under = np.int64(pixels[at])
                    pair = (under & 0xFF00FF) * left + red_blue
                    pair = ((pair + ((pair >> 8) & 0xFF00FF)) >> 8) & 0xFF00FF
                    other = ((under >> 8) & 0xFF00FF) * left + alpha_green
                    pixels[at] = np.uint32(pair | ((other + ((other >> 8) & 0xFF00FF)) & 0xFF00FF00))
            column = end
        for column in range(max(first, width), last + 1):
            band.share[row, column] = 0.0
        band.reach[row, 0], band.reach[row, 1] = width + 2, -1


@compiled
def _arc(band: Band, x: float, y: float, nx: float, ny: float, turn: float, steps: int) -> None:
    """Add the edges of an arc around (x, y) from the arm (nx, ny) on, `turn` radians, in so many steps."""
    ax, ay = nx, ny
    for step in range(1, steps + 1):
        angle = turn * step / steps
        bx, by = nx * cos(angle) - ny * sin(angle), nx * sin(angle) + ny * cos(angle)
        _edge(band, x + ax, y + ay, x + bx, y + by)
        ax, ay = bx, by


@compiled
def _corner(
    band: Band, x: float, y: float, before: tuple[float, float], after: tuple[float, float], steps: int
) -> None:
    """Add the edges between the sides of two pieces of a line that meet in (x, y).

    The outer side gets an arc or a bevel. The inner side goes straight over, which takes off once what both
    pieces cover.
    """
    bx, by, ax, ay = before[0], before[1], after[0], after[1]
    turn = np.arctan2(bx * ay - by * ax, bx * ax + by * ay) if steps > 1 else 0.0
    pieces = ceil(steps * abs(turn) / pi)
    if pieces > 1 and turn < 0.0:
        _arc(band, x, y, bx, by, turn, pieces)
    else:
        _edge(band, x + bx, y + by, x + ax, y + ay)
    if pieces > 1 and turn > 0.0:
        _arc(band, x, y, -ax, -ay, -turn, pieces)
    else:
        _edge(band, x - ax, y - ay, x - bx, y - by)


@compiled
def _stroke(
    band: Band, xy: Floats, begin: int, end: int, place: Place, half: float, caps: int, closed: bool
) -> None:
    """Add the points `begin` to `end` as a line that reaches `half` pixels to either side.

    The outline runs forth along the left side and back
    along the right one.
    """
    rows, width = band.share.shape[0], band.share.shape[1] - 2
    scale, dx, dy = place.scale, place.dx, place.dy - band.top
    steps = 1 if half < BEVELLED else ceil(pi * sqrt(half))
    far = 2.0 * half + 2.0
    px, py = xy[begin, 0] * scale + dx, xy[begin, 1] * scale + dy
    before = first = (0.0, 0.0)
    fx, fy, long, is_first, is_open = px, py, 0.0, True, False
    for index in range(begin + 1, end):
        qx, qy = xy[index, 0] * scale + dx, xy[index, 1] * scale + dy
        is_last = index == end - 1
        length = hypot(qx - px, qy - py)
        if length < 0.02 and not is_last:
            continue
        if not (
            min(py, qy) - far < rows
            and max(py, qy) + far > 0.0
            and min(px, qx) - far < width
            and max(px, qx) + far > 0.0
        ):
            # Nothing of this piece is seen: the outline is closed before it and begins anew behind it.
            if is_open:
                _edge(band, px + before[0], py + before[1], px - before[0], py - before[1])
            is_open, is_first, px, py = False, False, qx, qy
            continue
        if half < HAIRLINE:
            reached = half / length if caps == SQUARE_CAPS and not closed and length > 0.0 else 0.0
            back, forth = reached if is_first else 0.0, reached if is_last else 0.0
            ux, uy = qx - px, qy - py
            _hairline(band, px - back * ux, py - back * uy, qx + forth * ux, qy + forth * uy, half)
            px, py, is_first = qx, qy, False
            continue
        length = max(length, 1e-9)
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
            _corner(band, px, py, before, after, steps)
        else:
            if is_open:
                # Too sharp for the inner side to go straight over: the pieces overlap, and the gap is filled.
                _edge(band, px + before[0], py + before[1], px - before[0], py - before[1])
                sharp = -1.0 if turns > 0.0 else 1.0
                near, next_ = (after, before) if turns > 0.0 else (before, after)
                gap = np.arctan2(-abs(turns) * half * half, before[0] * after[0] + before[1] * after[1])
                _arc(band, px, py, near[0] * sharp, near[1] * sharp, gap, max(steps, 1))
                _edge(band, px + next_[0] * sharp, py + next_[1] * sharp, px, py)
                _edge(band, px, py, px + near[0] * sharp, py + near[1] * sharp)
            elif is_first and not closed and caps == SQUARE_CAPS:
                sx, sy = px - ux, py - uy
            if is_first and closed:
                first, fx, fy = after, px, py
            elif is_first and caps == ROUND_CAPS:
                _arc(band, px, py, uy, -ux, -pi, max(steps, 3))
            else:
                _edge(band, sx - after[0], sy - after[1], sx + after[0], sy + after[1])
        if is_last and not closed and caps == SQUARE_CAPS:
            ex, ey = qx + ux, qy + uy
        _edge(band, sx + after[0], sy + after[1], ex + after[0], ey + after[1])
        _edge(band, ex - after[0], ey - after[1], sx - after[0], sy - after[1])
        if is_last and not closed:
            if caps == ROUND_CAPS:
                _arc(band, qx, qy, after[0], after[1], -pi, max(steps, 3))
            else:
                _edge(band, ex + after[0], ey + after[1], ex - after[0], ey - after[1])
        before, long = after, length
        is_open, is_first, px, py = True, False, qx, qy
    if closed and is_open and first != (0.0, 0.0):
        _corner(band, fx, fy, before, first, steps)
    elif closed and is_open:
        _edge(band, px + before[0], py + before[1], px - before[0], py - before[1])
    elif closed and first != (0.0, 0.0):
        _edge(band, fx - first[0], fy - first[1], fx + first[0], fy + first[1])


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
    for feature in range(len(features) - 1):
        begin, end = rings[features[feature]], rings[features[feature + 1]]
        west = south = np.inf
        east = north = -np.inf
        for index in range(begin, end):
            x, y = xy[index, 0] * scale + dx, xy[index, 1] * scale + dy
            west, east = min(west, x), max(east, x)
            south, north = min(south, y), max(north, y)
        around = half + 1.0
        if not (south - around < rows and north + around > 0.0 and west - around < width and east + around > 0.0):
            continue
        if fill.alpha > 0.0:
            for ring in range(features[feature], features[feature + 1]):
                ax, ay = xy[rings[ring], 0] * scale + dx, xy[rings[ring], 1] * scale + dy
                ox, oy = ax, ay
                for index in range(rings[ring] + 1, rings[ring + 1]):
                    bx, by = xy[index, 0] * scale + dx, xy[index, 1] * scale + dy
                    _edge(band, ax, ay, bx, by)
                    ax, ay = bx, by
                _edge(band, ax, ay, ox, oy)
            _paint(band, south, north, fill)
        if half > 0.0 and line.alpha > 0.0:
            for ring in range(features[feature], features[feature + 1]):
                _stroke(band, xy, rings[ring], rings[ring + 1], place, half, FLAT_CAPS, closed=True)
            _paint(band, south - around, north + around, line)


@compiled
def fill_lines(band: Band, xy: Floats, lines: Integers, place: Place, ink: Ink, half: float, caps: int) -> None:
    """Draw lines `2 * half` pixels wide; where they cross they are one."""
    for line in range(len(lines) - 1):
        begin, end = lines[line], lines[line + 1]
        if end - begin > 1:
            closed = end - begin > 2 and xy[begin, 0] == xy[end - 1, 0] and xy[begin, 1] == xy[end - 1, 1]
            _stroke(band, xy, begin, end, place, half, caps, closed)
    _paint(band, 0.0, band.share.shape[0], ink)


@compiled
def fill_squares(band: Band, xy: Floats, sizes: Floats, place: Place, ink: Ink) -> None:
    """Fill squares around places; `sizes` are their areas in the square of the unit of `xy`."""
    rows, width = band.share.shape[0], band.share.shape[1] - 2
    scale, dx, dy = place.scale, place.dx, place.dy - band.top
    for index in range(len(xy)):
        half = 0.5 * scale * sqrt(sizes[index])
        x, y = xy[index, 0] * scale + dx, xy[index, 1] * scale + dy
        if y + half > 0.0 and y - half < rows and x + half > 0.0 and x - half < width:
            _edge(band, x - half, y - half, x - half, y + half)
            _edge(band, x + half, y + half, x + half, y - half)
    _paint(band, 0.0, rows, ink)
