"""Pictograms by name: composed ones from `pictograms.toml`, all others straight from the font of icons."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from symbols import outlines
from symbols.path import Box, Path, circle

__all__ = ["composed_names", "fitted", "layers", "outline_of", "picture"]


class _Part(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    glyph: str = ""
    text: str = ""
    path: str = ""
    disc: tuple[float, float, float] | None = None
    ring: tuple[float, float, float, float] | None = None
    box: Box = (0.0, 0.0, outlines.PICTOGRAM_SIZE, outlines.PICTOGRAM_SIZE)
    turn: float = 0.0
    flip: bool = False
    hole: bool = False
    colour: str = ""

    def outline(self) -> Path:
        if self.disc is not None:
            return circle(*self.disc)
        if self.ring is not None:
            x, y, outer, inner = self.ring
            return circle(x, y, outer) + circle(x, y, inner).reversed()
        if self.path:
            path = outline_of(self.path)
            return path.reversed() if (path.area < 0) != self.hole else path
        path = outlines.pictogram(self.glyph) if self.glyph else outlines.letters(self.text)
        if self.flip:
            path = path.mapped(-1, 0, 0, 1, 0, 0)
        path = fitted(path.turned(self.turn), self.box)
        return path.reversed() if self.hole else path


class _Composition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    parts: tuple[_Part, ...]


@cache
def picture(name: str) -> Path:
    """Give a pictogram by name, in 24 units or nearly so; its true box is `picture(name).bounds`.

    Raises
    ------
    outlines.PictogramError
        Neither the compositions nor the font have one of this name.
    """
    path = Path()
    for part, _ in layers(name):
        path += part
    return path


@cache
def layers(name: str) -> tuple[tuple[Path, str], ...]:
    """Give a pictogram as paths with their own colours; an empty colour is that of the symbol's ink."""
    composition = _compositions().get(name)
    if composition is None:
        return ((outlines.pictogram(name), ""),)
    found: list[tuple[Path, str]] = []
    for part in composition.parts:
        if found and found[-1][1] == part.colour:
            found[-1] = (found[-1][0] + part.outline(), part.colour)
        else:
            found.append((part.outline(), part.colour))
    return tuple(found)


def composed_names() -> frozenset[str]:
    """Give the names of the composed pictograms."""
    return frozenset(_compositions())


def fitted(path: Path, box: Box) -> Path:
    """Give a path moved and scaled, in proportion, to be as large as fits in the middle of `box`."""
    left, top, right, bottom = path.bounds
    factor = min((box[2] - box[0]) / (right - left), (box[3] - box[1]) / (bottom - top))
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return path.mapped(factor, 0, 0, factor, x - factor * (left + right) / 2, y - factor * (top + bottom) / 2)


@cache
def _compositions() -> dict[str, _Composition]:
    with (files("symbols") / "pictograms.toml").open("rb") as stream:
        return msgspec.convert(tomllib.load(stream), dict[str, _Composition])


_STEP: Final = re.compile(r"([MLCZ])|(-?\d+(?:\.\d+)?)")


def outline_of(text: str) -> Path:
    """Read an outline written with M, L, C and Z in absolute coordinates."""
    ops: list[str] = []
    numbers: list[float] = []
    for op, number in _STEP.findall(text):
        if op:
            ops.append(op)
        else:
            numbers.append(float(number))
    wanted = sum({"M": 1, "L": 1, "C": 3, "Z": 0}[op] for op in ops)
    if len(numbers) != 2 * wanted:
        raise ValueError(f"The outline “{text}” needs {2 * wanted} numbers, it has {len(numbers)}.")
    return Path("".join(ops), tuple(zip(numbers[::2], numbers[1::2], strict=True)))
