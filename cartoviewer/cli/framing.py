"""Laying sheets over the ground without a layout expert: one, a grid, one for each object, or along a line."""

import re
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from bnip.layout import Layout
from bnip.series import Each, Follow, Grid, Ground, PageOrder, Where
from bnip.sheet import Sheet
from cartoviewer.cli.frame_targets import is_called, target_of
from cartoviewer.cli.sheet_options import MomentOption, bound_moment
from cartoviewer.cli.surface import Surface, UsageProblem, author, point_of, sheet_language_of
from cartoviewer.document.changes import put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Change, Label
from cartoviewer.document.history import History
from cartoviewer.document.layer import Layer
from cartoviewer.scene.arrangement_choice import arrangement_called, layout_key
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.frame_fit import fitted
from cartoviewer.scene.framing_series import blank, numbered, template_for
from cartoviewer.scene.series import lines_to_follow
from cartoviewer.scene.series_again import new_series, relaid
from cartoviewer.scene.sheet_layout import arrangement_of
from layers.errors import Problem
from resources.texts import Names

__all__ = ["FramingProblem", "frame", "layer_called"]


class FramingProblem(Problem):
    """What sheets are to be laid over is not in the dossier."""


def frame(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier to add to.")],
    scale: Annotated[
        float | None, typer.Option(min=50, max=1_000_000, help="N of the scale 1:N; without it --fit finds one.")
    ] = None,
    paper: Annotated[str, typer.Option("--format", help="The paper: A5, A4, A3, A2, A1 or A0.")] = "A3",
    upright: Annotated[bool, typer.Option("--upright", help="The paper stands instead of lying.")] = False,
    layout: Annotated[
        str | None, typer.Option(help="A layout of the dossier, in the place of a paper of the program.")
    ] = None,
    at: Annotated[str | None, typer.Option(help="X,Y of the middle, metres in Lambert 72.")] = None,
    fit: Annotated[
        str | None,
        typer.Option(metavar="LAYER|DRAWING|X1,Y1,X2,Y2", help="What is to be whole on the sheet, with a margin."),
    ] = None,
    rotation: Annotated[
        float, typer.Option(min=-360, max=360, help="Degrees clockwise from grid north to the top of the map.")
    ] = 0.0,
    turned: Annotated[
        bool,
        typer.Option(
            "--turned",
            help="Turn each map: what is fitted is as large as can be, a route runs along its sheets.",
        ),
    ] = False,
    grid: Annotated[str | None, typer.Option(help="COLUMNSxROWS sheets side by side, around --at.")] = None,
    each: Annotated[str | None, typer.Option(help="A layer: one sheet for each of its objects.")] = None,
    where: Annotated[
        str | None, typer.Option(metavar="FIELD=TEXT", help="With --each: only objects whose field holds a text.")
    ] = None,
    whole: Annotated[
        bool,
        typer.Option("--whole", help="With --each: a smaller scale where an object is too large for the sheet."),
    ] = False,
    together: Annotated[
        bool, typer.Option("--together", help="With --each: one sheet for objects of the same name.")
    ] = False,
    name_fr: Annotated[
        str, typer.Option("--name-field", help="With --each: the column with the name in French.")
    ] = "",
    name_nl: Annotated[
        str, typer.Option("--name-field-nl", help="With --each: the column with the name in Dutch.")
    ] = "",
    route: Annotated[
        str | None, typer.Option(help="A route or a drawn line of the dossier: sheets along it.")
    ] = None,
    overlap: Annotated[
        float, typer.Option(min=0, max=60, help="How far neighbours overlap, millimetres on paper.")
    ] = 10.0,
    order: Annotated[
        str | None,
        typer.Option(
            metavar="ORDER",
            help="Of the pages. --each: name, layer, north, west; --grid: rows, columns, snake; --route: forward, "
            "backward.",
        ),
    ] = None,
    squares: Annotated[
        bool, typer.Option("--squares", help="Letters and figures for the squares of the grid.")
    ] = False,
    mgrs: Annotated[bool, typer.Option("--mgrs", help="The lines of the MGRS with their figures.")] = False,
    title: Annotated[str, typer.Option(help="The title in French, or in every language.")] = "",
    title_nl: Annotated[str, typer.Option("--title-nl", help="The title in Dutch.")] = "",
    title_en: Annotated[str, typer.Option("--title-en", help="The title in English.")] = "",
    moment: MomentOption = None,
    table: Annotated[
        str | None, typer.Option(help="A layer whose objects in the frame are listed on the sheet.")
    ] = None,
    language: Annotated[str, typer.Option(help="The language of the sheets: fr, nl, fr+nl or en.")] = "fr+nl",
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Lay sheets over the ground: one at a place or fitted, a grid, one for each object, or along a line."""
    surface: Surface = context.obj
    asked = (("--fit", fit), ("--grid", grid), ("--each", each), ("--route", route))
    ways = [name for name, value in asked if value]
    if fit and at:
        ways.append("--at")
    if len(ways) > 1:
        raise UsageProblem("{one} and {other} cannot go together: choose one.", one=ways[0], other=ways[1])
    if at is None and not (each or route or fit):
        raise UsageProblem("Say where the sheet lies: --at X,Y, --fit, --each LAYER or --route ROUTE.")
    if turned and (not (fit or route or (each and whole)) or rotation):
        raise UsageProblem(
            "--turned finds the best turn of --fit, of --route, and of --each with --whole; else give --rotation."
        )
    if scale is None and not fit:
        raise UsageProblem("Say at which scale: --scale N. Only --fit finds one by itself.")
    if order is not None and not (grid or each or route):
        raise UsageProblem("{option} belongs to {to}.", option="--order", to="--grid, --each, --route")
    chosen = _where(where)
    if not each and (chosen or whole or together or name_fr or name_nl):
        raise UsageProblem(
            "--where, --whole, --together and --name-field choose among the objects of --each LAYER."
        )
    centre = point_of(at) if at is not None else (0.0, 0.0)
    spoken = sheet_language_of(language)
    with Dossier.open(dossier) as opened:
        history = History(opened.log, author())
        document = history.document
        names = Names(title, title_nl, title_en) if title_nl or title_en else Names.same(title)
        first = blank(document, template_for(paper, upright=upright), centre, scale or 0.0, names)
        if layout:
            laid_on = arrangement_called(layout_key(layout_called(document, layout)), document)
            first = msgspec.structs.replace(first, **laid_on)
        first = msgspec.structs.replace(
            first,
            language=spoken,
            search_grid=squares,
            mgrs=mgrs,
            rotation=rotation % 360.0,
            table=layer_called(document, table).id if table else "",
            moment=bound_moment(moment, opened.log) if moment else None,
        )
        ground: Ground | None = None
        if fit:
            target = target_of(document, opened.datasets, fit)
            strict = max(first.sensitivity, target.sensitivity)
            called = names if names != Names() else target.names
            first = msgspec.structs.replace(first, names=called, sensitivity=strict)
            first = fitted(first, target.points, document, turned=turned, scale=scale)
        elif each:
            layer = layer_called(document, each)
            ground = Each(layer.id, Names(name_fr, name_nl), chosen, fit=whole, together=together, turned=turned)
        elif route:
            ground = Follow(_line(document, route), turned=turned)
        elif grid:
            ground = Grid(*_grid(grid))
        if ground is None:
            made = numbered((first,), document.of(Sheet))
            edit: tuple[Label, tuple[Change, ...]] = (
                Label("New sheet {name}", {"name": made[0].names}),
                (put(document, made[0]),),
            )
        else:
            series = new_series(ground, first, document, overlap, _order(order, ground))
            laid = relaid(series, document, opened.datasets)
            made, edit = laid.sheets, (laid.label, laid.changes(document))
        for one in made:
            sheet_view(one, arrangement_of(one, document))
        history.do(edit[0], *edit[1])
    _tell(surface, dossier, made, as_json=as_json)


def _tell(surface: Surface, dossier: Path, made: tuple[Sheet, ...], *, as_json: bool) -> None:
    texts = surface.texts
    if as_json:
        told = [
            {
                "id": one.id,
                "number": one.number,
                "name": texts.name(one.names),
                "template": one.template,
                "scale": one.scale,
                "rotation": one.rotation,
                "centre": list(one.centre),
            }
            for one in made
        ]
        surface.hand_over({"dossier": str(dossier), "sheets": told})
        return
    surface.say(texts.plural("{n} sheet laid.", "{n} sheets laid.", len(made)))
    rows: list[tuple[str, ...]] = [
        (str(one.number), one.id, f"1:{one.scale:.0f}", texts.name(one.names)) for one in made
    ]
    surface.table(rows, frozenset({0}))


def _order(asked: str | None, ground: Ground) -> PageOrder | None:
    if asked is None:
        return None
    word = asked.strip().casefold()
    if word not in list(ground.orders):
        raise UsageProblem(
            "“{asked}” is no order of these pages. Choose one of: {known}.",
            asked=asked,
            known=", ".join(ground.orders),
        )
    return PageOrder(word)


def _where(asked: str | None) -> Where | None:
    if asked is None:
        return None
    field, sign, text = asked.partition("=")
    if not sign or not field.strip() or not text.strip():
        raise UsageProblem("“{asked}” is not FIELD=TEXT. Write it as kind=hospital.", asked=asked)
    return Where(field.strip(), text.strip())


def _grid(asked: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9]\d?)[x×]([1-9]\d?)", asked.strip().lower())
    if found is None:
        raise UsageProblem("“{asked}” is not COLUMNSxROWS. Write it as 3x2.", asked=asked)
    return int(found[1]), int(found[2])


def layer_called(document: MapDocument, asked: str) -> Layer:
    """Give the layer with this id, name in any language, or schema.

    Raises
    ------
    FramingProblem
        The dossier has none.
    """
    for layer in document.layers:
        if is_called(layer, layer.names, asked) or layer.schema == asked.strip().casefold():
            return layer
    known = ", ".join(layer.names.en or layer.names.fr or layer.names.nl for layer in document.layers)
    raise FramingProblem("There is no layer “{asked}”. The layers are: {known}.", asked=asked, known=known)


def layout_called(document: MapDocument, asked: str) -> Layout:
    """Give the layout of the dossier with this id, or name in any language.

    Raises
    ------
    FramingProblem
        The dossier has none, or several of that name.
    """
    found = [layout for layout in document.of(Layout) if is_called(layout, layout.names, asked)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(each.id for each in (found or document.of(Layout))) or "–"
    raise FramingProblem("There is no layout “{asked}”. Choose one of: {known}.", asked=asked, known=known)


def _line(document: MapDocument, asked: str) -> str:
    for line in lines_to_follow(document):
        if is_called(line, line.names, asked):
            return line.id
    raise FramingProblem("There is no route “{asked}” in the dossier. Draw one, or give its name.", asked=asked)
