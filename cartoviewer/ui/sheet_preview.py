"""Map sheets: the list, what each is, how it will look for an audience, and writing or printing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from bnip.sheet import Sheet
from cartoviewer.document.changes import put, remove
from cartoviewer.document.edit import Label
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import composed
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.sheet_checks import Finding, check_sheet
from cartoviewer.scene.template import sheet_templates
from cartoviewer.scene.view import MapView
from cartoviewer.ui.left_out import LeftOut, left_out
from cartoviewer.ui.past_levels import past_levels
from cartoviewer.ui.preview_window import PreviewWindow, column_of, scrolled
from cartoviewer.ui.published import publishing
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_findings import SheetFindings, may_leave
from cartoviewer.ui.sheet_framing import framed, new_sheet
from cartoviewer.ui.sheet_leaving import SheetLeaving
from cartoviewer.ui.sheet_list import SheetList
from cartoviewer.ui.sheet_output import FORMATS, SheetOutput, file_stem
from cartoviewer.ui.sheet_settings import SheetSettings
from cartoviewer.ui.sheet_stage import SheetStage
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.theme import Theme
from layers.progress import Progress

__all__ = ["SheetPreview"]

_SIDE: Final = 340
_SIZE: Final = QSize(1180, 800)


@dataclass(frozen=True, slots=True)
class _Made:
    """A sheet as it was laid out, and what is told of it."""

    sheet: Sheet
    publication: Publication
    composition: SheetComposition
    found: tuple[Finding, ...]
    left_out: LeftOut
    stricter: str


class SheetPreview(PreviewWindow):
    """The window of the sheets.

    Parameters
    ----------
    view
        What the map shows now, for a new sheet.
    now
        The clock.

    Signals
    -------
    arrange_wanted (str)
        What stands on the sheet with this id is to be moved and sized.
    """

    arrange_wanted = Signal(str)

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
        self._view = view
        self._now = now
        self._made: _Made | None = None
        self.list = SheetList(session)
        self.settings = SheetSettings(session, theme)
        self.stage = SheetStage(session, theme, tasks)
        self.leaving = SheetLeaving(session, theme, self._strip)
        self._output = SheetOutput(session, theme, tasks, self._messages, now, self)
        side = QWidget()
        column_of(side, self.list, self.settings).addStretch(1)
        left = QWidget()
        halves = QVBoxLayout(left)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.addWidget(scrolled(side, _SIDE), 1)
        halves.addWidget(self.leaving)
        self._frame(left, self.stage)
        self.list.chosen.connect(self._on_sheet)
        self.list.new_wanted.connect(self.make_new)
        self.list.delete_wanted.connect(self._remove)
        self.settings.frame_wanted.connect(self._frame_anew)
        self.settings.arrange_wanted.connect(self.arrange_wanted)
        self.stage.problem.connect(self._messages.report)
        self.leaving.audience.changed.connect(self._soon)
        self.leaving.file_wanted.connect(self._ask_path)
        self.leaving.print_wanted.connect(self._print)
        session.document_changed.connect(self._fill)
        session.moment_changed.connect(self._soon)
        self._write()

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is shown, as it stands in the dossier."""
        return self.list.sheet

    @property
    def composition(self) -> SheetComposition | None:
        """The sheet as it was last laid out for the audience chosen."""
        return self._made.composition if self._made is not None else None

    @property
    def findings(self) -> SheetFindings:
        """What was found on it."""
        return self.leaving.findings

    def choose(self, sheet_id: str) -> None:
        """Show one sheet of the list."""
        self.list.choose(sheet_id)

    def make_new(self) -> None:
        """Make a sheet of what the map shows."""
        sheet = new_sheet(self._session.document, self._view(), next(reversed(sheet_templates())))
        label = Label("New sheet {name}", {"name": sheet.names})
        if self._session.do(label, put(self._session.document, sheet)) is not None:
            self.choose(sheet.id)

    def write_to(self, path: Path) -> None:
        """Write the sheet shown to a file, in the format of its ending."""
        sheet = self._released()
        if sheet is not None:
            self._strip.follow(self._output.write(sheet.id, self.leaving.audience.audience, path))

    # The sheets

    def _write(self) -> None:
        self.setWindowTitle(self._session.texts("Map sheets"))
        self.stage.write()
        self.leaving.write()
        self._fill()

    def _fill(self) -> None:
        """List the sheets of the document, keeping the one shown."""
        self.list.write()
        some = self.sheet is not None
        self.settings.setVisible(some)
        self.leaving.setVisible(some)
        if not some:
            self._show(None)

    def _on_sheet(self) -> None:
        sheet = self.sheet
        if sheet is not None:
            self.settings.show_sheet(sheet)
        self._soon()

    def _frame_anew(self) -> None:
        if (sheet := self.sheet) is not None:
            after = framed(sheet, self._view(), self._session.document)
            if after != sheet:
                label = Label("Sheet {name} framed anew", {"name": sheet.names})
                self._session.do(label, put(self._session.document, after))

    def _remove(self) -> None:
        if (sheet := self.sheet) is not None:
            label = Label("Deleted sheet {name}", {"name": sheet.names})
            self._session.do(label, remove(self._session.document, sheet.id))

    # The preview

    def _renew(self) -> None:
        """Lay the sheet out for the audience, beside the window."""
        sheet, session, datasets = self.sheet, self._session, self._session.datasets
        if sheet is None or datasets is None:
            self._show(None)
            return
        document, texts = session.document, session.texts
        prepare = publishing(session, self.leaving.audience.audience, sheet.language)
        levels = past_levels(session)
        printed = self._now()

        def work(progress: Progress) -> _Made:
            publication = prepare()
            composition = composed(publication, sheet, printed, progress)
            shown = publication.sheet(sheet)
            found = check_sheet(shown, composition, publication.document, publication.datasets)
            told = left_out(document, datasets, publication)
            return _Made(sheet, publication, composition, found, told, levels.told(sheet, texts))

        self._latest.run(work, self._show, self._messages.report, Label("Laying out the sheet"))

    def _show(self, made: _Made | None) -> None:
        self._made = made
        self.stage.show_sheet(made.composition if made is not None else None)
        self.leaving.audience.tell(made.left_out if made is not None else None)
        found, stricter = (made.found, made.stricter) if made is not None else ((), "")
        self.leaving.show_sheet(self.composition, found, stricter)

    # What goes out

    def _released(self) -> Sheet | None:
        """Give the sheet shown if it may leave; what was found on it and is serious needs a reason first.

        Whatever has changed since it was laid out is looked at again when it is written.
        """
        sheet, made = self.sheet, self._made
        if sheet is None or made is None:
            return None
        found = made.found if made.sheet == sheet else ()
        return sheet if may_leave(self._session, sheet, found, self._now(), self) else None

    def _ask_path(self, ending: str) -> None:
        if self._made is None or self.sheet is None:
            return
        texts = self._session.texts
        stem = file_stem(self.sheet, self._made.publication, texts)
        name, _ = QFileDialog.getSaveFileName(
            self, texts("Write a file"), stem + ending, f"{texts(FORMATS[ending])} (*{ending})"
        )
        if name:
            path = Path(name)
            self.write_to(path if path.suffix.lower() == ending else path.with_name(path.name + ending))

    def _print(self) -> None:
        sheet, made = self._released(), self._made
        if sheet is not None and made is not None:
            self._output.print_out(sheet.id, made.publication, made.composition.page_mm)
