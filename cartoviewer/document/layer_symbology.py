"""How a layer is drawn: by its own symbology, or by the default one of its schema. The one place that decides."""

from cartoviewer.document.layer import Layer
from layers.schema import schemas
from layers.shapes import GeometryKind
from symbols.style import Symbology
from symbols.symbology import default_symbology

__all__ = ["symbology_of"]


def symbology_of(layer: Layer, kind: GeometryKind) -> Symbology:
    """Give the classes of a layer whose features are of this kind, in the order they are drawn."""
    if layer.symbology is not None:
        return layer.symbology
    known = schemas().get(layer.schema)
    return default_symbology(known.style if known is not None and known.style else layer.schema, kind.value)
