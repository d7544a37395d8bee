"""The same symbol at many places: painted once as pixels, then stamped."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from math import ceil, floor
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, QPainter

from cartoviewer.render.clipping import seen_rows
from cartoviewer.render.pixels import PixelPainter
from layers.shapes import Floats

__all__ = ["STAMPED_FROM", "Stamp", "in_dots"]

STAMPED_FROM: Final = 24
"""From so many places on, a stamp is worth making."""

MANY: Final = 400
"""From so many places on, all are stamped into one array, which then is painted once."""

AT_ONCE: Final = 400_000
"""So many pixels are written in one step, so that a window beside stays alive."""

PHASES: Final = 4
"""A symbol stands exact to a fourth of a pixel."""

Pixels = npt.NDArray[np.uint32]


@contextmanager
def in_dots(painter: QPainter) -> Iterator[None]:
    """Make the painter's unit a dot of its device for a while."""
    painter.save()
    painter.resetTransform()
    ratio = painter.device().devicePixelRatioF()
    painter.scale(1 / ratio, 1 / ratio)
    try:
        yield
    finally:
        painter.restore()


class Stamp:
    """A symbol as pictures, one for each fraction of a pixel that it may stand at.

    Parameters
    ----------
    painter
        Scaled to millimetres; what it paints on has pixels.
    paint
        Paints the symbol with its place at the origin of a painter scaled to millimetres.
    bounds_mm
        (left, top, right, bottom) of the symbol from its place.
    opacity
        Of all symbols together.
    shows
        What the symbol is: where it is given, its pictures are kept for the next map.
    """

    def __init__(
        self,
        painter: QPainter,
        paint: Callable[[QPainter], None],
        bounds_mm: tuple[float, float, float, float],
        opacity: float = 1.0,
        shows: Hashable = None,
    ) -> None:
        self._painter = painter
        self._shows = shows
        self._paint = paint
        self._opacity = opacity
        self._transform = painter.deviceTransform()
        left, top, right, bottom = (edge * self._transform.m11() for edge in bounds_mm)
        self._left, self._top = floor(left) - 1, floor(top) - 1
        self._width, self._height = ceil(right) + 2 - self._left, ceil(bottom) + 2 - self._top
        self._pictures: dict[tuple[int, int], QImage] = {}

    def paint(self, xy: Floats, size_mm: tuple[float, float], pixels: PixelPainter | None = None) -> Iterator[None]:
        """Paint the symbol at places (n, 2) in millimetres on a map of `size_mm`, pausing now and then.

        With `pixels`, the compiled loops paint them on the same picture.
        """
        scale = self._transform.m11()
        at, phase = np.empty((len(xy), 2), dtype=np.int64), np.empty((len(xy), 2), dtype=np.int64)
        off = (self._transform.dx(), self._transform.dy())
        # Column by column: numpy is many times slower where its inner loop is two numbers long.
        for axis, edge in enumerate((self._left, self._top)):
            dots = xy[:, axis] * scale + (off[axis] + 0.5 / PHASES)
            corner = np.floor(dots)
            phase[:, axis] = (dots - corner) * PHASES
            at[:, axis] = corner + edge
        if pixels is not None:
            if self._shows is None:
                stamps = self._stamps()
            else:
                stamps = pixels.kept_stamps.get((self._shows, scale), self._stamps)
            pixels.stamps(stamps, at, phase[:, 1] * PHASES + phase[:, 0], self._opacity)
            yield
            return
        if len(at) >= MANY:
            yield from self._written(at, phase, size_mm)
            return
        first, last = seen_rows(self._painter)
        with in_dots(self._painter):
            self._painter.setOpacity(self._painter.opacity() * self._opacity)
            for (column, row), (across, down) in zip(at.tolist(), phase.tolist(), strict=True):
                if first - self._height < row < last:
                    self._painter.drawImage(column, row, self._picture(across, down))
        yield

    def _written(
        self, at: npt.NDArray[np.int64], phase: npt.NDArray[np.int64], size_mm: tuple[float, float]
    ) -> Iterator[None]:
        """Write the stamps into one array, each over those before, and paint that; none where none is seen.

        First the faint edges of all, then what is more than half opaque in the order of the places: the later
        symbol covers the earlier, and a faint edge never opens a hole in a symbol below.
        """
        scale = self._transform.m11()
        left, top = floor(self._transform.dx()), floor(self._transform.dy())
        # As large as the frame, with room for the symbols that reach over its edge.
        width = ceil(size_mm[0] * scale) + 2 + 2 * self._width
        height = ceil(size_mm[1] * scale) + 2 + 2 * self._height
        x, y = at[:, 0] - left + self._width, at[:, 1] - top + self._height
        inside = (x >= 0) & (x < width - self._width) & (y >= 0) & (y < height - self._height)
        # No higher than what is seen, and above and below it room for those that reach into it.
        above, below = (row - top + self._height for row in seen_rows(self._painter))
        above, below = max(above - self._height, 0), min(below + self._height, height)
        inside &= (y >= above) & (y < below - self._height)
        height = max(below - above, 0)
        place = ((y - above) * width + x)[inside]
        variant = (phase[:, 1] * PHASES + phase[:, 0])[inside]
        stamps = self._stamps().reshape(PHASES**2, -1)
        steps = (np.arange(self._height)[:, None] * width + np.arange(self._width)[None, :]).ravel()
        if len(place) == 0:
            return
        canvas = np.zeros(width * height, dtype=np.uint32)
        strong = (stamps >> 24) >= 128
        yield
        for mask in ((stamps > 0) & ~strong, strong):
            used = np.flatnonzero(mask.any(axis=0))
            if len(used) == 0:
                continue
            step = max(AT_ONCE // len(used), 1)
            for first in range(0, len(place), step):
                which = variant[first : first + step]
                where = place[first : first + step, None] + steps[used]
                kept = mask[:, used][which]
                canvas[where[kept]] = stamps[:, used][which][kept]
                yield
        picture = QImage(canvas.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
        with in_dots(self._painter):
            self._painter.setOpacity(self._painter.opacity() * self._opacity)
            self._painter.drawImage(left - self._width, top - self._height + above, picture)
        yield

    def _stamps(self) -> Pixels:
        """Give the pictures of all fractions of a pixel, (PHASES ** 2, height, width)."""
        return np.stack([self._pixels(v % PHASES, v // PHASES) for v in range(PHASES**2)])

    def _pixels(self, across: int, down: int) -> Pixels:
        picture = self._picture(across, down)
        rows = np.frombuffer(picture.constBits(), np.uint32).reshape(self._height, picture.bytesPerLine() // 4)
        return rows[:, : self._width].copy()

    def _picture(self, across: int, down: int) -> QImage:
        """Give the symbol standing at so many parts of a pixel."""
        found = self._pictures.get((across, down))
        if found is not None:
            return found
        picture = QImage(self._width, self._height, QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(0)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(across / PHASES - self._left, down / PHASES - self._top)
        painter.scale(self._transform.m11(), self._transform.m22())
        self._paint(painter)
        painter.end()
        self._pictures[across, down] = picture
        return picture
