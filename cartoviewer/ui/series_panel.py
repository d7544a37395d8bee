"""The panel for many sheets at once: over the objects of a layer, along a line, or side by side."""

from dataclasses import dataclass
from typing import Final

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Label
from cartoviewer.document.layer import Layer
from cartoviewer.scene.framing_series import blank, numbered
from cartoviewer.scene.series import Each, Ground, lay, values_of
from cartoviewer.scene.template import sheet_templates
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.messages import explained
from cartoviewer.ui.paper_words import by_paper, paper_words, scale_text
from cartoviewer.ui.record_names import in_all_languages
from cartoviewer.ui.series_frames import SeriesFrames
from cartoviewer.ui.series_ground import GroundPage, LinePage, ObjectsPage, StretchPage
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_framing import ROUND_SCALES, read_scale
from cartoviewer.ui.sheet_settings import SHEET_LANGUAGES
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from layers.crs import LAMBERT_72, transform_point
from layers.dataset import Datasets
from layers.progress import Progress
from layers.shapes import Bounds
from resources.texts import Language, Names

__all__ = ["SeriesPanel"]

_PAUSE_MS: Final = 200
_FIRST_SCALE: Final = 5_000.0
_FIRST_TEMPLATE: Final = "bnip_a3"
_WAYS: Final = ("One for each object", "Along a line", "Side by side")
_MOST_OVERLAP_MM: Final = 60


@dataclass(frozen=True, slots=True)
class _Laid:
    """The sheets that would be made, and what the column holds that the objects are chosen by."""

    sheets: tuple[Sheet, ...]
    values: tuple[str, ...]


class SeriesPanel(QWidget):
    """Shows the frames of a series on the map while it is being chosen, and lays it as one edit.

    Signals
    -------
    zoom_wanted (Bounds)
        The map is to show this ground: metres in Lambert 72.
    laid (tuple of str)
        The ids of the sheets that were made.
    """

    zoom_wanted = Signal(object)
    laid = Signal(object)

    def __init__(
        self, session: Session, theme: Theme, tasks: TaskRunner, canvas: Canvas, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._canvas = canvas
        self._task: Task | None = None
        self._sheets: tuple[Sheet, ...] = ()
        self.frames = SeriesFrames(session, canvas, theme.font())
        self.way = CalmBox()
        self.objects, self.line, self.stretch = ObjectsPage(session), LinePage(session), StretchPage(session)
        self._pages = (self.objects, self.line, self.stretch)
        for page in self._pages:
            page.changed.connect(self._soon)
        self.paper, self.scale, self.language = CalmBox(), CalmBox(), CalmBox()
        self.scale.setEditable(True)
        self.scale.setInsertPolicy(CalmBox.InsertPolicy.NoInsert)
        self.overlap = QSpinBox(suffix=" mm", maximum=_MOST_OVERLAP_MM, value=10)
        self.title_fr, self.title_nl, self.title_en = QLineEdit(), QLineEdit(), QLineEdit()
        self.squares = QCheckBox()
        self.squares.setChecked(True)
        self.told, self.refusal = QLabel(), QLabel()
        self.make, self._show_all = QPushButton(), QPushButton()
        self._labels: dict[QLabel, tuple[str, QWidget]] = {}
        self._scale = _FIRST_SCALE
        self._form = QFormLayout()
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._work_out)
        self._connect(theme)
        self._write()

    # What is chosen

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets that would be made now, numbered."""
        return self._sheets

    @property
    def page(self) -> GroundPage:
        """The page that says what the sheets are laid over."""
        return self._pages[max(self.way.currentIndex(), 0)]

    def choose_way(self, index: int) -> None:
        """Lay sheets over objects (0), along a line (1) or side by side (2)."""
        self.way.setCurrentIndex(index)
        self._on_way()

    def lay(self) -> None:
        """Make the sheets that are shown, as one edit."""
        sheets, document = self._sheets, self._session.document
        if not sheets:
            return
        label = (
            Label("New sheet {name}", {"name": sheets[0].names})
            if len(sheets) == 1
            else Label("Laid {n} sheets over the map", {"n": str(len(sheets))})
        )
        if self._session.do(label, *(put(document, one) for one in sheets)) is not None:
            self._show(())
            self.laid.emit(tuple(sheet.id for sheet in sheets))

    # Building

    def _lay_out(self) -> None:
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(SPACE_S)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for words, editor in (
            ("Paper", self.paper),
            ("Scale", self.scale),
            ("Overlap", self.overlap),
            ("Title in French", self.title_fr),
            ("Title in Dutch", self.title_nl),
            ("Title in English", self.title_en),
            ("Language of the sheet", self.language),
        ):
            label = QLabel()
            label.setProperty("role", "muted")
            label.setBuddy(editor)
            self._labels[label] = (words, editor)
            self._form.addRow(label, editor)
        self._form.addRow(self.squares)
        for box in (self.way, self.paper, self.scale, self.language):
            box.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(7)
        for name in sorted(sheet_templates(), key=by_paper):
            self.paper.addItem("", name)
        self.paper.setCurrentIndex(self.paper.findData(_FIRST_TEMPLATE))
        for language, words in SHEET_LANGUAGES.items():
            self.language.addItem(words, language.value)
        self.told.setWordWrap(True)
        self.refusal.setWordWrap(True)
        self.refusal.setProperty("role", "warning")
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        body.setSpacing(SPACE_M)
        for part in (self.way, *self._pages):
            body.addWidget(part)
        body.addLayout(self._form)
        body.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        foot = QVBoxLayout()
        foot.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_M)
        foot.setSpacing(SPACE_S)
        buttons = QHBoxLayout()
        buttons.addWidget(self.make)
        buttons.addWidget(self._show_all)
        buttons.addStretch(1)
        foot.addWidget(self.told)
        foot.addWidget(self.refusal)
        foot.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addLayout(foot)

    def _connect(self, theme: Theme) -> None:
        self.way.activated.connect(lambda _: self._on_way())
        self.paper.activated.connect(self._soon)
        self.language.activated.connect(self._soon)
        self.scale.activated.connect(lambda _: self._read_scale())
        edit = self.scale.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._read_scale)
        self.overlap.valueChanged.connect(self._soon)
        for title in (self.title_fr, self.title_nl, self.title_en):
            title.textEdited.connect(self._soon)
        self.squares.toggled.connect(self._soon)
        self.make.clicked.connect(self.lay)
        self._show_all.clicked.connect(self._zoom)
        self._canvas.settled.connect(self._on_view)
        self._session.document_changed.connect(self._fill)
        self._session.dossier_changed.connect(self._fill)
        self._session.selection_changed.connect(self._fill)
        self._session.language_changed.connect(self._write)
        theme.changed.connect(self._write)

    def showEvent(self, event: QShowEvent) -> None:
        """Work out the series when the panel comes into sight."""
        super().showEvent(event)
        self._fill()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the frames off the map with the panel."""
        super().hideEvent(event)
        self._stop()
        self._show(())

    # Words

    def _write(self) -> None:
        texts = self._session.texts
        kept = max(self.way.currentIndex(), 0)
        self.way.clear()
        self.way.addItems([texts(words) for words in _WAYS])
        self.way.setCurrentIndex(kept)
        self.way.setAccessibleName(texts("Lay sheets"))
        for label, (words, editor) in self._labels.items():
            label.setText(texts(words))
            editor.setAccessibleName(texts(words))
        for index in range(self.paper.count()):
            self.paper.setItemText(index, paper_words(str(self.paper.itemData(index)), texts))
        self.scale.clear()
        self.scale.addItems([scale_text(scale, texts) for scale in ROUND_SCALES])
        self.scale.setEditText(scale_text(self._scale, texts))
        self.squares.setText(texts("Letters and figures on the grid"))
        self._show_all.setText(texts("Show all of them"))
        self._on_way()

    def _fill(self) -> None:
        """Offer what the dossier has now."""
        if self.isVisible():
            for page in self._pages:
                page.write()
            self._soon()

    def _on_way(self) -> None:
        for page in self._pages:
            page.setVisible(page is self.page)
        self._form.setRowVisible(self.overlap, self.page is not self.objects)
        self._fill()

    def _read_scale(self) -> None:
        """Take the scale that was typed; what is none is put back."""
        asked = read_scale(self.scale.currentText())
        self.scale.setEditText(scale_text(asked or self._scale, self._session.texts))
        if asked is not None and asked != self._scale:
            self._scale = asked
            self._soon()

    def _on_view(self, _view: object) -> None:
        if self.isVisible() and self.page.depends_on_view:
            self._soon()

    # The series

    def _soon(self) -> None:
        self._pause.start()

    def _work_out(self) -> None:
        """Lay the sheets for the eye, beside the window."""
        self._stop()
        datasets = self._session.datasets
        if not self.isVisible():
            return
        seen = self._seen()
        ground = self.page.ground(seen) if datasets is not None else None
        if ground is None or datasets is None:
            self._show(())
            return
        document, overlap = self._session.document, float(self.overlap.value())
        middle = ((seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2)
        names = Names(self.title_fr.text().strip(), self.title_nl.text().strip(), self.title_en.text().strip())
        if names == Names() and not isinstance(ground, Each):
            # What has no name of its own is called after the operation; objects give their own names.
            operation = document.operation
            names = operation.names if operation is not None else in_all_languages("Map atlas")
        first = blank(document, str(self.paper.currentData()), middle, self._scale, names)
        first = msgspec.structs.replace(
            first, language=Language(str(self.language.currentData())), search_grid=self.squares.isChecked()
        )
        field = str(self.objects.field.currentData() or "")

        def work(progress: Progress) -> _Laid:
            progress.step(0.0)
            values = _values(ground, field, document, datasets)
            made = lay(ground, first, document, datasets, overlap)
            return _Laid(numbered(made, document.of(Sheet)), values)

        task = self._tasks.run(work, self._take, self._refuse, Label("Laying the sheets"))
        self._task = task
        task.ended.connect(lambda: self._forget(task))

    def _seen(self) -> Bounds:
        """Give what the map shows, in Lambert 72."""
        view = self._canvas.view
        west, south, east, north = view.bounds
        if view.epsg != LAMBERT_72:
            west, south = transform_point(west, south, view.epsg, LAMBERT_72)
            east, north = transform_point(east, north, view.epsg, LAMBERT_72)
        return (west, south, east, north)

    def _take(self, laid: _Laid) -> None:
        if self.isVisible():
            self.objects.offer_values(laid.values)
            self._show(laid.sheets)

    def _refuse(self, error: BaseException) -> None:
        """Say in the panel why there is no series: it is no more than a choice that does not work out."""
        message = explained(error)
        self._show(())
        self.refusal.setText(self._session.texts(message.text, **dict(message.values)))
        self.refusal.show()

    def _show(self, sheets: tuple[Sheet, ...]) -> None:
        texts = self._session.texts
        self._sheets = sheets
        self.frames.show_frames(sheets)
        self.refusal.hide()
        self.told.setVisible(bool(sheets))
        if sheets:
            scales = sorted({sheet.scale for sheet in sheets})
            said = " – ".join(scale_text(scale, texts) for scale in dict.fromkeys((scales[0], scales[-1])))
            count = texts.plural("{n} sheet", "{n} sheets", len(sheets))
            first, last = sheets[0].number, sheets[-1].number
            numbers = texts("no. {first}", first=first) if first == last else f"{first}–{last}"
            self.told.setText(" · ".join((count, said, numbers)))
        self.make.setText(texts.plural("Lay {n} sheet", "Lay {n} sheets", len(sheets)))
        self.make.setEnabled(bool(sheets) and self._session.can_edit)
        self._show_all.setEnabled(bool(sheets))

    def _zoom(self) -> None:
        bounds = self.frames.bounds
        if bounds is not None:
            self.zoom_wanted.emit(bounds)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _forget(self, task: Task) -> None:
        if self._task is task:
            self._task = None


def _values(ground: Ground, field: str, document: MapDocument, datasets: Datasets) -> tuple[str, ...]:
    layer = document.get(ground.layer) if isinstance(ground, Each) and field else None
    return values_of(datasets.get(layer.dataset), field) if isinstance(layer, Layer) else ()
