"""What a layer may hold: its fields, their allowed values, and how it is treated. Each schema is a TOML file."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from layers.errors import SchemaError
from layers.report import Fault, Note
from layers.sensitivity import Sensitivity
from layers.shapes import GeometryKind
from layers.values import Unreadable, Value, folded, is_missing, read_value
from resources.texts import Names

if TYPE_CHECKING:  # tables are heavy, and a schema is read long before the first table
    import geopandas as gpd

__all__ = ["GENERIC", "AllowedValue", "FieldSchema", "FieldType", "LayerSchema", "Outside", "schema", "schemas"]

GENERIC: Final = "generic"
"""The schema of a file that fits no other: any fields, any geometry."""


class FieldType(StrEnum):
    """What a field holds, and how it is kept in the table.

    Text, whole numbers, numbers and booleans are kept as such; dates (`2026-11-23`) and moments
    (`2026-11-23T14:05:00+01:00`) as ISO 8601 text; a choice as the id of an allowed value; several choices as
    ids joined by `;`.
    """

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    CHOICES = "choices"


class Outside(StrEnum):
    """What is done with a row that lies outside Belgium."""

    REPORT = "report"
    SET_ASIDE = "set-aside"


class AllowedValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """One value that a choice may have; its names and `aliases` are recognised in sources."""

    id: str
    names: Names
    aliases: tuple[str, ...] = ()


class FieldSchema(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One field.

    `aliases` are the columns of known sources that hold it, compared without accents, capitals and punctuation,
    the first the most trusted. `fallback` is the allowed value that stands for words that are not known. `tail`
    keeps only what follows the last `/`, for sources that write identifiers as web addresses. In a `lenient`
    field a value that does not fit is left out and told, and the row is kept.
    """

    id: str
    names: Names
    type: FieldType = FieldType.TEXT
    values: tuple[AllowedValue, ...] = ()
    required: bool = False
    sensitivity: Sensitivity = Sensitivity.CLEAR
    unit: str = ""
    aliases: tuple[str, ...] = ()
    fallback: str = ""
    tail: bool = False
    lenient: bool = False
    minimum: float | None = None
    maximum: float | None = None

    def read(self, raw: object) -> Value:
        """Read one value of a source into the form this field keeps, None where there is nothing.

        Raises
        ------
        Unreadable
            The value does not fit; the note says why.
        """
        if self.tail and isinstance(raw, str):
            raw = raw.rstrip("/").rpartition("/")[2]
        value = read_value(self.type, raw, _words(self), tuple(v.id for v in self.values), self.fallback)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if self.minimum is not None and value < self.minimum:
                raise Unreadable(Note("This is less than {limit}.", {"limit": f"{self.minimum:g}"}))
            if self.maximum is not None and value > self.maximum:
                raise Unreadable(Note("This is more than {limit}.", {"limit": f"{self.maximum:g}"}))
        return value

    def knows(self, raw: object) -> bool:
        """Tell whether a value needs no fallback: it is missing, a word of the field, or no choice at all."""
        if not self.fallback or self.type is not FieldType.CHOICE or is_missing(raw):
            return True
        return folded(str(raw)) in _words(self)

    def value_names(self, value: object) -> tuple[Names, ...]:
        """Give the names of a value of this field: of each choice, or the value itself as it stands."""
        if is_missing(value):
            return ()
        known = {allowed.id: allowed.names for allowed in self.values}
        if self.type is FieldType.CHOICES:
            return tuple(known.get(part, Names.same(part)) for part in str(value).split(";"))
        return (known.get(str(value), Names.same(str(value))),)


class LayerSchema(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A kind of layer.

    Attributes
    ----------
    group
        The heading under which the layer stands in lists.
    kinds
        The geometry it may have, the usual one first.
    style
        The name of its default symbology.
    label_fields
        The fields that name a feature, in order of preference.
    sensitivity
        Of the layer as a whole, and of columns of a source that the schema does not know.
    rank
        Where a new layer goes among the others: the ground low, what stands on it high.
    stale_days
        After how many days the data count as stale; None for never.
    one_of
        Groups of fields of which at least one must be filled.
    credit
        To whom the layer is credited where a source does not tell; "" for a layer that several providers make.
    periods
        Pairs of dates or moments of which the second may not come before the first.
    called
        What layers of this kind are called in the files of known providers, besides the schema's own names.
    plain
        Whether its classes are ground that explains itself (water, parks, streets): where a legend has no room for
        all, they are the ones to do without.
    replaces
        Schemas that show the same less well: where this one is on the map, they come in hidden.
    """

    id: str
    names: Names
    group: Names
    kinds: tuple[GeometryKind, ...]
    fields: tuple[FieldSchema, ...] = ()
    sensitivity: Sensitivity = Sensitivity.CLEAR
    stale_days: int | None = None
    rank: int = 79
    style: str = ""
    label_fields: tuple[str, ...] = ()
    credit: str = ""
    outside: Outside = Outside.REPORT
    one_of: tuple[tuple[str, ...], ...] = ()
    periods: tuple[tuple[str, str], ...] = ()
    called: tuple[str, ...] = ()
    plain: bool = False
    replaces: tuple[str, ...] = ()

    def field(self, id: str) -> FieldSchema | None:  # noqa: A002 - the field's own word
        """Give the field with this id, or None."""
        return next((field for field in self.fields if field.id == id), None)

    def faults(self, frame: "gpd.GeoDataFrame") -> Iterator[Fault]:
        """Find what in a table in the schema's columns does not fit; row 1 is the first feature."""
        for field in self.fields:
            if field.id not in frame.columns:
                if field.required:
                    yield Fault(0, field.id, "", Note("The column that must be filled is missing."))
                continue
            for row, raw in enumerate(frame[field.id].tolist(), start=1):
                reason = _reason(field, raw)
                if reason is not None:
                    yield Fault(row, field.id, "" if is_missing(raw) else str(raw), reason)
        names = {field.id for field in self.fields} & set(frame.columns)
        yield from self.contradictions({name: frame[name].tolist() for name in names}, len(frame))
        for row, geometry in enumerate(frame.geometry, start=1):
            if geometry is None or geometry.is_empty:
                yield Fault(row, "geometry", "", Note("The row has no place on the map."))

    def contradictions(self, columns: Mapping[str, Sequence[object]], count: int) -> Iterator[Fault]:
        """Find rows whose fields contradict each other or leave a whole group empty; the first row is 1.

        `columns` holds `count` values for each field id; a field that is not there counts as empty.
        """
        nothing = [None] * count
        for group in self.one_of:
            values_of_group = [columns.get(id_, nothing) for id_ in group]
            for row, values in enumerate(zip(*values_of_group, strict=True), start=1):
                if all(is_missing(value) for value in values):
                    reason = Note("One of {fields} must be filled.", {"fields": ", ".join(group)})
                    yield Fault(row, group[0], "", reason)
        for first, last in self.periods:
            pairs = zip(columns.get(first, nothing), columns.get(last, nothing), strict=True)
            for row, (begin, end) in enumerate(pairs, start=1):
                # ISO 8601 text of one form sorts as time does.
                if not is_missing(begin) and not is_missing(end) and str(end) < str(begin):
                    reason = Note("It ends before it begins ({begin}).", {"begin": str(begin)})
                    yield Fault(row, last, str(end), reason)


def _reason(field: FieldSchema, raw: object) -> Note | None:
    try:
        value = field.read(raw)
    except Unreadable as unreadable:
        return unreadable.note
    return Note("This must be filled.") if field.required and value is None else None


@cache
def _words(field: FieldSchema) -> Mapping[str, str]:
    """Give the folded words by which the allowed values of a field are recognised."""
    words: dict[str, str] = {}
    for allowed in field.values:
        names = allowed.names
        for word in (allowed.id, names.fr, names.nl, names.en, *allowed.aliases):
            if word:
                words.setdefault(folded(word), allowed.id)
    return words


def _with_levels(table: Any) -> Any:
    """Replace the written sensitivities of a TOML table by their values."""
    if isinstance(table, dict):
        return {
            key: Sensitivity.parse(value).value if key == "sensitivity" else _with_levels(value)
            for key, value in table.items()
        }
    return [_with_levels(item) for item in table] if isinstance(table, list) else table


@cache
def schemas() -> Mapping[str, LayerSchema]:
    """Give all schemas by their id, the operational ones first, in the order a list shows them.

    Raises
    ------
    SchemaError
        A schema file has an error; the message names it.
    """
    read: dict[str, LayerSchema] = {}
    order: dict[str, int] = {}
    for entry in files("layers").joinpath("schemas").iterdir():
        if not entry.name.endswith(".toml"):
            continue
        try:
            table = tomllib.loads(entry.read_text(encoding="utf-8"))
            order[table["id"]] = table.pop("order", 1000)
            found = msgspec.convert(_with_levels(table), LayerSchema)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError, ValueError) as error:
            raise SchemaError(
                "The layer schema {file} has an error: {error}.", file=entry.name, error=str(error)
            ) from None
        read[found.id] = found
    return MappingProxyType({key: read[key] for key in sorted(read, key=lambda id_: (order[id_], id_))})


def schema(id: str) -> LayerSchema:  # noqa: A002 - the schema's own word
    """Give the schema with this id.

    Raises
    ------
    SchemaError
        There is none.
    """
    try:
        return schemas()[id]
    except KeyError:
        raise SchemaError(
            "There is no layer schema “{id}”. The schemas are {known}.", id=id, known=", ".join(schemas())
        ) from None
