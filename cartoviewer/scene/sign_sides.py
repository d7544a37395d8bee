"""On which side of a sign its count stands: where no line of the crisis and no other sign is in the way."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from cartoviewer.scene.known_signs import KnownSign
from cartoviewer.scene.label_places import BoxMm, around
from cartoviewer.scene.scene import Glyph
from cartoviewer.scene.sign_boxes import glyph_boxes_mm
from cartoviewer.scene.spreading import Place
from layers.shapes import Floats
from resources.texts import Language

__all__ = ["with_clear_sides"]


def with_clear_sides(
    signs: Sequence[KnownSign],
    places: Sequence[Place],
    spared: Sequence[tuple[Floats, float]],
    language: Language,
) -> list[KnownSign]:
    """Let what stands to the right of a sign change to its left, or else below it, where only that is clear.

    Parameters
    ----------
    signs, places
        The signs and where each stands.
    spared
        The lines of the crisis, each with the width to be kept free along it.
    """
    asking = [index for index, sign in enumerate(signs) if sign.glyph.right and not sign.glyph.left]
    if not asking:
        return list(signs)
    lines = shapely.STRtree([shapely.LineString(path) for path, _ in spared if len(path) > 1])
    bodies = shapely.box(
        *np.array([_at(sign.boxes[0], place) for sign, place in zip(signs, places, strict=True)]).T
    )
    taken = shapely.STRtree(bodies)
    found = list(signs)
    for index in asking:
        sign, place = signs[index], places[index]
        for glyph in (sign.glyph, *_others(sign.glyph)):
            boxes = glyph_boxes_mm(glyph, language)
            texts = shapely.box(*np.array([_at(box, place) for box in boxes[1:]]).T)
            in_the_way = set(taken.query(texts, predicate="intersects")[1].tolist()) - {index}
            if len(lines.query(texts, predicate="intersects")[1]) == 0 and not in_the_way:
                found[index] = sign._replace(glyph=glyph, boxes=boxes, around=around(boxes))
                break
    return found


def _others(glyph: Glyph) -> tuple[Glyph, ...]:
    mirrored = replace(glyph, left=glyph.right, right="")
    return (mirrored,) if glyph.bottom else (mirrored, replace(glyph, bottom=glyph.right, right=""))


def _at(box: BoxMm, place: Place) -> BoxMm:
    (left, top, right, bottom), (x, y) = box, place
    return (left + x, top + y, right + x, bottom + y)
