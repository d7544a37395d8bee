"""Sets of symbols, one for each kind of incident: what a palette shows instead of the whole catalogue."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from resources.texts import Names
from symbols.catalogue import catalogue
from symbols.own import own_sign

__all__ = ["SymbolSet", "changed_sets", "delivered_sets", "is_known", "read_sets", "write_sets"]


class SymbolSet(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A named choice of symbols, in the order they are shown. A set of the user's own has the key of his words."""

    key: str
    names: Names
    symbols: tuple[str, ...] = ()

    def with_symbol(self, symbol: str) -> "SymbolSet":
        """Give the set with a symbol at its end."""
        if symbol in self.symbols:
            return self
        return msgspec.structs.replace(self, symbols=(*self.symbols, symbol))

    def without(self, symbol: str) -> "SymbolSet":
        """Give the set without a symbol."""
        return msgspec.structs.replace(self, symbols=tuple(each for each in self.symbols if each != symbol))


@cache
def delivered_sets() -> tuple[SymbolSet, ...]:
    """Give the sets that come with the program."""
    with (files("symbols") / "sets.toml").open("rb") as stream:
        return msgspec.convert(tomllib.load(stream)["sets"], tuple[SymbolSet, ...])


def changed_sets(own: Iterable[SymbolSet]) -> tuple[SymbolSet, ...]:
    """Give all sets: those delivered, each replaced by the user's of the same key, then the user's others."""
    mine = {each.key: each for each in own}
    delivered = [mine.pop(each.key, each) for each in delivered_sets()]
    return (*delivered, *mine.values())


def is_known(symbol: str) -> bool:
    """Tell whether an id can be shown: one of the catalogue, or an own symbol."""
    return symbol in catalogue() or own_sign(symbol) is not None


def write_sets(sets: Iterable[SymbolSet]) -> str:
    """Write sets as JSON, for the settings."""
    return msgspec.json.encode(tuple(sets)).decode("utf-8")


def read_sets(text: str) -> tuple[SymbolSet, ...]:
    """Read sets back; what cannot be read gives none, what is not known any more is left out of its set."""
    try:
        found = msgspec.json.decode(text, type=tuple[SymbolSet, ...])
    except msgspec.MsgspecError:
        return ()
    return tuple(msgspec.structs.replace(each, symbols=tuple(filter(is_known, each.symbols))) for each in found)
