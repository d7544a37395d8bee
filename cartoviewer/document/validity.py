"""The time for which a drawing holds. One rule, on every map: outside of its time a drawing is not there.

A drawing holds from its `valid_from` on and until, but not at, its `valid_until`; without them it always holds. The
moment is the one that the map shows: now, or the one that is looked at in the past. What does not hold stays in the
dossier and in the list of drawings, which says so.
"""

from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import PLACED
from cartoviewer.document.record import AnyRecord

__all__ = ["holds", "next_change", "valid_at"]


def holds(record: AnyRecord, moment: datetime) -> bool:
    """Tell whether a record is on the map at a moment (with a time zone); what is no drawing always is."""
    if not isinstance(record, PLACED):
        return True
    begun = record.valid_from is None or record.valid_from <= moment
    return begun and (record.valid_until is None or moment < record.valid_until)


def valid_at(document: MapDocument, moment: datetime) -> MapDocument:
    """Give the document without the drawings that do not hold at a moment.

    Between two moments at which anything changes it is the same object: what was worked out of it stays good.
    """
    changes = document.worked_out(_changes)
    return document.worked_out(_in_span(bisect_right(changes, moment))) if changes else document


def next_change(document: MapDocument, moment: datetime) -> datetime | None:
    """Give the next moment at which a drawing comes or goes; None where nothing changes any more."""
    changes = document.worked_out(_changes)
    place = bisect_right(changes, moment)
    return changes[place] if place < len(changes) else None


def _changes(document: MapDocument) -> tuple[datetime, ...]:
    both = (
        moment
        for kind in PLACED
        for record in document.of(kind)
        if record.valid_from is not None or record.valid_until is not None
        for moment in (record.valid_from, record.valid_until)
    )
    return tuple(sorted({moment for moment in both if moment is not None}))


@lru_cache(maxsize=1024)
def _in_span(span: int) -> Callable[[MapDocument], MapDocument]:
    """Give what keeps the drawings that hold in a span between two changes: 0 is the time before the first."""

    def kept(document: MapDocument) -> MapDocument:
        changes = document.worked_out(_changes)
        within = changes[span - 1] if span else changes[0] - timedelta.resolution
        records = {record.id: record for record in document if holds(record, within)}
        return document if len(records) == len(document) else MapDocument(records)

    return kept
