"""Rectangles of the ground to zoom to, metres in Lambert 72."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from cartoviewer.document.layer import Layer
from layers.crs import LAMBERT_72
from layers.dataset import Datasets
from layers.progress import Progress
from layers.shapes import Bounds

__all__ = ["layers_bounds", "united", "with_room"]

_CLOSE_UP_M: Final = 400.0


def layers_bounds(layers: tuple[Layer, ...], datasets: Datasets, progress: Progress) -> Bounds | None:
    """Give the rectangle around layers, metres in Lambert 72."""
    boxes = []
    for index, layer in enumerate(layers):
        progress.step(index / len(layers))
        box = datasets.get(layer.dataset).shapes(LAMBERT_72).bounds
        box = box[~np.isnan(box[:, 0])]
        if len(box):
            west, south = box[:, :2].min(axis=0)
            east, north = box[:, 2:].max(axis=0)
            boxes.append((float(west), float(south), float(east), float(north)))
    return united(boxes) if boxes else None


def united(boxes: Sequence[Bounds]) -> Bounds:
    """Give the rectangle around rectangles."""
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))


def with_room(bounds: Bounds) -> Bounds:
    """Give a rectangle at least some hundred metres wide: one symbol is not shown at 1:50."""
    west, south, east, north = bounds
    across, up = max(0.0, _CLOSE_UP_M - (east - west)) / 2, max(0.0, _CLOSE_UP_M - (north - south)) / 2
    return (west - across, south - up, east + across, north + up)
