"""The sheet editor: what stands on a sheet is moved, sized, added and taken away, on the sheet as it prints."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QToolButton,
    QWidget,
)

from cartoviewer.document.edit import Label
from cartoviewer.document.layouts import sheets_on
from cartoviewer.scene.composition import compose
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.view import MapView
from cartoviewer.ui.field_editors import TextEditor
from cartoviewer.ui.layout_actions import LayoutActions
from cartoviewer.ui.layout_canvas import LayoutCanvas
from cartoviewer.ui.layout_draft import LayoutDraft
from cartoviewer.ui.layout_keeping import LayoutKeeping
from cartoviewer.ui.layout_parts_panel import LayoutPartsPanel
from cartoviewer.ui.layout_piece_form import LayoutPieceForm
from cartoviewer.ui.level_button import LevelButton
from cartoviewer.ui.preview_window import PreviewWindow, column_of, scrolled
from cartoviewer.ui.published import published
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.theme import SPACE_S, Theme
from layers.progress import Progress
from layers.sensitivity import Audience

__all__ = ["LayoutEditor"]

_SIDE: Final = 320
_SIZE: Final = QSize(1240, 860)
_FILES: Final = "*.toml"


class LayoutEditor(PreviewWindow):
    """A window beside the map; what is done in it are edits of the dossier.

    Parameters
    ----------
    view
        What the map shows now, for the middle of another map.
    now
        The clock.
    """

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tasks: TaskRunner,
        view: Callable[[], MapView],
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, theme, tasks, _SIZE, parent)
        self._now = now
        self.draft = LayoutDraft(session, self)
        self.canvas = LayoutCanvas(session, theme, tasks, self.draft)
        self.canvas.problem.connect(self._messages.report)
        self.parts = LayoutPartsPanel(session, theme, self.draft)
        self.keeping = LayoutKeeping(session, self.draft, self._messages)
        self.form = LayoutPieceForm(session, theme, self.draft, self._messages, view)
        self.deeds = LayoutActions(self.draft, self.parts, self._messages, lambda: session.texts)
        self._composition: SheetComposition | None = None
        self._heading, self._shared, self.state = QLabel(), QLabel(), QLabel()
        self._undo, self._redo, self._back = QToolButton(), QToolButton(), QPushButton()
        self._own_copy, self._export, self._import = QPushButton(), QPushButton(), QPushButton()
        self.name, self._name_label, self._leave = TextEditor(), QLabel(), QPushButton()
        self.level = LevelButton(session)
        self._shown: object = None
        self._lay_out()
        self._connect()
        self._write()

    @property
    def composition(self) -> SheetComposition | None:
        """The sheet as it was last laid out."""
        return self._composition

    def arrange(self, sheet_id: str) -> None:
        """Work on a sheet."""
        if self.draft.is_pending and not self._may_give_up():
            return
        self.draft.put_back()
        self.draft.open(sheet_id)
        self.canvas.setFocus()

    def close_down(self) -> None:
        """Stop what is being laid out, for good."""
        self.draft.put_back()
        super().close_down()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before something is given up that could not be kept."""
        if self.draft.is_pending and not self._may_give_up():
            event.ignore()
            return
        self.draft.put_back()
        super().closeEvent(event)

    def reject(self) -> None:
        """Close as by the button of the window: Esc on the sheet only puts back."""
        self.close()

    # Building

    def _lay_out(self) -> None:
        side = QWidget()
        side.setMinimumWidth(_SIDE)
        column = column_of(side)
        self._heading.setProperty("role", "heading")
        for label in (self._heading, self._shared, self.state):
            label.setWordWrap(True)
        self._shared.setProperty("role", "muted")
        scroll = scrolled(self.form)
        scroll.hide()
        self.form.shown.connect(scroll.setVisible)
        steps = QHBoxLayout()
        steps.setSpacing(SPACE_S)
        for button in (self._undo, self._redo, self._back):
            steps.addWidget(button)
        steps.addStretch(1)
        files = QHBoxLayout()
        files.setSpacing(SPACE_S)
        for button in (self._import, self._export):
            files.addWidget(button)
        files.addStretch(1)
        column.addWidget(self._heading)
        column.addWidget(self._shared)
        self._name_label.setProperty("role", "muted")
        self._name_label.setBuddy(self.name)
        named = QHBoxLayout()
        for part in (self._name_label, self.name, self.level, self._leave):
            named.addWidget(part)
        column.addLayout(named)
        column.addWidget(self._own_copy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.parts, 1)
        column.addWidget(scroll, 1)
        column.addWidget(self.state)
        column.addLayout(steps)
        column.addLayout(files)
        column.addWidget(self._strip)
        self._frame(side, self.canvas)

    def _connect(self) -> None:
        self.draft.changed.connect(self._follow)
        self.canvas.opened.connect(lambda _: self.form.begin())
        self.canvas.delete_wanted.connect(self.deeds.delete)
        self.parts.add_wanted.connect(self.deeds.add)
        self.parts.delete_wanted.connect(self.deeds.delete)
        self.parts.order_wanted.connect(self.deeds.reorder)
        self.parts.apart_wanted.connect(self.deeds.take_apart)
        self._undo.clicked.connect(self.draft.undo)
        self._redo.clicked.connect(self.draft.redo)
        self._back.clicked.connect(self.draft.put_back)
        self._own_copy.clicked.connect(self.keeping.own_copy)
        self.name.committed.connect(self.keeping.rename)
        self._leave.clicked.connect(self.keeping.leave)
        self._export.clicked.connect(self._ask_export)
        self._import.clicked.connect(self._ask_import)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.draft.undo)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Redo), self, self.draft.redo)

    def _write(self) -> None:
        """Write everything anew."""
        texts = self._session.texts
        self.setWindowTitle(texts("Sheet editor"))
        self._back.setText(texts("Put back"))
        self._own_copy.setText(texts("Own layout for this sheet"))
        self._name_label.setText(texts("Layout"))
        self.name.setAccessibleName(texts("Layout"))
        self._leave.setText(texts("To the template"))
        self._leave.setToolTip(texts("Lay the sheet out on its template again; a layout that no sheet has goes"))
        self._export.setText(texts("Export…"))
        self._export.setToolTip(texts("Write the layout as a file for other dossiers"))
        self._import.setText(texts("Import…"))
        self._import.setToolTip(texts("Lay this sheet out as a file says"))
        for button, icon in ((self._undo, "undo"), (self._redo, "redo")):
            button.setIcon(self._theme.icon(icon))
        self._follow()

    # Following the draft

    def _follow(self) -> None:
        texts, draft, session = self._session.texts, self.draft, self._session
        sheet, layout = draft.sheet, draft.layout
        self._heading.setText(texts.name(sheet.names) if sheet is not None else "")
        others = len(sheets_on(session.document, layout.id)) - 1 if layout is not None else 0
        self._shared.setText(
            texts.plural("{n} other sheet has this layout too.", "{n} other sheets have this layout too.", others)
        )
        self._shared.setVisible(others > 0)
        self._own_copy.setVisible(others > 0)
        for part in (self._name_label, self.name, self._leave):
            part.setVisible(layout is not None)
            part.setEnabled(draft.can_edit)
        self.level.show_record(layout)
        self.name.show_value(texts.name(layout.names) if layout is not None else "")
        for step, label, named, bare in (
            (self._undo, session.undo_label, "Undo: {label}", "Undo"),
            (self._redo, session.redo_label, "Redo: {label}", "Redo"),
        ):
            words = texts(bare) if label is None else texts(named, label=label.write(texts))
            step.setToolTip(words)
            step.setAccessibleName(words)
        self._undo.setEnabled(draft.is_pending or session.undo_label is not None)
        self._redo.setEnabled(not draft.is_pending and session.redo_label is not None)
        self._back.setEnabled(draft.is_pending)
        for button in (self._import, self._own_copy):
            button.setEnabled(draft.can_edit)
        self._export.setEnabled(draft.arrangement is not None)
        self._tell_state()
        shown = (draft.arrangement, session.document, sheet)
        if shown != self._shown:
            self._shown = shown
            self._soon()

    def _tell_state(self) -> None:
        """Say whether all is kept, and what keeps it from being kept."""
        texts, draft = self._session.texts, self.draft
        if draft.faults:
            told = "\n".join("• " + fault.written(texts) for fault in draft.faults)
            if draft.is_pending:
                told = texts("Not kept yet:\n{faults}\nMend this, or put it back.", faults=told)
            self.state.setText(told)
            self.state.setProperty("role", "danger")
        else:
            self.state.setText(texts("All is kept.") if not draft.is_pending else texts("Not kept yet."))
            self.state.setProperty("role", "muted")
        style = self.state.style()
        style.unpolish(self.state)
        style.polish(self.state)

    def _renew(self) -> None:
        """Lay the sheet out as it is tried out, beside the window."""
        sheet, datasets = self.draft.sheet, self._session.datasets
        if sheet is None or datasets is None:
            self._show(None)
            return
        moment, printed = self._session.shown_moment, self._now()
        document = self.draft.document
        shown = document.get(sheet.id)

        def work(progress: Progress) -> SheetComposition:
            publication = published(self._session, document, datasets, Audience.INTERNAL, sheet.language)
            record = shown if isinstance(shown, type(sheet)) else sheet
            return compose(
                publication.document,
                publication.datasets,
                publication.sheet(record),
                publication.language,
                printed,
                progress,
                situation=moment,
                past=publication.past,
            )

        self._latest.run(work, self._show, self._messages.report, Label("Laying out the sheet"))

    def _show(self, composition: SheetComposition | None) -> None:
        self._composition = composition
        self.deeds.places = composition.places if composition is not None else ()
        self.canvas.show_sheet(composition)

    # Answers

    def _ask_export(self) -> None:
        texts = self._session.texts
        name, _ = QFileDialog.getSaveFileName(
            self, texts("Export the layout"), "layout.toml", f"{texts('Sheet layouts')} ({_FILES})"
        )
        if name:
            path = Path(name)
            self.keeping.export_to(path if path.suffix else path.with_suffix(".toml"))

    def _ask_import(self) -> None:
        texts = self._session.texts
        name, _ = QFileDialog.getOpenFileName(
            self, texts("Import a layout"), "", f"{texts('Sheet layouts')} ({_FILES})"
        )
        if name:
            self.keeping.import_from(Path(name))

    def _may_give_up(self) -> bool:
        """Ask whether what could not be kept may be given up; say why it could not."""
        self.draft.keep()
        if not self.draft.is_pending:
            return True
        texts = self._session.texts
        told = "\n".join("• " + fault.written(texts) for fault in self.draft.faults)
        answer = QMessageBox.question(
            self,
            texts("Sheet editor"),
            texts("The last changes are not kept:\n{faults}\nGive them up?", faults=told),
        )
        return answer is QMessageBox.StandardButton.Yes
