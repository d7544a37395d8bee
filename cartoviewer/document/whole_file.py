"""Adding all that a file holds: each of its layers recognised for what it is, and put where it belongs."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from cartoviewer.document.changes import put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Change, Label
from cartoviewer.document.history import History
from cartoviewer.document.importing import Incoming, made_layers, read_layer
from cartoviewer.document.layer import Layer
from layers.errors import Problem
from layers.progress import NoProgress, Progress, Span
from layers.reading import LayerDescription, describe_source
from layers.recognition import guessed_schema
from layers.report import Fault, ImportReport, Note
from layers.schema import GENERIC, schema, schemas
from resources.texts import Names

__all__ = ["AddedPart", "IncomingFile", "IncomingPart", "add_file", "filled_layers", "read_file"]

_NOBODY: Final = NoProgress()


@dataclass(frozen=True, slots=True)
class IncomingPart:
    """What came in of one layer of a file; `name` is its name there."""

    name: str
    incoming: Incoming


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """What came in of a file; `refused` tells of each layer that could not be read, by its name, why."""

    source: str
    parts: tuple[IncomingPart, ...]
    refused: tuple[tuple[str, Problem], ...] = ()

    @property
    def report(self) -> ImportReport:
        """The account of all layers as one; each row is told with the layer it stands in."""
        told = [(part.name, part.incoming.report) for part in self.parts]
        if len(told) == 1 and not self.refused:
            return told[0][1]
        return ImportReport(
            source=self.source,
            layer="",
            rows_read=sum(report.rows_read for _, report in told),
            rows_kept=sum(report.rows_kept for _, report in told),
            rows_set_aside=sum(report.rows_set_aside for _, report in told),
            faults=tuple(_in_layer(name, fault) for name, report in told for fault in report.faults),
            remarks=tuple(_in_layer(name, remark) for name, report in told for remark in report.remarks),
            notes=(
                *(note for name, problem in self.refused for note in _told(name, problem)),
                *(note for _, report in told for note in report.notes),
            ),
        )


@dataclass(frozen=True, slots=True)
class AddedPart:
    """The layers that one layer of a file became."""

    part: IncomingPart
    layers: tuple[Layer, ...]


def filled_layers(source: Path) -> tuple[LayerDescription, ...]:
    """Give the layers of a file that hold something; a file with one layer gives it in any case.

    Raises
    ------
    SourceError
        The file cannot be opened.
    """
    found = describe_source(source).layers
    return tuple(each for each in found if each.count or len(found) == 1)


def read_file(dossier: Dossier, source: Path, progress: Progress = _NOBODY) -> IncomingFile:
    """Read every layer of a file as what its name, columns and geometry say it is. For a working thread.

    A layer that cannot be read does not keep the others out.

    Raises
    ------
    Problem
        The file cannot be opened, or nothing in it can be read.
    Cancelled
        The user stopped.
    """
    found = filled_layers(source)
    parts: list[IncomingPart] = []
    refused: list[tuple[str, Problem]] = []
    for number, described in enumerate(found):
        span = Span(progress, number / len(found), (number + 1) / len(found))
        recognised = guessed_schema(described, source.stem)
        layer = described.name if len(found) > 1 else None
        try:
            incoming = read_layer(dossier, source, schema_id=recognised, layer=layer, progress=span)
        except Problem as problem:
            refused.append((described.name, problem))
            continue
        parts.append(IncomingPart(described.name, incoming))
    if not parts and refused:
        raise refused[0][1]
    return IncomingFile(source.name, tuple(_told_apart(part, parts) for part in parts), tuple(refused))


def add_file(history: History, file: IncomingFile) -> tuple[AddedPart, ...]:
    """Put what came in of a file on the map: one edit. For the thread that owns the history.

    What is not recognised among several layers comes in hidden, and so does what a better layer shows already:
    a map of all of it would be a heap. Where a better layer comes in, the lesser one on the map is hidden.
    """
    document = history.document
    added: list[AddedPart] = []
    layers: list[Layer] = []
    several = len(file.parts) > 1
    shown = {layer.schema for layer in document.layers if layer.visible}
    known = [schemas().get(each) for each in shown | {part.incoming.cards[0].schema for part in file.parts}]
    replaced = {lesser for each in known if each is not None for lesser in each.replaces}
    for part in file.parts:
        made = made_layers(part.incoming, (*document.layers, *layers))
        kind = part.incoming.cards[0].schema
        if several and (kind == GENERIC or kind in replaced):
            made = tuple(msgspec.structs.replace(layer, visible=False) for layer in made)
        layers += made
        added.append(AddedPart(part, made))
    changes = [*_hidden(document, replaced), *(put(document, layer) for layer in layers)]
    if several:
        label = Label("Layers added from {file}: {n}", {"file": file.source, "n": str(len(layers))})
    else:
        label = Label("Layer added: {name}", {"name": file.parts[0].incoming.names})
    history.do(label, *changes)
    return tuple(added)


def _in_layer(name: str, fault: Fault) -> Fault:
    return msgspec.structs.replace(fault, field=f"{name}: {fault.field}" if fault.field else name)


def _told(name: str, problem: Problem) -> tuple[Note, Note]:
    """Tell that a layer was left out, and why."""
    values = {key: value if isinstance(value, int | float) else str(value) for key, value in problem.values.items()}
    return Note("{name} was left out.", {"name": name}), Note(problem.text, values)


def _hidden(document: MapDocument, replaced: set[str]) -> list[Change]:
    """Hide the layers of a document that a better one replaces and nobody has given a look of its own."""
    return [
        put(document, msgspec.structs.replace(layer, visible=False))
        for layer in document.layers
        if layer.schema in replaced and layer.visible and layer.symbology is None
    ]


def _told_apart(part: IncomingPart, parts: list[IncomingPart]) -> IncomingPart:
    """Add the name of a file's layer to the names of its kind where the plainest layer of that kind is another."""
    kind = schema(part.incoming.cards[0].schema)
    alike = [each for each in parts if each.incoming.cards[0].schema == kind.id]
    plainest = min(alike, key=lambda each: kind.kinds.index(each.incoming.cards[0].kind))
    if kind.id == GENERIC or part is plainest:
        return part
    names = part.incoming.names
    apart = Names(*(f"{name} ({part.name})" for name in (names.fr, names.nl, names.en)))
    return replace(part, incoming=replace(part.incoming, names=apart))
