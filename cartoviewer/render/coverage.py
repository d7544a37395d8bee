"""Thousands of areas smaller than a pixel, painted as the share of every pixel that they cover."""

from math import ceil, floor
from typing import Final

import numpy as np
from PySide6.QtGui import QColor, QImage, QTransform

from cartoviewer.scene.scene import LineBatch, SpeckBatch
from layers.shapes import Floats

__all__ = ["LARGEST_DOTS", "coverage_image", "inked"]

LARGEST_DOTS: Final = 2.0
"""The side of the largest square that is painted so, in pixels: it touches three in a row at most."""

_REACH: Final = 3


def coverage_image(
    batch: SpeckBatch, to_device: QTransform, size_mm: tuple[float, float], colour: QColor, seen: tuple[int, int]
) -> tuple[QImage | None, int, int]:
    """Give a picture of the specks and the device pixel where its top left corner goes.

    Parameters
    ----------
    batch
        The specks.
    to_device
        From millimetres to pixels; it may scale and move, not turn.
    size_mm
        The frame; specks outside it are left out.
    colour
        What they are painted with.
    seen
        The first row of pixels that is wanted, and the one after the last: a picture is no larger.
    """
    scale = to_device.m11()
    left, top = floor(to_device.dx()), floor(to_device.dy())
    width = ceil(to_device.dx() + size_mm[0] * scale) - left
    height = ceil(to_device.dy() + size_mm[1] * scale) - top
    above, below = max(seen[0] - top, 0), min(seen[1] - top, height)
    if width <= 0 or below <= above or len(batch.xy) == 0:
        return None, 0, 0
    x = batch.xy[:, 0] * scale + (to_device.dx() - left)
    y = batch.xy[:, 1] * scale + (to_device.dy() - top)
    side = np.sqrt(batch.area_mm2) * scale
    west, north = x - side / 2, y - side / 2
    column, row = np.floor(west), np.floor(north)
    inside = (column >= 0) & (column < width - 2) & (row >= 0) & (row < height - 2)
    inside &= (row > above - _REACH) & (row < below)
    places, shares = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    # Squares up to a pixel wide touch two in a row, larger ones three.
    for reach, chosen in ((2, inside & (side <= 1.0)), (3, inside & (side > 1.0))):
        if not chosen.any():
            continue
        all_of_them = slice(None) if chosen.all() else np.flatnonzero(chosen)
        columns, rows, sides = column[all_of_them], row[all_of_them], side[all_of_them]
        at = (rows * width + columns).astype(np.int64)
        across = _shares(west[all_of_them] - columns, sides, reach)
        down = _shares(north[all_of_them] - rows, sides, reach)
        for lower in range(reach):
            for beside in range(reach):
                places.append(at + (lower * width + beside))
                shares.append(across[beside] * down[lower])
    at = np.concatenate(places)
    first = int(at.min()) if len(at) else 0
    covered = np.bincount(at - first, np.concatenate(shares))
    touched = np.flatnonzero(covered)
    alpha = (np.minimum(covered[touched], 1.0) * round(colour.alphaF() * 255) + 0.5).astype(np.uint32)
    red, green, blue = (alpha * channel // 255 for channel in (colour.red(), colour.green(), colour.blue()))
    height = below - above
    pixels = np.zeros(width * height, dtype=np.uint32)
    place = touched + (first - above * width)
    wanted = (place >= 0) & (place < len(pixels))
    pixels[place[wanted]] = ((alpha << 24) | (red << 16) | (green << 8) | blue)[wanted]
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    # The picture must own its pixels: the array is gone after this.
    return image.copy(), left, top + above


def _shares(begin: Floats, side: Floats, reach: int) -> tuple[Floats, ...]:
    """Give how much of `reach` pixels in a row a square covers that begins in the first, at `begin` of it."""
    first = np.minimum(1.0 - begin, side)
    if reach == 2:
        return (first, side - first)
    second = np.minimum(side - first, 1.0)
    return (first, second, side - first - second)


def inked(batch: LineBatch, dot_mm: float) -> SpeckBatch:
    """Turn lines about a pixel wide into specks of a pixel each, which together have their ink."""
    begins = np.delete(np.arange(len(batch.xy)), batch.lines[1:] - 1)
    start, step = batch.xy[begins], batch.xy[begins + 1] - batch.xy[begins]
    length = np.hypot(step[:, 0], step[:, 1])
    counts = np.maximum(np.ceil(length * (batch.stroke.width_mm / dot_mm**2)), 1).astype(np.int64)
    ends = np.cumsum(counts)
    which = np.repeat(np.arange(len(counts)), counts)
    share = (np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts) + 0.5) / counts[which]
    area = (length / counts * batch.stroke.width_mm)[which]
    stroke = batch.stroke
    return SpeckBatch(
        start[which] + share[:, None] * step[which], area, stroke.colour, stroke.alpha * batch.opacity
    )
