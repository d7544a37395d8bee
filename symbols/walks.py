"""Lines that are walked along: what is so far from their beginnings, which way they run there, where they bend."""

from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from symbols.path import Box

__all__ = ["Floats", "Integers", "Walks", "apart"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_SHARP: Final = 0.45
"""The turn, in radians, from which on a corner is sharp."""

_APART: Final = 1.0
"""So much lies between the end of one line and the beginning of the next as all are walked one after another."""

_MARGIN_MM: Final = 10.0
_NEAREST: Final = 1e-9


class Walks:
    """Many lines at once, each with a number.

    A place on them is `at`, the distance from the beginning of its own line, together with `of`, the number of the
    line; both are arrays (n,). What is asked of all lines in one step costs little more than of one.

    Parameters
    ----------
    xy
        (p, 2) the points of all lines, millimetres, y down. Points at one place count once.
    begins
        (l + 1,) where each line begins in `xy`.
    within
        What is farther than a centimetre outside of this box is not looked at.
    """

    def __init__(self, xy: Floats, begins: Integers, within: Box | None = None) -> None:
        xy = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
        self._within = within
        count = len(begins) - 1
        number = np.repeat(np.arange(count), np.diff(begins))
        step = np.zeros(len(xy))
        if len(xy):
            along = np.diff(xy, axis=0)
            step[1:] = np.hypot(along[:, 0], along[:, 1])
        first = np.zeros(len(xy), dtype=np.bool_)
        first[begins[:-1][np.diff(begins) > 0]] = True
        kept = first | (step > _NEAREST)
        self._xy, number, first = xy[kept], number[kept], first[kept]
        # Walked one after the other, with a gap between the lines.
        self._walked = np.cumsum(np.where(first, _APART, step[kept]))
        sizes = np.bincount(number, minlength=count)
        self._first = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)[:-1])) if count else sizes
        self._last = np.maximum(self._first + sizes - 1, self._first)
        empty = sizes == 0
        walked = np.append(self._walked, 0.0)
        self._begin = np.where(empty, 0.0, walked[np.minimum(self._first, len(walked) - 1)])
        self.lengths: Floats = np.where(empty, 0.0, walked[np.minimum(self._last, len(walked) - 1)] - self._begin)
        """(l,) how long each line is; 0 where it has no two places."""

    def spaced(self, every: Floats) -> tuple[Floats, Integers]:
        """Give the places at equal distances near `every` (l,), half a distance from each end; one at least."""
        long = np.flatnonzero(self.lengths > 0)
        counts = np.maximum(np.rint(self.lengths[long] / every[long]), 1).astype(np.int64)
        of: Integers = np.repeat(long, counts).astype(np.int64)
        steps: Floats = np.repeat(self.lengths[long] / counts, counts)
        at: Floats = (_within_each(counts) + 0.5) * steps
        return at, of

    def points(self, at: Floats, of: Integers) -> Floats:
        """Give the points (n, 2) of places; beyond its ends a line runs straight on."""
        xy, walked = self._xy, self._walked
        inside = np.minimum(np.maximum(at, 0.0), self.lengths[of])
        reached = inside + self._begin[of]
        before = np.searchsorted(walked, reached, side="right") - 1
        before = np.minimum(np.maximum(before, self._first[of]), self._last[of] - 1)
        step = xy[before + 1] - xy[before]
        length = walked[before + 1] - walked[before]
        # Also beyond the ends: there the piece is the first or the last.
        share = (reached + (at - inside) - walked[before]) / length
        return np.asarray(xy[before] + step * share[:, None], dtype=np.float64)

    def seen(self, places: Floats) -> npt.NDArray[np.bool_]:
        """Tell which places (n, 2) lie within what is looked at, or near it."""
        if self._within is None or not len(places):
            return np.ones(len(places), dtype=np.bool_)
        left, top, right, bottom = self._within
        low, high = (left - _MARGIN_MM, top - _MARGIN_MM), (right + _MARGIN_MM, bottom + _MARGIN_MM)
        return np.asarray(((places > low) & (places < high)).all(axis=1), dtype=np.bool_)

    def off_corners(self, at: Floats, of: Integers, half: float) -> Floats:
        """Move what would lie across a sharp corner to the nearer of its sides, if that has room for it."""
        inner = self._sharp_corners()
        if not len(inner) or not len(at):
            return at
        corners = np.concatenate((self._first, inner, self._last))
        corners = np.unique(corners)
        place, number = self._walked[inner], np.searchsorted(self._first, inner, side="right") - 1
        here = self._begin[of] + at
        after = np.searchsorted(place, here)
        before = after - 1
        # Only corners of its own line count.
        last = len(inner) - 1
        to_after = np.where(
            (after <= last) & (number[np.minimum(after, last)] == of), place[np.minimum(after, last)] - here, np.inf
        )
        to_before = np.where((before >= 0) & (number[np.maximum(before, 0)] == of), here - place[before], np.inf)
        nearest = np.where(to_before < to_after, np.maximum(before, 0), np.minimum(after, last))
        across = np.minimum(to_before, to_after) < half
        corner = place[nearest]
        index = np.searchsorted(corners, inner[nearest])
        room_before = corner - self._walked[corners[np.maximum(index - 1, 0)]] >= 2 * half
        room_after = self._walked[corners[np.minimum(index + 1, len(corners) - 1)]] - corner >= 2 * half
        back = np.where(room_before & room_after, here <= corner, room_before)
        across &= room_before | room_after
        moved = corner - self._begin[of] + np.where(back, -half, half)
        return np.asarray(np.where(across, moved, at), dtype=np.float64)

    def headings(self, at: Floats, of: Integers, reach: float) -> Floats:
        """Give unit vectors (n, 2) along the lines, each over `reach` before and behind."""
        ahead = self.points(at + reach, of) - self.points(at - reach, of)
        size = np.hypot(ahead[:, 0], ahead[:, 1])
        turned_back = size < _NEAREST  # the line runs back on itself: take its next step
        if turned_back.any():
            here, number = at[turned_back], of[turned_back]
            ahead[turned_back] = self.points(here + 1e-3, number) - self.points(here, number)
            size = np.hypot(ahead[:, 0], ahead[:, 1])
        return np.asarray(ahead / np.maximum(size, 1e-12)[:, None], dtype=np.float64)

    def _sharp_corners(self) -> Integers:
        """Give the points, by their index, at which a line turns sharply."""
        steps = np.diff(self._xy, axis=0)
        bearing = np.arctan2(steps[:, 1], steps[:, 0])
        turn = np.abs(np.angle(np.exp(1j * np.diff(bearing))))
        inner = np.flatnonzero(turn > _SHARP) + 1
        ends = np.zeros(len(self._xy) + 1, dtype=np.bool_)
        ends[self._first], ends[self._last] = True, True
        return np.asarray(inner[~ends[inner]], dtype=np.int64)


def _within_each(counts: Integers) -> Integers:
    """Give 0, 1, 2, … for each count, one after the other."""
    begins = np.cumsum(counts) - counts
    return np.asarray(np.arange(counts.sum()) - np.repeat(begins, counts), dtype=np.int64)


def apart(places: Floats, of: Integers, distance: float, first: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Tell which places (n, 2) along lines to keep so that no two on one line are nearer than `distance`.

    Where a line turns back on itself or is wound up, what stands along it would cover itself. The `first` go
    before the others, and of these the earlier before the later.
    """
    kept = np.ones(len(places), dtype=np.bool_)
    if len(places) < 2:
        return kept
    order = np.argsort(~first, kind="stable")
    spread = places[order]
    # Lines of their own lie far from one another here.
    spread[:, 0] += of[order] * (2.0 * distance + np.ptp(spread[:, 0]) + 1.0)
    points = np.asarray(shapely.points(spread), dtype=np.object_)
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=distance)
    earlier = one < other
    pairs = np.column_stack((one[earlier], other[earlier]))
    stands = [True] * len(places)
    for sooner, later in pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].tolist():
        if stands[sooner]:
            stands[later] = False
    kept[order] = stands
    return kept
