"""Dossiers on the desk: made, opened, closed; files added as layers. The slow part runs beside the window."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.errors import DossierLockedError
from cartoviewer.document.history import History
from cartoviewer.document.importing import Incoming, add_layers, read_layer
from cartoviewer.ui.messages import Message, MessageKind, Messages, Offer, explained
from cartoviewer.ui.preferences import Preferences
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
from layers.progress import Progress
from layers.schema import GENERIC

__all__ = ["Desk"]


class Desk(QObject):
    """Opens dossiers into the session.

    Signals
    -------
    opened
        A dossier lies open.
    layers_added (tuple of Layer)
        A file has become a layer, or several where it mixed kinds of geometry.
    """

    opened = Signal()
    layers_added = Signal(object)

    def __init__(
        self,
        session: Session,
        tasks: TaskRunner,
        messages: Messages,
        preferences: Preferences,
        author: str,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._messages = messages
        self._preferences = preferences
        self._author = author
        self._now = now

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open a dossier; one that is open elsewhere is offered for reading."""
        title = Label("Opening {name}", {"name": path.name})
        now, author = self._now, self._author

        def work(progress: Progress) -> tuple[Dossier, History]:
            del progress
            dossier = Dossier.open(path, read_only=read_only, clock=now)
            return dossier, History(dossier.log, author, clock=now)

        self._tasks.run(work, self._show, lambda error: self._cannot_open(path, error), title)

    def create(self, path: Path) -> None:
        """Make a dossier and open it."""
        title = Label("Making {name}", {"name": path.name})
        now, author = self._now, self._author

        def work(progress: Progress) -> tuple[Dossier, History]:
            del progress
            dossier = Dossier.create(path, clock=now)
            return dossier, History(dossier.log, author, clock=now)

        self._tasks.run(work, self._show, self._messages.report, title)

    def close(self) -> None:
        """Put the dossier away."""
        self._session.close()

    def add_layer(self, source: Path, schema: str = GENERIC) -> None:
        """Read a file into the dossier as a layer."""
        dossier, history = self._session.dossier, self._session.history
        if dossier is None or history is None or not self._session.can_edit:
            self._messages.warn(
                "Open a dossier that can be edited first; then drop “{name}” again.", name=source.name
            )
            return
        title = Label("Adding {name}", {"name": source.name})

        def work(progress: Progress) -> Incoming:
            return read_layer(dossier, source, schema_id=schema, progress=progress)

        def put_on_the_map(incoming: Incoming) -> None:
            # While the file was read the dossier may have been closed, or the map turned to the past.
            if self._session.history is history and self._session.can_edit:
                self.layers_added.emit(add_layers(history, incoming))

        self._tasks.run(work, put_on_the_map, self._messages.report, title)

    def _show(self, opened: tuple[Dossier, History]) -> None:
        dossier, history = opened
        self._session.show(dossier, history)
        self._preferences.remember_dossier(dossier.path)
        self.opened.emit()

    def _cannot_open(self, path: Path, error: BaseException) -> None:
        message = explained(error)
        if isinstance(error, DossierLockedError):
            reading = Offer("Open for reading", lambda: self.open(path, read_only=True))
            message = Message(message.text, message.values, MessageKind.WARNING, (reading,))
        self._messages.show(message)
