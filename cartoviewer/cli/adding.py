"""Adding a file to a dossier, with the account of what was kept and what was set aside."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cartoviewer.cli.framing import layer_called
from cartoviewer.cli.surface import Surface, UsageProblem, author
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.history import History
from cartoviewer.document.importing import import_layer, refresh_layer
from cartoviewer.document.layer import Layer
from cartoviewer.document.refreshing import newer_data
from cartoviewer.document.whole_file import AddedPart, IncomingFile, add_file, filled_layers, read_file
from layers.crs import epsg_of
from layers.recognition import guessed_schema
from layers.report import Fault, ImportReport
from layers.schema import GENERIC, schema
from resources.texts import Texts

__all__ = ["add"]

_SHOWN = 20


def add(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier to add to.")],
    source: Annotated[
        Path, typer.Argument(help="GeoPackage, GeoJSON, Shapefile (zipped too), CSV, Excel, GPX or KML.")
    ],
    schema_id: Annotated[
        str | None,
        typer.Option("--schema", help="What the layer is: shelter, depot, street, …; without it, as recognised."),
    ] = None,
    layer: Annotated[
        str | None,
        typer.Option("--layer", help="Which layer of the file; without it, all."),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What the layer is called.")] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="FIELD=COLUMN: which column of the file holds a field.")
    ] = None,
    crs: Annotated[
        str | None, typer.Option("--crs", help="The coordinate system of the file, as an EPSG code: 31370.")
    ] = None,
    refresh: Annotated[
        str | None,
        typer.Option(metavar="LAYER", help="Give this layer of the dossier the file’s objects; its style stays."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Read a file, put what fits on the map, and tell what was set aside and why."""
    surface: Surface = context.obj
    # What is wrong with the words is told before any file is touched.
    if schema_id is not None:
        schema(schema_id)
    wanted = _mapping(mapping or [])
    epsg = _epsg(crs)
    if refresh is not None and (schema_id or name):
        raise UsageProblem(
            "{one} and {other} cannot go together: choose one.", one="--refresh", other="--schema, --name"
        )
    with Dossier.open(dossier) as opened:
        history = History(opened.log, author())
        if refresh is not None:
            found = layer_called(history.document, refresh)
            newer = newer_data(
                opened, found, source, surface.progress(), part=layer, mapping=wanted or None, epsg=epsg
            )
            fresh = refresh_layer(history, found, newer)
            if as_json:
                surface.hand_over({"dossier": str(dossier), **_facts((fresh,), newer.report, surface.texts)})
            else:
                _tell(newer.report, surface.texts.name(fresh.names), surface)
            return
        if schema_id is None and layer is None and name is None and not wanted and epsg is None:
            file = read_file(opened, source, surface.progress())
            before = [layer for layer in history.document.layers if layer.visible]
            _tell_file(dossier, file, add_file(history, file), surface, as_json=as_json)
            after = history.document
            gone = [layer.names for layer in before if not _is_visible(after.get(layer.id))]
            if gone and not as_json:
                names = ", ".join(map(surface.texts.name, gone))
                surface.say(surface.texts("Hidden, since what came in shows the same: {names}.", names=names))
            return
        imported = import_layer(
            opened,
            history,
            source,
            schema_id=schema_id or _recognised(source, layer),
            layer=layer,
            name=name,
            mapping=wanted or None,
            epsg=epsg,
            progress=surface.progress(),
        )
    made = (imported.layer, *imported.others)
    if as_json:
        surface.hand_over({"dossier": str(dossier), **_facts(made, imported.report, surface.texts)})
    else:
        _tell(imported.report, surface.texts.name(imported.layer.names), surface)


def _is_visible(record: object) -> bool:
    return isinstance(record, Layer) and record.visible


def _recognised(source: Path, layer: str | None) -> str:
    """Give what a layer of a file is, by its name, columns and geometry."""
    found = filled_layers(source)
    chosen = [each for each in found if layer is None or each.name.casefold() == layer.casefold()]
    return guessed_schema(chosen[0], source.stem) if len(chosen) == 1 else GENERIC


def _facts(made: tuple[Layer, ...], report: ImportReport, texts: Texts) -> dict[str, Any]:
    return {
        "layer": made[0].id,
        "layers": [
            {"id": each.id, "name": texts.name(each.names), "hash": each.dataset, "visible": each.visible}
            for each in made
        ],
        "schema": made[0].schema,
        **_account(report, texts),
    }


def _tell_file(
    dossier: Path, file: IncomingFile, added: tuple[AddedPart, ...], surface: Surface, *, as_json: bool
) -> None:
    """Tell what became of each layer of a file; of a file with one layer as of that layer."""
    texts = surface.texts
    if len(added) == 1 and not file.refused:
        (only,) = added
        if as_json:
            surface.hand_over({"dossier": str(dossier), **_facts(only.layers, only.part.incoming.report, texts)})
        else:
            _tell(only.part.incoming.report, texts.name(only.layers[0].names), surface)
        return
    refused = [(name, texts(problem.text, **problem.values)) for name, problem in file.refused]
    if as_json:
        parts = [_facts(each.layers, each.part.incoming.report, texts) | {"name": each.part.name} for each in added]
        surface.hand_over(
            {
                "dossier": str(dossier),
                "source": file.source,
                "parts": parts,
                "refused": [{"name": name, "reason": reason} for name, reason in refused],
            }
        )
        return
    for each in added:
        _tell(each.part.incoming.report, f"{each.part.name} → {texts.name(each.layers[0].names)}", surface)
        if not each.layers[0].visible:
            surface.say("  " + texts("Hidden for now: show it in the list of layers when it is needed."))
    for name, reason in refused:
        surface.say(texts("{name} was left out: {reason}", name=name, reason=reason))


def _mapping(words: list[str]) -> dict[str, str]:
    pairs = {}
    for word in words:
        field, sign, column = word.partition("=")
        if not (sign and field.strip() and column.strip()):
            raise UsageProblem("“{word}” is not FIELD=COLUMN, as in --map name_fr=NOM.", word=word)
        pairs[field.strip()] = column.strip()
    return pairs


def _epsg(crs: str | None) -> int | None:
    if crs is None:
        return None
    code = epsg_of(f"EPSG:{crs}" if crs.isdecimal() else crs)
    if code is None:
        raise UsageProblem("“{crs}” is not a coordinate system we know. Write --crs 31370.", crs=crs)
    return code


def _account(report: ImportReport, texts: Texts) -> dict[str, Any]:
    return {
        "source": report.source,
        "rows_read": report.rows_read,
        "rows_kept": report.rows_kept,
        "rows_set_aside": report.rows_set_aside,
        "set_aside": [_fault(fault, texts) for fault in report.faults],
        "remarks": [_fault(remark, texts) for remark in report.remarks],
        "notes": [note.written(texts) for note in report.notes],
    }


def _fault(fault: Fault, texts: Texts) -> dict[str, Any]:
    return {
        "row": fault.row,
        "field": fault.field,
        "value": fault.value,
        "reason": fault.reason.written(texts),
    }


def _tell(report: ImportReport, name: str, surface: Surface) -> None:
    texts = surface.texts
    surface.say(
        texts.plural(
            "{name}: {n} row read, {kept} kept, {aside} set aside.",
            "{name}: {n} rows read, {kept} kept, {aside} set aside.",
            report.rows_read,
            name=name,
            kept=texts.number(report.rows_kept),
            aside=texts.number(report.rows_set_aside),
        )
    )
    for note in report.notes:
        surface.say("  " + note.written(texts))
    for title, faults in (("Set aside:", report.faults), ("Kept, but look at:", report.remarks)):
        if not faults:
            continue
        surface.say(texts(title))
        for fault in faults[:_SHOWN]:
            where = texts("row {row}", row=fault.row) if fault.row else texts("whole file")
            what = " ".join(part for part in (fault.field, f"“{fault.value}”" if fault.value else "") if part)
            surface.say(f"  {where}: {what + ': ' if what else ''}{fault.reason.written(texts)}")
        if len(faults) > _SHOWN:
            more = len(faults) - _SHOWN
            surface.say(
                "  " + texts.plural("and {n} more; --json lists all", "and {n} more; --json lists all", more)
            )
