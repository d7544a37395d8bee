"""The map of the room: a publication, as large as the screen, with its scale bar, its marking and its sources."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from cartoviewer.scene.scale_bar import bar_length, decimals_of
from cartoviewer.scene.sheet_style import MARKING_COLOURS
from cartoviewer.scene.sheet_words import credit_text, stale_text
from cartoviewer.scene.view import MapView
from cartoviewer.ui.canvas_render import Draw
from cartoviewer.ui.map_widget import MapWidget, Shown
from cartoviewer.ui.navigation import Navigation
from cartoviewer.ui.projection import Projection
from cartoviewer.ui.theme import SPACE_L, SPACE_M, SPACE_S, TextRole, Theme

__all__ = ["MAGNIFICATIONS", "ProjectorMap"]

MAGNIFICATIONS: Final = (1.0, 1.5, 2.0, 3.0)
"""How much larger than on paper symbols and words may be shown: they are read from the back of the room."""

_FIRST: Final = 1.5
_BAR_SHARE: Final = 0.28
_BAR_PX: Final = 12.0
_INK: Final = "#12161B"
_PANEL: Final = QColor(255, 255, 255, 232)
_BLACK: Final = "#000000"


class ProjectorMap(MapWidget):
    """Shows what a projection publishes; nothing can be selected or changed on it.

    Signals
    -------
    moved
        Somebody has moved the map here, by mouse, wheel or keys.
    """

    moved = Signal()

    def __init__(
        self,
        projection: Projection,
        theme: Theme,
        draw: Draw,
        pixels_per_inch: float = 96.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self._of_publication, draw, pixels_per_inch * _FIRST, parent)
        self._projection = projection
        self._theme = theme
        self._magnification = _FIRST
        self._followed: MapView | None = None
        self._navigation = Navigation(lambda: self._view, self._move, lambda: self._mm_per_px)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        projection.published.connect(self._on_published)
        projection.changed.connect(self._write)
        self.failed.connect(lambda _error: self.forget())
        self._write()

    # The view

    @property
    def magnification(self) -> float:
        """How much larger than on paper symbols and words are."""
        return self._magnification

    def magnify(self, magnification: float) -> None:
        """Show symbols and words larger or smaller; the ground that is seen stays."""
        if magnification != self._magnification:
            factor = magnification / self._magnification
            self._magnification = magnification
            self._mm_per_px /= factor
            self.look(replace(self._view, scale=self._view.scale * factor))

    def follow(self, view: MapView) -> None:
        """Show the ground that the desk sees, all of it, as large as this screen allows."""
        self._followed = view
        width, height = self.width() * self._mm_per_px, self.height() * self._mm_per_px
        larger = max(view.size_mm[0] / width, view.size_mm[1] / height)
        self.look(replace(view, scale=view.scale * larger))

    def stay(self) -> None:
        """Follow no more; what is seen stays."""
        self._followed = None

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the same ground on a screen of another size while the desk is followed."""
        super().resizeEvent(event)
        if self._followed is not None:
            self.follow(self._followed)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the ground."""
        if not self._navigation.claims(event) and event.button() is Qt.MouseButton.LeftButton:
            self._navigation.begin_pan(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the ground, or draw the box to zoom into."""
        if self._navigation.is_busy:
            self._navigation.drag(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the ground go."""
        del event
        self._navigation.release()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        self._navigation.wheel(event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by the keyboard; other keys are the window's."""
        if not self._navigation.key(event):
            super().keyPressEvent(event)

    # Painting

    def paint_over(self, painter: QPainter) -> None:
        """Paint scale bar, marking and sources."""
        if self._picture is None:
            return
        scene, texts = self._picture.scene, self._projection.texts
        painter.setFont(self._theme.font())
        sources = " ".join(
            words for words in (stale_text(scene.credits, texts), credit_text(scene.credits, texts)) if words
        )
        foot = self._paint_sources(painter, sources)
        self._paint_scale_bar(painter, foot)
        self._paint_marking(painter, scene.sensitivity.marking, MARKING_COLOURS[scene.sensitivity], foot)

    def _paint_sources(self, painter: QPainter, sources: str) -> float:
        """Paint where the data come from along the lower edge; gives where the map ends above it."""
        metrics = QFontMetricsF(painter.font())
        height = metrics.height() + 2 * SPACE_S
        top = self.height() - height
        painter.fillRect(QRectF(0, top, self.width(), height), _PANEL)
        painter.setPen(QColor(_INK))
        room = self.width() - 2 * SPACE_M
        said = metrics.elidedText(sources, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(SPACE_M, top + SPACE_S + metrics.ascent()), said)
        return top

    def _paint_scale_bar(self, painter: QPainter, foot: float) -> None:
        """Paint a bar that the back row can read: true for the ground, however large the screen is."""
        longest_mm = self.width() * self._mm_per_px * _BAR_SHARE
        length_m, divisions = bar_length(self._view.scale, longest_mm)
        length = length_m * self._view.mm_per_metre * self.pixels_per_mm
        font = self._theme.font(TextRole.HEADING, bold=True, larger=self._magnification)
        metrics = QFontMetricsF(font)
        unit, divisor = ("km", 1000.0) if length_m >= 2000.0 else ("m", 1.0)
        number, whole = self._projection.texts.number, length_m / divisor
        end = f"{number(whole, decimals_of(whole))}\u00a0{unit}"
        half = number(whole / 2, decimals_of(whole / 2))
        first, last = metrics.horizontalAdvance("0") / 2, metrics.horizontalAdvance(end)
        width = first + length + last / 2 + 2 * SPACE_L
        height = metrics.height() + _BAR_PX + SPACE_L + SPACE_M
        panel = QRectF(SPACE_L, foot - height - SPACE_L, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_PANEL)
        painter.drawRoundedRect(panel, 6.0, 6.0)
        left, top = panel.left() + SPACE_L + first, panel.bottom() - SPACE_M - _BAR_PX
        step = length / divisions
        painter.fillRect(QRectF(left, top, length, _BAR_PX), QColor("#FFFFFF"))
        for division in range(0, divisions, 2):
            painter.fillRect(QRectF(left + division * step, top, step, _BAR_PX), QColor(_INK))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(_INK), 1.5))
        painter.drawRect(QRectF(left, top, length, _BAR_PX))
        painter.setFont(font)
        baseline = top - SPACE_S - metrics.descent()
        for share, words in ((0.0, "0"), (0.5, half), (1.0, end)):
            at = left + share * length - metrics.horizontalAdvance(words) / 2
            painter.drawText(QPointF(at, baseline), words)

    def _paint_marking(self, painter: QPainter, marking: str, colour: str, foot: float) -> None:
        """Paint the strictest level of what is seen, in its TLP colour on black."""
        font = self._theme.font(TextRole.HEADING, bold=True, larger=self._magnification)
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(marking) + 2 * SPACE_L
        height = metrics.height() + 2 * SPACE_M
        box = QRectF(self.width() - width - SPACE_L, foot - height - SPACE_L, width, height)
        painter.fillRect(box, QColor(_BLACK))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, marking)

    # Inside

    def _of_publication(self) -> Shown | None:
        publication = self._projection.publication
        if publication is None:
            return None
        return Shown(publication.document, publication.datasets, publication.language)

    def _on_published(self) -> None:
        if self._projection.publication is None:
            self.forget()
        else:
            self.redraw()

    def _move(self, view: MapView) -> None:
        self._followed = None
        self.look(view)
        self.moved.emit()

    def _write(self) -> None:
        self.setAccessibleName(self._projection.texts("Map of the room"))
        self.update()
