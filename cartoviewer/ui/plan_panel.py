"""The panel of the emergency plan: what it holds, part by part, and what it still lacks."""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bnip.plan import Plan
from cartoviewer.document.changes import new_id, put, remove
from cartoviewer.document.drawings import extent_of
from cartoviewer.document.edit import Label
from cartoviewer.document.plan_contents import Missing, missing_from
from cartoviewer.scene.sheet_plan import SOURCES
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.plan_columns import PARTS, with_rows
from cartoviewer.ui.plan_table import PlanTable
from cartoviewer.ui.record_form import RecordForm
from cartoviewer.ui.record_names import in_all_languages, record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.symbol_pictures import SymbolPictures
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from layers.errors import Problem
from resources.texts import Texts

__all__ = ["PlanPanel"]

_LATER_MS: Final = 80
_MOST_LINES: Final = 8
_ROLE: Final = int(Qt.ItemDataRole.UserRole)


class PlanPanel(QWidget):
    """Shows and edits the plans of the dossier.

    Signals
    -------
    zoom_wanted (Bounds)
        The map is to show this ground: metres in Lambert 72.
    """

    zoom_wanted = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._shown = ""
        self._plans = CalmBox()
        self._plans.activated.connect(self._choose)
        self._new, self._gone = QToolButton(autoRaise=True), QToolButton(autoRaise=True)
        self._new.clicked.connect(self.make_plan)
        self._gone.clicked.connect(self.delete_plan)
        self._empty, self._count, self._refusal = QLabel(), QLabel(), QLabel()
        self._empty.setProperty("role", "muted")
        self._refusal.setProperty("role", "danger")
        for label in (self._empty, self._count, self._refusal):
            label.setWordWrap(True)
        self._begin = QPushButton()
        self._begin.clicked.connect(self.make_plan)
        self.missing = QListWidget()
        self.missing.setWordWrap(True)
        self.missing.itemActivated.connect(self._jump)
        self.missing.itemDoubleClicked.connect(self._jump)
        self.parts = CalmBox()
        self.parts.activated.connect(self._open)
        self.form = RecordForm(session, theme, SymbolPictures())
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.form)
        self._pages = QStackedWidget()
        self._pages.addWidget(scroll)
        self.parts.addItem("")
        self.tables: dict[str, PlanTable] = {}
        for field, part in PARTS.items():
            table = PlanTable(session, theme, part)
            table.changed.connect(partial(self._change, field))
            table.refused.connect(self._refuse)
            self.tables[field] = table
            self._pages.addWidget(table)
            self.parts.addItem("")
        self._body = QWidget()
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.refresh)
        session.document_changed.connect(self._soon)
        session.dossier_changed.connect(self._soon)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self._write()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._plans, 1)
        head.addWidget(self._new)
        head.addWidget(self._gone)
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_S)
        inside.addLayout(head)
        inside.addWidget(self._count)
        inside.addWidget(self.missing)
        inside.addWidget(self.parts)
        inside.addWidget(self._refusal)
        inside.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addWidget(self._empty)
        column.addWidget(self._begin, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._body, 1)
        column.addStretch(0)

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown; None where the dossier has none."""
        plans = self._session.document.of(Plan)
        return next((plan for plan in plans if plan.id == self._shown), plans[0] if plans else None)

    def make_plan(self) -> None:
        """Make a plan: of the operation's authority, and to be written."""
        document = self._session.document
        operation = document.operation
        plan = Plan(id=new_id(), version="0.1")
        if operation is not None:
            plan = Plan(id=new_id(), version="0.1", authority=operation.authority)
        label = Label("Plan made: {name}", {"name": record_names(plan)})
        if self._session.do(label, put(document, plan)) is not None:
            self._shown = plan.id
            self.refresh()
            self._open(0)
            self.form.begin_writing()

    def delete_plan(self) -> None:
        """Delete the plan that is shown; undo brings it back, and its sheets then speak for it again."""
        plan = self.plan
        if plan is not None and self._session.can_edit:
            label = Label("Plan deleted: {name}", {"name": record_names(plan)})
            self._session.do(label, remove(self._session.document, plan.id))

    def begin_field(self, plan_id: str, field: str) -> None:
        """Put the keyboard where the plan says what a sheet takes over in one of its fields."""
        self._shown = plan_id
        self.refresh()
        self._open(0)
        self.form.begin_field(SOURCES.get(field, field))

    def refresh(self) -> None:
        """Show the plan as it is now."""
        if not self.isVisible():
            return
        plan, texts = self.plan, self._session.texts
        self._body.setVisible(plan is not None)
        self._empty.setVisible(plan is None)
        self._begin.setVisible(plan is None)
        self._begin.setEnabled(self._session.can_edit)
        self._refusal.setVisible(False)
        if plan is None:
            return
        self._shown = plan.id
        self._plans.clear()
        for each in self._session.document.of(Plan):
            self._plans.addItem(" ".join(filter(None, (each.number, texts.name(record_names(each))))), each.id)
        self._plans.setCurrentIndex(self._plans.findData(plan.id))
        self._new.setEnabled(self._session.can_edit)
        self._gone.setEnabled(self._session.can_edit)
        self.form.show_record(plan)
        for table in self.tables.values():
            table.show_plan(plan)
        self._list_missing(plan)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the plan when the panel comes into sight."""
        super().showEvent(event)
        self.refresh()

    def _list_missing(self, plan: Plan) -> None:
        texts = self._session.texts
        lacking = missing_from(plan, self._session.document)
        at = self.missing.currentRow()
        self.missing.clear()
        for lack in lacking:
            item = QListWidgetItem(_said(lack, texts))
            item.setData(_ROLE, lack)
            item.setToolTip(texts.name(lack.heading.mend))
            self.missing.addItem(item)
        self.missing.setCurrentRow(min(at, len(lacking) - 1))
        self._count.setText(
            texts.plural("{n} thing is missing:", "{n} things are missing:", len(lacking))
            if lacking
            else texts("Nothing is missing.")
        )
        line = self.missing.fontMetrics().height() + 4
        self.missing.setFixedHeight(min(2 * len(lacking), _MOST_LINES) * line + 2 * self.missing.frameWidth() + 4)
        self.missing.setVisible(bool(lacking))

    # Answers

    def _jump(self, item: QListWidgetItem) -> None:
        """Go to where something is missing: its zone on the map, its row, or its field."""
        lack: Missing = item.data(_ROLE)
        field = lack.heading.field
        if lack.record:
            bounds = extent_of(record) if (record := self._session.document.get(lack.record)) else None
            if bounds is not None:
                self._session.select(lack.record)
                self.zoom_wanted.emit(bounds)
        if lack.heading.chapter:
            field = "chapters"
        if field in self.tables:
            self._open(1 + list(PARTS).index(field))
            row = lack.row
            if lack.heading.chapter:
                shown = [chapter.heading for chapter in self.tables[field].rows.rows]
                row = shown.index(lack.heading.chapter)
            self.tables[field].begin(row)
        else:
            self._open(0)
            self.form.begin_field(field)

    def _open(self, index: int) -> None:
        self.parts.setCurrentIndex(index)
        self._pages.setCurrentIndex(index)
        self._refusal.setVisible(False)

    def _choose(self, index: int) -> None:
        self._shown = self._plans.itemData(index)
        self.refresh()

    def _change(self, field: str, rows: tuple[Any, ...]) -> None:
        plan = self.plan
        if plan is None:
            return
        part = PARTS[field]
        label = Label("{name}: {field} changed", {"name": record_names(plan), "field": in_all_languages(part.text)})
        self._session.do(label, put(self._session.document, with_rows(plan, part, rows)))
        self.refresh()

    def _refuse(self, problem: Problem) -> None:
        self._refusal.setText(self._session.texts(problem.text, **problem.values))
        self._refusal.setVisible(True)

    def _soon(self) -> None:
        self._later.start()

    def _write(self) -> None:
        texts = self._session.texts
        for button, icon, text in (
            (self._new, "plus", "Another plan"),
            (self._gone, "delete-outline", "Delete the plan"),
        ):
            button.setIcon(self._theme.icon(icon))
            button.setToolTip(texts(text))
            button.setAccessibleName(texts(text))
        self._plans.setAccessibleName(texts("Emergency plan"))
        self.parts.setAccessibleName(texts("Part of the plan"))
        self.missing.setAccessibleName(texts("What is missing"))
        self._begin.setText(texts("Make a plan"))
        self._empty.setText(
            texts("This dossier has no plan yet. Sheets take number, names and functions from the plan they name.")
        )
        self.parts.setItemText(0, texts("Particulars"))
        for index, part in enumerate(PARTS.values(), 1):
            self.parts.setItemText(index, texts(part.text))
            self.tables[part.field].write()
        self.refresh()


def _said(lack: Missing, texts: Texts) -> str:
    return f"{texts.name(lack.heading.names)} – {lack.note.write(texts)}"
