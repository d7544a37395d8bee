"""The basic shapes and paths of SVG as areas: curves become chords, lines as wide as their stroke become areas."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from math import ceil, cos, pi, radians, sin, sqrt, tan
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from symbols.path import XY

__all__ = ["Drawn", "ShapeError", "TooMuchError"]

_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STEP: Final = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_TRANSFORM: Final = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")
_TAKES: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_CHORDS: Final = 12
_LARGEST: Final = 1e6
_MOST_STEPS: Final = 20_000
_MOST_CORNERS: Final = 6_000
_MOST_CROSSINGS: Final = 1_000
_WHITE: Final = frozenset({"#fff", "#ffffff", "white"})

_Line = list[XY]
_Matrix = npt.NDArray[np.float64]


class ShapeError(ValueError):
    """A shape that cannot be read; it holds the part that is wrong."""


class TooMuchError(ShapeError):
    """So many corners or crossings that finding the area would take longer than anybody waits."""


class Drawn:
    """Collects the shapes of a file in the order they are painted; `ink` is the area they cover together."""

    def __init__(self) -> None:
        self._shapes: list[tuple[list[_Line], Mapping[str, str], _Matrix]] = []

    def add(
        self, tag: str, attributes: Mapping[str, str], style: Mapping[str, str], transforms: tuple[str, ...]
    ) -> None:
        """Paint one more shape.

        Raises
        ------
        ShapeError
            A number or a path that cannot be read.
        """
        hidden = style.get("display") == "none" or style.get("visibility") == "hidden"
        if not hidden and style.get("opacity") != "0":
            self._shapes.append((_lines(tag, attributes), style, _matrix(transforms)))

    def ink(self) -> shapely.Geometry:
        """Give the area that is painted; what is painted white takes from what lies below.

        Raises
        ------
        ShapeError
            So many corners or crossings that finding the area would take longer than anybody waits.
        """
        _check_work([_on(matrix, line) for lines, _, matrix in self._shapes for line in lines])
        ink: shapely.Geometry = shapely.Polygon()
        for lines, style, matrix in self._shapes:
            for colour, area in _areas(lines, style):
                moved = shapely.make_valid(shapely.transform(area, partial(_on, matrix)))
                white = colour.strip().lower() in _WHITE
                ink = shapely.difference(ink, moved) if white else shapely.union(ink, moved)
        return ink


def _on(matrix: _Matrix, xy: Sequence[XY] | _Matrix) -> _Matrix:
    return np.asarray(np.asarray(xy, dtype=np.float64).reshape(-1, 2) @ matrix[:2, :2].T + matrix[:2, 2])


def _check_work(lines: list[_Matrix]) -> None:
    """Refuse more corners or crossings of lines than a sign can have."""
    if sum(len(line) for line in lines) > _MOST_CORNERS:
        raise TooMuchError
    if not lines:
        return
    starts = np.concatenate([line[:-1] for line in lines])
    ends = np.concatenate([line[1:] for line in lines])
    if not np.isfinite(ends).all() or np.abs(ends).max(initial=0.0) > _LARGEST:
        raise ShapeError(str(np.abs(ends).max(initial=0.0)))
    crossings = 0
    for index in range(len(starts) - 1):
        a, b, c, d = starts[index], ends[index], starts[index + 1 :], ends[index + 1 :]
        apart = _side(a, b, c) * _side(a, b, d) < 0
        crossings += int((apart & (_side(c, d, a) * _side(c, d, b) < 0)).sum())
        if crossings > _MOST_CROSSINGS:
            raise TooMuchError


def _side(a: _Matrix, b: _Matrix, c: _Matrix) -> _Matrix:
    return np.asarray((b - a)[..., 0] * (c - a)[..., 1] - (b - a)[..., 1] * (c - a)[..., 0])


def _areas(lines: list[_Line], style: Mapping[str, str]) -> Iterator[tuple[str, shapely.Geometry]]:
    fill, stroke = style.get("fill", "#000"), style.get("stroke", "none")
    if fill not in ("none", "transparent"):
        yield fill, _filled(lines, evenodd=style.get("fill-rule") == "evenodd")
    if stroke not in ("none", "transparent"):
        width = _number(style.get("stroke-width", "1"))
        if width > 0 and lines:
            yield stroke, shapely.buffer(shapely.MultiLineString(lines), width / 2, quad_segs=4)


def _filled(lines: list[_Line], *, evenodd: bool) -> shapely.Geometry:
    rings = [shapely.make_valid(shapely.Polygon(line)) for line in lines if len(line) >= 3]
    if not rings:
        return shapely.Polygon()
    if evenodd:
        return shapely.symmetric_difference_all(rings)
    turns = [_area(line) for line in lines if len(line) >= 3]
    leading = max(turns, key=abs) >= 0
    inside = shapely.union_all([ring for ring, turn in zip(rings, turns, strict=True) if (turn >= 0) == leading])
    holes = shapely.union_all([ring for ring, turn in zip(rings, turns, strict=True) if (turn >= 0) != leading])
    return shapely.difference(inside, holes)


def _area(line: _Line) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(line, (*line[1:], line[0]), strict=True)) / 2


def _number(text: str) -> float:
    found = _NUMBER.match(text.strip())
    if found is None or abs(float(found[0])) > _LARGEST:
        raise ShapeError(text)
    return float(found[0])


def _lines(tag: str, attributes: Mapping[str, str]) -> list[_Line]:
    def of(name: str) -> float:
        return _number(attributes.get(name, "0"))

    if tag == "path":
        return _path(attributes.get("d", ""))
    if tag == "rect":
        x, y, width, height = of("x"), of("y"), of("width"), of("height")
        return [[(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]]
    if tag in ("circle", "ellipse"):
        rx, ry = (of("r"), of("r")) if tag == "circle" else (of("rx"), of("ry"))
        angles = [2 * pi * step / 48 for step in range(49)]
        return [[(of("cx") + rx * cos(angle), of("cy") + ry * sin(angle)) for angle in angles]]
    if tag == "line":
        return [[(of("x1"), of("y1")), (of("x2"), of("y2"))]]
    numbers = [_number(each) for each in _NUMBER.findall(attributes.get("points", ""))]
    line = list(zip(numbers[::2], numbers[1::2], strict=False))
    return [[*line, line[0]] if tag == "polygon" else line] if len(line) > 1 else []


def _matrix(transforms: tuple[str, ...]) -> _Matrix:
    whole = np.eye(3)
    for text in transforms:
        for kind, inside in _TRANSFORM.findall(text):
            numbers = [_number(each) for each in _NUMBER.findall(inside)]
            whole = whole @ _one(kind, numbers, inside)
    return whole


def _one(kind: str, numbers: list[float], said: str) -> _Matrix:
    made = np.eye(3)
    match kind, numbers:
        case "matrix", [a, b, c, d, e, f]:
            made[:2] = ((a, c, e), (b, d, f))
        case "translate", [x, *rest]:
            made[:2, 2] = (x, rest[0] if rest else 0.0)
        case "scale", [x, *rest]:
            made[0, 0], made[1, 1] = x, rest[0] if rest else x
        case "rotate", [angle, *rest]:
            turn = np.eye(3)
            turn[:2, :2] = ((cos(radians(angle)), -sin(radians(angle))), (sin(radians(angle)), cos(radians(angle))))
            to = np.eye(3)
            to[:2, 2] = rest[:2] if len(rest) >= 2 else (0.0, 0.0)
            made = to @ turn @ np.linalg.inv(to)
        case "skewX", [angle]:
            made[0, 1] = tan(radians(angle))
        case "skewY", [angle]:
            made[1, 0] = tan(radians(angle))
        case _:
            raise ShapeError(said)
    return made


def _path(text: str) -> list[_Line]:
    steps = _STEP.findall(text)
    if len(steps) > _MOST_STEPS:
        raise TooMuchError
    lines: list[_Line] = []
    at, begun, handle = (0.0, 0.0), (0.0, 0.0), (0.0, 0.0)
    op, before, index = "", "", 0
    while index < len(steps):
        if steps[index][0]:
            op, index = steps[index][0], index + 1
        elif op in ("", "Z", "z"):
            raise ShapeError(text[:40])
        kind, relative = op.upper(), op.islower()
        count = _TAKES[kind]
        given = steps[index : index + count]
        if len(given) < count or any(letter for letter, _ in given):
            raise ShapeError(text[:40])
        numbers = [_number(value) for _, value in given]
        index += count
        ox, oy = at if relative else (0.0, 0.0)
        pairs = [(x + ox, y + oy) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]
        if kind == "M":
            lines.append([pairs[0]])
            at = begun = pairs[0]
            op = "l" if relative else "L"
        elif not lines:
            raise ShapeError(text[:40])
        elif kind == "Z":
            lines[-1].append(begun)
            at = begun
            lines.append([at])
        else:
            points, handle = _drawn(kind, at, numbers, pairs, (ox, oy), handle if before in _SMOOTH[kind] else at)
            lines[-1].extend(points)
            at = points[-1]
        before = kind
    return [line for line in lines if len(line) > 1]


_SMOOTH: Final = {"S": "CS", "T": "QT", **dict.fromkeys("LHVCQA", "")}


def _drawn(kind: str, at: XY, numbers: list[float], pairs: list[XY], origin: XY, handle: XY) -> tuple[list[XY], XY]:
    """Give the points of one step after `at`, and its last handle."""
    mirrored = (2 * at[0] - handle[0], 2 * at[1] - handle[1])
    if kind == "L":
        return pairs, pairs[0]
    if kind == "H":
        return [(numbers[0] + origin[0], at[1])], at
    if kind == "V":
        return [(at[0], numbers[0] + origin[1])], at
    if kind == "A":
        return _arc(at, numbers, (numbers[5] + origin[0], numbers[6] + origin[1])), at
    if kind in "CS":
        first, second, end = pairs if kind == "C" else (mirrored, *pairs)
        return _cubic(at, first, second, end), second
    bend, end = pairs if kind == "Q" else (mirrored, pairs[0])
    first, second = (
        (here[0] + 2 / 3 * (bend[0] - here[0]), here[1] + 2 / 3 * (bend[1] - here[1])) for here in (at, end)
    )
    return _cubic(at, first, second, end), bend


def _cubic(start: XY, first: XY, second: XY, end: XY) -> list[XY]:
    found = []
    for step in range(1, _CHORDS + 1):
        t = step / _CHORDS
        w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        found.append(
            tuple(sum(k * p[axis] for k, p in zip(w, (start, first, second, end), strict=True)) for axis in (0, 1))
        )
    return [(x, y) for x, y in found]


def _arc(start: XY, numbers: list[float], end: XY) -> list[XY]:
    """Give an elliptical arc as chords, by the conversion of the SVG specification (appendix B.2.4)."""
    rx, ry, turn = abs(numbers[0]), abs(numbers[1]), radians(numbers[2])
    large, sweep = numbers[3] != 0, numbers[4] != 0
    if rx == 0 or ry == 0 or start == end:
        return [end]
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos(turn) * dx + sin(turn) * dy, -sin(turn) * dx + cos(turn) * dy
    stretch = max(1.0, sqrt((x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * stretch, ry * stretch
    under = (rx * ry) ** 2 - (rx * y) ** 2 - (ry * x) ** 2
    factor = sqrt(max(0.0, under / ((rx * y) ** 2 + (ry * x) ** 2)))
    factor *= -1 if large == sweep else 1
    cx, cy = factor * rx * y / ry, -factor * ry * x / rx
    first = np.arctan2((y - cy) / ry, (x - cx) / rx)
    span = np.arctan2((-y - cy) / ry, (-x - cx) / rx) - first
    span = span % (2 * pi) if sweep else -((-span) % (2 * pi))
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    count = max(2, ceil(abs(span) / (pi / 2) * _CHORDS))
    found = []
    for step in range(1, count):
        angle = first + span * step / count
        px, py = cx + rx * cos(angle), cy + ry * sin(angle)
        found.append((cos(turn) * px - sin(turn) * py + middle[0], sin(turn) * px + cos(turn) * py + middle[1]))
    return [*found, end]
