"""Where on the ground the things lie whose names found no place on a map."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from bnip.record import Point
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import PLACED, extent_of
from cartoviewer.document.layer import Layer
from cartoviewer.document.layer_symbology import symbology_of
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from layers.dataset import Dataset
from layers.values import folded
from resources.texts import Names

__all__ = ["label_origins"]

_MOST: Final = 50
"""So many names are looked for: nobody walks through more."""


def label_origins(
    names: Iterable[str], view: MapView, document: MapDocument, shown: Iterable[tuple[Layer, Dataset]]
) -> tuple[Point, ...]:
    """Give a place in the frame for each of these names where one is known, in Lambert 72, in their order.

    Parameters
    ----------
    names
        Labels as a scene tells them; those in two languages as two lines.
    shown
        The layers of the map, with their data.
    """
    wanted: dict[str, int] = {}
    for place, name in enumerate(list(names)[:_MOST]):
        for line in name.splitlines():
            wanted.setdefault(folded(line), place)
    found: dict[int, Point] = {}
    for said, where in chain(_records(document, view), _features(view, shown, frozenset(wanted))):
        if said in wanted:
            found.setdefault(wanted[said], where)
    return tuple(where for _, where in sorted(found.items()))


def _records(document: MapDocument, view: MapView) -> Iterator[tuple[str, Point]]:
    for record in document:
        box = extent_of(record) if isinstance(record, PLACED) else None
        if box is None:
            continue
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        if not _is_in(middle, view):
            continue
        names = getattr(record, "names", Names())
        for name in (names.fr, names.nl, names.en):
            if name:
                yield folded(name), middle


def _features(
    view: MapView, shown: Iterable[tuple[Layer, Dataset]], wanted: frozenset[str]
) -> Iterator[tuple[str, Point]]:
    for layer, dataset in shown:
        rules = symbology_of(layer, dataset.card.kind).rules
        fields = {field for rule in rules if rule.style.label is not None for field in rule.style.label.fields}
        shapes = dataset.shapes(view.epsg)
        rows = shapes.within(view.bounds)
        if not fields or not len(rows):
            continue
        for field in sorted(fields):
            try:
                values = dataset.column(field)[rows]
            except KeyError:
                continue
            for row, value in zip(rows.tolist(), values.tolist(), strict=True):
                if isinstance(value, str) and (said := folded(value)) in wanted:
                    west, south, east, north = shapes.bounds[row].tolist()
                    x, y = (west + east) / 2, (south + north) / 2
                    yield said, (x, y) if view.epsg == LAMBERT_72 else transform_point(x, y, view.epsg, LAMBERT_72)


def _is_in(place: Point, view: MapView) -> bool:
    x, y = place if view.epsg == LAMBERT_72 else transform_point(*place, LAMBERT_72, view.epsg)
    west, south, east, north = view.bounds
    return west <= x <= east and south <= y <= north
