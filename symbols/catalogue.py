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
from symbols.grammar import Symbol, SymbolCodeError, folded
from symbols.own import own_sign

__all__ = [
    "CatalogueEntry",
    "FrameClass",
    "catalogue",
    "entry_of",
    "frame_names",
    "is_hazard",
    "known_symbol",
    "search",
]


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
    an acronym `letters` stand in its place, chosen by language; a user's own symbol may have an `outline`. `also`
    holds more words to search by. `ground` is the discipline whose colour the frame keeps, whoever owns the sign:
    the white cross stands on green only. The owner of a `fixed` row is what it says: the post of discipline 2.
    """

    id: str
    names: Names
    frame: FrameClass
    owner: Discipline = Discipline.NONE
    picture: str = ""
    letters: Names = Names()
    outline: str = ""
    also: tuple[str, ...] = ()
    ground: Discipline | None = None
    fixed: bool = False


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
    own = own_sign(symbol_id)
    if own is not None:
        names = _filled_up(own.names)
        frame = FrameClass(own.frame)
        return CatalogueEntry(
            id=symbol_id, names=names, frame=frame, owner=own.owner, picture=own.picture, outline=own.outline
        )
    frame = _FRAME_OF_FAMILY.get(symbol_id.partition(".")[0], FrameClass.REFERENCE)
    return CatalogueEntry(id=symbol_id, names=Names.same(symbol_id[:40]), frame=frame, letters=Names.same("?"))


def is_hazard(code: str) -> bool:
    """Tell whether a symbol, of the catalogue or of one's own, says what happened: an incident is drawn with it."""
    return entry_of(Symbol.read(code).id).frame is FrameClass.HAZARD


def _filled_up(names: Names) -> Names:
    """Give names in which a language that has none takes the first of the others."""
    first = names.fr or names.nl or names.en
    return Names(names.fr or first, names.nl or first, names.en or first)


def known_symbol(code: str) -> Symbol:
    """Read the code of a symbol that must be in the catalogue.

    Raises
    ------
    SymbolCodeError
        It is no code, or no symbol of the catalogue; the message names the nearest ones.
    """
    symbol = Symbol.parse(code)
    if symbol.id in catalogue() or own_sign(symbol.id) is not None:
        return symbol
    near = difflib.get_close_matches(symbol.id, catalogue(), 3, 0.6)
    near += [entry.id for entry in search(symbol.id.rpartition(".")[2], 3)]
    raise SymbolCodeError(
        "There is no symbol “{id}”. Nearest: {near}.",
        id=symbol.id,
        near=", ".join(list(dict.fromkeys(near))[:3]) or "–",
    )


def search(text: str, limit: int = 20) -> list[CatalogueEntry]:
    """Find symbols by words in any of the languages; accents, case and the order of words do not matter.

    Best first: a word that is a word of a name, then the beginning of one, then a synonym, then a part of a
    word. When no symbol fits all words, words spelt nearly the same count, and then symbols that fit some of
    them. An empty text gives the first entries of the catalogue.
    """
    words = _words(text)
    ranked = _ranked(words)
    if not any(len(ranks) == len(words) for ranks, _ in ranked):
        meant = [
            word if any(ranks for ranks, _ in _ranked([word])) else next(iter(_near(word)), word) for word in words
        ]
        ranked = _ranked(meant)
    most = max((len(ranks) for ranks, _ in ranked), default=0)
    if most == 0 and words:
        return []
    best = [(sum(ranks), place) for place, (ranks, _) in enumerate(ranked) if len(ranks) == most]
    # The earlier entry wins among equals: the general sign stands before the special one.
    return [ranked[place][1] for _, place in sorted(best)[:limit]]


_Name = tuple[str, ...]


def _ranked(words: list[str]) -> list[tuple[list[float], CatalogueEntry]]:
    """Give for every entry the ranks of those words that fit it."""
    return [
        ([rank for word in words if (rank := _rank(word, names, others)) is not None], entry)
        for entry, names, others in _index()
    ]


def _rank(word: str, names: tuple[_Name, ...], others: _Name) -> float | None:
    """Tell how badly a word fits, less in a short name than in a long one; None is not at all."""
    whole = [len(name) for name in names if word in name]
    if whole:
        return 0.05 * min(whole)
    begun = [len(name) for name in names if any(known.startswith(word) for known in name)]
    if begun:
        return 1.0 + 0.05 * min(begun)
    if word in others:
        return 1.5
    if any(other.startswith(word) for other in others):
        return 2.0
    if len(word) >= 3 and any(word in known for name in (*names, others) for known in name):
        return 3.0
    return None


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", folded(text))


@cache
def _index() -> tuple[tuple[CatalogueEntry, tuple[_Name, ...], _Name], ...]:
    """Give each entry with the words of its names, and all other words it is found by."""
    rows = []
    for entry in catalogue().values():
        texts = [text for each in (entry.names, entry.letters) for text in (each.fr, each.nl, each.en) if text]
        joined = ["".join(_words(text)) for text in (entry.letters.fr, entry.letters.nl) if text]
        names = dict.fromkeys([*(tuple(_words(text)) for text in texts), *((word,) for word in joined)])
        owner = entry.owner.value if entry.owner.digit else ""
        others = dict.fromkeys(word for text in (entry.id, owner, *entry.also) for word in _words(text))
        rows.append((entry, tuple(names), tuple(others)))
    return tuple(rows)


def _near(word: str) -> list[str]:
    return difflib.get_close_matches(word, _vocabulary(), 1, 0.72)


@cache
def _vocabulary() -> tuple[str, ...]:
    return tuple(
        {word for _, names, others in _index() for name in (*names, others) for word in name if len(word) > 2}
    )


@cache
def _tables() -> dict[str, Any]:
    with (files("symbols") / "catalogue.toml").open("rb") as stream:
        return tomllib.load(stream)
