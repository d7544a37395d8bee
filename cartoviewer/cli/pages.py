"""Writing the map as one web page."""

from pathlib import Path
from typing import Annotated

import typer

from cartoviewer.cli.painting import ready_to_paint
from cartoviewer.cli.sheets import outcome_facts, published, tell_altered, tell_outcome
from cartoviewer.cli.surface import (
    Surface,
    UsageProblem,
    audience_of,
    position_or_moment,
    printed_at,
    sheet_language_of,
)
from cartoviewer.document.dossier import Dossier
from cartoviewer.export.page import write_html

__all__ = ["page"]


def page(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    out: Annotated[Path, typer.Argument(help="The page to write, ending in .html.")],
    audience: Annotated[
        str, typer.Option(help="For whom: public, partners or internal. What they may not see is left out.")
    ] = "public",
    language: Annotated[str, typer.Option(help="fr, nl, fr+nl or en.")] = "fr+nl",
    at: Annotated[str | None, typer.Option(help="The map as it stood: a moment, or a position in the log.")] = None,
    printed: Annotated[str | None, typer.Option(help="The moment of printing; without it now.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Write one HTML file that makes no request; without --audience it is for everyone."""
    surface: Surface = context.obj
    if out.suffix.lower() not in (".html", ".htm"):
        raise UsageProblem("“{name}” does not end in .html.", name=out.name)
    viewers, spoken = audience_of(audience), sheet_language_of(language)
    moment = position_or_moment(at) if at else None
    when = printed_at(printed)
    with Dossier.open(dossier, read_only=True) as opened:
        tell_altered(opened, surface)
        publication = published(opened, viewers.value, spoken.value, moment)
        ready_to_paint()
        outcome = write_html(publication, out, printed=when, progress=surface.progress())
    if as_json:
        surface.hand_over(outcome_facts(outcome, surface.texts))
    else:
        tell_outcome(outcome, surface)
