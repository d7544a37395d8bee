"""A table of addresses becomes a layer: looked up beside the window, doubtful rows decided, put on the map."""

import tempfile
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.document.edit import Label
from cartoviewer.document.importing import Incoming, add_layers, read_layer
from cartoviewer.ui.address_model import AddressModel
from cartoviewer.ui.ground import Ground
from cartoviewer.ui.messages import Message, explained
from cartoviewer.ui.search_results import told_aside
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.task_strip import TaskStrip
from cartoviewer.ui.theme import SPACE_L, SPACE_M, Theme
from layers.errors import SourceError
from layers.files import open_source
from layers.gazetteer.answered_table import written_table
from layers.gazetteer.batch import AddressColumns, RowAnswer, find_rows
from layers.gazetteer.decisions import decisions_of
from layers.gazetteer.found import Found
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.index_file import missing
from layers.gazetteer.locating import locate
from layers.progress import Progress
from layers.rows import cells
from layers.tables import TextTable

__all__ = ["AddressDialog"]

_MOST_CHOICES = 6
_NARROW, _WIDE = QHeaderView.ResizeMode.ResizeToContents, QHeaderView.ResizeMode.Stretch


class AddressDialog(QDialog):
    """A window beside the map.

    Signals
    -------
    imported (tuple of Layer)
        The table is on the map.
    found_chosen (Found, str)
        The map is to show the place of a row.
    """

    imported = Signal(object)
    found_chosen = Signal(object, str)

    def __init__(
        self, session: Session, theme: Theme, tasks: TaskRunner, ground: Ground, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._ground = ground
        self._task: Task | None = None
        self._is_closed = False
        self._path: Path | None = None
        self._read: TextTable | None = None
        self._choices: list[Found] = []
        self._lead, self._problem = QLabel(), QLabel()
        self._problem.setProperty("role", "danger")
        for label in (self._lead, self._problem):
            label.setWordWrap(True)
        self._problem.hide()
        self._only = QCheckBox()
        self._only.setChecked(True)
        self._model = AddressModel(session, self)
        self._rows = QTableView()
        self._rows.setModel(self._model)
        self._rows.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self._rows.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self._rows.verticalHeader().hide()
        header = self._rows.horizontalHeader()
        for column, mode in enumerate((_NARROW, _WIDE, _WIDE, _NARROW)):
            header.setSectionResizeMode(column, mode)
        self._said, self._candidates = QLineEdit(), QComboBox()
        self._show, self._decide = QPushButton(), QPushButton()
        self._strip = TaskStrip(session, theme)
        self._choose, self._add, self._close = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self._only.toggled.connect(lambda on: self._model.show_only_doubtful(only=on))
        self._rows.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())
        self._model.modelReset.connect(self._on_row)
        self._said.returnPressed.connect(self._look_again)
        self._show.clicked.connect(self._show_candidate)
        self._decide.clicked.connect(self.decide)
        self._choose.clicked.connect(self.ask_table)
        self._add.clicked.connect(self.add_to_map)
        self._close.clicked.connect(self.close)
        session.language_changed.connect(self._write)
        self.resize(900, 560)
        self._write()

    @property
    def model(self) -> AddressModel:
        """The rows and what was found for them."""
        return self._model

    @property
    def candidates(self) -> list[Found]:
        """The places that are offered for the row."""
        return self._choices

    def ask_table(self) -> None:
        """Ask which table to read."""
        texts = self._session.texts
        name, _ = QFileDialog.getOpenFileName(
            self, texts("A table of addresses"), "", f"{texts('Tables')} (*.csv *.txt *.tsv *.xlsx)"
        )
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Read a table and look its addresses up, beside the window."""
        ground, language = self._ground, self._session.language

        def work(progress: Progress) -> tuple[TextTable, list[RowAnswer]]:
            table = _table(path, progress)
            columns = [str(name) for name in table.frame.columns]
            chosen = AddressColumns.of(columns)
            if chosen.is_empty:
                raise SourceError(
                    "No column of “{file}” is called as one of an address; its columns are {columns}. Call them "
                    "street, number, postcode and municipality, or address.",
                    file=path.name,
                    columns=", ".join(columns),
                )

            def look_up(gazetteer: Gazetteer | None) -> list[RowAnswer]:
                if gazetteer is None:
                    raise missing(ground.path)
                return find_rows(
                    table.frame,
                    chosen,
                    gazetteer,
                    language=language,
                    decisions=decisions_of(ground.path),
                    progress=progress,
                )

            return table, ground.ask(look_up)

        def done(result: tuple[TextTable, list[RowAnswer]]) -> None:
            self._path, (self._read, answers) = path, result
            self._say(None)
            self._model.show_answers(answers, self._read.rows)
            self._write()

        self._run(work, done, Label("Looking up {name}", {"name": path.name}))

    def decide(self) -> None:
        """Take the chosen place for the row, and for all that say the same; it is remembered."""
        answer, at = self._current(), self._candidates.currentIndex()
        if answer is None or not 0 <= at < len(self._choices):
            return
        try:
            decisions_of(self._ground.path).decide(answer.question, self._choices[at])
        except Exception as error:
            self._say(explained(error))
        row = self._rows.currentIndex().row()
        self._model.decide(answer.question, self._choices[at])
        self._rows.selectRow(min(row, self._model.rowCount() - 1))
        self._write()

    def add_to_map(self) -> None:
        """Put the rows that have a place on the map as a layer."""
        dossier, history, table, path = self._session.dossier, self._session.history, self._read, self._path
        if dossier is None or history is None or table is None or path is None:
            return
        text = written_table(table.frame, self._model.answers)

        def work(progress: Progress) -> Incoming:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / f"{path.stem}.csv"
                file.write_text(text, "utf-8", newline="")
                return read_layer(
                    dossier, file, name=path.stem, mapping={"x": "x", "y": "y"}, epsg=31370, progress=progress
                )

        def done(incoming: Incoming) -> None:
            if self._session.history is not history or not self._session.can_edit:
                self._say(Message("The dossier was closed or shows the past meanwhile; nothing was added."))
                return
            self.imported.emit(add_layers(history, incoming))
            self.close()

        self._run(work, done, Label("Adding {name}", {"name": path.name}))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what goes on; what is answered later finds nobody."""
        self._is_closed = True
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        super().closeEvent(event)

    def _run(self, work: object, done: object, title: Label) -> None:
        if self._task is not None:
            self._task.cancel()
        task = self._tasks.run(work, done, lambda error: self._say(explained(error)), title)  # type: ignore[arg-type]
        self._task = task
        task.ended.connect(lambda: self._forget(task))
        self._strip.follow(task)
        self._write()

    def _forget(self, task: Task) -> None:
        if self._task is task:
            self._task = None
            self._write()

    def _say(self, message: Message | None) -> None:
        self._problem.setVisible(message is not None)
        if message is not None:
            self._problem.setText(self._session.texts(message.text, **message.values))

    def _current(self) -> RowAnswer | None:
        return self._model.answer_at(self._rows.currentIndex().row())

    def _on_row(self) -> None:
        answer = self._current()
        self._said.setText(answer.question if answer is not None else "")
        known = [*([answer.found] if answer.found else []), *answer.others] if answer is not None else []
        self._offer(known)
        if answer is not None and answer.is_doubtful:
            self._look_again()

    def _look_again(self) -> None:
        """Look for other places by the words in the field, which may be put right."""
        text, ground, language = self._said.text(), self._ground, self._session.language

        def done(found: list[Found]) -> None:
            if not self._is_closed and self._said.text() == text:
                known = [each for each in self._choices if all(each.label != other.label for other in found)]
                self._offer([*found, *known] if known and not found else [*known, *found])

        self._tasks.run(
            lambda _progress: ground.ask(lambda gazetteer: locate(text, gazetteer, language, _MOST_CHOICES)),
            done,
            lambda error: None if self._is_closed else self._say(explained(error)),
            Label("Searching"),
        )

    def _offer(self, found: list[Found]) -> None:
        self._choices = found
        self._candidates.clear()
        for each in found:
            self._candidates.addItem(f"{each.label} – {told_aside(each, self._session.texts)}")
        for button in (self._show, self._decide):
            button.setEnabled(bool(found))

    def _show_candidate(self) -> None:
        at = self._candidates.currentIndex()
        if 0 <= at < len(self._choices):
            self.found_chosen.emit(self._choices[at], self._said.text())

    def _lay_out(self) -> None:
        for button in (self._show, self._decide, self._choose, self._add, self._close):
            # Enter belongs to the field in which an address is put right.
            button.setAutoDefault(False)
        decision = QHBoxLayout()
        decision.addWidget(self._said, 2)
        decision.addWidget(self._candidates, 3)
        decision.addWidget(self._show)
        decision.addWidget(self._decide)
        row = QHBoxLayout()
        row.addWidget(self._choose)
        row.addWidget(self._strip, 1)
        row.addStretch(0)
        row.addWidget(self._close)
        row.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        for part in (self._lead, self._problem, self._only, self._rows):
            column.addWidget(part, 1 if part is self._rows else 0)
        column.addLayout(decision)
        column.addLayout(row)

    def _write(self) -> None:
        texts, answers = self._session.texts, self._model.answers
        found = sum(answer.found is not None for answer in answers)
        self.setWindowTitle(texts("Table of addresses"))
        self._lead.setText(
            texts(
                "{found} of {rows} rows have a place; {doubtful} are doubtful.",
                found=texts.number(found),
                rows=texts.number(len(answers)),
                doubtful=texts.number(self._model.doubtful),
            )
            if self._read is not None
            else texts(
                "Choose a CSV or Excel table with addresses; each row gets a place and says how well it is known."
            )
        )
        self._only.setText(texts("Only the rows that wait for a decision"))
        self._rows.setAccessibleName(texts("Rows of the table"))
        self._said.setAccessibleName(texts("As written"))
        self._said.setPlaceholderText(texts("Put the address right and press Enter"))
        self._candidates.setAccessibleName(texts("Places found"))
        self._show.setText(texts("Show on the map"))
        self._decide.setText(texts("Use this place"))
        self._choose.setText(texts("Choose a table…"))
        self._add.setText(texts("Add to the map"))
        self._close.setText(texts("Close"))
        self._add.setEnabled(found > 0 and self._task is None and self._session.can_edit)
        self._choose.setEnabled(self._task is None)


def _table(path: Path, progress: Progress) -> TextTable:
    with open_source(path) as source:
        tables = [layer for layer in source.layers if layer.is_table]
        if not tables:
            raise SourceError("“{file}” is no table. Give a CSV or Excel file.", file=path.name)
        return cells(tables[0], progress)
