"""What a frame may be fitted to: what is selected on the map, or a layer; straight, or turned for what is long."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from cartoviewer.document.drawings import PLACED
from cartoviewer.document.edit import Label
from cartoviewer.document.layer import Layer
from cartoviewer.scene.frame_fit import layer_points
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.tools.frame_sheet import FrameSheetTool
from layers.errors import Problem
from layers.progress import Progress
from layers.sensitivity import Sensitivity
from layers.shapes import Floats
from resources.texts import Names

__all__ = ["FitMenu"]


class FitMenu(QMenu):
    """Fits the chosen frame, or lays another one; made anew each time it is opened.

    Parameters
    ----------
    report
        Tells what went wrong.
    """

    def __init__(
        self,
        session: Session,
        tool: FrameSheetTool,
        tasks: TaskRunner,
        report: Callable[[BaseException], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tool = tool
        self._tasks = tasks
        self._report = report
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        texts = self._session.texts
        self.clear()
        drawn = [record for record in self._session.selected if isinstance(record, PLACED)]
        for words, turned in (("The selection", False), ("The selection, turned to it", True)):
            self._add(self, texts(words), partial(self.fit_selection, turned=turned), on=bool(drawn))
        self.addSeparator()
        layers = [layer for layer in reversed(self._session.document.layers) if layer.visible]
        for words, turned in (("A layer", False), ("A layer, turned to it", True)):
            menu = self.addMenu(texts(words))
            menu.setEnabled(bool(layers))
            for layer in layers:
                self._add(menu, texts.name(layer.names), partial(self.fit_layer, layer, turned=turned))

    def fit_selection(self, *, turned: bool) -> None:
        """Fit the frame to the drawings that are selected."""
        try:
            self._tool.fit_selection(turned=turned)
        except Problem as problem:
            self._report(problem)

    def fit_layer(self, layer: Layer, *, turned: bool) -> None:
        """Fit the frame to all objects of a layer, read beside the window."""
        datasets = self._session.datasets
        if datasets is None:
            return

        def read(progress: Progress) -> Floats:
            progress.step(0.0)
            return layer_points(layer, datasets)

        self._tasks.run(
            read,
            lambda points: self._fit(points, layer.names, layer.sensitivity, turned=turned),
            self._report,
            Label("Looking for the layer’s extent"),
        )

    def _fit(self, points: Floats, names: Names, sensitivity: Sensitivity, *, turned: bool) -> None:
        try:
            self._tool.fit(points, names, sensitivity, turned=turned)
        except Problem as problem:
            self._report(problem)

    @staticmethod
    def _add(menu: QMenu, words: str, do: Callable[[], None], *, on: bool = True) -> None:
        action = QAction(words.replace("&", "&&"), menu)
        action.setEnabled(on)
        # Without the state of the action, which is no answer to anything.
        action.triggered.connect(lambda _: do())
        menu.addAction(action)
