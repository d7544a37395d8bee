"""The rows of a table of addresses with what was found for each, as Qt shows them."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cartoviewer.ui.search_results import told_aside
from cartoviewer.ui.session import Session
from layers.gazetteer.batch import RowAnswer
from layers.gazetteer.found import Found

__all__ = ["AddressModel"]

_HEADINGS: Final = ("Row", "As written", "Found", "How well")
Index = QModelIndex | QPersistentModelIndex


class AddressModel(QAbstractTableModel):
    """All rows, or only those that wait for a decision."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._answers: list[RowAnswer] = []
        self._numbers: Sequence[int] = ()
        self._shown: list[int] = []
        self._only_doubtful = True

    @property
    def answers(self) -> list[RowAnswer]:
        """The answers to all rows, in the order of the table."""
        return self._answers

    @property
    def doubtful(self) -> int:
        """How many rows wait for a decision."""
        return sum(answer.is_doubtful for answer in self._answers)

    def show_answers(self, answers: list[RowAnswer], numbers: Sequence[int]) -> None:
        """Show these answers; `numbers` are the rows as the table counts them."""
        self._answers, self._numbers = answers, numbers
        self._list()

    def show_only_doubtful(self, *, only: bool) -> None:
        """Show the doubtful rows only, or all."""
        self._only_doubtful = only
        self._list()

    def decide(self, question: str, found: Found) -> None:
        """Take a decision for all rows that ask the same."""
        decided = RowAnswer(question, found, decided=True)
        self._answers = [decided if answer.question == question else answer for answer in self._answers]
        self._list()

    def answer_at(self, row: int) -> RowAnswer | None:
        """Give the answer in a row that is shown."""
        return self._answers[self._shown[row]] if 0 <= row < len(self._shown) else None

    def write(self) -> None:
        """Write everything anew: the language has changed."""
        self._list()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Give the number of rows shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Give the number of columns."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Give the headings."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self._session.texts(_HEADINGS[section])

    def data(self, index: Index, role: int = 0) -> Any:
        """Give a cell."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        at = self._shown[index.row()]
        answer, texts = self._answers[at], self._session.texts
        found = answer.found
        cells = (
            str(self._numbers[at]),
            answer.question,
            found.label if found is not None else texts("nothing found"),
            self._how_well(answer),
        )
        return cells[index.column()]

    def _how_well(self, answer: RowAnswer) -> str:
        texts = self._session.texts
        if answer.decided:
            return texts("decided")
        if answer.found is None:
            return ""
        told = told_aside(answer.found, texts)
        return f"{told} · {texts('several fit')}" if answer.others else told

    def _list(self) -> None:
        self.beginResetModel()
        self._shown = [
            at for at, answer in enumerate(self._answers) if answer.is_doubtful or not self._only_doubtful
        ]
        self.endResetModel()
