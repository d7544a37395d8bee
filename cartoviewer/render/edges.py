"""Compiled loops that cover pixels: an edge, a hairline, and the ink over what they enclose.

Every edge adds to a buffer how much it changes the covered share of the pixels of a row, from left to right; the
running sum along the row is then the share of each pixel that lies inside. It is exact for straight edges, needs
no sorting and no list of spans. Places are pixels: `x` from the picture's left side, `y` from the band's first row.
"""

from math import sqrt
from typing import Final

import numpy as np

from cartoviewer.render.compiled import Band, Ink, Shares, compiled, inlined

__all__ = ["edge", "hairline", "paint"]

_FARTHEST: Final = 1e9
"""Pixels; nothing that is meant to be seen reaches so far."""

_FAINT: Final = 1 / 512
"""A share below this changes no channel of a pixel."""


@inlined
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
            side = column + 1.0
            upto = side - middle if side >= east else (side - west) * (side - west) * steep
            here = upto - filled
            band.share[row, column] += change * (here - before)
            before, filled = here, upto
        band.share[row, last + 1] += change * (1.0 - before)
    band.reach[row, 0] = min(band.reach[row, 0], first)
    band.reach[row, 1] = max(band.reach[row, 1], last + 1)


@inlined
def _is_sound(x0: float, y0: float, x1: float, y1: float) -> bool:
    """Tell whether places are numbers that can be counted in pixels: what is not would be written anywhere."""
    return abs(x0) < _FARTHEST and abs(y0) < _FARTHEST and abs(x1) < _FARTHEST and abs(y1) < _FARTHEST


@compiled
def edge(band: Band, x0: float, y0: float, x1: float, y1: float) -> None:
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


@inlined
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
def hairline(band: Band, px: float, py: float, qx: float, qy: float, half: float) -> None:
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
def paint(band: Band, upper: float, lower: float, ink: Ink) -> None:
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
            end = column + 1
            if end < stop and share[end] == 0.0:
                end = _next_edge(share, end, stop)
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
