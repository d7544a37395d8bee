"""Rings within which incidents and symbols lie whose places are not known exactly: a map must not look surer."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from bnip.incident import Incident, Mark
from bnip.zone import circle
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.scene import AreaBatch, LegendEntry
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform
from resources.texts import Names
from symbols.style import Fill, Stroke

__all__ = ["RING_LEGEND", "accuracy_rings"]

_SMALLEST_MM: Final = 8.0
"""A smaller ring would lie under its symbol, or be taken for a part of it."""
_LARGEST_SHARE: Final = 3.0
"""A ring so many times wider than the map says nothing on it."""
_FILL: Final = Fill("#0A6CFF", 0.08)
_STROKE: Final = Stroke("#0A5BC4", 0.35, dash_mm=(1.6, 1.0))

RING_LEGEND: Final = LegendEntry(
    Names("Situation", "Situatie", "Situation"),
    Names(
        "Le lieu se trouve dans ce cercle",
        "De plaats ligt binnen deze cirkel",
        "The place lies within this circle",
    ),
    fill=_FILL,
    stroke=_STROKE,
)
"""What the rings mean."""


def accuracy_rings(document: MapDocument, view: MapView) -> Iterator[AreaBatch]:
    """Give a ring around each place that was found and not put right by hand, to the scale of the map."""
    records: tuple[Incident | Mark, ...] = (*document.of(Incident), *document.of(Mark))
    for record in records:
        place = record.place
        if not place.accuracy_m or place.is_corrected:
            continue
        radius_mm = place.accuracy_m * view.mm_per_metre
        if not _SMALLEST_MM <= radius_mm <= _LARGEST_SHARE * max(view.size_mm):
            continue
        ground = np.array(circle(place.point, place.accuracy_m))
        xy = view.to_paper(ground if view.epsg == LAMBERT_72 else transform(ground, LAMBERT_72, view.epsg))
        width, height = view.size_mm
        low, high = xy.min(axis=0), xy.max(axis=0)
        if low[0] < width and low[1] < height and high[0] > 0.0 and high[1] > 0.0:
            yield AreaBatch(xy, np.array([0, len(xy)]), np.array([0, 1]), _FILL, _STROKE)
