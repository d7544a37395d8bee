"""Symbols that would cover one another move apart, each on a line to its true place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from typing import Final

import numpy as np

from cartoviewer.scene.label_places import BoxMm
from cartoviewer.scene.scene import Element, LineBatch
from layers.shapes import Floats
from symbols.style import Stroke

__all__ = ["Place", "Room", "Standing", "leaders", "room_for", "spread", "uncross"]

Place = tuple[float, float]

LEADER: Final = Stroke("#1A1A1A", 0.2, casing_colour="#FFFFFF", casing_mm=0.2)
DOT: Final = Stroke("#1A1A1A", 0.9, casing_colour="#FFFFFF", casing_mm=0.25)

COVERED: Final = 0.12
"""The share of a symbol that another may cover before it moves."""

_REACHES: Final = (0.9, 1.2, 1.55, 1.95, 2.4, 2.9, 3.5, 4.2, 5.0, 6.0, 7.2, 8.6)
"""How far to try to move, in sizes of the symbol: in a dense crowd the nearest room may be far."""

_STEP: Final = 0.7
"""How far apart two places are that are tried at one reach, in sizes of the symbol."""

_CELL_MM: Final = 12.0
_ALIKE_MM: Final = 0.4
_ROUNDS: Final = 12
_FEW: Final = 300


@dataclass(frozen=True, slots=True)
class Standing:
    """A symbol on the paper: its true place and what it takes from there, (left, top, right, bottom)."""

    place: tuple[float, float]
    box: BoxMm

    def box_at(self, place: tuple[float, float]) -> Floats:
        """Give the box when the symbol stands at `place`."""
        left, top, right, bottom = self.box
        return np.array((left + place[0], top + place[1], right + place[0], bottom + place[1]))


def spread(symbols: Sequence[Standing], size_mm: tuple[float, float]) -> list[tuple[float, float]]:
    """Give where each symbol stands so that none covers another; the first ones keep their places.

    As many as possible stay at their true places. The others move to the nearest room, where their lines cross
    neither one another nor another symbol if there is such a place. A symbol for which there is no room near by
    stays where it is, and so does one outside the frame.

    Parameters
    ----------
    symbols
        The most important first.
    size_mm
        The frame: no symbol is moved out of it.
    """
    room = Room()
    places = [symbol.place for symbol in symbols]
    moving = []
    for index, symbol in enumerate(symbols):
        x, y = symbol.place
        is_inside = 0 <= x <= size_mm[0] and 0 <= y <= size_mm[1]
        if is_inside and room.covers(symbol):
            moving.append(index)
        elif is_inside:
            room.take(_box_at(symbol, symbol.place))
    for index in moving:
        places[index] = room_for(symbols[index], room, size_mm)
        room.take(_box_at(symbols[index], places[index]))
        if places[index] != symbols[index].place:
            room.lead(symbols[index].place, places[index])
    uncross(symbols, places, [index for index in moving if places[index] != symbols[index].place])
    return places


def uncross(symbols: Sequence[Standing], places: list[Place], moved: Sequence[int]) -> None:
    """Let symbols of one size change places where their lines cross: both lines grow shorter by it."""
    for _ in range(_ROUNDS if len(moved) <= _FEW else 0):
        changed = False
        for second, i in enumerate(moved):
            for j in moved[:second]:
                alike = all(abs(a - b) < _ALIKE_MM for a, b in zip(symbols[i].box, symbols[j].box, strict=True))
                if alike and _cross(symbols[i].place, places[i], symbols[j].place, places[j]):
                    places[i], places[j] = places[j], places[i]
                    changed = True
        if not changed:
            return


class Room:
    """What is taken on the paper: boxes, found by the cells they lie in, and lines."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[BoxMm]] = {}
        self._lines: dict[tuple[int, int], list[tuple[Place, Place]]] = {}

    def take(self, box: BoxMm) -> None:
        """Take a box."""
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def stand(self, symbol: Standing, place: Place) -> None:
        """Take what a symbol covers at a place, and the line to there from its true one."""
        self.take(_box_at(symbol, place))
        if place != symbol.place:
            self.lead(symbol.place, place)

    def lead(self, start: Place, end: Place) -> None:
        """Take the line from a true place to where its symbol stands."""
        for cell in _cells(_box_around(start, end)):
            self._lines.setdefault(cell, []).append((start, end))

    def covers(self, symbol: Standing) -> bool:
        """Tell whether what is taken covers too much of a symbol at its true place."""
        return self.covered(_box_at(symbol, symbol.place)) > COVERED

    def near(self, box: BoxMm) -> set[BoxMm]:
        """Give the boxes that overlap another."""
        left, top, right, bottom = box
        return {
            other
            for cell in _cells(box)
            for other in self._cells.get(cell, ())
            if other[0] < right and other[2] > left and other[1] < bottom and other[3] > top
        }

    def covered(self, box: BoxMm) -> float:
        """Give the share of a box that the others cover."""
        area = (box[2] - box[0]) * (box[3] - box[1])
        shared = 0.0
        for other in self.near(box):
            width = min(box[2], other[2]) - max(box[0], other[0])
            height = min(box[3], other[3]) - max(box[1], other[1])
            shared += width * height
        return shared / area if area > 0 else 0.0

    def is_clear(self, start: Place, end: Place) -> bool:
        """Tell whether a line from a true place crosses neither a line nor a symbol beside that place."""
        around = _box_around(start, end)
        if any(_cross(start, end, *line) for cell in _cells(around) for line in self._lines.get(cell, ())):
            return False
        return not any(
            _enters(start, end, box)
            for box in self.near(around)
            if not (box[0] <= start[0] <= box[2] and box[1] <= start[1] <= box[3])
        )


def room_for(
    symbol: Standing, room: Room, size_mm: tuple[float, float] | None = None, reaches: Sequence[float] = _REACHES
) -> Place:
    """Give the nearest place where a symbol covers none that stands already; its own where there is none.

    Parameters
    ----------
    size_mm
        The frame that it may not leave; None where there is no frame.
    reaches
        How far to try, in sizes of the symbol.
    """
    own = _box_at(symbol, symbol.place)
    near = room.near(own)
    if not near:
        return symbol.place
    middle_x = sum(box[0] + box[2] for box in near) / (2 * len(near))
    middle_y = sum(box[1] + box[3] for box in near) / (2 * len(near))
    away = ((own[0] + own[2]) / 2 - middle_x, (own[1] + own[3]) / 2 - middle_y)
    # Two at the same place have no direction between them: the next goes up to the right.
    direction = atan2(away[1], away[0]) if hypot(*away) > 0.2 else -pi / 4
    size = max(own[2] - own[0], own[3] - own[1])
    second: Place | None = None
    for reach in reaches:
        for angle in _turns(direction, reach):
            place = (symbol.place[0] + reach * size * cos(angle), symbol.place[1] + reach * size * sin(angle))
            box = _box_at(symbol, place)
            fits = size_mm is None or (
                box[0] >= 0 and box[1] >= 0 and box[2] <= size_mm[0] and box[3] <= size_mm[1]
            )
            if fits and not room.near(box):
                if room.is_clear(symbol.place, place):
                    return place
                second = second or place
    return second or symbol.place


def _box_around(start: Place, end: Place) -> BoxMm:
    return (min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))


def _turns(direction: float, reach: float) -> Iterator[float]:
    """Give which way to try, from straight away from the neighbours to straight towards them."""
    steps = max(round(pi * reach / _STEP), 8)
    for step in range(steps + 1):
        turn = pi * step / steps
        yield direction + turn
        if 0 < step < steps:
            yield direction - turn


def _box_at(symbol: Standing, place: Place) -> BoxMm:
    left, top, right, bottom = symbol.box
    return (left + place[0], top + place[1], right + place[0], bottom + place[1])


def _cells(box: BoxMm) -> Iterator[tuple[int, int]]:
    for column in range(int(box[0] // _CELL_MM), int(box[2] // _CELL_MM) + 1):
        for row in range(int(box[1] // _CELL_MM), int(box[3] // _CELL_MM) + 1):
            yield (column, row)


def _side(a: Place, b: Place, point: Place) -> float:
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def _cross(a: Place, b: Place, c: Place, d: Place) -> bool:
    """Tell whether two lines cross; lines that begin at one place do not."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _enters(a: Place, b: Place, box: BoxMm) -> bool:
    """Tell whether a line goes through a box."""
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return any(_cross(a, b, corners[index - 1], corners[index]) for index in range(4))


def leaders(symbols: Sequence[Standing], places: Sequence[tuple[float, float]]) -> list[Element]:
    """Give the lines from true places to where symbols stand, and a dot at each true place."""
    moved = [(symbol.place, place) for symbol, place in zip(symbols, places, strict=True) if place != symbol.place]
    if not moved:
        return []
    lines = np.array(moved, dtype=np.float64).reshape(-1, 2)
    dots = np.repeat(lines[::2], 2, axis=0)
    dots[1::2, 0] += 0.001
    each = np.arange(0, len(lines) + 1, 2, dtype=np.int64)
    return [LineBatch(lines, each, LEADER), LineBatch(dots, each, DOT)]
