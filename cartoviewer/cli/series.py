"""The series of a dossier: listing them, laying one again after its layer or line has changed, and deleting one."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from bnip.series import Each, Series
from bnip.sheet import Sheet
from cartoviewer.cli.frame_targets import is_called
from cartoviewer.cli.framing import layer_called
from cartoviewer.cli.sheet_options import AsJson
from cartoviewer.cli.surface import Surface, UsageProblem, author
from cartoviewer.document.changes import remove
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.scene.series_again import Relaid, relaid, sheets_of
from layers.errors import Problem
from resources.texts import Texts

__all__ = ["SeriesProblem", "series"]


class SeriesProblem(Problem):
    """A series is not in the dossier, or its name fits several."""


def series(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    which: Annotated[
        str | None, typer.Argument(metavar="[SERIES]", help="The series’ id, or its name in any language.")
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Lay it again: sheets for new objects, none for those that have gone."),
    ] = False,
    layer: Annotated[
        str | None, typer.Option(help="With --again: the layer whose objects it is laid over from now on.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="With --again: keep sheets whose object has gone.")] = False,
    renumber: Annotated[
        bool, typer.Option("--renumber", help="With --again: number all its sheets anew in the order of the pages.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --again: tell what would be done, and do nothing.")
    ] = False,
    delete: Annotated[bool, typer.Option("--delete", help="Delete the series with all its sheets.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the series of sheets, lay one again after its layer has changed, or delete one."""
    surface: Surface = context.obj
    if (layer or keep or renumber or dry_run) and not again:
        raise UsageProblem(
            "{option} belongs to {to}.", option="--layer, --keep, --renumber, --dry-run", to="--again"
        )
    if again and delete:
        raise UsageProblem("{one} and {other} cannot go together: choose one.", one="--again", other="--delete")
    if (again or delete) and which is None:
        raise UsageProblem("Say which series: its id or its name.")
    with Dossier.open(dossier, read_only=dry_run or not (again or delete)) as opened:
        document = opened.log.fold()
        chosen = _chosen(document, which) if which is not None else None
        laid: Relaid | None = None
        if again and chosen is not None:
            if layer is not None:
                chosen = _over(chosen, layer_called(document, layer).id)
            laid = relaid(chosen, document, opened.datasets, keep_gone=keep, renumber=renumber)
            changes = laid.changes(document)
            if changes and not dry_run:
                History(opened.log, author()).do(laid.label, *changes)
        if delete and chosen is not None:
            gone = (*sheets_of(chosen, document), chosen)
            label = Label("Deleted series {name} with its sheets", {"name": chosen.names})
            History(opened.log, author()).do(label, *(remove(document, one.id) for one in gone))
    there = document.of(Series) if chosen is None else (chosen,)
    facts = [_facts(each, document, surface.texts) for each in there if not delete]
    if as_json:
        told: dict[str, Any] = {"dossier": str(dossier), "series": facts}
        surface.hand_over(told if laid is None else told | _told(laid, surface.texts))
    elif delete:
        surface.say(surface.texts("Deleted."))
    elif laid is not None:
        _say(laid, document, surface, dry_run=dry_run)
    elif facts:
        surface.table([(each["id"], each["name"], each["over"], str(len(each["sheets"]))) for each in facts])
    else:
        surface.say(surface.texts("The dossier has no series of sheets. Lay one with `cartoviewer frame`."))


def _over(asked: Series, layer: str) -> Series:
    """Give a series over the objects of another layer."""
    if not isinstance(asked.ground, Each):
        raise UsageProblem("{option} belongs to {to}.", option="--layer", to="--each")
    return msgspec.structs.replace(asked, ground=msgspec.structs.replace(asked.ground, layer=layer))


def _chosen(document: MapDocument, asked: str) -> Series:
    found = [each for each in document.of(Series) if is_called(each, each.names, asked)]
    if len(found) == 1:
        return found[0]
    ids = ", ".join(each.id for each in (found or document.of(Series))) or "–"
    if found:
        raise SeriesProblem("“{asked}” fits several series: {ids}. Give one of these ids.", asked=asked, ids=ids)
    raise SeriesProblem("There is no series “{asked}”. The series are: {ids}.", asked=asked, ids=ids)


def _facts(each: Series, document: MapDocument, texts: Texts) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": texts.name(each.names),
        "over": str(each.ground.__struct_config__.tag),
        "sheets": [sheet.id for sheet in sheets_of(each, document)],
    }


def _told(laid: Relaid, texts: Texts) -> dict[str, Any]:
    def listed(sheets: tuple[Sheet, ...]) -> list[dict[str, Any]]:
        return [{"id": one.id, "number": one.number, "name": texts.name(one.names)} for one in sheets]

    return {"added": listed(laid.added), "changed": listed(laid.changed), "deleted": listed(laid.gone)}


def _say(laid: Relaid, document: MapDocument, surface: Surface, *, dry_run: bool) -> None:
    texts = surface.texts
    if not laid.changes(document):
        surface.say(texts("The series is as it would be laid now: nothing was changed."))
        return
    if dry_run:
        surface.say(texts("Nothing was changed. It would be:"))
    surface.say(laid.label.write(texts))
    for sign, sheets in (("+", laid.added), ("~", laid.changed), ("-", laid.gone)):
        for one in sheets:
            surface.say(f"  {sign} {one.number}  {texts.name(one.names)}")
