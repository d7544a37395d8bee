"""The layouts of a dossier: listing them, sharing them as files, and laying sheets out on them."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from bnip.layout import Layout, SheetTemplate
from cartoviewer.cli.sheet_options import AudienceOption
from cartoviewer.cli.sheets import find_sheet
from cartoviewer.cli.surface import Surface, UsageProblem, audience_of, author
from cartoviewer.document.changes import put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.document.layouts import new_layout, sheets_on, without_layout
from cartoviewer.export.layout_leaving import layout_file
from cartoviewer.export.writing import written_safely
from cartoviewer.render.layout_reading import read_whole_layout
from cartoviewer.scene.layout_file import layout_level
from cartoviewer.scene.layout_parts import kinds_of, parts_of
from cartoviewer.scene.piece_kinds import KIND_NAMES
from cartoviewer.scene.template import sheet_templates
from layers.errors import Problem
from resources.texts import Names, Texts

__all__ = ["LayoutProblem", "layout"]


class LayoutProblem(Problem):
    """A layout is not there, or its name fits several."""


def layout(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    which: Annotated[
        str | None,
        typer.Argument(metavar="[LAYOUT]", help="The layout’s id or name, or a template of the program."),
    ] = None,
    out: Annotated[
        Path | None, typer.Argument(metavar="[OUT.toml]", help="Write it as a file for other dossiers.")
    ] = None,
    add: Annotated[
        Path | None, typer.Option("--add", metavar="FILE", help="Take a layout from a TOML file into the dossier.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What the layout taken in is to be called.")] = None,
    sheet: Annotated[
        list[str] | None,
        typer.Option("--sheet", metavar="SHEET", help="Lay this sheet out on it; repeatable."),
    ] = None,
    delete: Annotated[
        bool, typer.Option("--delete", help="Take the layout away; its sheets go back to their template.")
    ] = False,
    audience: AudienceOption = "internal",
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """List the layouts of a dossier, write one as a file, take one in, or lay sheets out on it."""
    surface: Surface = context.obj
    if add is not None and (which or delete):
        raise UsageProblem("{one} and {other} cannot go together: choose one.", one="--add", other="LAYOUT")
    if name is not None and add is None:
        raise UsageProblem("{option} belongs to {to}.", option="--name", to="--add")
    if (delete or sheet) and not (which or add):
        raise UsageProblem("Say which layout: its id or its name.")
    changes = add is not None or bool(sheet) or delete
    with Dossier.open(dossier, read_only=not changes) as opened:
        history = History(opened.log, author())
        if add is not None:
            which = _taken_in(history, add, name, surface.texts).id
        document = history.document
        chosen = _chosen(document, which) if which else None
        if out is not None and chosen is not None:
            with written_safely(out) as scratch:
                template = chosen if isinstance(chosen, Layout) else _arrangement(chosen)
                scratch.write_bytes(layout_file(template, document, audience_of(audience)).data)
        if sheet and chosen is not None:
            _lay_out(history, chosen, sheet)
        if delete and chosen is not None:
            if not isinstance(chosen, Layout):
                raise LayoutProblem("A template of the program cannot be deleted.")
            label = Label("Deleted layout {name}", {"name": chosen.names})
            history.do(label, *without_layout(history.document, chosen))
        document = history.document
    there = document.of(Layout) if chosen is None else (chosen,)
    facts = [_facts(each, document, surface.texts) for each in there if not delete]
    if as_json:
        surface.hand_over({"dossier": str(dossier), "layouts": facts, **({"path": str(out)} if out else {})})
    elif out is not None:
        surface.say(surface.texts("Written: {name}.", name=out))
    elif facts:
        surface.table([(f["id"], f["name"], f["page"], ", ".join(f["sheets"])) for f in facts], frozenset())
    else:
        surface.say(
            surface.texts("Deleted.")
            if delete
            else surface.texts("The dossier has no layout of its own. Take one in with --add, or arrange a sheet.")
        )


def _taken_in(history: History, path: Path, name: str | None, texts: Texts) -> Layout:
    data = path.read_bytes()
    arrangement, pictures = read_whole_layout(data, path.name, texts)
    made = new_layout(Names.same(name) if name else arrangement.names, arrangement)
    made = msgspec.structs.replace(made, sensitivity=layout_level(data))
    document = history.document
    fresh = tuple(put(document, one) for one in pictures if one.id not in document)
    history.do(Label("Took in layout {name}", {"name": made.names}), put(document, made), *fresh)
    return made


def _lay_out(history: History, chosen: Layout | str, asked: list[str]) -> None:
    """Lay sheets out on a layout of the dossier or on a template; all of them are one edit."""
    document = history.document
    sheets = [find_sheet(document, one) for one in asked]
    if isinstance(chosen, Layout):
        after = [msgspec.structs.replace(one, layout=chosen.id) for one in sheets]
        names = chosen.names
    else:
        after = [msgspec.structs.replace(one, template=chosen, layout="") for one in sheets]
        names = sheet_templates()[chosen].names
    changed = [put(document, one) for one, before in zip(after, sheets, strict=True) if one != before]
    if not changed:
        return
    if len(sheets) == 1:
        label = Label("Laid sheet {name} out as {layout}", {"name": sheets[0].names, "layout": names})
    else:
        label = Label("Laid {n} sheets out as {layout}", {"n": str(len(sheets)), "layout": names})
    history.do(label, *changed)


def _chosen(document: MapDocument, asked: str) -> Layout | str:
    """Give the layout, or the name of a template, that is meant."""
    word = asked.strip().casefold()
    there = document.of(Layout)
    found = [each for each in there if each.id.casefold() == word]
    if not found:
        found = [one for one in there if word in (name.casefold() for name in _all(one.names))]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(each.id for each in found)
        raise LayoutProblem("“{asked}” fits several layouts: {ids}. Give one of these ids.", asked=asked, ids=ids)
    if word in sheet_templates():
        return word
    known = ", ".join([*(each.id for each in there), *sheet_templates()])
    raise LayoutProblem("There is no layout “{asked}”. Choose one of: {known}.", asked=asked, known=known)


def _all(names: Names) -> tuple[str, ...]:
    return (names.fr, names.nl, names.en)


def _arrangement(chosen: Layout | str) -> SheetTemplate:
    return chosen.arrangement if isinstance(chosen, Layout) else sheet_templates()[chosen]


def _facts(chosen: Layout | str, document: MapDocument, texts: Texts) -> dict[str, Any]:
    arrangement = _arrangement(chosen)
    own = isinstance(chosen, Layout)
    width, height = arrangement.page
    return {
        "id": chosen.id if isinstance(chosen, Layout) else chosen,
        "name": texts.name(chosen.names if isinstance(chosen, Layout) else arrangement.names),
        "own": own,
        "page": f"{width:g} × {height:g} mm",
        "sheets": [
            str(each.number) for each in sheets_on(document, chosen.id if isinstance(chosen, Layout) else "-")
        ],
        "pieces": [
            {"kind": kind, "name": texts(KIND_NAMES[kind])}
            for part in parts_of(arrangement)
            for kind in kinds_of(arrangement, part)
        ],
    }
