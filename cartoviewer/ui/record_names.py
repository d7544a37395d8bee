"""What a record is called, in all languages: labels of edits are read by everyone in their own."""

from collections.abc import Sequence

from bnip.incident import Incident, Mark, Route
from bnip.zone import Zone
from cartoviewer.document.edit import Label
from cartoviewer.document.record import AnyRecord
from resources.texts import Names
from symbols.catalogue import entry_of
from symbols.grammar import Symbol
from symbols.zones import zone_names

__all__ = ["count_label", "record_names", "symbol_names"]


def symbol_names(code: str) -> Names:
    """Give the names of a symbol by its code; the code itself where the catalogue has no name for it."""
    names = entry_of(Symbol.parse(code).id).names
    return names if names != Names() else Names.same(code)


def record_names(record: AnyRecord) -> Names:
    """Give the record's own names, or else those of what it is."""
    own = getattr(record, "names", Names())
    if own != Names():
        return own if isinstance(own, Names) else Names()
    if isinstance(record, Incident | Mark | Route):
        return symbol_names(record.symbol)
    return zone_names(record.zone.value) if isinstance(record, Zone) else Names.same(record.id)


def count_label(text: str, many: str, records: Sequence[AnyRecord]) -> Label:
    """Give a label: `text` with the name of the one record, or `many` with their number."""
    if len(records) == 1:
        return Label(text, {"name": record_names(records[0])})
    return Label(many, {"count": str(len(records))})
