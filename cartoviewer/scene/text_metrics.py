"""How long texts are, and how their letters lie along a line, without a window system."""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final

import numpy as np
from fontTools.ttLib import TTFont

from layers.shapes import Floats
from resources.typefaces import Weight, typeface_file
from symbols.style import LabelStyle

__all__ = ["CAP_HEIGHT", "LINE_HEIGHT", "MM_PER_PT", "Run", "along_line", "letter_ends_mm", "width_mm", "widths_mm"]

MM_PER_PT: Final = 25.4 / 72
LINE_HEIGHT: Final = 1.15
"""From one base line to the next, as a share of the size."""
CAP_HEIGHT: Final = 0.66
"""The height of a capital, as a share of the size (both families)."""

_PLANE: Final = 0x10000
"""Characters beyond the basic plane are as wide as those a font lacks."""

STRAIGHT: Final = 0.05
"""A path that turns by less than this in all (radians) carries its text as one straight run."""

Run = tuple[str, float, float, float]
"""Text, x and y of the middle of its foot in mm, and its turn in radians, clockwise on paper."""


@cache
def _advances(weight: Weight, italic: bool, serif: bool) -> tuple[dict[int, float], float]:
    """Give the advance of every character as a share of the size, and that of one the font lacks."""
    with TTFont(typeface_file(weight, italic=italic, serif=serif), lazy=True) as font:
        em = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        found = {code: widths[name][0] / em for code, name in font.getBestCmap().items()}
    return found, 0.5


class _Letters(dict[str, float]):
    """The widths in mm of the letters of one style, each worked out when it is first met."""

    def __init__(self, advances: dict[int, float], other: float, size_mm: float, tracking: float) -> None:
        super().__init__()
        self._advances, self._other = advances, other
        self._size_mm, self._tracking = size_mm, tracking

    def __missing__(self, letter: str) -> float:
        width = (self._advances.get(ord(letter), self._other) + self._tracking) * self._size_mm
        self[letter] = width
        return width


@lru_cache(maxsize=256)
def _letters(weight: Weight, italic: bool, serif: bool, size_pt: float, tracking: float) -> _Letters:
    return _Letters(*_advances(weight, italic, serif), size_pt * MM_PER_PT, tracking)


@lru_cache(maxsize=65_536)
def letter_ends_mm(text: str, style: LabelStyle) -> tuple[float, ...]:
    """Give where each letter of one line begins, and where the last one ends: len(text) + 1 lengths in mm."""
    letters = _letters(style.weight, style.italic, style.serif, style.size_pt, style.tracking)
    return tuple(accumulate(map(letters.__getitem__, text.upper() if style.capitals else text), initial=0.0))


def width_mm(text: str, style: LabelStyle) -> float:
    """Give the length of one line of text on paper."""
    return letter_ends_mm(text, style)[-1]


@cache
def _advance_table(weight: Weight, italic: bool, serif: bool) -> Floats:
    """Give the advances of the characters of the basic plane, and that of all others behind them."""
    advances, other = _advances(weight, italic, serif)
    table = np.full(_PLANE + 1, other)
    for code, advance in advances.items():
        if code < _PLANE:
            table[code] = advance
    return table


def widths_mm(texts: Sequence[str], style: LabelStyle) -> Floats:
    """Give the lengths (n,) of many texts of one line at once; see `width_mm`."""
    if style.capitals:
        texts = [text.upper() for text in texts]
    counts = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    if not counts.any():
        return np.zeros(len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    table = _advance_table(style.weight, style.italic, style.serif)
    total = np.concatenate((np.zeros(1), table[np.minimum(codes, _PLANE)], np.zeros(1)))
    ends = np.cumsum(counts)
    lengths = np.add.reduceat(total, np.stack((ends - counts + 1, ends + 1), axis=-1).reshape(-1))[::2]
    widths: Floats = (np.where(counts > 0, lengths, 0.0) + counts * style.tracking) * (style.size_pt * MM_PER_PT)
    return widths


def along_line(text: str, ends_mm: tuple[float, ...], path: Floats) -> list[Run]:
    """Lay letters along a path, its middle under the middle of the text.

    Parameters
    ----------
    text
        One line.
    ends_mm
        Where each letter begins and the last one ends: len(text) + 1 lengths.
    path
        (n, 2) millimetres on paper, from the first letter to the last.

    Returns
    -------
    list
        A single run where the path is nearly straight, else a run for each letter. A run's place is the left
        end of its middle line.
    """
    steps = np.diff(path, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    at = np.concatenate(([0.0], np.cumsum(lengths)))
    angles = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    offset = (at[-1] - ends_mm[-1]) / 2
    if len(path) == 2 or angles.max() - angles.min() < STRAIGHT:
        ends = np.array((offset, offset + ends_mm[-1]))
        x, y = np.interp(ends, at, path[:, 0]), np.interp(ends, at, path[:, 1])
        if len(path) == 2:
            direction = steps[0] / lengths[0]
            x[0], y[0] = path[0] + direction * offset
        return [(text, float(x[0]), float(y[0]), float(np.arctan2(y[1] - y[0], x[1] - x[0])))]
    begin, finish = np.array(ends_mm[:-1]) + offset, np.array(ends_mm[1:]) + offset
    x0, y0 = np.interp(begin, at, path[:, 0]), np.interp(begin, at, path[:, 1])
    x1, y1 = np.interp(finish, at, path[:, 0]), np.interp(finish, at, path[:, 1])
    turns = np.arctan2(y1 - y0, x1 - x0)
    return [(letter, float(x0[i]), float(y0[i]), float(turns[i])) for i, letter in enumerate(text) if letter != " "]
