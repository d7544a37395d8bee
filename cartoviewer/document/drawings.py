"""Everything drawn on the map, whatever its kind: where it is, on which layer, and whether it is seen."""

from collections.abc import Callable
from itertools import chain
from typing import Final, TypeVar

import msgspec
import numpy as np

from bnip.drawing import Caption, DrawingLayer, Measurement, Shape
from bnip.geometry.operations import Path, is_closed
from bnip.incident import Incident, Mark, Route
from bnip.record import Point
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.document.record import AnyRecord
from layers.shapes import Bounds, Floats
from resources.texts import Language, Names, Texts

__all__ = [
    "DEFAULT_LAYER",
    "PLACED",
    "POINTS",
    "Placed",
    "drawing_layers",
    "drawings_near",
    "extent_of",
    "is_locked",
    "layer_of",
    "path_of",
    "seen",
    "transformed",
    "with_path",
]

Placed = Caption | Incident | Mark | Measurement | Route | Shape | Zone
"""The records that have a place on the map and are made by the user."""
PLACED: Final = (Caption, Incident, Mark, Measurement, Route, Shape, Zone)
POINTS: Final = (Caption, Incident, Mark)
"""Those that stand on one point."""

DEFAULT_LAYER: Final = "drawings"
"""The id of the layer on which a drawing lies that names none. It is there before anything was said about it."""

P = TypeVar("P", bound=Caption | Incident | Mark | Measurement | Route | Shape | Zone)


def path_of(record: Placed) -> Path:
    """Give the points of a record, metres in Lambert 72: one for a symbol, else the line or the closed ring."""
    if isinstance(record, POINTS):
        return (record.place.point,)
    if isinstance(record, Zone):
        return record.outline
    if isinstance(record, Measurement) and record.closed and record.path:
        return (*record.path, record.path[0])
    return record.path


def with_path(record: P, path: Path) -> P:
    """Give the record with other points; what was a circle or a sector is one no more."""
    if isinstance(record, POINTS):
        return _at(record, path[0])
    if isinstance(record, Zone):
        return msgspec.structs.replace(record, outline=path, basis="drawn", centre=None, radius_m=None)
    if isinstance(record, Measurement):
        return msgspec.structs.replace(record, path=path[:-1] if is_closed(path) else path, closed=is_closed(path))
    form = record.form if isinstance(record, Shape) else None
    if isinstance(record, Shape) and form is not None and form.is_area:
        return msgspec.structs.replace(
            record, path=path, form=type(form).POLYGON, centre=None, radius_m=None, from_deg=None, to_deg=None
        )
    return msgspec.structs.replace(record, path=path)


def transformed(record: P, move: Callable[[Point], Point], *, clockwise_deg: float = 0.0) -> P:
    """Give the record with every point moved rigidly, and directions turned along: what it is stays.

    A place that was said in words stays as it was said: whoever moves it corrects it by hand.
    """
    if isinstance(record, Mark) and clockwise_deg and record.direction_deg is not None:
        record = msgspec.structs.replace(record, direction_deg=(record.direction_deg + clockwise_deg) % 360.0)
    if isinstance(record, Caption) and clockwise_deg:
        angle = (record.angle_deg - clockwise_deg + 180.0) % 360.0 - 180.0
        record = msgspec.structs.replace(record, angle_deg=angle)
    if isinstance(record, POINTS):
        return _at(record, move(record.place.point))
    if isinstance(record, Zone):
        centre = None if record.centre is None else move(record.centre)
        return msgspec.structs.replace(record, outline=tuple(map(move, record.outline)), centre=centre)
    if isinstance(record, Shape):
        turned = {
            name: (bearing + clockwise_deg) % 360.0
            for name, bearing in (("from_deg", record.from_deg), ("to_deg", record.to_deg))
            if bearing is not None
        }
        centre = None if record.centre is None else move(record.centre)
        return msgspec.structs.replace(record, path=tuple(map(move, record.path)), centre=centre, **turned)
    return msgspec.structs.replace(record, path=tuple(map(move, record.path)))


def extent_of(record: AnyRecord) -> Bounds | None:
    """Give the ground that a record covers, metres in Lambert 72; None where it has no place."""
    if not isinstance(record, PLACED):
        return None
    points = path_of(record)
    if not points:
        return None
    across, up = [x for x, _ in points], [y for _, y in points]
    return (min(across), min(up), max(across), max(up))


def layer_of(record: Placed) -> str:
    """Give the id of the drawing layer on which a record lies."""
    return record.layer or DEFAULT_LAYER


def drawing_layers(document: MapDocument) -> tuple[DrawingLayer, ...]:
    """Give the drawing layers from the lowest to the topmost, the default one always among them."""
    found = document.of(DrawingLayer)
    if not any(layer.id == DEFAULT_LAYER for layer in found):
        text = "Drawings"
        french, dutch, english = (Texts(language)(text) for language in (Language.FR, Language.NL, Language.EN))
        found = (DrawingLayer(id=DEFAULT_LAYER, names=Names(french, dutch, english)), *found)
    return tuple(sorted(found, key=lambda layer: layer.rank))


def is_locked(document: MapDocument, record: AnyRecord) -> bool:
    """Tell whether a record may not be changed: it is locked itself, or its drawing layer is."""
    if not isinstance(record, PLACED):
        return False
    layer = document.get(layer_of(record))
    return record.locked or (isinstance(layer, DrawingLayer) and layer.locked)


def seen(document: MapDocument) -> MapDocument:
    """Give the document without what is hidden, drawings of higher layers behind those of lower ones.

    A drawing on a layer that is not there any more lies on the default one: nothing is lost from sight.
    """
    return document.worked_out(_seen)


def drawings_near(document: MapDocument, box: Bounds) -> list[Placed]:
    """Give the drawings that are seen and whose extent meets a box, metres in Lambert 72, in the order drawn."""
    records, extents = document.worked_out(_extents)
    west, south, east, north = box
    meets = (extents[:, 0] <= east) & (extents[:, 2] >= west) & (extents[:, 1] <= north) & (extents[:, 3] >= south)
    return [records[index] for index in np.flatnonzero(meets)]


def _extents(document: MapDocument) -> tuple[list[Placed], Floats]:
    placed = [(record, path_of(record)) for record in seen(document) if isinstance(record, PLACED)]
    records = [record for record, path in placed if path]
    paths = [path for _, path in placed if path]
    if not paths:
        return records, np.zeros((0, 4))
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(paths)), dtype=np.float64).reshape(-1, 2)
    begins = np.cumsum([0, *map(len, paths)][:-1])
    return records, np.hstack((np.minimum.reduceat(flat, begins), np.maximum.reduceat(flat, begins)))


def _seen(document: MapDocument) -> MapDocument:
    layers = {layer.id: layer for layer in document.of(DrawingLayer)}
    if not layers and not any(record.hidden for kind in PLACED for record in document.of(kind)):
        return document
    default = layers.get(DEFAULT_LAYER)

    def rank(record: AnyRecord) -> float:
        layer = layers.get(layer_of(record), default) if isinstance(record, PLACED) else None
        return layer.rank if layer is not None else 0.0

    def shows(record: AnyRecord) -> bool:
        if isinstance(record, DrawingLayer):
            return record.visible
        if not isinstance(record, PLACED):
            return True
        layer = layers.get(layer_of(record), default)
        return not record.hidden and (layer is None or layer.visible)

    kept = sorted((record for record in document if shows(record)), key=rank)
    return MapDocument({record.id: record for record in kept})


def _at(record: P, point: Point) -> P:
    if not isinstance(record, POINTS):
        raise TypeError(type(record).__name__)
    x, y = round(point[0], 3), round(point[1], 3)
    return msgspec.structs.replace(record, place=record.place.corrected((x, y)))
