"""Where records are on the ground: hit by the mouse, and how far they reach. No widgets here."""

from typing import Final

import shapely

from bnip.incident import Incident, Mark, Route
from bnip.record import Point
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.render.symbol_painter import glyph_bounds_mm
from cartoviewer.scene.hits import REACH_MM, extent_of
from cartoviewer.scene.record_glyph import glyph_of
from layers.shapes import Bounds
from resources.texts import Language

__all__ = ["PLACED", "Placed", "path_of", "record_at", "records_bounds"]

Placed = Incident | Mark | Route | Zone
"""The records that have a place on the map and are made by the user."""
PLACED: Final = (Incident, Mark, Route, Zone)


def path_of(record: Placed) -> tuple[Point, ...]:
    """Give the points of a record, metres in Lambert 72: one for a symbol, the line or the ring for others."""
    if isinstance(record, Route):
        return record.path
    if isinstance(record, Zone):
        return record.outline
    return (record.place.point,)


def records_bounds(document: MapDocument) -> Bounds | None:
    """Give the rectangle around everything the user has placed, None where there is nothing."""
    boxes = [box for record in document if (box := extent_of(record)) is not None]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))


def record_at(
    document: MapDocument, place: Point, scale: float, language: Language, *, insides: bool = True
) -> Placed | None:
    """Give the record that is meant by a click: symbols first, then lines, zones' edges, the smallest zone around.

    Parameters
    ----------
    place
        Metres in Lambert 72.
    scale
        The view's denominator: symbols are as large as on paper.
    insides
        Whether a place inside a zone means the zone, or only its edge does.
    """
    metres = scale / 1000.0
    best: tuple[float, Placed] | None = None
    symbols: tuple[Incident | Mark, ...] = (*document.of(Incident), *document.of(Mark))
    for symbol in symbols:
        right = (place[0] - symbol.place.x) / metres
        down = (symbol.place.y - place[1]) / metres
        left, top, right_end, bottom = glyph_bounds_mm(glyph_of(symbol, scale), language)
        if left <= right <= right_end and top <= down <= bottom:
            off = abs(right - (left + right_end) / 2) + abs(down - (top + bottom) / 2)
            if best is None or off < best[0]:
                best = (off, symbol)
    if best is not None:
        return best[1]
    here = shapely.Point(place)
    drawn: tuple[Route | Zone, ...] = (*document.of(Route), *document.of(Zone))
    lines = [
        (shapely.LineString(path_of(record)).distance(here), record) for record in drawn if len(path_of(record)) > 1
    ]
    near = [(distance, index) for index, (distance, _) in enumerate(lines) if distance <= REACH_MM * metres]
    if near:
        return lines[min(near)[1]][1]
    if not insides:
        return None
    around = [
        (shapely.Polygon(zone.outline).area, index)
        for index, zone in enumerate(document.of(Zone))
        if len(zone.outline) > 3 and shapely.Polygon(zone.outline).contains(here)
    ]
    return document.of(Zone)[min(around)[1]] if around else None
