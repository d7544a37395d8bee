"""The map's picture, made beside the main thread: one picture at a time, outdated ones given up."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Label
from cartoviewer.scene.scene import Scene
from cartoviewer.scene.view import MapView
from cartoviewer.ui.task_runner import Task, TaskRunner
from layers.dataset import Datasets
from layers.progress import Progress
from resources.texts import Language

__all__ = ["Draw", "Order", "Picture", "Renderer"]

_PATIENCE_S: Final = 0.4
"""A picture of a view that was only moved is finished if it is younger than this: it can be moved along."""
_ZOOM_KEPT: Final = 1.6


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be drawn. `size_px` is in logical pixels, `pixel_ratio` device pixels for each of them.

    `apart` is whether symbols that would cover one another move aside.
    """

    document: MapDocument
    datasets: Datasets
    view: MapView
    language: Language
    size_px: tuple[int, int]
    pixel_ratio: float = 1.0
    apart: bool = True

    def same_as(self, other: "Order") -> bool:
        """Tell whether the other order would give the same picture."""
        return (
            self.document is other.document
            and self.datasets is other.datasets
            and (self.view, self.language, self.size_px, self.pixel_ratio, self.apart)
            == (other.view, other.language, other.size_px, other.pixel_ratio, other.apart)
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture of the map, and what it shows."""

    order: Order
    image: QImage
    scene: Scene
    seconds: float


Draw = Callable[[Order, Progress], tuple[QImage, Scene]]
"""Gathers and paints; runs in the drawing thread, touches no widget, steps its progress often."""


class Renderer(QObject):
    """Draws the newest order; the ones between are never begun.

    Parameters
    ----------
    draw
        Makes the picture, in one thread of its own.
    """

    drawn = Signal(object)
    busy_changed = Signal(bool)
    failed = Signal(object)

    def __init__(self, draw: Draw, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self._runner = TaskRunner(self, threads=1, name="drawing")
        self._task: Task | None = None
        self._current: Order | None = None
        self._next: Order | None = None
        self._begun = 0.0
        self._is_busy = False

    @property
    def is_busy(self) -> bool:
        """Tell whether a picture is being made."""
        return self._is_busy

    def request(self, order: Order) -> None:
        """Ask for a picture; it comes by `drawn` unless a newer order makes it worthless."""
        if self._current is None:
            self._begin(order)
        elif not self._current.same_as(order):
            self._next = order
            if self._task is not None and self._is_worthless(self._current, order):
                self._task.cancel()
        else:
            self._next = None

    def cancel(self) -> None:
        """Give up what is being drawn."""
        self._next = None
        if self._task is not None:
            self._task.cancel()

    def close(self) -> None:
        """Stop for good."""
        self._next = None
        self._runner.close()

    def _is_worthless(self, current: Order, order: Order) -> bool:
        """Tell whether the picture being drawn would be of no use when it is finished."""
        zoom = current.view.scale / order.view.scale
        return (
            current.document is not order.document
            or current.datasets is not order.datasets
            or current.language is not order.language
            or current.apart is not order.apart
            or current.view.epsg != order.view.epsg
            or not 1 / _ZOOM_KEPT < zoom < _ZOOM_KEPT
            or monotonic() - self._begun > _PATIENCE_S
        )

    def _begin(self, order: Order) -> None:
        self._current, self._next = order, None
        self._begun = monotonic()

        def work(progress: Progress) -> Picture:
            begun = monotonic()
            image, scene = self._draw(order, progress)
            return Picture(order, image, scene, monotonic() - begun)

        self._task = self._runner.run(
            work, self._finish, self._fail, Label("Drawing the map"), cancelled=self._continue
        )
        self._set_busy(busy=True)

    def _finish(self, picture: Picture) -> None:
        self.drawn.emit(picture)
        self._continue()

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)
        self._continue()

    def _continue(self) -> None:
        self._task = self._current = None
        if self._next is not None:
            self._begin(self._next)
        else:
            self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        if busy is not self._is_busy:
            self._is_busy = busy
            self.busy_changed.emit(busy)
