"""Text on maps and sheets: a halo beneath, and letters that stay text in a PDF."""

from functools import lru_cache
from math import cos, degrees, sin

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)

from cartoviewer.render.device import Device
from cartoviewer.render.fonts import MM_PER_PT, MM_PER_UNIT, qfont, set_font
from cartoviewer.render.paths import path_of
from cartoviewer.scene.label_places import plate_size_mm
from cartoviewer.scene.scene import Align, LabelText
from cartoviewer.scene.text_metrics import CAP_HEIGHT, LINE_HEIGHT, Run, along_line
from symbols.style import LabelStyle

__all__ = ["paint_label", "paint_text"]

_HALO_ALPHA = 0.85

_LEAD_MM = 0.2
_LEAD_CASING_MM = 0.2

_PLATE_EDGE_MM = 0.15
_PLATE_ROUND_MM = 0.5
_PLATE_INSET = (0.15, 0.15, -0.15, -0.15)
"""Between a plate and what stands beside it there is paper."""


def paint_text(
    painter: QPainter,
    device: Device,
    text: str,
    x_mm: float,
    y_mm: float,
    style: LabelStyle,
    opacity: float = 1.0,
    halo: bool = True,
) -> None:
    """Paint one line of text with its left end at `x_mm` and its base line at `y_mm`."""
    painter.save()
    painter.translate(x_mm, y_mm)
    if halo and style.halo_mm > 0:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(device.colour(style.halo_colour, _HALO_ALPHA * opacity))
        painter.drawPath(_run_halo(text, style))
    painter.scale(MM_PER_UNIT, MM_PER_UNIT)
    set_font(painter, _font(style))
    painter.setPen(device.colour(style.colour, opacity))
    painter.drawText(QPointF(0, 0), text)
    painter.restore()


def paint_label(painter: QPainter, device: Device, label: LabelText, opacity: float = 1.0) -> None:
    """Paint a label where the scene has placed it: lines centred on a point, or one line along a path."""
    style = label.style
    path = _relative(label)
    painter.save()
    painter.translate(*label.anchor_mm)
    painter.rotate(-label.angle_deg)
    if style.plate_colour:
        width, height = plate_size_mm(label.lines[0], style)
        painter.setPen(QPen(device.colour(style.colour, opacity), _PLATE_EDGE_MM))
        painter.setBrush(device.colour(style.plate_colour, opacity))
        plate = QRectF(-width / 2, -height / 2, width, height).adjusted(*_PLATE_INSET)
        painter.drawRoundedRect(plate, _PLATE_ROUND_MM, _PLATE_ROUND_MM)
    if label.lead is not None:
        _paint_lead(painter, device, label, opacity)
    painter.setPen(Qt.PenStyle.NoPen)
    if style.halo_mm > 0:
        painter.setBrush(device.colour(style.halo_colour, _HALO_ALPHA * opacity))
        painter.drawPath(_label_halo(label.lines, style, path, label.align))
    set_font(painter, _font(style))
    painter.setPen(device.colour(style.colour, opacity))
    for text, x, y, angle in _runs(label.lines, style, path, label.align):
        painter.save()
        painter.translate(x, y)
        painter.rotate(degrees(angle))
        painter.scale(MM_PER_UNIT, MM_PER_UNIT)
        painter.drawText(QPointF(0, 0), text)
        painter.restore()
    painter.restore()


def _paint_lead(painter: QPainter, device: Device, label: LabelText, opacity: float) -> None:
    """Paint the line from a symbol to its name."""
    assert label.lead is not None
    line = path_of(label.lead - np.array(label.anchor_mm), np.array([0, 2], dtype=np.int64))
    style = label.style
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((style.halo_colour, _LEAD_MM + 2 * _LEAD_CASING_MM), (style.colour, _LEAD_MM)):
        pen = QPen(device.colour(colour, opacity), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawPath(line)


_Path = tuple[tuple[float, float], ...]


def _relative(label: LabelText) -> _Path | None:
    """Give the path of a label from its anchor, to the hundredth of a millimetre: the same wherever it stands."""
    if label.path is None:
        return None
    return tuple(map(tuple, (label.path - label.anchor_mm).round(2).tolist()))


@lru_cache(maxsize=4096)
def _runs(lines: tuple[str, ...], style: LabelStyle, path: _Path | None, align: Align) -> tuple[Run, ...]:
    """Give runs of text: what, where the left end of its base line is from the anchor, and its turn (clockwise)."""
    written = tuple(line.upper() for line in lines) if style.capitals else lines
    metrics = QFontMetricsF(_font(style))
    size = style.size_pt * MM_PER_PT
    if path is None:
        # The capitals of all lines together are centred on the anchor.
        first = (CAP_HEIGHT - (len(written) - 1) * LINE_HEIGHT) / 2 * size
        widths = [metrics.horizontalAdvance(line) * MM_PER_UNIT for line in written]
        share, side = {"left": (0.0, -0.5), "centre": (-0.5, 0.0), "right": (-1.0, 0.5)}[align]
        return tuple(
            (line, share * width + side * max(widths), first + index * LINE_HEIGHT * size, 0.0)
            for index, (line, width) in enumerate(zip(written, widths, strict=True))
        )
    (text,) = written
    ends = tuple(metrics.horizontalAdvance(text[:end]) * MM_PER_UNIT for end in range(len(text) + 1))
    foot = CAP_HEIGHT * size / 2
    return tuple(
        (run, x - sin(angle) * foot, y + cos(angle) * foot, angle)
        for run, x, y, angle in along_line(text, ends, np.array(path))
    )


@lru_cache(maxsize=4096)
def _label_halo(lines: tuple[str, ...], style: LabelStyle, path: _Path | None, align: Align) -> QPainterPath:
    """Give the outline of a label's halo, in millimetres from its anchor."""
    halo = QPainterPath()
    halo.setFillRule(Qt.FillRule.WindingFill)
    for text, x, y, angle in _runs(lines, style, path, align):
        place = QTransform(cos(angle), sin(angle), -sin(angle), cos(angle), x, y)
        halo.addPath(place.map(_run_halo(text, style)))
    return halo


@lru_cache(maxsize=4096)
def _run_halo(text: str, style: LabelStyle) -> QPainterPath:
    """Give the outline of one run's halo, in millimetres from the left end of its base line."""
    metrics = QFontMetricsF(_font(style))
    halo = QPainterPath()
    halo.setFillRule(Qt.FillRule.WindingFill)
    for index, letter in enumerate(text):
        if letter != " ":
            at = metrics.horizontalAdvance(text[:index]) * MM_PER_UNIT if index else 0.0
            halo.addPath(_letter_halo(letter, style).translated(at, 0))
    return halo


@lru_cache(maxsize=4096)
def _letter_halo(letter: str, style: LabelStyle) -> QPainterPath:
    """Give the outline of one letter's halo, in millimetres from the foot of the letter.

    A letter with everything around it is a simple shape: far cheaper to fill than its outline is to stroke.
    """
    outline = QTransform.fromScale(MM_PER_UNIT, MM_PER_UNIT).map(_outline(_font(style), letter))
    rings = [[(point.x(), point.y()) for point in ring.toList()] for ring in outline.toSubpathPolygons()]
    parts = [shapely.Polygon(ring) for ring in rings if len(ring) > 3]
    wide = shapely.union_all(shapely.buffer(np.array(parts, dtype=np.object_), style.halo_mm, quad_segs=2))
    halo = QPainterPath()
    for part in shapely.get_parts(shapely.simplify(wide, 0.04)):
        xy = shapely.get_coordinates(shapely.get_exterior_ring(shapely.orient_polygons(part)))
        halo.addPath(path_of(xy, np.array([0, len(xy)], dtype=np.int64)))
    return halo


def _font(style: LabelStyle) -> QFont:
    return qfont(style.size_pt, style.weight, style.italic, style.serif, style.tracking)


def _outline(font: QFont, text: str) -> QPainterPath:
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, text)
    return path
