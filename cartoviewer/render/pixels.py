"""What paints many features at once on a picture of pixels, as the painter of maps sees it.

Only the window needs it; a command that writes a sheet loads none of what stands behind it.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from cartoviewer.render.kept_stamps import KeptStamps
from cartoviewer.render.sign_pictures import SignPictures
from cartoviewer.scene.scene import AreaBatch, LineBatch, SpeckBatch
from layers.shapes import Floats, Integers
from symbols.style import Stroke

__all__ = [
    "FLAT_CAPS",
    "ROUND_CAPS",
    "SQUARE_CAPS",
    "PixelPainter",
    "PixelPainters",
    "Place",
    "Strands",
    "empty_strands",
]

FLAT_CAPS: Final = 0
SQUARE_CAPS: Final = 1
ROUND_CAPS: Final = 2


class Place(NamedTuple):
    """Where millimetres lie on the picture: at `x * scale + dx` and `y * scale + dy`, in pixels."""

    scale: float
    dx: float
    dy: float


class Strands(NamedTuple):
    """Lines and what stands along them, as steps of painting; lengths in millimetres, colours of 0 to 255.

    Attributes
    ----------
    steps
        (s, 5) integers in the order of painting: 1 for copies of outlines, 0 for lines; the first and, excluded,
        the last of the copies or lines; the kind of their ends; the colour.
    widths
        (s,) of lines.
    inks
        (c, 4) red, green, blue and alpha (0 to 1).
    xy, lines
        (p, 2) points, (l + 1,) where each line begins.
    copies, which
        (n, 4) place and heading (a unit vector) of each copy, (n,) its outline.
    outline_xy, outline_rings, outlines
        The points of outlines, where each ring begins in them, and where each outline begins in the rings. All
        outer rings run the same way, holes against them.
    reaches
        How far each outline reaches from its origin.
    """

    steps: Integers
    widths: Floats
    inks: Floats
    xy: Floats
    lines: Integers
    copies: Floats
    which: Integers
    outline_xy: Floats
    outline_rings: Integers
    outlines: Integers
    reaches: Floats


def empty_strands() -> Strands:
    """Give no lines at all."""
    none, places, begins = np.zeros(0, np.int64), np.zeros((0, 2)), np.zeros(1, np.int64)
    return Strands(
        steps=np.zeros((0, 5), np.int64),
        widths=np.zeros(0),
        inks=np.zeros((0, 4)),
        xy=places,
        lines=begins,
        copies=np.zeros((0, 4)),
        which=none,
        outline_xy=places,
        outline_rings=begins,
        outlines=begins,
        reaches=np.zeros(0),
    )


class PixelPainter(Protocol):
    """Paints batches of one picture, in their order; used by one thread at a time.

    What it is given may be painted later, many batches at once; `settle` is called before anything else paints on
    the picture or looks at it, and in any case at the end.
    """

    @property
    def kept_stamps(self) -> KeptStamps:
        """The stamps of symbols that earlier maps showed."""

    @property
    def sign_pictures(self) -> SignPictures:
        """The pictures of signs that earlier maps showed."""

    def areas(self, batch: AreaBatch, place: Place, fill: QColor | None, line: QColor | None) -> None:
        """Paint polygons, each with its outline over it."""

    def lines(self, batch: LineBatch, stroke: Stroke, place: Place, colour: QColor) -> None:
        """Paint undashed lines; where they cross they are one."""

    def strands(self, strands: Strands, place: Place) -> None:
        """Paint lines with their dashes and with what stands along them."""

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
