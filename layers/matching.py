"""Which column of a source holds which field of a schema."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from layers.errors import LayerReadError
from layers.schema import LayerSchema
from layers.values import folded

__all__ = ["free_names", "match_columns"]

_SHAPEFILE_NAME: Final = 10
_RESERVED: Final = frozenset({"fid", "geom", "geometry", "rowid"})
"""Names that a GeoPackage table or a GeoDataFrame needs for itself."""


def match_columns(
    schema: LayerSchema, columns: Iterable[str], mapping: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Find the columns of each field, the most trusted first.

    A column fits by the field's id, its names in the three languages or its aliases, without regard to
    accents, capitals and punctuation; `mapping` (field id → column) comes before all of them.

    Raises
    ------
    LayerReadError
        `mapping` names a field or a column that does not exist.
    """
    present = list(columns)
    by_word: dict[str, str] = {}
    for column in present:
        by_word.setdefault(folded(column), column)
    for column in present:
        # Bilingual headers: `Naam / Nom`.
        for part in re.split(r"\s*\n\s*|\s+[/–-]\s+", column):
            by_word.setdefault(folded(part), column)
    by_word.pop("", None)
    for id_, column in mapping.items():
        if schema.fields and schema.field(id_) is None:
            raise LayerReadError(
                "The schema {schema} has no field “{field}”; its fields are {fields}.",
                schema=schema.id,
                field=id_,
                fields=", ".join(field.id for field in schema.fields),
            )
        if column not in present and folded(column) not in by_word:
            raise LayerReadError(
                "The source has no column “{column}”; its columns are {columns}.",
                column=column,
                columns=", ".join(present),
            )
    matched: dict[str, tuple[str, ...]] = {}
    for field in schema.fields:
        if field.id in mapping:
            column = mapping[field.id]
            matched[field.id] = (column if column in present else by_word[folded(column)],)
            continue
        names = field.names
        words = [folded(word) for word in (field.id, *field.aliases, names.en, names.fr, names.nl)]
        # A Shapefile cuts the names of its columns to ten characters.
        words += [word[:_SHAPEFILE_NAME] for word in words if len(word) > _SHAPEFILE_NAME]
        found = [by_word[word] for word in words if word in by_word]
        if found:
            matched[field.id] = tuple(dict.fromkeys(found))
    return matched


def free_names(columns: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """Give each column a name that no other has in a GeoPackage, where capitals do not count."""
    used = {name.lower() for name in taken} | _RESERVED
    names: dict[str, str] = {}
    for column in columns:
        wanted = str(column).strip() or "column"
        name, count = wanted, 2
        while name.lower() in used:
            name, count = f"{wanted}_{count}", count + 1
        used.add(name.lower())
        names[column] = name
    return names
