"""In which sheets and squares every street lies, for the index at the end of a binder."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import shapely

from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.righting import frame_area
from cartoviewer.scene.search_grid import squares_at
from cartoviewer.scene.street_names import generic_of, is_street, sort_key
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72
from layers.dataset import Dataset, Datasets
from layers.sensitivity import Sensitivity
from resources.texts import Language

__all__ = ["StreetEntry", "StreetIndex", "street_index"]

_SCHEMA: Final = "street"
_FIELDS: Final = {Language.FR: "name_fr", Language.NL: "name_nl", Language.EN: "name_fr"}
_TOWNS: Final = {
    Language.FR: "municipality_fr",
    Language.NL: "municipality_nl",
    Language.EN: "municipality_fr",
}
_GOES_ON_M: Final = 60.0
"""A street that ends so near to another of its name goes on as it."""
_MANY: Final = 60
"""So many streets of a kind stand under heads of their own."""
_STEP_MM: Final = 4.0
_MOST_SQUARES: Final = 4
"""A street through more squares than these is told by its first and last."""

_Found: TypeAlias = dict[str, dict[int, list[str]]]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A row of a layer that runs through a sheet, and the squares that it runs through."""

    row: int
    sheet: int
    squares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StreetEntry:
    """A street's name, where it is, `3 B2 B3 · 4 A1`, and under which head it stands.

    `shorter` says where it is in fewer words, for a line that has no room: `3 B2–B3 · 4 A1`, then `3 · 4`.
    """

    name: str
    places: str
    head: str
    shorter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StreetIndex:
    """All streets by name in each language that the binder is written in, and who may read them."""

    lists: tuple[tuple[Language, tuple[StreetEntry, ...]], ...]
    sensitivity: Sensitivity = Sensitivity.CLEAR


def street_index(
    document: MapDocument, datasets: Datasets, sheets: Sequence[tuple[Sheet, MapView]], language: Language
) -> StreetIndex:
    """Find the streets on sheets, each with the view of its map; squares for those that have a search grid.

    Streets are those of the visible layers that hold streets; a name that several pieces bear is told once. Streets
    of one name that lie apart are told one by one, with their municipalities where the layer knows them.
    """
    found: dict[Language, _Found] = {part: {} for part in language.parts}
    strict = [Sensitivity.CLEAR]
    for layer in document.layers:
        if layer.schema != _SCHEMA or not layer.visible:
            continue
        dataset = datasets.get(layer.dataset)
        levels = {card.name: card.sensitivity for card in dataset.card.fields}
        hits = [
            _Hit(row, sheet.number, tuple(squares))
            for sheet, view in sheets
            if _shows(sheet, layer)
            for row, squares in _on_sheet(dataset, sheet, view)
        ]
        for part in language.parts:
            used = [field for field in (_FIELDS[part], _TOWNS[part]) if field in levels]
            if _FIELDS[part] in used and _gather(found[part], dataset, hits, part, frozenset(used)):
                strict += [layer.sensitivity, *(levels[field] for field in used)]
    lists = tuple((part, _sorted(found[part], part)) for part in language.parts)
    return StreetIndex(tuple((part, entries) for part, entries in lists if entries), max(strict))


def _gather(found: _Found, dataset: Dataset, hits: list[_Hit], part: Language, fields: frozenset[str]) -> bool:
    """Take the streets of a layer into the list of one language; tell whether there was any."""
    names = dataset.column(_FIELDS[part])
    towns = dataset.column(_TOWNS[part]) if _TOWNS[part] in fields else None
    bearers: dict[str, list[int]] = {}
    for row in dict.fromkeys(hit.row for hit in hits):
        name = names[row]
        if isinstance(name, str) and name.strip() and is_street(name):
            bearers.setdefault(name.strip(), []).append(row)
    shown: dict[int, str] = {}
    for name, rows in bearers.items():
        groups = _apart(dataset, rows) if towns is not None else [rows]
        for group in groups:
            lying = sorted({str(towns[row]) for row in group if towns[row]}) if towns is not None else []
            label = f"{name} ({', '.join(lying)})" if len(groups) > 1 and lying else name
            shown.update(dict.fromkeys(group, label))
    for hit in hits:
        if hit.row in shown:
            places = found.setdefault(shown[hit.row], {}).setdefault(hit.sheet, [])
            places.extend(square for square in hit.squares if square not in places)
    return bool(shown)


def _apart(dataset: Dataset, rows: list[int]) -> list[list[int]]:
    """Put streets of one name together where one goes on from the other, into another municipality too."""
    if len(rows) == 1:
        return [rows]
    lines = dataset.shapes(LAMBERT_72).take(np.array(rows, dtype=np.int64)).geometries()
    groups: list[list[int]] = []
    for index in range(len(rows)):
        touching = [group for group in groups if shapely.dwithin(lines[group], lines[index], _GOES_ON_M).any()]
        joined = [index, *(member for group in touching for member in group)]
        groups = [group for group in groups if group not in touching] + [joined]
    return [[rows[index] for index in group] for group in groups]


def _shows(sheet: Sheet, layer: Layer) -> bool:
    return sheet.layers is None or layer.id in sheet.layers


def _on_sheet(dataset: Dataset, sheet: Sheet, view: MapView) -> list[tuple[int, list[str]]]:
    """Give the streets that run through a sheet, with the squares that they run through."""
    shapes = dataset.shapes(view.epsg)
    rows = shapes.within(view.bounds)
    if not len(rows):
        return []
    lines = shapes.take(rows).geometries()
    parts = shapely.intersection(lines, frame_area(view))
    inside = ~shapely.is_empty(parts)
    rows, parts = rows[inside], parts[inside]
    if not sheet.search_grid:
        return [(int(row), []) for row in rows]
    points, owner = shapely.get_coordinates(
        shapely.segmentize(parts, _STEP_MM / view.mm_per_metre), return_index=True
    )
    squares = np.array(squares_at(view, view.to_paper(points)), dtype=object)
    starts = np.searchsorted(owner, np.arange(len(rows) + 1))
    return [(int(row), list(dict.fromkeys(squares[starts[k] : starts[k + 1]]))) for k, row in enumerate(rows)]


def _sorted(found: _Found, part: Language) -> tuple[StreetEntry, ...]:
    """Order the streets, under the kind of street and a letter where there are many of a kind."""
    counts = Counter(generic_of(name, part) for name in found)
    entries = []
    for name in sorted(found, key=lambda name: sort_key(name, part)):
        generic, named, _ = sort_key(name, part)
        kind = generic_of(name, part)
        many = kind and counts[kind] >= _MANY
        head = f"{kind} · {named[:1].upper()}" if many else generic[:1].upper()
        places = found[name]
        written = dict.fromkeys(_written(places, most) for most in (_MOST_SQUARES, 2, 0))
        entries.append(StreetEntry(name, next(iter(written)), head, tuple(written)[1:]))
    return tuple(entries)


def _written(places: dict[int, list[str]], most: int) -> str:
    """Write where a street is, with at most so many squares for a sheet."""
    return " · ".join(
        # A number is read with the square after it: a line never ends between them.
        " ".join((str(number), *_few(sorted(places[number], key=_square), most))).replace(" ", "\u00a0", 1)
        for number in sorted(places)
    )


def _square(square: str) -> tuple[int, str, int]:
    """Give the order of squares: A2 before A10, Z1 before AA1."""
    letters = square.rstrip("0123456789")
    return len(letters), letters, int(square[len(letters) :] or 0)


def _few(squares: list[str], most: int) -> list[str]:
    if len(squares) <= most or not most:
        return squares[:most]
    return [f"{squares[0]}–{squares[-1]}"]
