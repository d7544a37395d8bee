"""Outlines as plain values: straight lines and cubic curves, in any unit, y down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import Final

__all__ = ["XY", "Box", "Path", "circle", "ellipse", "polygon", "polyline", "rectangle", "union_of_boxes"]

XY = tuple[float, float]
Box = tuple[float, float, float, float]
"""(left, top, right, bottom)."""

_KAPPA: Final = 0.5522847498
"""How far the handles of a quarter circle stand off, for radius 1."""


@dataclass(frozen=True, slots=True)
class Path:
    """A path: `ops` holds one letter a step, `points` what the steps need.

    `M` (move) and `L` (line) take one point, `C` (cubic curve) three, `Z` (close) none.
    """

    ops: str = ""
    points: tuple[XY, ...] = ()

    def __add__(self, other: "Path") -> "Path":
        return Path(self.ops + other.ops, self.points + other.points)

    def __bool__(self) -> bool:
        return bool(self.ops)

    def mapped(self, a: float, b: float, c: float, d: float, e: float, f: float) -> "Path":
        """Give the path under x' = a x + c y + e, y' = b x + d y + f."""
        return Path(self.ops, tuple((a * x + c * y + e, b * x + d * y + f) for x, y in self.points))

    def moved(self, dx: float, dy: float) -> "Path":
        """Give the path moved."""
        return self.mapped(1, 0, 0, 1, dx, dy)

    def scaled(self, factor: float) -> "Path":
        """Give the path made larger about (0, 0)."""
        return self.mapped(factor, 0, 0, factor, 0, 0)

    def turned(self, clockwise_deg: float) -> "Path":
        """Give the path turned about (0, 0), clockwise as seen on paper."""
        angle = radians(clockwise_deg)
        return self.mapped(cos(angle), sin(angle), -sin(angle), cos(angle), 0, 0)

    @property
    def bounds(self) -> Box:
        """The smallest box around all points and handles, which holds the path itself."""
        xs = [x for x, _ in self.points]
        ys = [y for _, y in self.points]
        return (min(xs), min(ys), max(xs), max(ys))

    @property
    def length(self) -> float:
        """How long the path is; a curve counts as the mean of its chord and its handles."""
        total, index = 0.0, 0
        start = here = (0.0, 0.0)
        for op in self.ops:
            if op == "M":
                start = here = self.points[index]
                index += 1
            elif op == "L":
                total += _distance(here, self.points[index])
                here = self.points[index]
                index += 1
            elif op == "C":
                one, two, end = self.points[index : index + 3]
                around = _distance(here, one) + _distance(one, two) + _distance(two, end)
                total += (around + _distance(here, end)) / 2
                here = end
                index += 3
            else:
                total += _distance(here, start)
                here = start
        return total


def _distance(one: XY, two: XY) -> float:
    return hypot(two[0] - one[0], two[1] - one[1])


def polyline(points: Sequence[XY]) -> Path:
    """Give an open line through the points."""
    return Path("M" + "L" * (len(points) - 1), tuple(points))


def polygon(points: Sequence[XY]) -> Path:
    """Give a closed line through the points (the first is not repeated)."""
    return Path("M" + "L" * (len(points) - 1) + "Z", tuple(points))


def ellipse(x: float, y: float, rx: float, ry: float) -> Path:
    """Give an ellipse about (x, y)."""
    kx, ky = rx * _KAPPA, ry * _KAPPA
    points = (
        *((x, y - ry), (x + kx, y - ry), (x + rx, y - ky), (x + rx, y)),
        *((x + rx, y + ky), (x + kx, y + ry), (x, y + ry)),
        *((x - kx, y + ry), (x - rx, y + ky), (x - rx, y)),
        *((x - rx, y - ky), (x - kx, y - ry), (x, y - ry)),
    )
    return Path("MCCCCZ", points)


def circle(x: float, y: float, radius: float) -> Path:
    """Give a circle about (x, y)."""
    return ellipse(x, y, radius, radius)


def rectangle(box: Box, radius: float = 0.0) -> Path:
    """Give a rectangle with rounded corners."""
    left, top, right, bottom = box
    if radius <= 0:
        return polygon(((left, top), (right, top), (right, bottom), (left, bottom)))
    off = radius * (1 - _KAPPA)
    points = (
        *((left + radius, top), (right - radius, top)),
        *((right - off, top), (right, top + off), (right, top + radius)),
        (right, bottom - radius),
        *((right, bottom - off), (right - off, bottom), (right - radius, bottom)),
        (left + radius, bottom),
        *((left + off, bottom), (left, bottom - off), (left, bottom - radius)),
        (left, top + radius),
        *((left, top + off), (left + off, top), (left + radius, top)),
    )
    return Path("MLCLCLCLCZ", points)


def union_of_boxes(boxes: Iterable[Box]) -> Box:
    """Give the smallest box around all boxes; there must be one at least."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
