"""A crisis symbol as pure vector data: the grammar of `frames.py` and the catalogue put together.

Units: the frame lies in 10..90 of a square of 100; 80 units are the symbol's size in millimetres. y runs down.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

import msgspec

from resources.texts import Language, Names
from symbols import outlines
from symbols.badges import badges, casualty_counts, echelon
from symbols.catalogue import CatalogueEntry, FrameClass, entry_of
from symbols.discipline import INK, PAPER
from symbols.frames import FRAME_UNITS, FRAMES, HALO, RIM, Frame
from symbols.grammar import State, Symbol
from symbols.ownership import owned_entry
from symbols.path import XY, Box, Path, polygon, polyline, rectangle, union_of_boxes
from symbols.pictograms import fitted, layers, outline_of
from symbols.samples import area_sample, line_sample
from symbols.severity import ring_of, ring_shapes
from symbols.shape import Shape

__all__ = ["OVERVIEW_MM", "TEXT_HALO_MM", "Drawing", "TextField", "draw", "text_size_pt"]

_PLATE_ORANGE: Final = "#FF7A00"
TEXT_HALO_MM: Final = 0.35
_MM_PER_PT: Final = 25.4 / 72.0
_GAP: Final = 4.0
OVERVIEW_MM: Final = 5.0
"""A symbol smaller than this shows its frame and its sign only."""


@dataclass(frozen=True, slots=True)
class TextField:
    """A text beside the frame, to be set as real text with a halo.

    `x`, `y` are where the text's left, middle or right end (`align`) and the middle of its capitals stand.
    """

    role: Literal["left", "right", "bottom", "number"]
    text: str
    x: float
    y: float
    align: Literal["left", "middle", "right"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A symbol ready to paint: shapes in this order, then the texts.

    Attributes
    ----------
    anchor
        The point that stands on the place: the foot of a flag, the tip of a sensor, else the middle.
    bounds
        The box around all shapes with their halo; the texts stand outside of it.
    """

    shapes: tuple[Shape, ...]
    texts: tuple[TextField, ...]
    anchor: XY
    bounds: Box

    def body_mm(self, size_mm: float) -> Box:
        """Give the box around the symbol without its texts, millimetres from its place."""
        factor = size_mm / FRAME_UNITS
        (left, top, right, bottom), (x, y) = self.bounds, self.anchor
        return ((left - x) * factor, (top - y) * factor, (right - x) * factor, (bottom - y) * factor)

    def texts_mm(self, size_mm: float) -> tuple[Box, ...]:
        """Give the box of each text with its halo, millimetres from the symbol's place."""
        factor, em = size_mm / FRAME_UNITS, text_size_pt(size_mm) * _MM_PER_PT
        boxes = []
        for field in self.texts:
            width = outlines.text_width(field.text) * em
            x = (field.x - self.anchor[0]) * factor - {"left": 0.0, "middle": width / 2, "right": width}[
                field.align
            ]
            y = (field.y - self.anchor[1]) * factor
            boxes.append((x - TEXT_HALO_MM, y - em / 2, x + width + TEXT_HALO_MM, y + em / 2))
        return tuple(boxes)


def text_size_pt(size_mm: float) -> float:
    """Give the size of the texts beside a symbol: 8 pt at 8 mm, never under 6 pt."""
    return max(6.0, min(10.0, 4.0 + size_mm / 2))


def draw(
    symbol: Symbol,
    language: Language,
    left: str = "",
    right: str = "",
    bottom: str = "",
    number: str = "",
    direction_deg: float | None = None,
    *,
    overview: bool = False,
) -> Drawing:
    """Draw a symbol.

    Parameters
    ----------
    symbol
        What and in which state.
    language
        Chooses the letters of the frame (`PC-Ops` or `CP-Ops`); in two languages both stand, one above the other.
    left, right, bottom, number
        Designation, count or capacity, time, number in a series. A traffic post shows its number in its frame.
    direction_deg
        Clockwise from north: where it moves to. For the wind where it comes *from*; its arrow points the other way.
    overview
        Without the discipline's digit, which nobody can read on a symbol of less than `OVERVIEW_MM`.
    """
    entry = entry_of(symbol.id)
    inside = number if entry.frame is FrameClass.ACTION else ""
    shapes, anchor, bounds = _shapes(symbol, language, inside, direction_deg, overview)
    frame = FRAMES[entry.frame]
    texts = []
    # The row of casualties may be wider than the sign; what stands beside the sign keeps close to it.
    alone = msgspec.structs.replace(symbol, casualties="") if symbol.casualties else symbol
    body = _shapes(alone, language, inside, direction_deg, overview)[2]
    beside = body[2] + _GAP / 2
    if left:
        texts.append(TextField("left", left, body[0] - _GAP / 2, frame.level, "right"))
    if right:
        texts.append(TextField("right", right, beside, frame.level, "left"))
    if bottom:
        texts.append(TextField("bottom", bottom, 50.0, bounds[3] + 13.0, "middle"))
    if number and not inside:
        texts.append(TextField("number", number, beside, frame.top - 1.0, "left"))
    return Drawing(shapes, tuple(texts), anchor, bounds)


@lru_cache(maxsize=2048)
def _shapes(
    symbol: Symbol, language: Language, inside: str, direction_deg: float | None, overview: bool
) -> tuple[tuple[Shape, ...], XY, Box]:
    """Give the shapes, the anchor and the bounds; cached, since a map shows few kinds of symbols many times."""
    entry = owned_entry(symbol)
    frame = FRAMES[entry.frame]
    if entry.frame is FrameClass.WIND:
        shapes = _wind(direction_deg)
    elif entry.frame in (FrameClass.AREA, FrameClass.LINE):
        shapes = area_sample(symbol, language) if entry.frame is FrameClass.AREA else line_sample(symbol)
    else:
        shapes = [
            *_halo(frame, symbol, entry),
            *(_arrow(frame, direction_deg) if direction_deg is not None else ()),
            *_framed(frame, symbol, entry),
            *_content(
                Symbol(
                    id=symbol.id, owner=symbol.owner, reserve=symbol.reserve, kemler=symbol.kemler, un=symbol.un
                ),
                language,
                inside,
                beside_digit=not overview and bool(_digit(frame, entry)),
            ),
            *(() if overview else _digit(frame, entry)),
            *(_bar(frame) if symbol.closed else ()),
        ]
    shapes += [*badges(frame, symbol), *echelon(frame, symbol), *casualty_counts(frame, symbol)]
    return tuple(shapes), frame.anchor, union_of_boxes(shape.bounds for shape in shapes)


def _fill(entry: CatalogueEntry) -> str:
    """Give the colour inside the frame."""
    whites = (FrameClass.HAZARD, FrameClass.REFERENCE, FrameClass.SENSOR)
    return PAPER if entry.frame in whites else (entry.ground or entry.owner).colour


def _line_colour(entry: CatalogueEntry) -> str:
    owned = (FrameClass.REFERENCE, FrameClass.SENSOR)
    return entry.owner.rim if entry.frame in owned else INK


def _ink(entry: CatalogueEntry) -> str:
    """Give the colour of what stands inside the frame."""
    return INK if _fill(entry) == PAPER else (entry.ground or entry.owner).contrast


def _halo(frame: Frame, symbol: Symbol, entry: CatalogueEntry) -> list[Shape]:
    reach = 2 * HALO + frame.line
    ring: list[Shape] = []
    if entry.frame is FrameClass.HAZARD:
        ring = ring_shapes(frame.outline, symbol.severity)
        reach += 2 * ring_of(symbol.severity).width
    outline = frame.outline(frame.line / 2)
    if frame.pole is not None:
        outline += frame.pole
    return [Shape(outline, PAPER, PAPER, reach, join="round", cap="round"), *ring]


def _framed(frame: Frame, symbol: Symbol, entry: CatalogueEntry) -> list[Shape]:
    """Give the filled frame with the line that tells the state."""
    colour = _line_colour(entry)
    middle = frame.outline(frame.line / 2)
    shapes = []
    if frame.pole is not None:
        shapes.append(Shape(frame.pole, "", INK, frame.line))
    shapes.append(Shape(middle, _fill(entry)))
    if symbol.reserve:
        inner = 3.0 if frame.line < RIM else 5.0
        shapes.append(Shape(frame.outline((5.0 + inner) / 2), "", PAPER, 5.0 + inner))
        lines = [(frame.outline(1.5), 3.0), (frame.outline(5.0 + inner / 2), inner)]
    else:
        lines = [(middle, frame.line)]
    for path, width in lines:
        if symbol.state in (State.PLANNED, State.REQUESTED):
            # White beneath the dashes, or a black frame on a black fill would not be seen to be broken.
            shapes.append(Shape(path, "", PAPER, width))
        shapes.append(_status_line(path, colour, width, symbol.state))
    return shapes


def _status_line(path: Path, colour: str, width: float, state: State) -> Shape:
    """Give the frame's line: whole, dashed 12-6 or dotted, the pattern stretched to close on itself."""
    if state is State.PLANNED:
        period = path.length / max(4, round(path.length / 18.0))
        dash = (period * 2 / 3, period / 3)
        return Shape(path, "", colour, width, dash, dash_from=dash[0] / 2)
    if state is State.REQUESTED:
        dot = min(width, 6.0)
        period = path.length / round(path.length / (dot * 2.0))
        return Shape(path, "", colour, dot, (0.01, period - 0.01), cap="round")
    return Shape(path, "", colour, width)


@lru_cache(maxsize=1024)
def _content(symbol: Symbol, language: Language, inside: str, *, beside_digit: bool) -> tuple[Shape, ...]:
    """Give the pictogram, the letters or the orange plate, as large as the frame has room for."""
    entry = owned_entry(symbol)
    frame = FRAMES[entry.frame]
    if entry.picture == "plate":
        return tuple(_plate(frame, symbol.kemler, symbol.un))
    if inside:
        parts: tuple[tuple[Path, str], ...] = ((outlines.letters(inside), ""),)
    elif entry.outline:
        parts = ((outline_of(entry.outline), ""),)
    elif entry.picture:
        parts = layers(entry.picture)
    else:
        parts = ((_lettering(entry.letters, language), ""),)
    whole = Path()
    for path, _ in parts:
        whole += path
    lettered = bool(inside) or not (entry.picture or entry.outline)
    one_line = whole.bounds[3] - whole.bounds[1] < 1.0  # letters come in ems
    tallest = frame.capitals if lettered and one_line else frame.tallest
    if beside_digit and frame.beside_digit is not None and not (lettered and one_line):
        # One line of letters ends above the digit and stays in the middle.
        room, middle = frame.beside_digit
        frame = replace(frame, room=room, middle=middle)
    a, dx, dy = _fit(whole, _room(frame, lettered=lettered, reserve=symbol.reserve), frame.middle, tallest)
    return tuple(Shape(path.mapped(a, 0, 0, a, dx, dy), colour or _ink(entry)) for path, colour in parts)


def _room(frame: Frame, *, lettered: bool, reserve: bool) -> tuple[XY, ...]:
    """Give the room that a reserve's second line leaves; letters keep off the frame a little more."""
    near = frame.line >= RIM or (frame.beside_digit is not None and frame.middle == frame.beside_digit[1])
    factor = (0.82 if reserve else 1.0) * (0.94 if lettered and near else 1.0)
    x, y = frame.middle
    return tuple((x + factor * (px - x), y + factor * (py - y)) for px, py in frame.room)


def _lettering(letters: Names, language: Language) -> Path:
    """Give the letters of one language, or of two one above the other where they differ."""
    lines = list(dict.fromkeys(letters.in_language(part) for part in language.parts))
    path = Path()
    for index, line in enumerate(lines):
        width = outlines.text_width(line)
        path += outlines.letters(line).moved(-width / 2, 0.86 * index)
    return path


def _fit(path: Path, room: tuple[XY, ...], middle: XY, tallest: float) -> tuple[float, float, float]:
    """Give scale and shift that put a path into the convex `room` as large as can be, no taller than `tallest`.

    It stands in the middle, or somewhat higher or lower where that lets it be larger: a house has more room
    low in a diamond, a camera high in a triangle.
    """
    left, top, right, bottom = path.bounds
    cx, cy = (left + right) / 2, (top + bottom) / 2
    sides = []
    for (ax, ay), (bx, by) in zip(room, (*room[1:], room[0]), strict=True):
        nx, ny = by - ay, ax - bx  # outwards, for corners that follow one another clockwise on paper
        reach = max((x - cx) * nx + (y - cy) * ny for x, y in path.points)
        sides.append(((ax - middle[0]) * nx + (ay - middle[1]) * ny, ny, reach))
    best = (0.0, 0.0, 0.0)
    for step in range(-10, 11):
        off = float(step)
        fits = min((free - off * ny) / reach for free, ny, reach in sides if reach > 1e-9)
        factor = min(fits, tallest / (bottom - top))
        worth = factor * (1.0 - 0.008 * abs(off))
        if worth > best[0] + 1e-9:
            best = (worth, factor, off)
    _, factor, off = best
    return factor, middle[0] - factor * cx, middle[1] + off - factor * cy


def _plate(frame: Frame, kemler: str, un: str) -> list[Shape]:
    """Give the orange ADR plate, 4 : 3, with the hazard number above the UN number.

    A plate with numbers stands over the frame's sides: they must be read, and the frame's corners tell enough.
    """
    x, y = frame.middle
    width = 54.0 if kemler or un else 37.0
    height = width * 3 / 4
    box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    shapes = [
        Shape(rectangle(box, 2.0), _PLATE_ORANGE, INK, 2.4),
        Shape(polyline(((box[0], y), (box[2], y))), "", INK, 2.4),
    ]
    for text, middle in ((kemler, y - height / 4), (un, y + height / 4)):
        if text:
            half = (width / 2 - 3.4, height / 4 - 2.6)
            place = (x - half[0], middle - half[1], x + half[0], middle + half[1])
            shapes.append(Shape(fitted(outlines.letters(text), place), INK))
    return shapes


def _digit(frame: Frame, entry: CatalogueEntry) -> list[Shape]:
    """Give the discipline's number, lower right, so that a sheet without colour still tells the owner."""
    digit = entry.owner.digit
    if frame.digit is None or not digit or digit in entry.letters.fr:
        return []
    x, y = frame.digit
    path = fitted(outlines.letters(digit), (x - 8, y - 7.5, x + 8, y + 7.5))
    if entry.frame is FrameClass.COMMAND:
        return [Shape(path, PAPER, PAPER, 5.0, join="round"), Shape(path, INK)]
    tab = rectangle((x - 8.5, y - 11.0, x + 8.5, y + 11.0), 5.0)
    return [Shape(tab, PAPER, INK, 2.5), Shape(path, INK)]


def _bar(frame: Frame) -> list[Shape]:
    """Give the diagonal bar of what is closed or out of use, narrow enough that one reads what is closed."""
    line = polyline(((frame.left + 2, frame.bottom - 2), (frame.right - 2, frame.top + 2)))
    if frame.pole is not None:
        line = polyline(((8, 64), (92, 8)))
    return [Shape(line, "", PAPER, 8.6, cap="butt"), Shape(line, "", INK, 4.6, cap="butt")]


def _arrow(frame: Frame, direction_deg: float) -> list[Shape]:
    """Give the arrow of a movement, from the middle out beyond the frame."""
    x, y = frame.middle
    shaft = polygon(((-3, 0), (-3, -56), (-10, -56), (0, -74), (10, -56), (3, -56), (3, 0)))
    path = shaft.turned(direction_deg).moved(x, y)
    return [Shape(path, PAPER, PAPER, 2 * HALO, join="round"), Shape(path, INK)]


def _wind(from_deg: float | None) -> list[Shape]:
    """Give the arrow of the wind, which points where the wind goes; hollow while its direction is not known."""
    arrow = polygon(
        (
            (0, -40),
            (17, -8),
            (5.5, -13),
            (5.5, 22),
            (15, 40),
            (0, 32),
            (-15, 40),
            (-5.5, 22),
            (-5.5, -13),
            (-17, -8),
        )
    )
    towards = (225.0 if from_deg is None else from_deg) + 180.0
    path = arrow.turned(towards).moved(50, 50)
    fill = PAPER if from_deg is None else "#1B4F8A"
    return [
        Shape(path, PAPER, PAPER, 2 * HALO + 3.0, join="round"),
        Shape(path, fill, "#1B4F8A", 3.0, join="round"),
    ]
