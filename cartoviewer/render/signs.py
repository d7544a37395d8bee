"""Many signs that differ: each kind of frame and each text is painted once as pixels, then laid where it stands.

For the screen only. In a crowd a sign stands on whole pixels, so that the pictures can be shared; a sheet, and a
map of few signs, are painted exactly.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from math import ceil, floor
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from cartoviewer.render.device import Device
from cartoviewer.render.pixels import PixelPainter, Place
from cartoviewer.render.stamp import STAMPED_FROM
from cartoviewer.render.symbol_painter import SignPart, paint_part, part_bounds_mm, sign_parts
from cartoviewer.scene.scene import Element, MarkBatch
from resources.texts import Language

__all__ = ["Crowd", "crowds", "lay_signs"]

KEPT: Final = 4096
"""So many pictures are kept: of some kilobytes each on a screen of 96 dots to the inch."""

Crowd = tuple[MarkBatch, ...]
"""Marks that follow one another in a scene, each a place or a few of its own sign."""

Picture = tuple[npt.NDArray[np.uint32], int, int]
"""Premultiplied pixels (h, w), and the column and row of their corner from the pixel of the place."""


def crowds(elements: Iterable[Element]) -> Iterator[Element | Crowd]:
    """Give the elements in their order, signs that follow one another together where they are many."""
    for _, run in groupby(elements, _joins):
        together = tuple(run)
        marks = tuple(element for element in together if isinstance(element, MarkBatch) and _joins(element))
        if len(marks) >= STAMPED_FROM:
            yield marks
        else:
            yield from together


def _joins(element: Element) -> bool:
    return isinstance(element, MarkBatch) and element.opacity == 1.0 and len(element.xy) < STAMPED_FROM


def lay_signs(crowd: Crowd, language: Language, place: Place, device: Device, pixels: PixelPainter) -> None:
    """Lay the signs of a crowd in their order, each with its texts over those before."""
    number_of: dict[int, int] = {}
    pictures: list[npt.NDArray[np.uint32]] = []
    corners: list[tuple[int, int]] = []
    which: list[int] = []
    for batch in crowd:
        parts = sign_parts(batch.glyph, language)
        for x, y in batch.xy.tolist():
            for part in parts:
                picture, left, top = _picture(part.at_origin, language, device, place.scale)
                number = number_of.setdefault(id(picture), len(pictures))
                if number == len(pictures):
                    pictures.append(picture)
                which.append(number)
                corners.append(
                    (
                        floor((x + part.x_mm) * place.scale + place.dx + 0.5) + left,
                        floor((y + part.y_mm) * place.scale + place.dy + 0.5) + top,
                    )
                )
    pixels.signs(pictures, np.array(corners, np.int64), np.array(which, np.int64))


@lru_cache(maxsize=KEPT)
def _picture(part: SignPart, language: Language, device: Device, scale: float) -> Picture:
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
    return rows[:, :width].copy(), left, top
