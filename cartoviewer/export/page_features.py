"""The features of a publication as GeoJSON with their look and their words, for a web page.

A page has one look at every zoom: that of the town scale. Lines and areas keep what can be seen at the largest
zoom that such a page is read at; the rest of their vertices would only make it heavy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final, cast

import numpy as np
import shapely

from bnip.incident import Incident, Mark, Route
from bnip.record import Place, Point
from bnip.zone import Zone
from cartoviewer.document.layer import Layer
from cartoviewer.export.publication import Publication
from cartoviewer.scene.classes import ClassCache, rules_at, value_text
from cartoviewer.scene.label_texts import LabelTexts
from cartoviewer.scene.layer_elements import symbology_of
from cartoviewer.scene.levels import simplified
from cartoviewer.scene.record_elements import NESTED, symbol_code
from cartoviewer.scene.scene import Glyph, LegendEntry
from layers.crs import LAMBERT_72, WGS84, transform, transform_shapes
from layers.dataset import Dataset
from layers.schema import LayerSchema, schema
from layers.sensitivity import Sensitivity
from layers.shapes import Shapes
from resources.texts import Names, Texts
from symbols.drawing import draw
from symbols.grammar import Symbol
from symbols.lines import line_style
from symbols.style import Stroke, Style
from symbols.svg import to_svg
from symbols.zones import zone_style

__all__ = ["PIXELS_PER_MM", "PageLayer", "PageSymbols", "layer_features", "record_features"]

SCALE: Final = 12_500.0
"""The look of a page is that of a sheet at this scale."""
PIXELS_PER_MM: Final = 96 / 25.4
_TOLERANCE_M: Final = 0.5
_DECIMALS: Final = 6  # of a degree: a tenth of a metre
_QUIET_RANK: Final = 80
"""Layers that rank lower are the ground: a click on them tells their name only."""


@dataclass(slots=True)
class PageLayer:
    """One entry of the page's list of layers: its features, and what the legend says of it."""

    names: Names
    features: list[dict[str, Any]] = field(default_factory=list)
    legend: list[LegendEntry] = field(default_factory=list)
    sensitivity: Sensitivity = Sensitivity.CLEAR


class PageSymbols:
    """The symbols that a page needs, each written once however often it stands on the map."""

    def __init__(self, texts: Texts) -> None:
        self._texts: Final = texts
        self._keys: dict[Glyph, str] = {}
        self.table: Final[dict[str, dict[str, Any]]] = {}

    def key(self, glyph: Glyph) -> str:
        """Give the key of a symbol in the page's table, entering it when it is new."""
        if glyph not in self._keys:
            drawing = draw(
                Symbol.read(glyph.symbol),
                self._texts.language,
                glyph.left,
                glyph.right,
                glyph.bottom,
                glyph.number,
                glyph.direction_deg,
            )
            svg = to_svg(drawing, glyph.size_mm)
            key = f"s{len(self._keys)}"
            self._keys[glyph] = key
            self.table[key] = {"html": svg, "size": _attribute(svg, "width", "height"), "anchor": _anchor(svg)}
        return self._keys[glyph]

    def svg(self, glyph: Glyph) -> str:
        """Give a symbol as SVG."""
        return str(self.table[self.key(glyph)]["html"])


def layer_features(publication: Publication, layer: Layer, texts: Texts, symbols: PageSymbols) -> PageLayer:
    """Give the features of one layer, styled by class, with the fields that the audience may see."""
    dataset = publication.datasets.get(layer.dataset)
    described = schema(layer.schema)
    page_layer = PageLayer(layer.names, sensitivity=layer.sensitivity)
    rules = rules_at(symbology_of(layer, described.style, dataset.card.kind), SCALE)
    if not rules:
        return page_layer
    classes = ClassCache().classes(dataset, rules)
    geometries = _geometries(simplified(dataset.shapes(LAMBERT_72), _TOLERANCE_M), LAMBERT_72)
    popups = _Popups(dataset, described, texts)
    for number, rule in reversed(list(enumerate(rules))):
        style = rule.style
        if style.mark is None and style.fill is None and style.stroke is None and style.band is None:
            continue
        members = np.flatnonzero((classes == number) & ~shapely.is_empty(geometries))
        glyph = Glyph(style.mark.symbol, style.mark.size_mm) if style.mark is not None else None
        shown = {"symbol": symbols.key(glyph)} if glyph is not None else {"style": _leaflet(style, layer.opacity)}
        for index in members.tolist():
            properties = {**shown, "popup": popups.written(index)}
            page_layer.features.append(_feature(geometries[index], properties))
        if len(members):
            names = rule.names if any((rule.names.fr, rule.names.nl, rule.names.en)) else layer.names
            page_layer.legend.append(
                LegendEntry(
                    layer.names, names, style.fill, style.stroke, style.band, glyph=glyph, count=len(members)
                )
            )
    return page_layer


def record_features(publication: Publication, names: Names, texts: Texts, symbols: PageSymbols) -> PageLayer:
    """Give the crisis itself: zones from the widest to the innermost, routes, marks and incidents."""
    document = publication.document
    page_layer = PageLayer(names)
    for zone, area in _rings(document.of(Zone)):
        _add(
            page_layer, zone, area, {"style": _leaflet(zone_style(zone.zone.value, zone.status.value), 1.0)}, texts
        )
    for route in document.of(Route):
        code = symbol_code(route.symbol, route.state, route.certainty)
        if len(route.path) > 1:
            look = {"style": _leaflet(Style(stroke=line_style(code)), 1.0)}
            _add(page_layer, route, shapely.LineString(route.path), look, texts)
    marks: tuple[Mark | Incident, ...] = (*document.of(Mark), *document.of(Incident))
    for mark in marks:
        symbol = {"symbol": symbols.key(_glyph(mark))}
        _add(page_layer, mark, shapely.Point(mark.place.point), symbol, texts)
    return page_layer


def _glyph(record: Mark | Incident) -> Glyph:
    code = symbol_code(record.symbol, record.state, record.certainty)
    if isinstance(record, Incident):
        return Glyph(code, 9.0)
    return Glyph(code, 8.0, record.left, record.right, record.bottom, record.number, record.direction_deg)


def _rings(zones: tuple[Zone, ...]) -> Iterator[tuple[Zone, shapely.Geometry]]:
    """Give each zone's area without the inner zones that it surrounds, the widest first."""
    areas = {zone.id: shapely.make_valid(shapely.Polygon(zone.outline)) for zone in zones if len(zone.outline) > 3}
    ranks = {kind: number for number, kind in enumerate(NESTED)}
    for zone in sorted(zones, key=lambda zone: -ranks.get(zone.zone, len(ranks))):
        if zone.id not in areas:
            continue
        inner = [
            areas[other.id]
            for other in zones
            if other.id in areas and ranks.get(other.zone, 99) < ranks.get(zone.zone, -1)
        ]
        yield zone, shapely.difference(areas[zone.id], shapely.union_all(inner)) if inner else areas[zone.id]


def _add(
    page_layer: PageLayer,
    record: Zone | Route | Mark | Incident,
    geometry: shapely.Geometry,
    look: Mapping[str, Any],
    texts: Texts,
) -> None:
    lonlat = shapely.transform(geometry, lambda xy: np.round(transform(xy, LAMBERT_72, WGS84), _DECIMALS))
    rows = [(texts("Note"), record.note)] if record.note else []
    if isinstance(record, Mark | Incident):
        rows.insert(0, (texts("Lambert 72"), _written_place(record.place, texts)))
    if isinstance(record, Zone) and record.radius_m:
        rows.insert(0, (texts("Radius"), f"{texts.number(record.radius_m)} m"))
    popup = _popup(texts.name(record.names), rows)
    page_layer.features.append(_feature(lonlat, {**look, "popup": popup}))
    page_layer.sensitivity = max(page_layer.sensitivity, record.sensitivity)


def _written_place(place: Place, texts: Texts) -> str:
    point: Point = place.point
    return f"X {texts.number(point[0])} m · Y {texts.number(point[1])} m"


class _Popups:
    """Writes what a click on a feature tells."""

    def __init__(self, dataset: Dataset, described: LayerSchema, texts: Texts) -> None:
        self._texts = texts
        self._dataset = dataset
        self._labels = LabelTexts()
        self._described = described
        self._columns: list[tuple[str, str, Any]] = []
        if described.rank >= _QUIET_RANK or not described.fields:
            for card in dataset.card.fields:
                known = described.field(card.name)
                title = texts.name(known.names) if known is not None else card.name
                if card.name not in described.label_fields:
                    self._columns.append((card.name, title, dataset.column(card.name)))

    def written(self, index: int) -> str:
        lines = dict.fromkeys(text for name in self._described.label_fields if (text := self._label(name, index)))
        rows = []
        for name, title, column in self._columns:
            text = self._value(name, column[index])
            if text:
                rows.append((title, text))
        return _popup(" / ".join(lines), rows)

    def _label(self, name: str, index: int) -> str:
        try:
            return value_text(self._dataset.column(name)[index]).strip()
        except KeyError:
            return ""

    def _value(self, name: str, value: object) -> str:
        known = self._described.field(name)
        if known is None:
            return value_text(value)
        if isinstance(value, bool):
            return self._texts("yes") if value else self._texts("no")
        words = ", ".join(self._texts.name(names) for names in known.value_names(value))
        return f"{words} {known.unit}".strip() if words else ""


def _popup(title: str, rows: list[tuple[str, str]]) -> str:
    head = f"<h2>{escape(title)}</h2>" if title else ""
    body = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows)
    return head + (f"<table>{body}</table>" if body else "")


def _leaflet(style: Style, opacity: float) -> dict[str, Any]:
    """Give a style in Leaflet's words; a hatch becomes a slightly stronger fill."""
    look: dict[str, Any] = {"stroke": False, "fill": False}
    if style.fill is not None:
        look |= {"fill": True, "fillColor": style.fill.colour, "fillOpacity": round(style.fill.alpha * opacity, 3)}
    stroke = style.stroke or (Stroke(style.band.colour, style.band.width_mm) if style.band is not None else None)
    if stroke is not None:
        look |= {
            "stroke": True,
            "color": stroke.colour,
            "weight": round(max(stroke.width_mm * PIXELS_PER_MM, 0.8), 2),
            "opacity": round(stroke.alpha * opacity, 3),
            "lineCap": "butt" if stroke.cap == "flat" else stroke.cap,
        }
        if stroke.dash_mm:
            look["dashArray"] = " ".join(f"{length * PIXELS_PER_MM:.1f}" for length in stroke.dash_mm)
    return look


def _geometries(shapes: Shapes, epsg: int) -> Any:
    lonlat = transform_shapes(shapes, epsg, WGS84)
    geometries = shapely.transform(lonlat.geometries(), lambda xy: np.round(xy, _DECIMALS))
    single = shapely.get_num_geometries(geometries) == 1
    geometries[single] = shapely.get_geometry(geometries[single], 0)
    return geometries


def _feature(geometry: shapely.Geometry, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": shapely.geometry.mapping(cast("Any", geometry)),
    }


def _attribute(svg: str, *names: str) -> list[float]:
    """Read lengths of the SVG's root, millimetres, as pixels."""
    head = svg[: svg.index(">")]
    return [
        round(float(head.split(f' {name}="', 1)[1].split('"', 1)[0].removesuffix("mm")) * PIXELS_PER_MM, 1)
        for name in names
    ]


def _anchor(svg: str) -> list[float]:
    return _attribute(svg, "data-anchor-x", "data-anchor-y")
