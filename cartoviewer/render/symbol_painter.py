"""Painting crisis symbols and the patterns along lines, as vectors, on any device.

The painter is scaled to millimetres on paper by the caller. What is painted comes from `symbols`, which knows
nothing of Qt; here it becomes painter paths, kept because a map shows few kinds of symbols many times.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPainterPathStroker

from cartoviewer.render.device import SCREEN, Device
from cartoviewer.render.fonts import MM_PER_PT, text_width_mm
from cartoviewer.render.text import paint_text
from cartoviewer.scene.scene import Glyph
from resources.texts import Language
from symbols import outlines
from symbols.drawing import OVERVIEW_MM, TEXT_HALO_MM, Drawing, TextField, draw, text_size_pt
from symbols.frames import FRAME_UNITS
from symbols.grammar import Symbol
from symbols.lines import Floats, decorations
from symbols.path import Path, union_of_boxes
from symbols.shape import Shape
from symbols.style import LabelStyle

__all__ = [
    "FilledPaths",
    "SignPart",
    "filled_paths",
    "glyph_bounds_mm",
    "paint_drawing",
    "paint_glyph",
    "paint_part",
    "paint_pattern",
    "painter_path",
    "part_bounds_mm",
    "sign_parts",
]

_CAPS: Final = {
    "butt": Qt.PenCapStyle.FlatCap,
    "square": Qt.PenCapStyle.SquareCap,
    "round": Qt.PenCapStyle.RoundCap,
}
_JOINS: Final = {"miter": Qt.PenJoinStyle.MiterJoin, "round": Qt.PenJoinStyle.RoundJoin}


def paint_glyph(
    painter: QPainter,
    glyph: Glyph,
    language: Language,
    x_mm: float,
    y_mm: float,
    opacity: float = 1.0,
    *,
    device: Device = SCREEN,
) -> None:
    """Paint one symbol with its anchor on (x_mm, y_mm).

    Parameters
    ----------
    painter
        Its unit is a millimetre on paper.
    glyph
        The symbol, its size and its texts.
    language
        Chooses the letters inside the frame.
    opacity
        Of the symbol as a whole: the layer's.
    device
        Tells whether colours become greys.
    """
    drawing = _drawing(glyph, language)
    factor = glyph.size_mm / FRAME_UNITS
    painter.save()
    painter.setOpacity(painter.opacity() * opacity)
    painter.translate(x_mm - drawing.anchor[0] * factor, y_mm - drawing.anchor[1] * factor)
    painter.save()
    painter.scale(factor, factor)
    # A number inside the frame is part of the sign; the other texts are not, so that they share one.
    inside = "" if any(field.role == "number" for field in drawing.texts) else glyph.number
    _paint(painter, _sign(glyph.symbol, language, inside, glyph.direction_deg, glyph.size_mm < OVERVIEW_MM), device)
    painter.restore()
    for field in drawing.texts:
        _paint_text(painter, field, factor, text_size_pt(glyph.size_mm), device)
    painter.restore()


@dataclass(frozen=True, slots=True)
class SignPart:
    """A part of a sign that many signs share: a frame with what is in it, or one text beside it.

    `x_mm`, `y_mm` is where it stands from the sign's place; of a text `field` is what it says, at its own origin.
    """

    glyph: Glyph
    field: TextField | None = None
    x_mm: float = 0.0
    y_mm: float = 0.0

    @property
    def at_origin(self) -> "SignPart":
        """The part alone, wherever it stands."""
        return self if self.x_mm == self.y_mm == 0.0 else replace(self, x_mm=0.0, y_mm=0.0)


@lru_cache(maxsize=8192)
def sign_parts(glyph: Glyph, language: Language) -> tuple[SignPart, ...]:
    """Take a sign apart into what it shares with others, in the order in which it is painted."""
    drawing = _drawing(glyph, language)
    outside = any(field.role == "number" for field in drawing.texts)
    frame = replace(glyph, left="", right="", bottom="", number="" if outside else glyph.number)
    factor, (x, y) = glyph.size_mm / FRAME_UNITS, drawing.anchor
    size = Glyph("", glyph.size_mm)
    return (
        SignPart(frame),
        *(
            SignPart(
                size, replace(field, role="right", x=0.0, y=0.0), (field.x - x) * factor, (field.y - y) * factor
            )
            for field in drawing.texts
        ),
    )


def paint_part(painter: QPainter, part: SignPart, language: Language, device: Device) -> None:
    """Paint a part of a sign at the origin of a painter in millimetres."""
    if part.field is None:
        paint_glyph(painter, part.glyph, language, 0.0, 0.0, device=device)
    else:
        _paint_text(painter, part.field, 1.0, text_size_pt(part.glyph.size_mm), device)


def part_bounds_mm(part: SignPart, language: Language) -> tuple[float, float, float, float]:
    """Give (left, top, right, bottom) of a part in millimetres from its origin, y down."""
    if part.field is None:
        return glyph_bounds_mm(part.glyph, language)
    size_pt = text_size_pt(part.glyph.size_mm)
    width = text_width_mm(part.field.text, size_pt, "bold")
    left = -{"left": 0.0, "middle": width / 2, "right": width}[part.field.align]
    half = size_pt * MM_PER_PT
    return (left - TEXT_HALO_MM, -half - TEXT_HALO_MM, left + width + TEXT_HALO_MM, half + TEXT_HALO_MM)


def paint_drawing(
    painter: QPainter, drawing: Drawing, x: float, y: float, size: float, *, device: Device = SCREEN
) -> None:
    """Paint a drawing without its texts, its frame `size` wide, its anchor on (x, y), in the painter's unit."""
    factor = size / FRAME_UNITS
    painter.save()
    painter.translate(x - drawing.anchor[0] * factor, y - drawing.anchor[1] * factor)
    painter.scale(factor, factor)
    _paint(painter, filled_paths(drawing.shapes), device)
    painter.restore()


def paint_pattern(
    painter: QPainter,
    pattern_id: str,
    path_mm: Floats,
    opacity: float = 1.0,
    *,
    mm_per_km: float | None = None,
    device: Device = SCREEN,
) -> None:
    """Paint what stands along a line; `path_mm` (n, 2) in millimetres, the painter's unit.

    `mm_per_km` is the length of a kilometre on this paper, for the lines that mark them.
    """
    clip = painter.clipBoundingRect() if painter.hasClipping() else None
    within = (clip.left(), clip.top(), clip.right(), clip.bottom()) if clip is not None else None
    painter.save()
    painter.setOpacity(painter.opacity() * opacity)
    _paint(painter, filled_paths(decorations(pattern_id, path_mm, mm_per_km=mm_per_km, within=within)), device)
    painter.restore()


def glyph_bounds_mm(glyph: Glyph, language: Language) -> tuple[float, float, float, float]:
    """Give (left, top, right, bottom) of a symbol with its texts, in millimetres from its place, y down."""
    drawing = _drawing(glyph, language)
    return union_of_boxes((drawing.body_mm(glyph.size_mm), *drawing.texts_mm(glyph.size_mm)))


def painter_path(path: Path) -> QPainterPath:
    """Turn a path into Qt's, filled by the non-zero rule."""
    built = QPainterPath()
    built.setFillRule(Qt.FillRule.WindingFill)
    index = 0
    for op in path.ops:
        if op == "M":
            built.moveTo(*path.points[index])
            index += 1
        elif op == "L":
            built.lineTo(*path.points[index])
            index += 1
        elif op == "C":
            (ax, ay), (bx, by), (x, y) = path.points[index : index + 3]
            built.cubicTo(ax, ay, bx, by, x, y)
            index += 3
        else:
            built.closeSubpath()
    return built


FilledPaths = tuple[tuple[QPainterPath, str, float], ...]
"""Filled paths with their colours and alphas, in the order they are painted."""


def _paint(painter: QPainter, painted: FilledPaths, device: Device) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for path, colour, alpha in painted:
        painter.setBrush(QBrush(device.colour(colour, alpha)))
        painter.drawPath(path)


@lru_cache(maxsize=2048)
def _drawing(glyph: Glyph, language: Language) -> Drawing:
    return draw(
        Symbol.read(glyph.symbol),
        language,
        glyph.left,
        glyph.right,
        glyph.bottom,
        glyph.number,
        glyph.direction_deg,
        overview=glyph.size_mm < OVERVIEW_MM,
    )


@lru_cache(maxsize=2048)
def _sign(code: str, language: Language, inside: str, direction_deg: float | None, overview: bool) -> FilledPaths:
    symbol = Symbol.read(code)
    drawing = draw(symbol, language, number=inside, direction_deg=direction_deg, overview=overview)
    return filled_paths(drawing.shapes)


def filled_paths(shapes: Iterable[Shape]) -> FilledPaths:
    """Turn shapes into filled paths: a line is turned into its outline once, not at each painting."""
    painted = []
    for shape in shapes:
        path = painter_path(shape.path)
        if shape.fill:
            painted.append((path, shape.fill, shape.alpha))
        if shape.line:
            painted.append((_outlined(path, shape), shape.line, shape.alpha))
    return tuple(painted)


def _outlined(path: QPainterPath, shape: Shape) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(shape.width)
    stroker.setCapStyle(_CAPS[shape.cap])
    stroker.setJoinStyle(_JOINS[shape.join])
    stroker.setCurveThreshold(0.05)
    if shape.dash:
        # Qt measures dashes in widths of the line.
        stroker.setDashPattern([length / shape.width for length in shape.dash])
        stroker.setDashOffset(shape.dash_from / shape.width)
    outline = stroker.createStroke(path)
    outline.setFillRule(Qt.FillRule.WindingFill)
    return outline


def _paint_text(painter: QPainter, field: TextField, factor: float, size_pt: float, device: Device) -> None:
    """Set a text beside the frame as real text, over its halo."""
    width = text_width_mm(field.text, size_pt, "bold")
    x = field.x * factor - {"left": 0.0, "middle": width / 2, "right": width}[field.align]
    baseline = field.y * factor + outlines.CAP_HEIGHT * size_pt * MM_PER_PT / 2
    style = LabelStyle((), size_pt, weight="bold", halo_colour="#FFFFFF", halo_mm=TEXT_HALO_MM)
    paint_text(painter, device, field.text, x, baseline, style)
