"""Changes to drawing layers: made, renamed, shown, put in order, deleted with what lies on them kept."""

import msgspec

from bnip.drawing import DrawingLayer
from cartoviewer.document.changes import put, remove
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import DEFAULT_LAYER, PLACED, drawing_layers
from cartoviewer.document.edit import Change
from resources.texts import Names

__all__ = ["layer_by_id", "layer_deleted", "layer_moved", "new_layer"]


def layer_by_id(document: MapDocument, layer_id: str) -> DrawingLayer:
    """Give a drawing layer; the default one where there is no such layer any more."""
    layers = {layer.id: layer for layer in drawing_layers(document)}
    return layers.get(layer_id, layers[DEFAULT_LAYER])


def new_layer(document: MapDocument, layer_id: str, names: Names) -> DrawingLayer:
    """Give a layer above all others."""
    rank = max(layer.rank for layer in drawing_layers(document)) + 1.0
    return DrawingLayer(id=layer_id, names=names, rank=rank)


def layer_moved(document: MapDocument, layer_id: str, steps: int) -> tuple[Change, ...]:
    """Move a layer up (positive) or down in the order; no changes where it is at the end already."""
    layers = list(drawing_layers(document))
    at = next(place for place, layer in enumerate(layers) if layer.id == layer_id)
    to = min(max(at + steps, 0), len(layers) - 1)
    layers.insert(to, layers.pop(at))
    ordered = (msgspec.structs.replace(layer, rank=float(rank)) for rank, layer in enumerate(layers))
    return tuple(put(document, layer) for layer in ordered if document.get(layer.id) != layer) if to != at else ()


def layer_deleted(document: MapDocument, layer_id: str) -> tuple[Change, ...]:
    """Delete a layer; its drawings come to lie on the default one.

    Raises
    ------
    KeyError
        There is no such layer, or it is the default one, which stays.
    """
    moved = (
        put(document, msgspec.structs.replace(record, layer=""))
        for record in document
        if isinstance(record, PLACED) and record.layer == layer_id
    )
    return (*moved, remove(document, layer_id))
