"""The map on a sheet: its scene, the grid over it, the words across it, the frame and its coordinates."""

from math import inf
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from cartoviewer.render.device import Device
from cartoviewer.render.fonts import MM_PER_UNIT, qfont
from cartoviewer.render.furniture.lettering import paint_block, paint_turned
from cartoviewer.render.furniture.rules import FINE_MM, STRONG_MM, paint_frame, rectangle
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.render.parts import UNDIVIDED, Parts
from cartoviewer.scene.furniture import MapFrame, MapTag, Mark
from cartoviewer.scene.graticule import Graticule
from cartoviewer.scene.scene import Stratum, StratumKind
from cartoviewer.scene.sheet_style import COORDINATE, INK, MGRS_FIGURE, SQUARE
from cartoviewer.scene.text_metrics import CAP_HEIGHT, MM_PER_PT
from layers.progress import Progress
from resources.texts import Language

__all__ = ["paint_map_frame"]

_LINE_MM: Final = 0.1
_LINE_ALPHA: Final = 0.3
_TICK_MM: Final = 2.0
_STRONG_ALPHA: Final = 0.55
_KILOMETRE: Final = 1_000.0
_SQUARE_ALPHA: Final = 0.6


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
    try:
        painter.translate(x, y)
        across = _Across(painter, device, frame, parts)
        inscribe = parts.inscribe
        paint_scene(painter, frame.scene, language, device, progress, parts=across.begin, inscribe=inscribe)
        across.paint()
    finally:
        painter.restore()
    painter.save()
    painter.setClipRect(rectangle(frame.box), Qt.ClipOperation.IntersectClip)
    if frame.grid is not None:
        parts.begin(frame, Stratum(StratumKind.GRID))
        painter.translate(x, y)
        _paint_squares(painter, device, frame.squares, width, height)
        if frame.mgrs is not None:
            _paint_grid(painter, device, frame.mgrs, MGRS_FIGURE.colour, (width, height), _KILOMETRE)
        _paint_grid(painter, device, frame.grid, COORDINATE.colour, (width, height))
        painter.translate(-x, -y)
    parts.begin(frame)
    painter.translate(x, y)
    for tag in frame.tags:
        _paint_tag(painter, device, tag)
    painter.restore()
    paint_frame(painter, device, frame.box, frame.frame_mm)
    for block, angle in frame.coordinates:
        paint_turned(painter, device, block, angle)


class _Across:
    """The words across a map, painted once: over ground and zones, beneath every symbol and label."""

    def __init__(self, painter: QPainter, device: Device, frame: MapFrame, parts: Parts) -> None:
        self._painter = painter
        self._device = device
        self._frame = frame
        self._parts = parts
        self._beneath = True
        self._left = frame.marks

    def begin(self, stratum: Stratum) -> None:
        """Tell that a stratum of the map is painted next; layers after the zones hold points."""
        self._beneath = self._beneath and stratum.kind in (StratumKind.LAYER, StratumKind.AREAS)
        if not self._beneath:
            self.paint()
        self._beneath = self._beneath and stratum.kind is not StratumKind.AREAS
        self._parts.begin(self._frame, stratum)

    def paint(self) -> None:
        """Paint what has not been painted yet; the painter stands at the corner of the map."""
        if not self._left:
            return
        self._parts.begin(self._frame)
        x, y, width, height = self._frame.box
        self._painter.save()
        self._painter.setClipRect(QRectF(0, 0, width, height), Qt.ClipOperation.IntersectClip)
        self._painter.translate(-x, -y)
        for mark in self._left:
            _paint_mark(self._painter, self._device, mark)
        self._painter.restore()
        self._left = ()


def _paint_grid(
    painter: QPainter,
    device: Device,
    grid: Graticule,
    colour: str,
    size_mm: tuple[float, float],
    strong_m: float = inf,
) -> None:
    """Paint lines and their ticks; lines at multiples of `strong_m` are a little stronger than the others."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for strong, alpha in ((False, _LINE_ALPHA), (True, _STRONG_ALPHA)):
        painter.setPen(_pen(device, colour, alpha))
        lines = [line.path for line in grid.lines if (line.value_m % strong_m == 0.0) is strong]
        painter.drawLines([QLineF(*path[0], *path[1]) for path in lines if len(path) == 2])
        for path in lines:
            if len(path) > 2:
                painter.drawPolyline(QPolygonF([QPointF(*point) for point in path]))
    ticks = [
        QLineF(*start, start[0] + _TICK_MM * crossing.inwards[0], start[1] + _TICK_MM * crossing.inwards[1])
        for line in grid.lines
        for start, crossing in zip((line.path[0], line.path[-1]), line.crossings(size_mm), strict=True)
    ]
    painter.setPen(_pen(device, colour, 1.0))
    painter.drawLines(ticks)


def _paint_tag(painter: QPainter, device: Device, tag: MapTag) -> None:
    """Paint the outline of another map, and its letter on white."""
    if tag.rectangle is not None:
        # White beneath the ink: to be seen on dark ground as well.
        for colour, wide in (("#FFFFFF", 3 * STRONG_MM), (INK, STRONG_MM)):
            pen = QPen(device.colour(colour), wide)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rectangle(tag.rectangle))
    painter.fillRect(rectangle(tag.box), device.colour("#FFFFFF"))
    paint_frame(painter, device, tag.box, FINE_MM)
    paint_block(painter, device, tag.block)


def _paint_squares(
    painter: QPainter,
    device: Device,
    edges: tuple[tuple[float, ...], tuple[float, ...]],
    width: float,
    height: float,
) -> None:
    """Part the squares of a turned map by dashes: they are no coordinates."""
    across, down = edges
    lines = [QLineF(at, 0.0, at, height) for at in across] + [QLineF(0.0, at, width, at) for at in down]
    pen = _pen(device, SQUARE.colour, _SQUARE_ALPHA)
    pen.setDashPattern([8.0, 12.0])
    painter.setPen(pen)
    painter.drawLines(lines)


def _pen(device: Device, colour: str, alpha: float) -> QPen:
    pen = QPen(device.colour(colour, alpha), _LINE_MM)
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
