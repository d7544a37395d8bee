"""The publication as one web page that opens with the network cut: everything it needs is inside.

Leaflet comes from the package XStatic-Leaflet, the version that folium asks for. There are no tiles: the ground is
the published layers themselves. A content security policy in the page forbids every request, so that a browser
would refuse one even if a library made it.
"""

import base64
import json
import re
from datetime import datetime
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Final

import folium
import numpy as np
from branca.element import Element, Figure
from folium.utilities import JsCode
from jinja2 import Environment
from markupsafe import Markup
from xstatic.pkg import leaflet

from bnip.incident import Incident, Mark
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.page_features import PageLayer, PageSymbols, layer_features, record_features
from cartoviewer.export.page_legend import legend_sample
from cartoviewer.export.publication import Publication
from cartoviewer.export.writing import written_safely
from cartoviewer.scene.record_elements import gather_records, situation
from cartoviewer.scene.scene import LegendEntry
from cartoviewer.scene.sheet_style import MARKING_COLOURS
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, WGS84, transform_point
from layers.progress import NoProgress, Progress
from layers.sensitivity import Sensitivity
from layers.shapes import Bounds
from resources.texts import Texts

__all__ = ["page_html", "write_html"]

_NOBODY: Final = NoProgress()
_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
_REGION: Final[Bounds] = (140650.0, 161110.0, 158390.0, 178350.0)
_ON_EACH: Final = (
    "function(feature, layer) { if (feature.properties.popup) "
    "{ layer.bindPopup(feature.properties.popup, {maxWidth: 340}); } }"
)
_TO_LAYER: Final = (
    "function(feature, latlng) { const s = CV_SYMBOLS[feature.properties.symbol]; if (!s) "
    "{ return L.circleMarker(latlng, Object.assign({radius: 4}, feature.properties.style)); } "
    "return L.marker(latlng, {icon: L.divIcon({html: s.html, iconSize: s.size, iconAnchor: s.anchor, "
    "popupAnchor: [s.size[0] / 2 - s.anchor[0], -s.anchor[1]], className: 'cv-symbol'})}); }"
)


def write_html(publication: Publication, path: Path, *, printed: datetime, progress: Progress = _NOBODY) -> Outcome:
    """Write the page.

    Raises
    ------
    WriteError
        The page cannot be written there; a page that was there before is as it was.
    Cancelled
        The user stopped; nothing was written.
    """
    html, marking = _page(publication, printed, progress)
    data = html.encode("utf-8")
    with written_safely(path) as scratch:
        scratch.write_bytes(data)
    progress.step(1.0)
    return Outcome(path, len(data), publication.audience, marking)


def page_html(publication: Publication, printed: datetime, progress: Progress = _NOBODY) -> str:
    """Give the page as text; same publication, language and moment: same text."""
    return _page(publication, printed, progress)[0]


def _page(publication: Publication, printed: datetime, progress: Progress) -> tuple[str, Sensitivity]:
    texts = Texts(publication.language)
    symbols = PageSymbols(texts)
    document = publication.document
    shown = [layer for layer in document.layers if layer.visible and layer.opacity > 0]
    page_layers: list[PageLayer] = []
    for number, layer in enumerate(shown):
        progress.step(0.9 * number / (len(shown) + 1), "Gathering the layers")
        page_layers.append(layer_features(publication, layer, texts, symbols))
    crisis = record_features(publication, situation(), texts, symbols)
    page_layers.append(crisis)
    page_layers = [page_layer for page_layer in page_layers if page_layer.features]
    progress.step(0.9, "Writing the page")
    marking = max((page_layer.sensitivity for page_layer in page_layers), default=Sensitivity.CLEAR)
    crisis.legend = gather_records(document, _view(_REGION), publication.language).legend
    map_ = _map(document, page_layers, texts)
    figure = _figure(map_)
    figure.header.add_child(Element(f"<script>const CV_SYMBOLS = {_script_json(symbols.table)};</script>"))
    figure.script.add_child(
        # folium writes the map's own script behind this one.
        Element(
            "addEventListener('DOMContentLoaded', () => "
            f"L.control.scale({{position: 'bottomright', imperial: false}}).addTo({map_.get_name()}));"
        )
    )
    html = str(figure.render())
    frame = _frame(publication, page_layers, marking, printed, texts, symbols)
    return _assembled(html, frame, texts), marking


def _map(document: MapDocument, page_layers: list[PageLayer], texts: Texts) -> folium.Map:
    map_ = folium.Map(tiles=None, zoom_snap=0.25, attributionControl=False)
    # What folium would load from the network is inside the page, or not needed.
    map_.default_js, map_.default_css = [], []
    for page_layer in page_layers:
        # Leaflet puts the name into the page as HTML.
        name = str(Markup.escape(texts.name(page_layer.names)))
        group = folium.FeatureGroup(name=name, show=True)
        data = {"type": "FeatureCollection", "features": page_layer.features}
        folium.GeoJson(
            # Leaflet would smooth circles to polygons of a dozen corners.
            data,
            control=False,
            smooth_factor=0.2,
            on_each_feature=JsCode(_ON_EACH),
            pointToLayer=JsCode(_TO_LAYER),
        ).add_to(group)
        group.add_to(map_)
    folium.LayerControl(collapsed=False).add_to(map_)
    west, south, east, north = _focus(document)
    map_.fit_bounds([_latlon(west, south), _latlon(east, north)])
    return map_


def _figure(map_: folium.Map) -> Figure:
    figure = Figure(title="")
    figure.add_child(map_)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    figure.header.add_child(Element(policy), name="policy", index=0)
    folder = Path(leaflet.BASE_DIR)
    style = (folder / "leaflet.css").read_text("utf-8")
    figure.header.add_child(Element(f"<style>{_with_pictures(style, folder)}</style>"))
    script = (folder / "leaflet.js").read_text("utf-8")
    figure.header.add_child(Element(f"<script>{_without_source_map(script)}</script>"))
    return figure


def _frame(
    publication: Publication,
    page_layers: list[PageLayer],
    marking: Sensitivity,
    printed: datetime,
    texts: Texts,
    symbols: PageSymbols,
) -> str:
    operation = publication.document.operation
    title = texts.name(operation.names) if operation is not None else ""
    lines = [texts("Printed {moment}", moment=texts.moment(printed))]
    if publication.moment is not None:
        lines.insert(0, texts("Situation at {moment}", moment=texts.moment(publication.moment)))
    groups = []
    # The crisis first, the ground last, as on a sheet.
    for page_layer in reversed(page_layers):
        entries = [
            {"name": texts.name(entry.names), "sample": Markup(_sample(entry, symbols))}
            for entry in page_layer.legend
        ]
        if entries:
            groups.append({"title": texts.name(page_layer.names), "entries": entries})
    environment = Environment(autoescape=True)
    template = environment.from_string((files("resources") / "page" / "page.html").read_text("utf-8"))
    return template.render(
        banners=["OEFENING · EXERCICE · EXERCISE"] if publication.document.is_exercise else [],
        marking=marking.marking,
        marking_colour=MARKING_COLOURS[marking],
        title=title or texts("Map"),
        lines=lines,
        legend_title=texts("Legend"),
        legend=groups,
        credits=_credits(publication, texts),
    )


def _sample(entry: LegendEntry, symbols: PageSymbols) -> str:
    return symbols.svg(entry.glyph) if entry.glyph is not None else legend_sample(entry)


def _credits(publication: Publication, texts: Texts) -> str:
    cards = [publication.datasets.get(layer.dataset).card for layer in publication.document.layers if layer.visible]
    said = [
        f"{card.credit} ({texts.date(card.date)})" if card.date else card.credit for card in cards if card.credit
    ]
    return " · ".join(credit for credit, _ in groupby(dict.fromkeys(said)))


def _assembled(html: str, frame: str, texts: Texts) -> str:
    """Put folium's map into our frame, and make everything the same each time."""
    style = (files("resources") / "page" / "page.css").read_text("utf-8")
    language = texts.language.parts[0].value
    html = html.replace("<html>", f'<html lang="{language}">', 1)
    html = html.replace("</head>", f"<style>{style}</style></head>", 1)
    found = re.search(r'<div class="folium-map" id="map_[0-9a-f]+"\s*></div>', html)
    if found is None:
        raise RuntimeError("folium has changed the way it writes a map")
    html = html.replace(found.group(), frame.replace("CV-MAP-HERE", found.group()), 1)
    names: dict[str, str] = {}
    # folium names every element by chance.
    return re.sub(
        r"(?<=_)[0-9a-f]{32}(?![0-9a-f])", lambda hit: names.setdefault(hit.group(), str(len(names))), html
    )


def _with_pictures(style: str, folder: Path) -> str:
    """Put the pictures that a style sheet names into it."""

    def inside(hit: "re.Match[str]") -> str:
        picture = folder / hit.group(1)
        data = base64.b64encode(picture.read_bytes()).decode()
        return f"url(data:image/png;base64,{data})"

    # `behavior: url(#default#VML)` is for Internet Explorer 8, and looks like a request.
    style = re.sub(r"\s*behavior:\s*url\([^)]*\);", "", style)
    return re.sub(r"url\(([\w/.-]+\.png)\)", inside, style)


def _without_source_map(script: str) -> str:
    return re.sub(r"//# sourceMappingURL=\S+", "", script)


def _script_json(value: object) -> str:
    """Write JSON that may stand inside a script element."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _focus(document: MapDocument) -> Bounds:
    """Give what the page shows first: the crisis with room around it, else the Region. Lambert 72."""
    points = [point for zone in document.of(Zone) for point in zone.outline]
    points += [mark.place.point for mark in document.of(Mark)]
    points += [incident.place.point for incident in document.of(Incident)]
    if not points:
        return _REGION
    xy = np.array(points)
    (west, south), (east, north) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    room = max(250.0, 0.1 * max(east - west, north - south))
    return (west - room, south - room, east + room, north + room)


def _latlon(x: float, y: float) -> list[float]:
    lon, lat = transform_point(x, y, LAMBERT_72, WGS84)
    return [lat, lon]


def _view(bounds: Bounds) -> MapView:
    """Give a view that holds all of Belgium, at the scale the page is styled for."""
    west, south, east, north = bounds
    return MapView(((west + east) / 2, (south + north) / 2), 12_500.0, (40_000.0, 40_000.0))
