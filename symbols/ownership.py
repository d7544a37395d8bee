"""Who looks after a sign: the discipline of the catalogue, or another one that somebody has given it.

The fill of a frame, the rim of a permanent place and the digit follow the owner; a hazard is nobody's, and white.
"""

from functools import lru_cache
from typing import Final

import msgspec

from resources.texts import Names
from symbols.catalogue import CatalogueEntry, FrameClass, entry_of
from symbols.discipline import Discipline
from symbols.grammar import Symbol

__all__ = ["owned_by", "owned_entry", "sign_names"]

_OWNED: Final = (
    FrameClass.RESOURCE,
    FrameClass.COMMAND,
    FrameClass.REFERENCE,
    FrameClass.ACTION,
    FrameClass.SENSOR,
)
"""The classes whose frame tells the owner."""
_SEVERAL: Final = Names("pluridisciplinaire", "multidisciplinair", "multidisciplinary")


def owned_by(symbol: Symbol, discipline: str) -> Symbol:
    """Give a sign with the owner that its record names.

    Parameters
    ----------
    discipline
        `d1` … `d5`, `multi`, or empty for the one of the catalogue. A word that is no discipline counts as empty.
    """
    entry = entry_of(symbol.id)
    owner = Discipline(discipline) if discipline in list(Discipline) else Discipline.NONE
    if not _may_change(entry) or owner is entry.owner:
        owner = Discipline.NONE
    elif owner is Discipline.MULTI and entry.owner is Discipline.NONE:
        owner = Discipline.NONE  # both are white, with a neutral rim
    return symbol if symbol.owner is owner else msgspec.structs.replace(symbol, owner=owner)


@lru_cache(maxsize=1024)
def owned_entry(symbol: Symbol) -> CatalogueEntry:
    """Give the entry that a sign is drawn from: that of the catalogue, with the sign's own owner."""
    entry = entry_of(symbol.id)
    if symbol.owner is Discipline.NONE or not _may_change(entry):
        return entry
    return msgspec.structs.replace(entry, owner=symbol.owner)


def _may_change(entry: CatalogueEntry) -> bool:
    """Tell whether another discipline may look after it: the command post of discipline 2 is always its own."""
    return entry.frame in _OWNED and not entry.fixed


def sign_names(symbol: Symbol) -> Names:
    """Give the names of a sign; another owner than that of the catalogue is named behind: "Press point (D3)"."""
    names = entry_of(symbol.id).names
    owner = owned_entry(symbol).owner
    if owner is entry_of(symbol.id).owner:
        return names
    told = Names.same(f"D{owner.digit}") if owner.digit else _SEVERAL
    return Names(*(f"{name} ({said})" for name, said in zip(_all(names), _all(told), strict=True)))


def _all(names: Names) -> tuple[str, str, str]:
    return (names.fr, names.nl, names.en)
