"""Bringing the columns of a source into the form of a schema, value by value, and telling what does not fit."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from layers.dataset import FieldCard
from layers.errors import LayerReadError
from layers.matching import free_names, match_columns
from layers.report import Fault, Note
from layers.schema import FieldSchema, FieldType, LayerSchema
from layers.sensitivity import Sensitivity
from layers.shapes import Integers
from layers.tables import typed
from layers.values import Unreadable, Value, is_missing, is_nothing

__all__ = ["ConformedTable", "conform"]

_WORDS_TOLD: Final = 6


@dataclass(frozen=True, slots=True)
class ConformedTable:
    """A table in the columns of a schema, with the columns of the source that the schema does not know.

    `good` tells for each row whether it fits; `faults` why not; `remarks` what was left out of rows that fit.
    """

    frame: pd.DataFrame
    good: "np.ndarray[Any, np.dtype[np.bool_]]"
    fields: tuple[FieldCard, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]
    notes: tuple[Note, ...]


class _Account:
    """What is found while the columns are read."""

    def __init__(self, rows: Integers) -> None:
        self.rows = rows
        self.good = np.ones(len(rows), dtype=np.bool_)
        self.faults: list[Fault] = []
        self.remarks: list[Fault] = []
        self.notes: list[Note] = []

    def refuse(self, position: int, field: str, raw: object, reason: Note) -> None:
        self.good[position] = False
        self.faults.append(self._fault(position, field, raw, reason))

    def remark(self, position: int, field: str, raw: object, reason: Note) -> None:
        self.remarks.append(self._fault(position, field, raw, reason))

    def _fault(self, position: int, field: str, raw: object, reason: Note) -> Fault:
        return Fault(int(self.rows[position]), field, "" if is_missing(raw) else str(raw), reason)


def conform(
    table: pd.DataFrame, rows: Integers, schema: LayerSchema, mapping: Mapping[str, str], *, text: bool = False
) -> ConformedTable:
    """Read a table into the columns of `schema`.

    Parameters
    ----------
    table
        The source's columns, without geometry.
    rows
        (n,) the row numbers to tell.
    schema, mapping
        See `match_columns`.
    text
        Whether every cell is text, so that columns the schema does not know may be numbers all the same.

    Raises
    ------
    LayerReadError
        A field that must be filled has no column at all, or `mapping` is wrong.
    """
    matched = match_columns(schema, [str(name) for name in table.columns], mapping)
    _check_required(schema, matched, table)
    account = _Account(rows)
    columns: dict[str, pd.Series[Any]] = {}
    spare_level = schema.sensitivity if schema.fields else Sensitivity.CLEAR
    for field in schema.fields:
        sources = matched.get(field.id, ())
        columns[field.id] = _column(field, table, sources, account)
    held = {name: column.tolist() for name, column in columns.items()}
    for fault in schema.contradictions(held, len(table)):
        source = matched.get(fault.field, (fault.field,))[0]
        account.refuse(fault.row - 1, source, fault.value, fault.reason)
    used = {name for names in matched.values() for name in names}
    spare = [name for name in table.columns if name not in used]
    names = free_names(spare, columns)
    cards = [FieldCard(field.id, field.type.value, field.sensitivity) for field in schema.fields]
    for name in spare:
        column = _plain(table[name])
        if text:
            column = typed(column)
        columns[names[name]] = column
        cards.append(FieldCard(names[name], _type_name(column), spare_level))
    renamed = (
        Note("The column {old} is called {new} here.", {"old": str(old), "new": new})
        for old, new in names.items()
        if str(old) != new
    )
    notes = (*account.notes, *renamed)
    frame = pd.DataFrame(columns, index=table.index)
    return ConformedTable(frame, account.good, tuple(cards), tuple(account.faults), tuple(account.remarks), notes)


def _check_required(schema: LayerSchema, matched: Mapping[str, tuple[str, ...]], table: pd.DataFrame) -> None:
    missing = [field.id for field in schema.fields if field.required and field.id not in matched]
    missing += ["/".join(group) for group in schema.one_of if not any(id_ in matched for id_ in group)]
    if missing and not len(table.columns):
        raise LayerReadError(
            "The source has no columns at all, and the schema {schema} needs {fields}. A Shapefile keeps them in "
            "its .dbf file: get that too, or choose another schema.",
            schema=schema.id,
            fields=", ".join(missing),
        )
    if missing:
        raise LayerReadError(
            "No column of the source fits what the schema {schema} needs: {fields}. Its columns are {columns}; "
            "say which one it is, or choose another schema.",
            schema=schema.id,
            fields=", ".join(missing),
            columns=", ".join(str(name) for name in table.columns),
        )


def _column(
    field: FieldSchema, table: pd.DataFrame, sources: tuple[str, ...], account: _Account
) -> "pd.Series[Any]":
    """Read one field from its columns: in each row the first column that holds something it knows."""
    values: list[Value] = [None] * len(table)
    strangers: Counter[str] = Counter()
    known: dict[object, Value | Unreadable] = {}
    for position, (name, raw) in enumerate(_chosen(field, sources, [table[name].tolist() for name in sources])):
        key = (type(raw), raw)
        if key not in known:
            known[key] = _attempt(field, raw)
        value = known[key]
        if not isinstance(value, Unreadable):
            values[position] = value
            if value is None and field.required:
                account.refuse(position, name, None, Note("This must be filled."))
            elif field.fallback and not field.knows(raw):
                strangers[str(raw)] += 1
        elif field.lenient:
            account.remark(position, name, raw, value.note)
        else:
            account.refuse(position, name, raw, value.note)
    if strangers:
        account.notes.append(_strangers_note(field, strangers))
    return _stored(field.type, values, table.index)


def _strangers_note(field: FieldSchema, strangers: "Counter[str]") -> Note:
    words = [word for word, _ in strangers.most_common(_WORDS_TOLD + 1)]
    told = ", ".join(words[:_WORDS_TOLD]) + (", …" if len(words) > _WORDS_TOLD else "")
    return Note(
        "{count} values of the field {field} are not known and count as “{value}”: {words}.",
        {"count": strangers.total(), "field": field.id, "value": field.fallback, "words": told},
    )


def _chosen(
    field: FieldSchema, sources: tuple[str, ...], columns: list[list[object]]
) -> Iterator[tuple[str, object]]:
    """Give for each row the column and the value to read: the first that the field knows, or the first there is."""
    if len(sources) == 1:
        for raw in columns[0]:
            yield sources[0], _simple(raw)
        return
    for row in zip(*columns, strict=True):
        best: tuple[str, object] = (sources[0], None)
        for name, raw in zip(sources, row, strict=True):
            if is_missing(raw):
                continue
            if best[1] is None:
                best = (name, _simple(raw))
            if field.knows(raw):
                best = (name, _simple(raw))
                break
        yield best


def _simple(raw: object) -> object:
    """Give a value that can be looked up: lists and the like as text."""
    if raw is None or isinstance(raw, (str, int, float, bool)):
        return raw
    return None if is_missing(raw) else _as_text(raw)


def _attempt(field: FieldSchema, raw: object) -> Value | Unreadable:
    try:
        return field.read(raw)
    except Unreadable as unreadable:
        return unreadable


def _stored(type_: FieldType, values: list[Value], index: "pd.Index[Any]") -> "pd.Series[Any]":
    if type_ is FieldType.INTEGER:
        return pd.Series(values, index=index, dtype="Int64")
    if type_ is FieldType.NUMBER:
        return pd.Series([np.nan if value is None else value for value in values], index=index, dtype=np.float64)
    if type_ is FieldType.BOOLEAN:
        return pd.Series(values, index=index, dtype="boolean")
    return pd.Series(values, index=index, dtype=object)


def _plain(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Give a column that the schema does not know in a type that every format carries."""
    kind = pd.api.types.infer_dtype(column, skipna=True)
    if kind in {"boolean", "integer", "floating", "mixed-integer-float"}:
        if kind == "boolean":
            return column.astype("boolean")
        return column.astype("Int64") if kind == "integer" else column.astype(np.float64)
    # What stands for nothing by agreement only, such as a dash, is kept where no schema knows the column.
    texts = [None if is_nothing(value) else _as_text(value) for value in column.tolist()]
    return pd.Series(texts, index=column.index, dtype=object)


def _as_text(value: object) -> str | None:
    if isinstance(value, str):
        return value or None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (list, tuple, np.ndarray)):
        return "; ".join(str(part) for part in value) or None
    return value.isoformat() if isinstance(value, pd.Timestamp) else str(value)


def _type_name(column: "pd.Series[Any]") -> str:
    if pd.api.types.is_bool_dtype(column.dtype):
        return FieldType.BOOLEAN.value
    if pd.api.types.is_integer_dtype(column.dtype):
        return FieldType.INTEGER.value
    return FieldType.NUMBER.value if pd.api.types.is_float_dtype(column.dtype) else FieldType.TEXT.value
