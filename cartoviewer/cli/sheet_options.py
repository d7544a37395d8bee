"""The options that all commands about sheets share, each written once."""

from datetime import datetime
from typing import Annotated

import typer

from cartoviewer.cli.surface import UsageProblem, position_or_moment
from cartoviewer.document.log import Log
from layers.errors import Problem

__all__ = [
    "AsJson",
    "AtOption",
    "AudienceOption",
    "CopiesOption",
    "CopyOption",
    "LanguageOption",
    "MomentOption",
    "OverrideOption",
    "PrintedOption",
    "bound_moment",
    "reason_of",
]

AudienceOption = Annotated[
    str, typer.Option(help="For whom: public, partners or internal. What they may not see is left out.")
]
LanguageOption = Annotated[
    str | None, typer.Option(help="fr, nl, fr+nl or en; without it the sheet's own language.")
]
AtOption = Annotated[str | None, typer.Option(help="The map as it stood: a moment, or a position in the log.")]
PrintedOption = Annotated[str | None, typer.Option(help="The moment of printing; without it now.")]
CopyOption = Annotated[
    str | None, typer.Option(metavar="N", help="The number of this copy in the plan's distribution.")
]
MomentOption = Annotated[
    str | None,
    typer.Option(
        metavar="MOMENT|N|now",
        help="The main map as it stood at a moment or after entry N of the log; now: today’s.",
    ),
]
CopiesOption = Annotated[
    str | None,
    typer.Option(
        metavar="all|1-3,7",
        help="One PDF of these numbered copies, each for its function in the plan's distribution.",
    ),
]
OverrideOption = Annotated[
    str | None, typer.Option(metavar="REASON", help="Write it in spite of serious faults; the reason is kept.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]


def reason_of(override: str | None) -> str:
    """Give the reason after --override, empty where none is given.

    Raises
    ------
    UsageProblem
        The option is there without a reason.
    """
    reason = (override or "").strip()
    if override is not None and not reason:
        raise UsageProblem("Say after --override why the sheet may leave the house all the same.")
    return reason


def bound_moment(asked: str, log: Log) -> datetime | None:
    """Give the moment that a sheet is bound to: None for `now`, that of an entry for its position in the log.

    Raises
    ------
    UsageProblem
        It is no moment, or one that lies ahead.
    Problem
        The log has no such entry.
    """
    if asked.strip().casefold() == "now":
        return None
    found = position_or_moment(asked)
    if isinstance(found, datetime):
        return found
    entry = next(iter(log.entries(found - 1)), None) if found else None
    if entry is None:
        raise Problem("The log has no entry {asked}. Give one from 1 to {last}.", asked=found, last=len(log))
    return entry.edit.moment
