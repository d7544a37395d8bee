"""Dossiers on the desk: made, opened, closed. The slow part runs beside the window."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.errors import DossierDamagedError, DossierLockedError
from cartoviewer.document.history import History
from cartoviewer.ui.messages import Message, MessageKind, Messages, Offer, explained
from cartoviewer.ui.preferences import Preferences
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
from layers.progress import Progress

if TYPE_CHECKING:
    from cartoviewer.document.salvage import Salvage

__all__ = ["Desk"]

_EXERCISE: Final = "cartoviewer.document.exercise.build"
_SALVAGE: Final = "cartoviewer.document.salvage"
"""Loaded when they are first wanted: they need tables, which a first picture does not wait for."""


class Desk(QObject):
    """Opens dossiers into the session.

    Signals
    -------
    opened
        A dossier lies open.
    """

    opened = Signal()

    def __init__(
        self,
        session: Session,
        tasks: TaskRunner,
        messages: Messages,
        preferences: Preferences,
        author: str,
        now: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._tasks = tasks
        self._messages = messages
        self._preferences = preferences
        self._author = author
        self._now = now
        self._window = window

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open a dossier; one that is open elsewhere is offered for reading."""
        title = Label("Opening {name}", {"name": path.name})
        now, author = self._now, self._author

        def work(progress: Progress) -> tuple[Dossier, History]:
            del progress
            dossier = Dossier.open(path, read_only=read_only, clock=now)
            return dossier, History(dossier.log, author, clock=now)

        self._tasks.run(work, self._show, lambda error: self._cannot_open(path, error), title)

    def create(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Make a dossier and open it; `then` is called when it lies open, and only then."""
        title = Label("Making {name}", {"name": path.name})
        now, author = self._now, self._author

        def work(progress: Progress) -> tuple[Dossier, History]:
            del progress
            dossier = Dossier.create(path, clock=now)
            return dossier, History(dossier.log, author, clock=now)

        def done(made: tuple[Dossier, History]) -> None:
            self._show(made)
            if then is not None:
                then()

        self._tasks.run(work, done, self._messages.report, title)

    def close_dossier(self) -> None:
        """Put the dossier away."""
        self._session.close()

    # Handlers of commands, by the name in their table

    def new_dossier(self, then: Callable[[], None] | None = None) -> None:
        """Ask where, then make a dossier; `then` is called when it lies open."""
        texts = self._session.texts
        name, _ = QFileDialog.getSaveFileName(
            self._window, texts("New dossier"), texts("dossier") + ".gpkg", texts("Dossiers") + " (*.gpkg)"
        )
        if name:
            path = Path(name)
            self.create(path if path.suffix else path.with_suffix(".gpkg"), then)

    def ask_dossier(self) -> None:
        """Ask which dossier, then open it."""
        texts = self._session.texts
        kinds = texts("Dossiers") + " (*.gpkg)"
        name, _ = QFileDialog.getOpenFileName(self._window, texts("Open a dossier"), "", kinds)
        if name:
            self.open(Path(name))

    def open_exercise(self, folder: Path) -> None:
        """Open the exercise that lies in a folder; the first time it is made there."""
        path = folder / "exercise.gpkg"
        if path.exists():
            self.open(path)
            return
        now, author = self._now, self._author

        def work(progress: Progress) -> tuple[Dossier, History]:
            folder.mkdir(parents=True, exist_ok=True)
            # Under another name until it is whole: a half exercise is never opened.
            scratch = folder / "exercise.part.gpkg"
            scratch.unlink(missing_ok=True)
            try:
                with Dossier.create(scratch, clock=now) as made:
                    import_module(_EXERCISE).build_exercise(made, progress)
                scratch.rename(path)
            except BaseException:
                scratch.unlink(missing_ok=True)
                raise
            dossier = Dossier.open(path, clock=now)
            return dossier, History(dossier.log, author, clock=now)

        self._tasks.run(work, self._show, self._messages.report, Label("Making the exercise"))

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
        elif isinstance(error, DossierDamagedError) and "detail" in error.values:
            # Without a detail it is another kind of file, of which nothing is to be saved.
            saving = Offer("Save what is left…", lambda: self._ask_salvage(path))
            message = Message(message.text, message.values, MessageKind.ERROR, (saving, *message.offers))
        self._messages.show(message)

    def _ask_salvage(self, damaged: Path) -> None:
        """Ask where, then bring what a damaged dossier still holds into a new one."""
        texts = self._session.texts
        suggested = str(damaged.with_name(f"{damaged.stem} - {texts('saved')}.gpkg"))
        title, kinds = texts("Save what is left"), texts("Dossiers") + " (*.gpkg)"
        name, _ = QFileDialog.getSaveFileName(self._window, title, suggested, kinds)
        if name:
            self.salvage(damaged, Path(name))

    def salvage(self, damaged: Path, target: Path) -> None:
        """Bring what a damaged dossier still holds into a new one, open that, and tell what is lost."""
        now, author = self._now, self._author

        def work(progress: Progress) -> "Salvage":
            found: Salvage = import_module(_SALVAGE).salvage(damaged, target, progress, author=author, clock=now)
            return found

        def done(found: "Salvage") -> None:
            self.open(target)
            lost = sum(each.of - each.kept for each in found.incomplete)
            values = {"file": damaged.name, "edits": str(found.edits), "lost": str(len(found.lost)), "n": str(lost)}
            kind = MessageKind.SUCCESS if found.is_whole else MessageKind.WARNING
            text = "Of “{file}” {edits} edits were saved; known to be lost: {lost} edits, {n} features of layers."
            self._messages.show(Message(text, values, kind))

        title = Label("Saving what is left of {name}", {"name": damaged.name})
        self._tasks.run(work, done, self._messages.report, title)
