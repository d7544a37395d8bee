"""The history: what was done, by whom and when, and the map as it stood at any entry."""

from typing import Final

from PySide6.QtCore import QModelIndex, QSize, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
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
from cartoviewer.document.log import ChainCheck, ChainFault
from cartoviewer.ui.history_model import HistoryColumn, HistoryModel, HistoryRole
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from symbols.grammar import folded

__all__ = ["HistoryPanel"]

_FAULT_TEXTS: Final = {
    "altered": "entry {position} was altered",
    "removed": "entry {position} is missing",
    "misplaced": "entry {position} stands where it does not belong",
    "unreadable": "entry {position} cannot be read",
}
_MOST_FAULTS: Final = 5
_LINES: Final = 16


class _Filter(QSortFilterProxyModel):
    """Keeps the rows that hold every word, whatever the accents."""

    words: tuple[str, ...] = ()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # type: ignore[override]
        text = folded(str(self.sourceModel().index(row, 0, parent).data(HistoryRole.SEARCHED)))
        return all(word in text for word in self.words)


class HistoryPanel(QWidget):
    """The log, newest first. Choosing an entry shows the map as it stood then; the newest is now."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tasks: TaskRunner,
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._messages = messages
        self._model = HistoryModel(session, theme, self)
        self._rows = _Filter(self)
        self._rows.setSourceModel(self._model)
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._check = QPushButton()
        self._check.clicked.connect(self.check)
        self._past = QFrame()
        self._past_text = QLabel()
        self._past_text.setWordWrap(True)
        self._back = QPushButton()
        self._back.clicked.connect(lambda: self._session.look_at(None))
        self._empty = QLabel()
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._table = QTableView()
        self._table.setMinimumHeight(6 * SPACE_M)
        self._lay_out()
        self._write()
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        session.dossier_changed.connect(self._begin)
        session.document_changed.connect(self._extend)
        session.moment_changed.connect(self._show_moment)
        self._begin()

    def sizeHint(self) -> QSize:
        """Be high enough for some rows when the panel is first opened."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.fontMetrics().height() * _LINES))

    def check(self) -> None:
        """Check the chain of hashes beside the window, then tell what was found."""
        dossier = self._session.dossier
        if dossier is None:
            return
        log = dossier.log
        self._check.setEnabled(False)

        def ended(result: ChainCheck) -> None:
            self._check.setEnabled(True)
            self._tell(result)

        def failed(error: BaseException) -> None:
            self._check.setEnabled(True)
            self._messages.report(error)

        self._tasks.run(
            lambda _progress: log.check(),
            ended,
            failed,
            Label("Checking the log"),
            cancelled=lambda: self._check.setEnabled(True),
        )

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_M)
        top.addWidget(self._search, 1)
        top.addWidget(self._check)
        strip = QHBoxLayout(self._past)
        strip.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        strip.addWidget(self._past_text, 1)
        strip.addWidget(self._back)
        self._past.setObjectName("past")
        self._past.setVisible(False)
        table = self._table
        table.setModel(self._rows)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + SPACE_M)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(HistoryColumn.MOMENT, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(HistoryColumn.LABEL, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(HistoryColumn.AUTHOR, QHeaderView.ResizeMode.ResizeToContents)
        # Few rows tell how wide a moment is; all of a long log would be measured at each edit.
        header.setResizeContentsPrecision(20)
        table.selectionModel().currentRowChanged.connect(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addLayout(top)
        column.addWidget(self._past)
        column.addWidget(self._table, 1)
        column.addWidget(self._empty, 1)

    def _write(self) -> None:
        texts, colours = self._session.texts, self._theme.colours
        self._search.setPlaceholderText(texts("Search in the history"))
        self._search.setAccessibleName(texts("Search in the history"))
        self._check.setText(texts("Check the log"))
        self._check.setToolTip(texts("Proves by the chain of hashes that no entry was altered or removed"))
        self._back.setText(texts("Back to now"))
        self._table.setAccessibleName(texts("History"))
        self._past.setStyleSheet(
            f"QFrame#past {{ background: {colours.past}; border-radius: 4px; }}"
            f"QFrame#past QLabel {{ color: {colours.on_past}; }}"
        )
        self._model.rewrite()
        self._show_moment()
        self._show_emptiness()

    def _begin(self) -> None:
        self._model.clear()
        self._search.clear()
        self._extend()
        self._show_moment()

    def _extend(self) -> None:
        dossier = self._session.dossier
        if dossier is not None:
            self._model.extend(list(dossier.log.entries(self._model.last_position)))
        self._check.setEnabled(dossier is not None)
        if self._session.moment is None:
            self._table.selectionModel().clear()
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        texts = self._session.texts
        some = self._rows.rowCount() > 0
        self._table.setVisible(some)
        self._empty.setVisible(not some)
        if self._session.dossier is None:
            self._empty.setText(texts("The history shows every edit of the open dossier. Open a dossier first."))
        elif self._model.rowCount():
            self._empty.setText(texts("Nothing in the history holds these words."))
        else:
            self._empty.setText(texts("Nothing has been done yet. Every edit will stand here, with who and when."))

    def _filter(self, typed: str) -> None:
        self._rows.words = tuple(folded(typed).split())
        self._rows.invalidate()
        self._show_emptiness()

    def _look(self, current: QModelIndex) -> None:
        if not current.isValid():
            return
        position = int(current.data(HistoryRole.POSITION))
        self._session.look_at(None if position == self._model.last_position else position)

    def _show_moment(self) -> None:
        moment = self._session.moment
        self._past.setVisible(moment is not None)
        if moment is None:
            return
        texts = self._session.texts
        row = self._model.row_of(moment) if isinstance(moment, int) else -1
        if row >= 0:
            label = self._model.index(row, HistoryColumn.LABEL).data()
            time = self._model.index(row, HistoryColumn.MOMENT).data()
            self._past_text.setText(texts("The map shows {time}, after “{edit}”.", time=time, edit=label))
        elif not isinstance(moment, int):
            self._past_text.setText(texts("The map shows {time}.", time=texts.moment(moment, seconds=True)))

    def _tell(self, result: ChainCheck) -> None:
        texts = self._session.texts
        if result.ok:
            entries = texts.plural("{n} entry", "{n} entries", result.entries)
            self._messages.tell("The log is whole: {entries}, none altered or removed.", entries=entries)
            return
        self._messages.warn(
            "The log was changed outside of the program: {faults}. "
            "Keep this file as it is and compare it with a copy.",
            faults=", ".join(self._fault(fault) for fault in result.faults[:_MOST_FAULTS]),
        )

    def _fault(self, fault: ChainFault) -> str:
        return self._session.texts(_FAULT_TEXTS.get(fault.kind, _FAULT_TEXTS["altered"]), position=fault.position)
