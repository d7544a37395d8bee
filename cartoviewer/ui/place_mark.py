"""Over the map: where the thing is that the inspector shows, or the place that was looked for."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from bnip.incident import Incident, Mark
from bnip.record import Point
from cartoviewer.scene.hits import FeatureHit, Hit
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.overlay import GUIDE, paint_guide, to_pixels
from cartoviewer.ui.session import Session
from layers.crs import LAMBERT_72
from layers.shapes import GeometryKind

__all__ = ["PlaceMark"]

_RADIUS: Final = 16.0
_TICK: Final = 8.0
_MOST_POINTS: Final = 20_000
"""A larger outline would make every pan slow; its place is marked instead."""


class PlaceMark(QWidget):
    """A ring around a point, or the outline of a line or an area; the mouse does not notice it."""

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._points: tuple[Point, ...] = ()
        self._lines: tuple[Sequence[Point], ...] = ()
        self._reach_m = 0.0
        self._bare = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self.update)
        session.dossier_changed.connect(self.clear)
        session.selection_changed.connect(self.show_selected)
        session.document_changed.connect(self.show_selected)
        self.resize(canvas.size())
        self.hide()

    @property
    def points(self) -> tuple[Point, ...]:
        """The places with a ring, Lambert 72."""
        return self._points

    @property
    def lines(self) -> tuple[Sequence[Point], ...]:
        """The outlines, Lambert 72."""
        return self._lines

    @property
    def reach_m(self) -> float:
        """The radius of the ring within which the place lies, metres on the ground; 0 for none."""
        return self._reach_m

    def show_place(self, place: Point, accuracy_m: float | None = None) -> None:
        """Mark one place, with the ring within which it lies."""
        self._show((place,), (), accuracy_m or 0.0)

    def show_selected(self) -> None:
        """Show how well the place of the selected incident or symbol is known; one put right by hand needs none."""
        selected = self._session.selected
        record = selected[0] if len(selected) == 1 else None
        if isinstance(record, Incident | Mark) and record.place.accuracy_m and not record.place.is_corrected:
            self._show((record.place.point,), (), record.place.accuracy_m, bare=True)
        elif isinstance(record, Incident | Mark):
            self.clear()

    def show_hit(self, hit: Hit | None) -> None:
        """Mark a feature; a record has its selection, nothing has none."""
        datasets = self._session.datasets
        if not isinstance(hit, FeatureHit) or datasets is None:
            self.clear()
            return
        shapes = datasets.get(hit.layer.dataset).shapes(LAMBERT_72).take(np.array([hit.index], dtype=np.int64))
        corners: list[Point] = [(float(x), float(y)) for x, y in shapes.xy]
        if shapes.kind is GeometryKind.POINT:
            self._show(tuple(corners), ())
        elif len(corners) > _MOST_POINTS:
            west, south, east, north = (float(side) for side in shapes.bounds[0])
            self._show((((west + east) / 2, (south + north) / 2),), ())
        else:
            rings = pairwise(shapes.rings)
            self._show((), tuple(corners[first:last] for first, last in rings))

    def clear(self) -> None:
        """Mark nothing."""
        self._show((), ())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as the map."""
        if watched is self._canvas and event.type() is QEvent.Type.Resize:
            self.resize(self._canvas.size())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark where its place is now."""
        del event
        view, pixels_per_mm = self._canvas.view, self._canvas.pixels_per_mm
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in self._lines:
            paint_guide(painter, to_pixels(line, view, pixels_per_mm))
        self._paint_reach(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # The symbol of a record says itself where it is; only the reach is told around it.
        for pixel in () if self._bare else to_pixels(self._points, view, pixels_per_mm):
            for colour, width in (("#FFFFFF", 5.0), (GUIDE, 2.5)):
                painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawEllipse(pixel, _RADIUS, _RADIUS)
                for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                    away = QPointF(across, down)
                    painter.drawLine(pixel + away * _RADIUS, pixel + away * (_RADIUS + _TICK))
        painter.end()

    def _paint_reach(self, painter: QPainter) -> None:
        """Paint the ring of the accuracy, to the scale of the map."""
        if self._reach_m <= 0 or len(self._points) != 1:
            return
        view, pixels_per_mm = self._canvas.view, self._canvas.pixels_per_mm
        radius = self._reach_m * view.mm_per_metre * pixels_per_mm
        (pixel,) = to_pixels(self._points, view, pixels_per_mm)
        fill = QColor(GUIDE)
        fill.setAlpha(28)
        painter.setBrush(fill)
        for colour, width in (("#FFFFFF", 3.0), (GUIDE, 1.5)):
            painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.DashLine))
            painter.drawEllipse(pixel, radius, radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _show(
        self,
        points: tuple[Point, ...],
        lines: tuple[Sequence[Point], ...],
        reach_m: float = 0.0,
        *,
        bare: bool = False,
    ) -> None:
        self._points, self._lines, self._reach_m, self._bare = points, lines, reach_m, bare
        self.setVisible(bool(points or lines))
        self.raise_()
        self.update()
