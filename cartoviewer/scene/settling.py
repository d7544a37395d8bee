"""Where the symbols of a map in the window stand: once one has moved aside it stays, however the map is panned.

On a sheet all symbols are spread at once. In a window the map is panned and edited: a symbol keeps its place as
long as the scale stays and nothing changes near it, and what comes into sight finds room among those that stand.
"""

from collections.abc import Hashable, Sequence
from typing import Final, NamedTuple

import numpy as np

from cartoviewer.scene.spreading import Place, Room, Standing, room_for, uncross
from layers.shapes import Floats

__all__ = ["FARTHEST_MM", "Settled", "SettledSymbol"]

FARTHEST_MM: Final = 36.0
"""A symbol is never farther from its true place."""

AROUND_MM: Final = 30.0
"""What changes makes those so near to it look for a place anew."""

FULL: Final = 0.6
"""Where symbols cover more than this share of the ground around, none moves: all would be lines and no map."""

_REACHES: Final = (0.9, 1.2, 1.55, 1.95, 2.4, 2.9, 3.5)
_FEW: Final = 60
"""So many are looked at for lines that cross; where more move at once it would take too long."""

_SAME_MM: Final = 1e-3
_CELL_MM: Final = 12.0
_CELLS: Final = 2
"""So many cells to each side are looked at for how full the ground is."""


class SettledSymbol(NamedTuple):
    """A symbol as it would stand at its true place, in millimetres at the scale of the map from a fixed origin."""

    id: str
    standing: Standing
    keeps: bool
    """Whether others make room for it: what has happened, before the means around it."""


class _Stood(NamedTuple):
    standing: Standing
    place: Place


class Settled:
    """Remembers, for one scale, where each symbol was put."""

    def __init__(self) -> None:
        self._scale: Hashable = None
        self._stood: dict[str, _Stood] = {}

    def places(
        self, scale: Hashable, symbols: Sequence[SettledSymbol], looked_at: tuple[float, float, float, float]
    ) -> list[Place]:
        """Give where each symbol stands.

        Parameters
        ----------
        scale
            What all places depend on besides the symbols; when it is another, all are put anew.
        symbols
            Those in sight or near it, the most important first.
        looked_at
            Left, top, right, bottom: what was in this box and is not among the symbols any more is gone.
        """
        if scale != self._scale:
            self._scale, self._stood = scale, {}
        present = {symbol.id: symbol for symbol in symbols}
        stirred: list[Place] = []
        for record_id, stood in list(self._stood.items()):
            symbol = present.get(record_id)
            if symbol is None and not _within(stood.standing.place, looked_at):
                continue
            if symbol is None or not _alike(symbol.standing, stood.standing):
                stirred += [stood.standing.place, stood.place]
                del self._stood[record_id]
                if symbol is not None:
                    stirred.append(symbol.standing.place)
        stirred += [each.standing.place for each in symbols if each.keeps and each.id not in self._stood]
        self._unsettle(stirred, present)
        loose = [symbol for symbol in symbols if symbol.id not in self._stood]
        if loose:
            self._settle(loose, symbols)
        return [self._stood[symbol.id].place for symbol in symbols]

    def _unsettle(self, stirred: Sequence[Place], present: dict[str, SettledSymbol]) -> None:
        """Let those near to what has changed look for a place again."""
        if not stirred or not self._stood:
            return
        centres = np.array(stirred)
        ids = list(self._stood)
        at = np.array([self._stood[each].standing.place for each in ids])
        near = np.zeros(len(ids), dtype=np.bool_)
        for centre in centres:
            near |= np.abs(at - centre).max(axis=1) < AROUND_MM
        for index in np.flatnonzero(near).tolist():
            if ids[index] in present:
                del self._stood[ids[index]]

    def _settle(self, loose: Sequence[SettledSymbol], symbols: Sequence[SettledSymbol]) -> None:
        room = Room()
        for stood in self._stood.values():
            room.stand(stood.standing, stood.place)
        full = _fullness([symbol.standing for symbol in loose], [symbol.standing for symbol in symbols]) > FULL
        moving: list[SettledSymbol] = []
        for symbol, is_full in zip(loose, full.tolist(), strict=True):
            if not is_full and room.covers(symbol.standing):
                moving.append(symbol)
            else:
                self._stood[symbol.id] = _Stood(symbol.standing, symbol.standing.place)
                room.stand(symbol.standing, symbol.standing.place)
        places: list[Place] = []
        for symbol in moving:
            places.append(room_for(symbol.standing, room, None, _reaches(symbol.standing)))
            room.stand(symbol.standing, places[-1])
        standing = [symbol.standing for symbol in moving]
        aside = [index for index, place in enumerate(places) if place != standing[index].place]
        if len(aside) <= _FEW:
            uncross(standing, places, aside)
        for symbol, place in zip(moving, places, strict=True):
            self._stood[symbol.id] = _Stood(symbol.standing, place)


def _reaches(standing: Standing) -> tuple[float, ...]:
    left, top, right, bottom = standing.box
    size = max(right - left, bottom - top)
    return tuple(reach for reach in _REACHES if reach * size <= FARTHEST_MM)


def _alike(one: Standing, other: Standing) -> bool:
    """Tell whether a symbol stands where it did: after a pan its place is the same but for a rounding."""
    (x, y), (there_x, there_y) = one.place, other.place
    return one.box == other.box and abs(x - there_x) < _SAME_MM and abs(y - there_y) < _SAME_MM


def _within(place: Place, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def _fullness(wanted: Sequence[Standing], standing: Sequence[Standing]) -> Floats:
    """Give how much of the ground around each of the wanted symbols all of them would cover."""
    places = np.array([each.place for each in standing])
    boxes = np.array([each.box for each in standing])
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    cells = np.floor(places / _CELL_MM).astype(np.int64)
    origin = cells.min(axis=0) - _CELLS - 1
    width, height = (cells.max(axis=0) - origin + _CELLS + 2).tolist()
    flat = (cells[:, 1] - origin[1]) * width + cells[:, 0] - origin[0]
    covered = np.bincount(flat, weights=areas, minlength=width * height).reshape(height, width)
    sums = np.zeros((height + 1, width + 1))
    sums[1:, 1:] = covered.cumsum(axis=0).cumsum(axis=1)
    column, row = (np.floor(np.array([each.place for each in wanted]) / _CELL_MM).astype(np.int64) - origin).T
    left, right, top, bottom = column - _CELLS, column + _CELLS + 1, row - _CELLS, row + _CELLS + 1
    around = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return np.asarray(around / ((2 * _CELLS + 1) * _CELL_MM) ** 2, dtype=np.float64)
