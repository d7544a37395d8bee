"""A past that is as strict as the present: what is secret now was one before, too."""

import msgspec

from bnip.plan import Contact, Plan
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import PLACED, layer_of
from cartoviewer.document.record import AnyRecord
from layers.sensitivity import Sensitivity

__all__ = ["as_strict", "as_strict_as", "stricter_now"]


def as_strict_as(now: MapDocument, stood: MapDocument) -> MapDocument:
    """Give a past document whose records are at least as strict as they are now.

    A drawing is as strict as the drawing layer on which it lies now; the contacts of a plan are known by their
    function. What is gone by now keeps the level it had.
    """
    return MapDocument({record.id: as_strict(record, now) for record in stood})


def stricter_now(now: MapDocument, stood: MapDocument) -> tuple[AnyRecord, ...]:
    """Give the records of a past document that may be seen by fewer people now than then, as they are held now."""
    strict = ((record, as_strict(record, now)) for record in stood)
    return tuple(after for record, after in strict if after is not record)


def as_strict(record: AnyRecord, now: MapDocument) -> AnyRecord:
    """Give a record of the past as strict as it is now."""
    after = now.get(record.id)
    if after is None:
        return record
    level = max(record.sensitivity, _level(after, now))
    if level > record.sensitivity:
        record = msgspec.structs.replace(record, sensitivity=level)
    if isinstance(record, Plan) and isinstance(after, Plan):
        contacts = _contacts(record.contacts, after.contacts)
        record = record if contacts == record.contacts else msgspec.structs.replace(record, contacts=contacts)
    return record


def _level(record: AnyRecord, document: MapDocument) -> Sensitivity:
    """Give who may see a record, with the drawing layer that it lies on."""
    layer = document.get(layer_of(record)) if isinstance(record, PLACED) else None
    return record.sensitivity if layer is None else max(record.sensitivity, layer.sensitivity)


def _contacts(stood: tuple[Contact, ...], now: tuple[Contact, ...]) -> tuple[Contact, ...]:
    levels: dict[object, Sensitivity] = {}
    for one in now:
        levels[one.function] = max(one.sensitivity, levels.get(one.function, one.sensitivity))
    return tuple(
        msgspec.structs.replace(one, sensitivity=max(one.sensitivity, levels.get(one.function, one.sensitivity)))
        for one in stood
    )
