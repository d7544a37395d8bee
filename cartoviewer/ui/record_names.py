"""What a record is called, in all languages: labels of edits are read by everyone in their own."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from bnip.drawing import Caption, DrawingLayer, Measurement, Photograph, Shape
from bnip.incident import Incident, Mark, Route
from bnip.layout import Layout
from bnip.operation import Operation
from bnip.picture import Picture
from bnip.plan import Plan
from bnip.series import Series
from bnip.sheet import Sheet
from bnip.theme import Theme
from bnip.zone import Zone
from cartoviewer.document.edit import Label
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from resources.texts import Language, Names, Texts
from symbols.catalogue import entry_of
from symbols.grammar import Symbol
from symbols.zones import zone_names

__all__ = ["count_label", "in_all_languages", "kind_names", "record_names", "symbol_names"]


_KINDS: Final[Mapping[type, str]] = {
    Caption: "Text",
    DrawingLayer: "Drawing layer",
    Layer: "Layer",
    Layout: "Sheet layout",
    Operation: "Operation",
    Photograph: "Photograph",
    Picture: "Picture",
    Plan: "Plan",
    Series: "Series of sheets",
    Sheet: "Sheet",
    Theme: "Theme",
}


@lru_cache(maxsize=4096)
def symbol_names(code: str) -> Names:
    """Give the names of a symbol by its code; the code itself where the catalogue has no name for it."""
    names = entry_of(Symbol.read(code).id).names
    return names if names != Names() else Names.same(code)


def record_names(record: AnyRecord) -> Names:
    """Give the record's own names, or else those of what it is."""
    return record.names if record.names != Names() else kind_names(record)


def kind_names(record: AnyRecord) -> Names:
    """Give what kind of thing a record is."""
    if isinstance(record, Incident | Mark | Route):
        return symbol_names(record.symbol)
    if isinstance(record, Zone):
        return zone_names(record.zone.value)
    if isinstance(record, Shape):
        return in_all_languages(record.form.label)
    if isinstance(record, Measurement):
        return in_all_languages("Measured area" if record.closed else "Measured distance")
    text = _KINDS.get(type(record), "")
    return in_all_languages(text) if text else Names.same(record.id)


@lru_cache(maxsize=512)
def in_all_languages(text: str) -> Names:
    """Give an English source text as names, so that the history tells it to each reader in his language."""
    french, dutch, english = (Texts(language)(text) for language in (Language.FR, Language.NL, Language.EN))
    return Names(french, dutch, english)


def count_label(text: str, many: str, records: Sequence[AnyRecord]) -> Label:
    """Give a label: `text` with the name of the one record, or `many` with their number."""
    if len(records) == 1:
        return Label(text, {"name": record_names(records[0])})
    return Label(many, {"count": str(len(records))})
