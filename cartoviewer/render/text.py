"""Text on maps and sheets: a halo beneath, and letters that stay text in a PDF."""

from math import degrees

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from cartoviewer.render.device import Device
from cartoviewer.render.fonts import MM_PER_PT, MM_PER_UNIT, qfont
from cartoviewer.scene.scene import LabelText
from cartoviewer.scene.text_metrics import CAP_HEIGHT, LINE_HEIGHT, along_line
from symbols.style import LabelStyle

__all__ = ["paint_label", "paint_text"]

_HALO_ALPHA = 0.85


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
    font = _font(style)
    painter.save()
    painter.translate(x_mm, y_mm)
    painter.scale(MM_PER_UNIT, MM_PER_UNIT)
    if halo:
        _halo(painter, device, _outline(font, text), style, opacity)
    _letters(painter, device, font, text, style, opacity)
    painter.restore()


def paint_label(painter: QPainter, device: Device, label: LabelText, opacity: float = 1.0) -> None:
    """Paint a label where the scene has placed it: lines centred on a point, or one line along a path."""
    style = label.style
    lines = tuple(line.upper() for line in label.lines) if style.capitals else label.lines
    font = _font(style)
    painter.save()
    if label.path is not None:
        _along(painter, device, lines[0], font, label, opacity)
    else:
        metrics = QFontMetricsF(font)
        size = style.size_pt * MM_PER_PT
        painter.translate(*label.anchor_mm)
        painter.rotate(-label.angle_deg)
        # The capitals of all lines together are centred on the anchor.
        first = (CAP_HEIGHT - (len(lines) - 1) * LINE_HEIGHT) / 2 * size
        painter.scale(MM_PER_UNIT, MM_PER_UNIT)
        places = [
            (-metrics.horizontalAdvance(line) / 2, (first + index * LINE_HEIGHT * size) / MM_PER_UNIT)
            for index, line in enumerate(lines)
        ]
        halo = QPainterPath()
        for line, (x, y) in zip(lines, places, strict=True):
            halo.addText(QPointF(x, y), font, line)
        _halo(painter, device, halo, style, opacity)
        for line, (x, y) in zip(lines, places, strict=True):
            painter.setFont(font)
            painter.setPen(device.colour(style.colour, opacity))
            painter.drawText(QPointF(x, y), line)
    painter.restore()


def _along(painter: QPainter, device: Device, text: str, font: QFont, label: LabelText, opacity: float) -> None:
    """Paint letters along a path: all halos first, then the letters."""
    assert label.path is not None
    metrics = QFontMetricsF(font)
    size = label.style.size_pt * MM_PER_PT
    ends = tuple(metrics.horizontalAdvance(text[:end]) * MM_PER_UNIT for end in range(len(text) + 1))
    runs = along_line(text, ends, label.path)
    for halo in (True, False):
        for run, x, y, angle in runs:
            painter.save()
            painter.translate(x, y)
            painter.rotate(degrees(angle))
            painter.translate(0, CAP_HEIGHT * size / 2)
            painter.scale(MM_PER_UNIT, MM_PER_UNIT)
            if halo:
                _halo(painter, device, _outline(font, run), label.style, opacity)
            else:
                _letters(painter, device, font, run, label.style, opacity)
            painter.restore()


def _font(style: LabelStyle) -> QFont:
    return qfont(style.size_pt, style.weight, style.italic, style.serif, style.tracking)


def _outline(font: QFont, text: str) -> QPainterPath:
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, text)
    return path


def _halo(painter: QPainter, device: Device, outline: QPainterPath, style: LabelStyle, opacity: float) -> None:
    if style.halo_mm <= 0:
        return
    pen = QPen(device.colour(style.halo_colour, _HALO_ALPHA * opacity), 2 * style.halo_mm / MM_PER_UNIT)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QBrush())
    painter.drawPath(outline)


def _letters(painter: QPainter, device: Device, font: QFont, text: str, style: LabelStyle, opacity: float) -> None:
    painter.setFont(font)
    painter.setPen(device.colour(style.colour, opacity))
    painter.drawText(QPointF(0, 0), text)
