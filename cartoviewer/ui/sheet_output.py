"""Writing a sheet to a file or sending it to a printer, with its progress and its outcome told."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from bnip.sheet import Sheet
from cartoviewer.document.edit import Label
from cartoviewer.export.duplex import printer_mode
from cartoviewer.export.image import write_png, write_svg, write_tif
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.pdf import page_layout, write_pdf
from cartoviewer.export.print import paint_pages, paint_tiles
from cartoviewer.export.publication import Publication
from cartoviewer.export.tiled_pdf import tile_layout, write_tiled
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.tiling import Tiling
from cartoviewer.ui.messages import Message, MessageKind, Messages, Offer
from cartoviewer.ui.print_options import PrintOptions, PrintWish
from cartoviewer.ui.task_runner import Task, TaskRunner
from layers.errors import Problem
from layers.progress import Progress
from resources.texts import Texts

__all__ = ["FORMATS", "SheetOutput", "file_stem", "tell_outcome"]

FORMATS: Final = {
    ".pdf": "PDF, to print and to send",
    ".png": "PNG picture, 300 dots to the inch",
    ".svg": "SVG drawing, to edit",
    ".tif": "GeoTIFF, for other map programs",
}
"""Endings and what each is for, the usual one first."""

_FORBIDDEN: Final = '<>:"/\\|?*'


def file_stem(sheet: Sheet, publication: Publication, texts: Texts) -> str:
    """Give a file's name that tells what it is, for whom, and whether it is an exercise."""
    parts = [texts("EXERCISE")] if publication.document.is_exercise else []
    version = publication.sheet(sheet).version
    title = sheet.names.in_language(sheet.language.parts[0]) or texts("Sheet")
    parts += [title, f"v{version}" if version else "", publication.audience.value]
    name = " - ".join(part for part in parts if part)
    return "".join("-" if letter in _FORBIDDEN or ord(letter) < 32 else letter for letter in name)[:120].strip()


class SheetOutput:
    """Makes files and prints of sheets for the window.

    Parameters
    ----------
    now
        The clock: what the sheet says it was printed at.
    """

    def __init__(self, tasks: TaskRunner, messages: Messages, now: Callable[[], datetime]) -> None:
        self._tasks = tasks
        self._messages = messages
        self._now = now

    def write(self, publication: Publication, sheet: Sheet, path: Path) -> Task:
        """Write a sheet in the format of the file's ending, beside the window."""
        printed = self._now()
        writers = {".png": write_png, ".svg": write_svg, ".tif": write_tif}

        def work(progress: Progress) -> Outcome:
            writer = writers.get(path.suffix.lower(), write_pdf)
            return writer(publication, sheet, path, printed=printed, progress=progress)

        return self._run(work, path)

    def print_out(
        self, publication: Publication, sheet: Sheet, composition: SheetComposition, texts: Texts, parent: QWidget
    ) -> Task | None:
        """Ask how a sheet is printed, and do so; where its pages are written to a file, that is a task."""
        options = PrintOptions(composition.page_mm, texts, parent)
        if options.exec() != QDialog.DialogCode.Accepted:
            return None
        wish = options.wish
        if not wish.to_file or wish.tiling is None:
            self.preview_print(composition, parent, wish)
            return None
        stem = f"{file_stem(sheet, publication, texts)} - {wish.tiling.paper}.pdf"
        kind = f"{texts(FORMATS['.pdf'])} (*.pdf)"
        name, _ = QFileDialog.getSaveFileName(parent, texts("Write a file"), stem, kind)
        return self.write_tiled(publication, sheet, Path(name).with_suffix(".pdf"), wish) if name else None

    def write_tiled(self, publication: Publication, sheet: Sheet, path: Path, wish: PrintWish) -> Task:
        """Write a sheet over several pages of a PDF, beside the window."""
        tiling, printed = wish.tiling, self._now()
        assert tiling is not None

        def work(progress: Progress) -> Outcome:
            return write_tiled(
                publication,
                sheet,
                path,
                paper=tiling.paper,
                overlap_mm=tiling.overlap_mm,
                printed=printed,
                duplex=wish.duplex,
                progress=progress,
            )

        return self._run(work, path)

    def preview_print(self, composition: SheetComposition, parent: QWidget, wish: PrintWish) -> None:
        """Show the printer's own preview at true size, from which it is printed."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(composition.title)
        tiling = wish.tiling
        layout = page_layout(composition) if tiling is None else tile_layout(tiling)
        printer.setPageLayout(layout)
        page_mm = composition.page_mm if tiling is None else tiling.page_mm
        printer.setDuplex(printer_mode(wish.duplex, page_mm))
        dialog = QPrintPreviewDialog(printer, parent)
        dialog.setWindowTitle(composition.title)
        dialog.paintRequested.connect(lambda device: self.paint(device, composition, tiling))
        dialog.resize(900, 800)
        dialog.exec()

    def paint(self, device: QPrinter, composition: SheetComposition, tiling: Tiling | None = None) -> None:
        """Paint a sheet on a printer; a printer that cannot is explained."""
        try:
            if tiling is None:
                paint_pages(device, (composition,))
            else:
                paint_tiles(device, composition, tiling)
        except Problem as error:
            self._messages.report(error)

    def _run(self, work: Callable[[Progress], Outcome], path: Path) -> Task:
        return self._tasks.run(
            work,
            lambda outcome: tell_outcome(self._messages, outcome),
            self._messages.report,
            Label("Writing {name}", {"name": path.name}),
            cancelled=lambda: self._messages.tell("Stopped. Nothing was written."),
        )


def tell_outcome(messages: Messages, outcome: Outcome) -> None:
    """Say that a file was written, and offer to open it."""
    folder = QUrl.fromLocalFile(str(outcome.path.parent))
    file = QUrl.fromLocalFile(str(outcome.path))
    messages.show(
        Message(
            "Written: {name}, {marking}, {size} kB.",
            {
                "name": outcome.path.name,
                "marking": outcome.marking.marking,
                "size": max(round(outcome.size_bytes / 1000), 1),
            },
            MessageKind.SUCCESS,
            (
                Offer("Open the file", lambda: _open(file)),
                Offer("Open the folder", lambda: _open(folder)),
            ),
        )
    )


def _open(place: QUrl) -> None:
    QDesktopServices.openUrl(place)
