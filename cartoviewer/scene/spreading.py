"""Symbols that would cover one another move apart, each on a line to its true place."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, pi, sin
from typing import Final

import numpy as np

from cartoviewer.scene.label_places import BoxMm
from cartoviewer.scene.scene import Element, LineBatch
from layers.shapes import Floats
from symbols.style import Stroke

__all__ = ["Standing", "leaders", "spread"]

LEADER: Final = Stroke("#1A1A1A", 0.2, casing_colour="#FFFFFF", casing_mm=0.2)
DOT: Final = Stroke("#1A1A1A", 0.9, casing_colour="#FFFFFF", casing_mm=0.25)

COVERED: Final = 0.12
"""The share of a symbol that another may cover before it moves."""

_REACHES: Final = (0.9, 1.3, 1.8, 2.4, 3.1, 3.9)
"""How far to try to move, in sizes of the symbol."""

_TURNS: Final = tuple(step * side * pi / 8 for step in range(9) for side in (1, -1))
"""Which way to try, from straight away from the neighbours to straight towards them."""


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

    A symbol for which there is no room near by stays where it is, and so does one outside the frame.

    Parameters
    ----------
    symbols
        The most important first.
    size_mm
        The frame: no symbol is moved out of it.
    """
    taken = np.zeros((0, 4))
    places = []
    for symbol in symbols:
        place = _free_place(symbol, taken, size_mm)
        places.append(place)
        taken = np.vstack((taken, symbol.box_at(place)))
    return places


def _free_place(symbol: Standing, taken: Floats, size_mm: tuple[float, float]) -> tuple[float, float]:
    own = symbol.box_at(symbol.place)
    inside = 0 <= symbol.place[0] <= size_mm[0] and 0 <= symbol.place[1] <= size_mm[1]
    covered = _overlap(own, taken)
    if not inside or covered.sum() <= COVERED:
        return symbol.place
    near = taken[covered > 0]
    middle = (near[:, :2].mean(axis=0) + near[:, 2:].mean(axis=0)) / 2
    away = (own[:2] + own[2:]) / 2 - middle
    # Two at the same place have no direction between them: the next goes up to the right.
    direction = atan2(away[1], away[0]) if np.hypot(*away) > 0.2 else -pi / 4
    size = max(own[2] - own[0], own[3] - own[1])
    for reach in _REACHES:
        for turn in _TURNS:
            angle = direction + turn
            place = (symbol.place[0] + reach * size * cos(angle), symbol.place[1] + reach * size * sin(angle))
            box = symbol.box_at(place)
            fits = box[0] >= 0 and box[1] >= 0 and box[2] <= size_mm[0] and box[3] <= size_mm[1]
            if fits and _overlap(box, taken).sum() == 0:
                return place
    return symbol.place


def _overlap(box: Floats, others: Floats) -> Floats:
    """Give the share of `box` that each of the others covers."""
    width = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    height = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    area = np.maximum(width, 0.0) * np.maximum(height, 0.0)
    return np.asarray(area / ((box[2] - box[0]) * (box[3] - box[1])), dtype=np.float64)


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
