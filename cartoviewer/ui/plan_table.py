"""One list of a plan as a table: rows are added, changed, moved and removed; each change is one edit."""

from collections.abc import Callable
from typing import Any, Final

import msgspec
from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bnip.incident import Route
from bnip.plan import Plan, PlanningZone, Scenario
from bnip.zone import Zone
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.plan_columns import CellKind, CellProblem, PlanPart, heading_names, rows_of
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S, Theme

__all__ = ["PlanTable"]

_Index = QModelIndex | QPersistentModelIndex
_SHOWN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole)


class _Rows(QAbstractTableModel):
    """The rows of one list of a plan."""

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session, part: PlanPart, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.part = part
        self.rows: tuple[Any, ...] = ()

    def show_rows(self, rows: tuple[Any, ...]) -> None:
        """Show rows; the cursor stays where the list is as long as it was."""
        if len(rows) == len(self.rows):
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count the columns."""
        return 0 if parent.isValid() else len(self.part.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Write a cell."""
        if role not in _SHOWN or not index.isValid():
            return None
        column, row = self.part.columns[index.column()], self.rows[index.row()]
        if self.part.fixed and column.kind is CellKind.SHOWN:
            return self._session.texts.name(heading_names(row.heading))
        return column.written(row, self._session.document, self._session.texts)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._session.texts(self.part.columns[section].text)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Allow editing where the dossier does."""
        flags = super().flags(index)
        column = self.part.columns[index.column()] if index.isValid() else None
        if column is not None and column.kind is not CellKind.SHOWN and self._session.can_edit:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed or chosen; what is not understood is refused, and the cell stays as it was."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        row, column = self.rows[index.row()], self.part.columns[index.column()]
        if isinstance(value, str) and value == self.data(index):
            return False
        try:
            after = column.read(row, value, self._session.document, self._session.texts)
        except CellProblem as problem:
            self.refused.emit(problem)
            return False
        if after != row:
            self.changed.emit((*self.rows[: index.row()], after, *self.rows[index.row() + 1 :]))
        return True


class _Cells(QStyledItemDelegate):
    """Gives a box of choices to columns that have them."""

    def __init__(self, rows: _Rows, session: Session) -> None:
        super().__init__(rows)
        self._rows = rows
        self._session = session

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Make the editor of a cell."""
        column = self._rows.part.columns[index.column()]
        if column.kind is not CellKind.CHOICE:
            return super().createEditor(parent, option, index)
        box = CalmBox(parent)
        for value, words in column.choices:
            box.addItem(self._session.texts(words), value)
        box.activated.connect(lambda: self._finish(box))
        return box

    def _finish(self, box: QWidget) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Show what is chosen."""
        if isinstance(editor, CalmBox):
            editor.setCurrentText(str(index.data()))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Hand over what was chosen."""
        if isinstance(editor, CalmBox):
            choices = self._rows.part.columns[index.column()].choices
            model.setData(index, choices[editor.currentIndex()][0])
        else:
            super().setModelData(editor, model, index)


class PlanTable(QWidget):
    """A list of the plan with its buttons.

    Signals
    -------
    changed (tuple)
        The rows as they are to be.
    refused (Problem)
        What was typed is not understood.
    """

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session, theme: Theme, part: PlanPart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._part = part
        self._plan = Plan(id="")
        self.rows = _Rows(session, part, self)
        self.rows.changed.connect(self.changed)
        self.rows.refused.connect(self.refused)
        self.view = QTableView()
        self.view.setModel(self.rows)
        self.view.setItemDelegate(_Cells(self.rows, session))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setTabKeyNavigation(False)
        self.view.setWordWrap(False)
        self.view.verticalHeader().setVisible(False)
        self.view.horizontalHeader().setStretchLastSection(True)
        for index, each in enumerate(part.columns):
            self.view.setColumnWidth(index, each.width)
        self._hint = QLabel()
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._buttons: list[tuple[QToolButton, str, str]] = []
        foot = QHBoxLayout()
        for icon, text, action, wanted in (
            ("plus", "Add a row", self.add_row, part.made is not None),
            ("selection-ellipse", "Add what is selected on the map", self.add_selected, bool(part.takes)),
            ("arrow-up", "Move the row up", lambda: self._move(-1), not part.fixed),
            ("arrow-down", "Move the row down", lambda: self._move(1), not part.fixed),
            ("delete-outline", "Remove the row", self.remove_row, not part.fixed),
        ):
            if wanted:
                button = QToolButton(autoRaise=True)
                button.clicked.connect(_plain(action))
                foot.addWidget(button)
                self._buttons.append((button, icon, text))
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        column.addWidget(self._hint)
        self.view.selectionModel().selectionChanged.connect(self._enable)
        session.selection_changed.connect(self._enable)

    def show_plan(self, plan: Plan) -> None:
        """Show the list of a plan."""
        self._plan = plan
        self.rows.show_rows(rows_of(plan, self._part))
        self._enable()

    def write(self) -> None:
        """Write everything in the language and the colours of now."""
        texts = self._session.texts
        for button, icon, text in self._buttons:
            button.setIcon(self._theme.icon(icon))
            button.setToolTip(texts(text))
            button.setAccessibleName(texts(text))
        self._hint.setText(texts(self._part.hint) if self._part.hint else "")
        self._hint.setVisible(bool(self._part.hint))
        self.view.setAccessibleName(texts(self._part.text))

    def begin(self, row: int | None) -> None:
        """Put the keyboard into a row."""
        if row is not None and row < self.rows.rowCount():
            self.view.setCurrentIndex(self.rows.index(row, 0))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_row(self) -> None:
        """Add an empty row and let it be written."""
        if self._part.made is None or not self._session.can_edit:
            return
        self.changed.emit((*self.rows.rows, self._part.made(self._plan)))
        last = self.rows.rowCount() - 1
        first = next(n for n, column in enumerate(self._part.columns) if column.kind is CellKind.TEXT)
        self.view.setCurrentIndex(self.rows.index(last, first))
        self.view.edit(self.rows.index(last, first))

    def add_selected(self) -> None:
        """Add the zones and routes selected on the map; to a scenario, those that it has not."""
        zones = tuple(each.id for each in self._session.selected if isinstance(each, Zone))
        routes = tuple(each.id for each in self._session.selected if isinstance(each, Route))
        rows, current = self.rows.rows, self.view.currentIndex().row()
        if self._part.field == "scenarios" and 0 <= current < len(rows):
            scenario: Scenario = rows[current]
            more = msgspec.structs.replace(
                scenario,
                zones=tuple(dict.fromkeys((*scenario.zones, *zones))),
                routes=tuple(dict.fromkeys((*scenario.routes, *routes))),
            )
            after = (*rows[:current], more, *rows[current + 1 :])
        elif self._part.field == "planning_zones":
            known = {planned.zone for planned in rows}
            after = (*rows, *(PlanningZone(zone) for zone in zones if zone not in known))
        elif self._part.field == "routes":
            after = tuple(dict.fromkeys((*rows, *routes)))
        else:
            return
        if after != rows:
            self.changed.emit(after)

    def remove_row(self) -> None:
        """Remove the row under the cursor."""
        current = self.view.currentIndex().row()
        if current >= 0:
            self.changed.emit((*self.rows.rows[:current], *self.rows.rows[current + 1 :]))

    def _move(self, steps: int) -> None:
        current = self.view.currentIndex().row()
        there = current + steps
        if current >= 0 and 0 <= there < self.rows.rowCount():
            rows = list(self.rows.rows)
            rows.insert(there, rows.pop(current))
            self.changed.emit(tuple(rows))
            self.view.setCurrentIndex(self.rows.index(there, 0))

    def _enable(self) -> None:
        current = self.view.currentIndex().row()
        taken = any(issubclass(kind, self._part.takes) for kind in self._session.selected_kinds)
        needs_row = self._part.field == "scenarios"
        for button, icon, _ in self._buttons:
            can = {
                "plus": True,
                "selection-ellipse": taken and (current >= 0 or not needs_row),
                "arrow-up": current > 0,
                "arrow-down": 0 <= current < self.rows.rowCount() - 1,
                "delete-outline": current >= 0,
            }[icon]
            button.setEnabled(self._session.can_edit and can)


def _plain(action: Callable[[], object]) -> Callable[[], None]:
    """Hide from the action that Qt tells whether a button is checked."""

    def call() -> None:
        action()

    return call
