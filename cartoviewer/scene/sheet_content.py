"""What a sheet shows of a document: its own layers, and no symbol whose place lies outside its frame.

On a screen half a symbol at the edge says that there is more if one moves on. On paper nobody can move on, and
half a symbol has no name, no place and, were it left out of the legend, no meaning.
"""

from dataclasses import replace

import numpy as np

from bnip.incident import Incident, Mark
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from cartoviewer.scene.map_content import FREE, Binding, bound_layer
from cartoviewer.scene.scene import Element, MarkBatch, Scene, Stratum
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point

__all__ = ["framed", "sheet_document"]


def sheet_document(document: MapDocument, sheet: Sheet, view: MapView, binding: Binding = FREE) -> MapDocument:
    """Give the document with the layers of a map of this sheet only, and the symbols placed inside the view."""
    records: dict[str, AnyRecord] = {}
    for record in document:
        match record:
            case Layer():
                layer = bound_layer(record, sheet, binding)
                if layer is not None:
                    records[record.id] = layer
            case _ if record.id in binding.left_out:
                continue
            case Mark() | Incident():
                if _is_inside(record.place.point, view):
                    records[record.id] = record
            case _:
                records[record.id] = record
    return MapDocument(records)


def framed(scene: Scene) -> Scene:
    """Give a scene without the symbols of layers that stand outside its frame."""
    kept = [_inside(element, scene.view) for element in scene.elements]
    strata: list[Stratum] = []
    first = 0
    for stratum in scene.strata:
        last = first + stratum.count
        count = sum(element is not None for element in kept[first:last])
        if count:
            strata.append(replace(stratum, count=count))
        first = last
    elements = tuple(element for element in kept if element is not None)
    return replace(scene, elements=elements, strata=tuple(strata))


def _inside(element: Element, view: MapView) -> Element | None:
    """Give an element without its symbols outside the frame, or nothing where none is left."""
    if not isinstance(element, MarkBatch):
        return element
    width, height = view.size_mm
    x, y = element.xy[:, 0], element.xy[:, 1]
    inside = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    if not inside.any():
        return None
    return element if inside.all() else replace(element, xy=np.ascontiguousarray(element.xy[inside]))


def _is_inside(place: tuple[float, float], view: MapView) -> bool:
    x, y = place if view.epsg == LAMBERT_72 else transform_point(*place, LAMBERT_72, view.epsg)
    return bool(view.shows(np.array([(x, y)]))[0])
