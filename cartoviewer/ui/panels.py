"""The panels and windows around the map, and what each of them asks of it.

Windows that need heavy libraries (printing, the web engine) are loaded when they are first wanted, so that the
first picture does not wait for them.
"""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from bnip.sheet import Sheet
from cartoviewer.document.edit import Label
from cartoviewer.document.layer import Layer
from cartoviewer.scene.finding import Found, FoundKind
from cartoviewer.scene.hits import FeatureHit, Hit, RecordHit, hits
from cartoviewer.scene.sheet_checks import Finding
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.docks import Docks
from cartoviewer.ui.drawing_list import DrawingList
from cartoviewer.ui.extents import with_room
from cartoviewer.ui.found_bar import FoundBar
from cartoviewer.ui.ground import Ground
from cartoviewer.ui.history_panel import HistoryPanel
from cartoviewer.ui.inspector import Inspector
from cartoviewer.ui.layer_refresh import LayerRefresh
from cartoviewer.ui.messages import Message, MessageKind, Messages, Offer
from cartoviewer.ui.place_mark import PlaceMark
from cartoviewer.ui.plan_panel import PlanPanel
from cartoviewer.ui.search_box import SearchBox
from cartoviewer.ui.series_panel import SeriesPanel
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.theme import Theme
from cartoviewer.ui.tool_box import ToolBox
from cartoviewer.ui.tools.tool import Pointer
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.reverse import here_lines, whats_here
from layers.shapes import Bounds

__all__ = ["Panels"]

_SHEETS: Final = ("cartoviewer.ui.sheet_preview", "SheetPreview")
_LAYOUT: Final = ("cartoviewer.ui.layout_editor", "LayoutEditor")
_BINDER: Final = ("cartoviewer.ui.binder_window", "BinderWindow")
_PAGE: Final = ("cartoviewer.ui.page_preview", "PagePreview")
_MESSAGE: Final = ("cartoviewer.ui.message_dialog", "MessageDialog")
_TABLE: Final = ("cartoviewer.ui.address_dialog", "AddressDialog")
_INDEX: Final = ("cartoviewer.ui.index_dialog", "IndexDialog")
_IMPORT: Final = ("cartoviewer.ui.import_dialog", "ImportDialog")
_CLOSE_UP: Final = 5_000.0
"""The scale at which a place that was looked for is shown."""


class Panels(QObject):
    """Inspector, history and search beside the map; sheets, web page and imports in windows of their own.

    Signals
    -------
    layers_added (tuple of Layer)
        A file has become a layer, or several where it mixed kinds of geometry.
    layer_wanted (str)
        A layer is to be shown in the list of layers.
    """

    layers_added = Signal(object)
    layer_wanted = Signal(str)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        tasks: TaskRunner,
        messages: Messages,
        canvas: Canvas,
        tools: ToolBox,
        now: Callable[[], datetime],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._messages = messages
        self._canvas = canvas
        self._now = now
        self._window = window
        self._docks: Docks | None = None
        self._asking: Task | None = None
        self._late: dict[str, Any] = {}
        self.inspector = Inspector(session, theme)
        self.history = HistoryPanel(session, theme, tasks, messages)
        self.drawings = DrawingList(session, theme)
        self.ground = Ground(session, parent=self)
        self.ground.failed.connect(messages.report)
        self.plan = PlanPanel(session, theme)
        self.series = SeriesPanel(session, theme, tasks, canvas)
        self.refreshing = LayerRefresh(session, tasks, messages, window)
        self.search = SearchBox(session, theme, self.ground)
        self.mark = PlaceMark(session, canvas)
        self.found_bar = FoundBar(session, theme, tools)
        self.found_bar.left.connect(self._leave_found)
        self.inspector.zoom_wanted.connect(self._zoom_to)
        self.drawings.zoom_wanted.connect(self._zoom_to)
        self.plan.zoom_wanted.connect(self._zoom_to)
        self.series.zoom_wanted.connect(self._zoom_to)
        self.series.laid.connect(self._on_laid)
        self.refreshing.series_wanted.connect(self.show_series_again)
        self.inspector.hit_shown.connect(self.mark.show_hit)
        session.dossier_changed.connect(self._stop_asking)
        self.search.found_chosen.connect(lambda found: self.show_found(found, self.search.said))
        self.search.left.connect(canvas.setFocus)

    def dock(self, docks: Docks) -> None:
        """Put the panels at the sides of the map."""
        right, bottom = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
        self._docks = docks
        docks.add("inspector", "Inspector", self.inspector, right)
        docks.add("drawings", "Drawings", self.drawings, right, beside="inspector", folded=True)
        docks.add("plan", "Emergency plan", self.plan, right, beside="inspector", folded=True)
        docks.add("series", "Series of sheets", self.series, right, beside="inspector", folded=True)
        docks.add("history", "History", self.history, bottom, folded=True)

    def identify(self, pointer: Pointer) -> None:
        """Ask what lies under a click, beside the window; the inspector shows it."""
        datasets = self._session.datasets
        if datasets is None:
            return
        self._stop_asking()
        document, view, place = self._session.document, self._canvas.view, pointer.place
        ground, texts, mapped = self.ground, self._session.texts, self._session.on_map
        aside, features_aside = self._session.aside, self._session.features_aside

        def known(gazetteer: Gazetteer | None) -> list[tuple[str, str]]:
            return here_lines(whats_here(gazetteer, *place), texts) if gazetteer is not None else []

        def show(found: tuple[tuple[Hit, ...], list[tuple[str, str]]]) -> None:
            if self._session.document is document:
                self.inspector.show_hits(self._selected_first(found[0]))
                self.inspector.show_here(found[1])

        task = self._tasks.run(
            lambda _progress: (
                hits(mapped, datasets, place, view, aside=aside, features_aside=features_aside),
                ground.ask(known),
            ),
            show,
            self._messages.report,
            Label("Asking what lies here"),
        )
        self._asking = task
        task.ended.connect(lambda: self._forget(task))

    # Handlers of commands, by the name in their table

    def focus_search(self) -> None:
        """Type in the search box."""
        self.search.begin()

    def show_history(self) -> None:
        """Show what was done."""
        if self._docks is not None:
            self._docks.bring("history")

    def show_drawings(self) -> None:
        """Show the list of all drawings."""
        if self._docks is not None:
            self._docks.bring("drawings")
            self.drawings.setFocus()

    def show_plan(self) -> None:
        """Show the emergency plan and what it lacks."""
        if self._docks is not None:
            self._docks.bring("plan")
            self.plan.parts.setFocus()

    def show_series(self) -> None:
        """Lay many sheets at once."""
        if self._docks is not None:
            self._docks.bring("series")
            self.series.way.setFocus()

    def show_series_again(self, series_id: str) -> None:
        """Show what laying a series again would do."""
        self.show_series()
        self.series.choice.choose(series_id)

    def show_sheets(self) -> None:
        """Show the sheets and how they will look."""
        fresh = _SHEETS[1] not in self._late
        window = self._window_of(_SHEETS, self._canvas_view, self._now)
        if fresh:
            window.findings.finding_wanted.connect(lambda finding: self.show_finding(window.sheet, finding))
            window.arrange_wanted.connect(self.arrange_sheet)
        window.show()
        window.raise_()

    def show_sheet(self, sheet_id: str, field: str = "") -> None:
        """Show how one sheet will look, with the keyboard in one of its fields."""
        self.show_sheets()
        self._late[_SHEETS[1]].choose(sheet_id)
        if field:
            self._late[_SHEETS[1]].settings.begin_field(field)

    def show_binder(self) -> None:
        """Bind sheets into one PDF."""
        window = self._window_of(_BINDER, self._now)
        if not window.is_wired:
            window.is_wired = True
            window.sheet_wanted.connect(self.show_sheet)
            window.finding_wanted.connect(self.show_finding)
        window.show()
        window.raise_()

    def _on_laid(self, sheets: tuple[str, ...]) -> None:
        """Say that a series was laid, and offer what comes next."""
        offers = (
            Offer("Show the sheet", lambda: self.show_sheet(sheets[0])),
            Offer("Bind the sheets…", self.show_binder),
        )
        values = {"n": str(len(sheets))}
        self._messages.show(Message("Laid {n} sheets over the map", values, MessageKind.SUCCESS, offers))

    def show_finding(self, sheet: Sheet, finding: Finding) -> None:
        """Show what a finding speaks of: its place on the map, its layer, or the sheet and the field to correct."""
        if finding.place is not None:
            self._canvas.centre_on(finding.place, sheet.scale)
        elif finding.plan:
            self.show_plan()
            self.plan.begin_field(finding.plan, finding.field)
        elif finding.layer:
            if self._docks is not None:
                self._docks.bring("layers")
            self.layer_wanted.emit(finding.layer)
        else:
            self.show_sheet(sheet.id, finding.field)

    def arrange_shown(self) -> None:
        """Arrange the sheet that was shown last, or the first; without one, offer to make it."""
        sheets = self._session.document.of(Sheet)
        preview = self._late.get(_SHEETS[1])
        shown = preview.sheet if preview is not None else None
        if shown is not None or sheets:
            self.arrange_sheet((shown or sheets[0]).id)
        else:
            self.show_sheets()

    def arrange_sheet(self, sheet_id: str) -> None:
        """Move, size and add what stands on one sheet."""
        window = self._window_of(_LAYOUT, self._canvas_view, self._now)
        window.show()
        window.raise_()
        window.arrange(sheet_id)

    def show_page(self) -> None:
        """Show the web page as it will be."""
        window = self._window_of(_PAGE, self._now)
        window.show()
        window.raise_()

    def read_message(self) -> None:
        """Read a message for places."""
        window = self._window_of(_MESSAGE, self.ground, self._messages)
        if not window.is_wired:
            window.is_wired = True
            window.found_chosen.connect(self.show_found)
        window.show()
        window.raise_()

    def place_table(self) -> None:
        """Make a layer of a table of addresses."""
        dialog = _loaded(_TABLE)(self._session, self._theme, self._tasks, self.ground, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.imported.connect(self.layers_added)
        dialog.found_chosen.connect(self.show_found)
        dialog.show()

    def show_index(self) -> None:
        """Tell what the index of places holds, and add to it."""
        dialog = _loaded(_INDEX)(self._session, self._theme, self._tasks, self.ground, self._now, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def import_file(self, path: Path) -> None:
        """Let the user say what a file holds, then put it on the map."""
        if not self._session.can_edit:
            self._messages.warn(
                "Open a dossier that can be edited first; then drop “{name}” again.", name=path.name
            )
            return
        dialog = _loaded(_IMPORT)(self._session, self._theme, self._tasks, self._messages, path, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.imported.connect(self.layers_added)
        dialog.show()

    def close_down(self) -> None:
        """Let go of threads and of windows."""
        self.search.close_down()
        self.ground.close_down()
        for window in self._late.values():
            window.close_down()
        self._late.clear()

    def _canvas_view(self) -> Any:
        return self._canvas.view

    def _window_of(self, where: tuple[str, str], *more: Any) -> Any:
        """Give the one window of a kind, made when it is first wanted."""
        name = where[1]
        if name not in self._late:
            self._late[name] = _loaded(where)(self._session, self._theme, self._tasks, *more, self._window)
        return self._late[name]

    def _selected_first(self, found: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Open the inspector on what the click has selected."""
        chosen = self._session.selection
        first = [hit for hit in found if isinstance(hit, RecordHit) and hit.record.id in chosen]
        return (*first, *(hit for hit in found if hit not in first))

    def _stop_asking(self) -> None:
        if self._asking is not None:
            self._asking.cancel()

    def _forget(self, task: Task) -> None:
        if self._asking is task:
            self._asking = None

    def _zoom_to(self, bounds: Bounds) -> None:
        self._canvas.zoom_to(with_room(bounds))

    def show_found(self, found: Found, said: str) -> None:
        """Show on the map what was found, with its ring, and offer what can be done with it."""
        if found.bounds is not None:
            self._canvas.zoom_to(with_room(found.bounds))
        else:
            self._canvas.centre_on((found.x, found.y), _CLOSE_UP)
        if found.kind is FoundKind.RECORD:
            self._session.select(found.id)
        elif found.kind is FoundKind.FEATURE:
            self._show_feature(found)
        elif found.kind is not FoundKind.LAYER:
            self._session.select()
            self.mark.show_place((found.x, found.y), found.accuracy_m)
            self.found_bar.offer(found, said)

    def _leave_found(self) -> None:
        if not self._session.selection:
            self.mark.clear()
        self._canvas.setFocus()

    def _show_feature(self, found: Found) -> None:
        layer, datasets = self._session.document.get(found.id), self._session.datasets
        if isinstance(layer, Layer) and datasets is not None:
            card = datasets.get(layer.dataset).card
            self.inspector.show_hits((FeatureHit(layer, card, found.row, 0.0),))


def _loaded(where: tuple[str, str]) -> Any:
    """Load a window's class when it is first wanted."""
    module, name = where
    return getattr(import_module(module), name)
