"""What a published page shows: layers and the crisis, as plain values that its script draws.

Everything is taken from a publication, so what the audience may not see is not in here. Coordinates are latitude
and longitude with six decimals (11 cm).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from cartoviewer.document.layer import Layer
from cartoviewer.document.layer_symbology import symbology_of
from cartoviewer.export.page_style import PageStyles
from cartoviewer.scene.classes import ClassCache, rules_at
from cartoviewer.scene.furniture import Note
from cartoviewer.scene.scene import Credit
from layers.crs import LAMBERT_72, WGS84, transform_geometries
from layers.dataset import Dataset, DatasetCard
from layers.errors import Problem
from layers.schema import FieldSchema, FieldType, LayerSchema, schema, schemas
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind
from layers.values import is_missing
from resources.texts import Names, Texts
from symbols.style import Rule

__all__ = ["PageError", "PageLayer", "layer_on_page", "to_page"]

SCALE: Final = 15_000.0
"""The scale whose classes and sizes a page takes for all its zooms."""

_MANY: Final = 1_500
_VERTICES: Final = 250_000
_MOST_VERTICES: Final = 900_000
_TOLERANCES_M: Final = (1.0, 2.5, 6.0, 15.0)
_LABEL_ZOOM_AREA: Final = 12


class PageError(Problem):
    """A page cannot hold what it is asked to show."""


@dataclass(slots=True)
class PageLayer:
    """One layer of the page: what its script needs, and what is told of it elsewhere."""

    told: dict[str, Any]
    sensitivity: Sensitivity
    credit: Credit | None = None
    notes: list[Note] = field(default_factory=list)
    bounds: tuple[float, float, float, float] | None = None


def to_page(geometry: shapely.Geometry) -> Any:
    """Give a geometry in longitude and latitude as nested lists of [latitude, longitude]."""
    match geometry:
        case shapely.Point():
            return [round(geometry.y, 6), round(geometry.x, 6)]
        case shapely.LineString():
            return [[round(y, 6), round(x, 6)] for x, y in shapely.get_coordinates(geometry).tolist()]
        case shapely.Polygon():
            # Leaflet closes rings itself.
            return [to_page(ring)[:-1] for ring in (geometry.exterior, *geometry.interiors)]
        case _:
            return [to_page(part) for part in shapely.get_parts(geometry) if not shapely.is_empty(part)]


def layer_on_page(
    layer: Layer, dataset: Dataset, styles: PageStyles, texts: Texts, printed: datetime, above: int
) -> PageLayer:
    """Give one layer with its classes, features and legend.

    Parameters
    ----------
    above
        The place in the order of drawing; a higher one is drawn later and labelled first.

    Raises
    ------
    PageError
        The layer is too large for a page even when simplified.
    """
    card, kind = dataset.card, _schema_of(layer)
    rules = rules_at(symbology_of(layer, card.kind), SCALE)
    classes = ClassCache().classes(dataset, rules)
    drawn = np.flatnonzero(classes >= 0)
    geometries, note = _simplified(layer, card, dataset.shapes(LAMBERT_72).geometries()[drawn], texts)
    placed = transform_geometries(geometries, LAMBERT_72, WGS84)
    fields = _fields(card, kind)
    columns = {shown.id: dataset.column(shown.id) for shown in fields}
    features: list[dict[str, Any]] = []
    for index, geometry in zip(drawn.tolist(), placed, strict=True):
        if shapely.is_missing(geometry) or shapely.is_empty(geometry):
            continue
        rule = rules[int(classes[index])]
        row = {name: column[index] for name, column in columns.items()}
        title = _title(row, rule, kind, texts)
        rows = [(number, shown.id, _said(shown, row[shown.id], texts)) for number, shown in enumerate(fields)]
        told: dict[str, Any] = {
            "of": int(classes[index]),
            # What stands in the title is not said again.
            "rows": [[number, said] for number, name, said in rows if said and not _in_title(name, said, title)],
        }
        if title:
            told["title"] = title
        features.extend(_placed(told, geometry, rule, title, layer.opacity))
    west, south, east, north = shapely.total_bounds(placed).tolist() if len(placed) else (0.0, 0.0, 0.0, 0.0)
    found = PageLayer(
        {
            "names": list(texts.name_lines(layer.names)),
            "group": list(texts.name_lines(kind.group)),
            "kind": card.kind.value,
            "shown": layer.visible,
            "many": len(features) > _MANY,
            "above": above,
            "labelled": 15,
            "count": texts.number(len(drawn)),
            "fields": [texts.name(shown.names) for shown in fields],
            "classes": [styles.style(rule.style, opacity=layer.opacity) for rule in rules],
            "legend": _legend(rules, classes, styles, layer, texts),
            "features": features,
        },
        layer.sensitivity,
        Credit(
            layer.names, card.credit, texts.date(card.date) if card.date else "", _is_stale(card, kind, printed)
        ),
        bounds=(west, south, east, north) if features else None,
    )
    if note is not None:
        found.notes.append(note)
    return found


def _schema_of(layer: Layer) -> LayerSchema:
    return schema(layer.schema if layer.schema in schemas() else "generic")


def _simplified(
    layer: Layer, card: DatasetCard, geometries: npt.NDArray[np.object_], texts: Texts
) -> tuple[npt.NDArray[np.object_], Note | None]:
    """Leave out corners that a page does not need, the more the larger the layer is."""
    count = int(shapely.get_num_coordinates(geometries).sum())
    if count <= _VERTICES:
        return geometries, None
    lean = geometries
    for tolerance in _TOLERANCES_M if card.kind is not GeometryKind.POINT else ():
        lean = np.asarray(shapely.simplify(geometries, tolerance), dtype=np.object_)
        if int(shapely.get_num_coordinates(lean).sum()) <= _VERTICES:
            break
    if int(shapely.get_num_coordinates(lean).sum()) > _MOST_VERTICES:
        raise PageError(
            "The layer “{name}” is too large for a web page ({n} features). Hide it, or publish a sheet instead.",
            name=texts.name(layer.names),
            n=card.count,
        )
    return lean, Note("The layer “{name}” is drawn simplified on the page.", (("name", texts.name(layer.names)),))


def _fields(card: DatasetCard, kind: LayerSchema) -> list[FieldSchema]:
    """Give the fields in the order of the schema, then those it does not know, under their own names."""
    there = {column.name: column for column in card.fields}
    known = [shown for shown in kind.fields if shown.id in there]
    names = {shown.id for shown in known}
    return known + [FieldSchema(id=name, names=Names.same(name)) for name in there if name not in names]


def _said(shown: FieldSchema, value: object, texts: Texts) -> str:
    """Write a value for people; empty where there is none."""
    if is_missing(value) or value == "":
        return ""
    match shown.type:
        case FieldType.CHOICE | FieldType.CHOICES:
            return ", ".join(texts.name(names) for names in shown.value_names(value))
        case FieldType.BOOLEAN:
            return texts("Yes") if value else texts("No")
        case FieldType.INTEGER | FieldType.NUMBER if isinstance(value, int | float | np.number):
            number = float(value)
            whole = number.is_integer()
            # A year is no quantity: it has no thousands.
            plain = whole and abs(number) < 10_000
            return f"{int(number) if plain else texts.number(number, 0 if whole else 2)} {shown.unit}".strip()
        case FieldType.DATE:
            return _day(str(value), texts)
        case FieldType.MOMENT:
            return _moment(str(value), texts)
        case _:
            return str(value)


def _day(value: str, texts: Texts) -> str:
    try:
        return texts.date(date.fromisoformat(value[:10]))
    except ValueError:
        return value


def _moment(value: str, texts: Texts) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return texts.moment(moment) if moment.tzinfo else value


def _title(row: Mapping[str, object], rule: Rule, kind: LayerSchema, texts: Texts) -> list[str]:
    """Give a feature's name, one line for each language: `name_fr` serves French, `name_nl` Dutch."""
    names = kind.label_fields or (rule.style.label.fields if rule.style.label else ())
    there = [name for name in names if not is_missing(row.get(name)) and row.get(name) != ""]
    if not there:
        return []
    lines = []
    for language in texts.language.parts:
        own = [name for name in there if name.endswith(f"_{language.value}")]
        lines.append(str(row[(own or there)[0]]))
    return list(dict.fromkeys(lines))


def _in_title(name: str, said: str, title: list[str]) -> bool:
    return said in title and name.startswith("name")


def _placed(
    told: dict[str, Any], geometry: shapely.Geometry, rule: Rule, title: list[str], opacity: float
) -> Iterator[dict[str, Any]]:
    if opacity <= 0:
        return
    if isinstance(geometry, shapely.Point | shapely.MultiPoint):
        for point in shapely.get_parts(geometry):
            yield {**told, "at": to_page(point)}
        return
    label = rule.style.label
    if title and label is not None and isinstance(geometry, shapely.Polygon | shapely.MultiPolygon):
        parts = shapely.get_parts(geometry)
        inside = shapely.point_on_surface(parts[int(np.argmax(shapely.area(parts)))])
        told = {
            **told,
            "label": {
                "at": to_page(inside),
                "lines": title,
                "kind": "area",
                "from": _LABEL_ZOOM_AREA,
                "colour": label.colour,
            },
        }
    yield {**told, "at": to_page(geometry)}


def _legend(
    rules: tuple[Rule, ...], classes: npt.NDArray[np.int16], styles: PageStyles, layer: Layer, texts: Texts
) -> list[dict[str, Any]]:
    """Give an entry for each class that is on the page; a layer of one class is named by itself."""
    entries = []
    present = [index for index in range(len(rules)) if bool((classes == index).any())]
    for index in reversed(present):
        rule = rules[index]
        style = rule.style
        names = (
            layer.names
            if len(present) == 1 or not any((rule.names.fr, rule.names.nl, rule.names.en))
            else rule.names
        )
        if style.mark is not None:
            sample = styles.mark_sample(styles.icon(style.mark.symbol, style.mark.size_mm))
        elif style.fill is not None or style.ground is not None or style.band is not None:
            sample = styles.area_sample(style)
        elif style.stroke is not None:
            sample = styles.line_sample(style.stroke)
        else:
            continue
        entries.append(
            {
                "sample": sample,
                "names": list(texts.name_lines(names)),
                "count": texts.number(int((classes == index).sum())) if len(present) > 1 else "",
            }
        )
    return entries


def _is_stale(card: DatasetCard, kind: LayerSchema, printed: datetime) -> bool:
    if card.date is None or kind.stale_days is None:
        return False
    return (printed.date() - card.date).days > kind.stale_days
