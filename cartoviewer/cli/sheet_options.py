"""The options that all commands about sheets share, each written once."""

from typing import Annotated

import typer

from cartoviewer.cli.surface import UsageProblem

__all__ = [
    "AsJson",
    "AtOption",
    "AudienceOption",
    "CopyOption",
    "LanguageOption",
    "OverrideOption",
    "PrintedOption",
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
