"""The frames of the grammar: the outline of each class, the room inside it and the places around it.

Units: a symbol of size s millimetres has 80 units to s, so that its frame, drawn in 10..90, measures s.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Final

from symbols.catalogue import FrameClass
from symbols.path import XY, Path, circle, polygon, polyline, rectangle

__all__ = ["FRAMES", "FRAME_UNITS", "HALO", "LINE", "RIM", "Frame"]

FRAME_UNITS: Final = 80.0
LINE: Final = 5.0
"""The width of a frame's line."""
HALO: Final = 4.0
"""How far the white halo reaches outside the frame."""
RIM: Final = 12.0
"""The width of the coloured rim of a permanent place."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One class's frame.

    Attributes
    ----------
    outline
        Gives the closed outline, its line's middle `inset` units inside the frame's outer edge.
    room
        A convex polygon that the pictogram must stay in.
    middle
        Where the middle of the pictogram goes, and the direction arrow begins.
    anchor
        The point that stands on the place.
    shoulder
        Where a badge sits, upper right.
    digit
        Where the discipline's digit stands; None where the class shows none.
    line
        The width of the frame's line.
    tallest, capitals
        How tall a pictogram, and how tall letters may be.
    top, right
        The upper and the right edge, for what stands beside the frame.
    level
        The height at which the left and right texts stand.
    pole
        The flag-pole of a command post.
    beside_digit
        Room and middle where the digit stands inside the frame: the pictogram keeps clear of it.
    """

    outline: Callable[[float], Path]
    room: tuple[XY, ...]
    middle: XY
    anchor: XY
    shoulder: XY
    digit: XY | None = None
    line: float = LINE
    tallest: float = 60.0
    capitals: float = 34.0
    top: float = 10.0
    left: float = 10.0
    right: float = 90.0
    bottom: float = 90.0
    level: float = 50.0
    pole: Path | None = None
    beside_digit: tuple[tuple[XY, ...], XY] | None = None


def _diamond(inset: float) -> Path:
    half = 40.0 - inset * 2**0.5
    return polygon(((50, 50 - half), (50 + half, 50), (50, 50 + half), (50 - half, 50)))


def _diamond_room(half: float) -> tuple[XY, ...]:
    return ((50, 50 - half), (50 + half, 50), (50, 50 + half), (50 - half, 50))


def _box(left: float, top: float, right: float, bottom: float) -> tuple[XY, ...]:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _resource(inset: float) -> Path:
    return rectangle((10 + inset, 19 + inset, 90 - inset, 81 - inset), max(12.0 - inset, 1.0))


def _flag(inset: float) -> Path:
    return rectangle((10 + inset, 10 + inset, 90 - inset, 62 - inset))


def _disc(inset: float) -> Path:
    return circle(50, 50, 40 - inset)


def _round_room(x: float, y: float, radius: float) -> tuple[XY, ...]:
    return tuple((x + radius * cos(i * pi / 16), y + radius * sin(i * pi / 16)) for i in range(32))


def _hexagon(inset: float) -> Path:
    return polygon(_hexagon_corners(40 - inset / cos(pi / 6)))


def _hexagon_corners(radius: float) -> tuple[XY, ...]:
    return tuple((50 + radius * cos(i * pi / 3), 50 + radius * sin(i * pi / 3)) for i in range(6))


_TRIANGLE: Final = ((5.0, 12.0), (95.0, 12.0), (50.0, 90.0))


def _triangle(inset: float) -> Path:
    return polygon(_triangle_corners(inset))


def _triangle_corners(inset: float) -> tuple[XY, ...]:
    """Shrink the triangle about its incentre, so that every side moves in by `inset`."""
    (ax, ay), (bx, by), (cx, cy) = _TRIANGLE
    a, b, c = hypot(bx - cx, by - cy), hypot(ax - cx, ay - cy), hypot(ax - bx, ay - by)
    x = (a * ax + b * bx + c * cx) / (a + b + c)
    y = (a * ay + b * by + c * cy) / (a + b + c)
    radius = y - ay
    factor = (radius - inset) / radius
    return tuple((x + factor * (px - x), y + factor * (py - y)) for px, py in _TRIANGLE)


FRAMES: Final[dict[FrameClass, Frame]] = {
    FrameClass.HAZARD: Frame(_diamond, _diamond_room(33.0), (50, 50), (50, 50), (77, 23), line=4.5, tallest=46.0),
    FrameClass.RESOURCE: Frame(
        _resource,
        _box(19.5, 26, 80.5, 74),
        (50, 49.5),
        (50, 50),
        (88, 20),
        digit=(86, 76),
        beside_digit=(_box(17.5, 26, 75.5, 74), (46.5, 49.5)),
        tallest=42.0,
        capitals=28.0,
        top=19.0,
        bottom=81.0,
    ),
    FrameClass.COMMAND: Frame(
        _flag,
        _box(18.5, 17, 81.5, 55),
        (50, 36),
        (12.5, 90),
        (88, 11),
        digit=(82, 77),
        tallest=37.0,
        level=38.0,
        pole=polyline(((12.5, 12.5), (12.5, 90))),
    ),
    FrameClass.REFERENCE: Frame(
        _disc, _round_room(50, 50, 27.5), (50, 50), (50, 50), (78, 22), line=RIM, capitals=29.0
    ),
    FrameClass.ACTION: Frame(
        _hexagon, _hexagon_corners(33), (50, 50), (50, 50), (80, 18), top=15.4, bottom=84.6, tallest=46.0
    ),
    FrameClass.SENSOR: Frame(
        _triangle, _triangle_corners(7.5), (50, 34), (50, 90), (88, 14), line=5.5, top=12.0, level=32.0
    ),
    FrameClass.WIND: Frame(_disc, _round_room(50, 50, 40), (50, 50), (50, 50), (78, 22)),
    FrameClass.AREA: Frame(_resource, _box(17, 26, 83, 74), (50, 50), (50, 50), (88, 20), top=19.0, bottom=81.0),
    FrameClass.LINE: Frame(_resource, _box(10, 26, 90, 74), (50, 50), (50, 50), (88, 20), top=19.0, bottom=81.0),
}
