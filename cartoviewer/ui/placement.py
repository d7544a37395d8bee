"""Where records are on the ground: hit by the mouse, and how far they reach. No widgets here."""

from collections.abc import Mapping

from bnip.record import Point
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import PLACED, Placed, extent_of, path_of
from cartoviewer.scene.hits import record_hits
from cartoviewer.scene.view import MapView
from layers.shapes import Bounds

__all__ = ["PLACED", "Placed", "path_of", "record_at", "records_bounds"]


def records_bounds(document: MapDocument) -> Bounds | None:
    """Give the rectangle around everything the user has placed, None where there is nothing."""
    boxes = [box for record in document if (box := extent_of(record)) is not None]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))


def record_at(
    document: MapDocument, place: Point, view: MapView, aside: Mapping[str, Point], *, insides: bool = True
) -> Placed | None:
    """Give the record that is meant by a click: the first of those that the inspector lists for it.

    Parameters
    ----------
    place
        Metres in Lambert 72.
    view
        How the map is shown.
    aside
        How far symbols stand from their true places on the map, millimetres to the right and down.
    insides
        Whether a place inside an area means the area, or only its edge does.
    """
    found = record_hits(document, place, view, insides=insides, aside=aside)
    return found[0].record if found else None
