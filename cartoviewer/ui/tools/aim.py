"""Where on the map the keyboard points, for whoever works without a mouse."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF

from cartoviewer.ui.tools.tool import Pointer

__all__ = ["Aim"]

_EDGE_PX: Final = 8.0
"""So near to the edge of the map the keyboard points at most."""


class Aim:
    """Where on the canvas the sign in hand is without a mouse: in the middle at first, then where arrows move it.

    Parameters
    ----------
    pointer
        Tells what lies under a pixel of the canvas.
    size
        Gives width and height of the canvas in logical pixels.
    """

    def __init__(self, pointer: Callable[[QPointF], Pointer], size: Callable[[], tuple[float, float]]) -> None:
        self._pointer = pointer
        self._size = size

    def middle(self) -> Pointer:
        """Give the middle of the map."""
        width, height = self._size()
        return self._pointer(QPointF(width / 2, height / 2))

    def moved(self, start: Pointer | None, towards: tuple[float, float], pixels: float) -> Pointer:
        """Give the place some pixels further, inside of the map; from the middle where there is no start."""
        at = (start or self.middle()).pixel
        width, height = self._size()
        x = min(max(at.x() + pixels * towards[0], _EDGE_PX), width - _EDGE_PX)
        y = min(max(at.y() + pixels * towards[1], _EDGE_PX), height - _EDGE_PX)
        return self._pointer(QPointF(x, y))
