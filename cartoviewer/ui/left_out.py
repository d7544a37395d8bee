"""What an audience does not get to see, so that whoever publishes knows it before the file is made."""

from dataclasses import dataclass

from bnip.operation import Operation
from bnip.plan import Plan
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.export.publication import Publication
from layers.dataset import Datasets
from layers.schema import schemas
from resources.texts import Names, Texts

__all__ = ["LeftOut", "left_out"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the gate took out.

    Attributes
    ----------
    layers
        Names of whole layers.
    fields
        (layer, field) names of columns of layers that stay.
    records
        How many drawings.
    contacts
        How many contacts of emergency plans.
    """

    layers: tuple[Names, ...] = ()
    fields: tuple[tuple[Names, Names], ...] = ()
    records: int = 0
    contacts: int = 0

    def lines(self, texts: Texts) -> tuple[str, ...]:
        """Write it, one line for each kind of thing; one line when nothing is left out."""
        lines: list[str] = []
        if self.layers:
            names = ", ".join(texts.name(layer) for layer in self.layers)
            lines.append(texts("Left out, layers: {names}", names=names))
        if self.fields:
            named = [f"{texts.name(field)} ({texts.name(layer)})" for layer, field in self.fields]
            lines.append(texts("Left out, fields: {names}", names=", ".join(named)))
        if self.records:
            count = texts.plural("{n} drawing", "{n} drawings", self.records)
            lines.append(texts("Left out: {count}", count=count))
        if self.contacts:
            count = texts.plural("{n} contact of the plan", "{n} contacts of the plan", self.contacts)
            lines.append(texts("Left out: {count}", count=count))
        return tuple(lines) or (texts("This audience sees everything on the map."),)


def left_out(document: MapDocument, datasets: Datasets, publication: Publication) -> LeftOut:
    """Compare the document with what the publication holds of it."""
    kept = publication.document
    layers = tuple(layer.names for layer in document.layers if layer.id not in kept)
    drawn = [record for record in document if not isinstance(record, Layer | Operation | Plan | Sheet)]
    fields: list[tuple[Names, Names]] = []
    for layer in document.layers:
        if layer.id not in kept:
            continue
        try:
            card = datasets.get(layer.dataset).card
        except KeyError:
            continue
        schema = schemas().get(card.schema)
        for field in card.fields:
            if not publication.audience.may_see(field.sensitivity):
                known = schema.field(field.name) if schema is not None else None
                fields.append((layer.names, known.names if known is not None else Names.same(field.name)))
    contacts = sum(len(plan.contacts) for plan in document.of(Plan))
    contacts -= sum(len(plan.contacts) for plan in kept.of(Plan))
    return LeftOut(layers, tuple(fields), sum(record.id not in kept for record in drawn), contacts)
