"""How coarsely the curves of a layer are drawn: data made for a small scale look angular on a large one."""

from typing import Final

import numpy as np

from layers.shapes import GeometryKind, Shapes

__all__ = ["coarsest_scale", "grain_m"]

_FEWEST: Final = 40
"""Fewer pieces of curve say nothing of how a layer was made."""
_MOST_POINTS: Final = 200_000
_STRAIGHT_DEG, _CORNER_DEG = 3.0, 60.0
"""A corner between these is a step of a curve; less is a straight line, more is a corner of the thing itself."""
_SHARE: Final = 10.0
_GRAIN_MM: Final = 1.0
"""At the scale that data are made for, the shortest steps of their curves are about so long on paper."""


def grain_m(shapes: Shapes) -> float | None:
    """Give the length of the shorter steps of the curves of lines or areas, metres; None where there are too few.

    The tenth percentile: simplifying takes out the short steps first, and keeps none that is shorter than its
    tolerance. Right angles and straight lines do not count: a rectangle is no coarse circle.
    """
    if shapes.kind is GeometryKind.POINT:
        return None
    xy = shapes.xy[:_MOST_POINTS]
    if len(xy) < _FEWEST:
        return None
    step = np.diff(xy, axis=0)
    # Steps from one ring to the next belong to neither.
    starts = shapes.rings[(shapes.rings > 0) & (shapes.rings < len(xy))]
    step[starts - 1] = np.nan
    length = np.hypot(step[:, 0], step[:, 1])
    bearing = np.arctan2(step[:, 1], step[:, 0])
    with np.errstate(invalid="ignore"):
        turn = np.degrees(np.abs(np.angle(np.exp(1j * np.diff(bearing)))))
        curved = (turn > _STRAIGHT_DEG) & (turn < _CORNER_DEG)
    # A step between two corners of a curve: the one before it and the one after it.
    inside = curved[:-1] & curved[1:] & (length[1:-1] > 0.0)
    steps = length[1:-1][inside]
    return float(np.percentile(steps, _SHARE)) if len(steps) >= _FEWEST else None


def coarsest_scale(grain: float) -> float:
    """Give the denominator of the scale for which curves of that grain are made."""
    return grain * 1000.0 / _GRAIN_MM
