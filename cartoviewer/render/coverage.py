"""Thousands of areas smaller than a pixel, painted as the share of every pixel that they cover."""

from math import ceil, floor
from typing import Final

import numpy as np
from PySide6.QtGui import QColor, QImage, QTransform

from cartoviewer.scene.scene import SpeckBatch
from layers.shapes import Floats

__all__ = ["LARGEST_DOTS", "coverage_image"]

LARGEST_DOTS: Final = 2.0
"""The side of the largest square that is painted so, in pixels: it touches three in a row at most."""


def coverage_image(
    batch: SpeckBatch, to_device: QTransform, size_mm: tuple[float, float], colour: QColor
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
    """
    scale = to_device.m11()
    left, top = floor(to_device.dx()), floor(to_device.dy())
    width = ceil(to_device.dx() + size_mm[0] * scale) - left
    height = ceil(to_device.dy() + size_mm[1] * scale) - top
    if width <= 0 or height <= 0 or len(batch.xy) == 0:
        return None, 0, 0
    x = batch.xy[:, 0] * scale + (to_device.dx() - left)
    y = batch.xy[:, 1] * scale + (to_device.dy() - top)
    side = np.sqrt(batch.area_mm2) * scale
    west, north = x - side / 2, y - side / 2
    column, row = np.floor(west), np.floor(north)
    inside = (column >= 0) & (column < width - 2) & (row >= 0) & (row < height - 2)
    column, row, side = column[inside], row[inside], side[inside]
    across = _shares(west[inside] - column, side)
    down = _shares(north[inside] - row, side)
    at = row.astype(np.int64) * width + column.astype(np.int64)
    first = int(at.min()) if len(at) else 0
    at -= first
    places = np.concatenate([at + (down_by * width + by) for down_by in range(3) for by in range(3)])
    covered = np.bincount(
        places, np.concatenate([across[by] * down[down_by] for down_by in range(3) for by in range(3)])
    )
    touched = np.flatnonzero(covered)
    alpha = (np.minimum(covered[touched], 1.0) * round(colour.alphaF() * 255) + 0.5).astype(np.uint32)
    red, green, blue = (alpha * channel // 255 for channel in (colour.red(), colour.green(), colour.blue()))
    pixels = np.zeros(width * height, dtype=np.uint32)
    pixels[touched + first] = (alpha << 24) | (red << 16) | (green << 8) | blue
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    # The picture must own its pixels: the array is gone after this.
    return image.copy(), left, top


def _shares(begin: Floats, side: Floats) -> tuple[Floats, Floats, Floats]:
    """Give how much of three pixels in a row a square covers that begins in the first, at `begin` of it."""
    end = begin + side
    return (
        np.minimum(end, 1.0) - begin,
        np.clip(end - 1.0, 0.0, 1.0),
        np.clip(end - 2.0, 0.0, 1.0),
    )
