"""A part of a map: whole things that reach into a box, and nothing of those that do not."""

from dataclasses import replace
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from bnip.furniture import Box
from cartoviewer.scene.scene import AreaBatch, Element, LabelText, LineBatch, MarkBatch, Scene, SpeckBatch
from cartoviewer.scene.text_metrics import MM_PER_PT
from layers.shapes import Floats, Integers

__all__ = ["cropped"]

_AROUND_MM: Final = 25.0
"""Symbols, wide lines and the patterns along them reach so far beyond their places."""

_Mask = npt.NDArray[np.bool_]


def cropped(scene: Scene, box: Box) -> Scene:
    """Give a scene without what lies outside a box of it (left, top, width, height, millimetres).

    What is kept is whole, so that dashes and patterns lie as they do on the whole map. Every element keeps its
    place among the others.
    """
    left, top, width, height = box
    reach = (left - _AROUND_MM, top - _AROUND_MM, left + width + _AROUND_MM, top + height + _AROUND_MM)
    return replace(scene, elements=tuple(_cropped(element, reach) for element in scene.elements))


def _cropped(element: Element, reach: tuple[float, float, float, float]) -> Element:
    match element:
        case AreaBatch():
            begins = element.rings[element.features]
            kept = _meeting(element.xy, begins, reach)
            if kept is None:
                return element
            ring_kept = np.repeat(kept, np.diff(element.features))
            point_kept = np.repeat(ring_kept, np.diff(element.rings))
            return replace(
                element,
                xy=element.xy[point_kept],
                rings=_begins(np.diff(element.rings)[ring_kept]),
                features=_begins(np.diff(element.features)[kept]),
            )
        case LineBatch():
            kept = _meeting(element.xy, element.lines, reach)
            if kept is None:
                return element
            counts = np.diff(element.lines)
            return replace(element, xy=element.xy[np.repeat(kept, counts)], lines=_begins(counts[kept]))
        case MarkBatch():
            inside = _inside(element.xy, reach)
            return replace(element, xy=element.xy[inside])
        case SpeckBatch():
            inside = _inside(element.xy, reach)
            return replace(element, xy=element.xy[inside], area_mm2=element.area_mm2[inside])
        case LabelText():
            return element if _may_reach(element, reach) else _silent(element)


def _may_reach(label: LabelText, reach: tuple[float, float, float, float]) -> bool:
    """Tell whether a text may reach into a box; rather once too often."""
    half = max(map(len, label.lines), default=0) * label.style.size_pt * MM_PER_PT / 2
    points: Floats = np.array([label.anchor_mm]) if label.path is None else np.vstack((label.anchor_mm, label.path))
    low, high = points.min(axis=0) - half, points.max(axis=0) + half
    return bool((high >= reach[:2]).all() and (low <= reach[2:]).all())


def _silent(label: LabelText) -> LabelText:
    """Give a label that says nothing, in the place of one that is not seen."""
    plain = msgspec.structs.replace(label.style, plate_colour="", halo_mm=0.0)
    return replace(label, lines=(" ",), style=plain, path=None, lead=None)


def _inside(xy: Floats, reach: tuple[float, float, float, float]) -> _Mask:
    """Tell which places lie in a box; the first stands for all where none does."""
    inside: _Mask = (
        (xy[:, 0] >= reach[0]) & (xy[:, 1] >= reach[1]) & (xy[:, 0] <= reach[2]) & (xy[:, 1] <= reach[3])
    )
    if not inside.any():
        inside[:1] = True
    return inside


def _meeting(xy: Floats, begins: Integers, reach: tuple[float, float, float, float]) -> _Mask | None:
    """Tell which pieces of a batch reach into a box; None where all do, or none, or one has no points."""
    counts = np.diff(begins)
    if not len(counts) or (counts == 0).any():
        return None
    low, high = np.minimum.reduceat(xy, begins[:-1]), np.maximum.reduceat(xy, begins[:-1])
    meets: _Mask = (
        (high[:, 0] >= reach[0]) & (high[:, 1] >= reach[1]) & (low[:, 0] <= reach[2]) & (low[:, 1] <= reach[3])
    )
    if meets.all():
        return None
    if not meets.any():
        # An element without anything in it is none: one piece stands for all, where nobody sees it.
        meets[0] = True
    return meets


def _begins(counts: Integers) -> Integers:
    found: Integers = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return found
