"""Pens of strokes, for painters in millimetres."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from cartoviewer.render.device import Device
from symbols.style import Stroke

__all__ = ["casing_pen", "pen_of"]

_CAPS: Final = {
    "flat": Qt.PenCapStyle.FlatCap,
    "square": Qt.PenCapStyle.SquareCap,
    "round": Qt.PenCapStyle.RoundCap,
}


def pen_of(stroke: Stroke, device: Device, opacity: float = 1.0) -> QPen:
    """Give the pen of a stroke for a painter in millimetres, without its casing."""
    pen = QPen(device.colour(stroke.colour, stroke.alpha * opacity), stroke.width_mm)
    pen.setCapStyle(_CAPS[stroke.cap])
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if stroke.dash_mm:
        # Qt counts dashes in widths of the pen.
        pen.setDashPattern([dash / stroke.width_mm for dash in stroke.dash_mm])
        pen.setDashOffset(stroke.dash_from_mm / stroke.width_mm)
    return pen


def casing_pen(stroke: Stroke, device: Device, opacity: float) -> QPen | None:
    """Give the pen of a stroke's casing, None where it has none."""
    casing = stroke.casing()
    return pen_of(casing, device, opacity) if casing else None
