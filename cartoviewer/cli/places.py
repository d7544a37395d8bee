"""Places: finding one from what was said, and placing an incident on it."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bnip.incident import Incident
from bnip.record import Place
from cartoviewer.cli.gazetteers import opened_if_there
from cartoviewer.cli.surface import Surface, author
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.document import EMPTY
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.scene.finding import Found, FoundKind, find
from layers.dataset import Dataset
from layers.errors import Problem
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.reverse import here_lines, whats_here
from layers.gazetteer.wording import quality_words
from layers.position import PositionSystem, plain_position, write_position
from resources.texts import Names, Texts
from symbols.catalogue import FrameClass, entry_of, known_symbol
from symbols.grammar import SymbolCodeError

__all__ = ["PlaceProblem", "incident", "locate", "surely"]


# Below this a name is only nearly the one that was said; see `Found.score`.
_SURE: Final = 61.0
_SURE_GROUND: Final = 80.0
_OF_DOSSIER: Final = frozenset({FoundKind.RECORD, FoundKind.FEATURE, FoundKind.LAYER})
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
    text: Annotated[
        str,
        typer.Argument(
            help="What was said: “chée de Wavre 1789”, “Louise x Defacqz”, “gare du Midi”, “148853 170703”."
        ),
    ],
    dossier: Annotated[Path | None, typer.Option(help="Search the names in this dossier too.")] = None,
    index: Annotated[Path | None, typer.Option("--index", help="The index, if it is not the user's own.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many answers at most.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Find a place, best first; exit status 1 when nothing fits, but with --json an empty list of hits."""
    surface: Surface = context.obj
    language = surface.texts.language
    with opened_if_there(index, dossier, surface) as gazetteer:
        if dossier is None:
            found = find(text, EMPTY, _NoDatasets(), language, limit, gazetteer)
        else:
            with Dossier.open(dossier, read_only=True) as opened:
                found = find(text, opened.log.fold(), opened.datasets, language, limit, gazetteer)
        here = _here(found, gazetteer, surface.texts)
        if as_json:
            hits = [_facts(each, surface.texts) for each in found]
            surface.hand_over({"query": text, "hits": hits} | ({"here": here} if here else {}))
            return
        if not found:
            raise _nothing(text, searched=dossier is not None, indexed=gazetteer is not None)
    for each in found:
        told = [each.detail, surface.texts(quality_words(each.quality))]
        if each.accuracy_m is not None:
            told.append(f"± {surface.texts.number(each.accuracy_m)} m")
        surface.say(f"{each.label} – {', '.join(part for part in told if part)}")
        for system in _TOLD:
            surface.say("  " + write_position(each.x, each.y, system, surface.texts))
    for line in here:
        surface.say(f"{line['what']}: {line['text']}")


def _here(found: list[Found], gazetteer: Gazetteer | None, texts: Texts) -> list[dict[str, str]]:
    """Tell what is at a place that was given as coordinates."""
    if gazetteer is None or not found or found[0].kind is not FoundKind.COORDINATES:
        return []
    lines = here_lines(whats_here(gazetteer, found[0].x, found[0].y), texts)
    return [{"what": heading, "text": text} for heading, text in lines]


def _nothing(text: str, *, searched: bool, indexed: bool) -> PlaceProblem:
    if not indexed:
        return PlaceProblem(
            "Nothing fits “{said}”: it is no coordinate in or near Belgium and no name that is known here. To find "
            "addresses, crossings and names, build the index with `cartoviewer index add SOURCE…`.",
            said=text,
        )
    if searched:
        return PlaceProblem(
            "Nothing fits “{said}”: no address, crossing or name in the index or the dossier, and no coordinate.",
            said=text,
        )
    return PlaceProblem(
        "Nothing fits “{said}”: no address, crossing or name in the index, and no coordinate. The names of a "
        "dossier are searched with --dossier.",
        said=text,
    )


def _facts(found: Found, texts: Texts) -> dict[str, Any]:
    latitude, _, longitude = plain_position(found.x, found.y, PositionSystem.WGS84).partition(", ")
    return {
        "label": found.label,
        "kind": found.kind.value,
        "quality": found.quality.value,
        "accuracy_m": found.accuracy_m,
        "x": round(found.x, 3),
        "y": round(found.y, 3),
        "epsg": 31370,
        "lon": float(longitude) if longitude else None,
        "lat": float(latitude) if latitude else None,
        "score": round(found.score, 1),
        "detail": found.detail,
        "doubt": found.doubt,
        "category": found.category or None,
        "positions": {system.value: write_position(found.x, found.y, system, texts) for system in PositionSystem},
        "id": found.id or None,
        "row": found.row if found.row >= 0 else None,
        "bounds": [round(side, 3) for side in found.bounds] if found.bounds else None,
    }


def incident(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    symbol: Annotated[str, typer.Option(help="What happened, as a code of the catalogue: haz.fire.")],
    at: Annotated[str, typer.Option(metavar="TEXT", help="Where: an address, a crossing, a name, coordinates.")],
    text: Annotated[str, typer.Option(help="What the incident is called.")] = "",
    index: Annotated[Path | None, typer.Option("--index", help="The index, if it is not the user's own.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Place an incident on the best place that fits, reported and not yet confirmed."""
    surface: Surface = context.obj
    names = _hazard(symbol, surface.texts)
    with opened_if_there(index, dossier, surface) as gazetteer, Dossier.open(dossier) as opened:
        history = History(opened.log, author())
        found = surely(at, find(at, history.document, opened.datasets, surface.texts.language, 2, gazetteer))
        best = found[0]
        record = Incident(
            id=new_id(),
            symbol=symbol,
            place=Place(
                best.x,
                best.y,
                text=at,
                quality=best.quality.value,
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


def surely(said: str, found: list[Found]) -> list[Found]:
    """Keep the places that an incident may stand on without anybody looking.

    A name that is only nearly the same is none of them, nor a name that happens to hold the digits of coordinates
    that were written wrong.
    """
    if not any(letter.isalpha() for letter in said):
        found = [each for each in found if each.kind is FoundKind.COORDINATES]
    sure = [each for each in found if each.score >= (_SURE if each.kind in _OF_DOSSIER else _SURE_GROUND)]
    if found and not sure:
        raise PlaceProblem(
            "Nothing is called “{said}”. Did you mean {other}? Write it so, or give coordinates.",
            said=said,
            other=found[0].label,
        )
    if not sure:
        raise _nothing(said, searched=True, indexed=True)
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
