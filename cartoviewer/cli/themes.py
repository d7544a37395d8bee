"""The themes of a dossier: named choices of layers for the maps of its sheets."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from bnip.theme import Theme, ThemeLayer
from cartoviewer.cli.sheets import find_sheet
from cartoviewer.cli.surface import Surface, UsageProblem, author
from cartoviewer.document.changes import new_id, put, remove
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.document.layer import Layer
from cartoviewer.scene.map_content import theme_taken
from layers.errors import Problem
from resources.texts import Names, Texts

__all__ = ["ThemeProblem", "theme"]


class ThemeProblem(Problem):
    """A theme or a layer is not there, or its name fits several."""


def theme(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    which: Annotated[str | None, typer.Argument(metavar="[THEME]", help="The theme’s id or name.")] = None,
    take: Annotated[
        bool, typer.Option("--take", help="Make it, or make it anew, of the layers that are visible now.")
    ] = False,
    layers: Annotated[
        list[str] | None,
        typer.Option(
            "--layer", metavar="LAYER[=OPACITY]", help="Make it of this layer; repeatable, from below upwards."
        ),
    ] = None,
    rename: Annotated[str | None, typer.Option("--rename", metavar="NAME", help="Call it this.")] = None,
    sheet: Annotated[
        list[str] | None, typer.Option("--sheet", metavar="SHEET", help="Let this sheet show it; repeatable.")
    ] = None,
    delete: Annotated[bool, typer.Option("--delete", help="Take the theme away.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """List the themes of a dossier, or make, rename and delete one."""
    surface: Surface = context.obj
    changes = take or bool(layers) or rename is not None or bool(sheet) or delete
    if changes and not which:
        raise UsageProblem("Say which theme: its id or its name.")
    if take and layers:
        raise UsageProblem("{one} and {other} cannot go together: choose one.", one="--take", other="--layer")
    with Dossier.open(dossier, read_only=not changes) as opened:
        history = History(opened.log, author())
        if which and (take or layers):
            _make(history, which, layers)
        if which and rename is not None:
            found = _chosen(history.document, which)
            label = Label("Theme {name} is now called {value}", {"name": found.names, "value": rename})
            history.do(label, put(history.document, msgspec.structs.replace(found, names=Names.same(rename))))
            which = found.id
        if which and sheet:
            _show_on(history, _chosen(history.document, which), sheet)
        if which and delete:
            found = _chosen(history.document, which)
            history.do(Label("Deleted theme {name}", {"name": found.names}), remove(history.document, found.id))
            which = None
        document = history.document
        shown = (_chosen(document, which),) if which else document.of(Theme)
    facts = [_facts(each, document, surface.texts) for each in shown]
    if as_json:
        surface.hand_over({"dossier": str(dossier), "themes": facts})
    elif facts:
        surface.table([(f["id"], f["name"], ", ".join(one["name"] for one in f["layers"])) for f in facts])
    else:
        surface.say(surface.texts("The dossier has no theme. Make one with --take or --layer."))


def _make(history: History, asked: str, layers: list[str] | None) -> None:
    """Make a theme of this name, or make the one there anew."""
    document = history.document
    before = _found(document, asked)
    made = theme_taken(
        before[0].id if before else new_id(), before[0].names if before else Names.same(asked), document
    )
    if layers:
        chosen = tuple(_layer(document, one) for one in layers)
        level = max(document_layer.sensitivity for document_layer, _ in chosen)
        kept = tuple(ThemeLayer(layer.id, opacity) for layer, opacity in chosen)
        made = msgspec.structs.replace(made, layers=kept, sensitivity=level)
    if before and made == before[0]:
        return
    text = "Theme {name} taken anew" if before else "New theme {name}"
    history.do(Label(text, {"name": made.names}), put(document, made))


def _show_on(history: History, chosen: Theme, asked: list[str]) -> None:
    for one in asked:
        document = history.document
        found = find_sheet(document, one)
        after = msgspec.structs.replace(found, theme=chosen.id)
        if after != found:
            history.do(Label("Sheet {name}: another theme", {"name": found.names}), put(document, after))


def _layer(document: MapDocument, asked: str) -> tuple[Layer, float]:
    """Read a layer by its id or name, and its opacity after `=`."""
    name, _, opacity = asked.partition("=")
    word = name.strip().casefold()
    found = [
        one
        for one in document.of(Layer)
        if word in (one.id.casefold(), one.names.fr.casefold(), one.names.nl.casefold(), one.names.en.casefold())
    ]
    if len(found) != 1:
        known = ", ".join(one.id for one in document.layers) or "–"
        raise ThemeProblem("There is no layer “{asked}”. The layers are: {known}.", asked=name, known=known)
    try:
        share = float(opacity) if opacity else 1.0
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise UsageProblem("“{value}” is no opacity: give a number from 0 to 1.", value=opacity)
    return found[0], share


def _found(document: MapDocument, asked: str) -> list[Theme]:
    word = asked.strip().casefold()
    return [
        one
        for one in document.of(Theme)
        if word in (one.id.casefold(), one.names.fr.casefold(), one.names.nl.casefold(), one.names.en.casefold())
    ]


def _chosen(document: MapDocument, asked: str) -> Theme:
    found = _found(document, asked)
    if len(found) == 1:
        return found[0]
    known = ", ".join(one.id for one in document.of(Theme)) or "–"
    if found:
        raise ThemeProblem("“{asked}” fits several themes: {ids}. Give one of these ids.", asked=asked, ids=known)
    raise ThemeProblem("There is no theme “{asked}”. The themes are: {known}.", asked=asked, known=known)


def _facts(each: Theme, document: MapDocument, texts: Texts) -> dict[str, Any]:
    layers = []
    for one in each.layers:
        layer = document.get(one.layer)
        name = texts.name(layer.names) if isinstance(layer, Layer) else one.layer
        layers.append({"id": one.layer, "name": name, "opacity": one.opacity, "there": isinstance(layer, Layer)})
    return {
        "id": each.id,
        "name": texts.name(each.names),
        "sensitivity": each.sensitivity.marking,
        "layers": layers,
    }
