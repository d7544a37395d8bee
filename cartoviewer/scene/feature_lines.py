"""The values of one feature in the user's language, as its layer's schema names and reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from layers.dataset import DatasetCard
from layers.schema import FieldSchema, FieldType, LayerSchema, schemas
from layers.sensitivity import Sensitivity
from resources.texts import BRUSSELS_TIME, Names, Texts

__all__ = ["FeatureLine", "feature_lines", "feature_title"]


@dataclass(frozen=True, slots=True)
class FeatureLine:
    """One field: its name, its value as it is read (empty where there is none), and who may see it."""

    name: str
    value: str
    sensitivity: Sensitivity = Sensitivity.CLEAR


def feature_lines(card: DatasetCard, row: Mapping[str, Any], texts: Texts) -> tuple[FeatureLine, ...]:
    """Give all fields of a feature: those of the schema in its order, then what the source had besides."""
    known = schemas().get(card.schema)
    levels = {field.name: field.sensitivity for field in card.fields}
    lines: list[FeatureLine] = []
    named = {field.id: field for field in known.fields} if known is not None else {}
    for field in (*named, *(name for name in row if name not in named)):
        if field not in row:
            continue
        schema = named.get(field)
        level = max(levels.get(field, Sensitivity.CLEAR), schema.sensitivity if schema else Sensitivity.CLEAR)
        name = texts.name(schema.names) if schema is not None else field
        lines.append(FeatureLine(name, _written(row[field], schema, texts), level))
    return tuple(lines)


def feature_title(card: DatasetCard, row: Mapping[str, Any], texts: Texts) -> str:
    """Give what a feature is called: the fields that name it, in the user's language first; empty if none do."""
    known: LayerSchema | None = schemas().get(card.schema)
    fields = known.label_fields if known is not None and known.label_fields else ("name_fr", "name_nl", "name")
    french, dutch = _spoken(row, fields, "_fr"), _spoken(row, fields, "_nl")
    if french or dutch:
        return texts.name(Names(fr=french, nl=dutch))
    return next((str(row[field]) for field in fields if not _is_missing(row.get(field))), "")


def _spoken(row: Mapping[str, Any], fields: tuple[str, ...], ending: str) -> str:
    found = (row.get(field) for field in fields if field.endswith(ending))
    return next((str(value) for value in found if not _is_missing(value)), "")


def _is_missing(value: object) -> bool:
    return value is None or value == "" or value != value


def _written(value: Any, field: FieldSchema | None, texts: Texts) -> str:
    if _is_missing(value):
        return ""
    unit = f" {field.unit}" if field is not None and field.unit else ""
    kind = field.type if field is not None else None
    if isinstance(value, bool) or kind is FieldType.BOOLEAN:
        return texts("Yes") if value in (True, "true", 1) else texts("No")
    if isinstance(value, datetime) or kind is FieldType.MOMENT:
        return _moment(value, texts)
    if isinstance(value, date) or kind is FieldType.DATE:
        return _day(value, texts)
    if field is not None and kind in (FieldType.CHOICE, FieldType.CHOICES):
        return ", ".join(texts.name(names) for names in field.value_names(value))
    if isinstance(value, int):
        # A year or a number of a house is no quantity: thousands are only set apart where there is a unit.
        return (texts.number(value) if unit else str(value)) + unit
    if isinstance(value, float):
        return (texts.number(value, 0 if value.is_integer() else 2) if unit else f"{value:g}") + unit
    return str(value) + unit


def _moment(value: Any, texts: Texts) -> str:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return texts.moment(moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS_TIME))


def _day(value: Any, texts: Texts) -> str:
    try:
        return texts.date(value if isinstance(value, date) else date.fromisoformat(str(value)[:10]))
    except ValueError:
        return str(value)
