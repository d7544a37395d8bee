"""What a painter's clip leaves to be seen: a large picture is painted in bands, and the rest of the map left alone.

What is left out may not change what is painted: a feature is painted whole or not at all, and its picture does not
depend on the clip.
"""

from math import ceil, floor
from typing import Final

from PySide6.QtGui import QPainter

__all__ = ["EVERYTHING", "seen_mm", "seen_rows"]

EVERYTHING: Final = (float("-inf"), float("inf"))

_REACH_MM: Final = 12.0
"""No line is so wide, no sign along a line so large that it reaches farther from its place."""


def seen_mm(painter: QPainter) -> tuple[float, float]:
    """Give the highest and the lowest place of which anything may be seen; the painter's unit is a millimetre."""
    if not painter.hasClipping():
        return EVERYTHING
    clip = painter.clipBoundingRect()
    return clip.top() - _REACH_MM, clip.bottom() + _REACH_MM


def seen_rows(painter: QPainter) -> tuple[int, int]:
    """Give the first row of pixels that is seen, and the one after the last."""
    device = painter.device()
    height = ceil(device.height() * device.devicePixelRatioF())
    if not painter.hasClipping():
        return 0, height
    seen = painter.deviceTransform().mapRect(painter.clipBoundingRect())
    return max(floor(seen.top()) - 1, 0), min(ceil(seen.bottom()) + 1, height)
