"""Painting crisis symbols and the patterns along lines, as vectors, on any device.

The painter is scaled to millimetres on paper by the caller. What is painted comes from `symbols`, which knows
nothing of Qt; here it becomes painter paths, kept because a map shows few kinds of symbols many times.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen

from cartoviewer.scene.scene import Glyph
from resources.texts import Language
from symbols import outlines
from symbols.drawing import Drawing, TextField, draw, text_size_pt
from symbols.frames import FRAME_UNITS
from symbols.grammar import Symbol
from symbols.lines import Floats, decorations
from symbols.path import Path
from symbols.shape import Shape

__all__ = ["glyph_bounds_mm", "paint_drawing", "paint_glyph", "paint_pattern", "painter_path"]

_MM_PER_PT: Final = 25.4 / 72.0
_TEXT_INK: Final = "#1A1A1A"
_HALO_MM: Final = 0.35
_CAPS: Final = {
    "butt": Qt.PenCapStyle.FlatCap,
    "square": Qt.PenCapStyle.SquareCap,
    "round": Qt.PenCapStyle.RoundCap,
}
_JOINS: Final = {"miter": Qt.PenJoinStyle.MiterJoin, "round": Qt.PenJoinStyle.RoundJoin}


def paint_glyph(
    painter: QPainter, glyph: Glyph, language: Language, x_mm: float, y_mm: float, opacity: float = 1.0
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
    _paint(painter, _sign(glyph.symbol, language, inside, glyph.direction_deg))
    painter.restore()
    for field in drawing.texts:
        _paint_text(painter, field, factor, text_size_pt(glyph.size_mm))
    painter.restore()


def paint_drawing(painter: QPainter, drawing: Drawing, x: float, y: float, size: float) -> None:
    """Paint a drawing without its texts, its frame `size` wide, its anchor on (x, y), in the painter's unit."""
    factor = size / FRAME_UNITS
    painter.save()
    painter.translate(x - drawing.anchor[0] * factor, y - drawing.anchor[1] * factor)
    painter.scale(factor, factor)
    _paint(painter, _prepared(drawing.shapes))
    painter.restore()


def paint_pattern(
    painter: QPainter, pattern_id: str, path_mm: Floats, opacity: float = 1.0, *, mm_per_km: float | None = None
) -> None:
    """Paint what stands along a line; `path_mm` (n, 2) in millimetres, the painter's unit.

    `mm_per_km` is the length of a kilometre on this paper, for the lines that mark them.
    """
    painter.save()
    painter.setOpacity(painter.opacity() * opacity)
    _paint(painter, _prepared(decorations(pattern_id, path_mm, mm_per_km=mm_per_km)))
    painter.restore()


def glyph_bounds_mm(glyph: Glyph, language: Language) -> tuple[float, float, float, float]:
    """Give (left, top, right, bottom) of a symbol with its texts, in millimetres from its place, y down."""
    drawing = _drawing(glyph, language)
    factor = glyph.size_mm / FRAME_UNITS
    left, top, right, bottom = drawing.bounds
    ax, ay = drawing.anchor
    box = QRectF((left - ax) * factor, (top - ay) * factor, (right - left) * factor, (bottom - top) * factor)
    size_mm = text_size_pt(glyph.size_mm) * _MM_PER_PT
    for field in drawing.texts:
        width = outlines.text_width(field.text) * size_mm
        x = (field.x - ax) * factor - {"left": 0.0, "middle": width / 2, "right": width}[field.align]
        y = (field.y - ay) * factor
        box = box.united(
            QRectF(x, y - size_mm / 2, width, size_mm).adjusted(-_HALO_MM, -_HALO_MM, _HALO_MM, _HALO_MM)
        )
    return (box.left(), box.top(), box.right(), box.bottom())


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


_Painted = tuple[tuple[QPainterPath, QBrush], ...]


def _paint(painter: QPainter, painted: _Painted) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for path, brush in painted:
        painter.setBrush(brush)
        painter.drawPath(path)


@lru_cache(maxsize=2048)
def _drawing(glyph: Glyph, language: Language) -> Drawing:
    return draw(
        Symbol.parse(glyph.symbol),
        language,
        glyph.left,
        glyph.right,
        glyph.bottom,
        glyph.number,
        glyph.direction_deg,
    )


@lru_cache(maxsize=2048)
def _sign(code: str, language: Language, inside: str, direction_deg: float | None) -> _Painted:
    return _prepared(draw(Symbol.parse(code), language, number=inside, direction_deg=direction_deg).shapes)


def _prepared(shapes: Iterable[Shape]) -> _Painted:
    """Turn shapes into filled paths: a line is turned into its outline once, not at each painting."""
    painted = []
    for shape in shapes:
        path = painter_path(shape.path)
        if shape.fill:
            painted.append((path, QBrush(_colour(shape.fill, shape.alpha))))
        if shape.line:
            painted.append((_outlined(path, shape), QBrush(_colour(shape.line, shape.alpha))))
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


def _colour(code: str, alpha: float) -> QColor:
    colour = QColor(code)
    colour.setAlphaF(alpha)
    return colour


@lru_cache(maxsize=1)
def _font() -> QFont:
    """Give the bold face of the maps with its size in the painter's unit, large enough to be set exactly."""
    font = QFont("Source Sans Pro")
    font.setBold(True)
    font.setPixelSize(_FONT_PIXELS)
    return font


_FONT_PIXELS: Final = 100


def _paint_text(painter: QPainter, field: TextField, factor: float, size_pt: float) -> None:
    """Set a text beside the frame: a halo as an outline beneath, the text itself as text."""
    scale = size_pt * _MM_PER_PT / _FONT_PIXELS
    font = _font()
    width = QFontMetricsF(font).horizontalAdvance(field.text)
    off = {"left": 0.0, "middle": width / 2, "right": width}[field.align]
    painter.save()
    painter.translate(field.x * factor, field.y * factor)
    painter.scale(scale, scale)
    baseline = QPointF(-off, outlines.CAP_HEIGHT * _FONT_PIXELS / 2)
    halo = QPainterPath()
    halo.addText(baseline, font, field.text)
    pen = QPen(QColor("#FFFFFF"), 2 * _HALO_MM / scale)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(halo, pen)
    painter.setFont(font)
    painter.setPen(QColor(_TEXT_INK))
    painter.drawText(baseline, field.text)
    painter.restore()
