"""Many sheets bound into one PDF."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from bnip.sheet import Sheet
from cartoviewer.cli.painting import ready_to_paint
from cartoviewer.cli.sheet_options import (
    AsJson,
    AtOption,
    AudienceOption,
    CopyOption,
    LanguageOption,
    OverrideOption,
    PrintedOption,
    reason_of,
)
from cartoviewer.cli.sheets import duplex_of, find_sheet, outcome_facts, published, tell_altered, tell_outcome
from cartoviewer.cli.surface import (
    Surface,
    UsageProblem,
    audience_of,
    author,
    position_or_moment,
    printed_at,
    sheet_language_of,
)
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.history import History, utc_now
from cartoviewer.export.binder import Parts, draw_binder
from cartoviewer.export.binder_pages import binder_crew
from cartoviewer.export.sheet_gate import SheetStopped, released
from cartoviewer.scene.tiling import OVERLAP_MM, Tiles
from layers.errors import Problem

__all__ = ["AtlasProblem", "binder"]


class AtlasProblem(Problem):
    """There is nothing to bind."""


def binder(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    out: Annotated[Path, typer.Argument(help="The PDF to write.")],
    only: Annotated[list[str] | None, typer.Option("--sheet", help="Only this sheet; may be repeated.")] = None,
    audience: AudienceOption = "internal",
    language: LanguageOption = None,
    at: AtOption = None,
    printed: PrintedOption = None,
    copy: CopyOption = None,
    without_plan: Annotated[bool, typer.Option("--no-plan", help="Leave out the pages of the plan.")] = False,
    without_index: Annotated[bool, typer.Option("--no-index", help="Leave out the index of the sheets.")] = False,
    without_streets: Annotated[
        bool, typer.Option("--no-streets", help="Leave out the index of the streets.")
    ] = False,
    duplex: Annotated[
        str | None, typer.Option(help="Both sides: none, long or short edge, or left: bound on the left.")
    ] = None,
    tiles: Annotated[
        str | None, typer.Option(metavar="A4|A3", help="Lay sheets that are larger over pages of this paper.")
    ] = None,
    overlap: Annotated[float, typer.Option(min=0, max=50, help="Millimetres that such pages share.")] = OVERLAP_MM,
    override: OverrideOption = None,
    as_json: AsJson = False,
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
    laid_over = Tiles(tiles, overlap) if tiles is not None else None
    reason = reason_of(override)
    with binder_crew() as crew, Dossier.open(dossier, read_only=True) as opened:
        now = opened.log.fold()
        chosen = [find_sheet(now, word) for word in only] if only else sorted(now.of(Sheet), key=_order)
        if not chosen:
            raise AtlasProblem("The dossier has no sheets yet. Lay one with `cartoviewer frame`.")
        if copy is not None:
            chosen = [msgspec.structs.replace(sheet, copy=copy.strip()) for sheet in chosen]
        speaks = spoken or chosen[0].language
        tell_altered(opened, surface)
        publication = published(opened, viewers.value, speaks.value, moment)
        ready_to_paint()
        parts = Parts(plan=not without_plan, index=not without_index, streets=not without_streets)
        drawn = draw_binder(
            publication,
            dossier,
            moment,
            chosen,
            printed=when,
            parts=parts,
            duplex=both_sides,
            tiles=laid_over,
            progress=surface.progress(),
            crew=crew,
        )
    if drawn.stopping:
        if not reason:
            raise SheetStopped(tuple(each for _, found in drawn.stopping for each in found), surface.texts)
        # The reason is in the log before the file is there. The processes that painted have let go of the dossier.
        with Dossier.open(dossier) as opened:
            history = History(opened.log, author())
            history.do(*released(history.document, drawn.stopping, reason, utc_now()))
    outcome = drawn.write(out, accepted=bool(reason))
    if as_json:
        surface.hand_over({"sheets": [one.id for one in chosen], **outcome_facts(outcome, surface.texts)})
    else:
        tell_outcome(outcome, surface)


def _order(sheet: Sheet) -> tuple[int, str]:
    return sheet.number, sheet.id
