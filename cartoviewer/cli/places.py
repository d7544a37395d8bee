"""Places: finding one from what was said, and placing an incident on it."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bnip.incident import Incident
from bnip.record import Place
from cartoviewer.cli.surface import Surface, author
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.document import EMPTY
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.scene.finding import Found, FoundKind, find
from layers.dataset import Dataset
from layers.errors import Problem
from layers.position import PositionSystem, plain_position, write_position
from resources.texts import Names, Texts
from symbols.catalogue import FrameClass, entry_of, known_symbol
from symbols.grammar import SymbolCodeError

__all__ = ["PlaceProblem", "incident", "locate"]


# Below this a name is only nearly the one that was said; see `Found.score`.
_SURE: Final = 61.0
_TOLD: Final = (
    PositionSystem.LAMBERT_72,
    PositionSystem.LAMBERT_2008,
    PositionSystem.WGS84,
    PositionSystem.MGRS,
)


class PlaceProblem(Problem):
    """A place cannot be found from what was said."""


class _NoDatasets:
    """Without a dossier only coordinates can be found."""

    def get(self, hash: str) -> Dataset:  # noqa: A002 - the word of the seam
        raise KeyError(hash)


def locate(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="Coordinates in any system, or a name: “148853 170703”, “Jette”.")],
    dossier: Annotated[Path | None, typer.Option(help="Search the names in this dossier too.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many answers at most.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Find a place; exit status 1 when nothing fits."""
    surface: Surface = context.obj
    language = surface.texts.language
    if dossier is None:
        found = find(text, EMPTY, _NoDatasets(), language, limit)
    else:
        with Dossier.open(dossier, read_only=True) as opened:
            found = find(text, opened.log.fold(), opened.datasets, language, limit)
    if not found:
        raise _nothing(text, searched=dossier is not None)
    if as_json:
        surface.hand_over({"query": text, "results": [_facts(each, surface.texts) for each in found]})
        return
    for each in found:
        detail = f" – {each.detail}" if each.detail else ""
        surface.say(f"{each.label}{detail}")
        for system in (
            PositionSystem.LAMBERT_72,
            PositionSystem.LAMBERT_2008,
            PositionSystem.WGS84,
            PositionSystem.MGRS,
        ):
            surface.say("  " + write_position(each.x, each.y, system, surface.texts))


def _nothing(text: str, *, searched: bool) -> PlaceProblem:
    if searched:
        return PlaceProblem(
            "Nothing fits “{said}”: it is no coordinate in or near Belgium, and no name in the dossier.", said=text
        )
    return PlaceProblem(
        "“{said}” is no coordinate in or near Belgium. To search names, give a dossier with --dossier.", said=text
    )


def _facts(found: Found, texts: Texts) -> dict[str, Any]:
    latitude, _, longitude = plain_position(found.x, found.y, PositionSystem.WGS84).partition(", ")
    return {
        "label": found.label,
        "kind": found.kind.value,
        "detail": found.detail,
        "score": round(found.score, 1),
        "x": round(found.x, 3),
        "y": round(found.y, 3),
        "epsg": 31370,
        "accuracy_m": found.accuracy_m,
        "latitude": float(latitude) if latitude else None,
        "longitude": float(longitude) if longitude else None,
        "positions": {system.value: write_position(found.x, found.y, system, texts) for system in PositionSystem},
        "id": found.id or None,
        "row": found.row if found.row >= 0 else None,
        "bounds": [round(side, 3) for side in found.bounds] if found.bounds else None,
    }


def incident(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    symbol: Annotated[str, typer.Option(help="What happened, as a code of the catalogue: haz.fire.")],
    at: Annotated[str, typer.Option(metavar="TEXT", help="Where: coordinates, or a name in the dossier.")],
    text: Annotated[str, typer.Option(help="What the incident is called.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Place an incident on the best place that fits, reported and not yet confirmed."""
    surface: Surface = context.obj
    names = _hazard(symbol, surface.texts)
    with Dossier.open(dossier) as opened:
        history = History(opened.log, author())
        found = _surely(at, find(at, history.document, opened.datasets, surface.texts.language, 2))
        best = found[0]
        record = Incident(
            id=new_id(),
            symbol=symbol,
            place=Place(
                best.x,
                best.y,
                text=at,
                quality="coordinates" if best.kind is FoundKind.COORDINATES else "named",
                accuracy_m=best.accuracy_m,
            ),
            names=Names.same(text) if text else Names(),
        )
        edit = history.do(Label("Incident placed: {name}", {"name": names}), put(history.document, record))
        position = len(opened.log)
    if as_json:
        surface.hand_over(
            {"incident": record.id, "edit": edit.id, "position": position, "place": _facts(best, surface.texts)}
        )
        return
    name = surface.texts.name(names)
    told = write_position(best.x, best.y, PositionSystem.LAMBERT_72, surface.texts)
    surface.say(
        surface.texts("{name} placed at {place}.", name=name, place=told)
        if best.label == told
        else surface.texts("{name} placed at {place}: {position}.", name=name, place=best.label, position=told)
    )
    if len(found) > 1 and best.kind is not FoundKind.COORDINATES:
        surface.say("  " + surface.texts("It could also have been {other}.", other=found[1].label))


def _surely(said: str, found: list[Found]) -> list[Found]:
    """Keep the places that an incident may stand on without anybody looking.

    A name that is only nearly the same is none of them, nor a name that happens to hold the digits of coordinates
    that were written wrong.
    """
    if not any(letter.isalpha() for letter in said):
        found = [each for each in found if each.kind is FoundKind.COORDINATES]
    sure = [each for each in found if each.score >= _SURE]
    if found and not sure:
        raise PlaceProblem(
            "Nothing is called “{said}”. Did you mean {other}? Write it so, or give coordinates.",
            said=said,
            other=found[0].label,
        )
    if not sure:
        raise _nothing(said, searched=True)
    return sure


def _hazard(code: str, texts: Texts) -> Names:
    """Give the names of an incident's symbol; refuse what is no hazard."""
    try:
        entry = entry_of(known_symbol(code).id)
    except SymbolCodeError as error:
        raise PlaceProblem(error.text, **error.values) from error
    if entry.frame is not FrameClass.HAZARD:
        raise PlaceProblem(
            "“{code}” ({name}) is no incident. Take a code that begins with haz., such as haz.fire.",
            code=code,
            name=texts.name(entry.names),
        )
    return entry.names
