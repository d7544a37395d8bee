"""The room for labels: what symbols, their texts and their lines leave of the paper, and whose symbols they are."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from cartoviewer.scene.belonging import Bodies
from cartoviewer.scene.crisis_elements import RecordElements
from cartoviewer.scene.occupancy import BoxMm, Occupancy, along, block, strip
from cartoviewer.scene.scene import Element, LineBatch, MarkBatch
from cartoviewer.scene.sign_boxes import glyph_boxes_mm
from cartoviewer.scene.spreading import LEADER
from cartoviewer.scene.view import MapView
from layers.shapes import Floats
from resources.texts import Language

__all__ = ["label_room"]

MOST_TAKEN: Final = 5000
"""So many symbols of a kind keep labels away; where there are more there is no room for labels anyway."""


def label_room(
    view: MapView,
    crisis: RecordElements,
    marks: Sequence[Element],
    covered: Sequence[BoxMm],
    language: Language,
) -> tuple[Occupancy, Bodies | None]:
    """Give what is free for labels, and what symbols there are that a label may be taken to belong to.

    Parameters
    ----------
    marks
        The points of all layers.
    covered
        What something else will lie over.

    Returns
    -------
    tuple
        No bodies where there are too many.
    """
    occupancy, lines = Occupancy(view.size_mm), Occupancy(view.size_mm, 0.0)
    bodies = [np.array(crisis.boxes, np.float64).reshape(-1, 4)]
    occupancy.take_boxes(np.array((*crisis.boxes, *covered), np.float64).reshape(-1, 4))
    for points in crisis.taken:
        occupancy.take(points)
    for path, width_mm in crisis.spared:
        occupancy.spare(strip(along(path), width_mm) if len(path) > 1 else path)
    for mark in (*marks, *crisis.marks):
        if isinstance(mark, LineBatch) and mark.stroke == LEADER:
            for first in mark.lines[:-1].tolist():
                led = along(mark.xy[first : first + 2])
                occupancy.take(led)
                lines.take(led)
    for mark in marks:
        if isinstance(mark, LineBatch) and mark.stroke != LEADER:
            reach = mark.stroke.width_mm + 2 * mark.stroke.casing_mm
            occupancy.take(_each(block((0.0, 0.0), reach, reach), mark.xy[: 2 * MOST_TAKEN : 2]))
        elif isinstance(mark, MarkBatch):
            for left, top, right, bottom in glyph_boxes_mm(mark.glyph, language):
                symbol = block(((left + right) / 2, (top + bottom) / 2), right - left, bottom - top)
                occupancy.take(_each(symbol, mark.xy[:MOST_TAKEN]))
                bodies.append(np.tile(mark.xy[:MOST_TAKEN], 2) + np.array((left, top, right, bottom)))
    if sum(map(len, bodies)) > MOST_TAKEN:
        return occupancy, None
    boxes = np.concatenate(bodies)
    lines.take_boxes(boxes)
    return occupancy, Bodies(boxes, lines)


def _each(points: Floats, places: Floats) -> Floats:
    """Give the points (n, 2) around the origin as they lie around each of the places (m, 2)."""
    found = np.empty((len(places), len(points), 2))
    for axis in (0, 1):
        np.add.outer(places[:, axis], points[:, axis], out=found[:, :, axis])
    return found.reshape(-1, 2)
