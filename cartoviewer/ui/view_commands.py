"""Where the map looks: the commands that zoom, and the views that answer to what has happened."""

from PySide6.QtCore import QObject

from cartoviewer.document.edit import Label
from cartoviewer.document.layer import Layer
from cartoviewer.scene.hits import extent_of
from cartoviewer.ui.canvas import Canvas
from cartoviewer.ui.extents import layers_bounds, united, with_room
from cartoviewer.ui.map_widget import REGION
from cartoviewer.ui.messages import Messages
from cartoviewer.ui.placement import records_bounds
from cartoviewer.ui.session import Session
from cartoviewer.ui.task_runner import TaskRunner

__all__ = ["ViewCommands"]


class ViewCommands(QObject):
    """Handlers of the commands of the View menu, by the name in their table."""

    def __init__(
        self, session: Session, canvas: Canvas, tasks: TaskRunner, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._canvas = canvas
        self._tasks = tasks
        self._messages = messages

    def zoom_in(self) -> None:
        """Show the ground larger."""
        self._canvas.zoom_by(1.5)

    def zoom_out(self) -> None:
        """Show more ground."""
        self._canvas.zoom_by(1 / 1.5)

    def zoom_region(self) -> None:
        """Show the whole Region."""
        self._canvas.zoom_to(REGION)

    def zoom_drawing(self) -> None:
        """Show everything that was drawn, or what is selected."""
        chosen = [box for record in self._session.selected if (box := extent_of(record)) is not None]
        bounds = united(chosen) if chosen else records_bounds(self._session.document)
        if bounds is not None:
            self._canvas.zoom_to(with_room(bounds))

    def previous_view(self) -> None:
        """Show the view before."""
        self._canvas.back()

    def next_view(self) -> None:
        """Show the view that was gone back from."""
        self._canvas.forward()

    def switch_apart(self) -> None:
        """Let symbols that cover one another move aside on the map, or stand at their places all the same."""
        self._session.stand_apart(on=not self._session.apart)

    def zoom_layers(self) -> None:
        """Show all visible layers."""
        self.show_layers(tuple(layer for layer in self._session.document.layers if layer.visible))

    def show_all(self) -> None:
        """Show what a dossier is about: what was drawn, or else the Region."""
        bounds = records_bounds(self._session.document)
        self._canvas.zoom_to(REGION if bounds is None else with_room(bounds))

    def show_scale(self, scale: float) -> None:
        """Show the map at 1:`scale`, and give it the keyboard."""
        self._canvas.set_scale(scale)
        self._canvas.setFocus()

    def show_layers(self, layers: tuple[Layer, ...]) -> None:
        """Show all of these layers."""
        datasets = self._session.datasets
        if datasets is not None and layers:
            self._tasks.run(
                lambda progress: layers_bounds(layers, datasets, progress),
                lambda bounds: self._canvas.zoom_to(with_room(bounds)) if bounds is not None else None,
                self._messages.report,
                Label("Looking for the layer’s extent"),
            )
