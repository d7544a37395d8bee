"""Guessing what a file holds: the schema that its columns and its name speak for."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from layers.matching import match_columns
from layers.reading import LayerDescription
from layers.schema import GENERIC, LayerSchema, schemas
from layers.values import folded

__all__ = ["guessed_columns", "guessed_schema"]

_NAMED: Final = 2.5
"""What the name of a file or layer weighs, in fields of its own that a schema finds."""
_ENOUGH: Final = 2.0
_SHORT: Final = 4
_SHARE: Final = 0.4
"""How much of the file's columns a schema must know where no name speaks for it."""


def guessed_schema(described: LayerDescription, file_stem: str) -> str:
    """Give the id of the schema that fits best; `generic` when none fits well enough.

    Fields that many schemas have (a name, an address) say little, those that few have say much.
    """
    rarity = _rarity()
    best, best_score = GENERIC, _ENOUGH
    for schema in schemas().values():
        if schema.id == GENERIC or not _fits_geometry(schema, described.geometry):
            continue
        found = match_columns(schema, described.columns, {})
        score = sum(rarity[field] for field in found)
        if any(_speaks_of(schema, name) for name in (file_stem, described.name)):
            score += _NAMED
        elif len({column for columns in found.values() for column in columns}) < _SHARE * len(described.columns):
            continue
        if score > best_score:
            best, best_score = schema.id, score
    return best


def guessed_columns(schema: LayerSchema, columns: tuple[str, ...]) -> Mapping[str, str]:
    """Give for each field of a schema the column that would be taken for it."""
    found = match_columns(schema, columns, {})
    return MappingProxyType({field: names[0] for field, names in found.items()})


@cache
def _rarity() -> Mapping[str, float]:
    """Give the weight of each field: 1 where one schema has it, less the more have it."""
    count = Counter(field.id for schema in schemas().values() for field in schema.fields)
    return MappingProxyType({field: 1.0 / number for field, number in count.items()})


def _fits_geometry(schema: LayerSchema, geometry: str) -> bool:
    kinds = {"point": "point", "line": "line", "polygon": "area", "surface": "area"}
    told = geometry.lower()
    kind = next((kind for word, kind in kinds.items() if word in told), "")
    return not kind or kind in {str(one) for one in schema.kinds}


def _speaks_of(schema: LayerSchema, name: str) -> bool:
    said = folded(name)
    if any(said == word or said.startswith(f"{word}_") for word in map(folded, schema.called)):
        return True
    names = (schema.id, schema.names.fr, schema.names.nl, schema.names.en)
    # “shelters” speaks of “shelter”, and “centres d'accueil 2026” of “centres d'accueil”.
    # A short word must stand alone: “waypoints” do not speak of “poi”.
    return any(
        word in said.split("_") if len(word) < _SHORT else word in said or word.rstrip("s") in said
        for word in map(folded, names)
        if word
    )
