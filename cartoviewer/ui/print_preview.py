"""The pages of a print as they will be on paper, painted beside the window as they are shown, and printed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QWidget

from bnip.sheet import Sheet
from cartoviewer.document.edit import Label
from cartoviewer.export.copies_pdf import write_copies
from cartoviewer.export.duplex import printer_mode
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.pdf import write_pdf
from cartoviewer.export.print_job import PrintJob, prepare_print
from cartoviewer.export.sheet_gate import LastLook, SheetStopped
from cartoviewer.export.tiled_pdf import write_tiled
from cartoviewer.ui.outcome_told import tell_outcome
from cartoviewer.ui.preview_window import PreviewWindow, column_of
from cartoviewer.ui.print_options import PrintWish
from cartoviewer.ui.print_pages import PrintPages
from cartoviewer.ui.published import publishing
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_findings import may_leave
from cartoviewer.ui.sheet_stage import SheetStage
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.theme import Theme
from layers.progress import Progress
from layers.sensitivity import Audience

__all__ = ["PrintPreview"]

_SIZE: Final = QSize(1000, 760)
_SIDE: Final = 240


class PrintPreview(PreviewWindow):
    """A window with the pages of one print.

    Parameters
    ----------
    now
        The clock: what the pages say they were printed at.
    """

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
        self._stem = ""
        self._order: tuple[str, Audience, PrintWish] | None = None
        self._job: PrintJob | None = None
        self.pages = PrintPages(session)
        self.stage = SheetStage(session, theme, tasks)
        self.stage.problem.connect(self._messages.report)
        self.file, self.print = QPushButton(), QPushButton()
        self.file.clicked.connect(self._ask_path)
        self.print.clicked.connect(self._ask_printer)
        self.pages.chosen.connect(self._show_page)
        self.pages.changed.connect(self._allow)
        side = QWidget()
        side.setMinimumWidth(_SIDE)
        column_of(side, self.pages)
        self._frame(side, self.stage, self._foot(self.file, self.print))
        session.dossier_changed.connect(self.close)
        self._write()

    @property
    def job(self) -> PrintJob | None:
        """The pages, when they are laid out."""
        return self._job

    def show_sheet(self, sheet_id: str, audience: Audience, wish: PrintWish, stem: str = "") -> None:
        """Lay a sheet out for the printer, beside the window; what is serious needs a reason first.

        `stem` is what a file of its pages is called.
        """
        self._stem = stem or self._stem
        self._write()
        session, printed = self._session, self._now()
        sheet, texts = self._sheet(sheet_id), session.texts
        self._order = (sheet_id, audience, wish)
        prepare, tiling = publishing(session, audience, sheet.language), wish.tiling
        self._show_job(None)

        def work(progress: Progress) -> PrintJob:
            publication = prepare()
            return prepare_print(
                publication,
                sheet,
                printed,
                paper=tiling.paper if tiling is not None else "",
                overlap_mm=tiling.overlap_mm if tiling is not None else 0.0,
                copies=wish.copies,
                duplex=wish.duplex,
                progress=progress,
                judge=LastLook(publication, sheet, texts),
            )

        self._latest.run(
            work,
            self._show_job,
            lambda error: self._stopped(error, lambda: self.show_sheet(sheet_id, audience, wish)),
            Label("Laying out the sheet"),
        )

    def print_on(self, printer: QPrinter) -> Task | None:
        """Print the pages that are ticked, beside the window."""
        job = self._job
        if job is None:
            return None
        places = [place for place in self.pages.ticked if _is_asked(printer, place + 1)]
        by_hand = 1 if printer.supportsMultipleCopies() else max(printer.copyCount(), 1)
        target = Path(printer.outputFileName()) if printer.outputFileName() else None
        is_new = target is not None and not target.exists()

        def work(progress: Progress) -> int:
            try:
                return job.paint_on(printer, places * by_hand, progress)
            except BaseException:
                if target is not None and is_new:
                    target.unlink(missing_ok=True)
                raise

        def done(count: int) -> None:
            if target is not None:
                self._messages.tell("Printed to {name}: {n} pages.", name=target.name, n=count)
            else:
                self._messages.tell("Sent to {name}: {n} pages.", name=printer.printerName(), n=count)

        return self._send_out(work, done, Label("Printing {name}", {"name": job.title}))

    def write_to(self, path: Path) -> Task | None:
        """Write all pages as one PDF, beside the window; it is looked over once more."""
        if self._order is None:
            return None
        sheet_id, audience, wish = self._order
        session, printed, sheet = self._session, self._now(), self._sheet(sheet_id)
        prepare, texts, tiling = publishing(session, audience, sheet.language), session.texts, wish.tiling

        def work(progress: Progress) -> Outcome:
            publication = prepare()
            judge = LastLook(publication, sheet, texts)
            if tiling is not None:
                return write_tiled(
                    publication,
                    sheet,
                    path,
                    paper=tiling.paper,
                    overlap_mm=tiling.overlap_mm,
                    printed=printed,
                    duplex=wish.duplex,
                    progress=progress,
                    judge=judge,
                )
            if wish.copies:
                return write_copies(
                    publication,
                    sheet,
                    path,
                    copies=wish.copies,
                    printed=printed,
                    duplex=wish.duplex,
                    progress=progress,
                    judge=judge,
                )
            return write_pdf(
                publication, sheet, path, printed=printed, progress=progress, judge=judge, duplex=wish.duplex
            )

        return self._send_out(
            work,
            lambda outcome: tell_outcome(self._messages, outcome),
            Label("Writing {name}", {"name": path.name}),
            failed=lambda error: self._stopped(error, lambda: self.write_to(path)),
        )

    # The window

    def _write(self) -> None:
        texts = self._session.texts
        self.setWindowTitle(texts("Print: {name}", name=self._stem))
        self.stage.write()
        self.pages.write()
        self.file.setText(texts("Write a PDF…"))
        self.file.setIcon(self._theme.icon("file-export-outline"))
        self.file.setToolTip(
            texts("All pages in one file. Copies over several pages are not written as a file: print them.")
        )
        self.print.setText(texts("Print…"))
        self.print.setIcon(self._theme.icon("printer-outline"))
        self._allow()

    def _show_job(self, job: PrintJob | None) -> None:
        self._job = job
        self.pages.show_pages(job.pages if job is not None else ())
        if job is None:
            self.stage.canvas.show_page(None, None)
        else:
            self._show_page(0)

    def _show_page(self, place: int) -> None:
        job = self._job
        if job is not None and 0 <= place < len(job.pages):
            page = job.pages[place]
            self.stage.canvas.show_page(page.page_mm, page.picture)

    def _allow(self) -> None:
        """Tell how many pages are printed, on the button that prints them."""
        count, wish = len(self.pages.ticked), self._order[2] if self._order is not None else None
        self.print.setEnabled(self._job is not None and bool(count))
        self.file.setEnabled(self._job is not None and not (wish is not None and wish.tiling and wish.copies))

    def _ask_printer(self) -> None:
        job = self._job
        if job is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(job.title)
        first = job.pages[0]
        printer.setPageLayout(first.layout)
        printer.setDuplex(printer_mode(job.duplex, first.page_mm))
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, len(job.pages))
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=True)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintSelection, on=False)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def _ask_path(self) -> None:
        texts = self._session.texts
        name, _ = QFileDialog.getSaveFileName(
            self, texts("Write a file"), self._stem + ".pdf", f"{texts('PDF, to print and to send')} (*.pdf)"
        )
        if name:
            path = Path(name)
            self.write_to(path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf"))

    def _stopped(self, error: BaseException, again: Callable[[], object]) -> None:
        """Ask for the reason where the last look has stopped the sheet; report anything else."""
        if not isinstance(error, SheetStopped) or self._order is None:
            self._messages.report(error)
        elif may_leave(self._session, self._sheet(self._order[0]), error.findings, self._now(), self):
            again()

    def _sheet(self, sheet_id: str) -> Sheet:
        record = self._session.document.get(sheet_id)
        assert isinstance(record, Sheet)
        return record


def _is_asked(printer: QPrinter, number: int) -> bool:
    """Tell whether the printer's own dialogue asks for a page."""
    if printer.printRange() is not QPrinter.PrintRange.PageRange or not printer.fromPage():
        return True
    return printer.fromPage() <= number <= (printer.toPage() or number)
