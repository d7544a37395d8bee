"""What lies under a click: the records and the features that are drawn at a place, what is on top first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from bnip.drawing import Caption
from bnip.geometry.operations import geometry_of
from bnip.incident import Incident, Mark
from bnip.record import Point
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import POINTS, Placed, drawings_near, extent_of, path_of
from cartoviewer.document.layer import Layer
from cartoviewer.document.layer_symbology import symbology_of
from cartoviewer.scene.classes import fits, rules_at, value_text
from cartoviewer.scene.record_glyph import record_box_mm
from cartoviewer.scene.settling import FARTHEST_MM as FARTHEST_ASIDE_MM
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from layers.dataset import Dataset, DatasetCard, Datasets
from layers.shapes import GeometryKind
from resources.texts import Language
from symbols.style import Rule

__all__ = ["REACH_MM", "FeatureHit", "Hit", "RecordHit", "extent_of", "hits", "record_hits"]

REACH_MM: Final = 1.6
"""How far from a line or a dot a click may fall: 6 pixels on a screen of 96 to the inch."""

NOT_ASIDE: Final[Mapping[str, Point]] = {}
"""All symbols stand at their true places."""

NO_FEATURE_ASIDE: Final[Mapping[str, Mapping[int, Point]]] = {}

MOST_OF_ONE_LAYER: Final = 50

FARTHEST_MM: Final = 60.0 + FARTHEST_ASIDE_MM
"""No symbol, and no text but a very long one, reaches farther from its place on paper."""


@dataclass(frozen=True, slots=True)
class RecordHit:
    """A record under the click; `distance_m` is 0 inside an area or upon a symbol."""

    record: Placed
    distance_m: float


@dataclass(frozen=True, slots=True)
class FeatureHit:
    """A feature of a layer under the click: row `index` of the layer's dataset."""

    layer: Layer
    card: DatasetCard
    index: int
    distance_m: float


Hit = RecordHit | FeatureHit


def hits(
    document: MapDocument,
    datasets: Datasets,
    point: Point,
    view: MapView,
    reach_mm: float = REACH_MM,
    *,
    aside: Mapping[str, Point] = NOT_ASIDE,
    features_aside: Mapping[str, Mapping[int, Point]] = NO_FEATURE_ASIDE,
) -> tuple[Hit, ...]:
    """Find what is drawn under a place of the map.

    Parameters
    ----------
    document, datasets
        The map as it is shown.
    point
        The click, metres in Lambert 72.
    view
        How the map is shown: what its scale does not draw is not found.
    reach_mm
        How far beside a line or a dot still counts, millimetres on the screen.
    aside, features_aside
        How far symbols stand from their true places; see `Scene.aside` and `Scene.features_aside`.

    Returns
    -------
    tuple of Hit
        Records before features, in the order of `record_hits`; the layers from the topmost down, at most 50
        features of each.
    """
    found: list[Hit] = list(record_hits(document, point, view, reach_mm, aside=aside))
    x, y = transform_point(*point, LAMBERT_72, view.epsg) if view.epsg != LAMBERT_72 else point
    for layer in reversed(document.layers):
        if layer.visible and layer.opacity > 0:
            try:
                dataset = datasets.get(layer.dataset)
            except KeyError:
                continue
            found.extend(_features(layer, dataset, (x, y), view, reach_mm, features_aside.get(layer.id, {})))
    return tuple(found)


def record_hits(
    document: MapDocument,
    point: Point,
    view: MapView,
    reach_mm: float = REACH_MM,
    *,
    insides: bool = True,
    aside: Mapping[str, Point] = NOT_ASIDE,
) -> tuple[RecordHit, ...]:
    """Find the drawings under a place: symbols and texts before lines, lines before edges, edges before insides.

    Parameters
    ----------
    point
        The click, metres in Lambert 72.
    view
        How the map is shown: symbols are as large as on its paper.
    insides
        Whether a place inside an area means the area, the smallest first, or only its edge does.
    aside
        How far symbols stand from their true places: they are hit where they are seen.
    """
    reach_m = reach_mm / view.mm_per_metre
    here = shapely.Point(point)
    x, y = point
    # A symbol is at most a few centimetres on paper: what is farther away need not be drawn to be judged.
    far = FARTHEST_MM / view.mm_per_metre + reach_m
    marks, lines, areas = [], [], []
    for record in drawings_near(document, (x - far, y - far, x + far, y + far)):
        if isinstance(record, POINTS):
            distance = _from_symbol(record, point, view, aside.get(record.id, (0.0, 0.0)))
            if distance <= reach_m:
                marks.append(RecordHit(record, distance))
            continue
        geometry = geometry_of(path_of(record))
        edge = float(shapely.distance(geometry if geometry.area == 0 else geometry.boundary, here))
        if edge <= reach_m:
            lines.append((isinstance(record, Zone), RecordHit(record, edge)))
        elif insides and geometry.area > 0 and shapely.contains_xy(geometry, x, y):
            areas.append((float(geometry.area), RecordHit(record, 0.0)))
    return (
        *sorted(marks, key=lambda hit: hit.distance_m),
        *(hit for _, hit in sorted(lines, key=lambda pair: (pair[0], pair[1].distance_m))),
        *(hit for _, hit in sorted(areas, key=lambda pair: pair[0])),
    )


def _from_symbol(record: Caption | Incident | Mark, point: Point, view: MapView, aside: Point) -> float:
    """Give the metres from the click to a symbol or a text as drawn, or to its place if that is nearer."""
    x, y = record.place.point
    west, top, right, bottom = record_box_mm(record, view.scale, Language.FR)
    # Symbols stand upright on the paper, however the ground under it is turned.
    ((right_mm, down_mm),) = np.diff(view.to_paper(np.array(((x, y), point))), axis=0).tolist()
    east_mm, down_mm = right_mm - aside[0], down_mm - aside[1]
    to_place = float(np.hypot(east_mm, down_mm)) / view.mm_per_metre
    beside = max(west - east_mm, 0.0, east_mm - right)
    above = max(top - down_mm, 0.0, down_mm - bottom)
    return min(to_place, float(np.hypot(beside, above)) / view.mm_per_metre)


def _features(
    layer: Layer,
    dataset: Dataset,
    point: Point,
    view: MapView,
    reach_mm: float,
    aside: Mapping[int, Point],
) -> tuple[FeatureHit, ...]:
    card = dataset.card
    rules = rules_at(symbology_of(layer, card.kind), view.scale)
    if not rules:
        return ()
    half_mark = max((rule.style.mark.size_mm / 2 for rule in rules if rule.style.mark), default=0.0)
    reach_m = (reach_mm + half_mark * (card.kind is GeometryKind.POINT)) / view.mm_per_metre
    x, y = point
    shapes = dataset.shapes(view.epsg)
    near = shapes.within((x - reach_m, y - reach_m, x + reach_m, y + reach_m))
    if aside:
        near = np.union1d(near, np.fromiter(aside, dtype=np.int64, count=len(aside)))
    if len(near) == 0:
        return ()
    geometries = shapes.take(near).geometries()
    if card.kind is GeometryKind.AREA:
        geometries = shapely.make_valid(geometries)
    distances = shapely.distance(geometries, shapely.Point(x, y))
    if aside:
        away = np.array([aside.get(index, (0.0, 0.0)) for index in near.tolist()])
        seen_mm = view.to_paper(shapes.bounds[near, :2]) + away - view.to_paper(np.array([point]))
        distances = np.minimum(distances, np.hypot(*seen_mm.T) / view.mm_per_metre)
    sizes = shapely.area(geometries)
    reached = np.flatnonzero(distances <= reach_m)
    in_order = reached[np.lexsort((sizes[reached], distances[reached]))]
    found: list[FeatureHit] = []
    for at in in_order:
        if len(found) == MOST_OF_ONE_LAYER:
            break
        index = int(near[at])
        if _is_drawn(rules, dataset.row(index), float(shapely.length(geometries[at]))):
            found.append(FeatureHit(layer, card, index, float(distances[at])))
    return tuple(found)


def _is_drawn(rules: tuple[Rule, ...], row: Mapping[str, Any], length_m: float) -> bool:
    """Tell whether a feature belongs to a class that is drawn at this scale."""
    return any(
        length_m >= rule.from_m
        and all(fits(value_text(row.get(field)), values) for field, values in rule.when.items())
        for rule in rules
    )
