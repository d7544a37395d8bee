"""Sheets laid on the map without a layout expert, and many of them bound into one PDF."""

import re
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from bnip.incident import Route
from bnip.sheet import Sheet
from cartoviewer.cli.frame_targets import is_called, target_of
from cartoviewer.cli.painting import ready_to_paint
from cartoviewer.cli.sheets import duplex_of, find_sheet, outcome_facts, published, tell_outcome
from cartoviewer.cli.surface import (
    Surface,
    UsageProblem,
    audience_of,
    author,
    point_of,
    position_or_moment,
    printed_at,
    sheet_language_of,
)
from cartoviewer.document.changes import put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History, utc_now
from cartoviewer.document.layer import Layer
from cartoviewer.export.binder import write_binder
from cartoviewer.export.sheet_gate import SheetStopped, overridden
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.frame_fit import fitted
from cartoviewer.scene.framing_series import along, blank, numbered, over_grid, per_object, template_for
from cartoviewer.scene.sheet_checks import Finding
from cartoviewer.scene.sheet_layout import arrangement_of
from layers.errors import Problem
from resources.texts import Names

__all__ = ["AtlasProblem", "binder", "frame"]


class AtlasProblem(Problem):
    """What sheets are to be laid over is not in the dossier."""


def frame(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier to add to.")],
    scale: Annotated[
        float | None, typer.Option(min=50, max=1_000_000, help="N of the scale 1:N; without it --fit finds one.")
    ] = None,
    paper: Annotated[str, typer.Option("--format", help="The paper: A5, A4, A3, A2, A1 or A0.")] = "A3",
    upright: Annotated[bool, typer.Option("--upright", help="The paper stands instead of lying.")] = False,
    at: Annotated[str | None, typer.Option(help="X,Y of the middle, metres in Lambert 72.")] = None,
    fit: Annotated[
        str | None,
        typer.Option(metavar="LAYER|DRAWING|X1,Y1,X2,Y2", help="What is to be whole on the sheet, with a margin."),
    ] = None,
    rotation: Annotated[
        float, typer.Option(min=-360, max=360, help="Degrees clockwise from grid north to the top of the map.")
    ] = 0.0,
    turned: Annotated[
        bool, typer.Option("--turned", help="Turn the map so that what is fitted is as large as can be.")
    ] = False,
    grid: Annotated[str | None, typer.Option(help="COLUMNSxROWS sheets side by side, around --at.")] = None,
    each: Annotated[str | None, typer.Option(help="A layer: one sheet for each of its objects.")] = None,
    route: Annotated[str | None, typer.Option(help="A route of the dossier: sheets along it.")] = None,
    squares: Annotated[
        bool, typer.Option("--squares", help="Letters and figures for the squares of the grid.")
    ] = False,
    mgrs: Annotated[bool, typer.Option("--mgrs", help="The lines of the MGRS with their figures.")] = False,
    title: Annotated[str, typer.Option(help="The title in French, or in every language.")] = "",
    title_nl: Annotated[str, typer.Option("--title-nl", help="The title in Dutch.")] = "",
    title_en: Annotated[str, typer.Option("--title-en", help="The title in English.")] = "",
    language: Annotated[str, typer.Option(help="The language of the sheets: fr, nl, fr+nl or en.")] = "fr+nl",
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Lay sheets over the ground: one at a place or fitted, a grid, one for each object, or along a route."""
    surface: Surface = context.obj
    asked = (("--fit", fit), ("--grid", grid), ("--each", each), ("--route", route))
    ways = [name for name, value in asked if value]
    if fit and at:
        ways.append("--at")
    if len(ways) > 1:
        raise UsageProblem("{one} and {other} cannot go together: choose one.", one=ways[0], other=ways[1])
    if at is None and not (each or route or fit):
        raise UsageProblem("Say where the sheet lies: --at X,Y, --fit, --each LAYER or --route ROUTE.")
    if turned and (not fit or rotation):
        raise UsageProblem("--turned finds the best turn of what --fit names; without it give --rotation.")
    if scale is None and not fit:
        raise UsageProblem("Say at which scale: --scale N. Only --fit finds one by itself.")
    centre = point_of(at) if at is not None else (0.0, 0.0)
    spoken = sheet_language_of(language)
    with Dossier.open(dossier) as opened:
        history = History(opened.log, author())
        document = history.document
        names = Names(title, title_nl, title_en) if title_nl or title_en else Names.same(title)
        first = blank(document, template_for(paper, upright=upright), centre, scale or 0.0, names)
        first = msgspec.structs.replace(
            first, language=spoken, search_grid=squares, mgrs=mgrs, rotation=rotation % 360.0
        )
        if fit:
            target = target_of(document, opened.datasets, fit)
            named = msgspec.structs.replace(
                first,
                names=names if names != Names() else target.names,
                sensitivity=max(first.sensitivity, target.sensitivity),
            )
            made: tuple[Sheet, ...] = (fitted(named, target.points, turned=turned, scale=scale),)
        elif each:
            made = per_object(first, _layer(document, each), opened.datasets)
        elif route:
            found = _route(document, route)
            strict = msgspec.structs.replace(first, sensitivity=max(first.sensitivity, found.sensitivity))
            made = along(strict, found.path)
        elif grid:
            made = over_grid(first, *_grid(grid))
        else:
            made = (first,)
        made = numbered(made, document.of(Sheet))
        for one in made:
            sheet_view(one, arrangement_of(one, document))
        label = (
            Label("New sheet {name}", {"name": made[0].names})
            if len(made) == 1
            else Label("Laid {n} sheets over the map", {"n": str(len(made))})
        )
        history.do(label, *(put(document, one) for one in made))
    texts = surface.texts
    if as_json:
        surface.hand_over(
            {
                "dossier": str(dossier),
                "sheets": [
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
                ],
            }
        )
    else:
        surface.say(texts.plural("{n} sheet laid.", "{n} sheets laid.", len(made)))
        surface.table([(str(one.number), one.id, texts.name(one.names)) for one in made], frozenset({0}))


def _grid(asked: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9]\d?)[x×]([1-9]\d?)", asked.strip().lower())
    if found is None:
        raise UsageProblem("“{asked}” is not COLUMNSxROWS. Write it as 3x2.", asked=asked)
    return int(found[1]), int(found[2])


def _layer(document: MapDocument, asked: str) -> Layer:
    for layer in document.layers:
        if is_called(layer, layer.names, asked) or layer.schema == asked.strip().casefold():
            return layer
    known = ", ".join(layer.names.en or layer.names.fr or layer.names.nl for layer in document.layers)
    raise AtlasProblem("There is no layer “{asked}”. The layers are: {known}.", asked=asked, known=known)


def _route(document: MapDocument, asked: str) -> Route:
    for route in document.of(Route):
        if is_called(route, route.names, asked):
            return route
    raise AtlasProblem("There is no route “{asked}” in the dossier. Draw one, or give its name.", asked=asked)


def binder(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    out: Annotated[Path, typer.Argument(help="The PDF to write.")],
    only: Annotated[list[str] | None, typer.Option("--sheet", help="Only this sheet; may be repeated.")] = None,
    audience: Annotated[
        str, typer.Option(help="For whom: public, partners or internal. What they may not see is left out.")
    ] = "internal",
    language: Annotated[
        str | None, typer.Option(help="fr, nl, fr+nl or en; without it the sheet's own language.")
    ] = None,
    at: Annotated[str | None, typer.Option(help="The map as it stood: a moment, or a position in the log.")] = None,
    printed: Annotated[str | None, typer.Option(help="The moment of printing; without it now.")] = None,
    duplex: Annotated[
        str | None, typer.Option(help="Both sides: none, long or short edge, or left: bound on the left.")
    ] = None,
    override: Annotated[
        str | None, typer.Option(metavar="REASON", help="Write it in spite of serious faults; the reason is kept.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Write the sheets of a dossier as one PDF: an index, then every sheet with its bookmark."""
    surface: Surface = context.obj
    if out.suffix.lower() != ".pdf":
        raise UsageProblem("“{name}” does not end in .pdf: a binder is a PDF.", name=out.name)
    viewers = audience_of(audience)
    spoken = sheet_language_of(language) if language else None
    moment = position_or_moment(at) if at else None
    when = printed_at(printed)
    both_sides = duplex_of(duplex)
    reason = (override or "").strip()
    if override is not None and not reason:
        raise UsageProblem("Say after --override why the sheet may leave the house all the same.")
    accepted: list[tuple[Sheet, tuple[Finding, ...]]] = []

    def judge(faults: list[tuple[Sheet, tuple[Finding, ...]]]) -> None:
        if faults and not reason:
            raise SheetStopped(tuple(each for _, found in faults for each in found), surface.texts)
        accepted.extend(faults)

    with Dossier.open(dossier, read_only=True) as opened:
        now = opened.log.fold()
        chosen = [find_sheet(now, word) for word in only] if only else sorted(now.of(Sheet), key=_order)
        if not chosen:
            raise AtlasProblem("The dossier has no sheets yet. Lay one with `cartoviewer frame`.")
        speaks = spoken or chosen[0].language
        publication = published(opened, viewers.value, speaks.value, moment)
        ready_to_paint()
        outcome = write_binder(
            publication,
            dossier,
            moment,
            chosen,
            out,
            printed=when,
            duplex=both_sides,
            progress=surface.progress(),
            judge=judge,
        )
    if accepted:
        # The processes that paint hold the dossier open for reading until they have ended.
        with Dossier.open(dossier) as opened:
            history = History(opened.log, author())
            edits = [overridden(history.document, one, found, reason, utc_now()) for one, found in accepted]
            history.do(edits[0][0], *(change for _, change in edits))
    if as_json:
        surface.hand_over({"sheets": [one.id for one in chosen], **outcome_facts(outcome, surface.texts)})
    else:
        tell_outcome(outcome, surface)


def _order(sheet: Sheet) -> tuple[int, str]:
    return sheet.number, sheet.id
