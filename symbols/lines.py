"""The lines of measures: their stroke, and what stands along them, as data that any painter can draw."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

import msgspec
import numpy as np

from resources.texts import Names
from symbols import outlines
from symbols.catalogue import entry_of
from symbols.grammar import Certainty, State, Symbol
from symbols.path import XY, Box, Path, circle, joined
from symbols.pictograms import fitted, outline_of, picture
from symbols.shape import Shape
from symbols.style import Stroke
from symbols.walks import Floats, Integers, Walks, apart

__all__ = [
    "Copies",
    "Floats",
    "along_lines",
    "decorations",
    "has_pattern",
    "kilometre_sign",
    "line_names",
    "line_style",
]


class _Motif(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """What is repeated along a line; lengths in millimetres."""

    every: float
    path: str = ""
    fill: str = ""
    line: str = ""
    width: float = 0.0
    picture: str = ""
    size: float = 0.0
    colour: str = ""
    ground: str = ""
    radius: float = 0.0
    aside: float = 0.0
    back: bool = False
    beyond: float | None = None
    besides: float = 0.0
    hollow: bool = False


class _Line(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    stroke: Stroke
    motifs: tuple[_Motif, ...] = ()
    kilometres: str = ""


_UNKNOWN: Final = _Line(stroke=Stroke("#1A1A1A", 0.5, (1.5, 1.5), casing_colour="#FFFFFF", casing_mm=0.25))
_CLEAR_MM: Final = 3.0
_COVERING: Final = 0.8
"""Crossed lines nearer to one another than this share of their length would cover each other."""
_KILOMETRES: Final = (1, 2, 5, 10, 20, 50)
_KILOMETRE_ROOM_MM: Final = 5.0
_KILOMETRE_DISC: Final = circle(0.0, 0.0, 2.0)
_KILOMETRE_RIM: Final = 0.4
_ROUNDING: Final = 1e-9
_DOUBT_MM: Final = 40.0
_FADED: Final = 0.4
"""How much is left of a line that has ended."""


def line_names(code: str) -> Names:
    """Give the names of a line by its code or id."""
    return entry_of(Symbol.read(code).id).names


def line_style(code: str) -> Stroke:
    """Give the stroke of a line by its code: `line.cordon`, `line.access;state=planned`.

    A planned line is dashed, a requested one dotted, one that has ended pale; a line that is dashed by nature
    keeps its dashes and grows thinner instead.
    """
    symbol = Symbol.read(code)
    stroke = _line(symbol.id).stroke
    if symbol.state is State.ENDED:
        return msgspec.structs.replace(stroke, alpha=stroke.alpha * _FADED, casing_colour="", casing_mm=0.0)
    if symbol.state is State.IN_PLACE:
        return stroke
    if stroke.dash_mm:
        return msgspec.structs.replace(stroke, width_mm=stroke.width_mm * 0.6)
    width = stroke.width_mm
    if symbol.state is State.PLANNED:
        return msgspec.structs.replace(stroke, dash_mm=(2.6 + width, 1.3), cap="flat")
    if stroke.casing_dashed:  # a hollow line: round dots would fill it
        return msgspec.structs.replace(stroke, dash_mm=(0.9, 1.6), cap="flat")
    return msgspec.structs.replace(stroke, dash_mm=(0.01, 1.4 + width), cap="round")


def has_pattern(code: str) -> bool:
    """Tell whether more than a stroke is drawn along a line, or along the edge of an area."""
    symbol = Symbol.read(code)
    row = _line(symbol.id)
    return bool(row.motifs or row.kilometres) or symbol.certainty is Certainty.REPORTED


@dataclass(frozen=True, slots=True)
class Copies:
    """The same few outlines at many places along lines, painted as one.

    Attributes
    ----------
    outlines
        What is repeated, about (0, 0), millimetres, x running forward along the line, y to its right.
    which, where, heading
        (n,) which of the outlines, (n, 2) its place and (n, 2) where its x axis points, a unit vector.
    of
        (n,) the number of the line that each stands along, never falling.
    fill, line, width, alpha
        As those of a `Shape`; corners are round, ends flat.
    """

    outlines: tuple[Path, ...]
    which: Integers
    where: Floats
    heading: Floats
    of: Integers
    fill: str = ""
    line: str = ""
    width: float = 0.0
    alpha: float = 1.0

    def shape(self) -> Shape:
        """Give all copies as one shape."""
        path = joined(_laid(self.outlines, self.which, self.where, self.heading))
        return Shape(path, self.fill, self.line, self.width, alpha=self.alpha, join="round", cap="butt")


def decorations(
    pattern_id: str, path_xy_mm: Floats, *, mm_per_km: float | None = None, within: Box | None = None
) -> tuple[Shape, ...]:
    """Give what stands along a line, in millimetres on paper.

    Parameters
    ----------
    pattern_id
        Code or id of a line of the catalogue, or of an area whose edge carries signs.
    path_xy_mm
        (n, 2) the line in millimetres, y down; a closed one repeats its first point.
    mm_per_km
        How long a kilometre is on this paper; without it no kilometre is marked.
    within
        What is farther than a centimetre outside of this box is left out; the rest stays where it is.

    Returns
    -------
    tuple[Shape, ...]
        One shape for each kind of motif, holding all its copies, in the order they are painted. Copies stand
        at equal distances near the wanted one, so that a line never ends in half a gap, and are turned with
        the line, at a corner half-way between its sides.
    """
    begins = np.array((0, len(path_xy_mm)), dtype=np.int64)
    found = along_lines(pattern_id, path_xy_mm, begins, mm_per_km=mm_per_km, within=within)
    return tuple(copies.shape() for copies in found)


def along_lines(
    pattern_id: str,
    xy_mm: Floats,
    begins: Integers,
    *,
    mm_per_km: float | None = None,
    within: Box | None = None,
) -> tuple[Copies, ...]:
    """Give what stands along many lines of one kind; see `decorations`.

    Parameters
    ----------
    xy_mm
        (p, 2) the points of all lines, millimetres, y down.
    begins
        (l + 1,) where each line begins in `xy_mm`.
    """
    symbol = Symbol.read(pattern_id)
    row = _line(symbol.id)
    walks = Walks(xy_mm, begins, within)
    alpha = _FADED if symbol.state is State.ENDED else 1.0
    found: list[Copies] = []
    for motif in row.motifs:
        found.extend(_placed(_in_state(motif, symbol.state), walks, alpha))
    if row.kilometres and mm_per_km:
        found.extend(_kilometre_marks(walks, mm_per_km, row.kilometres, alpha))
    if symbol.certainty is Certainty.REPORTED:
        found.extend(_question_marks(walks, alpha))
    return tuple(found)


def _in_state(motif: _Motif, state: State) -> _Motif:
    if motif.hollow and state in (State.PLANNED, State.REQUESTED):
        return msgspec.structs.replace(motif, fill="#FFFFFF", line=motif.fill, width=0.3)
    return motif


def _placed(motif: _Motif, walks: Walks, alpha: float) -> list[Copies]:
    at, of = walks.spaced(np.full(len(walks.lengths), motif.every))
    if motif.besides:  # leave room for the greater sign that shares the line
        length = walks.lengths[of]
        step = length / np.maximum(np.rint(length / motif.besides), 1)
        clear = np.abs(at / step % 1.0 - 0.5) * step > _CLEAR_MM
        at, of = at[clear], of[clear]
    if motif.picture:
        return _upright(motif, walks, at, of, alpha)
    shape = outline_of(motif.path)
    left, top, right, bottom = shape.bounds
    if motif.beyond is not None:
        tips = walks.lengths - right + motif.beyond
        before = at < tips[of] - 2 * (right - left)
        long = np.flatnonzero(walks.lengths > 0)
        at, of = np.concatenate((at[before], tips[long])), np.concatenate((of[before], long))
        order = np.argsort(of, kind="stable")
        at, of = at[order], of[order]
    half = max(-left, right)
    if half > 0.5:
        at = walks.off_corners(at, of, half)
    heading = walks.headings(at, of, max(half, 0.5))
    where = walks.points(at, of) + motif.aside * np.column_stack((-heading[:, 1], heading[:, 0]))
    # The sign at the end, which says where the line leads, goes before the others.
    at_end = np.asarray(np.diff(of, append=-1) != 0) & (motif.beyond is not None)
    reach = max(right - left, bottom - top) * (1.0 if motif.fill else _COVERING)
    kept = apart(where, of, reach, at_end) & walks.seen(where)
    at, of, where, heading = at[kept], of[kept], where[kept], heading[kept]
    if not len(at):
        return []
    if motif.back:
        heading = -heading
    one = np.zeros(len(at), dtype=np.int64)
    return [Copies((shape,), one, where, heading, of, motif.fill, motif.line, motif.width, alpha)]


def _upright(motif: _Motif, walks: Walks, at: Floats, of: Integers, alpha: float) -> list[Copies]:
    """Place a picture on a disc, upright but looking where the line goes."""
    where = walks.points(at, of)
    kept = apart(where, of, 2 * motif.radius, np.zeros(len(of), dtype=np.bool_)) & walks.seen(where)
    at, of, where = at[kept], of[kept], where[kept]
    if not len(at):
        return []
    looks_back = (walks.headings(at, of, 1.0)[:, 0] < 0).astype(np.int64)
    half = motif.size / 2
    sign = fitted(picture(motif.picture), (-half, -half, half, half))
    signs = (sign, sign.mapped(-1, 0, 0, 1, 0, 0))
    ground = circle(0.0, 0.0, motif.radius)
    return [
        _standing((ground,), np.zeros(len(at), np.int64), where, of, motif.ground, "#FFFFFF", 0.3, alpha),
        _standing(signs, looks_back, where, of, motif.colour, alpha=alpha),
    ]


def kilometre_sign(code: str, number: int) -> tuple[Shape, ...]:
    """Give the sign that marks a kilometre of a line, about (0, 0), millimetres; none where the line has none."""
    colour = _line(Symbol.read(code).id).kilometres
    if not colour:
        return ()
    return (Shape(_KILOMETRE_DISC, "#FFFFFF", colour, _KILOMETRE_RIM), Shape(_kilometre_number(number), colour))


def _kilometre_number(number: int) -> Path:
    return fitted(outlines.letters(str(number)), (-1.4, -0.95, 1.4, 0.95))


def _kilometre_marks(walks: Walks, mm_per_km: float, colour: str, alpha: float) -> list[Copies]:
    # Where kilometres are shorter than their signs, only every second, fifth, tenth is marked.
    step = next((each for each in _KILOMETRES if each * mm_per_km >= _KILOMETRE_ROOM_MM), _KILOMETRES[-1])
    counts = (walks.lengths / (step * mm_per_km) + _ROUNDING).astype(np.int64)
    of = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    number = (np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts) + 1) * step
    at: Floats = number.astype(np.float64) * mm_per_km
    where = walks.points(at, of)
    seen = walks.seen(where)
    number, of, where = number[seen], of[seen], where[seen]
    if not len(of):
        return []
    different, which = np.unique(number, return_inverse=True)
    written = tuple(_kilometre_number(each) for each in different.tolist())
    one = np.zeros(len(of), np.int64)
    return [
        _standing((_KILOMETRE_DISC,), one, where, of, "#FFFFFF", colour, _KILOMETRE_RIM, alpha),
        _standing(written, which.astype(np.int64), where, of, colour, alpha=alpha),
    ]


def _question_marks(walks: Walks, alpha: float) -> list[Copies]:
    """Give the badge of what is only reported, upright on the line: one at a third, and then every 40 mm."""
    at, of = walks.spaced(np.full(len(walks.lengths), _DOUBT_MM))
    counts = np.maximum(np.rint(walks.lengths / _DOUBT_MM), 1)
    at = at - walks.lengths[of] / counts[of] / 6
    where = walks.points(at, of)
    seen = walks.seen(where)
    at, of, where = at[seen], of[seen], where[seen]
    if not len(at):
        return []
    one = np.zeros(len(at), np.int64)
    mark = fitted(outlines.letters("?"), (-1.1, -1.15, 1.1, 1.15))
    return [
        _standing((circle(0.0, 0.0, 1.8),), one, where, of, "#FFFFFF", "#1A1A1A", 0.35, alpha),
        _standing((mark,), one, where, of, "#1A1A1A", alpha=alpha),
    ]


def _standing(
    paths: tuple[Path, ...],
    which: Integers,
    where: Floats,
    of: Integers,
    fill: str,
    line: str = "",
    width: float = 0.0,
    alpha: float = 1.0,
) -> Copies:
    """Give copies that stand upright whichever way their lines run."""
    upright = np.tile(np.array((1.0, 0.0)), (len(where), 1))
    return Copies(paths, which, where, upright, of, fill, line, width, alpha)


def _laid(paths: tuple[Path, ...], which: Integers, where: Floats, heading: Floats) -> Iterator[Path]:
    """Give copies of outlines, each with its x axis laid along its heading; alike ones in one path."""
    for begin, end in pairwise(np.flatnonzero(np.diff(which, prepend=-1, append=-1)).tolist()):
        path = paths[which[begin]]
        x, y = np.asarray(path.points).T
        cos, sin = heading[begin:end, :1], heading[begin:end, 1:]
        xs = where[begin:end, :1] + cos * x - sin * y
        ys = where[begin:end, 1:] + sin * x + cos * y
        flat: list[XY] = list(zip(xs.ravel().tolist(), ys.ravel().tolist(), strict=True))
        yield Path(path.ops * (end - begin), tuple(flat))


def _line(line_id: str) -> _Line:
    return _lines().get(line_id, _UNKNOWN)


@cache
def _lines() -> dict[str, _Line]:
    with (files("symbols") / "lines.toml").open("rb") as stream:
        return msgspec.convert(tomllib.load(stream), dict[str, _Line])
