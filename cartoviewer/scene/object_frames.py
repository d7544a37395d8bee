"""One sheet for every object of a layer: which objects, how their sheets are called, and how large they are."""

from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from bnip.series import Each
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.frame_fit import box_points, fitted, outermost
from cartoviewer.scene.framing_series import FramingError, enough, placed_at
from cartoviewer.scene.laid_sheets import given
from layers.crs import LAMBERT_72
from layers.dataset import Dataset, DatasetCard, Datasets
from layers.sensitivity import Sensitivity
from layers.shapes import Floats, Shapes
from layers.values import folded
from resources.texts import Language, Names

__all__ = ["each_object", "title_fields", "values_of"]

_CALLED: Final = {
    "fr": ("name_fr", "nom_fr", "nom", "name", "naam", "label"),
    "nl": ("name_nl", "naam_nl", "naam", "name", "nom", "label"),
    "en": ("name_en", "name"),
}
"""Columns that are taken for names, the likeliest first."""

_NONE: Final = Names()
_MOST_VALUES: Final = 2_000


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


def each_object(ground: Each, first: Sheet, document: MapDocument, datasets: Datasets) -> tuple[Sheet, ...]:
    """Lay a sheet for every object that is asked for, in the order of the layer.

    Raises
    ------
    FramingError
        The layer or a column of it is not there, no object is asked for, or there are too many.
    FitError
        An object is larger than any sheet shows.
    """
    layer = document.get(ground.layer)
    if not isinstance(layer, Layer):
        raise FramingError("The layer is not in the dossier any more. Choose another one.")
    dataset = datasets.get(layer.dataset)
    shapes = dataset.shapes(LAMBERT_72)
    boxes = shapes.bounds
    rows = np.flatnonzero(np.isfinite(boxes).all(axis=1) & _wanted(ground, dataset, boxes))
    if not len(rows):
        raise FramingError("No object of the layer is asked for and has a place on the map, so there is no sheet.")
    fields = _fields(ground, dataset)
    first = msgspec.structs.replace(first, sensitivity=_strictness(first, layer, dataset.card, ground, fields))
    columns = [dataset.column(field) if field else None for field in (fields.fr, fields.nl, fields.en)]
    groups: dict[Names | int, tuple[Names, Names, list[int]]] = {}
    for row in rows.tolist():
        own = Names(*("" if column is None else _written(column[row]) for column in columns))
        titled = Names(*(_joined(part, first.names, own, row + 1) for part in _CALLED))
        groups.setdefault(own if ground.together and own != _NONE else row, (own, titled, []))[2].append(row)
    enough(len(groups))
    return tuple(
        _sheet(ground, first, own, titled, shapes, members, document) for own, titled, members in groups.values()
    )


def _sheet(
    ground: Each,
    first: Sheet,
    own: Names,
    titled: Names,
    shapes: Shapes,
    members: list[int],
    document: MapDocument,
) -> Sheet:
    """Lay the sheet of one object, or of several that share it."""
    west, south = shapes.bounds[members, :2].min(axis=0).tolist()
    east, north = shapes.bounds[members, 2:].max(axis=0).tolist()
    place = ((west + east) / 2, (south + north) / 2)
    sheet = placed_at(first, place, titled)
    if ground.fit:
        points = box_points((west, south, east, north))
        if ground.turned or first.rotation:
            points = outermost(shapes.take(np.array(members)).xy)
        sheet = _fitting(sheet, points, document, turned=ground.turned)
    return given(sheet, "" if own == _NONE else "|".join((own.fr, own.nl, own.en)), place)


def _fitting(sheet: Sheet, points: Floats, document: MapDocument, *, turned: bool) -> Sheet:
    """Give a sheet that shows all of an object, at no larger scale than it has."""
    found = fitted(sheet, points, document, turned=turned)
    if found.scale <= sheet.scale:
        return fitted(sheet, points, document, turned=turned, scale=sheet.scale)
    return found


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


def _written(value: object) -> str:
    text = "" if value is None else str(value).strip()
    return "" if text.lower() in ("nan", "none", "<na>") else text


def _joined(part: str, title: Names, own: Names, row: int) -> str:
    """Put a language's own title before the name, and the number of the object where it has no name."""
    said = str(getattr(title, part))
    called = own.in_language(Language(part)) or str(row)
    return f"{said} – {called}" if said else called
