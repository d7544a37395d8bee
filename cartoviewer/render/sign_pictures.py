"""Pictures of signs, kept for the next map as long as there is room for their bytes."""

from collections import OrderedDict
from math import ceil, floor
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from cartoviewer.render.device import Device
from cartoviewer.render.symbol_painter import SignPart, paint_part, part_bounds_mm, sign_parts
from cartoviewer.scene.scene import Glyph
from resources.texts import Language

__all__ = ["LaidPart", "SignPictures"]

MOST_BYTES: Final = 64 * 1024 * 1024
"""Room for some ten thousand signs with their texts on a screen of 96 dots to the inch."""


class LaidPart(NamedTuple):
    """A part of a sign: premultiplied pixels (h, w), and where they go.

    `x_mm`, `y_mm` is where the part stands from the sign's place; `left`, `top` the corner of the picture from the
    pixel of that.
    """

    pixels: npt.NDArray[np.uint32]
    x_mm: float
    y_mm: float
    left: int
    top: int


_Surface = tuple[Language, Device, float]


class _Picture:
    """The picture of a part, and how many signs use it."""

    def __init__(self, pixels: npt.NDArray[np.uint32], left: int, top: int) -> None:
        self.pixels, self.left, self.top = pixels, left, top
        self.used = 0


class SignPictures:
    """Signs as pictures: a frame, or a text, that many signs share is painted and held once.

    Parameters
    ----------
    most_bytes
        How much all pictures may take; the signs not asked for longest are forgotten first.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._signs: OrderedDict[tuple[Glyph, _Surface], tuple[LaidPart, ...]] = OrderedDict()
        self._parts: dict[tuple[SignPart, _Surface], _Picture] = {}

    @property
    def held_bytes(self) -> int:
        """What all pictures take."""
        return self._bytes

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return len(self._parts)

    def parts(self, glyph: Glyph, language: Language, device: Device, scale: float) -> tuple[LaidPart, ...]:
        """Give a sign as pictures of `scale` pixels to the millimetre, in the order in which they are laid."""
        surface = (language, device, scale)
        key = (glyph, surface)
        found = self._signs.get(key)
        if found is not None:
            self._signs.move_to_end(key)
            return found
        laid: list[LaidPart] = []
        for part in sign_parts(glyph, language):
            picture = self._parts.get((part.at_origin, surface))
            if picture is None:
                picture = self._parts[part.at_origin, surface] = _painted(part.at_origin, *surface)
                self._bytes += picture.pixels.nbytes
            picture.used += 1
            laid.append(LaidPart(picture.pixels, part.x_mm, part.y_mm, picture.left, picture.top))
        self._signs[key] = found = tuple(laid)
        while self._bytes > self._most and len(self._signs) > 1:
            self._forget(*self._signs.popitem(last=False)[0])
        return found

    def _forget(self, glyph: Glyph, surface: _Surface) -> None:
        for part in sign_parts(glyph, surface[0]):
            key = (part.at_origin, surface)
            picture = self._parts[key]
            picture.used -= 1
            if picture.used == 0:
                del self._parts[key]
                self._bytes -= picture.pixels.nbytes


def _painted(part: SignPart, language: Language, device: Device, scale: float) -> _Picture:
    """Paint one part of a sign with its place on the corner of a pixel."""
    bounds = part_bounds_mm(part, language)
    left, top = floor(bounds[0] * scale) - 1, floor(bounds[1] * scale) - 1
    width, height = ceil(bounds[2] * scale) + 1 - left, ceil(bounds[3] * scale) + 1 - top
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setClipRect(QRectF(0, 0, width, height))
    painter.translate(-left, -top)
    painter.scale(scale, scale)
    paint_part(painter, part, language, device)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(height, image.bytesPerLine() // 4)
    return _Picture(rows[:, :width].copy(), left, top)
