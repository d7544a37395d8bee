"""Compiled loops that lay small pictures over a large one."""

import numpy as np
import numpy.typing as npt

from cartoviewer.render.compiled import Band, compiled, inlined
from layers.shapes import Integers

__all__ = ["stamp_pictures", "stamp_signs"]


@inlined
def _lay(band: Band, row: int, column: int, over: np.int64) -> None:
    """Lay a premultiplied pixel over that of the picture."""
    left = 255 - (over >> 24)
    if left == 0:
        band.pixels[row, column] = np.uint32(over)
    else:
        under = np.int64(band.pixels[row, column])
        pair = (under & 0xFF00FF) * left + 0x800080
        pair = ((pair + ((pair >> 8) & 0xFF00FF)) >> 8) & 0xFF00FF
        other = ((under >> 8) & 0xFF00FF) * left + 0x800080
        other = (other + ((other >> 8) & 0xFF00FF)) & 0xFF00FF00
        band.pixels[row, column] = np.uint32((pair | other) + over)


@compiled
def stamp_pictures(
    band: Band, stamps: npt.NDArray[np.uint32], at: Integers, variant: Integers, opacity: float
) -> None:
    """Lay small pictures over the band, one after the other.

    `stamps` (v, h, w) holds premultiplied pixels; `at` (n, 2) is the (column, row) of each top left corner, and
    `variant` (n,) which of the stamps stands there.
    """
    height, across, width = stamps.shape[1], stamps.shape[2], band.pixels.shape[1]
    top, bottom = band.top, band.top + band.share.shape[0]
    share = int(opacity * 256.0 + 0.5)
    for index in range(len(at)):
        column, row = at[index, 0], at[index, 1]
        if row >= bottom or row + height <= top or column >= width or column + across <= 0:
            continue
        stamp = stamps[variant[index]]
        for y in range(max(top - row, 0), min(bottom - row, height)):
            for x in range(max(-column, 0), min(width - column, across)):
                over = np.int64(stamp[y, x])
                if over == 0:
                    continue
                if share < 256:
                    over = ((((over & 0xFF00FF) * share) >> 8) & 0xFF00FF) | (
                        (((over >> 8) & 0xFF00FF) * share) & 0xFF00FF00
                    )
                _lay(band, row + y, column + x, over)


@compiled
def stamp_signs(
    band: Band,
    pool: npt.NDArray[np.uint32],
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
            begin = starts[which[index]] + y * across
            for x in range(max(-column, 0), min(width - column, across)):
                over = np.int64(pool[begin + x])
                if over == 0:
                    continue
                _lay(band, row + y, column + x, over)
