"""A damaged dossier: what it still holds is brought into a new one."""

from pathlib import Path
from typing import Annotated

import typer

from cartoviewer.cli.surface import Surface, UsageProblem, author
from cartoviewer.document.errors import DossierError
from cartoviewer.document.salvage import Salvage, salvage

__all__ = ["repair"]


def repair(
    context: typer.Context,
    damaged: Annotated[Path, typer.Argument(help="The damaged dossier; it is only read.")],
    made: Annotated[Path, typer.Argument(metavar="NEW", help="The dossier to make of it, ending in .gpkg.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Bring what a damaged dossier still holds into a new one."""
    surface: Surface = context.obj
    if made.suffix.lower() != ".gpkg":
        raise UsageProblem("“{name}” does not end in .gpkg.", name=made.name)
    if not damaged.is_file():
        raise DossierError("{file} does not exist. Check its name and folder.", file=str(damaged))
    found = salvage(damaged, made, surface.progress(), author=author())
    if as_json:
        surface.hand_over(
            {
                "dossier": str(made),
                "edits": found.edits,
                "lost": list(found.lost),
                "datasets": found.datasets,
                "incomplete": [
                    {"source": each.source, "kept": each.kept, "of": each.of} for each in found.incomplete
                ],
            }
        )
    else:
        _tell(found, made, surface)


def _tell(found: Salvage, made: Path, surface: Surface) -> None:
    texts = surface.texts
    surface.say(texts("Made the dossier {path}.", path=made))
    surface.say(texts.plural("{n} edit is in it.", "{n} edits are in it.", found.edits))
    if found.lost:
        surface.say(
            texts.plural(
                "{n} edit is lost: position {positions}.",
                "{n} edits are lost: positions {positions}.",
                len(found.lost),
                positions=_ranges(found.lost),
            )
        )
    for each in found.incomplete:
        surface.say(
            texts(
                "{name}: {kept} of {count} features are left.",
                name=each.source,
                kept=texts.number(each.kept),
                count=texts.number(each.of),
            )
        )
    if found.is_whole:
        surface.say(texts("Nothing is known to be lost. Compare it with the last copy all the same."))


def _ranges(positions: tuple[int, ...]) -> str:
    """Write positions shortly: `3, 7–12`."""
    told: list[list[int]] = []
    for position in positions:
        if told and position == told[-1][1] + 1:
            told[-1][1] = position
        else:
            told.append([position, position])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in told)
