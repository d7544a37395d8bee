"""A sheet that is in no dossier yet: a template over the ground that matters, for scripts that want a map."""

from collections.abc import Iterator
from typing import Final

import msgspec
import numpy as np

from bnip.incident import Incident, Mark, Route
from bnip.record import Point
from bnip.sheet import Sheet
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.template import sheet_templates
from cartoviewer.scene.view import MapView
from cartoviewer.ui.sheet_framing import new_sheet
from layers.dataset import Datasets
from layers.sensitivity import Sensitivity
from layers.shapes import Bounds

__all__ = ["draft_sheet"]

# The Region in Lambert 72, for a dossier with nothing on the map.
_REGION: Final[Bounds] = (140_650.0, 161_110.0, 158_390.0, 178_350.0)
_ROOM_M: Final = 150.0


def draft_sheet(document: MapDocument, datasets: Datasets, template: str) -> Sheet | None:
    """Give a sheet of this template over the crisis, or else over all visible layers.

    None where there is no such template. The sheet is not kept; the same dossier gives the same sheet.
    """
    if template not in sheet_templates():
        return None
    west, south, east, north = _crisis(document) or _layers(document, datasets) or _REGION
    bounds = (west - _ROOM_M, south - _ROOM_M, east + _ROOM_M, north + _ROOM_M)
    # `new_sheet` asks only how the ground lies; any paper will do.
    view = MapView.fitting(bounds, (100.0, 100.0 * (bounds[3] - bounds[1]) / (bounds[2] - bounds[0])))
    # It says nothing of its own that anyone may not read.
    return msgspec.structs.replace(
        new_sheet(document, view, template), id=f"draft-{template}", sensitivity=Sensitivity.CLEAR
    )


def _crisis(document: MapDocument) -> Bounds | None:
    points = list(_points(document))
    if not points:
        return None
    xy = np.array(points, dtype=np.float64)
    west, south = xy.min(axis=0).tolist()
    east, north = xy.max(axis=0).tolist()
    return (west, south, east, north)


def _points(document: MapDocument) -> Iterator[Point]:
    for record in document:
        match record:
            case Incident() | Mark():
                yield record.place.point
            case Zone():
                yield from record.outline
            case Route():
                yield from record.path
            case _:
                pass


def _layers(document: MapDocument, datasets: Datasets) -> Bounds | None:
    """Give the ground that the visible layers cover; a layer whose data are not there covers none."""
    found = []
    for layer in document.layers:
        if layer.visible:
            try:
                boxes = datasets.get(layer.dataset).shapes(31370).bounds
            except KeyError:
                continue
            boxes = boxes[np.isfinite(boxes).all(axis=1)]
            if len(boxes):
                found.append((*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)))
    if not found:
        return None
    every = np.array(found)
    west, south = every[:, :2].min(axis=0).tolist()
    east, north = every[:, 2:].max(axis=0).tolist()
    return (west, south, east, north)
