"""The panel for many sheets at once: over the objects of a layer, along a line, or side by side."""

from dataclasses import dataclass
from typing import Final

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from bnip.series import Cover, Each, Follow, Grid, Ground, Series
from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Label
from cartoviewer.document.layer import Layer
from cartoviewer.scene.framing_series import blank
from cartoviewer.scene.object_frames import values_of
from cartoviewer.scene.series_again import Relaid, new_series, relaid
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.messages import explained
from cartoviewer.ui.paper_words import scale_text
from cartoviewer.ui.record_names import in_all_languages
from cartoviewer.ui.series_choice import SeriesChoice
from cartoviewer.ui.series_frames import SeriesFrames
from cartoviewer.ui.series_ground import GroundPage, LinePage, ObjectsPage
from cartoviewer.ui.series_look import SeriesLook
from cartoviewer.ui.series_stretch import StretchPage
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme
from layers.crs import LAMBERT_72, transform_point
from layers.dataset import Datasets
from layers.progress import Progress
from layers.shapes import Bounds
from resources.texts import Names

__all__ = ["SeriesPanel"]

_PAUSE_MS: Final = 200
_WAYS: Final = ("One for each object", "Along a line", "Side by side")


@dataclass(frozen=True, slots=True)
class _Laid:
    """What laying the series would do, and what the column holds that the objects are chosen by."""

    relaid: Relaid
    values: tuple[str, ...]


class SeriesPanel(QWidget):
    """Shows the frames of a series on the map while it is being chosen, and lays it as one edit.

    Signals
    -------
    zoom_wanted (Bounds)
        The map is to show this ground: metres in Lambert 72.
    laid (tuple of str)
        The ids of the sheets of the series that was laid.
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
        self._relaid: Relaid | None = None
        self.frames = SeriesFrames(session, canvas, theme.font())
        self.choice = SeriesChoice(session, theme)
        self.way = CalmBox()
        self.objects, self.line, self.stretch = ObjectsPage(session), LinePage(session), StretchPage(session)
        self._pages: tuple[GroundPage, ...] = (self.objects, self.line, self.stretch)
        self.look = SeriesLook(session)
        self.told, self.refusal = QLabel(), QLabel()
        self.make, self._show_all = QPushButton(), QPushButton()
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._work_out)
        self._connect(theme)
        self._write()

    # What is chosen

    @property
    def relaid(self) -> Relaid | None:
        """What would be done now; None while there is nothing to lay."""
        return self._relaid

    @property
    def page(self) -> GroundPage:
        """The page that says what the sheets are laid over."""
        return self._pages[max(self.way.currentIndex(), 0)]

    def choose_way(self, index: int) -> None:
        """Lay sheets over objects (0), along a line (1) or side by side (2)."""
        self.way.setCurrentIndex(index)
        self._on_way()

    def lay(self) -> None:
        """Make, change and delete the sheets as shown, in one edit; the series is then at hand to lay again."""
        relaid = self._relaid
        changes = relaid.changes(self._session.document) if relaid is not None else ()
        if relaid is None or not changes:
            return
        if self._session.do(relaid.label, *changes) is not None:
            self.choice.choose(relaid.series.id)
            self._show(None)
            self.laid.emit(tuple(sheet.id for sheet in relaid.sheets))

    # Building

    def _lay_out(self) -> None:
        self.way.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.way.setMinimumContentsLength(7)
        self.told.setWordWrap(True)
        self.refusal.setWordWrap(True)
        self.refusal.setProperty("role", "warning")
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        body.setSpacing(SPACE_M)
        for part in (self.choice, self.way, self.objects, self.line, self.stretch, self.look):
            body.addWidget(part)
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
        for page in (self.objects, self.line, self.stretch):
            page.changed.connect(self._soon)
        self.choice.chosen.connect(self._on_series)
        self.choice.changed.connect(self._soon)
        self.way.activated.connect(lambda _: self._on_way())
        self.look.changed.connect(self._soon)
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
        self._show(None)

    # Words

    def _write(self) -> None:
        texts = self._session.texts
        kept = max(self.way.currentIndex(), 0)
        self.way.clear()
        self.way.addItems([texts(words) for words in _WAYS])
        self.way.setCurrentIndex(kept)
        self.way.setAccessibleName(texts("Lay sheets"))
        self._show_all.setText(texts("Show all of them"))
        # Out of sight too: what stands there is read as soon as it is shown.
        self.choice.write()
        self.look.write()
        self._on_way()

    def _fill(self) -> None:
        """Offer what the dossier has now."""
        if self.isVisible():
            self.choice.write()
            for page in self._pages:
                page.write()
            self._soon()

    def _on_way(self) -> None:
        for page in (self.objects, self.line, self.stretch):
            page.setVisible(page is self.page)
        self.look.show_overlap(on=self.page is not self.objects)
        self._fill()

    def _on_series(self) -> None:
        """Show what a series was asked to be; a new one begins with what was chosen last."""
        series = self.choice.series
        self.stretch.keep(None)
        if series is not None:
            match series.ground:
                case Each():
                    self.way.setCurrentIndex(0)
                    self.objects.show_ground(series.ground)
                case Follow():
                    self.way.setCurrentIndex(1)
                    self.line.show_ground(series.ground)
                case Grid() | Cover():
                    self.way.setCurrentIndex(2)
                    self.stretch.keep(series.ground)
            self.look.show_series(series)
        self._on_way()

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
            self._show(None)
            return
        self.look.offer_orders(ground.orders)
        self.look.allow_turn(on=not (isinstance(ground, Each | Follow) and ground.turned))
        document, series = self._session.document, self._wanted(ground, seen)
        keep_gone, renumber = self.choice.keep_gone.isChecked(), self.choice.renumber.isChecked()
        field = str(self.objects.field.currentData() or "")

        def work(progress: Progress) -> _Laid:
            progress.step(0.0)
            values = _values(ground, field, document, datasets)
            return _Laid(relaid(series, document, datasets, keep_gone=keep_gone, renumber=renumber), values)

        task = self._tasks.run(work, self._take, self._refuse, Label("Laying the sheets"))
        self._task = task
        task.ended.connect(lambda: self._forget(task))

    def _wanted(self, ground: Ground, seen: Bounds) -> Series:
        """Give the series that is chosen: a new one, or one of the dossier as it is wished now."""
        document, before, names = self._session.document, self.choice.series, self.look.names
        middle = ((seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2)
        if before is not None:
            middle = before.first.centre if ground == before.ground else middle
            first = msgspec.structs.replace(self.look.on(before.first, document), centre=middle, names=names)
            called = before.names if names == Names() else names
            return msgspec.structs.replace(
                before,
                names=called,
                ground=ground,
                first=first,
                overlap_mm=self.look.overlap_mm,
                order=self.look.page_order,
            )
        if names == Names() and not isinstance(ground, Each):
            # What has no name of its own is called after the operation; objects give their own names.
            operation = document.operation
            names = operation.names if operation is not None else in_all_languages("Map atlas")
        first = blank(document, "", middle, 0.0, names)
        return new_series(
            ground, self.look.on(first, document), document, self.look.overlap_mm, self.look.page_order
        )

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
            self._show(laid.relaid)

    def _refuse(self, error: BaseException) -> None:
        """Say in the panel why there is no series: it is no more than a choice that does not work out."""
        message = explained(error)
        self._show(None)
        self.refusal.setText(self._session.texts(message.text, **dict(message.values)))
        self.refusal.show()

    def _show(self, laid: Relaid | None) -> None:
        texts = self._session.texts
        self._relaid = laid
        sheets = laid.sheets if laid is not None else ()
        self.frames.show_frames(sheets, laid.gone if laid is not None else ())
        self.refusal.hide()
        self.told.setVisible(bool(sheets))
        is_new = laid is None or len(laid.added) == len(sheets)
        changes = laid.changes(self._session.document) if laid is not None else ()
        if laid is not None and sheets:
            scales = sorted({sheet.scale for sheet in sheets})
            said = " – ".join(scale_text(scale, texts) for scale in dict.fromkeys((scales[0], scales[-1])))
            count = texts.plural("{n} sheet", "{n} sheets", len(sheets))
            first, last = sheets[0].number, sheets[-1].number
            numbers = texts("no. {first}", first=first) if first == last else f"{first}–{last}"
            lines = [" · ".join((count, said, numbers))]
            if not is_new:
                lines.append(self._difference(laid) if changes else texts("The series is as it would be laid now."))
            self.told.setText("\n".join(lines))
        self.make.setText(
            texts.plural("Lay {n} sheet", "Lay {n} sheets", len(sheets)) if is_new else texts("Lay it again")
        )
        self.make.setEnabled(bool(changes) and self._session.can_edit)
        self._show_all.setEnabled(bool(sheets))

    def _difference(self, laid: Relaid) -> str:
        texts = self._session.texts
        counts = {"added": len(laid.added), "changed": len(laid.changed), "gone": len(laid.gone)}
        return texts("{added} new, {changed} changed, {gone} to be deleted", **counts)

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
