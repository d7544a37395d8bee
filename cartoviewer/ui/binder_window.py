"""The window that binds sheets into one PDF: which, for whom, what was found on them, and the file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from cartoviewer.document.edit import Label
from cartoviewer.export.binder import Binder, Faults
from cartoviewer.export.binder_process import BinderOrder, draw_beside
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.sheet_gate import released
from cartoviewer.ui.audience_choice import AudienceChoice
from cartoviewer.ui.binder_findings import BinderFindings
from cartoviewer.ui.binder_options import BinderOptions
from cartoviewer.ui.binder_sheets import BinderSheets
from cartoviewer.ui.left_out import LeftOut, left_out
from cartoviewer.ui.outcome_told import tell_outcome
from cartoviewer.ui.preview_window import PreviewWindow, column_of
from cartoviewer.ui.published import published
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from layers.progress import Progress
from resources.texts import Language

__all__ = ["BinderWindow"]

_SIZE: Final = QSize(980, 640)


class BinderWindow(PreviewWindow):
    """A window beside the map; it does not hold it up.

    Drawing and writing are two steps: what is found on the sheets is told in between, and what is serious stops the
    file until a reason is given, which is an edit of the log before the file is there.

    Signals
    -------
    sheet_wanted (str)
        The preview of a sheet is to be shown.
    finding_wanted (Sheet, Finding)
        What a finding speaks of is to be shown.
    """

    sheet_wanted = Signal(str)
    finding_wanted = Signal(object, object)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tasks: TaskRunner,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, theme, tasks, _SIZE, parent)
        self._now = now
        self._task: Task | None = None
        self._drawn: Binder | None = None
        self.is_wired = False
        self.sheets = BinderSheets(session, theme)
        self.audience = AudienceChoice(session)
        self.options = BinderOptions(session)
        self.findings = BinderFindings(theme)
        self.reason = QLineEdit()
        self.check, self.write_file = QPushButton(), QPushButton()
        self._heading, self._for_whom, self._holds, self._told, self._why = (QLabel() for _ in range(5))
        self._lay_out()
        self._connect()
        self._write()

    @property
    def drawn(self) -> Binder | None:
        """The binder as it is chosen now, drawn and looked over; None while it is not."""
        return self._drawn

    def draw(self, then: Callable[[Binder], None] | None = None) -> None:
        """Draw and look over the sheets that are chosen, beside the window; `then` is given the binder."""
        session, chosen = self._session, self.sheets.chosen
        dossier, history = session.dossier, session.history
        if dossier is None or history is None or not chosen:
            return
        self._stop()
        # The processes that paint read the file: at the very position that is shown, whatever is edited meanwhile.
        at = session.moment if session.moment is not None else history.position
        order = BinderOrder(
            dossier=dossier.path,
            at=at,
            moment=session.shown_moment,
            audience=self.audience.audience,
            language=self.options.spoken,
            sheets=chosen,
            printed=self._now(),
            parts=self.options.parts,
            duplex=self.options.duplex,
            tiles=self.options.tiles,
        )

        def done(binder: Binder) -> None:
            self._show(binder)
            if then is not None:
                then(binder)

        self._run(lambda progress: draw_beside(order, progress), done, Label("Drawing the sheets"))

    def look_over(self) -> None:
        """Draw the sheets that are chosen, to tell what is found on them."""
        self.draw()

    def write_to(self, path: Path) -> None:
        """Write the binder, drawn first where it is not; what is serious needs a reason."""
        if self._drawn is None:
            self.draw(lambda binder: self._release(binder, path))
        else:
            self._release(self._drawn, path)

    def close_down(self) -> None:
        """Stop what is under way, for good."""
        self._stop()
        super().close_down()

    # Building

    def _lay_out(self) -> None:
        for label in (self._heading, self._for_whom, self._holds):
            label.setProperty("role", "heading")
        for label in (self._told, self._why):
            label.setWordWrap(True)
        self._told.setProperty("role", "muted")
        self._why.setProperty("role", "danger")
        left, right = QWidget(), QWidget()
        column = column_of(left, self._heading)
        column.addWidget(self.sheets, 1)
        side = column_of(right)
        side.setSpacing(SPACE_S)
        side.addWidget(self._for_whom)
        side.addWidget(self.audience)
        side.addWidget(self.options)
        side.addSpacing(SPACE_M)
        side.addWidget(self._holds)
        side.addWidget(self._told)
        side.addWidget(self.findings, 1)
        side.addWidget(self._why)
        side.addWidget(self.reason)
        side.addStretch(0)
        left.setMinimumWidth(_SIZE.width() // 2)
        self._frame(left, right, self._foot(self.check, self.write_file))

    def _connect(self) -> None:
        self.sheets.changed.connect(self._forget)
        self.sheets.sheet_wanted.connect(self.sheet_wanted)
        self.audience.changed.connect(lambda _: self._forget())
        self.options.changed.connect(self._forget)
        self.findings.sheet_wanted.connect(self.sheet_wanted)
        self.findings.finding_wanted.connect(self.finding_wanted)
        self.check.clicked.connect(self.look_over)
        self.write_file.clicked.connect(self._ask_path)
        self._session.document_changed.connect(self._on_document)
        self._session.dossier_changed.connect(self._stop)

    def _write(self) -> None:
        texts = self._session.texts
        self.setWindowTitle(texts("Binder of sheets"))
        self._heading.setText(texts("Sheets of the binder"))
        self._for_whom.setText(texts("For whom"))
        self.options.write()
        self._holds.setText(texts("Before it leaves"))
        self._why.setText(texts("Why may it leave the house all the same? The reason is kept."))
        self.reason.setPlaceholderText(texts("Reason"))
        self.reason.setAccessibleName(texts("Reason"))
        self.check.setText(texts("Check the sheets"))
        self.check.setIcon(self._theme.icon("clipboard-check-outline"))
        self.write_file.setText(texts("Write the binder…"))
        self.write_file.setIcon(self._theme.icon("file-export-outline"))
        self._on_document()

    # What is chosen

    def showEvent(self, event: QShowEvent) -> None:
        """Read the sheets when the window comes into sight."""
        super().showEvent(event)
        self._on_document()

    def _on_document(self, _document: object = None) -> None:
        if self.isVisible():
            self.sheets.write()
            self._forget()

    def _forget(self) -> None:
        """Let go of what was drawn: it is no longer what is chosen."""
        self._drawn = None
        self._tell((), ())
        self._soon()

    def _renew(self) -> None:
        """Work out beside the window what the audience will not see, and say it."""
        session, document, datasets = self._session, self._session.document, self._session.datasets
        audience = self.audience.audience
        if datasets is None or not self.isVisible():
            return

        def work(progress: Progress) -> LeftOut:
            progress.step(0.0)
            return left_out(document, datasets, published(session, document, datasets, audience, Language.FR_NL))

        def done(told: LeftOut) -> None:
            if self.audience.audience is audience and self._session.document is document:
                self.audience.tell(told)

        self._tasks.run(work, done, self._messages.report, Label("Checking who may see what"))

    def _show(self, binder: Binder) -> None:
        self._drawn = binder
        self._tell(binder.findings, binder.stopping)

    def _tell(self, findings: Faults, stopping: Faults) -> None:
        texts, drawn, count = self._session.texts, self._drawn, len(self.sheets.chosen)
        self.findings.show_findings(findings, texts)
        sheets = texts.plural("{n} sheet", "{n} sheets", count)
        if drawn is None:
            said = texts(
                "{sheets} chosen. Check them, or write the binder: both look every sheet over.", sheets=sheets
            )
        else:
            pages = texts.plural("{n} page", "{n} pages", drawn.pages)
            kind = texts("Nothing was found.") if not findings else ""
            said = " · ".join(filter(None, (sheets, pages, drawn.marking.marking, kind)))
            told = [
                texts(note.text, **dict(note.values)) for note in drawn.notes if "above this audience" in note.text
            ]
            said = "\n".join((said, *told))
        self._told.setText(said if count else texts("Tick the sheets that are to be bound."))
        for part in (self._why, self.reason):
            part.setVisible(bool(stopping))
        idle = self._task is None
        self.check.setEnabled(bool(count) and idle and drawn is None)
        self.write_file.setEnabled(bool(count) and idle)

    # What goes out

    def _ask_path(self) -> None:
        if self._drawn is not None and self._drawn.stopping and not self.reason.text().strip():
            self._refuse()
            return
        texts = self._session.texts
        name, _ = QFileDialog.getSaveFileName(
            self,
            texts("Write the binder"),
            texts("binder") + ".pdf",
            f"{texts('PDF, to print and to send')} (*.pdf)",
        )
        if name:
            path = Path(name)
            self.write_to(path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf"))

    def _refuse(self) -> None:
        self._messages.warn("Serious faults stop the binder. Correct them, or give the reason why it may leave.")
        self.reason.setFocus()

    def _release(self, binder: Binder, path: Path) -> None:
        """Write what was drawn; a reason for what is serious is in the log before the file is there."""
        kept = bool(binder.stopping)
        if kept:
            reason = self.reason.text().strip()
            if not reason:
                self._refuse()
                return
            edit = released(self._session.document, binder.stopping, reason, self._now())
            if self._session.do(*edit) is None:
                return
            self.reason.clear()
            # A reason is no other sheet: what was drawn and looked over holds, and is not drawn a second time.
            self._show(replace(binder, stopping=()))

        def work(progress: Progress) -> Outcome:
            progress.step(-1.0)
            return binder.write(path, accepted=kept)

        def done(outcome: Outcome) -> None:
            tell_outcome(self._messages, outcome)
            self._tell(binder.findings, ())

        self._run(work, done, Label("Writing {name}", {"name": path.name}))

    def _run(self, work: Callable[[Progress], object], done: Callable[..., None], title: Label) -> None:
        self._bar.clear()
        task = self._send_out(work, done, title)
        self._task = task
        task.ended.connect(lambda: self._end(task))
        for button in (self.check, self.write_file):
            button.setEnabled(False)

    def _end(self, task: Task) -> None:
        if self._task is task:
            self._task = None
            drawn = self._drawn
            self._tell(drawn.findings if drawn else (), drawn.stopping if drawn else ())

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
