"""The lines of measures: their stroke, and what stands along them, as data that any painter can draw."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from resources.texts import Names
from symbols import outlines
from symbols.catalogue import entry_of
from symbols.grammar import Certainty, State, Symbol
from symbols.path import XY, Box, Path, circle, joined
from symbols.pictograms import fitted, outline_of, picture
from symbols.shape import Shape
from symbols.style import Stroke

__all__ = ["Floats", "decorations", "has_pattern", "line_names", "line_style"]

Floats = npt.NDArray[np.float64]


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
_MARGIN_MM: Final = 10.0
_SHARP: Final = 0.45
"""The turn, in radians, from which on a corner is sharp."""
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
    symbol = Symbol.read(pattern_id)
    row = _line(symbol.id)
    line = _Run(path_xy_mm, within)
    alpha = _FADED if symbol.state is State.ENDED else 1.0
    shapes: list[Shape] = []
    if line.length > 0:
        for motif in row.motifs:
            shapes.extend(_placed(_in_state(motif, symbol.state), line, alpha))
        if row.kilometres and mm_per_km:
            shapes.extend(_kilometre_marks(line, mm_per_km, row.kilometres, alpha))
        if symbol.certainty is Certainty.REPORTED:
            shapes.extend(_question_marks(line, alpha))
    return tuple(shapes)


class _Run:
    """A line that can be walked along."""

    def __init__(self, xy: Floats, within: Box | None) -> None:
        self._within = within
        xy = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
        step = np.hypot(*np.diff(xy, axis=0).T) if len(xy) > 1 else np.zeros(0)
        self._xy = xy[np.concatenate(([True], step > 1e-9))] if len(xy) else xy
        self._at = np.concatenate(([0.0], np.cumsum(step[step > 1e-9])))
        self.length = float(self._at[-1])

    def points(self, at: Floats) -> Floats:
        """Give the points at these distances from the beginning; beyond the ends the line runs straight on."""
        inside = np.clip(at, 0.0, self.length)
        xy = np.column_stack([np.interp(inside, self._at, self._xy[:, axis]) for axis in (0, 1)])
        first, last = self._xy[1] - self._xy[0], self._xy[-1] - self._xy[-2]
        xy += np.minimum(at, 0.0)[:, None] * (first / np.hypot(*first))
        xy += np.maximum(at - self.length, 0.0)[:, None] * (last / np.hypot(*last))
        return np.asarray(xy, dtype=np.float64)

    def seen(self, at: Floats) -> Floats:
        """Give those of the distances that lie within what is looked at, or near it."""
        if self._within is None or not len(at):
            return at
        left, top, right, bottom = self._within
        x, y = self.points(at).T
        near = (
            (x > left - _MARGIN_MM) & (x < right + _MARGIN_MM) & (y > top - _MARGIN_MM) & (y < bottom + _MARGIN_MM)
        )
        return np.asarray(at[near], dtype=np.float64)

    def off_corners(self, at: Floats, half: float) -> Floats:
        """Move what would lie across a sharp corner to the nearer of its sides, if that has room for it."""
        steps = np.diff(self._xy, axis=0)
        turn = np.abs(np.angle(np.exp(1j * np.diff(np.arctan2(steps[:, 1], steps[:, 0])))))
        corners = np.concatenate(([0.0], self._at[1:-1][turn > _SHARP], [self.length]))
        if len(corners) < 3 or not len(at):
            return at
        inner = corners[1:-1]
        after = np.clip(np.searchsorted(inner, at), 0, len(inner) - 1)
        before = np.maximum(after - 1, 0)
        nearest = 1 + np.where(np.abs(at - inner[before]) < np.abs(inner[after] - at), before, after)
        corner = corners[nearest]
        room_before = corner - corners[nearest - 1] >= 2 * half
        room_after = corners[nearest + 1] - corner >= 2 * half
        back = np.where(room_before & room_after, at <= corner, room_before)
        across = (np.abs(at - corner) < half) & (room_before | room_after)
        return np.asarray(np.where(across, corner + np.where(back, -half, half), at), dtype=np.float64)

    def headings(self, at: Floats, reach: float) -> Floats:
        """Give unit vectors along the line, each over `reach` before and behind."""
        ahead = self.points(at + reach) - self.points(at - reach)
        size = np.hypot(ahead[:, 0], ahead[:, 1])
        turned_back = size < 1e-9  # the line runs back on itself: take its next step
        if turned_back.any():
            ahead[turned_back] = (self.points(at + 1e-3) - self.points(at))[turned_back]
            size = np.hypot(ahead[:, 0], ahead[:, 1])
        return np.asarray(ahead / np.maximum(size, 1e-12)[:, None], dtype=np.float64)


def _in_state(motif: _Motif, state: State) -> _Motif:
    if motif.hollow and state in (State.PLANNED, State.REQUESTED):
        return msgspec.structs.replace(motif, fill="#FFFFFF", line=motif.fill, width=0.3)
    return motif


def _placed(motif: _Motif, line: _Run, alpha: float) -> list[Shape]:
    count = max(1, round(line.length / motif.every))
    at: Floats = (np.arange(count) + 0.5) * line.length / count
    if motif.besides:  # leave room for the greater sign that shares the line
        step = line.length / max(1, round(line.length / motif.besides))
        at = at[np.abs(at / step % 1.0 - 0.5) * step > 3.0]
    if motif.picture:
        return _upright(motif, line, line.seen(at), alpha)
    shape = outline_of(motif.path)
    left, _, right, _ = shape.bounds
    if motif.beyond is not None:
        last = line.length - right + motif.beyond
        at = np.append(at[at < last - 2 * (right - left)], last)
    at = line.seen(at)
    if not len(at):
        return []
    half = max(-left, right)
    if half > 0.5:
        at = line.off_corners(at, half)
    heading = line.headings(at, max(half, 0.5))
    where = line.points(at) + motif.aside * np.column_stack((-heading[:, 1], heading[:, 0]))
    if motif.back:
        heading = -heading
    copies = _copies(shape, where, heading)
    return [Shape(copies, motif.fill, motif.line, motif.width, alpha=alpha, join="round", cap="butt")]


def _upright(motif: _Motif, line: _Run, at: Floats, alpha: float) -> list[Shape]:
    """Place a picture on a disc, upright but looking where the line goes."""
    if not len(at):
        return []
    where = line.points(at)
    ahead = line.headings(at, 1.0)[:, 0]
    half = motif.size / 2
    sign = fitted(picture(motif.picture), (-half, -half, half, half))
    mirrored = sign.mapped(-1, 0, 0, 1, 0, 0)
    places = list(zip(where.tolist(), ahead.tolist(), strict=True))
    grounds = joined(circle(x, y, motif.radius) for (x, y), _ in places)
    signs = joined((sign if forward >= 0 else mirrored).moved(x, y) for (x, y), forward in places)
    return [
        Shape(grounds, motif.ground, "#FFFFFF", 0.3, alpha=alpha),
        Shape(signs, motif.colour, alpha=alpha),
    ]


def _kilometre_marks(line: _Run, mm_per_km: float, colour: str, alpha: float) -> list[Shape]:
    count = int(line.length / mm_per_km)
    at = line.seen(np.arange(1.0, count + 1.0, dtype=np.float64) * mm_per_km)
    if not len(at):
        return []
    numbers = np.round(at / mm_per_km).astype(int).tolist()
    places = list(zip(numbers, line.points(at).tolist(), strict=True))
    written = joined(
        fitted(outlines.letters(str(number)), (x - 1.4, y - 0.95, x + 1.4, y + 0.95)) for number, (x, y) in places
    )
    discs = joined(circle(x, y, 2.0) for _, (x, y) in places)
    return [Shape(discs, "#FFFFFF", colour, 0.4, alpha=alpha), Shape(written, colour, alpha=alpha)]


def _question_marks(line: _Run, alpha: float) -> list[Shape]:
    """Give the badge of what is only reported, upright on the line: one at a third, and then every 40 mm."""
    count = max(1, round(line.length / _DOUBT_MM))
    at = line.seen((np.arange(count, dtype=np.float64) + 1 / 3) * line.length / count)
    if not len(at):
        return []
    places = line.points(at).tolist()
    mark = outlines.letters("?")
    written = joined(fitted(mark, (x - 1.1, y - 1.15, x + 1.1, y + 1.15)) for x, y in places)
    discs = joined(circle(x, y, 1.8) for x, y in places)
    return [Shape(discs, "#FFFFFF", "#1A1A1A", 0.35, alpha=alpha), Shape(written, "#1A1A1A", alpha=alpha)]


def _copies(path: Path, where: Floats, heading: Floats) -> Path:
    """Give copies of an outline, its x axis laid along each heading."""
    points = np.asarray(path.points)
    x, y = points[:, 0], points[:, 1]
    cos, sin = heading[:, :1], heading[:, 1:]
    xs = where[:, :1] + cos * x - sin * y
    ys = where[:, 1:] + sin * x + cos * y
    flat: list[XY] = list(zip(xs.ravel().tolist(), ys.ravel().tolist(), strict=True))
    return Path(path.ops * len(where), tuple(flat))


def _line(line_id: str) -> _Line:
    return _lines().get(line_id, _UNKNOWN)


@cache
def _lines() -> dict[str, _Line]:
    with (files("symbols") / "lines.toml").open("rb") as stream:
        return msgspec.convert(tomllib.load(stream), dict[str, _Line])
