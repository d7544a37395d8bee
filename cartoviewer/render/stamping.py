"""Compiled loops that lay small pictures over a large one."""

import numpy as np
import numpy.typing as npt

from cartoviewer.render.compiled import Band, compiled, inlined
from layers.shapes import Integers

__all__ = ["stamp_pictures", "stamp_signs"]


Pixels = npt.NDArray[np.uint32]


@inlined
def _lay(under: Pixels, over: Pixels) -> None:
    """Lay a row of premultiplied pixels over another. No branch: the compiler takes many pixels at a time."""
    for at in range(len(over)):
        upper, lower = np.int64(over[at]), np.int64(under[at])
        left = 255 - (upper >> 24)
        pair = (lower & 0xFF00FF) * left + 0x800080
        pair = ((pair + ((pair >> 8) & 0xFF00FF)) >> 8) & 0xFF00FF
        other = ((lower >> 8) & 0xFF00FF) * left + 0x800080
        other = (other + ((other >> 8) & 0xFF00FF)) & 0xFF00FF00
        under[at] = np.uint32((pair | other) + upper)


@compiled
def stamp_pictures(band: Band, stamps: Pixels, spans: Integers, at: Integers, variant: Integers) -> None:
    """Lay small pictures over the band, one after the other.

    `stamps` (v, h, w) holds premultiplied pixels, and `spans` (v, h, 2) from which to before which column each of
    their rows has ink; `at` (n, 2) is the (column, row) of each top left corner, and `variant` (n,) which of the
    stamps stands there.
    """
    height, across, width = stamps.shape[1], stamps.shape[2], band.pixels.shape[1]
    top, bottom = band.top, band.top + band.share.shape[0]
    for index in range(len(at)):
        column, row = at[index, 0], at[index, 1]
        if row >= bottom or row + height <= top or column >= width or column + across <= 0:
            continue
        which = variant[index]
        for y in range(max(top - row, 0), min(bottom - row, height)):
            begin, end = max(-column, spans[which, y, 0]), min(width - column, spans[which, y, 1])
            if begin < end:
                _lay(band.pixels[row + y, column + begin : column + end], stamps[which, y, begin:end])


@compiled
def stamp_signs(
    band: Band,
    pool: Pixels,
    starts: Integers,
    sizes: Integers,
    at: Integers,
    which: Integers,
) -> None:
    """Lay small pictures of different sizes over the band, one after the other.

    `pool` holds the premultiplied pixels of all, row after row; picture p begins at `starts[p]` and is `sizes[p]`
    (height, width). `at` (n, 2) is the (column, row) of each top left corner, and `which` (n,) the picture there.
    """
    width = band.pixels.shape[1]
    top, bottom = band.top, band.top + band.share.shape[0]
    for index in range(len(at)):
        column, row = at[index, 0], at[index, 1]
        height, across = sizes[which[index], 0], sizes[which[index], 1]
        if row >= bottom or row + height <= top or column >= width or column + across <= 0:
            continue
        for y in range(max(top - row, 0), min(bottom - row, height)):
            first, begin, end = starts[which[index]] + y * across, max(-column, 0), min(width - column, across)
            if begin < end:
                _lay(band.pixels[row + y, column + begin : column + end], pool[first + begin : first + end])
