"""Many signs that differ: each kind of frame and each text is painted once as pixels, then laid where it stands.

For the screen only. In a crowd a sign stands on whole pixels, so that the pictures can be shared; a sheet, and a
map of few signs, are painted exactly.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

import numpy as np
import numpy.typing as npt

from cartoviewer.render.device import Device
from cartoviewer.render.pixels import PixelPainter, Place
from cartoviewer.render.stamp import STAMPED_FROM
from cartoviewer.scene.scene import Element, MarkBatch
from resources.texts import Language

__all__ = ["Crowd", "crowds", "lay_signs"]

Crowd = tuple[MarkBatch, ...]
"""Marks that follow one another in a scene, each a place or a few of its own sign."""


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
    which: list[int] = []
    offsets: list[tuple[float, float, int, int]] = []
    counts: list[int] = []
    for batch in crowd:
        parts = pixels.sign_pictures.parts(batch.glyph, language, device, place.scale)
        for _ in range(len(batch.xy)):
            for part in parts:
                number = number_of.setdefault(id(part.pixels), len(pictures))
                if number == len(pictures):
                    pictures.append(part.pixels)
                which.append(number)
                offsets.append(part[1:])
            counts.append(len(parts))
    xy = np.repeat(np.concatenate([batch.xy for batch in crowd]), counts, axis=0)
    beside = np.array(offsets)
    dots = (xy + beside[:, :2]) * place.scale + (place.dx + 0.5, place.dy + 0.5)
    corners = (np.floor(dots) + beside[:, 2:]).astype(np.int64)
    pixels.signs(pictures, corners, np.array(which, np.int64))
