"""Lines cut into their dashes, as plain lines, where they are seen."""

from itertools import accumulate
from typing import Final

import numpy as np

from layers.shapes import Floats, Integers

__all__ = ["dashed"]

Box = tuple[float, float, float, float]

_SHORTEST_MM: Final = 0.01
"""A pattern that repeats sooner cannot be seen, and would never end."""


def dashed(
    xy: Floats, begins: Integers, dash_mm: tuple[float, ...], from_mm: float, within: Box
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
    length = np.hypot(step[:, 0], step[:, 1])
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
