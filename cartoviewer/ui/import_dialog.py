"""A file becomes a layer: what it holds, what the user says about it, and what became of every row."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.document.importing import Incoming, add_layers, read_layer
from cartoviewer.document.layer import Layer
from cartoviewer.document.whole_file import IncomingFile, add_file, read_file
from cartoviewer.ui.import_choices import ImportChoices
from cartoviewer.ui.import_result import ImportResult
from cartoviewer.ui.messages import Message, Messages, explained
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.task_strip import TaskStrip
from cartoviewer.ui.theme import SPACE_L, SPACE_M, Theme
from layers.progress import Progress
from layers.reading import SourceDescription, describe_source
from layers.report import ImportReport

__all__ = ["ImportDialog"]

T = TypeVar("T")


class ImportDialog(QDialog):
    """A window beside the map; the map can be worked on while a file is read.

    Signals
    -------
    imported (tuple of Layer)
        The file is on the map.
    """

    imported = Signal(object)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tasks: TaskRunner,
        messages: Messages,
        path: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._messages = messages
        self._path = path
        self._task: Task | None = None
        self._choices: ImportChoices | None = None
        self._trouble: Message | None = None
        self._described = SourceDescription(path, ())
        self._is_done = False
        self._heading, self._lead, self._problem = QLabel(), QLabel(), QLabel()
        self._result = ImportResult(session, messages)
        self._pages = QStackedWidget()
        self._waiting = QLabel()
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(self._result)
        self._strip = TaskStrip(session, theme)
        self._add, self._close = QPushButton(), QPushButton()
        self._lay_out()
        self._add.clicked.connect(self.start)
        self._close.clicked.connect(self.close)
        session.language_changed.connect(self._write)
        self._write()
        self.resize(560, 620)
        self._describe()

    @property
    def choices(self) -> ImportChoices | None:
        """What the user says about the file; None until it has been looked into."""
        return self._choices

    @property
    def is_done(self) -> bool:
        """Tell whether the file is on the map."""
        return self._is_done

    def start(self) -> None:
        """Read the file and put it on the map; what cannot be kept is listed."""
        choices, dossier, history = self._choices, self._session.dossier, self._session.history
        if choices is None or dossier is None or history is None or self._task is not None:
            return
        if choices.takes_all:
            self._start_all(dossier, history)
            return
        path, schema_id, name, epsg = self._path, choices.schema_id, choices.layer_name, choices.epsg
        layer = choices.layer.name if len(self._described.layers) > 1 else None
        mapping = choices.mapping

        def work(progress: Progress) -> Incoming:
            return read_layer(
                dossier,
                path,
                schema_id=schema_id,
                layer=layer,
                name=name or None,
                mapping=mapping,
                epsg=epsg,
                progress=progress,
            )

        def done(incoming: Incoming) -> None:
            if self._session.history is not history or not self._session.can_edit:
                self._fail(Message("The dossier was closed or shows the past meanwhile; nothing was added."))
                return
            self._finish(incoming.report, add_layers(history, incoming))

        self._say(None)
        self._run(work, done, Label("Adding {name}", {"name": path.name}))

    def _start_all(self, dossier: Dossier, history: History) -> None:
        path = self._path

        def done(file: IncomingFile) -> None:
            if self._session.history is not history or not self._session.can_edit:
                self._fail(Message("The dossier was closed or shows the past meanwhile; nothing was added."))
                return
            added = add_file(history, file)
            self._finish(file.report, tuple(layer for part in added for layer in part.layers))

        self._say(None)
        self._run(
            lambda progress: read_file(dossier, path, progress), done, Label("Adding {name}", {"name": path.name})
        )

    def _finish(self, report: ImportReport, layers: tuple[Layer, ...]) -> None:
        self._is_done = True
        self._result.show_report(report)
        self._pages.setCurrentWidget(self._result)
        self._say(None)
        self._write()
        self.imported.emit(layers)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop reading; the map and the dossier are as before."""
        if self._task is not None:
            self._task.cancel()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        self._heading.setProperty("role", "heading")
        self._lead.setProperty("role", "muted")
        self._problem.setProperty("role", "danger")
        self._waiting.setProperty("role", "muted")
        for label in (self._heading, self._lead, self._problem):
            label.setWordWrap(True)
        self._problem.setVisible(False)
        row = QHBoxLayout()
        row.addWidget(self._strip, 1)
        row.addStretch(0)
        row.addWidget(self._close)
        row.addWidget(self._add)
        self._add.setDefault(True)
        self._close.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        for part in (self._heading, self._lead, self._problem):
            column.addWidget(part)
        column.addWidget(self._pages, 1)
        column.addLayout(row)

    def _write(self) -> None:
        texts = self._session.texts
        self.setWindowTitle(texts("Add a layer"))
        self._heading.setText(self._path.name)
        lead = texts("Rows that do not fit are set aside and listed, never dropped in silence.")
        notes = [note.written(texts) for note in self._described.notes] if self._choices is not None else []
        self._lead.setText("\n".join([*notes, lead]) if not self._is_done else "")
        self._lead.setVisible(not self._is_done)
        self._add.setText(texts("Add to the map"))
        self._add.setVisible(not self._is_done)
        self._add.setEnabled(self._choices is not None and self._choices.is_complete)
        self._close.setText(texts("Close") if self._is_done else texts("Cancel"))
        if self._choices is not None:
            self._choices.write()
        self._result.write()
        self._say(self._trouble)

    def _describe(self) -> None:
        path = self._path

        def done(described: SourceDescription) -> None:
            self._described = described
            self._choices = ImportChoices(self._session, described)
            self._pages.addWidget(self._choices)
            self._pages.setCurrentWidget(self._choices)
            self._write()
            self._choices.setFocus()

        self._run(lambda _progress: describe_source(path), done, Label("Looking into {name}", {"name": path.name}))

    def _run(self, work: Callable[[Progress], T], done: Callable[[T], None], title: Label) -> None:
        """Do something long with the file beside the window; a failure is told in place."""
        task = self._tasks.run(work, done, lambda error: self._fail(explained(error)), title)
        self._task = task
        task.ended.connect(lambda: self._forget(task))
        self._strip.follow(task)

    def _forget(self, task: Task) -> None:
        if self._task is task:
            self._task = None

    def _fail(self, message: Message) -> None:
        self._say(message)

    def _say(self, message: Message | None) -> None:
        """Tell what went wrong, in place: the form stays, to be corrected."""
        self._trouble = message
        self._waiting.setText(self._session.texts("Looking into the file…") if message is None else "")
        self._problem.setVisible(message is not None)
        if message is not None:
            self._problem.setText(self._session.texts(message.text, **message.values))
