"""From a file to a layer of the map: read, kept in the dossier, and entered by one edit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from cartoviewer.document.changes import new_id, put, top_rank
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Change, Label
from cartoviewer.document.errors import DossierError
from cartoviewer.document.history import History
from cartoviewer.document.layer import Layer
from layers.dataset import DatasetCard
from layers.errors import SchemaError
from layers.progress import NoProgress, Progress, Span
from layers.reading import read_source
from layers.report import ImportReport
from layers.schema import GENERIC, schema
from resources.texts import Names

__all__ = ["Imported", "Incoming", "add_layers", "import_layer", "made_layers", "read_layer", "refresh_layer"]

_NOBODY: Final = NoProgress()


@dataclass(frozen=True, slots=True)
class Incoming:
    """Data that lie in the dossier but are not on the map yet: one card for each kind of geometry of the file."""

    cards: tuple[DatasetCard, ...]
    names: Names
    report: ImportReport


@dataclass(frozen=True, slots=True)
class Imported:
    """A layer that came in; `others` where the file mixed kinds of geometry."""

    layer: Layer
    report: ImportReport
    others: tuple[Layer, ...] = field(default=())


def read_layer(
    dossier: Dossier,
    source: Path,
    *,
    schema_id: str = GENERIC,
    layer: str | None = None,
    name: str | None = None,
    mapping: Mapping[str, str] | None = None,
    epsg: int | None = None,
    progress: Progress = _NOBODY,
) -> Incoming:
    """Read a file and write its features into the dossier; nothing on the map changes. For a working thread.

    Parameters
    ----------
    schema_id
        What the layer is: a schema's id.
    layer
        Which layer of the file, where it has several.
    name
        What the layer will be called; else the schema's name, or the file's for a layer of no schema.
    mapping, epsg
        See `layers.reading.read_source`.

    Raises
    ------
    Problem
        The file cannot be read, nothing in it fits, or the dossier takes no dataset.
    Cancelled
        The user stopped.
    """
    if source.exists() and source.samefile(dossier.path):
        # GDAL must not open and close the file that is open here: see database.py.
        raise DossierError("{file} is the dossier itself. Choose another file to add.", file=source.name)
    wanted = schema(schema_id)
    result = read_source(source, wanted, layer=layer, epsg=epsg, mapping=mapping, progress=Span(progress, 0.0, 0.6))
    parts = (result, *result.others)
    cards = tuple(
        # The same features may have come as a layer of another kind before: here they are of this one.
        msgspec.structs.replace(
            dossier.add_dataset(
                part.frame,
                part.card,
                Span(progress, 0.6 + 0.4 * number / len(parts), 0.6 + 0.4 * (number + 1) / len(parts)),
            ),
            schema=schema_id,
        )
        for number, part in enumerate(parts)
    )
    if name:
        names = Names.same(name)
    elif schema_id == GENERIC:
        names = Names.same(layer or source.stem)
    else:
        names = wanted.names
    return Incoming(cards, names, result.report)


def made_layers(incoming: Incoming, beside: Iterable[Layer]) -> tuple[Layer, ...]:
    """Make the layers of what came in, each above those of `beside` that it belongs above."""
    rank = _rank_for(tuple(beside), incoming.cards[0].schema)
    return tuple(
        Layer(
            id=new_id(),
            sensitivity=schema(card.schema).sensitivity,
            names=incoming.names,
            dataset=card.hash,
            schema=card.schema,
            rank=rank + 0.001 * number,
        )
        for number, card in enumerate(incoming.cards)
    )


def add_layers(history: History, incoming: Incoming) -> tuple[Layer, ...]:
    """Put what came in on top of the other layers of its weight: one edit. For the thread that owns the history."""
    made = made_layers(incoming, history.document.layers)
    history.do(
        Label("Layer added: {name}", {"name": incoming.names}), *(put(history.document, layer) for layer in made)
    )
    return made


def import_layer(
    dossier: Dossier,
    history: History,
    source: Path,
    *,
    schema_id: str = GENERIC,
    layer: str | None = None,
    name: str | None = None,
    mapping: Mapping[str, str] | None = None,
    epsg: int | None = None,
    progress: Progress = _NOBODY,
) -> Imported:
    """Read a file and put it on the map: `read_layer`, then `add_layers`."""
    incoming = read_layer(
        dossier,
        source,
        schema_id=schema_id,
        layer=layer,
        name=name,
        mapping=mapping,
        epsg=epsg,
        progress=progress,
    )
    made = add_layers(history, incoming)
    return Imported(made[0], incoming.report, made[1:])


def refresh_layer(history: History, layer: Layer, incoming: Incoming) -> Layer:
    """Point a layer to newer data, with everything else of it kept; undo brings the older data back.

    Raises
    ------
    SchemaError
        The new data are of another schema.
    """
    card = incoming.cards[0]
    if card.schema != layer.schema:
        raise SchemaError(
            "The file holds a layer of another kind ({found}) than the one to refresh ({wanted}). Choose another "
            "file, or add it as a new layer.",
            found=card.schema,
            wanted=layer.schema,
        )
    fresh = msgspec.structs.replace(layer, dataset=card.hash)
    change: Change = put(history.document, fresh)
    history.do(Label("Layer refreshed: {name}", {"name": layer.names}), change)
    return fresh


def _rank_for(layers: tuple[Layer, ...], schema_id: str) -> float:
    """Give a rank on top of the layers of the same weight: the ground stays below what stands on it."""
    weight = schema(schema_id).rank
    below = [layer.rank for layer in layers if schema(layer.schema).rank <= weight]
    above = [layer.rank for layer in layers if schema(layer.schema).rank > weight]
    if not above:
        return top_rank(layers)
    floor = max(below, default=min(above) - 2.0)
    ceiling = min((rank for rank in above if rank > floor), default=floor + 2.0)
    return (floor + ceiling) / 2
