"""The index of places: what it holds and of which day, and adding sources to it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.document.edit import Label
from cartoviewer.ui.ground import Ground
from cartoviewer.ui.messages import Message, explained
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.task_strip import TaskStrip
from cartoviewer.ui.theme import SPACE_L, SPACE_M, Theme
from layers.gazetteer.building import BuildReport, add_sources
from layers.gazetteer.index_file import IndexInfo, IndexProblem, index_info

__all__ = ["IndexDialog"]


class IndexDialog(QDialog):
    """A window beside the map; searching goes on with the old index while a new one is built."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tasks: TaskRunner,
        ground: Ground,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._ground = ground
        self._now = now
        self._task: Task | None = None
        self._lead, self._problem, self._path = QLabel(), QLabel(), QLabel()
        self._problem.setProperty("role", "danger")
        self._path.setProperty("role", "muted")
        for label in (self._lead, self._problem, self._path):
            label.setWordWrap(True)
        self._problem.hide()
        self._sources = QTreeWidget()
        self._sources.setRootIsDecorated(False)
        self._strip = TaskStrip(session, theme)
        self._add, self._close = QPushButton(), QPushButton()
        self._close.setAutoDefault(False)
        self._add.setDefault(True)
        self._add.clicked.connect(self.ask_sources)
        self._close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self._strip, 1)
        row.addStretch(0)
        row.addWidget(self._close)
        row.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        for part in (self._lead, self._problem):
            column.addWidget(part)
        column.addWidget(self._sources, 1)
        column.addWidget(self._path)
        column.addLayout(row)
        session.language_changed.connect(self._write)
        self.resize(760, 420)
        self._write()

    @property
    def is_busy(self) -> bool:
        """Tell whether the index is being built."""
        return self._task is not None

    def ask_sources(self) -> None:
        """Ask which files to add."""
        texts = self._session.texts
        names, _ = QFileDialog.getOpenFileNames(
            self, texts("Add sources to the index"), "", f"{texts('All files')} (*)"
        )
        if names:
            self.add([Path(name) for name in names])

    def add(self, sources: list[Path]) -> None:
        """Add sources to the index, beside the window."""
        path, now = self._ground.path, self._now()

        def done(report: BuildReport) -> None:
            del report
            self._task = None
            self._say(None)
            self._write()

        def failed(error: BaseException) -> None:
            self._task = None
            self._say(explained(error))
            self._write()

        task = self._tasks.run(
            lambda progress: add_sources(path, sources, now, progress),
            done,
            failed,
            Label("Building the index of places"),
            cancelled=self._stopped,
        )
        self._task = task
        self._strip.follow(task)
        self._write()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop building; the old index stays as it was."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        super().closeEvent(event)

    def _stopped(self) -> None:
        # None already where the dialog was closed.
        if self._task is not None:
            self._task = None
            self._write()

    def _say(self, message: Message | None) -> None:
        self._problem.setVisible(message is not None)
        if message is not None:
            self._problem.setText(self._session.texts(message.text, **message.values))

    def _write(self) -> None:
        texts = self._session.texts
        self.setWindowTitle(texts("Index of places"))
        self._add.setText(texts("Add sources…"))
        self._add.setEnabled(self._task is None)
        self._close.setText(texts("Close") if self._task is None else texts("Cancel"))
        self._path.setText(str(self._ground.path))
        self._sources.setAccessibleName(texts("Sources of the index"))
        self._sources.setHeaderLabels(
            [texts("Source"), texts("Date"), texts("Streets"), texts("Addresses"), texts("Names"), texts("Credit")]
        )
        self._sources.clear()
        info: IndexInfo | None = None
        if self._ground.exists:
            try:
                info = index_info(self._ground.path)
            except IndexProblem as problem:
                self._say(explained(problem))
        if info is None:
            self._lead.setText(
                texts(
                    "There is no index yet. Add the addresses of BeSt (openaddress-bebru.zip), a layer of streets, "
                    "an OpenStreetMap extract, or any layer with names; they are then found without a network."
                )
            )
            return
        self._lead.setText(
            texts(
                "{streets} streets, {addresses} addresses, {crossings} crossings, {names} names, {posts} "
                "kilometre posts",
                streets=texts.number(info.streets),
                addresses=texts.number(info.addresses),
                crossings=texts.number(info.crossings),
                names=texts.number(info.places),
                posts=texts.number(info.kilometres),
            )
        )
        for source in info.sources:
            QTreeWidgetItem(
                self._sources,
                [
                    source.name,
                    texts.date(source.date) if source.date else "",
                    texts.number(source.streets),
                    texts.number(source.addresses),
                    texts.number(source.names),
                    source.credit,
                ],
            )
        for column in range(5):
            self._sources.resizeColumnToContents(column)
