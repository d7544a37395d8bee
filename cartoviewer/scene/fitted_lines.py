"""Lines of the crisis whose dashes fit their corners: a dash goes round each, and one stands whole at each end."""

from typing import Final

import msgspec
import numpy as np

from cartoviewer.scene.occupancy import BoxMm
from cartoviewer.scene.scene import LineBatch
from layers.shapes import Floats
from symbols.dashing import fitted_dashes
from symbols.style import Stroke

__all__ = ["fitted_line"]

_DOTTED_MM: Final = 0.05
"""A dash as short as this is a dot: its round ends are all there is of it."""


def fitted_line(xy: Floats, stroke: Stroke, within: BoxMm) -> list[LineBatch]:
    """Give a line and what lies beneath it, its dashes cut to fit.

    Parameters
    ----------
    xy
        (n, 2) places in millimetres; the first again at the end where the line is closed.
    stroke
        How it is drawn.
    within
        Dashes out of this box are left out.
    """
    whole = np.array([0, len(xy)], dtype=np.int64)
    if not stroke.dash_mm:
        return [LineBatch(xy, whole, stroke)]
    cap = stroke.cap if stroke.dash_mm[0] <= _DOTTED_MM else "flat"
    plain = msgspec.structs.replace(stroke, dash_mm=(), casing_colour="", casing_mm=0.0, cap=cap)
    casing = stroke.casing()
    found = []
    if casing is not None:
        if stroke.casing_dashed:
            found += _dashes(
                xy, msgspec.structs.replace(casing, dash_mm=()), stroke.dash_mm, within, stroke.casing_mm
            )
        else:
            # Round ends close a ring, and go round the ends of an open line.
            found.append(LineBatch(xy, whole, msgspec.structs.replace(casing, cap="round")))
    return found + _dashes(xy, plain, stroke.dash_mm, within)


def _dashes(
    xy: Floats, stroke: Stroke, dash_mm: tuple[float, ...], within: BoxMm, longer_mm: float = 0.0
) -> list[LineBatch]:
    places, begins = fitted_dashes(xy, dash_mm, within, longer_mm)
    return [LineBatch(places, begins, stroke)] if len(begins) > 1 else []
