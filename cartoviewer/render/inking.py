"""Compiled loops that lay ink over the pixels that edges enclose, and leave the buffers empty.

A short row is worked through as a whole, without a branch, so that the compiler takes many pixels at a time. In a
long one the loops go from one change to the next: where nothing changes all pixels are alike.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from cartoviewer.render.compiled import Band, Ink, Shares, compiled, inlined

__all__ = ["paint", "paint_traced"]

_LONG: Final = 96
"""Pixels; a longer row is worth looking for stretches without a change."""

_BLOCK: Final = 32
"""Pixels worked through at a time in a long row."""

Pixels = npt.NDArray[np.uint32]


@inlined
def _sum_up(changes: Shares, before: np.float32) -> np.float32:
    """Turn the changes along some pixels into what they cover; give what the last one covers."""
    inside = before
    for at in range(len(changes)):
        inside += changes[at]
        changes[at] = inside
    return inside


@inlined
def _ink(pixels: Pixels, covered: Shares, ink: Ink) -> None:
    """Lay ink over pixels by what is covered of each, and empty that. No branch: 0 and 255 come out exactly."""
    scale, half = np.float32(ink.alpha * 255.0), np.float32(0.5)
    red_blue, alpha_green = (ink.red << 16) | ink.blue, (255 << 16) | ink.green
    for at in range(len(covered)):
        strength = np.int64(np.int32(min(abs(covered[at]), np.float32(1.0)) * scale + half))
        under = np.int64(pixels[at])
        pair = (under & 0xFF00FF) * (255 - strength) + red_blue * strength + 0x800080
        pair = ((pair + ((pair >> 8) & 0xFF00FF)) >> 8) & 0xFF00FF
        other = ((under >> 8) & 0xFF00FF) * (255 - strength) + alpha_green * strength + 0x800080
        pixels[at] = np.uint32(pair | ((other + ((other >> 8) & 0xFF00FF)) & 0xFF00FF00))
        covered[at] = np.float32(0.0)


@compiled
def _lay_alike(pixels: Pixels, inside: np.float32, ink: Ink) -> None:
    """Lay ink over pixels that are all covered by the same share."""
    strength = int(min(abs(inside), np.float32(1.0)) * np.float32(ink.alpha * 255.0) + np.float32(0.5))
    if strength == 255:
        pixels[:] = np.uint32((255 << 24) | (ink.red << 16) | (ink.green << 8) | ink.blue)
    elif strength > 0:
        left = 255 - strength
        red_blue = ((ink.red << 16) | ink.blue) * strength + 0x800080
        alpha_green = ((255 << 16) | ink.green) * strength + 0x800080
        for at in range(len(pixels)):
            under = np.int64(pixels[at])
            pair = (under & 0xFF00FF) * left + red_blue
            pair = ((pair + ((pair >> 8) & 0xFF00FF)) >> 8) & 0xFF00FF
            other = ((under >> 8) & 0xFF00FF) * left + alpha_green
            pixels[at] = np.uint32(pair | ((other + ((other >> 8) & 0xFF00FF)) & 0xFF00FF00))


@compiled
def _next_change(bits: Pixels) -> int:
    """Give the first place where the bits of a row of changes are not zero; their number where there is none."""
    column, stop = 0, len(bits)
    while column + 16 <= stop:
        change = np.uint32(0)
        ahead = bits[column : column + 16]
        for at in range(16):
            change |= ahead[at]
        if change != 0:
            break
        column += 16
    while column < stop and bits[column] == 0:
        column += 1
    return column


@compiled
def _paint_row(pixels: Pixels, changes: Shares, bits: Pixels, ink: Ink) -> None:
    """Lay ink over a row of pixels; `bits` are those of `changes`."""
    count = len(changes)
    if count <= _LONG:
        _sum_up(changes, np.float32(0.0))
        _ink(pixels, changes, ink)
        return
    inside, column = np.float32(0.0), _next_change(bits)
    while column < count:
        end = min(column + _BLOCK, count)
        inside = _sum_up(changes[column:end], inside)
        _ink(pixels[column:end], changes[column:end], ink)
        column = end + _next_change(bits[end:])
        _lay_alike(pixels[end:column], inside, ink)


@compiled
def _ink_row(pixels: Pixels, covered: Shares, bits: Pixels, ink: Ink) -> None:
    """Lay ink over a row of pixels by what is covered of each; `bits` are those of `covered`."""
    count = len(covered)
    if count <= _LONG:
        _ink(pixels, covered, ink)
        return
    column = _next_change(bits)
    while column < count:
        end = min(column + _BLOCK, count)
        _ink(pixels[column:end], covered[column:end], ink)
        column = end + _next_change(bits[end:])


@inlined
def _sides(first: float, last: float, count: int) -> tuple[int, int]:
    """Give the first of `count` pixels that two sides enclose, and the one behind the last."""
    return int(min(max(first, 0.0), count)), int(min(max(last, -1.0), count - 1.0)) + 1


@compiled
def paint(band: Band, share: Shares, west: float, north: float, east: float, south: float, ink: Ink) -> None:
    """Lay ink over what the edges in a buffer enclose; they lie between these sides."""
    begin, end = _sides(west, east, share.shape[1] - 2)
    top, foot = _sides(north, south, share.shape[0])
    bits = share.view(np.uint32)
    for row in range(top, foot):
        if begin < end:
            _paint_row(band.pixels[band.top + row, begin:end], share[row, begin:end], bits[row, begin:end], ink)
        # What lies right of the last pixel has changed there.
        share[row, end : end + 2] = np.float32(0.0)


@compiled
def paint_traced(band: Band, west: float, north: float, east: float, south: float, ink: Ink) -> None:
    """Lay ink over what is traced in `band.rim` between these sides."""
    begin, end = _sides(west, east, band.rim.shape[1] - 2)
    top, foot = _sides(north, south, band.rim.shape[0])
    bits = band.rim.view(np.uint32)
    for row in range(top, foot):
        if begin < end:
            _ink_row(band.pixels[band.top + row, begin:end], band.rim[row, begin:end], bits[row, begin:end], ink)
        # What lies on the last side itself.
        band.rim[row, end : end + 2] = np.float32(0.0)
