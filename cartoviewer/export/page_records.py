"""The crisis on a published page: zones, routes, incidents and the symbols around them."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
import numpy as np
import shapely

from bnip.drawing import Photograph
from bnip.incident import Incident, Mark, Route
from bnip.record import Certainty, Point, State
from bnip.zone import Zone, ZoneStatus
from cartoviewer.document.document import MapDocument
from cartoviewer.export.page_kilometres import kilometre_posts
from cartoviewer.export.page_layers import PageLayer, to_page
from cartoviewer.export.page_shapes import fill_shapes, photographs_on_page
from cartoviewer.export.page_style import PageStyles
from cartoviewer.scene.crisis_elements import situation
from cartoviewer.scene.record_elements import NESTED, darkened
from cartoviewer.scene.record_glyph import record_code, symbol_code
from cartoviewer.scene.sheet_style import INK
from layers.crs import LAMBERT_72, WGS84, transform_geometries
from layers.sensitivity import Sensitivity
from resources.texts import Names, Texts
from symbols.grammar import Certainty as SymbolCertainty
from symbols.grammar import State as SymbolState
from symbols.grammar import Symbol
from symbols.lines import has_pattern, line_style
from symbols.ownership import sign_names
from symbols.style import Style
from symbols.zones import zone_names, zone_note, zone_pattern, zone_style

__all__ = ["records_on_page"]

_MARK_MM: Final = 7.0
_LABEL_ZOOM: Final = 15
_ZONE_LABEL_ZOOM: Final = 14
_ABOVE: Final = 10_000
_STATUSES: Final = {
    ZoneStatus.PLANNED: "planned",
    ZoneStatus.PROPOSED: "proposed",
    ZoneStatus.IN_FORCE: "in force",
    ZoneStatus.LIFTED: "lifted",
}


def records_on_page(document: MapDocument, styles: PageStyles, texts: Texts) -> list[PageLayer]:
    """Give the layers of the crisis from the lowest to the topmost; an empty one is left out."""
    fields = ("Kind", "Note")
    areas = _layer("area", "Drawn areas", fields, 0, texts, Sensitivity.CLEAR)
    lines = _layer("line", "Drawn lines and measurements", fields, 1, texts, Sensitivity.CLEAR)
    points = _layer("point", "Drawn points and texts", fields, 1, texts, Sensitivity.CLEAR)
    fill_shapes(areas, lines, points, document, styles, texts)
    found = (
        areas,
        _zones(document, styles, texts),
        _routes(document, styles, texts),
        lines,
        points,
        _marks(document, styles, texts),
    )
    pictured = max((photograph.sensitivity for photograph in document.of(Photograph)), default=Sensitivity.CLEAR)
    for layer in found:
        if any(feature.get("photos") for feature in layer.told["features"]):
            layer.sensitivity = max(layer.sensitivity, pictured)
    return [layer for layer in found if layer.told["features"]]


def _layer(
    kind: str, name: str, fields: Iterable[str], above: int, texts: Texts, sensitivity: Sensitivity
) -> PageLayer:
    told: dict[str, Any] = {
        "names": list(texts.lines(name)),
        "group": list(texts.name_lines(situation())),
        "kind": kind,
        "shown": True,
        "many": False,
        "above": _ABOVE + above,
        "labelled": _LABEL_ZOOM,
        "count": "",
        "fields": [texts(field) for field in fields],
        "classes": [],
        "legend": [],
        "features": [],
    }
    return PageLayer(told, sensitivity)


def _rows(values: Iterable[str]) -> list[list[Any]]:
    return [[number, value] for number, value in enumerate(values) if value]


def _named(names: Names, texts: Texts, other: Names | None = None) -> list[str]:
    own = names if any((names.fr, names.nl, names.en)) else other
    return list(texts.name_lines(own)) if own is not None else []


def _on_globe(geometry: shapely.Geometry) -> shapely.Geometry:
    """Bring a geometry from Lambert 72 to longitude and latitude."""
    made = np.empty(1, dtype=np.object_)
    made[0] = geometry
    moved: shapely.Geometry = transform_geometries(made, LAMBERT_72, WGS84)[0]
    return moved


def _bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.bounds(_on_globe(shapely.MultiPoint(list(points)))).tolist()
    return (west, south, east, north)


def _zones(document: MapDocument, styles: PageStyles, texts: Texts) -> PageLayer:
    zones = [zone for zone in document.of(Zone) if len(zone.outline) >= 4]
    # The outermost first: each of red, orange and yellow contains the one before.
    zones.sort(key=lambda zone: -float(shapely.Polygon(zone.outline).area))
    fields = ("Kind", "Status", "In force since", "Decided by", "Radius", "Residents", "Note")
    layer = _layer("area", "Zones and perimeters", fields, 0, texts, _strictest(zones))
    legend: dict[tuple[str, str], list[Any]] = {}
    for zone in zones:
        style = zone_style(zone.zone.value, zone.status.value)
        layer.told["classes"].append(styles.style(style, pane="zones", pattern=zone_pattern(zone.zone.value)))
        whole = shapely.make_valid(shapely.Polygon(zone.outline))
        fill = whole
        for inner in zones:
            if (
                zone.zone in NESTED
                and inner.zone in NESTED
                and NESTED.index(inner.zone) < NESTED.index(zone.zone)
                and inner.status is zone.status
            ):
                fill = shapely.difference(fill, shapely.make_valid(shapely.Polygon(inner.outline)))
        title = _named(zone.names, texts, zone_names(zone.zone.value))
        lines = [*title, *texts.name_lines(zone_note(zone.zone.value))] if zone_note(zone.zone.value).fr else title
        north = max(zone.outline, key=lambda point: point[1])
        layer.told["features"].append(
            {
                "of": len(layer.told["classes"]) - 1,
                "at": to_page(_on_globe(fill)),
                "outline": to_page(_on_globe(whole)),
                "photos": photographs_on_page(zone, document, texts),
                "title": title,
                "rows": _rows(
                    (
                        texts.name(zone_names(zone.zone.value)),
                        texts(_STATUSES[zone.status]),
                        texts.moment(zone.in_force) if zone.in_force else "",
                        zone.decided_by,
                        f"{texts.number(zone.radius_m)} m" if zone.radius_m else "",
                        texts.number(zone.population) if zone.population is not None else "",
                        zone.note,
                    )
                ),
                "label": {
                    "at": to_page(_on_globe(shapely.Point(north))),
                    "lines": lines,
                    "kind": "zone",
                    "from": _ZONE_LABEL_ZOOM,
                    "colour": darkened(style.stroke.colour) if style.stroke else INK,
                },
            }
        )
        key = (zone.zone.value, zone.status.value)
        legend.setdefault(key, [style, texts.name_lines(zone_names(zone.zone.value)), 0])[2] += 1
    layer.told["count"] = texts.number(len(zones))
    layer.told["legend"] = [
        {"sample": styles.area_sample(style), "names": list(names), "count": texts.number(count)}
        for style, names, count in reversed(legend.values())
    ]
    if zones:
        layer.bounds = _bounds(point for zone in zones for point in zone.outline)
    return layer


def _routes(document: MapDocument, styles: PageStyles, texts: Texts) -> PageLayer:
    routes = [route for route in document.of(Route) if len(route.path) >= 2]
    layer = _layer("line", "Routes and cordons", ("Kind", "Status", "Note"), 1, texts, _strictest(routes))
    legend: dict[str, int] = {}
    for route in routes:
        code = symbol_code(route.symbol, route.state, route.certainty)
        stroke = line_style(code)
        pattern = code if has_pattern(code) else ""
        layer.told["classes"].append(styles.style(Style(stroke=stroke), pane="routes", pattern=pattern))
        names = sign_names(Symbol.read(code))
        layer.told["features"].append(
            {
                "of": len(layer.told["classes"]) - 1,
                "at": to_page(_on_globe(shapely.LineString(route.path))),
                "photos": photographs_on_page(route, document, texts),
                "title": _named(route.names, texts, names),
                "rows": _rows((texts.name(names), _state(route.state, route.certainty, texts), route.note)),
                "posts": kilometre_posts(route, code),
            }
        )
        legend[code] = legend.get(code, 0) + 1
    layer.told["count"] = texts.number(len(routes))
    layer.told["legend"] = [
        {
            "sample": styles.line_sample(line_style(code), code if has_pattern(code) else ""),
            "names": list(texts.name_lines(sign_names(Symbol.read(code)))),
            "count": texts.number(count) if count > 1 else "",
        }
        for code, count in legend.items()
    ]
    if routes:
        layer.bounds = _bounds(point for route in routes for point in route.path)
    return layer


def _marks(document: MapDocument, styles: PageStyles, texts: Texts) -> PageLayer:
    records: list[Mark | Incident] = [*document.of(Mark), *document.of(Incident)]
    fields = ("Kind", "Status", "Place", "Since", "Designation", "Count or capacity", "Number", "Note")
    layer = _layer("point", "Incidents and posts", fields, 2, texts, _strictest(records))
    layer.told["classes"].append({"pane": "routes"})
    legend: dict[str, int] = {}
    for record in records:
        code = record_code(record)
        names = sign_names(Symbol.read(code))
        count = record.count if isinstance(record, Mark) else record.right
        icon = styles.icon(
            code,
            _MARK_MM,
            left=record.left,
            right=count,
            bottom=record.bottom,
            number=record.number,
            direction_deg=record.direction_deg,
        )
        occurred = record.occurred if isinstance(record, Incident) else None
        own = (texts.moment(occurred) if occurred else "", record.left, count, record.number)
        at = to_page(_on_globe(shapely.Point(record.place.point)))
        state = _state(record.state, record.certainty, texts)
        layer.told["features"].append(
            {
                "of": 0,
                "at": at,
                "icon": icon,
                "photos": photographs_on_page(record, document, texts),
                "title": _named(record.names, texts, names),
                "rows": _rows((texts.name(names), state, record.place.text, *own, record.note)),
            }
        )
        plain = str(msgspec.structs.replace(Symbol.read(code), echelon=0, kemler="", un="", casualties=""))
        legend[plain] = legend.get(plain, 0) + 1
    layer.told["count"] = texts.number(len(records))
    layer.told["legend"] = [
        {
            "sample": styles.mark_sample(styles.icon(code, _MARK_MM)),
            "names": list(texts.name_lines(sign_names(Symbol.read(code)))),
            "count": texts.number(count) if count > 1 else "",
        }
        for code, count in reversed(legend.items())
    ]
    if records:
        layer.bounds = _bounds(record.place.point for record in records)
    return layer


def _strictest(records: Iterable[Zone | Route | Mark | Incident]) -> Sensitivity:
    return max((record.sensitivity for record in records), default=Sensitivity.CLEAR)


def _state(state: State, certainty: Certainty, texts: Texts) -> str:
    """Give the state, and the certainty where there is a doubt."""
    said = texts(SymbolState(state.value).label)
    if certainty is Certainty.REPORTED:
        said += " · " + texts(SymbolCertainty(certainty.value).label)
    return said
