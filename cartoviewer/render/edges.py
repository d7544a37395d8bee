"""Compiled loops that cover pixels: an edge, and a hairline.

Every edge adds to a buffer how much it changes the covered share of the pixels of a row, from left to right; the
running sum along the row is then the share of each pixel that lies inside. It is exact for straight edges, needs
no sorting and no list of spans. Places are pixels: `x` from the picture's left side, `y` from the band's first row.

A buffer is two columns wider than the picture. Most edges are shorter than two pixels: they go the short way, which
neither cuts nor turns anything.
"""

from math import sqrt
from typing import Final

import numpy as np

from cartoviewer.render.compiled import Shares, compiled, inlined

__all__ = ["cut_edge", "cut_hairline", "edge", "hairline", "traced_edge"]

_FARTHEST: Final = 1e9
"""Pixels; nothing that is meant to be seen reaches so far."""

_WITHIN: Final = 1.5
"""A hairline whose middle is so far from the sides reaches over none of them."""


@inlined
def _slice(share: Shares, row: int, west: float, east: float, change: float) -> None:
    """Add an edge within one row that runs from column `west` to `east`; what lies to its right changes."""
    first, last = int(west), int(east)
    middle = 0.5 * (west + east)
    if first == last:
        right = change * (middle - first)
        share[row, first] += np.float32(change - right)
        share[row, first + 1] += np.float32(right)
    elif first + 1 == last:
        side = last - west
        here = 0.5 * change * side * side / (east - west)
        beside = change * (last + 1.0 - middle) - here
        share[row, first] += np.float32(here)
        share[row, last] += np.float32(beside - here)
        share[row, last + 1] += np.float32(change - beside)
    else:
        # The share grows from nothing at `west` to all at `east`; `filled` is its integral up to a column.
        steep = 0.5 / (east - west)
        before = filled = 0.0
        for column in range(first, last + 1):
            edge_of = column + 1.0
            upto = edge_of - middle if edge_of >= east else (edge_of - west) * (edge_of - west) * steep
            here = upto - filled
            share[row, column] += np.float32(change * (here - before))
            before, filled = here, upto
        share[row, last + 1] += np.float32(change * (1.0 - before))


@inlined
def _is_within(x0: float, y0: float, x1: float, y1: float, width: float, rows: float) -> bool:
    """Tell whether an edge lies in the buffer as it is. What is no number fails each of these."""
    return (
        x0 >= 0.0
        and x1 >= 0.0
        and y0 >= 0.0
        and y1 >= 0.0
        and x0 <= width
        and x1 <= width
        and y0 <= rows
        and y1 <= rows
    )


@inlined
def edge(share: Shares, x0: float, y0: float, x1: float, y1: float) -> None:
    """Add an edge; what lies to its right is inside when it goes down."""
    rows, width = float(share.shape[0]), share.shape[1] - 2.0
    if _is_within(x0, y0, x1, y1, width, rows):
        if y0 != y1:
            sign = 1.0 if y0 < y1 else -1.0
            upper, lower = (y0, y1) if y0 < y1 else (y1, y0)
            row = int(upper)
            if lower <= row + 1.0:
                _slice(share, row, min(x0, x1), max(x0, x1), sign * (lower - upper))
            else:
                x, end = (x0, x1) if y0 < y1 else (x1, x0)
                slope = (end - x) / (lower - upper)
                y = upper
                while y < lower:
                    below = row + 1.0
                    beyond = x + slope * (below - y)
                    if below >= lower:
                        below, beyond = lower, end
                    _slice(share, row, min(x, beyond), max(x, beyond), sign * (below - y))
                    x, y, row = beyond, below, row + 1
    else:
        cut_edge(share, x0, y0, x1, y1)


@inlined
def _is_sound(x0: float, y0: float, x1: float, y1: float) -> bool:
    """Tell whether places are numbers that can be counted in pixels: what is not would be written anywhere."""
    return abs(x0) < _FARTHEST and abs(y0) < _FARTHEST and abs(x1) < _FARTHEST and abs(y1) < _FARTHEST


@compiled
def cut_edge(share: Shares, x0: float, y0: float, x1: float, y1: float) -> None:
    """Add what is seen of an edge that reaches beyond the buffer."""
    if y0 == y1 or not _is_sound(x0, y0, x1, y1):
        return
    sign = 1.0
    if y0 > y1:
        x0, y0, x1, y1 = x1, y1, x0, y0
        sign = -1.0
    rows, width = share.shape[0], share.shape[1] - 2.0
    if y1 <= 0.0 or y0 >= rows:
        return
    low, high = min(x0, x1), max(x0, x1)
    slope = (x1 - x0) / (y1 - y0)
    if y0 < 0.0:
        x0, y0 = x0 - slope * y0, 0.0
    if y1 > rows:
        x1, y1 = x0 + slope * (rows - y0), rows
    if low >= 0.0 and high <= width:
        _run(share, x0, y0, y1, slope, sign)
    elif high <= 0.0:
        _run(share, 0.0, y0, y1, 0.0, sign)
    elif low >= width:
        _run(share, width, y0, y1, 0.0, sign)
    elif x0 < x1:
        # What lies beyond a side counts as lying on it.
        enters = min(max(y0 - x0 / slope, y0), y1) if x0 < 0.0 else y0
        leaves = min(max(y0 + (width - x0) / slope, enters), y1) if x1 > width else y1
        _run(share, 0.0, y0, enters, 0.0, sign)
        _run(share, max(x0, 0.0), enters, leaves, slope, sign)
        _run(share, width, leaves, y1, 0.0, sign)
    else:
        enters = min(max(y0 + (width - x0) / slope, y0), y1) if x0 > width else y0
        leaves = min(max(y0 - x0 / slope, enters), y1) if x1 < 0.0 else y1
        _run(share, width, y0, enters, 0.0, sign)
        _run(share, min(x0, width), enters, leaves, slope, sign)
        _run(share, 0.0, leaves, y1, 0.0, sign)


@compiled
def _run(share: Shares, x: float, y: float, end: float, slope: float, sign: float) -> None:
    """Add an edge within the picture from row to row, from (x, y) down to the height `end`."""
    width = share.shape[1] - 2.0
    row = int(y)
    while y < end:
        below = min(row + 1.0, end)
        beyond = x + slope * (below - y)
        # What was clipped may lie off by a rounding.
        west, east = max(min(x, beyond), 0.0), min(max(x, beyond), width)
        _slice(share, row, min(west, width), max(east, 0.0), sign * (below - y))
        x, y, row = beyond, below, row + 1


@inlined
def _trace(rim: Shares, row: int, west: float, east: float, ink: float) -> None:
    """Leave ink along a piece of an edge within one row, by how much of it lies in each pixel."""
    first, last = int(west), int(east)
    if first == last:
        rim[row, first] += np.float32(ink)
    else:
        dense = ink / (east - west)
        rim[row, first] += np.float32((first + 1.0 - west) * dense)
        for column in range(first + 1, last):
            rim[row, column] += np.float32(dense)
        rim[row, last] += np.float32((east - last) * dense)


@inlined
def traced_edge(share: Shares, rim: Shares, x0: float, y0: float, x1: float, y1: float, width_px: float) -> None:
    """Add an edge, and in `rim` the ink of a line along it that is thinner than a pixel.

    `rim` holds what is covered itself, not its changes; ink is left in the pixels that the middle of the line
    crosses.
    """
    rows, width = float(share.shape[0]), share.shape[1] - 2.0
    if _is_within(x0, y0, x1, y1, width, rows):
        if y0 != y1:
            sign = 1.0 if y0 < y1 else -1.0
            y, lower = (y0, y1) if y0 < y1 else (y1, y0)
            x, end = (x0, x1) if y0 < y1 else (x1, x0)
            slope = (end - x) / (lower - y)
            ink = width_px * sqrt(1.0 + slope * slope)
            row = int(y)
            while y < lower:
                below = row + 1.0
                beyond = x + slope * (below - y)
                if below >= lower:
                    below, beyond = lower, end
                west, east = min(x, beyond), max(x, beyond)
                _slice(share, row, west, east, sign * (below - y))
                _trace(rim, row, west, east, ink * (below - y))
                x, y, row = beyond, below, row + 1
        elif y0 < rows:
            _trace(rim, int(y0), min(x0, x1), max(x0, x1), width_px * abs(x1 - x0))
    else:
        cut_edge(share, x0, y0, x1, y1)
        _cut_trace(rim, x0, y0, x1, y1, width_px)


@compiled
def _cut_trace(rim: Shares, x0: float, y0: float, x1: float, y1: float, width_px: float) -> None:
    """Leave the ink of what is seen of a thin line that reaches beyond the buffer."""
    if not _is_sound(x0, y0, x1, y1):
        return
    rows, width = float(rim.shape[0]), rim.shape[1] - 2.0
    if y0 > y1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    dx, dy = x1 - x0, y1 - y0
    # What share of the way lies between the sides.
    begin, end = 0.0, 1.0
    for way, back, forth in ((dx, -x0, width - x0), (dy, -y0, rows - y0)):
        if way == 0.0:
            if back > 0.0 or forth < 0.0:
                return
        else:
            begin, end = max(begin, min(back / way, forth / way)), min(end, max(back / way, forth / way))
    if begin >= end:
        return
    x, y = min(max(x0 + begin * dx, 0.0), width), min(max(y0 + begin * dy, 0.0), rows)
    far, lower = min(max(x0 + end * dx, 0.0), width), min(max(y0 + end * dy, 0.0), rows)
    row = int(y)
    if lower == y:
        if row < rows:
            _trace(rim, row, min(x, far), max(x, far), width_px * abs(far - x))
        return
    slope = (far - x) / (lower - y)
    ink = width_px * sqrt(1.0 + slope * slope)
    while y < lower:
        below = min(row + 1.0, lower)
        beyond = min(max(far if below == lower else x + slope * (below - y), 0.0), width)
        _trace(rim, row, min(x, beyond), max(x, beyond), ink * (below - y))
        x, y, row = beyond, below, row + 1


@inlined
def hairline(share: Shares, px: float, py: float, qx: float, qy: float, half: float) -> None:
    """Add a line hardly wider than a pixel, from row to row or from column to column, whichever it runs along."""
    right, foot = share.shape[1] - 2.0 - _WITHIN, share.shape[0] - _WITHIN
    if (
        px >= _WITHIN
        and qx >= _WITHIN
        and py >= _WITHIN
        and qy >= _WITHIN
        and px <= right
        and qx <= right
        and py <= foot
        and qy <= foot
    ):
        dx, dy = qx - px, qy - py
        if abs(dy) >= abs(dx):
            if dy != 0.0:
                slope = dx / dy
                wide = half * sqrt(1.0 + slope * slope)
                y, end = (py, qy) if dy > 0.0 else (qy, py)
                at = px - slope * py
                row = int(y)
                while y < end:
                    below = min(row + 1.0, end)
                    height, x = below - y, at + slope * 0.5 * (y + below)
                    west, east = x - wide, x + wide
                    first, last = int(west), int(east)
                    if first == last:
                        part = np.float32(height * (east - west))
                        share[row, first] += part
                        share[row, first + 1] -= part
                    else:
                        part = np.float32(height * (west - first))
                        whole = np.float32(height)
                        share[row, first] += whole - part
                        share[row, first + 1] += part
                        part = np.float32(height * (east - last))
                        share[row, last] -= whole - part
                        share[row, last + 1] -= part
                    y, row = below, row + 1
        else:
            slope = dy / dx
            tall = half * sqrt(1.0 + slope * slope)
            x, end = (px, qx) if dx > 0.0 else (qx, px)
            at = py - slope * px
            column = int(x)
            while x < end:
                beside = min(column + 1.0, end)
                y = at + slope * 0.5 * (x + beside)
                upper, lower = y - tall, y + tall
                row = int(upper)
                while row < lower:
                    part = np.float32((min(row + 1.0, lower) - max(row, upper)) * (beside - x))
                    share[row, column] += part
                    share[row, column + 1] -= part
                    row += 1
                x, column = beside, column + 1
    else:
        cut_hairline(share, px, py, qx, qy, half)


@compiled
def cut_hairline(share: Shares, px: float, py: float, qx: float, qy: float, half: float) -> None:
    """Add what is seen of a hairline that reaches to the sides of the buffer or beyond."""
    if not _is_sound(px, py, qx, qy):
        return
    rows, width = share.shape[0], share.shape[1] - 2
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
            share[row, first] += height - part
            share[row, first + 1] += part
            part = height * (east - last)
            share[row, last] -= height - part
            share[row, last + 1] -= part
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
            share[row, column] += part
            share[row, column + 1] -= part
            row += 1
        x, column = beside, column + 1
