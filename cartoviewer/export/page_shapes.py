"""What a hand has drawn, on a published page: areas, lines, points, measurements, texts; and the photographs."""

import base64
from typing import Any, Final

import numpy as np
import shapely

from bnip.drawing import Arrows, Caption, Measurement, Photograph, Shape
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import Placed, path_of
from cartoviewer.export.page_layers import PageLayer, to_page
from cartoviewer.export.page_style import PageStyles, pixels
from cartoviewer.scene.measures import measurement_lines
from cartoviewer.scene.shape_elements import MEASURED, arrowhead_mm, shape_names, shape_style
from layers.crs import LAMBERT_72, WGS84, transform_geometries
from resources.texts import Texts
from symbols.style import Style

__all__ = ["fill_shapes", "photographs_on_page"]

_ALWAYS: Final = 1
_NEAR: Final = 13


def photographs_on_page(record: Placed, document: MapDocument, texts: Texts) -> list[dict[str, Any]]:
    """Give the photographs of a record as the page shows them: the picture itself, and what it is called."""
    found: list[dict[str, Any]] = []
    for photograph_id in record.photographs:
        photograph = document.get(photograph_id)
        if isinstance(photograph, Photograph) and photograph.jpeg:
            source = "data:image/jpeg;base64," + base64.b64encode(photograph.jpeg).decode()
            found.append({"src": source, "names": [line for line in texts.name_lines(photograph.names) if line]})
    return found


def fill_shapes(
    areas: PageLayer, lines: PageLayer, points: PageLayer, document: MapDocument, styles: PageStyles, texts: Texts
) -> None:
    """Put shapes, measurements and captions into the layers of a page, each by its kind of geometry."""
    legends: dict[int, dict[tuple[tuple[str, ...], Style], int]] = {id(areas): {}, id(lines): {}, id(points): {}}
    for shape in document.of(Shape):
        path = path_of(shape)
        if shape.form.is_area and len(path) > 3:
            layer, geometry = areas, shapely.make_valid(shapely.Polygon(path))
        elif shape.form.is_line and len(path) > 1:
            layer, geometry = lines, shapely.LineString(path)
        elif not (shape.form.is_area or shape.form.is_line) and path:
            layer, geometry = points, shapely.Point(path[0])
        else:
            continue
        style = shape_style(shape)
        told = styles.style(style, pane="zones" if shape.form.is_area else "routes")
        if shape.arrows is not Arrows.NONE:
            told["motifs"] = _arrow(shape)
        names = tuple(line for line in texts.name_lines(shape.names) if line)
        feature = _feature(layer, shape, geometry, told, list(names or texts.name_lines(shape_names(shape))))
        feature["rows"] = [[0, texts(shape.form.label)], *([[1, shape.note]] if shape.note else [])]
        if names and layer is not points:
            feature["label"] = _label(geometry, list(names), _NEAR, shape.colour)
        feature["photos"] = photographs_on_page(shape, document, texts)
        key = (texts.name_lines(shape_names(shape)), style)
        legends[id(layer)][key] = legends[id(layer)].get(key, 0) + 1
    for measured in document.of(Measurement):
        path = path_of(measured)
        if len(path) < 2:
            continue
        line = shapely.LineString(path)
        said = list(measurement_lines(measured, texts))
        feature = _feature(lines, measured, line, styles.style(Style(stroke=MEASURED), pane="routes"), said)
        feature["rows"] = [[1, measured.note]] if measured.note else []
        feature["label"] = _label(line, said, _ALWAYS, MEASURED.colour)
        key = (texts.lines("Measured area" if measured.closed else "Measured distance"), Style(stroke=MEASURED))
        legends[id(lines)][key] = legends[id(lines)].get(key, 0) + 1
    for caption in document.of(Caption):
        lines_said = [line for said in texts.name_lines(caption.names) for line in said.splitlines() if line]
        at = shapely.Point(caption.place.point)
        feature = _feature(points, caption, at, {"pane": "routes", "radius": 0.1}, [])
        feature["label"] = _label(at, lines_said, _ALWAYS, caption.colour)
        feature["photos"] = photographs_on_page(caption, document, texts)
    for layer, sample in (
        (areas, styles.area_sample),
        (lines, _line_sample(styles)),
        (points, _point_sample),
    ):
        layer.told["count"] = texts.number(len(layer.told["features"]))
        layer.told["legend"] = [
            {"sample": sample(style), "names": list(names), "count": texts.number(count) if count > 1 else ""}
            for (names, style), count in legends[id(layer)].items()
        ]


def _line_sample(styles: PageStyles) -> Any:
    return lambda style: styles.line_sample(style.stroke) if style.stroke is not None else ""


def _point_sample(style: Style) -> str:
    if style.stroke is None:
        return ""
    radius = pixels(style.stroke.width_mm / 2)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="16" aria-hidden="true">'
        f'<circle cx="20" cy="8" r="{radius:g}" fill="{style.stroke.colour}"/></svg>'
    )


def _feature(
    layer: PageLayer, record: Placed, geometry: shapely.Geometry, told: dict[str, Any], title: list[str]
) -> dict[str, Any]:
    layer.told["classes"].append(told)
    globe = _on_globe(geometry)
    feature: dict[str, Any] = {"of": len(layer.told["classes"]) - 1, "at": to_page(globe)}
    if title:
        feature["title"] = title
    layer.told["features"].append(feature)
    layer.sensitivity = max(layer.sensitivity, record.sensitivity)
    west, south, east, north = shapely.bounds(globe).tolist()
    known = layer.bounds
    layer.bounds = (
        (west, south, east, north)
        if known is None
        else (min(known[0], west), min(known[1], south), max(known[2], east), max(known[3], north))
    )
    return feature


def _label(geometry: shapely.Geometry, lines: list[str], zoom: int, colour: str) -> dict[str, Any]:
    if isinstance(geometry, shapely.LineString):
        at = geometry.interpolate(0.5, normalized=True)
    else:
        at = shapely.point_on_surface(geometry)
    return {"at": to_page(_on_globe(at)), "lines": lines, "kind": "drawn", "from": zoom, "colour": colour}


def _arrow(shape: Shape) -> dict[str, Any]:
    """Give the arrowheads of a line as signs at its ends, in millimetres: they keep their size on the screen."""
    head = arrowhead_mm(np.array((0.0, 0.0)), np.array((-10.0, 0.0)), shape.width_mm)
    path = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in head.tolist()) + "Z"
    sign = f'<path d="{path}" fill="{shape.colour}"/>'
    told: dict[str, Any] = {"period": pixels(1e6), "places": [], "signs": [], "upright": [], "end": [0.0, sign]}
    if shape.arrows is Arrows.BOTH:
        told["signs"] = [f'<g transform="scale(-1 1)">{sign}</g>']
        told["places"], told["upright"] = [[0.0, 0]], [False]
    return told


def _on_globe(geometry: shapely.Geometry) -> shapely.Geometry:
    made = np.empty(1, dtype=np.object_)
    made[0] = geometry
    moved: shapely.Geometry = transform_geometries(made, LAMBERT_72, WGS84)[0]
    return moved
