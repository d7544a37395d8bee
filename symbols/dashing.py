"""Lines cut into their dashes, as plain lines, where they are seen; and dashes that fit between corners."""

from itertools import accumulate
from typing import Final

import numpy as np

from symbols.walks import Floats, Integers

__all__ = ["dashed", "fitted_dashes"]

Box = tuple[float, float, float, float]

_SHORTEST_MM: Final = 0.01
"""A pattern that repeats sooner cannot be seen, and would never end."""


_STILL_MM: Final = 1e-6
_NOTHING: Final = 1e-6
_TOO_SHORT: Final = 0.6
_SHARP: Final = 0.45
"""The turn, in radians, from which on a corner is sharp."""


def fitted_dashes(
    line: Floats, dash_mm: tuple[float, ...], within: Box, longer_mm: float = 0.0
) -> tuple[Floats, Integers]:
    """Cut a line into dashes of which one stands on each sharp corner, half to each side.

    Between two corners the pattern is stretched a little, so that whole ones fit. A side too short for one is drawn
    whole. A line that is not closed begins and ends with a whole dash.

    Parameters
    ----------
    line
        (n, 2) points in millimetres, the first repeated at the end where the line is closed.
    dash_mm
        Drawn and blank lengths by turns.
    within
        Left, top, right, bottom: dashes out of it are left out.
    longer_mm
        How much longer each dash is at both ends: for what lies beneath them.

    Returns
    -------
    xy, begins
        The dashes as lines.
    """
    pattern = dash_mm * (1 + len(dash_mm) % 2)
    period = sum(pattern)
    step = np.diff(line, axis=0)
    kept = np.concatenate((np.hypot(step[:, 0], step[:, 1]) > _STILL_MM, [True]))
    line = line[kept]
    if len(line) < 2 or period < _SHORTEST_MM:
        return line, np.array((0, len(line)), np.int64)
    is_closed = len(line) > 3 and bool(np.abs(line[0] - line[-1]).max() < _STILL_MM)
    step = np.diff(line, axis=0)
    bearing = np.arctan2(step[:, 1], step[:, 0])
    # The turn at each point, the first among them.
    turn = np.abs(np.angle(np.exp(1j * (bearing - np.roll(bearing, 1)))))
    corners = np.flatnonzero(turn > _SHARP)
    if not is_closed:
        corners = np.append(0, corners[corners > 0])
    elif len(corners):
        # From a corner on: where the line closes there is one too.
        line = np.concatenate((line[corners[0] : -1], line[: corners[0] + 1]))
        corners = corners - corners[0]
    else:
        corners = np.zeros(1, np.int64)
    step = np.diff(line, axis=0)
    walked = np.concatenate(([0.0], np.cumsum(np.hypot(step[:, 0], step[:, 1]))))
    ends = np.append(corners, len(line) - 1)
    lengths = np.diff(walked[ends])
    first = pattern[0]
    # Half a dash more at an end, where the other half does not go round a corner.
    more = np.zeros(len(lengths))
    if not is_closed:
        more[0] += first / 2
        more[-1] += first / 2
    # A side that is drawn whole lies within the dash on its corners: it takes next to nothing of the pattern.
    short = lengths < _TOO_SHORT * period + more
    whole = np.where(short, _NOTHING, np.maximum(np.rint((lengths - more) / period), 1.0)) * period + more
    stretched = np.concatenate(([0.0], np.cumsum(whole)))
    along = np.interp(walked, walked[ends], stretched)
    drawn = (first + 2 * longer_mm, *pattern[1:])
    drawn = tuple(
        length if place == 0 else length + 2 * longer_mm if place % 2 == 0 else max(length - 2 * longer_mm, 0.05)
        for place, length in enumerate(drawn)
    )
    begins = np.array((0, len(line)), np.int64)
    from_mm = (first / 2 if is_closed else 0.0) + longer_mm
    xy, cut, _ = dashed(line, begins, drawn, from_mm, within, along)
    return _closed(xy, cut, line[0]) if is_closed else (xy, cut)


def _closed(xy: Floats, begins: Integers, start: Floats) -> tuple[Floats, Integers]:
    """Join the last dash of a ring to its first where both touch its beginning."""
    touches = len(begins) > 2 and bool(
        np.abs(xy[0] - start).max() < _STILL_MM and np.abs(xy[-1] - start).max() < _STILL_MM
    )
    if not touches:
        return xy, begins
    second, last = begins[1], begins[-2]
    joined = np.concatenate((xy[last:], xy[1:second]))
    rest = begins[1:-1] - second
    return np.concatenate((xy[second:last], joined)), np.append(
        rest, len(xy) - second + len(joined) - (len(xy) - last)
    )


def dashed(
    xy: Floats,
    begins: Integers,
    dash_mm: tuple[float, ...],
    from_mm: float,
    within: Box,
    along: Floats | None = None,
) -> tuple[Floats, Integers, Integers]:
    """Cut lines into dashes; one that goes round a corner stays whole.

    Parameters
    ----------
    xy, begins
        (p, 2) points in millimetres, (l + 1,) where each line begins in them.
    dash_mm, from_mm
        Drawn and blank lengths by turns, and where in the pattern each line begins.
    within
        Left, top, right, bottom: dashes out of it are left out.
    along
        (p,) how far along the pattern each point lies, where that is not how far along its line.

    Returns
    -------
    xy, begins, counts
        The dashes as lines, and how many each of the lines has.
    """
    pattern = np.array(dash_mm * (1 + len(dash_mm) % 2))
    period = float(pattern.sum())
    count = len(begins) - 1
    if period < _SHORTEST_MM or len(xy) < 2:
        return xy, begins, np.ones(count, np.int64)
    number = np.repeat(np.arange(count), np.diff(begins))
    step = np.diff(xy, axis=0)
    length = np.hypot(step[:, 0], step[:, 1]) if along is None else np.diff(along)
    length[number[1:] != number[:-1]] = 0.0
    walked = np.concatenate((np.zeros(1), np.cumsum(length)))
    walked -= walked[begins[:-1]][number] - from_mm
    enters, leaves = _seen(xy[:-1], step, within)
    seen = np.flatnonzero((length > 0) & (enters <= leaves))
    start, size = walked[:-1][seen], length[seen]
    first = np.floor((start + enters[seen] * size) / period).astype(np.int64)
    repeats = np.ceil((start + leaves[seen] * size) / period).astype(np.int64) - first
    repeats = np.maximum(repeats, 1)
    # A piece for each dash of each repeat of the pattern on each straight piece of a line.
    offsets = np.array([0.0, *accumulate(dash_mm * (1 + len(dash_mm) % 2))])[:-1:2]
    drawn = pattern[::2]
    segment = np.repeat(np.arange(len(seen)), repeats)
    turn = np.arange(len(segment)) - np.repeat(np.cumsum(repeats) - repeats, repeats) + first[segment]
    begin = (turn[:, None] * period + offsets).ravel()
    end = begin + np.tile(drawn, len(segment))
    segment = np.repeat(segment, len(drawn))
    low, high = start[segment], start[segment] + size[segment]
    kept = np.flatnonzero(np.maximum(begin, low) < np.minimum(end, high))
    segment, begin, end, low, high = segment[kept], begin[kept], end[kept], low[kept], high[kept]
    goes_on = np.zeros(len(kept), dtype=np.bool_)
    if len(kept):
        follows = (seen[segment[1:]] == seen[segment[:-1]] + 1) & (begin[1:] == begin[:-1])
        goes_on[1:] = follows & (end[:-1] > high[:-1]) & (number[seen[segment[1:]]] == number[seen[segment[:-1]]])
    from_, to = np.maximum(begin, low), np.minimum(end, high)
    ends = np.stack([(at - low) / size[segment] for at in (from_, to)], axis=1)
    places = xy[seen[segment], None, :] + ends[:, :, None] * step[seen[segment], None, :]
    taken = np.column_stack((~goes_on, np.ones(len(kept), dtype=np.bool_)))
    points = places[taken]
    firsts = np.flatnonzero(~goes_on)
    at = (np.cumsum(taken.sum(axis=1)) - taken.sum(axis=1))[firsts]
    counts = np.bincount(number[seen[segment[firsts]]], minlength=count).astype(np.int64)
    return np.ascontiguousarray(points), np.append(at, len(points)).astype(np.int64), counts


def _seen(start: Floats, step: Floats, within: Box) -> tuple[Floats, Floats]:
    """Give the shares of straight pieces between which they lie in a box; the second is less where they do not."""
    enters, leaves = np.zeros(len(start)), np.ones(len(start))
    for axis in (0, 1):
        low, high = within[axis], within[axis + 2]
        still = step[:, axis] == 0
        with np.errstate(divide="ignore", invalid="ignore"):
            one, two = (low - start[:, axis]) / step[:, axis], (high - start[:, axis]) / step[:, axis]
        out = still & ((start[:, axis] < low) | (start[:, axis] > high))
        enters = np.maximum(enters, np.where(still, np.where(out, 2.0, 0.0), np.minimum(one, two)))
        leaves = np.minimum(leaves, np.where(still, np.where(out, -1.0, 1.0), np.maximum(one, two)))
    return enters, leaves
