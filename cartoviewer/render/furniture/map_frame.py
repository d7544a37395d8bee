"""The map on a sheet: its scene, the grid over it, the words across it, the frame and its coordinates."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from cartoviewer.render.device import Device
from cartoviewer.render.fonts import MM_PER_UNIT, qfont
from cartoviewer.render.furniture.lettering import paint_turned
from cartoviewer.render.furniture.rules import paint_frame, rectangle
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.render.parts import UNDIVIDED, Parts
from cartoviewer.scene.furniture import MapFrame, Mark
from cartoviewer.scene.graticule import Graticule
from cartoviewer.scene.scene import Stratum, StratumKind
from cartoviewer.scene.sheet_style import COORDINATE
from cartoviewer.scene.text_metrics import CAP_HEIGHT, MM_PER_PT
from layers.progress import Progress
from resources.texts import Language

__all__ = ["paint_map_frame"]

_LINE_MM: Final = 0.1
_LINE_ALPHA: Final = 0.3
_TICK_MM: Final = 2.0


def paint_map_frame(
    painter: QPainter,
    device: Device,
    frame: MapFrame,
    language: Language,
    progress: Progress,
    parts: Parts = UNDIVIDED,
) -> None:
    """Paint the map; nothing of it reaches beyond the frame but the coordinates."""
    x, y, width, height = frame.box
    parts.begin(frame)
    painter.save()
    painter.translate(x, y)
    paint_scene(painter, frame.scene, language, device, progress, parts=lambda stratum: parts.begin(frame, stratum))
    painter.restore()
    painter.save()
    painter.setClipRect(rectangle(frame.box), Qt.ClipOperation.IntersectClip)
    if frame.grid is not None:
        parts.begin(frame, Stratum(StratumKind.GRID))
        painter.translate(x, y)
        _paint_grid(painter, device, frame.grid, width, height)
        painter.translate(-x, -y)
    parts.begin(frame)
    for mark in frame.marks:
        _paint_mark(painter, device, mark)
    painter.restore()
    paint_frame(painter, device, frame.box, frame.frame_mm)
    for block, angle in frame.coordinates:
        paint_turned(painter, device, block, angle)


def _paint_grid(painter: QPainter, device: Device, grid: Graticule, width: float, height: float) -> None:
    lines = [QLineF(line.at_mm, 0.0, line.at_mm, height) for line in grid.eastings]
    lines += [QLineF(0.0, line.at_mm, width, line.at_mm) for line in grid.northings]
    painter.setPen(_pen(device, _LINE_ALPHA))
    painter.drawLines(lines)
    ticks = [
        QLineF(line.at_mm, top, line.at_mm, top + _TICK_MM)
        for line in grid.eastings
        for top in (0.0, height - _TICK_MM)
    ]
    ticks += [
        QLineF(left, line.at_mm, left + _TICK_MM, line.at_mm)
        for line in grid.northings
        for left in (0.0, width - _TICK_MM)
    ]
    painter.setPen(_pen(device, 1.0))
    painter.drawLines(ticks)


def _pen(device: Device, alpha: float) -> QPen:
    pen = QPen(device.colour(COORDINATE.colour, alpha), _LINE_MM)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_mark(painter: QPainter, device: Device, mark: Mark) -> None:
    font = qfont(mark.size_pt, "bold")
    painter.save()
    painter.translate(*mark.centre)
    painter.rotate(-mark.angle_deg)
    painter.scale(MM_PER_UNIT, MM_PER_UNIT)
    painter.setFont(font)
    painter.setPen(device.colour(mark.colour, mark.alpha))
    half = QFontMetricsF(font).horizontalAdvance(mark.text) / 2
    painter.drawText(QPointF(-half, CAP_HEIGHT / 2 * mark.size_pt * MM_PER_PT / MM_PER_UNIT), mark.text)
    painter.restore()
