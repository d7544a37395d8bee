"""What named places are: hospital, stop, park; told by the columns of a source or by the name of its layer."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from layers.gazetteer.words import tokens
from resources.texts import Names

__all__ = ["Category", "categories", "category_columns", "category_of", "category_of_words"]

_OTHER: Final = "place"


class Category(msgspec.Struct, frozen=True):
    """A kind of named place; `rank` tells how much it weighs among namesakes, 0 to 9."""

    id: str
    names: Names
    rank: int
    values: tuple[str, ...]
    layers: tuple[str, ...]
    words: tuple[str, ...]


class _Categories(msgspec.Struct, frozen=True):
    categories: tuple[Category, ...]


@cache
def categories() -> dict[str, Category]:
    """Give all categories by id, in the order of their table."""
    table = tomllib.loads((files("layers.gazetteer") / "categories.toml").read_text("utf-8"))
    return {each.id: each for each in msgspec.convert(table, _Categories).categories}


@cache
def category_columns() -> tuple[str, ...]:
    """Give the columns that tell a category."""
    table: dict[str, Any] = tomllib.loads((files("layers.gazetteer") / "columns.toml").read_text("utf-8"))
    return (*table["category"]["columns"], "station", "tunnel", "admin_level", "place", "craft")


@cache
def _by_value() -> dict[str, str]:
    found: dict[str, str] = {}
    for each in categories().values():
        for value in each.values:
            found.setdefault(value, each.id)
    return found


def category_of(values: Mapping[str, str], layer: str) -> str:
    """Give the category of a feature by its columns, or else by the name of its layer.

    Parameters
    ----------
    values
        Column (folded) → value, of those in `category_columns` that are filled.
    """
    for column, value in values.items():
        found = _by_value().get(f"{column}={value}")
        if found:
            return found
    words = set(tokens(layer.replace("_", " ")))
    for each in categories().values():
        if words & set(each.layers):
            return each.id
    for column in values:
        found = _by_value().get(f"{column}=*")
        if found:
            return found
    return _OTHER


@cache
def _by_word() -> dict[tuple[str, ...], str]:
    return {tuple(tokens(word)): each.id for each in categories().values() for word in each.words}


def category_of_words(words: Sequence[str]) -> tuple[str, int]:
    """Give the category that the first words name, and how many words that took; ("", 0) for none."""
    for count in (3, 2, 1):
        found = _by_word().get(tuple(words[:count])) if len(words) > count else None
        if found:
            return found, count
    return "", 0
