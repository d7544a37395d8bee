"""What a tool of the map is: what the mouse and the keys do while it is in hand."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from bnip.record import Point
from cartoviewer.document.edit import Label
from cartoviewer.scene.view import MapView

__all__ = ["Pointer", "Tool"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse is.

    Attributes
    ----------
    pixel
        Logical pixels in the canvas.
    paper_mm
        Millimetres on the view's paper.
    place
        Metres in Lambert 72, whatever the view is drawn in.
    """

    pixel: QPointF
    paper_mm: tuple[float, float]
    place: Point
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier


class Tool(QObject):
    """A tool; the canvas gives it what navigation does not claim.

    Signals
    -------
    hint_changed
        The sentence that says what to do next has changed.
    repaint
        What the tool paints over the map has changed.
    finished
        The tool has done its work or was given up; the select tool is taken in hand.
    """

    hint_changed = Signal()
    repaint = Signal()
    finished = Signal()

    cursor: Qt.CursorShape = Qt.CursorShape.CrossCursor
    pans_by_drag = False

    @property
    def hint(self) -> Label:
        """What to do next, for the strip above the map."""
        return Label("")

    def begin(self) -> None:
        """Take the tool in hand."""

    def end(self) -> None:
        """Put the tool away; whatever was half done is forgotten."""

    def press(self, pointer: Pointer) -> bool:
        """Answer the left button going down; True claims the drag that may follow."""
        del pointer
        return False

    def move(self, pointer: Pointer) -> None:
        """Follow the mouse, no button down."""

    def drag(self, pointer: Pointer) -> None:
        """Follow the mouse in a drag that was claimed."""

    def drop(self, pointer: Pointer) -> None:
        """End the drag that was claimed."""

    def click(self, pointer: Pointer) -> None:
        """Answer the left button going down and up in one place."""

    def double_click(self, pointer: Pointer) -> None:
        """Answer two clicks of the left button."""

    def key(self, event: QKeyEvent) -> bool:
        """Answer a key; True when the tool has used it."""
        del event
        return False

    def wants(self, event: QKeyEvent) -> bool:
        """Tell whether a key that is also a shortcut belongs to the tool now: while something is being typed."""
        del event
        return False

    def leave(self) -> None:
        """Notice that the mouse has left the map."""

    def paint(self, painter: QPainter, view: MapView, pixels_per_mm: float) -> None:
        """Paint over the map, in logical pixels."""
