"""What paints many features at once on a picture of pixels, as the painter of maps sees it.

Only the window needs it; a command that writes a sheet loads none of what stands behind it.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from cartoviewer.scene.scene import AreaBatch, LineBatch, SpeckBatch
from layers.shapes import Integers
from symbols.style import Stroke

__all__ = ["PixelPainter", "PixelPainters", "Place"]


class Place(NamedTuple):
    """Where millimetres lie on the picture: at `x * scale + dx` and `y * scale + dy`, in pixels."""

    scale: float
    dx: float
    dy: float


class PixelPainter(Protocol):
    """Paints batches of one picture, in their order; used by one thread at a time.

    What it is given may be painted later, many batches at once; `settle` is called before anything else paints on
    the picture or looks at it, and in any case at the end.
    """

    def areas(self, batch: AreaBatch, place: Place, fill: QColor | None, line: QColor | None) -> None:
        """Paint polygons, each with its outline over it."""

    def lines(self, batch: LineBatch, stroke: Stroke, place: Place, colour: QColor) -> None:
        """Paint undashed lines; where they cross they are one."""

    def specks(self, batch: SpeckBatch, place: Place, colour: QColor) -> None:
        """Paint areas too small to have a shape as squares."""

    def stamps(self, pictures: npt.NDArray[np.uint32], at: Integers, variant: Integers, opacity: float) -> None:
        """Lay pictures (v, h, w) of premultiplied pixels at corners (n, 2), column and row.

        `variant` (n,) says which; each lies over those before.
        """

    def signs(self, pictures: Sequence[npt.NDArray[np.uint32]], at: Integers, which: Integers) -> None:
        """Lay pictures of their own sizes (h, w), premultiplied, at corners (n, 2), column and row.

        `which` (n,) says which picture; each lies over those before.
        """

    def settle(self) -> None:
        """Wait until all is painted."""


class PixelPainters(Protocol):
    """Makes painters for pictures."""

    def painter(self, image: QImage) -> PixelPainter | None:
        """Give a painter for a picture that nothing paints on yet; None where Qt has to paint alone."""
