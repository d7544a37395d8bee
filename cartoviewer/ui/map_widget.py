"""A widget that shows the map: the last picture, moved along, until the next is ready. It answers to no mouse."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from bnip.record import Point
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.view import MapView
from cartoviewer.ui.canvas_render import Draw, Order, Picture, Renderer
from cartoviewer.ui.navigation import zoomed
from cartoviewer.ui.view_frame import fitted, picture_place
from layers.crs import LAMBERT_72, transform_point
from layers.dataset import Datasets
from layers.shapes import Bounds
from resources.texts import Language

__all__ = ["REGION", "MapWidget", "Shown"]

REGION: Final[Bounds] = (140_500.0, 160_500.0, 159_500.0, 179_500.0)
"""The Brussels-Capital Region with its rim, metres in Lambert 72: what is seen when nothing else is asked."""

_MM_PER_INCH: Final = 25.4
_SETTLED_MS: Final = 350
_PAPER: Final = "#FBFAF7"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a map shows, and in which language; whether symbols that would cover one another move aside."""

    document: MapDocument
    datasets: Datasets
    language: Language
    apart: bool = True


class MapWidget(QWidget):
    """The picture of the map, its view, and what it is made from.

    Parameters
    ----------
    shown
        Gives what is to be shown now; None where there is nothing.
    draw
        Makes the pictures.
    pixels_per_inch
        Logical pixels in an inch of this screen; makes 1:10 000 on the screen true.

    Signals
    -------
    view_changed (MapView), settled (MapView)
        Another view is shown; a view has come to rest.
    busy_changed (bool), picture_changed (Picture), failed (BaseException)
        Of the drawing.
    """

    view_changed = Signal(object)
    settled = Signal(object)
    busy_changed = Signal(bool)
    picture_changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        shown: Callable[[], Shown | None],
        draw: Draw,
        pixels_per_inch: float = 96.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown = shown
        self._mm_per_px = _MM_PER_INCH / pixels_per_inch
        self._view = MapView.fitting(REGION, (self._mm_per_px * 800, self._mm_per_px * 600))
        self._picture: Picture | None = None
        self._datasets: Datasets | None = None
        self._renderer = Renderer(draw, self)
        self._renderer.drawn.connect(self._show)
        self._renderer.busy_changed.connect(self.busy_changed)
        self._renderer.failed.connect(self.failed)
        self._rest = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._rest.timeout.connect(self.rest_at_once)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(240, 180))

    # The view

    @property
    def view(self) -> MapView:
        """What is looked at."""
        return self._view

    @property
    def picture(self) -> Picture | None:
        """The last finished picture; it may show an earlier view."""
        return self._picture

    @property
    def is_busy(self) -> bool:
        """Tell whether a picture is being made."""
        return self._renderer.is_busy

    @property
    def pixels_per_mm(self) -> float:
        """Logical pixels for a millimetre on paper."""
        return 1.0 / self._mm_per_px

    def look(self, view: MapView) -> None:
        """Show another view: at once from the picture at hand, then drawn anew."""
        view = replace(view, size_mm=(self.width() * self._mm_per_px, self.height() * self._mm_per_px))
        if view != self._view:
            self._view = view
            self._rest.start()
            self.update()
            self._order()
            self.view_changed.emit(view)

    def zoom_by(self, factor: float) -> None:
        """Show the ground larger, about the middle."""
        self.look(zoomed(self._view, factor, None, self._mm_per_px))

    def set_scale(self, scale: float) -> None:
        """Show the map at 1:`scale`."""
        self.zoom_by(self._view.scale / scale)

    def set_epsg(self, epsg: int) -> None:
        """Draw in another CRS; the middle of the map stays."""
        if epsg != self._view.epsg:
            x, y = self._view.centre
            self.look(replace(self._view, epsg=epsg, centre=transform_point(x, y, self._view.epsg, epsg)))

    def centre_on(self, place: Point, scale: float | None = None) -> None:
        """Bring a place (Lambert 72) to the middle, enlarging to at least 1:`scale`."""
        view = replace(self._view, centre=self._from_lambert72(place))
        self.look(view if scale is None or view.scale <= scale else replace(view, scale=scale))

    def zoom_to(self, bounds: Bounds) -> None:
        """Show all of a rectangle, metres in Lambert 72."""
        view = fitted(bounds, self._view)
        self.look(zoomed(view, 1.0, None, self._mm_per_px))

    def pixel_of(self, place: Point) -> QPointF:
        """Tell where a place (Lambert 72) is, in logical pixels."""
        x, y = self._from_lambert72(place)
        west, _, _, north = self._view.bounds
        factor = self._view.mm_per_metre / self._mm_per_px
        return QPointF((x - west) * factor, (north - y) * factor)

    def rest_at_once(self) -> None:
        """Take the view for one that has come to rest."""
        self._rest.stop()
        self.settled.emit(self._view)

    # The picture

    def redraw(self) -> None:
        """Show what there is to show now: another document, another language."""
        self.update()
        self._order()

    def forget(self) -> None:
        """Give up the picture at hand: what it shows may no longer be seen."""
        self._renderer.cancel()
        self._picture = self._datasets = None
        self.update()

    def close_down(self) -> None:
        """Stop drawing for good."""
        self._renderer.close()

    def paint_picture(self, painter: QPainter) -> None:
        """Paint the picture at hand where the view is now."""
        if self._picture is None:
            return
        target = picture_place(self._picture.order.view, self._view, self._mm_per_px)
        exact = abs(target.width() - self.width()) < 0.5 and self._picture.order.view == self._view
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=not exact)
        if exact:
            painter.drawImage(QPointF(0, 0), self._picture.image)
        else:
            painter.drawImage(target, self._picture.image)

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the picture; nothing here."""

    # Events

    def event(self, event: QEvent) -> bool:
        """Draw anew, as sharp as the screen is, when the window comes to another one."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.redraw()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture at hand where the view is now, and what lies over it."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(_PAPER))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_picture(painter)
        self.paint_over(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more or less ground at the same scale."""
        super().resizeEvent(event)
        self.look(self._view)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw when the map comes into sight."""
        super().showEvent(event)
        self.look(self._view)
        self._order()

    # Inside

    def _from_lambert72(self, place: Point) -> Point:
        if self._view.epsg == LAMBERT_72:
            return place
        return transform_point(place[0], place[1], LAMBERT_72, self._view.epsg)

    def _order(self) -> None:
        if not self.isVisible() or self.width() < 2:
            return
        shown = self._shown()
        if shown is not None:
            size, ratio = (self.width(), self.height()), self.devicePixelRatioF()
            self._datasets = shown.datasets
            what = (shown.document, shown.datasets, self._view, shown.language)
            self._renderer.request(Order(*what, size, ratio, shown.apart))

    def _show(self, picture: Picture) -> None:
        if self._datasets is picture.order.datasets:
            self._picture = picture
            self.update()
            self.picture_changed.emit(picture)
