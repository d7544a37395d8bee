"""Map sheets: the list, what each is, how it will look for an audience, and writing or printing it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bnip.sheet import Sheet
from cartoviewer.document.changes import put, remove
from cartoviewer.document.edit import Label
from cartoviewer.export.publication import Publication
from cartoviewer.scene.composition import compose
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.sheet_checks import Finding, check_sheet
from cartoviewer.scene.template import sheet_templates
from cartoviewer.scene.view import MapView
from cartoviewer.ui.audience_choice import AudienceChoice
from cartoviewer.ui.latest_task import LatestTask
from cartoviewer.ui.left_out import left_out
from cartoviewer.ui.messages import MessageBar, Messages
from cartoviewer.ui.published import published
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_canvas import SheetCanvas
from cartoviewer.ui.sheet_findings import SheetFindings, may_leave
from cartoviewer.ui.sheet_framing import framed, new_sheet
from cartoviewer.ui.sheet_output import FORMATS, SheetOutput, file_stem
from cartoviewer.ui.sheet_settings import SheetSettings
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.task_strip import TaskStrip
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from layers.progress import Progress

__all__ = ["SheetPreview"]

_PAUSE_MS: Final = 200
_SIDE: Final = 340


class SheetPreview(QDialog):
    """A window beside the map; it does not hold it up.

    Parameters
    ----------
    view
        What the map shows now, for a new sheet.
    now
        The clock.
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
        super().__init__(parent)
        self._session = session
        self._theme = theme
        # Told in this window: the map's own messages may lie behind it.
        self._messages = Messages(self)
        self._view = view
        self._now = now
        self._output = SheetOutput(tasks, self._messages, now)
        self._publication: Publication | None = None
        self._composition: SheetComposition | None = None
        self._list = QListWidget()
        self._list.currentItemChanged.connect(self._on_sheet)
        self._new, self._delete = QPushButton(), QPushButton()
        self.settings = SheetSettings(session, theme)
        self.settings.frame_wanted.connect(self._frame)
        self.settings.arrange_wanted.connect(self.arrange_wanted)
        self._audience = AudienceChoice(session)
        self._audience.changed.connect(lambda _: self._soon())
        self._notes = QLabel()
        self.findings = SheetFindings(theme)
        self._found: tuple[Finding, ...] = ()
        self._empty = QLabel()
        self._canvas = SheetCanvas(theme, tasks)
        self._canvas.problem.connect(self._messages.report)
        self._strip = TaskStrip(session, theme)
        self._composing = LatestTask(tasks, self._strip)
        self._write_file, self._print = QToolButton(), QPushButton()
        self._formats = QMenu(self)
        self._heading, self._for_whom, self._percent = QLabel(), QLabel(), QLabel()
        self._zoom_out, self._zoom_in, self._whole, self._true = (QToolButton() for _ in range(4))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._compose)
        self._lay_out()
        self._connect()
        self._fill()
        self._write()
        self.setModal(False)
        self.resize(1180, 800)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is shown."""
        item = self._list.currentItem()
        record = self._session.document.get(str(item.data(Qt.ItemDataRole.UserRole))) if item is not None else None
        return record if isinstance(record, Sheet) else None

    @property
    def composition(self) -> SheetComposition | None:
        """The sheet as it was last laid out for the audience chosen."""
        return self._composition

    def make_new(self) -> None:
        """Make a sheet of what the map shows."""
        sheet = new_sheet(self._session.document, self._view(), next(reversed(sheet_templates())))
        label = Label("New sheet {name}", {"name": sheet.names})
        if self._session.do(label, put(self._session.document, sheet)) is not None:
            self.choose(sheet.id)

    def write_to(self, path: Path) -> None:
        """Write the sheet shown to a file, in the format of its ending."""
        sheet = self.sheet
        if (
            self._publication is not None
            and sheet is not None
            and may_leave(self._session, sheet, self._found, self._now(), self)
        ):
            self._strip.follow(self._output.write(self._publication, sheet, path))

    def close_down(self) -> None:
        """Stop what is being laid out, for good."""
        self._composing.stop()
        self.close()

    # Building

    def _lay_out(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_M)
        self._heading.setProperty("role", "heading")
        self._for_whom.setProperty("role", "heading")
        self._notes.setProperty("role", "warning")
        for label in (self._notes, self._empty):
            label.setWordWrap(True)
        self._empty.setProperty("role", "muted")
        buttons = QHBoxLayout()
        buttons.addWidget(self._new)
        buttons.addWidget(self._delete)
        buttons.addStretch(1)
        self._list.setMaximumHeight(self.fontMetrics().height() * 7)
        for top in (self._heading, self._list, self._empty):
            column.addWidget(top)
        column.addLayout(buttons)
        column.addWidget(self.settings)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumWidth(_SIDE)
        scroll.setWidget(side)
        self._write_file.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._write_file.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._write_file.setMenu(self._formats)
        bottom = QWidget()
        outgoing = QVBoxLayout(bottom)
        outgoing.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_M)
        outgoing.setSpacing(SPACE_S)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addWidget(self._write_file)
        row.addWidget(self._print)
        row.addStretch(1)
        for part in (self._for_whom, self._audience, self._notes, self.findings):
            outgoing.addWidget(part)
        outgoing.addLayout(row)
        outgoing.addWidget(self._strip)
        left = QWidget()
        halves = QVBoxLayout(left)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.addWidget(scroll, 1)
        halves.addWidget(bottom)
        right = QWidget()
        stage = QVBoxLayout(right)
        stage.setContentsMargins(0, 0, 0, 0)
        stage.setSpacing(0)
        zooms = QHBoxLayout()
        zooms.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        for button in (self._zoom_out, self._zoom_in, self._whole, self._true):
            button.setAutoRaise(True)
            zooms.addWidget(button)
        zooms.addWidget(self._percent)
        zooms.addStretch(1)
        stage.addLayout(zooms)
        stage.addWidget(MessageBar(self._session, self._theme, self._messages))
        stage.addWidget(self._canvas, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _connect(self) -> None:
        self._new.clicked.connect(self.make_new)
        self._delete.clicked.connect(self._remove)
        self._print.clicked.connect(self._preview_print)
        self._zoom_out.clicked.connect(self._canvas.zoom_out)
        self._zoom_in.clicked.connect(self._canvas.zoom_in)
        self._whole.clicked.connect(self._canvas.show_whole)
        self._true.clicked.connect(lambda: self._canvas.zoom_to(1.0))
        self._canvas.zoom_changed.connect(lambda zoom: self._percent.setText(f"{zoom:.0%}"))
        self._session.document_changed.connect(self._fill)
        self._session.dossier_changed.connect(self._composing.stop)
        self._session.language_changed.connect(self._write)
        self._session.moment_changed.connect(self._soon)
        self._theme.changed.connect(self._write)

    def _write(self) -> None:
        texts = self._session.texts
        self.setWindowTitle(texts("Map sheets"))
        self._heading.setText(texts("Map sheets"))
        self._list.setAccessibleName(texts("Map sheets"))
        self._for_whom.setText(texts("For whom"))
        self._new.setText(texts("New sheet of this view"))
        self._delete.setText(texts("Delete"))
        self._write_file.setText(texts("Write a file"))
        self._write_file.setIcon(self._theme.icon("file-export-outline"))
        self._print.setText(texts("Print…"))
        self._print.setIcon(self._theme.icon("printer-outline"))
        self._empty.setText(
            texts(
                "A sheet is a page of the map at a round scale, with title, legend and marking. Make the first one."
            )
        )
        for button, icon, words in (
            (self._zoom_out, "magnify-minus-outline", texts("Smaller")),
            (self._zoom_in, "magnify-plus-outline", texts("Larger")),
            (self._whole, "fit-to-page-outline", texts("Whole sheet")),
            (self._true, "numeric-1-box-outline", texts("True size")),
        ):
            button.setIcon(self._theme.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words)
        self._formats.clear()
        for ending, words in FORMATS.items():
            self._formats.addAction(texts(words)).triggered.connect(partial(self._ask_path, ending))
        self._fill()

    # The sheets

    def _fill(self) -> None:
        """List the sheets of the document, keeping the one shown."""
        shown = self.sheet.id if self.sheet is not None else ""
        texts = self._session.texts
        sheets = self._session.document.of(Sheet)
        self._list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._list.clear()
        for sheet in sheets:
            template = sheet_templates().get(sheet.template)
            number = f"{sheet.number} · " if sheet.count > 1 else ""
            item = QListWidgetItem(number + texts.name(sheet.names))
            item.setToolTip(texts.name(template.names) if template is not None else sheet.template)
            item.setData(Qt.ItemDataRole.UserRole, sheet.id)
            self._list.addItem(item)
        self._list.blockSignals(False)  # noqa: FBT003
        some = bool(sheets)
        self._empty.setVisible(not some)
        for part in (self._list, self.settings, self._for_whom, self._audience):
            part.setVisible(some)
        self._new.setEnabled(self._session.can_edit)
        self._delete.setEnabled(self._session.can_edit and some)
        if some:
            self.choose(shown if shown in self._session.document else sheets[0].id)
        else:
            self._show(None)

    def choose(self, sheet_id: str) -> None:
        """Show one sheet of the list."""
        for row in range(self._list.count()):
            if self._list.item(row).data(Qt.ItemDataRole.UserRole) == sheet_id:
                self._list.setCurrentRow(row)
        self._on_sheet()

    def _on_sheet(self) -> None:
        sheet = self.sheet
        if sheet is not None:
            self.settings.show_sheet(sheet)
        self._soon()

    def _frame(self) -> None:
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

    def _soon(self) -> None:
        self._pause.start()

    def _compose(self) -> None:
        """Lay the sheet out for the audience, beside the window."""
        sheet, datasets = self.sheet, self._session.datasets
        if sheet is None or datasets is None:
            self._show(None)
            return
        moment = self._session.shown_moment
        audience = self._audience.audience
        publication = published(self._session, self._session.document, datasets, audience, sheet.language)
        self._audience.tell(left_out(self._session.document, datasets, publication))
        printed = self._now()

        def work(progress: Progress) -> tuple[SheetComposition, tuple[Finding, ...]]:
            shown = publication.sheet(sheet)
            composition = compose(
                publication.document,
                publication.datasets,
                shown,
                publication.language,
                printed,
                progress,
                situation=moment,
                past=publication.past,
            )
            return composition, check_sheet(shown, composition, publication.document, publication.datasets)

        def done(made: tuple[SheetComposition, tuple[Finding, ...]]) -> None:
            self._publication = publication
            self._show(*made)

        self._composing.run(work, done, self._messages.report, Label("Laying out the sheet"))

    def _show(self, composition: SheetComposition | None, found: tuple[Finding, ...] = ()) -> None:
        texts = self._session.texts
        self._composition, self._found = composition, found
        self.findings.show_findings(found, texts)
        self._canvas.show_sheet(composition)
        lines: list[str] = []
        if composition is not None:
            lines += [texts(note.text, **dict(note.values)) for note in composition.notes]
            if composition.stale:
                lines.append(texts("Older than they should be: {layers}", layers=", ".join(composition.stale)))
        self._notes.setText("\n".join(lines))
        self._notes.setVisible(bool(lines))
        self._write_file.setEnabled(composition is not None)
        self._print.setEnabled(composition is not None)

    # What goes out

    def _ask_path(self, ending: str, _checked: object = None) -> None:
        if self._publication is None or self.sheet is None:
            return
        texts = self._session.texts
        stem = file_stem(self.sheet, self._publication, texts)
        name, _ = QFileDialog.getSaveFileName(
            self, texts("Write a file"), stem + ending, f"{texts(FORMATS[ending])} (*{ending})"
        )
        if name:
            path = Path(name)
            self.write_to(path if path.suffix.lower() == ending else path.with_name(path.name + ending))

    def _preview_print(self) -> None:
        sheet, composition, publication = self.sheet, self._composition, self._publication
        if sheet is None or composition is None or publication is None:
            return
        if may_leave(self._session, sheet, self._found, self._now(), self):
            task = self._output.print_out(publication, sheet, composition, self._session.texts, self)
            if task is not None:
                self._strip.follow(task)
