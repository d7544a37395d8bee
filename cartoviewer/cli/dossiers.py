"""The dossier as a whole: making one, telling what is in it, and checking its log."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bnip.sheet import Sheet
from cartoviewer.cli.surface import Surface, UsageProblem
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.errors import DossierError
from cartoviewer.document.log import LogEntry
from layers.dataset import DatasetCard
from layers.errors import Problem
from resources.texts import Language, Texts

__all__ = ["ChainProblem", "info", "log", "new"]

_ENGLISH = Texts(Language.EN)


class ChainProblem(Problem):
    """The log of a dossier is not as it was written."""


def new(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The file to make, ending in .gpkg.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Make an empty dossier."""
    surface: Surface = context.obj
    if dossier.suffix.lower() != ".gpkg":
        raise UsageProblem("“{name}” does not end in .gpkg.", name=dossier.name)
    if not dossier.absolute().parent.is_dir():
        raise DossierError(
            "The folder {folder} does not exist: “{name}” was not written. Choose another folder.",
            folder=str(dossier.absolute().parent),
            name=dossier.name,
        )
    with Dossier.create(dossier) as made:
        if as_json:
            surface.hand_over({"dossier": str(dossier), "id": made.id})
        else:
            surface.say(surface.texts("Made the dossier {path}.", path=dossier))


def info(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier to tell about.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Tell the layers, records, sheets and the length of the log."""
    surface: Surface = context.obj
    with Dossier.open(dossier, read_only=True) as opened:
        document = opened.log.fold()
        facts = _facts(dossier, opened, document, surface.texts)
    if as_json:
        surface.hand_over(facts)
    else:
        _tell(facts, surface)


def _facts(path: Path, opened: Dossier, document: MapDocument, texts: Texts) -> dict[str, Any]:
    cards = {card.hash: card for card in opened.cards()}
    records: dict[str, int] = {}
    for record in document:
        kind = type(record).__name__.lower()
        records[kind] = records.get(kind, 0) + 1
    operation = document.operation
    return {
        "dossier": str(path),
        "id": opened.id,
        "operation": texts.name(operation.names) if operation else None,
        "exercise": document.is_exercise,
        "phase": operation.phase.value if operation else None,
        "layers": [
            {
                "id": layer.id,
                "name": texts.name(layer.names),
                "names": {"fr": layer.names.fr, "nl": layer.names.nl, "en": layer.names.en},
                "schema": layer.schema,
                "visible": layer.visible,
                "sensitivity": layer.sensitivity.marking,
                "hash": layer.dataset,
                **_card_facts(cards.get(layer.dataset)),
            }
            for layer in document.layers
        ],
        "records": records,
        "sheets": [_sheet_facts(sheet, texts) for sheet in document.of(Sheet)],
        "log_length": len(opened.log),
        "chain": "ok" if opened.log.check().ok else "broken",
    }


def _card_facts(card: DatasetCard | None) -> dict[str, Any]:
    if card is None:
        return {"geometry": None, "count": None, "crs": None, "date": None, "source": None, "credit": None}
    return {
        "geometry": card.kind.value,
        "count": card.count,
        "crs": f"EPSG:{card.epsg}",
        "date": card.date.isoformat() if card.date else None,
        "imported": card.imported.isoformat(),
        "source": card.source,
        "credit": card.credit,
    }


def _sheet_facts(sheet: Sheet, texts: Texts) -> dict[str, Any]:
    return {
        "id": sheet.id,
        "name": texts.name(sheet.names),
        "template": sheet.template,
        "scale": sheet.scale,
        "rotation": sheet.rotation,
        "number": sheet.number,
        "language": sheet.language.value,
    }


def _tell(facts: dict[str, Any], surface: Surface) -> None:
    texts = surface.texts
    surface.say(facts["operation"] or facts["dossier"])
    heads = ("Layer", "Schema", "Geometry", "Count", "CRS", "Date", "Sensitivity", "Hash")
    rows = [
        tuple(texts(head) for head in heads),
        *(
            (
                layer["name"],
                layer["schema"],
                layer["geometry"] or "–",
                "–" if layer["count"] is None else str(layer["count"]),
                layer["crs"] or "–",
                layer["date"] or "–",
                layer["sensitivity"],
                layer["hash"][:12],
            )
            for layer in reversed(facts["layers"])
        ),
    ]
    surface.say()
    surface.table(rows, frozenset({3}))
    surface.say()
    counts = ", ".join(f"{kind} {count}" for kind, count in sorted(facts["records"].items())) or "–"
    surface.say(texts("Records: {counts}", counts=counts))
    for sheet in facts["sheets"]:
        surface.say(
            texts("Sheet {number}: {name} ({template}, 1:{scale})", **{**sheet, "scale": f"{sheet['scale']:.0f}"})
        )
    surface.say(texts.plural("The log has {n} edit.", "The log has {n} edits.", facts["log_length"]))
    if facts["chain"] != "ok":
        surface.say(texts("The log was altered: “cartoviewer log” tells where. Go back to a copy."))


def log(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier whose log is listed and checked.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """List the edits, then follow the chain of hashes; a broken chain ends with exit status 1."""
    surface: Surface = context.obj
    with Dossier.open(dossier, read_only=True) as opened:
        check = opened.log.check()
        # A row that cannot be read ends the list; the check has already told where.
        entries: list[LogEntry] = []
        try:
            entries.extend(opened.log.entries())
        except Problem:
            if check.ok:
                raise
    if as_json:
        surface.hand_over(
            {
                "dossier": str(dossier),
                "entries": [_entry_facts(entry, surface.texts) for entry in entries],
                "length": check.entries,
                "chain": "ok" if check.ok else "broken",
                "faults": [{"position": fault.position, "kind": fault.kind} for fault in check.faults],
            }
        )
    else:
        surface.table(
            [
                (
                    str(entry.position),
                    surface.texts.moment(entry.edit.moment, seconds=True),
                    entry.edit.author,
                    entry.edit.write(surface.texts),
                    entry.hash[:12],
                )
                for entry in entries
            ],
            frozenset({0}),
        )
        if check.ok:
            surface.say(
                surface.texts.plural(
                    "The chain of hashes is whole: {n} edit.",
                    "The chain of hashes is whole: {n} edits.",
                    check.entries,
                )
            )
    if not check.ok:
        first = check.faults[0]
        raise ChainProblem(
            "The log of {file} was altered: edit {position} is not as it was written ({kind}; {count} in all). "
            "Keep this file as it is and go back to a copy.",
            file=dossier.name,
            position=first.position,
            kind=surface.texts(first.kind),
            count=len(check.faults),
        )


def _entry_facts(entry: LogEntry, texts: Texts) -> dict[str, Any]:
    edit = entry.edit
    return {
        "position": entry.position,
        "moment": edit.moment.isoformat(),
        "author": edit.author,
        "label": edit.write(texts),
        "id": edit.id,
        "records": [change.record_id for change in edit.changes],
        "undoes": edit.undoes or None,
        "redoes": edit.redoes or None,
        "hash": entry.hash,
    }
