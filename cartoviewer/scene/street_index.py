"""In which sheets and squares every street lies, for the index at the end of a binder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.righting import frame_area
from cartoviewer.scene.search_grid import squares_at
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset, Datasets
from layers.sensitivity import Sensitivity
from layers.values import folded
from resources.texts import Language

__all__ = ["StreetEntry", "StreetIndex", "street_index"]

_SCHEMA: Final = "street"
_FIELDS: Final = {Language.FR: "name_fr", Language.NL: "name_nl", Language.EN: "name_fr"}
_STEP_MM: Final = 4.0
_MOST_SQUARES: Final = 4
"""A street through more squares than these is told by its first and last."""


@dataclass(frozen=True, slots=True)
class StreetEntry:
    """A street's name and where it is: `3 B2 B3 · 4 A1`."""

    name: str
    places: str


@dataclass(frozen=True, slots=True)
class StreetIndex:
    """All streets by name in each language that the binder is written in, and who may read them."""

    lists: tuple[tuple[Language, tuple[StreetEntry, ...]], ...]
    sensitivity: Sensitivity = Sensitivity.CLEAR


def street_index(
    document: MapDocument, datasets: Datasets, sheets: Sequence[tuple[Sheet, MapView]], language: Language
) -> StreetIndex:
    """Find the streets on sheets, each with the view of its map; squares for those that have a search grid.

    Streets are those of the visible layers that hold streets; a name that several pieces bear is told once.
    """
    found: dict[Language, dict[str, dict[int, list[str]]]] = {part: {} for part in language.parts}
    strict = [Sensitivity.CLEAR]
    for layer in document.layers:
        if layer.schema != _SCHEMA or not layer.visible:
            continue
        dataset = datasets.get(layer.dataset)
        levels = {card.name: card.sensitivity for card in dataset.card.fields}
        columns = {part: dataset.column(_FIELDS[part]) for part in language.parts if _FIELDS[part] in levels}
        told = False
        for sheet, view in sheets:
            if _shows(sheet, layer):
                for row, squares in _on_sheet(dataset, sheet, view):
                    for part, column in columns.items():
                        name = column[row]
                        if isinstance(name, str) and name.strip():
                            places = found[part].setdefault(name.strip(), {}).setdefault(sheet.number, [])
                            places.extend(square for square in squares if square not in places)
                            told = True
        if told:
            strict += [layer.sensitivity, *(levels[_FIELDS[part]] for part in columns)]
    lists = tuple((part, _sorted(found[part])) for part in language.parts)
    return StreetIndex(tuple((part, entries) for part, entries in lists if entries), max(strict))


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


def _sorted(found: dict[str, dict[int, list[str]]]) -> tuple[StreetEntry, ...]:
    return tuple(StreetEntry(name, _written(found[name])) for name in sorted(found, key=folded))


def _written(places: dict[int, list[str]]) -> str:
    return " · ".join(" ".join((str(number), *_few(sorted(places[number])))) for number in sorted(places))


def _few(squares: list[str]) -> list[str]:
    return squares if len(squares) <= _MOST_SQUARES else [f"{squares[0]}–{squares[-1]}"]
