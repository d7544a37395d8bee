"""How QGIS shows a new sign is written beside the window, soon after the edit that used it."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
from layers.progress import Progress

__all__ = ["SignWriting"]

_SOON_MS: Final = 400
"""Signs are placed one after the other: what several edits use is written once."""


class SignWriting(QObject):
    """Keeps the styles of an open dossier up with its edits, in a thread of its own."""

    def __init__(self, session: Session, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._messages = messages
        self._tasks = TaskRunner(self, threads=1, name="signs")
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._write)
        session.document_changed.connect(self._look)

    def close_down(self) -> None:
        """Start nothing more: closing the dossier writes what is left."""
        self._soon.stop()
        self._tasks.close()

    def _look(self) -> None:
        dossier = self._session.dossier
        if dossier is not None and dossier.has_signs_to_write:
            self._soon.start()

    def _write(self) -> None:
        dossier = self._session.dossier
        if dossier is None:
            return

        def work(progress: Progress) -> None:
            del progress
            dossier.write_signs()

        def fail(error: BaseException) -> None:
            self._tell(dossier, error)

        self._tasks.run(work, lambda _: None, fail, Label("Writing new symbols for QGIS"))

    def _tell(self, dossier: Dossier, error: BaseException) -> None:
        # A dossier that was closed meanwhile has written them itself.
        if self._session.dossier is dossier:
            self._messages.report(error)
