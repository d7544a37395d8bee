"""The menu of the right button on the map: what one can do at that very place."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QMenu

from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.commands import CommandSet
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import Theme
from cartoviewer.ui.tool_box import ToolBox
from cartoviewer.ui.tools.tool import Pointer
from layers.errors import Problem
from layers.position import write_position
from layers.position_system import PositionSystem

__all__ = ["MapMenu"]


class MapMenu(QObject):
    """Shows the menu when the canvas asks for it.

    Parameters
    ----------
    system
        Gives the system in which coordinates are written now.

    Signals
    -------
    here_wanted (Pointer)
        Somebody asks what is at a place.
    """

    here_wanted = Signal(object)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        canvas: Canvas,
        tools: ToolBox,
        commands: CommandSet,
        messages: Messages,
        system: Callable[[], PositionSystem],
    ) -> None:
        super().__init__(canvas)
        self._session = session
        self._theme = theme
        self._canvas = canvas
        self._tools = tools
        self._commands = commands
        self._messages = messages
        self._system = system
        canvas.menu_wanted.connect(lambda pointer: self.menu(pointer).popup(QCursor.pos()))

    def menu(self, pointer: Pointer) -> QMenu:
        """Make the menu for a place."""
        texts, icon = self._session.texts, self._theme.icon
        menu = QMenu(self._canvas)
        menu.aboutToHide.connect(menu.deleteLater)
        written = write_position(*pointer.place, self._system(), texts)
        menu.addAction(icon("content-copy"), texts("Copy {text}", text=written), lambda: self._copy(written))
        menu.addAction(
            icon("crosshairs-gps"), texts("Centre the map here"), lambda: self._canvas.centre_on(pointer.place)
        )
        menu.addAction(icon("map-search-outline"), texts("What is here?"), lambda: self.here_wanted.emit(pointer))
        menu.addAction(icon("ruler"), texts("Measure from here"), lambda: self._begin("distance", pointer))
        menu.addSeparator()
        for name, picture, text in (
            ("incident", "alert-rhombus-outline", "Place an incident here"),
            ("zone", "circle-double", "Draw a zone around this place"),
            ("route", "vector-polyline", "Draw a route from here"),
        ):
            action = menu.addAction(icon(picture), texts(text))
            action.triggered.connect(lambda _=False, name=name: self._begin(name, pointer))
            action.setEnabled(self._session.can_edit)
        if self._session.selection:
            menu.addSeparator()
            for name in ("corners", "duplicate", "copy", "lock", "delete"):
                menu.addAction(self._commands.actions[name])
            around = menu.addAction(icon("crop-free"), texts("Frame a sheet around the selection"), self._frame)
            around.setEnabled(self._session.can_edit)
        menu.addAction(self._commands.actions["paste"])
        return menu

    def _begin(self, name: str, pointer: Pointer) -> None:
        """Take a tool in hand and give it its first click."""
        self._tools.take(name)
        tool = self._tools.tools[name]
        tool.press(pointer)
        tool.click(pointer)

    def _frame(self) -> None:
        """Take the frame of a sheet in hand and lay it around what is selected."""
        self._tools.take_frame()
        try:
            self._tools.frame.fit_selection()
        except Problem as problem:
            self._messages.report(problem)

    def _copy(self, written: str) -> None:
        QGuiApplication.clipboard().setText(written)
        self._messages.tell("Copied: {text}", text=written)
