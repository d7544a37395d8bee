"""Our symbology as QGIS layer styles, so that a dossier opened in QGIS looks much like it does here.

QGIS reads the table `layer_styles` of a GeoPackage: one QML document for each feature table. What QGIS has a
counterpart for is written: fills and hatches, lines with dashes and casings in millimetres, bands along the inner
edge, and the symbols as the very vectors that are drawn here.
"""

import sqlite3
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

import msgspec

from cartoviewer.document.edit import Edit
from cartoviewer.document.geopackage import GEOMETRY_COLUMN
from cartoviewer.document.layer import Layer
from cartoviewer.document.layer_symbology import symbology_of
from layers.dataset import DatasetCard
from layers.errors import Problem
from layers.shapes import GeometryKind
from resources.texts import Language
from symbols.catalogue import catalogue
from symbols.drawing import draw
from symbols.grammar import Symbol
from symbols.own import own_sign
from symbols.style import Hatch, MarkStyle, Rule, Stroke, Style, Symbology
from symbols.svg import to_svg

__all__ = ["STYLES_SQL", "LayerStyles", "equals", "layer_qml", "literal", "put_style", "rules_qml"]

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

_PUT_STYLE: Final = (
    "INSERT INTO layer_styles (f_table_name, f_geometry_column, styleName, styleQML, useAsDefault, description)"
    " VALUES (?, ?, ?, ?, 1, 'CartoViewer')"
)


def layer_qml(symbology: Symbology, kind: GeometryKind) -> str:
    """Write a symbology as a QML document with one rule for each class."""
    return rules_qml(_exclusive(symbology.rules), kind)


def put_style(connection: sqlite3.Connection, table: str, name: str, qml: str) -> None:
    """Let QGIS show a table so from now on."""
    changed = connection.execute(
        "UPDATE layer_styles SET styleName = ?, styleQML = ?, update_time = strftime('%Y-%m-%dT%H:%M:%fZ','now')"
        " WHERE f_table_name = ? AND description = 'CartoViewer'",
        (name, qml, table),
    )
    if not changed.rowcount:
        connection.execute(_PUT_STYLE, (table, GEOMETRY_COLUMN, name, qml))


class LayerStyles:
    """Keeps the style of a dataset's table as that of the layer that shows it; a follower of the log.

    Where several layers show one dataset, QGIS shows it as the one that was changed last.
    """

    def follow(self, connection: sqlite3.Connection, edit: Edit) -> None:
        """Write the styles of the layers whose look or data `edit` changes."""
        for change in edit.changes:
            layer, before = change.after, change.before
            if not isinstance(layer, Layer):
                continue
            if isinstance(before, Layer) and (before.symbology, before.dataset) == (layer.symbology, layer.dataset):
                continue
            if before is None and layer.symbology is None:
                continue
            row = connection.execute(
                "SELECT card FROM cartoviewer_datasets WHERE hash = ?", (layer.dataset,)
            ).fetchone()
            if row is not None:
                card = msgspec.json.decode(row[0], type=DatasetCard)
                # A colour or a symbol that cannot be drawn must not keep the edit from being made.
                with suppress(ValueError, Problem):
                    put_style(connection, card.table, _style_name(layer), _layer_style(layer, card))


def _style_name(layer: Layer) -> str:
    return layer.names.in_language(Language.FR)[:30]


def _layer_style(layer: Layer, card: DatasetCard) -> str:
    return layer_qml(symbology_of(layer, card.kind), card.kind)


def _exclusive(rules: Iterable[Rule]) -> Iterator[tuple[str, Rule]]:
    """Give each rule with a condition that leaves out what fits an earlier one: QGIS draws every rule that fits."""
    earlier: list[Rule] = []
    for rule in rules:
        conditions = [_filter(rule)]
        for other in earlier:
            overlap = other.largest < rule.smallest and rule.largest < other.smallest
            if overlap and (
                other.when or other.from_m or (other.largest <= rule.largest and rule.smallest <= other.smallest)
            ):
                conditions.append(f"NOT coalesce({_filter(other) or 'true'}, false){_at_scales(other, rule)}")
        earlier.append(rule)
        yield " AND ".join(f"({condition})" for condition in conditions if condition), rule


def _at_scales(other: Rule, rule: Rule) -> str:
    """Limit an exception to the scales at which the other rule holds."""
    limits = []
    if other.largest > rule.largest:
        limits.append(f"@map_scale < {other.largest:g}")
    if other.smallest < rule.smallest:
        limits.append(f"@map_scale >= {other.smallest:g}")
    return "".join(f" OR {limit}" for limit in limits)


def rules_qml(rules: Iterable[tuple[str, Rule]], kind: GeometryKind, *, own_colour: bool = False) -> str:
    """Write a QML document of rules, each with the condition under which it holds: empty for always.

    `own_colour` lets QGIS take colour and width of each row from its columns.
    """
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
        _draw(symbol, rule.style, kind)
        if own_colour:
            _take_own_colour(symbol, rule.style)
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(root, encoding="unicode")


def _filter(rule: Rule) -> str:
    conditions = []
    for field, values in rule.when.items():
        # Numbers and truth values are compared as they are written.
        written = f"to_string({_identifier(field)})"
        plain = [literal(value) for value in values if not value.endswith("*")]
        ways = [f"{written} IN ({', '.join(plain)})"] if plain else []
        ways += [f"{written} LIKE {literal(value[:-1] + '%')}" for value in values if value.endswith("*")]
        conditions.append(ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})")
    if rule.from_m > 0:
        conditions.append(f"$length >= {rule.from_m:g}")
    return " AND ".join(conditions)


def equals(field: str, value: str) -> str:
    """Write that a field has a value."""
    return f"{_identifier(field)} = {literal(value)}"


def _identifier(field: str) -> str:
    return '"' + field.replace('"', '""') + '"'


def literal(value: str) -> str:
    """Write a text as QGIS reads it in an expression."""
    return "'" + str(value).replace("\\", "\\\\").replace("'", "''") + "'"


def _draw(symbol: ET.Element, style: Style, kind: GeometryKind) -> None:
    if kind is GeometryKind.AREA:
        _area(symbol, style)
    elif kind is GeometryKind.LINE:
        _line(symbol, style.stroke or Stroke(_PLAIN, 0.3))
    elif style.mark is not None:
        _marker(symbol, style.mark)
    else:
        _layer(
            symbol, "SimpleMarker", {"name": "circle", "color": _rgba(_PLAIN, 1.0), "size": "2", "size_unit": "MM"}
        )


def _area(symbol: ET.Element, style: Style) -> None:
    # A ground lies beneath all other layers, for which QGIS has no counterpart: it would hide them.
    fill = style.fill
    if fill is not None:
        _layer(symbol, "SimpleFill", {"color": _rgba(fill.colour, fill.alpha), "outline_style": "no"})
        if fill.hatch is not None:
            _hatch(symbol, fill.hatch)
    if style.band is not None:
        # A band lies inside the edge: half its width further in than the line that draws it.
        band = Stroke(style.band.colour, style.band.width_mm, alpha=style.band.alpha, cap="flat")
        _line(symbol, band, offset_mm=style.band.width_mm / 2)
    if style.stroke is not None:
        _line(symbol, style.stroke)
    if not len(symbol):
        _layer(symbol, "SimpleFill", {"style": "no", "outline_style": "no"})


def _hatch(symbol: ET.Element, hatch: Hatch) -> None:
    if hatch.kind == "dots":
        dots = {
            "distance_x": f"{hatch.spacing_mm:g}",
            "distance_y": f"{hatch.spacing_mm:g}",
            "distance_x_unit": "MM",
            "distance_y_unit": "MM",
        }
        inner = _inner(_layer(symbol, "PointPatternFill", dots), "marker")
        dot = {"name": "circle", "color": _rgba(hatch.colour, hatch.alpha), "outline_style": "no"}
        _layer(inner, "SimpleMarker", {**dot, "size": f"{4 * hatch.width_mm:g}", "size_unit": "MM"})
        return
    angles = (hatch.angle_deg, hatch.angle_deg + 90) if hatch.kind == "cross" else (hatch.angle_deg,)
    for angle in angles:
        lines = {"angle": f"{angle:g}", "distance": f"{hatch.spacing_mm:g}", "distance_unit": "MM"}
        inner = _inner(_layer(symbol, "LinePatternFill", lines), "line")
        _line(inner, Stroke(hatch.colour, hatch.width_mm, alpha=hatch.alpha))


def _inner(layer: ET.Element, kind: str) -> ET.Element:
    """Give the symbol that a pattern repeats; QGIS finds it by its name."""
    return ET.SubElement(layer, "symbol", type=kind, name="@0@0", alpha="1", clip_to_extent="1")


def _line(symbol: ET.Element, stroke: Stroke, offset_mm: float = 0.0) -> None:
    if stroke.casing_colour:
        _simple_line(symbol, Stroke(stroke.casing_colour, stroke.width_mm + 2 * stroke.casing_mm), offset_mm)
    _simple_line(symbol, stroke, offset_mm)


def _simple_line(symbol: ET.Element, stroke: Stroke, offset_mm: float) -> None:
    options = {
        "line_color": _rgba(stroke.colour, stroke.alpha),
        "line_style": "solid",
        "line_width": f"{stroke.width_mm:g}",
        "line_width_unit": "MM",
        "capstyle": stroke.cap,
        "joinstyle": "round",
        "offset": f"{offset_mm:g}",
        "offset_unit": "MM",
    }
    if stroke.dash_mm:
        options |= {
            "use_custom_dash": "1",
            "customdash": ";".join(f"{dash:g}" for dash in stroke.dash_mm),
            "customdash_unit": "MM",
        }
    _layer(symbol, "SimpleLine", options)


def _marker(symbol: ET.Element, mark: MarkStyle) -> None:
    """Write the symbol itself: QGIS takes a picture that is written into the style."""
    symbol_id = mark.symbol.split(";")[0]
    if symbol_id not in catalogue() and own_sign(symbol_id) is None:
        dot = {"name": "circle", "color": _rgba(_PLAIN, 1.0), "size": f"{mark.size_mm / 2:g}", "size_unit": "MM"}
        _layer(symbol, "SimpleMarker", dot)
        return
    _layer(symbol, "SvgMarker", _picture_options(mark.symbol, mark.size_mm))


@lru_cache(maxsize=512)
def _picture_options(code: str, size_mm: float) -> dict[str, str]:
    """Give a symbol as QGIS takes it; kept, since a style is written anew for each sign that is new in it."""
    picture = to_svg(draw(Symbol.parse(code), Language.FR_NL), size_mm)
    width, height, anchor_x, anchor_y = _lengths_mm(picture)
    return {
        "name": "base64:" + b64encode(picture.encode()).decode(),
        "size": f"{width:g}",
        "size_unit": "MM",
        "fixedAspectRatio": f"{height / width:g}",
        # QGIS sets the middle of the picture on the place; ours stands on its anchor.
        "offset": f"{width / 2 - anchor_x:g},{height / 2 - anchor_y:g}",
        "offset_unit": "MM",
    }


def _lengths_mm(picture: str) -> tuple[float, float, float, float]:
    """Give width, height and the place of the anchor that an SVG of `symbols.svg` tells in its root."""
    root = ET.fromstring(picture)
    width, height = (float(root.attrib[name].removesuffix("mm")) for name in ("width", "height"))
    return width, height, float(root.attrib["data-anchor-x"]), float(root.attrib["data-anchor-y"])


def _layer(symbol: ET.Element, kind: str, options: dict[str, str]) -> ET.Element:
    layer = ET.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    listed = ET.SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        ET.SubElement(listed, "Option", name=name, value=value, type="QString")
    return layer


def _take_own_colour(symbol: ET.Element, style: Style) -> None:
    """Let QGIS read colour and width of each row from its columns: everybody draws in a colour of his own."""
    alpha = round((style.fill.alpha if style.fill is not None else 1.0) * 255)
    line = {"outlineColor": '"colour"', "outlineWidth": 'coalesce("width_mm", 0.7)'}
    ways = {
        "SimpleLine": line,
        "SimpleFill": {"fillColor": f"set_color_part(\"colour\", 'alpha', {alpha})"},
        "SimpleMarker": {"fillColor": '"colour"', "outlineColor": '"colour"'},
    }
    for layer in symbol.findall("layer"):
        written = ET.SubElement(ET.SubElement(layer, "data_defined_properties"), "Option", type="Map")
        ET.SubElement(written, "Option", name="name", value="", type="QString")
        properties = ET.SubElement(written, "Option", name="properties", type="Map")
        for name, expression in ways.get(layer.attrib["class"], {}).items():
            told = ET.SubElement(properties, "Option", name=name, type="Map")
            ET.SubElement(told, "Option", name="active", value="true", type="bool")
            ET.SubElement(told, "Option", name="expression", value=expression, type="QString")
            ET.SubElement(told, "Option", name="type", value="3", type="int")
        ET.SubElement(written, "Option", name="type", value="collection", type="QString")


def _rgba(colour: str, alpha: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(alpha * 255)}"
