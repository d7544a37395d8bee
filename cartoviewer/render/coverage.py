"""Thousands of areas smaller than a pixel, painted as the share of every pixel that they cover."""

from math import ceil, floor

import numpy as np
from PySide6.QtGui import QColor, QImage, QTransform

from cartoviewer.scene.scene import SpeckBatch

__all__ = ["coverage_image"]


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
    x = batch.xy[:, 0] * scale + (to_device.dx() - left) - 0.5
    y = batch.xy[:, 1] * scale + (to_device.dy() - top) - 0.5
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    inside = (column >= 0) & (column < width - 1) & (row >= 0) & (row < height - 1)
    column, row = column[inside], row[inside]
    right, below = x[inside] - column, y[inside] - row
    area = batch.area_mm2[inside] * scale * scale
    # Each speck is shared by the four pixels around it.
    at = row * width + column
    first = int(at.min()) if len(at) else 0
    places = np.concatenate((at, at + 1, at + width, at + width + 1)) - first
    shares = np.concatenate(
        (
            area * (1 - right) * (1 - below),
            area * right * (1 - below),
            area * (1 - right) * below,
            area * right * below,
        )
    )
    covered = np.bincount(places, weights=shares)
    touched = np.flatnonzero(covered)
    alpha = (np.minimum(covered[touched], 1.0) * round(colour.alphaF() * 255) + 0.5).astype(np.uint32)
    red, green, blue = (alpha * channel // 255 for channel in (colour.red(), colour.green(), colour.blue()))
    pixels = np.zeros(width * height, dtype=np.uint32)
    pixels[touched + first] = (alpha << 24) | (red << 16) | (green << 8) | blue
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    # The picture must own its pixels: the array is gone after this.
    return image.copy(), left, top
