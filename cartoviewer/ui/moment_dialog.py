"""The entries of the log to choose a moment from: what was done, when and by whom, the newest first."""

from datetime import datetime
from itertools import islice
from typing import Final

from PySide6.QtCore import QSortFilterProxyModel, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cartoviewer.document.log import Log
from cartoviewer.ui.history_model import HistoryColumn, HistoryModel, HistoryRole
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_M, Theme

__all__ = ["MomentDialog"]

_AT_ONCE: Final = 200
"""So many entries are read before the window is given its turn."""

_SIZE: Final = (640, 420)


class MomentDialog(QDialog):
    """Asks for an entry of the log; `moment` is then that of the map after it.

    Parameters
    ----------
    shown
        The moment that is bound now; its entry is chosen at first.
    """

    def __init__(
        self, session: Session, theme: Theme, log: Log, shown: datetime | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._last = len(log)
        self._wanted = log.position_at(shown) if shown is not None else self._last
        self._model = HistoryModel(session, theme, self)
        self._rows = QSortFilterProxyModel(self)
        self._rows.setSourceModel(self._model)
        self._rows.setFilterRole(HistoryRole.SEARCHED)
        self._rows.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        texts = session.texts
        self.setWindowTitle(texts("Choose a moment of the history"))
        told = QLabel(texts("The map will show the dossier as it stood after the entry that you choose."))
        told.setWordWrap(True)
        told.setProperty("role", "muted")
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(texts("Search in the history"))
        self.search.setAccessibleName(texts("Search in the history"))
        self.search.textChanged.connect(self._rows.setFilterFixedString)
        self.table = QTableView()
        self._lay_out_table(texts("History"))
        self._buttons = QDialogButtonBox()
        self._take = self._buttons.addButton(texts("Show this moment"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(texts("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_M)
        for part in (told, self.search, self.table, self._buttons):
            column.addWidget(part)
        self.resize(*_SIZE)
        self._reading = QTimer(self, interval=0)
        self._reading.timeout.connect(self._read)
        self._read()
        self._reading.start()

    @property
    def moment(self) -> datetime | None:
        """The moment of the entry that is chosen; None while none is."""
        position = self._position
        entry = next(iter(self._log.entries(position - 1)), None) if position else None
        return entry.edit.moment if entry is not None else None

    def choose(self, position: int) -> None:
        """Choose an entry by its position in the log, where it is listed."""
        index = self._rows.mapFromSource(self._model.index(self._model.row_of(position), 0))
        if index.isValid():
            self.table.selectRow(index.row())
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    @property
    def _position(self) -> int:
        rows = self.table.selectionModel().selectedRows()
        return int(rows[0].data(HistoryRole.POSITION)) if rows else 0

    def _lay_out_table(self, called: str) -> None:
        table = self.table
        table.setModel(self._rows)
        table.setAccessibleName(called)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(20)
        header.setSectionResizeMode(HistoryColumn.MOMENT, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(HistoryColumn.LABEL, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(HistoryColumn.AUTHOR, QHeaderView.ResizeMode.ResizeToContents)
        table.doubleClicked.connect(lambda _: self.accept())
        table.selectionModel().selectionChanged.connect(lambda *_: self._take.setEnabled(bool(self._position)))

    def _read(self) -> None:
        """Read some entries more; the window answers in between."""
        self._model.extend(list(islice(self._log.entries(self._model.last_position), _AT_ONCE)))
        if self._model.last_position >= self._last:
            self._reading.stop()
            self.choose(self._wanted)
        self._take.setEnabled(bool(self._position))
