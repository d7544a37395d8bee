"""Changes from intentions: pure functions that say what an edit will do."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import uuid4

import msgspec

from bnip.drawing import Caption, Measurement, Shape
from bnip.incident import Incident, Mark, Route
from bnip.record import Point
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import Placed, transformed
from cartoviewer.document.edit import Change
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord

__all__ = ["Movable", "moved", "moved_to", "new_id", "put", "remove", "reordered", "top_rank"]

Movable = Placed
M = TypeVar("M", bound=Caption | Incident | Mark | Measurement | Route | Shape | Zone)


def new_id() -> str:
    """Give an id that no other record or edit has, on any machine."""
    return uuid4().hex


def put(document: MapDocument, record: AnyRecord) -> Change:
    """Make a record, or put it in the place of the one with the same id."""
    return Change(record.id, document.get(record.id), record)


def remove(document: MapDocument, record_id: str) -> Change:
    """Delete a record.

    Raises
    ------
    KeyError
        There is no such record.
    """
    before = document.get(record_id)
    if before is None:
        raise KeyError(record_id)
    return Change(record_id, before, None)


def moved(record: M, dx_m: float, dy_m: float) -> M:
    """Give the record shifted by metres to the east and north.

    Whoever moves a place corrects it by hand: the text it was found by stays, and how well it was known.
    """
    return transformed(record, _shift(dx_m, dy_m))


def moved_to(record: Incident | Mark, point: Point) -> Incident | Mark:
    """Give the record standing on another point."""
    return msgspec.structs.replace(record, place=record.place.corrected(point))


def top_rank(layers: Iterable[Layer]) -> float:
    """Give a rank above every layer."""
    return max((layer.rank for layer in layers), default=0.0) + 1.0


def reordered(document: MapDocument, layer_id: str, position: int) -> tuple[Change, ...]:
    """Move a layer to a position in the order, 0 being the lowest.

    One layer changes as long as there is room between its new neighbours' ranks, which is nearly always.

    Raises
    ------
    KeyError
        There is no such layer.
    """
    layers = [layer for layer in document.layers if layer.id != layer_id]
    layer = document.get(layer_id)
    if not isinstance(layer, Layer):
        raise KeyError(layer_id)
    position = min(max(position, 0), len(layers))
    below = layers[position - 1].rank if position else None
    above = layers[position].rank if position < len(layers) else None
    rank = _between(below, above)
    if rank is not None:
        return (put(document, msgspec.structs.replace(layer, rank=rank)),)
    layers.insert(position, layer)
    return tuple(
        put(document, msgspec.structs.replace(each, rank=float(place)))
        for place, each in enumerate(layers)
        if each.rank != float(place)
    )


def _shift(dx_m: float, dy_m: float) -> Callable[[Point], Point]:
    # Millimetres are enough for a place, and keep the log readable.
    return lambda point: (round(point[0] + dx_m, 3), round(point[1] + dy_m, 3))


def _between(below: float | None, above: float | None) -> float | None:
    """Give a rank between two, or None when floating point has no room left between them."""
    if below is None:
        return 0.0 if above is None else above - 1.0
    if above is None:
        return below + 1.0
    middle = (below + above) / 2
    return middle if below < middle < above else None
