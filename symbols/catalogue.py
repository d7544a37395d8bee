"""The catalogue of crisis symbols: names in three languages, owner, pictogram or letters; and searching it."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import msgspec

from resources.texts import Names
from symbols.discipline import Discipline
from symbols.grammar import folded

__all__ = ["CatalogueEntry", "FrameClass", "catalogue", "entry_of", "frame_names", "search"]


class FrameClass(StrEnum):
    """What a thing is, told by the shape around it."""

    HAZARD = "hazard"
    RESOURCE = "resource"
    COMMAND = "command"
    REFERENCE = "reference"
    ACTION = "action"
    SENSOR = "sensor"
    WIND = "wind"
    AREA = "area"
    LINE = "line"


class CatalogueEntry(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One row of the catalogue.

    `picture` names a pictogram of `pictograms.toml` or of the Material Design Icons; where the Belgian term is
    an acronym `letters` stand in its place, chosen by language. `also` holds more words to search by.
    """

    id: str
    names: Names
    frame: FrameClass
    owner: Discipline = Discipline.NONE
    picture: str = ""
    letters: Names = Names()
    also: tuple[str, ...] = ()


_FRAME_OF_FAMILY: Final = {
    "haz": FrameClass.HAZARD,
    "res": FrameClass.RESOURCE,
    "cmd": FrameClass.COMMAND,
    "ref": FrameClass.REFERENCE,
    "pt": FrameClass.ACTION,
    "area": FrameClass.AREA,
    "line": FrameClass.LINE,
}


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """Give all entries by their id, in the order of palettes and legends."""
    entries = {}
    for row in _tables()["symbols"]:
        row = {"frame": _FRAME_OF_FAMILY[row["id"].partition(".")[0]], **row}
        entry = msgspec.convert(row, CatalogueEntry)
        entries[entry.id] = entry
    return MappingProxyType(entries)


@cache
def frame_names(frame: FrameClass) -> Names:
    """Give the heading of one class of symbols."""
    return msgspec.convert(_tables()["frames"][frame.value], Names)


def entry_of(symbol_id: str) -> CatalogueEntry:
    """Give the entry of an id; for an id this version does not know, a nameless sign of the same class.

    A dossier from a newer version may hold such an id: it is shown with a question mark rather than left out.
    """
    known = catalogue().get(symbol_id)
    if known is not None:
        return known
    frame = _FRAME_OF_FAMILY.get(symbol_id.partition(".")[0], FrameClass.REFERENCE)
    return CatalogueEntry(id=symbol_id, names=Names.same(symbol_id), frame=frame, letters=Names.same("?"))


def search(text: str, limit: int = 20) -> list[CatalogueEntry]:
    """Find symbols by words in any of the languages; accents, case and the order of words do not matter.

    Every word must begin a word of the entry, best in its names, or else occur within one; when nothing is
    found, words that are nearly the same count. An empty text gives the first entries of the catalogue.
    """
    words = _words(text)
    found: list[tuple[float, int, CatalogueEntry]] = []
    for place, (entry, names, others) in enumerate(_index()):
        ranks = [_rank(word, names, others) for word in words]
        if all(rank is not None for rank in ranks):
            # The first entry in the catalogue wins among equals: the general sign before the special one.
            found.append((sum(rank for rank in ranks if rank is not None), place, entry))
    if not found and words:
        nearest = [difflib.get_close_matches(word, _vocabulary(), 1, 0.72) for word in words]
        if all(nearest):
            return search(" ".join(near[0] for near in nearest), limit)
    return [entry for _, _, entry in sorted(found, key=lambda item: item[:2])[:limit]]


def _rank(word: str, names: tuple[str, ...], others: tuple[str, ...]) -> float | None:
    """Tell how badly a word fits: 0 is a whole word of a name, None is not at all."""
    if word in names:
        return 0.0
    if any(name.startswith(word) for name in names):
        return 1.0
    if word in others:
        return 1.5
    if any(other.startswith(word) for other in others):
        return 2.0
    if len(word) >= 3 and any(word in known for known in (*names, *others)):
        return 3.0
    return None


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", folded(text))


@cache
def _index() -> tuple[tuple[CatalogueEntry, tuple[str, ...], tuple[str, ...]], ...]:
    rows = []
    for entry in catalogue().values():
        spoken = (entry.names, entry.letters)
        names = [word for each in spoken for text in (each.fr, each.nl, each.en) for word in _words(text)]
        whole = [re.sub(r"[^a-z0-9]", "", folded(text)) for text in (entry.letters.fr, entry.letters.nl)]
        others = [word for text in (entry.id, *entry.also) for word in _words(text)]
        rows.append((entry, tuple(dict.fromkeys([*names, *whole])), tuple(dict.fromkeys(others))))
    return tuple(rows)


@cache
def _vocabulary() -> tuple[str, ...]:
    return tuple({word for _, names, others in _index() for word in (*names, *others) if len(word) > 2})


@cache
def _tables() -> dict[str, Any]:
    with (files("symbols") / "catalogue.toml").open("rb") as stream:
        return tomllib.load(stream)
