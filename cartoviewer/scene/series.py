"""What a series of sheets is asked to cover, as one value: the command line and the window ask in the same way."""

from dataclasses import dataclass
from math import ceil
from typing import Final, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from bnip.drawing import Shape
from bnip.incident import Route
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.frame_fit import box_points, fitted
from cartoviewer.scene.framing_series import FramingError, along, enough, over_grid, placed_at, reach
from layers.crs import LAMBERT_72
from layers.dataset import Dataset, DatasetCard, Datasets
from layers.sensitivity import Sensitivity
from layers.shapes import Bounds
from layers.values import folded
from resources.texts import Language, Names

__all__ = [
    "Cover",
    "Each",
    "Follow",
    "Grid",
    "Ground",
    "Where",
    "lay",
    "lines_to_follow",
    "title_fields",
    "values_of",
]

_CALLED: Final = {
    "fr": ("name_fr", "nom_fr", "nom", "name", "naam", "label"),
    "nl": ("name_nl", "naam_nl", "naam", "name", "nom", "label"),
    "en": ("name_en", "name"),
}
"""Columns that are taken for names, the likeliest first."""

_NONE: Final = Names()

_MOST_VALUES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Grid:
    """So many sheets side by side, their middle where the first sheet lies."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Cover:
    """As many sheets as cover this ground, metres in Lambert 72."""

    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Follow:
    """Sheets along a line of the dossier: a route or a drawn line, by its id."""

    line: str


@dataclass(frozen=True, slots=True)
class Where:
    """Keep the objects whose `field` holds `text`; capitals and accents do not matter."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Each:
    """One sheet for every object of a layer, in the order of their names.

    Attributes
    ----------
    fields
        For each language the column whose words name a sheet; empty for the likeliest one.
    where
        Which objects; None for all.
    within
        Only objects that reach into this ground, metres in Lambert 72; None for all.
    fit
        Whether an object that is too large for the scale gets the largest round scale that shows it whole.
    together
        Whether objects of the same name share a sheet, as the platforms of a station do.
    """

    layer: str
    fields: Names = _NONE
    where: Where | None = None
    within: Bounds | None = None
    fit: bool = False
    together: bool = False


Ground: TypeAlias = Grid | Cover | Follow | Each


def lay(
    ground: Ground, first: Sheet, document: MapDocument, datasets: Datasets, overlap_mm: float = 10.0
) -> tuple[Sheet, ...]:
    """Lay copies of `first` over the ground that is asked for; they have no numbers yet.

    Raises
    ------
    FramingError
        There is nothing to lay sheets over, or there would be too many of them.
    """
    match ground:
        case Grid(columns, rows):
            return over_grid(first, columns, rows, overlap_mm)
        case Cover(bounds):
            return _covering(first, bounds, overlap_mm)
        case Follow(line):
            return _following(first, line, document, overlap_mm)
        case Each():
            return _each(ground, first, document, datasets)


def lines_to_follow(document: MapDocument) -> tuple[Route | Shape, ...]:
    """Give the lines that sheets can be laid along: routes first, then drawn lines."""
    shapes = [shape for shape in document.of(Shape) if shape.form.is_line and len(shape.path) > 1]
    return (*(route for route in document.of(Route) if len(route.path) > 1), *shapes)


def title_fields(card: DatasetCard) -> Names:
    """Give for each language the column that most likely names the objects; empty where none does."""
    known = {field.name.casefold(): field.name for field in card.fields}
    return Names(*(next((known[name] for name in _CALLED[part] if name in known), "") for part in _CALLED))


def values_of(dataset: Dataset, field: str) -> tuple[str, ...]:
    """Give what a column holds, each once and in order; none where there is too much of it to choose from."""
    if field not in {card.name for card in dataset.card.fields}:
        return ()
    found = {_written(value) for value in dataset.column(field)} - {""}
    return tuple(sorted(found, key=folded)) if len(found) <= _MOST_VALUES else ()


def _covering(first: Sheet, bounds: Bounds, overlap_mm: float) -> tuple[Sheet, ...]:
    west, south, east, north = bounds
    width, height = reach(first, 0.0)
    step_x, step_y = reach(first, overlap_mm)
    columns = 1 + max(0, ceil((east - west - width) / step_x - 1e-6))
    rows = 1 + max(0, ceil((north - south - height) / step_y - 1e-6))
    enough(columns * rows)
    middle = msgspec.structs.replace(first, centre=((west + east) / 2, (south + north) / 2))
    return over_grid(middle, columns, rows, overlap_mm)


def _following(first: Sheet, line: str, document: MapDocument, overlap_mm: float) -> tuple[Sheet, ...]:
    found = document.get(line)
    if not isinstance(found, Route | Shape) or found not in lines_to_follow(document):
        raise FramingError("The line that the sheets follow is not in the dossier any more. Choose another one.")
    # Where the frames lie tells where the line runs.
    strict = msgspec.structs.replace(first, sensitivity=max(first.sensitivity, found.sensitivity))
    return along(strict, found.path, overlap_mm)


def _each(ground: Each, first: Sheet, document: MapDocument, datasets: Datasets) -> tuple[Sheet, ...]:
    layer = document.get(ground.layer)
    if not isinstance(layer, Layer):
        raise FramingError("The layer is not in the dossier any more. Choose another one.")
    dataset = datasets.get(layer.dataset)
    boxes = dataset.shapes(LAMBERT_72).bounds
    rows = np.flatnonzero(np.isfinite(boxes).all(axis=1) & _wanted(ground, dataset, boxes))
    if not len(rows):
        raise FramingError("No object of the layer is asked for and has a place on the map, so there is no sheet.")
    fields = _fields(ground, dataset)
    first = msgspec.structs.replace(first, sensitivity=_strictness(first, layer, dataset.card, ground, fields))
    columns = [dataset.column(field) if field else None for field in (fields.fr, fields.nl, fields.en)]
    groups: dict[Names | int, tuple[Names, list[int]]] = {}
    for row in rows.tolist():
        own = Names(*("" if column is None else _written(column[row]) for column in columns))
        titled = Names(*(_joined(part, first.names, own, row + 1) for part in _CALLED))
        groups.setdefault(own if ground.together and own != _NONE else row, (titled, []))[1].append(row)
    enough(len(groups))
    sheets = []
    for titled, members in groups.values():
        west, south = boxes[members, :2].min(axis=0).tolist()
        east, north = boxes[members, 2:].max(axis=0).tolist()
        sheet = placed_at(first, ((west + east) / 2, (south + north) / 2), titled)
        fitting = _fitting(first, (west, south, east, north)) if ground.fit else first.scale
        sheets.append(msgspec.structs.replace(sheet, scale=fitting))
    part = first.language.parts[0]
    return tuple(sorted(sheets, key=lambda sheet: folded(sheet.names.in_language(part))))


def _wanted(ground: Each, dataset: Dataset, boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell of each object whether it is asked for."""
    kept = np.ones(len(boxes), dtype=np.bool_)
    if ground.within is not None:
        west, south, east, north = ground.within
        kept &= (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    where = ground.where
    if where is not None and where.field and where.text.strip():
        if where.field not in {field.name for field in dataset.card.fields}:
            known = ", ".join(field.name for field in dataset.card.fields)
            raise FramingError("The layer has no field “{field}”. It has: {known}.", field=where.field, known=known)
        sought = folded(where.text)
        kept &= np.array(
            [sought in folded(_written(value)) for value in dataset.column(where.field)], dtype=np.bool_
        )
    return kept


def _fields(ground: Each, dataset: Dataset) -> Names:
    """Give the columns that name the sheets: those asked for, else the likeliest ones."""
    likely = title_fields(dataset.card)
    asked = Names(ground.fields.fr or likely.fr, ground.fields.nl or likely.nl, ground.fields.en or likely.en)
    known = {field.name for field in dataset.card.fields}
    for field in (asked.fr, asked.nl, asked.en):
        if field and field not in known:
            raise FramingError(
                "The layer has no field “{field}”. It has: {known}.", field=field, known=", ".join(sorted(known))
            )
    return asked


def _strictness(first: Sheet, layer: Layer, card: DatasetCard, ground: Each, fields: Names) -> Sensitivity:
    """Give the level of sheets whose names, places and very choice come from a layer."""
    levels = {field.name: field.sensitivity for field in card.fields}
    used = [fields.fr, fields.nl, fields.en, ground.where.field if ground.where is not None else ""]
    return max((first.sensitivity, layer.sensitivity, *(levels[field] for field in used if field in levels)))


def _fitting(first: Sheet, box: Bounds) -> float:
    """Give the scale of a sheet that shows all of an object, never larger than that of the first sheet."""
    return max(first.scale, fitted(first, box_points(box)).scale)


def _written(value: object) -> str:
    text = "" if value is None else str(value).strip()
    return "" if text.lower() in ("nan", "none", "<na>") else text


def _joined(part: str, title: Names, own: Names, row: int) -> str:
    """Put a language's own title before the name, and the number of the object where it has no name."""
    said = str(getattr(title, part))
    called = own.in_language(Language(part)) or str(row)
    return f"{said} – {called}" if said else called
