"""What the window works on: the open dossier, its history, the moment that is looked at, the language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeVar

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from bnip.drawing import Caption, DrawingLayer, Measurement, Shape
from bnip.incident import Incident, Mark, Route
from bnip.record import Point
from bnip.zone import Zone
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.drawings import DEFAULT_LAYER, drawings_near
from cartoviewer.document.edit import Change, Edit, Label
from cartoviewer.document.history import History, utc_now
from cartoviewer.document.record import AnyRecord
from cartoviewer.document.validity import next_change, valid_at
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.turns import Announcement, Turns
from layers.dataset import Datasets
from layers.errors import Problem
from layers.progress import Progress
from resources.texts import Language, Texts

__all__ = ["Session"]

_LONGEST_WAIT_MS: Final = 3_600_000

P = TypeVar("P", bound=Caption | Incident | Mark | Measurement | Route | Shape | Zone)


class Session(QObject):
    """The open dossier, or none; every widget of the window is given this one object.

    Signals
    -------
    dossier_changed
        Another dossier was opened, or the dossier was closed.
    document_changed (MapDocument)
        What is shown has changed: an edit, another moment, another dossier.
    selection_changed
        Other records are selected.
    moment_changed
        The window now shows the past, or the present again.
    apart_changed (bool)
        Symbols move aside from now on, or stand at their places.
    problem (BaseException)
        An edit failed; nothing was changed.

    Attributes
    ----------
    language_changed
        Announced with the language: every text is to be written anew with `texts`. In turns where there are any.
    """

    dossier_changed = Signal()
    document_changed = Signal(object)
    selection_changed = Signal()
    moment_changed = Signal()
    apart_changed = Signal(bool)
    problem = Signal(object)

    def __init__(
        self, language: Language = Language.FR, parent: QObject | None = None, turns: Turns | None = None
    ) -> None:
        super().__init__(parent)
        self.language_changed = Announcement(turns)
        self._texts = Texts(language)
        self._dossier: Dossier | None = None
        self._history: History | None = None
        self._past: MapDocument | None = None
        self._moment: int | datetime | None = None
        self._shown_moment: datetime | None = None
        self._until_change = QTimer(self, singleShot=True)
        self._until_change.timeout.connect(lambda: self.document_changed.emit(self.document))
        self.document_changed.connect(self._await_change)
        self._selection: tuple[str, ...] = ()
        self._selected: tuple[AnyRecord, ...] = ()
        self._selected_ids: tuple[str, ...] = ()
        self._selected_kinds: frozenset[type[AnyRecord]] = frozenset()
        self._selected_in: MapDocument | None = None
        self._drawing_layer = DEFAULT_LAYER
        self._is_writing = False
        self._apart = True
        self.aside: Mapping[str, Point] = {}
        """How far symbols stand from their true places on the map that is seen; see `Scene.aside`."""
        self.features_aside: Mapping[str, Mapping[int, Point]] = {}

    # The dossier

    @property
    def dossier(self) -> Dossier | None:
        """The open dossier, or None."""
        return self._dossier

    @property
    def history(self) -> History | None:
        """The history of the open dossier, or None."""
        return self._history

    @property
    def datasets(self) -> Datasets | None:
        """The datasets of the open dossier, or None."""
        return self._dossier.datasets if self._dossier is not None else None

    @property
    def document(self) -> MapDocument:
        """What is shown: the document now, or at the moment that is looked at; empty without a dossier."""
        if self._past is not None:
            return self._past
        return self._history.document if self._history is not None else EMPTY

    @property
    def on_map(self) -> MapDocument:
        """What is shown, without the drawings that do not hold at the moment shown: what the map draws."""
        return valid_at(self.document, self.map_moment)

    @property
    def map_moment(self) -> datetime:
        """The moment for which the map shown holds: a past one, or the present."""
        return self._shown_moment or utc_now()

    @property
    def apart(self) -> bool:
        """Whether symbols that would cover one another move aside on the map."""
        return self._apart

    def stand_apart(self, *, on: bool) -> None:
        """Let symbols move aside, or stand at their places even if they cover one another."""
        if on is not self._apart:
            self._apart = on
            self.apart_changed.emit(on)
            self.document_changed.emit(self.document)

    @property
    def is_read_only(self) -> bool:
        """Tell whether the dossier itself refuses edits."""
        return self._dossier is not None and self._dossier.read_only

    @property
    def can_edit(self) -> bool:
        """Tell whether an edit is possible here and now: a dossier, not read-only, not the past."""
        return (
            self._dossier is not None
            and not self._dossier.read_only
            and self._past is None
            and not self._is_writing
        )

    def show(self, dossier: Dossier, history: History) -> None:
        """Show an opened dossier in place of the one before, which is closed."""
        self._let_go()
        self._dossier, self._history = dossier, history
        history.changed.connect(self._on_changed)
        self.dossier_changed.emit()
        self.document_changed.emit(self.document)

    def close(self) -> None:
        """Close the dossier; all is already durable."""
        if self._dossier is not None:
            self._let_go()
            self.dossier_changed.emit()
            self.document_changed.emit(self.document)

    # Edits

    def do(self, label: Label, *changes: Change) -> Edit | None:
        """Make an edit; None and `problem` when it is not possible."""
        if not changes:
            return None
        if self._history is None or not self.can_edit:
            self.problem.emit(self._refusal())
            return None
        return self._attempt(lambda history: history.do(label, *changes))

    def do_beside(
        self,
        tasks: TaskRunner,
        label: Label,
        make: Callable[[], tuple[Change, ...]],
        done: Callable[[Edit], None],
    ) -> None:
        """Make an edit of very many changes; they are made and written beside the window.

        The window takes no other edit meanwhile; `done` is told of the edit when the map shows it.
        """
        history = self._history
        if history is None or not self.can_edit:
            self.problem.emit(self._refusal())
            return
        self._is_writing = True
        self.moment_changed.emit()

        def work(progress: Progress) -> tuple[Edit, tuple[MapDocument, int]]:
            progress.step(0.0)
            edit = history.prepared(label, make())
            written = history.write_aside(edit)
            # What marking and snapping ask of a document first is worked out here, not while the window waits.
            drawings_near(written[0], (0.0, 0.0, 0.0, 0.0))
            return edit, written

        def finish(made: tuple[Edit, tuple[MapDocument, int]]) -> None:
            self._is_writing = False
            if self._history is history:
                history.take_in(*made)
                self.moment_changed.emit()
                # In a turn of its own: the window answers between showing what was made and marking it.
                QTimer.singleShot(0, lambda: done(made[0]))

        def fail(error: BaseException) -> None:
            self._is_writing = False
            self.moment_changed.emit()
            self.problem.emit(error)

        def stop() -> None:
            # Too late to stop, or in time: the log knows which.
            self._is_writing = False
            if self._history is history:
                history.refresh()
                self.moment_changed.emit()

        tasks.run(work, finish, fail, label, cancelled=stop)

    def undo(self) -> Edit | None:
        """Take the last edit back."""
        return self._attempt(lambda history: history.undo()) if self.can_edit else None

    def redo(self) -> Edit | None:
        """Do the edit again that was taken back last."""
        return self._attempt(lambda history: history.redo()) if self.can_edit else None

    @property
    def undo_label(self) -> Label | None:
        """What undo would take back, None when nothing or not possible."""
        return self._history.undo_label if self._history is not None and self.can_edit else None

    @property
    def redo_label(self) -> Label | None:
        """What redo would do again, None when nothing or not possible."""
        return self._history.redo_label if self._history is not None and self.can_edit else None

    # The moment that is looked at

    @property
    def moment(self) -> int | datetime | None:
        """The position of the log or the moment that is looked at; None is now."""
        return self._moment

    @property
    def shown_moment(self) -> datetime | None:
        """The time for which the map shown holds; None is now."""
        return self._shown_moment

    def as_it_stood(self, moment: datetime) -> MapDocument:
        """Give the document as it stood at a moment, whatever the window shows; may be asked from any thread."""
        return self._history.at(moment) if self._history is not None else EMPTY

    def look_at(self, moment: int | datetime | None) -> None:
        """Show the document as it stood at a position of the log or at a moment; None goes back to now."""
        if self._history is None or moment == self._moment:
            return
        try:
            self._past = None if moment is None else self._history.at(moment)
        except Problem as error:
            self.problem.emit(error)
            return
        self._moment = moment
        self._shown_moment = moment if isinstance(moment, datetime) else None
        if isinstance(moment, int) and moment > 0 and self._dossier is not None:
            entry = next(self._dossier.log.entries(moment - 1), None)
            self._shown_moment = entry.edit.moment if entry is not None else None
        self.moment_changed.emit()
        self.document_changed.emit(self.document)

    # The selection

    @property
    def selection(self) -> tuple[str, ...]:
        """The ids of the selected records."""
        return self._selection

    @property
    def selected(self) -> tuple[AnyRecord, ...]:
        """The selected records that are in the document shown."""
        # Every panel asks, and very many may be selected.
        document = self.document
        if self._selected_in is not document or self._selected_ids is not self._selection:
            found = tuple([record for record in map(document.get, self._selection) if record is not None])
            self._selected_in, self._selected_ids, self._selected = document, self._selection, found
            self._selected_kinds = frozenset(map(type, found))
        return self._selected

    @property
    def selected_kinds(self) -> frozenset[type[AnyRecord]]:
        """The kinds of what is selected."""
        return self._selected_kinds if self.selected else frozenset()

    def select(self, *record_ids: str) -> None:
        """Select these records and no other."""
        if record_ids != self._selection:
            self._selection = record_ids
            self.selection_changed.emit()

    # The drawing layer

    @property
    def drawing_layer(self) -> str:
        """The id of the drawing layer on which new drawings lie.

        The default one where the chosen one is gone, hidden or locked: what is drawn is seen.
        """
        layer = self.document.get(self._drawing_layer)
        is_open = isinstance(layer, DrawingLayer) and layer.visible and not layer.locked
        return self._drawing_layer if is_open else DEFAULT_LAYER

    def draw_on(self, layer_id: str) -> None:
        """Draw on another layer from now on."""
        self._drawing_layer = layer_id
        self.selection_changed.emit()

    def on_drawing_layer(self, record: P) -> P:
        """Give a new record as it lies on the layer that is drawn on."""
        layer = self.drawing_layer
        return msgspec.structs.replace(record, layer="" if layer == DEFAULT_LAYER else layer)

    # The language

    @property
    def language(self) -> Language:
        """The window's language; a sheet has its own."""
        return self._texts.language

    @property
    def texts(self) -> Texts:
        """The words of the window's language."""
        return self._texts

    def speak(self, language: Language) -> None:
        """Change the window's language at once."""
        if language is not self._texts.language:
            self._texts = Texts(language)
            self.language_changed.emit(language)

    # Inside

    def _attempt(self, step: Callable[[History], Edit | None]) -> Edit | None:
        if self._history is None:
            return None
        try:
            return step(self._history)
        except (Problem, OSError) as error:
            self.problem.emit(error)
            return None

    def _refusal(self) -> Problem:
        if self._dossier is None:
            return Problem("No dossier is open. Open a dossier or make a new one first.")
        if self._past is not None:
            return Problem("The map shows a past moment, which cannot be changed. Go back to now first.")
        if self._is_writing:
            return Problem("A large edit is being written. Try again in a moment.")
        return Problem(
            "“{name}” is open for reading only: nothing changed. Close it where it is open, then open it again.",
            name=self._dossier.path.name,
        )

    def _let_go(self) -> None:
        if self._history is not None:
            self._history.changed.disconnect(self._on_changed)
        if self._dossier is not None:
            self._dossier.close()
        self._dossier = self._history = self._past = self._moment = self._shown_moment = None
        self._is_writing = False
        self.select()

    def _await_change(self, document: MapDocument) -> None:
        """Show the map anew when a drawing comes or goes by its time; the past stands still."""
        now = utc_now()
        change = next_change(document, now) if self._past is None else None
        if change is None:
            self._until_change.stop()
            return
        # A timer may be a little early, and takes no more than some weeks: then it is set again.
        wait = (change - now).total_seconds() * 1000 + 20
        self._until_change.start(int(min(wait, _LONGEST_WAIT_MS)))

    def _on_changed(self, document: MapDocument) -> None:
        if self._past is None:
            gone = [record_id for record_id in self._selection if record_id not in document]
            if gone:
                self.select(*(record_id for record_id in self._selection if record_id in document))
            self.document_changed.emit(document)
