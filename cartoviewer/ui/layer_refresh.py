"""Giving a layer the objects of a newer file: its style, its place and its level stay."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from bnip.series import Each, Series
from cartoviewer.document.edit import Label
from cartoviewer.document.importing import Incoming, refresh_layer
from cartoviewer.document.layer import Layer
from cartoviewer.document.refreshing import newer_data
from cartoviewer.ui.messages import Message, MessageKind, Messages, Offer
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
from layers.errors import Problem
from layers.progress import Progress

__all__ = ["LayerRefresh"]

_KINDS = "*.gpkg *.geojson *.json *.shp *.zip *.csv *.txt *.xlsx"


class LayerRefresh(QObject):
    """Asks for a file, reads it beside the window, and points the layer to what it holds: one edit.

    Signals
    -------
    series_wanted (str)
        A series over the layer is to be looked at: some of its objects may be new, or gone.
    """

    series_wanted = Signal(str)

    def __init__(self, session: Session, tasks: TaskRunner, messages: Messages, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._tasks = tasks
        self._messages = messages
        self._window = window

    def ask(self, layer: Layer) -> None:
        """Ask which file holds the newer objects."""
        texts = self._session.texts
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            texts("Refresh from a file…"),
            "",
            f"{texts('Layers')} ({_KINDS});;{texts('All files')} (*)",
        )
        if name:
            self.take(layer, Path(name))

    def take(self, layer: Layer, path: Path) -> None:
        """Read a file for a layer; what cannot be used is told, and the layer is then as it was."""
        dossier, history = self._session.dossier, self._session.history
        if dossier is None or history is None or not self._session.can_edit:
            return

        def work(progress: Progress) -> Incoming:
            return newer_data(dossier, layer, path, progress)

        def done(incoming: Incoming) -> None:
            now = self._session.document.get(layer.id)
            if self._session.history is not history or not self._session.can_edit or not isinstance(now, Layer):
                self._messages.warn("The dossier was closed or shows the past meanwhile; nothing was added.")
                return
            try:
                refresh_layer(history, now, incoming)
            except Problem as problem:
                self._messages.report(problem)
                return
            self._tell(now, incoming)

        self._tasks.run(work, done, self._messages.report, Label("Adding {name}", {"name": path.name}))

    def _tell(self, layer: Layer, incoming: Incoming) -> None:
        """Say what came in, and offer to look at a series that is laid over it."""
        report, texts = incoming.report, self._session.texts
        series = next(
            (
                each
                for each in self._session.document.of(Series)
                if isinstance(each.ground, Each) and each.ground.layer == layer.id
            ),
            None,
        )
        offers: tuple[Offer, ...] = ()
        if series is not None:
            again = series.id
            offers = (Offer("Lay its series again…", lambda: self.series_wanted.emit(again)),)
        values = {
            "name": texts.name(layer.names),
            "kept": texts.number(report.rows_kept),
            "aside": texts.number(report.rows_set_aside),
        }
        text = "{name}: {kept} objects kept, {aside} set aside."
        self._messages.show(Message(text, values, MessageKind.SUCCESS, offers))
