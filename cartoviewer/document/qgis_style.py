"""Our symbology as QGIS layer styles, so that a dossier opened in QGIS looks much like it does here.

QGIS reads the table `layer_styles` of a GeoPackage: one QML document for each feature table. Only what QGIS has a
counterpart for is written: fills, lines with dashes in millimetres, markers in the colour of the symbol's owner.
"""

import base64
import sqlite3
from collections.abc import Iterable
from functools import cache
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from bnip.zone import ZoneKind
from cartoviewer.document.feature_tables import RECORD_TABLES
from cartoviewer.document.geopackage import GEOMETRY_COLUMN
from layers.shapes import GeometryKind
from resources.texts import Language, Names
from symbols.catalogue import catalogue
from symbols.drawing import draw
from symbols.grammar import Symbol
from symbols.lines import line_style
from symbols.style import Fill, Rule, Stroke, Style, Symbology
from symbols.svg import to_svg
from symbols.zones import zone_style

__all__ = ["STYLES_SQL", "layer_qml", "write_record_styles"]

STYLES_SQL: Final = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256) DEFAULT '', f_table_schema TEXT(256) DEFAULT '',
    f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT DEFAULT '',
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30) DEFAULT '', ui TEXT(30) DEFAULT '',
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)
"""

_SYMBOL_TYPES: Final = {GeometryKind.POINT: "marker", GeometryKind.LINE: "line", GeometryKind.AREA: "fill"}
_PLAIN: Final = "#5B6770"


def layer_qml(symbology: Symbology, kind: GeometryKind) -> str:
    """Write a symbology as a QML document with one rule for each class."""
    return _qml(((_filter(rule), rule) for rule in symbology.rules), kind)


def write_record_styles(connection: sqlite3.Connection) -> None:
    """Enter the styles of the tables of incidents, marks, routes and zones."""
    for table in RECORD_TABLES:
        connection.execute(
            "INSERT INTO layer_styles (f_table_name, f_geometry_column, styleName, styleQML, useAsDefault,"
            " description) VALUES (?, ?, ?, ?, 1, ?)",
            (table, GEOMETRY_COLUMN, table, _record_qml(table), "CartoViewer"),
        )


@cache
def _record_qml(table: str) -> str:
    kind = RECORD_TABLES[table][1]
    return _qml(_record_rules(table, kind), kind)


def _record_rules(table: str, kind: GeometryKind) -> Iterable[tuple[str, Rule]]:
    if kind is GeometryKind.AREA:
        for zone in ZoneKind:
            yield _equals("symbol", zone.value), Rule(_names(zone.value), zone_style(zone.value, "in-force"))
        return
    prefixes = {"routes": ("line.",), "incidents": ("haz.",)}.get(table, ("haz.", "res.", "cmd.", "pt.", "ref."))
    for symbol_id in catalogue():
        if symbol_id.startswith(prefixes):
            stroke = line_style(symbol_id) if kind is GeometryKind.LINE else None
            # A code carries more than the id: haz.fire;planned
            condition = f"{_equals('symbol', symbol_id)} OR \"symbol\" LIKE '{symbol_id};%'"
            yield condition, Rule(_names(symbol_id), Style(stroke=stroke), {"symbol": (symbol_id,)})


def _names(symbol_id: str) -> Names:
    entry = catalogue().get(symbol_id)
    return entry.names if entry is not None else Names.same(symbol_id)


def _qml(rules: Iterable[tuple[str, Rule]], kind: GeometryKind) -> str:
    root = ET.Element("qgis", version="3.22", styleCategories="Symbology", hasScaleBasedVisibilityFlag="0")
    renderer = ET.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0")
    rules_root = ET.SubElement(renderer, "rules", key="{" + str(uuid5(NAMESPACE_URL, "cartoviewer")) + "}")
    symbols = ET.SubElement(renderer, "symbols")
    for number, (condition, rule) in enumerate(rules):
        attributes = {
            "key": "{" + str(uuid5(NAMESPACE_URL, f"cartoviewer/{number}")) + "}",
            "symbol": str(number),
            "label": " / ".join(dict.fromkeys(name for name in (rule.names.fr, rule.names.nl) if name)),
        }
        if condition:
            attributes["filter"] = condition
        # QGIS calls the largest denominator the minimum scale.
        if rule.largest > 0:
            attributes["scalemindenom"] = str(round(rule.largest))
        if rule.smallest != float("inf"):
            attributes["scalemaxdenom"] = str(round(rule.smallest))
        ET.SubElement(rules_root, "rule", attributes)
        symbol = ET.SubElement(
            symbols, "symbol", type=_SYMBOL_TYPES[kind], name=str(number), alpha="1", clip_to_extent="1"
        )
        _draw(symbol, rule, kind)
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(root, encoding="unicode")


def _filter(rule: Rule) -> str:
    conditions = []
    for field, values in rule.when.items():
        listed = ", ".join(_literal(value) for value in values)
        conditions.append(f'"{field}" IN ({listed})')
    return " AND ".join(conditions)


def _equals(field: str, value: str) -> str:
    return f'"{field}" = {_literal(value)}'


def _literal(value: str) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _draw(symbol: ET.Element, rule: Rule, kind: GeometryKind) -> None:
    style = rule.style
    if kind is GeometryKind.AREA:
        _fill_layer(symbol, style.fill, style.stroke)
    elif kind is GeometryKind.LINE:
        stroke = style.stroke or Stroke(_PLAIN, 0.3)
        if stroke.casing_colour:
            _line_layer(symbol, Stroke(stroke.casing_colour, stroke.width_mm + 2 * stroke.casing_mm))
        _line_layer(symbol, stroke)
    else:
        code = style.mark.symbol if style.mark is not None else next(iter(rule.when.get("symbol", ("",))), "")
        size = style.mark.size_mm if style.mark is not None else 6.0
        _marker_layer(symbol, code, size)


def _fill_layer(symbol: ET.Element, fill: Fill | None, stroke: Stroke | None) -> None:
    options = {
        "color": _rgba(fill.colour, fill.alpha) if fill is not None else "0,0,0,0",
        "style": "solid" if fill is not None else "no",
        "outline_style": "no" if stroke is None else "dash" if stroke.dash_mm else "solid",
        "outline_color": "0,0,0,0" if stroke is None else _rgba(stroke.colour, stroke.alpha),
        "outline_width": "0" if stroke is None else f"{stroke.width_mm:g}",
        "outline_width_unit": "MM",
        "joinstyle": "round",
    }
    _layer(symbol, "SimpleFill", options)


def _line_layer(symbol: ET.Element, stroke: Stroke) -> None:
    options = {
        "line_color": _rgba(stroke.colour, stroke.alpha),
        "line_style": "solid",
        "line_width": f"{stroke.width_mm:g}",
        "line_width_unit": "MM",
        "capstyle": stroke.cap,
        "joinstyle": "round",
    }
    if stroke.dash_mm:
        options |= {
            "use_custom_dash": "1",
            "customdash": ";".join(f"{dash:g}" for dash in stroke.dash_mm),
            "customdash_unit": "MM",
        }
    _layer(symbol, "SimpleLine", options)


def _marker_layer(symbol: ET.Element, code: str, size_mm: float) -> None:
    """Draw the crisis symbol itself: QGIS takes a picture that is written into the style."""
    if code.split(";")[0] not in catalogue():
        options = {"name": "circle", "color": _rgba(_PLAIN, 1.0), "size": f"{size_mm / 2:g}", "size_unit": "MM"}
        _layer(symbol, "SimpleMarker", options)
        return
    picture = to_svg(draw(Symbol.parse(code), Language.FR_NL), size_mm)
    width, height, anchor_x, anchor_y = _lengths_mm(picture)
    options = {
        "name": "base64:" + base64.b64encode(picture.encode()).decode(),
        "size": f"{width:g}",
        "size_unit": "MM",
        "fixedAspectRatio": f"{height / width:g}",
        # QGIS sets the middle of the picture on the place; ours stands on its anchor.
        "offset": f"{width / 2 - anchor_x:g},{height / 2 - anchor_y:g}",
        "offset_unit": "MM",
    }
    _layer(symbol, "SvgMarker", options)


def _lengths_mm(picture: str) -> tuple[float, float, float, float]:
    """Give width, height and the place of the anchor that an SVG of `symbols.svg` tells in its root."""
    root = ET.fromstring(picture)
    width, height = (float(root.attrib[name].removesuffix("mm")) for name in ("width", "height"))
    return width, height, float(root.attrib["data-anchor-x"]), float(root.attrib["data-anchor-y"])


def _layer(symbol: ET.Element, kind: str, options: dict[str, str]) -> None:
    layer = ET.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    listed = ET.SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        ET.SubElement(listed, "Option", name=name, value=value, type="QString")


def _rgba(colour: str, alpha: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(alpha * 255)}"
