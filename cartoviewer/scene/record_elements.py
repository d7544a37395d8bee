"""What the crisis puts on the map: zones, routes, incidents and the symbols around them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from bnip.incident import Route
from bnip.zone import Zone, ZoneKind, ZoneStatus
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import seen
from cartoviewer.scene.accuracy_rings import RING_LEGEND, accuracy_rings
from cartoviewer.scene.crisis_elements import RecordElements, in_all, paper_of, situation
from cartoviewer.scene.fitted_lines import fitted_line
from cartoviewer.scene.known_signs import KnownSigns
from cartoviewer.scene.label_places import (
    Place,
    area_places,
    contained_places,
    edge_places,
)
from cartoviewer.scene.labels import LabelWish
from cartoviewer.scene.layer_elements import MARGIN_MM
from cartoviewer.scene.record_glyph import symbol_code
from cartoviewer.scene.scene import AreaBatch, Element, LegendEntry, LineBatch
from cartoviewer.scene.settling import Settled
from cartoviewer.scene.shape_elements import gather_shapes
from cartoviewer.scene.sign_elements import gather_signs
from cartoviewer.scene.view import MapView
from layers.shapes import Floats, GeometryKind, Integers, Shapes
from resources.texts import Language, Names, Texts
from symbols.grammar import Symbol
from symbols.lines import has_pattern, line_style
from symbols.ownership import sign_names
from symbols.style import Fill, LabelStyle, Stroke
from symbols.symbology import label_style
from symbols.zones import zone_names, zone_note, zone_pattern, zone_style

__all__ = ["RecordElements", "gather_records"]

NESTED: Final = (ZoneKind.RED, ZoneKind.ORANGE, ZoneKind.YELLOW)
"""Each contains the one before; only what is left between them is filled."""

SPARED_MM: Final = 1.4
"""So wide a strip along a line of the crisis is kept free of texts."""

_LOWEST_FIRST: Final = (
    ZoneKind.EVENT,
    ZoneKind.PLANNING,
    ZoneKind.NO_FLIGHT,
    ZoneKind.PLUME,
    ZoneKind.SHELTER,
    ZoneKind.EVACUATION,
    ZoneKind.YELLOW,
    ZoneKind.ORANGE,
    ZoneKind.RED,
    ZoneKind.FIRST_RESPONSE,
)


def gather_records(
    document: MapDocument,
    view: MapView,
    language: Language,
    *,
    apart: bool = False,
    settled: Settled | None = None,
    signs: KnownSigns | None = None,
) -> RecordElements:
    """Gather zones, routes, incidents and marks that are seen in `view`.

    Where symbols stand `apart`, those that would cover one another move aside, each on a line to its true place;
    with `settled` they do so as in a window, where they stay aside while the map is panned. `signs` are those that
    earlier maps showed.
    """
    document = seen(document)
    found = RecordElements()
    shapes = gather_shapes(
        document, language, lambda points: paper_of(points, view), _frame(view, MARGIN_MM), view.turn
    )
    found.zones.extend(shapes.areas)
    found.legend.extend(shapes.legend)
    _zones(found, document.of(Zone), view, language)
    _routes(found, document, view)
    found.zones.extend(shapes.lines)
    rings = list(accuracy_rings(document, view)) if apart else []
    if rings:
        # In a window the ring is told of what is selected; a sheet has to show it of everything.
        found.zones.extend(rings)
        found.legend.append(replace(RING_LEGEND, count=len(rings)))
    gather_signs(found, document, view, language, apart=apart, settled=settled, signs=signs or KnownSigns())
    found.marks.extend(shapes.texts)
    found.wishes.extend(shapes.wishes)
    found.taken.extend(shapes.taken)
    found.spared.extend(shapes.spared)
    found.sensitivity = max(found.sensitivity, shapes.sensitivity)
    found.legend.reverse()
    return found


def _frame(view: MapView, margin: float = 0.0) -> shapely.Geometry:
    width, height = view.size_mm
    return shapely.box(-margin, -margin, width + margin, height + margin)


def _batch(areas: npt.NDArray[np.object_], fill: Fill | None, stroke: Stroke | None) -> AreaBatch | None:
    """Make a batch of polygons in paper millimetres."""
    parts = shapely.get_parts(areas)
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    if len(parts) == 0:
        return None
    shapes = Shapes.from_geometries(np.asarray(shapely.orient_polygons(parts)), GeometryKind.AREA)
    return AreaBatch(shapes.xy, shapes.rings, shapes.parts[shapes.features], fill, stroke)


def _zones(found: RecordElements, zones: tuple[Zone, ...], view: MapView, language: Language) -> None:
    drawn: list[tuple[Zone, shapely.Geometry]] = []
    for zone in sorted(zones, key=lambda zone: _LOWEST_FIRST.index(zone.zone)):
        if len(zone.outline) >= 4:
            area: shapely.Geometry = shapely.make_valid(shapely.Polygon(paper_of(zone.outline, view)))
            if shapely.intersects(area, _frame(view)):
                drawn.append((zone, area))
    wide = _frame(view, MARGIN_MM * 4)
    lines: list[Element] = []
    visible_zones: list[Zone] = []
    for zone, area in drawn:
        style = zone_style(zone.zone.value, zone.status.value)
        inner = [
            other
            for it, other in drawn
            if zone.zone in NESTED
            and it.zone in NESTED
            and NESTED.index(it.zone) < NESTED.index(zone.zone)
            and it.status is zone.status
        ]
        ring = shapely.difference(area, shapely.union_all(inner)) if inner else area
        # Within an inner zone, or within an area that has a line only, nothing of it is seen.
        visible = ring if style.fill is not None else shapely.boundary(area)
        if not shapely.intersects(visible, _frame(view)):
            continue
        visible_zones.append(zone)
        if style.fill is not None:
            filled = _batch(np.array([shapely.intersection(ring, wide)]), style.fill, None)
            if filled is not None:
                found.zones.append(filled)
        edges = _edges(area, wide, style.stroke)
        if edges:
            lines.extend(edges)
            for part in shapely.get_parts(shapely.intersection(shapely.boundary(area), wide)):
                found.spared.append((shapely.get_coordinates(part), SPARED_MM))
        pattern = zone_pattern(zone.zone.value)
        if pattern and zone.status is not ZoneStatus.LIFTED and style.stroke is not None:
            outline = shapely.get_coordinates(shapely.boundary(area))
            lines.append(LineBatch(outline, np.array([0, len(outline)]), Stroke(style.stroke.colour, 0.0), pattern))
        found.sensitivity = max(found.sensitivity, zone.sensitivity)
        _zone_texts(found, zone, area, ring, view, language)
    found.zones.extend(lines)
    _zone_legend(found, visible_zones)


def _edges(area: shapely.Geometry, wide: shapely.Geometry, stroke: Stroke | None) -> list[Element]:
    """Draw the edge of an area; dashes are made to fit between its corners, wherever the frame cuts it."""
    if stroke is None:
        return []
    if not stroke.dash_mm:
        edge = _batch(np.array([shapely.intersection(area, wide)]), None, stroke)
        return [] if edge is None else [edge]
    left, top, right, bottom = shapely.bounds(wide).tolist()
    found: list[Element] = []
    for ring in shapely.get_parts(shapely.boundary(area)):
        found.extend(fitted_line(shapely.get_coordinates(ring), stroke, (left, top, right, bottom)))
    return found


def _zone_texts(
    found: RecordElements,
    zone: Zone,
    area: shapely.Geometry,
    ring: shapely.Geometry,
    view: MapView,
    language: Language,
) -> None:
    """Ask for places for a zone's name: along the edge of its area, or in the ring that is left of it."""
    if zone.status is ZoneStatus.LIFTED:
        return
    texts = Texts(language)
    stroke = zone_style(zone.zone.value, zone.status.value).stroke
    colour = darkened(stroke.colour) if stroke else ""
    names = zone.names if any((zone.names.fr, zone.names.nl, zone.names.en)) else zone_names(zone.zone.value)
    style = label_style("zone", colour=colour)
    in_sight = shapely.intersection(ring, _frame(view))
    lines = texts.name_lines(names)
    along_edge = (next(edge_places(said, style, area), None) for said in (lines, _short(lines)))
    both = len(lines) == 1 or any(place is not None for place in along_edge)
    for number, part in enumerate((lines,) if both else tuple((line,) for line in lines)):
        places = _zone_places(part, style, area, in_sight, north=number == 0)
        said = "\n".join(part)
        found.wishes.append(LabelWish(f"{zone.id} {number}", style, places, float(in_sight.area), words=said))
    note = zone_note(zone.zone.value)
    if note.fr:
        style = label_style("note", colour=colour)
        places = area_places(texts.name_lines(note), style, in_sight, may_overhang=True)
        found.wishes.append(LabelWish(zone.id + " note", style, places, words=texts.name(note)))


def _zone_places(
    lines: tuple[str, ...], style: LabelStyle, area: shapely.Geometry, seen: shapely.Geometry, *, north: bool
) -> Iterator[Place]:
    """Offer places along the edge, then inside; then the same for the name without what stands in brackets."""
    for said in dict.fromkeys((lines, _short(lines))):
        yield from edge_places(said, style, area, north=north)
        yield from contained_places(area_places(said, style, seen, may_overhang=True), seen)


def _short(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Give names without what stands in brackets."""
    return tuple(dict.fromkeys(line.partition(" (")[0] for line in lines))


def darkened(colour: str) -> str:
    """Give a colour dark enough to be read as text on the ground: a third off its light."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    light = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    factor = min(0.72, 76 / max(light, 1.0))
    return "#" + "".join(f"{round(channel * factor):02X}" for channel in channels)


def _zone_legend(found: RecordElements, zones: list[Zone]) -> None:
    counts: dict[tuple[ZoneKind, ZoneStatus], int] = {}
    for zone in zones:
        counts[zone.zone, zone.status] = counts.get((zone.zone, zone.status), 0) + 1
    for (kind, status), count in counts.items():
        style = zone_style(kind.value, status.value)
        names = _with_status(zone_names(kind.value), status)
        found.legend.append(
            LegendEntry(situation(), names, style.fill, style.stroke, None, zone_pattern(kind.value), None, count)
        )


_STATUS_TEXTS: Final = {
    ZoneStatus.PLANNED: "planned",
    ZoneStatus.PROPOSED: "proposed",
    ZoneStatus.LIFTED: "lifted",
}


def _with_status(names: Names, status: ZoneStatus) -> Names:
    """Give a zone's names with its status, unless it is in force."""
    if status not in _STATUS_TEXTS:
        return names
    text = _STATUS_TEXTS[status]
    return in_all(lambda language: f"{names.in_language(language)} ({Texts(language)(text)})")


def _routes(found: RecordElements, document: MapDocument, view: MapView) -> None:
    counts: dict[str, int] = {}
    routes, xy, begins = document.worked_out(_paths)
    paper = paper_of(xy, view)
    width, height = view.size_mm
    within = (-MARGIN_MM, -MARGIN_MM, width + MARGIN_MM, height + MARGIN_MM)
    for index in _in_sight(paper, begins, view):
        route, path = routes[index], paper[begins[index] : begins[index + 1]]
        if len(path) < 2 or not shapely.intersects(shapely.LineString(path), _frame(view)):
            continue
        code = symbol_code(route.symbol, route.state, route.certainty)
        pattern = code if has_pattern(code) else ""
        found.zones.extend(fitted_line(path, line_style(code), within))
        if pattern:
            invisible = Stroke(line_style(code).colour, 0.0)
            found.zones.append(LineBatch(path, np.array([0, len(path)]), invisible, pattern))
        found.spared.append((path, SPARED_MM))
        found.sensitivity = max(found.sensitivity, route.sensitivity)
        counts[code] = counts.get(code, 0) + 1
    for code, count in counts.items():
        names = sign_names(Symbol.read(code))
        pattern = code if has_pattern(code) else ""
        found.legend.append(LegendEntry(situation(), names, None, line_style(code), None, pattern, None, count))


def _paths(document: MapDocument) -> tuple[tuple[Route, ...], Floats, Integers]:
    """Give the routes with all their points, Lambert 72, and where each begins in them."""
    routes = tuple(route for route in document.of(Route) if route.path)
    xy = np.array([point for route in routes for point in route.path], np.float64).reshape(-1, 2)
    return routes, xy, np.cumsum([0, *[len(route.path) for route in routes]], dtype=np.int64)


def _in_sight(paper: Floats, begins: Integers, view: MapView) -> list[int]:
    """Give the lines whose extent meets the frame."""
    if len(begins) < 2:
        return []
    low = np.minimum.reduceat(paper, begins[:-1], axis=0)
    high = np.maximum.reduceat(paper, begins[:-1], axis=0)
    meets = ((high >= 0) & (low <= view.size_mm)).all(axis=1)
    return [int(index) for index in np.flatnonzero(meets)]
