"""What is painted over the map's picture: the selection, what has just changed, guides and tags of tools."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from bnip.drawing import Caption
from bnip.geometry.snapping import SnapKind
from bnip.incident import Incident, Mark
from bnip.record import Point
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import PLACED, POINTS, Placed, drawings_near, path_of, seen
from cartoviewer.render.device import SCREEN
from cartoviewer.render.symbol_painter import glyph_bounds_mm, paint_glyph
from cartoviewer.render.text import paint_label
from cartoviewer.scene.record_glyph import glyph_of, record_box_mm
from cartoviewer.scene.shape_elements import caption_label
from cartoviewer.scene.view import MapView
from cartoviewer.ui.session import Session
from layers.crs import LAMBERT_72, transform_point
from resources.texts import Language, Texts

__all__ = [
    "GUIDE",
    "Changes",
    "paint_box",
    "paint_changes",
    "paint_frame",
    "paint_guide",
    "paint_points",
    "paint_record",
    "paint_snap",
    "paint_tag",
    "to_pixels",
]

GUIDE: Final = "#0A6CFF"
SNAP: Final = "#C2185B"
MOST_AT_ONCE: Final = 400
"""So many records are painted over the picture at most; more come with the next picture."""
MOST_DOTS: Final = 3000
_CASING: Final = "#FFFFFF"
_TAG_TEXT: Final = "#12161B"


def to_pixels(points: Iterable[Point], view: MapView, pixels_per_mm: float) -> list[QPointF]:
    """Turn places (Lambert 72) into logical pixels of the canvas."""
    west, _, _, north = view.bounds
    factor = view.mm_per_metre * pixels_per_mm
    if view.epsg != LAMBERT_72:
        points = [transform_point(x, y, LAMBERT_72, view.epsg) for x, y in points]
    return [QPointF((x - west) * factor, (north - y) * factor) for x, y in points]


def paint_guide(
    painter: QPainter, pixels: Sequence[QPointF], *, closed: bool = False, dashed: bool = False
) -> None:
    """Paint a line with a light casing, readable on any map."""
    if len(pixels) < 2:
        return
    path = QPainterPath()
    path.addPolygon(QPolygonF([*pixels, pixels[0]] if closed else list(pixels)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(path, QPen(QColor(_CASING), 4.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    pen = QPen(QColor(GUIDE), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    if dashed:
        pen.setDashPattern([3.0, 3.0])
    painter.strokePath(path, pen)


def paint_points(painter: QPainter, pixels: Iterable[QPointF]) -> None:
    """Paint the corners that were set."""
    painter.setPen(QPen(QColor(GUIDE), 2.0))
    painter.setBrush(QColor(_CASING))
    for pixel in pixels:
        painter.drawEllipse(pixel, 4.0, 4.0)


def paint_tag(painter: QPainter, at: QPointF, lines: Sequence[str], font: QFont) -> None:
    """Paint a small label beside a pixel."""
    said = [line for line in lines if line]
    if not said:
        return
    metrics = QFontMetricsF(font)
    width = max(metrics.horizontalAdvance(line) for line in said) + 16.0
    box = QRectF(at.x() + 14.0, at.y() + 14.0, width, metrics.height() * len(said) + 8.0)
    bounds = QRectF(painter.viewport())
    if box.right() > bounds.right():
        box.moveRight(at.x() - 14.0)
    if box.bottom() > bounds.bottom():
        box.moveBottom(at.y() - 14.0)
    painter.setFont(font)
    painter.setPen(QPen(QColor("#9AA3AD"), 1.0))
    painter.setBrush(QColor(255, 255, 255, 238))
    painter.drawRoundedRect(box, 4.0, 4.0)
    painter.setPen(QColor(_TAG_TEXT))
    for row, line in enumerate(said):
        baseline = box.top() + 4.0 + metrics.ascent() + row * metrics.height()
        painter.drawText(QPointF(box.left() + 8.0, baseline), line)


def paint_box(painter: QPainter, box: QRectF) -> None:
    """Paint the rectangle that is being drawn to zoom into."""
    painter.setBrush(QColor(10, 108, 255, 40))
    painter.setPen(QPen(QColor(GUIDE), 1.5))
    painter.drawRect(box)


def paint_frame(painter: QPainter, pixels: Sequence[QPointF], *, strong: bool, dashed: bool) -> None:
    """Paint the frame of a sheet: filled a little where it is chosen, dashed where it is no sheet yet."""
    if strong:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(10, 108, 255, 30))
        painter.drawPolygon(QPolygonF(list(pixels)))
    paint_guide(painter, pixels, closed=True, dashed=dashed)


def paint_record(
    painter: QPainter,
    record: Placed,
    view: MapView,
    pixels_per_mm: float,
    language: Language,
    opacity: float = 1.0,
    *,
    aside: Point | None = None,
) -> None:
    """Paint one record as it is right now: a symbol or a text in full, lines and areas by their line.

    A symbol that stands `aside`, millimetres to the right and down, is painted there, with a line to its place.
    """
    pixels = to_pixels(path_of(record), view, pixels_per_mm)
    if isinstance(record, Incident | Mark):
        shown = pixels[0] + QPointF(*(aside or (0.0, 0.0))) * pixels_per_mm
        if aside is not None:
            paint_guide(painter, (pixels[0], shown))
            paint_points(painter, pixels)
        painter.save()
        painter.scale(pixels_per_mm, pixels_per_mm)
        at = shown / pixels_per_mm
        paint_glyph(painter, glyph_of(record, view.scale), language, at.x(), at.y(), opacity)
        painter.restore()
    elif isinstance(record, Caption):
        painter.save()
        painter.scale(pixels_per_mm, pixels_per_mm)
        at = pixels[0] / pixels_per_mm
        label = caption_label(record, (at.x(), at.y()), Texts(language))
        if label.lines:
            paint_label(painter, SCREEN, label, opacity)
        painter.restore()
    elif len(pixels) == 1:
        paint_points(painter, pixels)
    else:
        paint_guide(painter, pixels, dashed=True)


class Changes:
    """What the picture does not show yet; worked out once for each pair of documents, not at each paint."""

    def __init__(self) -> None:
        self._drawn: MapDocument | None = None
        self._shown: MapDocument | None = None
        self._fresh: tuple[Placed, ...] = ()

    def between(self, drawn: MapDocument, shown: MapDocument) -> tuple[Placed, ...]:
        """Give the records that are not in the picture as they are now; none where there are too many to paint."""
        if drawn is not self._drawn or shown is not self._shown:
            self._drawn, self._shown = drawn, shown
            # A great paste is seen with the next picture; painting it here would hold the window.
            many = len(shown) - len(drawn) > MOST_AT_ONCE
            changed = [] if many else shown.changed_from(drawn)
            fresh = [record for record in changed if isinstance(record, PLACED)]
            if len(fresh) > MOST_AT_ONCE:
                fresh = []
            visible = seen(shown) if fresh else shown
            self._fresh = tuple(record for record in fresh if record.id in visible)
        return self._fresh


def paint_changes(
    painter: QPainter,
    drawn: MapDocument,
    session: Session,
    view: MapView,
    pixels_per_mm: float,
    changes: Changes,
) -> None:
    """Paint what the picture does not show yet, and the marks of the selection."""
    document = session.on_map
    if document is not drawn:
        for record in changes.between(drawn, document):
            aside = session.aside.get(record.id)
            paint_record(painter, record, view, pixels_per_mm, session.language, aside=aside)
    if len(session.selection) > MOST_AT_ONCE:
        _paint_many(painter, document, frozenset(session.selection), view, pixels_per_mm)
        return
    for chosen in session.selected:
        if not isinstance(chosen, PLACED):
            continue
        aside = session.aside.get(chosen.id, (0.0, 0.0))
        _paint_selection(painter, chosen, view, pixels_per_mm, session.language, aside)


def _paint_many(
    painter: QPainter, document: MapDocument, chosen: frozenset[str], view: MapView, pixels_per_mm: float
) -> None:
    """Mark very many selected records by a dot at their first points, those that are in sight."""
    box = view.bounds
    if view.epsg != LAMBERT_72:
        west, south = transform_point(box[0], box[1], view.epsg, LAMBERT_72)
        east, north = transform_point(box[2], box[3], view.epsg, LAMBERT_72)
        box = (west, south, east, north)
    near = [path_of(record)[0] for record in drawings_near(document, box) if record.id in chosen]
    painter.setPen(QPen(QColor(GUIDE), 6.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPoints(to_pixels(near[:MOST_DOTS], view, pixels_per_mm))


def _paint_selection(
    painter: QPainter, record: Placed, view: MapView, pixels_per_mm: float, language: Language, aside: Point
) -> None:
    pixels = to_pixels(path_of(record), view, pixels_per_mm)
    if isinstance(record, POINTS):
        if isinstance(record, Caption):
            left, top, right, bottom = record_box_mm(record, view.scale, language)
        else:
            left, top, right, bottom = glyph_bounds_mm(glyph_of(record, view.scale), language)
        corners = (QPointF(left, top) * pixels_per_mm, QPointF(right, bottom) * pixels_per_mm)
        frame = QRectF(*corners).translated(pixels[0] + QPointF(*aside) * pixels_per_mm)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, pen_width in ((_CASING, 4.0), (GUIDE, 2.0)):
            painter.setPen(QPen(QColor(colour), pen_width))
            painter.drawRoundedRect(frame.adjusted(-5, -5, 5, 5), 4.0, 4.0)
    elif len(pixels) == 1:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(GUIDE), 2.0))
        painter.drawEllipse(pixels[0], 9.0, 9.0)
    else:
        paint_guide(painter, pixels)


def paint_snap(painter: QPainter, pixel: QPointF, kind: SnapKind) -> None:
    """Mark the place that the mouse has snapped to: a square on a corner, a cross on an edge."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((_CASING, 4.5), (SNAP, 2.0)):
        painter.setPen(QPen(QColor(colour), width))
        if kind is SnapKind.CORNER:
            painter.drawRect(QRectF(pixel.x() - 6, pixel.y() - 6, 12, 12))
        else:
            painter.drawLine(pixel + QPointF(-6, -6), pixel + QPointF(6, 6))
            painter.drawLine(pixel + QPointF(-6, 6), pixel + QPointF(6, -6))
