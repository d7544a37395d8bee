"""Writing a sheet to a file or laying it out for a printer, with its progress and its outcome told."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QDialog, QWidget

from bnip.sheet import Sheet
from cartoviewer.document.edit import Label
from cartoviewer.export.file_names import sound_stem
from cartoviewer.export.image import write_png, write_svg, write_tif
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.pdf import write_pdf
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_gate import LastLook, SheetStopped
from cartoviewer.scene.numbered_copies import copies_of
from cartoviewer.scene.sheet_plan import plan_of
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.outcome_told import tell_outcome
from cartoviewer.ui.print_options import PrintOptions
from cartoviewer.ui.print_preview import PrintPreview
from cartoviewer.ui.published import publishing
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_findings import may_leave
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.theme import Theme
from layers.progress import Progress
from layers.sensitivity import Audience
from resources.texts import Texts

__all__ = ["FORMATS", "SheetOutput", "file_stem"]

FORMATS: Final = {
    ".pdf": "PDF, to print and to send",
    ".png": "PNG picture, 300 dots to the inch",
    ".svg": "SVG drawing, to edit",
    ".tif": "GeoTIFF, for other map programs",
}
"""Endings and what each is for, the usual one first."""

_WRITERS: Final[dict[str, Callable[..., Outcome]]] = {".png": write_png, ".svg": write_svg, ".tif": write_tif}


def file_stem(sheet: Sheet, publication: Publication, texts: Texts) -> str:
    """Give a file's name that tells what it is, for whom, and whether it is an exercise."""
    parts = [texts("EXERCISE")] if publication.document.is_exercise else []
    shown = publication.sheet(sheet)
    title = shown.names.in_language(sheet.language.parts[0]) or texts("Sheet")
    parts += [title, f"v{shown.version}" if shown.version else "", publication.audience.value]
    name = " - ".join(part for part in parts if part)
    return sound_stem(name)


class SheetOutput:
    """Makes files and prints of sheets for the window.

    What is written is the sheet as it stands in the dossier when it is written, looked over once more: a serious
    fault that nobody has accepted stops it, and the reason is asked for.

    Parameters
    ----------
    now
        The clock: what the sheet says it was printed at.
    window
        Where questions are asked.
    """

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tasks: TaskRunner,
        messages: Messages,
        now: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._messages = messages
        self._now = now
        self._window = window
        self._preview: PrintPreview | None = None

    def write(self, sheet_id: str, audience: Audience, path: Path) -> Task:
        """Write a sheet in the format of the file's ending, beside the window."""
        session, printed, sheet = self._session, self._now(), self._sheet(sheet_id)
        prepare, texts = publishing(session, audience, sheet.language), session.texts
        writer = _WRITERS.get(path.suffix.lower(), write_pdf)

        def work(progress: Progress) -> Outcome:
            publication = prepare()
            judge = LastLook(publication, sheet, texts)
            return writer(publication, sheet, path, printed=printed, progress=progress, judge=judge)

        def failed(error: BaseException) -> None:
            if not isinstance(error, SheetStopped):
                self._messages.report(error)
            elif may_leave(session, self._sheet(sheet_id), error.findings, self._now(), self._window):
                self.write(sheet_id, audience, path)

        return self._tasks.run(
            work,
            lambda outcome: tell_outcome(self._messages, outcome),
            failed,
            Label("Writing {name}", {"name": path.name}),
            cancelled=lambda: self._messages.tell("Stopped. Nothing was written."),
        )

    def print_out(
        self, sheet_id: str, publication: Publication, page_mm: tuple[float, float]
    ) -> PrintPreview | None:
        """Ask how a sheet is printed, and show its pages; from there they are printed or written."""
        session, sheet, texts = self._session, self._sheet(sheet_id), self._session.texts
        plan = plan_of(sheet, session.document)
        options = PrintOptions(page_mm, texts, self._window, copies=copies_of(plan))
        if options.exec() != QDialog.DialogCode.Accepted:
            return None
        stem = file_stem(sheet, publication, texts)
        if self._preview is None:
            self._preview = PrintPreview(session, self._theme, self._tasks, self._now, self._window)
        self._preview.show_sheet(sheet_id, publication.audience, options.wish, stem)
        self._preview.show()
        self._preview.raise_()
        return self._preview

    def _sheet(self, sheet_id: str) -> Sheet:
        record = self._session.document.get(sheet_id)
        assert isinstance(record, Sheet)
        return record
