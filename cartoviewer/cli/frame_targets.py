"""What a frame is fitted to from the command line: a layer, a drawing, or a rectangle of the ground."""

import re
from dataclasses import dataclass
from typing import Final

from bnip.record import Record
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import PLACED, Placed
from cartoviewer.scene.frame_fit import box_points, layer_points, record_points
from layers.dataset import Datasets
from layers.errors import Problem
from layers.sensitivity import Sensitivity
from layers.shapes import Floats
from resources.texts import Names
from symbols.zones import zone_names

__all__ = ["Target", "TargetProblem", "is_called", "target_of"]

_UNNAMED: Final = Names()
_NUMBER: Final = r"\s*(-?\d+(?:\.\d+)?)\s*"
_RECTANGLE: Final = re.compile(rf"{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}")


class TargetProblem(Problem):
    """What a frame is to be fitted to is not in the dossier, or its name fits several things."""


@dataclass(frozen=True, slots=True)
class Target:
    """Points (n, 2) that are to be in the frame, Lambert 72; what they are called, and who may know of them."""

    points: Floats
    names: Names = _UNNAMED
    sensitivity: Sensitivity = Sensitivity.CLEAR


def target_of(document: MapDocument, datasets: Datasets, asked: str) -> Target:
    """Find what is meant: `X1,Y1,X2,Y2` in Lambert 72, or the id or a name of a layer or of a drawing.

    Raises
    ------
    TargetProblem
        There is nothing of that name, or several things.
    FitError
        It has no place on the map.
    """
    corners = _RECTANGLE.fullmatch(asked)
    if corners is not None:
        x1, y1, x2, y2 = (float(number) for number in corners.groups())
        return Target(box_points((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))))
    for layer in document.layers:
        if is_called(layer, layer.names, asked) or layer.schema == asked.strip().casefold():
            return Target(layer_points(layer, datasets), layer.names, layer.sensitivity)
    found = [
        record
        for record in document
        if isinstance(record, PLACED)
        # Most zones are called what they are.
        and any(is_called(record, names, asked) for names in (record.names, *_kind(record)))
    ]
    if len(found) > 1:
        ids = ", ".join(record.id for record in found)
        raise TargetProblem("“{asked}” fits several drawings: {ids}. Give one of these ids.", asked=asked, ids=ids)
    if not found:
        raise TargetProblem(
            "There is no layer and no drawing “{asked}” to fit a frame to. Give its name or id, or X1,Y1,X2,Y2 in "
            "Lambert 72.",
            asked=asked,
        )
    (one,) = found
    names = next((names for names in (one.names, *_kind(one)) if names != Names()), Names())
    return Target(record_points(found), names, one.sensitivity)


def _kind(record: Placed) -> tuple[Names, ...]:
    return (zone_names(record.zone.value),) if isinstance(record, Zone) else ()


def is_called(record: Record, names: Names, asked: str) -> bool:
    """Tell whether a word is the id of a record or its name in any language."""
    word = asked.strip().casefold()
    return word in (record.id.casefold(), names.fr.casefold(), names.nl.casefold(), names.en.casefold())
