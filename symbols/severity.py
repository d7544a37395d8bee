"""The ring around a hazard's frame: how bad it is, in colour and in the manner of its line."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

from symbols.discipline import INK, PAPER
from symbols.grammar import Severity
from symbols.path import Path
from symbols.shape import Shape

__all__ = ["Ring", "ring_of", "ring_shapes"]

_PIECES: Final = 8
"""A broken ring has so many pieces: one on every corner of a diamond and one on every side."""

_DRAWN: Final = 0.7
"""The share of a broken ring that is drawn."""


class Ring(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the ring of one severity is drawn; lengths in units of the symbol's square.

    Attributes
    ----------
    width
        How far the ring reaches outside the frame.
    line
        Whole, in pieces, or two lines with `gap` of paper between them.
    edge
        How wide a black edge lies around each piece of a broken ring.
    """

    colour: str
    width: float
    line: Literal["plain", "broken", "double"] = "plain"
    gap: float = 0.0
    edge: float = 0.0


def ring_of(severity: Severity) -> Ring:
    """Give the ring of a severity."""
    return _rings()[severity.value]


def ring_shapes(outline: Callable[[float], Path], severity: Severity) -> list[Shape]:
    """Give the shapes of a ring, the lowest first; the frame itself is painted over their inner half.

    Parameters
    ----------
    outline
        Gives the frame's closed outline so many units inside its outer edge, outside of it where negative.
    """
    ring = ring_of(severity)
    edge = outline(0)
    if ring.line == "broken":
        middle = outline(-ring.width / 2)
        period = middle.length / _PIECES
        drawn = _DRAWN * period
        pieces = []
        for colour, more in ((INK, 0.0), (ring.colour, -2 * ring.edge)):
            dash = (drawn + more, period - drawn - more)
            pieces.append(Shape(middle, "", colour, ring.width + more, dash, dash_from=dash[0] / 2))
        return pieces
    shapes = [Shape(edge, "", ring.colour, 2 * ring.width, join="round")]
    if ring.line == "double":
        shapes.append(Shape(outline(-ring.width / 2), "", PAPER, ring.gap, join="round"))
    return shapes


@cache
def _rings() -> dict[str, Ring]:
    with (files("symbols") / "severities.toml").open("rb") as stream:
        return msgspec.convert(tomllib.load(stream), dict[str, Ring])
