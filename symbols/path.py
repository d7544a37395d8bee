"""Outlines as plain values: straight lines and cubic curves, in any unit, y down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians, sin
from typing import Final

__all__ = ["XY", "Box", "Path", "circle", "ellipse", "joined", "polygon", "polyline", "rectangle", "union_of_boxes"]

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

    def reversed(self) -> "Path":
        """Give the closed path run the other way round: a hole in what lies around it, by the non-zero rule."""
        ops: list[str] = []
        points: list[XY] = []
        index = 0
        for part in self.ops.split("M")[1:]:
            steps = part.rstrip("Z")
            count = 1 + sum(3 if step == "C" else 1 for step in steps)
            ops.append("M" + steps[::-1] + "Z")
            points.extend(self.points[index : index + count][::-1])
            index += count
        return Path("".join(ops), tuple(points))

    @property
    def bounds(self) -> Box:
        """The smallest box around all points and handles, which holds the path itself."""
        xs = [x for x, _ in self.points]
        ys = [y for _, y in self.points]
        return (min(xs), min(ys), max(xs), max(ys))

    @property
    def area(self) -> float:
        """The area within all outlines: positive where they run clockwise on paper."""
        ends = (pair for line in self.polylines for pair in pairwise((*line, line[0])))
        return sum(ax * by - bx * ay for (ax, ay), (bx, by) in ends) / 2

    @property
    def polylines(self) -> tuple[tuple[XY, ...], ...]:
        """Each outline as the corners of a line; a curve becomes sixteen chords."""
        found: list[tuple[XY, ...]] = []
        index = 0
        for part in self.ops.split("M")[1:]:
            line = [self.points[index]]
            index += 1
            for step in part:
                if step == "L":
                    line.append(self.points[index])
                    index += 1
                elif step == "C":
                    start, handles = line[-1], self.points[index : index + 3]
                    line.extend(_on_curve(start, handles, chord / 16) for chord in range(1, 17))
                    index += 3
                else:
                    line.append(line[0])
            found.append(tuple(line))
        return tuple(found)

    @property
    def length(self) -> float:
        """How long the path is."""
        return sum(_distance(one, two) for line in self.polylines for one, two in pairwise(line))


def _on_curve(start: XY, handles: Sequence[XY], t: float) -> XY:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    points = (start, *handles)
    return (
        sum(weight * x for weight, (x, _) in zip(weights, points, strict=True)),
        sum(weight * y for weight, (_, y) in zip(weights, points, strict=True)),
    )


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


def joined(paths: Iterable[Path]) -> Path:
    """Give one path that holds all."""
    parts = list(paths)
    return Path("".join(part.ops for part in parts), tuple(point for part in parts for point in part.points))


def union_of_boxes(boxes: Iterable[Box]) -> Box:
    """Give the smallest box around all boxes; there must be one at least."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
