"""What the crisis room sees on its own screen: the document as an audience may see it, made beside the window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Label
from cartoviewer.export.publication import Publication
from cartoviewer.ui.left_out import LeftOut, left_out
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task, TaskRunner
from layers.dataset import Datasets
from layers.progress import Progress
from layers.sensitivity import Audience
from resources.texts import Language, Texts

__all__ = ["Follow", "Projection"]

_AFTER_DESK_MS: Final = 100


class Follow(StrEnum):
    """What moves the map of the room."""

    WINDOW = "window"
    OWN = "own"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class _Source:
    """What the room's map is made from; `moment` is a past one, None is now."""

    document: MapDocument
    datasets: Datasets
    moment: datetime | None
    is_past: bool


class Projection(QObject):
    """The choices of the room's view, and the publication that follows from them.

    Only a `Publication` is ever shown: what is above the audience is in no picture of the room. Each time the view
    is opened it is that of the partners again; a wider one is chosen knowingly, never remembered.

    Parameters
    ----------
    desk_is_busy
        Tells whether the desk's own map is being drawn: an edit comes to the room after it, and does not slow it.

    Signals
    -------
    changed
        Another choice was made.
    published
        Another publication is to be shown, or none.
    failed (BaseException)
        The publication could not be made; the room sees nothing.
    """

    changed = Signal()
    published = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, desk_is_busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Final = session
        self._desk_is_busy: Final = desk_is_busy
        self._soon: Final = QTimer(self, singleShot=True, interval=_AFTER_DESK_MS)
        self._soon.timeout.connect(self._after_desk)
        self._tasks: Final = TaskRunner(self, threads=1, name="projection")
        self._task: Task | None = None
        self._is_on = False
        self._audience = Audience.PARTNERS
        self._follow = Follow.WINDOW
        self._language: Language | None = None
        self._source: _Source | None = None
        self._publication: Publication | None = None
        self._left_out: LeftOut | None = None
        session.document_changed.connect(self._soon.start)
        session.dossier_changed.connect(self._forget)
        session.language_changed.connect(self._on_language)

    # The choices

    @property
    def is_on(self) -> bool:
        """Tell whether the room sees anything."""
        return self._is_on

    @property
    def audience(self) -> Audience:
        """Whose view the room sees."""
        return self._audience

    @property
    def follow(self) -> Follow:
        """What moves the map of the room."""
        return self._follow

    @property
    def language(self) -> Language:
        """The language of the room: its own, or that of the window."""
        return self._language or self._session.language

    @property
    def own_language(self) -> Language | None:
        """The language chosen for the room; None is that of the window."""
        return self._language

    @property
    def texts(self) -> Texts:
        """The words of the room's language."""
        return Texts(self.language)

    def switch(self, *, on: bool) -> None:
        """Begin or end the view; it begins as the partners may see it, following the window."""
        if on is self._is_on:
            return
        self._is_on = on
        self._audience, self._follow = Audience.PARTNERS, Follow.WINDOW
        self._forget()
        self._renew()
        self.changed.emit()

    def choose_audience(self, audience: Audience) -> None:
        """Show what another audience may see; what was shown goes at once."""
        if audience is not self._audience:
            self._audience = audience
            self._blank()
            self._prepare()
            self.changed.emit()

    def choose_follow(self, follow: Follow) -> None:
        """Let the window, the room, or nothing move the map; what was held is let go."""
        if follow is not self._follow:
            self._follow = follow
            self._renew()
            self.changed.emit()

    def choose_language(self, language: Language | None) -> None:
        """Write in another language; None is that of the window."""
        if language is not self._language:
            self._language = language
            self._prepare()
            self.changed.emit()

    # What follows from them

    @property
    def publication(self) -> Publication | None:
        """What the room sees; None while there is nothing to see, or not yet."""
        return self._publication

    @property
    def is_preparing(self) -> bool:
        """Tell whether another publication is on its way."""
        return self._soon.isActive() or (self._task is not None and not self._task.is_over)

    @property
    def left_out(self) -> LeftOut | None:
        """What the room does not see, None while that is not known."""
        return self._left_out

    @property
    def past(self) -> str:
        """What the room is told of the past moment that it sees; empty where it sees the present."""
        source, texts = self._source, self.texts
        if source is None or not source.is_past:
            return ""
        if source.moment is None:
            return texts("The map before the first edit")
        return texts("The map as it stood at {moment}", moment=texts.moment(source.moment, seconds=True))

    def close_down(self) -> None:
        """Let go of the thread."""
        self._soon.stop()
        self._stop()
        self._tasks.close()

    def _after_desk(self) -> None:
        if self._is_on and self._desk_is_busy():
            self._soon.start()
        else:
            self._renew()

    def _renew(self) -> None:
        """Show the document of now, unless the picture is held."""
        if not self._is_on or (self._follow is Follow.HELD and self._source is not None):
            return
        session, history = self._session, self._session.history
        datasets = session.datasets
        if datasets is None or history is None:
            return
        if self._follow is Follow.OWN:
            # Whoever looks through the past at the desk does not take the room along.
            self._source = _Source(history.document, datasets, None, is_past=False)
        else:
            past = session.moment is not None
            self._source = _Source(session.document, datasets, session.shown_moment, is_past=past)
        self._prepare()

    def _prepare(self) -> None:
        source = self._source
        if not self._is_on or source is None:
            return
        self._stop()
        audience, language, before = self._audience, self.language, self._publication
        present = self._session.history.document if self._session.history is not None else None

        def work(_progress: Progress) -> tuple[Publication, LeftOut]:
            publication = Publication.prepare(
                source.document,
                source.datasets,
                audience,
                language,
                moment=source.moment,
                before=before,
                present=present,
            )
            return publication, left_out(source.document, source.datasets, publication)

        def done(made: tuple[Publication, LeftOut]) -> None:
            if self._source is source and self._audience is audience and self._is_on:
                self._publication, self._left_out = made
                self.published.emit()

        self._task = self._tasks.run(work, done, self._fail, Label("Preparing the view of the room"))

    def _fail(self, error: BaseException) -> None:
        self._blank()
        self.failed.emit(error)

    def _blank(self) -> None:
        self._publication = self._left_out = None
        self.published.emit()

    def _forget(self) -> None:
        self._soon.stop()
        self._stop()
        self._source = None
        self._blank()

    def _stop(self) -> None:
        if self._task is not None and not self._task.is_over:
            self._task.cancel()
        self._task = None

    def _on_language(self) -> None:
        if self._language is None:
            self._prepare()
            self.changed.emit()
