"""The one window: banner, search and tools, map, panels around it, status line."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QTabBar, QVBoxLayout, QWidget

from cartoviewer.document.drawings import seen
from cartoviewer.document.edit import Label
from cartoviewer.document.layer import Layer
from cartoviewer.ui.arrivals import Arrivals
from cartoviewer.ui.banner import OperationBanner, PastBanner
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.canvas_render import Draw
from cartoviewer.ui.commands import COMMANDS, CommandSet
from cartoviewer.ui.desk import Desk
from cartoviewer.ui.docks import Docks
from cartoviewer.ui.drawing_edits import DrawingEdits
from cartoviewer.ui.focus_path import FocusPath
from cartoviewer.ui.frame_strip import FrameStrip
from cartoviewer.ui.keys_dialog import KeysDialog
from cartoviewer.ui.layer_panel import LayerPanel
from cartoviewer.ui.map_drawing import MapDrawing
from cartoviewer.ui.map_menu import MapMenu
from cartoviewer.ui.map_page import MapPage, Middle
from cartoviewer.ui.menus import Menus, ToolBar
from cartoviewer.ui.messages import Message, MessageBar, MessageKind, Messages, Offer
from cartoviewer.ui.panels import Panels
from cartoviewer.ui.placement import PLACED
from cartoviewer.ui.preferences import Preferences
from cartoviewer.ui.projector_strip import ProjectorStrip
from cartoviewer.ui.readiness import Readiness
from cartoviewer.ui.session import Session
from cartoviewer.ui.sign_writing import SignWriting
from cartoviewer.ui.start_page import StartPage
from cartoviewer.ui.status_bar import StatusBar
from cartoviewer.ui.symbol_palette import SymbolPalette
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.theme import Theme
from cartoviewer.ui.tool_box import ToolBox
from cartoviewer.ui.tool_strip import ToolStrip
from cartoviewer.ui.tools.select import SelectTool
from cartoviewer.ui.tools.tool import Pointer
from cartoviewer.ui.view_commands import ViewCommands
from resources.texts import Language

__all__ = ["MainWindow"]

_FIRST_SIZE: Final = QSize(1440, 900)
_MESSAGE_WIDTH: Final = 720
_LOW_SCREEN_LINES: Final = 50
"""Lines of text on a screen too low for layers and symbols one below the other."""


class MainWindow(QMainWindow):
    """The window.

    Parameters
    ----------
    draw
        Makes the pictures of the map.
    preferences
        What is remembered from one time to the next.
    now
        The clock.
    draw_beside
        Gives what makes the pictures of a second map, on another screen.
    """

    def __init__(
        self,
        session: Session,
        theme: Theme,
        draw: Draw,
        preferences: Preferences,
        author: str,
        now: Callable[[], datetime],
        draw_beside: Callable[[], Draw] = MapDrawing,
    ) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.preferences = preferences
        self.messages = Messages(self)
        self.tasks = TaskRunner(self)
        self.desk = Desk(session, self.tasks, self.messages, preferences, author, now, self)
        self.signs = SignWriting(session, self.messages, self)
        select = SelectTool(session, lambda: self.canvas.view, self)
        self.canvas = Canvas(session, draw, select, preferences.pixels_per_inch)
        self.views = ViewCommands(session, self.canvas, self.tasks, self.messages, self)
        self.tools = ToolBox(session, theme, self.canvas, select)
        self.layers = LayerPanel(session, theme, now)
        self.palette_panel = SymbolPalette(session, theme, preferences.recent_symbols, preferences.symbol_sets)
        self.start_page = StartPage(session, theme, preferences.recent_dossiers)
        self.projector = ProjectorStrip(
            session, theme, self.canvas, self.messages, draw_beside, now, preferences.pixels_per_inch
        )
        self.panels = Panels(session, theme, self.tasks, self.messages, self.canvas, self.tools, now, self)
        self.status = StatusBar(session, theme, self.tasks, preferences.position_system)
        self.arrivals = Arrivals(session, self.desk, self.messages, self.panels.import_file, self)
        self.readiness = Readiness(session, theme, self.tasks, self.panels.ground)
        self.readiness.index_wanted.connect(self.panels.show_index)
        self.status.put_first(self.readiness)
        self.drawing_edits = DrawingEdits(session, self.tasks, self.messages, lambda: self.canvas.view, self)
        parts: tuple[object, ...] = (
            self,
            self.desk,
            self.views,
            self.projector,
            self.panels,
            self.tools,
            self.drawing_edits,
        )
        handlers = {
            command.handler: next(
                getattr(part, command.handler) for part in parts if hasattr(part, command.handler)
            )
            for command in COMMANDS
        }
        self.commands = CommandSet(session, theme, handlers, self, self.canvas)
        self.docks = Docks(self, session)
        self._path = FocusPath(self._parts)
        self.message_bar = MessageBar(session, theme, self.messages)
        self._middle = Middle(self.start_page, self._map_page(), self.message_bar)
        self.setCentralWidget(self._middle)
        self.setStatusBar(self.status)
        self.docks.add("layers", "Layers", self.layers, Qt.DockWidgetArea.LeftDockWidgetArea)
        # On a low screen they share one place, on a higher one the symbols stand below the layers.
        lines = self.screen().availableSize().height() / self.fontMetrics().height()
        beside = "layers" if lines < _LOW_SCREEN_LINES else ""
        self.docks.add(
            "symbols", "Symbols", self.palette_panel, Qt.DockWidgetArea.LeftDockWidgetArea, beside=beside
        )
        self.docks.bring("layers")
        self.panels.dock(self.docks)
        self.panels.search.offer(self.commands.actions)
        self.tool_bar = ToolBar(session, self.commands, self)
        self.tool_bar.put_in_front(self.panels.search)
        self.addToolBar(self.tool_bar)
        self.menus = Menus(session, theme, self.commands, self.docks)
        self.setMenuWidget(self._head(now))
        self.map_menu = MapMenu(
            session,
            theme,
            self.canvas,
            self.tools,
            self.commands,
            self.messages,
            lambda: preferences.position_system,
        )
        self.map_menu.here_wanted.connect(self._on_identified)
        self._wire()
        self.setAcceptDrops(True)
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableSize()))
        self.docks.share_room({"layers": 5, "symbols": 4}, {"layers": 45, "inspector": 52})
        remembered = preferences.window
        if remembered is not None:
            self.restoreGeometry(remembered[0])
            self.restoreState(remembered[1])
        self._on_dossier()
        self._on_tool("select")

    # Handlers of commands, by the name in their table

    def undo(self) -> None:
        """Take the last edit back, and say which."""
        label = self.session.undo_label
        if self.session.undo() is not None and label is not None:
            self._say("Taken back: {label}", label)

    def redo(self) -> None:
        """Do again what was taken back, and say what."""
        label = self.session.redo_label
        if self.session.redo() is not None and label is not None:
            self._say("Done again: {label}", label)

    def select_all(self) -> None:
        """Select everything that was drawn."""
        self.session.select(*(record.id for record in seen(self.session.on_map) if isinstance(record, PLACED)))

    def copy_position(self) -> None:
        """Copy the coordinates under the mouse."""
        self.status.copy_position()

    def back_to_now(self) -> None:
        """Leave the past."""
        self.session.look_at(None)

    def full_screen(self) -> None:
        """Fill the screen, or leave it."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_keys(self) -> None:
        """Show all commands with their keys."""
        dialog = KeysDialog(self.session, self.theme, self.commands.actions, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def next_part(self) -> None:
        """Put the keyboard into the next part of the window."""
        self._path.step_part(self.focusWidget(), forward=True)

    def previous_part(self) -> None:
        """Put the keyboard into the previous part of the window."""
        self._path.step_part(self.focusWidget(), forward=False)

    def float_panel(self) -> None:
        """Float the panel that has the keyboard, or put it back."""
        self.docks.float_panel()

    def take_symbol(self) -> None:
        """Take the tool for symbols, and show the palette."""
        self.docks.bring("symbols")
        self.tools.ask_symbol()

    def ask_layer(self) -> None:
        """Ask which file is to become a layer."""
        texts = self.session.texts
        kinds = "*.gpkg *.geojson *.json *.shp *.zip *.csv *.txt *.xlsx"
        names, _ = QFileDialog.getOpenFileNames(
            self, texts("Add a layer"), "", f"{texts('Layers')} ({kinds});;{texts('All files')} (*)"
        )
        for name in names:
            self.panels.import_file(Path(name))

    # Events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take files in, wherever on the window they fall."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.arrivals.take(Path(url.toLocalFile()))
        event.acceptProposedAction()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own signature
        """Go through the window part by part, and in each as one reads, however often its forms are made anew."""
        return self._path.step(self.focusWidget(), forward=next)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window and let go of everything; all edits are already durable."""
        self.preferences.window = (self.saveGeometry(), self.saveState())
        self.projector.close_down()
        self.panels.close_down()
        self.canvas.close_down()
        self.tasks.close()
        self.signs.close_down()
        self.session.close()
        super().closeEvent(event)

    # Building

    def _map_page(self) -> MapPage:
        strip = ToolStrip(self.session, self.theme, self.canvas)
        frame = FrameStrip(self.session, self.canvas, self.tools.frame, self.tasks, self.messages.report)
        return MapPage(self.canvas, (self.projector, strip, self.panels.found_bar), frame)

    def _head(self, now: Callable[[], datetime]) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.menus)
        column.addWidget(OperationBanner(self.session, self.theme, now))
        column.addWidget(PastBanner(self.session, self.theme))
        return head

    def _wire(self) -> None:
        session, canvas, status = self.session, self.canvas, self.status
        session.dossier_changed.connect(self._on_dossier)
        session.moment_changed.connect(self._write)
        session.language_changed.connect(self._on_language)
        session.problem.connect(self.messages.report)
        self.theme.changed.connect(self._on_theme)
        canvas.view_changed.connect(status.show_view)
        canvas.settled.connect(lambda view: self.layers.set_scale(view.scale))
        canvas.pointer_moved.connect(status.show_place)
        canvas.busy_changed.connect(lambda busy: status.show_drawing(busy=busy))
        canvas.failed.connect(self.messages.report)
        status.scale_chosen.connect(self.views.show_scale)
        status.epsg_chosen.connect(canvas.set_epsg)
        status.system_chosen.connect(lambda system: setattr(self.preferences, "position_system", system))
        status.copied.connect(lambda text: self.messages.tell("Copied: {text}", text=text))
        self.layers.add_wanted.connect(self.ask_layer)
        self.layers.refresh_wanted.connect(self.panels.refreshing.ask)
        self.layers.zoom_wanted.connect(self.views.show_layers)
        self.tools.serve(self.palette_panel)
        self.palette_panel.recent_changed.connect(
            lambda symbols: setattr(self.preferences, "recent_symbols", symbols)
        )
        self.palette_panel.sets_changed.connect(lambda sets: setattr(self.preferences, "symbol_sets", sets))
        self.tools.taken.connect(self._on_tool)
        self.tools.identified.connect(self._on_identified)
        self.tools.writing_wanted.connect(self._on_writing)
        self.tools.snapper.switched.connect(self.commands.actions["snap"].setChecked)
        self.commands.actions["snap"].setChecked(self.tools.snapper.is_on)
        self.tools.frame.sheet_wanted.connect(self.panels.show_sheet)
        self.projector.switched.connect(self._on_projector)
        self.panels.layers_added.connect(self._on_layers_added)
        self.panels.layer_wanted.connect(self.layers.choose)
        self.desk.opened.connect(self._on_opened)
        self.start_page.exercise_wanted.connect(lambda: self.desk.open_exercise(self.preferences.folder))
        self.start_page.new_wanted.connect(self.desk.new_dossier)
        self.start_page.open_wanted.connect(self.desk.ask_dossier)
        self.start_page.dossier_chosen.connect(self.desk.open)

    def _parts(self) -> tuple[QWidget, ...]:
        """Give the parts of the window in the order in which the keyboard goes through them."""
        tabs = self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        around = (*self.docks.parts, *tabs, self.status)
        return (self.start_page, self.tool_bar, *self._middle.strips, self.canvas, self.message_bar, *around)

    # Answers

    def _on_dossier(self) -> None:
        is_open = self.session.dossier is not None
        self._middle.show_map(shown=is_open)
        self.tool_bar.setVisible(is_open)
        self.docks.show_all(shown=is_open)
        self._write()

    def _on_opened(self) -> None:
        self.message_bar.clear()
        self.start_page.show_recent(self.preferences.recent_dossiers)
        self.views.show_all()
        self.canvas.setFocus()

    def _on_layers_added(self, layers: tuple[Layer, ...]) -> None:
        name = self.session.texts.name(layers[0].names)
        offer = Offer("Zoom to the layer", lambda: self.views.show_layers(layers))
        self.messages.show(Message("“{name}” is on the map.", {"name": name}, MessageKind.SUCCESS, (offer,)))

    def _on_tool(self, name: str) -> None:
        for command_id in self.tools.tools:
            self.commands.actions[command_id].setChecked(command_id == name)

    def _on_projector(self) -> None:
        self.commands.actions["projector"].setChecked(self.projector.is_open)

    def _on_identified(self, pointer: Pointer) -> None:
        self.docks.bring("inspector")
        self.panels.identify(pointer)

    def _on_writing(self) -> None:
        self.docks.bring("inspector")
        self.panels.inspector.begin_writing()

    def _on_language(self, language: Language) -> None:
        self.preferences.language = language
        self._write()

    def _on_theme(self) -> None:
        self.preferences.appearance = self.theme.appearance

    def _write(self) -> None:
        dossier = self.session.dossier
        title = "CartoViewer"
        if dossier is not None:
            reading = f" [{self.session.texts('Read only')}]" if dossier.read_only else ""
            title = f"{dossier.path.stem}{reading} – {title}"
        self.setWindowTitle(title)

    def _say(self, text: str, label: Label) -> None:
        self.messages.tell(text, label=label.write(self.session.texts))
