"""What stands in the tables of a sheet: the plan's amendments and distribution, and the rows of a layer."""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from bnip.furniture import TableSpec
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.scene.feature_lines import feature_lines, feature_title
from cartoviewer.scene.plan_tables import amendments_of, recipients, said
from cartoviewer.scene.search_grid import square_of
from cartoviewer.scene.sheet_plan import plan_of
from cartoviewer.scene.sheet_words import UNWRITTEN
from cartoviewer.scene.table_layout import Table
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset, Datasets
from layers.schema import FieldSchema, FieldType, schemas
from layers.sensitivity import Sensitivity
from resources.texts import Names, Texts

__all__ = ["NO_TABLE", "Told", "amendments", "contacts", "copies_of", "distribution", "layer_rows"]

_COUNTED: Final = (FieldType.INTEGER, FieldType.NUMBER)
_MOST_COLUMNS: Final = 3
_PLACES: Final = ("address",)
_FIGURES: Final = re.compile(r"\d+")
_NAMED: Final = ("name_fr", "name_nl", "name")


@dataclass(frozen=True, slots=True)
class Told:
    """A table, and who may read it."""

    table: Table
    sensitivity: Sensitivity = Sensitivity.CLEAR


NO_TABLE: Final = Told(Table("", (), ()))


def amendments(sheet: Sheet, document: MapDocument, texts: Texts) -> Told:
    """Give what was changed in each version of the sheet's plan, the latest first."""
    plan = plan_of(sheet, document)
    if plan is None:
        return NO_TABLE
    return Told(amendments_of(plan, texts), plan.sensitivity)


def distribution(sheet: Sheet, document: MapDocument, texts: Texts) -> Told:
    """Give who receives the sheet's plan and which copies, numbered on; the title says which copy this is."""
    plan = plan_of(sheet, document)
    if plan is None or not plan.distribution:
        return NO_TABLE
    copy = sheet.copy or UNWRITTEN
    title = texts("Distribution – copy no. {copy} of {count}", copy=copy, count=copies_of(sheet, document))
    return Told(Table(title, (texts("Function"), texts("Copies")), recipients(plan, texts)), plan.sensitivity)


def copies_of(sheet: Sheet, document: MapDocument) -> int:
    """Give how many copies of the sheet's plan are distributed; 0 where it has no plan, or one without a list."""
    plan = plan_of(sheet, document)
    return sum(one.copies for one in plan.distribution) if plan is not None else 0


def contacts(sheet: Sheet, document: MapDocument, texts: Texts) -> Told:
    """Give the functions of the sheet's plan that can be reached, with their discipline and channel."""
    plan = plan_of(sheet, document)
    if plan is None or not plan.contacts:
        return NO_TABLE
    rows = tuple(
        (
            said(one.function, texts),
            f"D{one.discipline}" if one.discipline is not None else "",
            one.channel,
        )
        for one in plan.contacts
    )
    strict = max((plan.sensitivity, *(one.sensitivity for one in plan.contacts)))
    return Told(
        Table(texts("Contacts"), (texts("Function"), texts("Discipline"), texts("Reached by")), rows), strict
    )


def layer_rows(
    sheet: Sheet,
    document: MapDocument,
    datasets: Datasets,
    view: MapView,
    texts: Texts,
    spec: TableSpec = TableSpec(),  # noqa: B008 - a value
) -> Told:
    """Give the objects of a layer in the frame: square, name, address and what is counted, or columns asked for.

    The square is that of the search grid, where the sheet has one. Objects are ordered by name, the 2nd before the
    10th. A column that is not there, or that the audience may not see, is left out.
    """
    layer_id = spec.layer or sheet.table
    layer = document.get(layer_id) if layer_id else None
    if not isinstance(layer, Layer):
        return NO_TABLE
    try:
        dataset = datasets.get(layer.dataset)
    except KeyError:
        return NO_TABLE
    found = _inside(dataset, view)
    rows_inside = [row for row, _, _ in found]
    fields = _asked(dataset, spec.columns) if spec.columns else _columns(dataset, rows_inside)
    levels = {card.name: card.sensitivity for card in dataset.card.fields}
    used = [levels.get(name, Sensitivity.CLEAR) for name in (*_NAMED, *(field.id for field in fields))]
    rows = []
    for index, x_mm, y_mm in found:
        row = dataset.row(index)
        asked = {field.id: row.get(field.id) for field in fields}
        values = {line.name: line.value for line in feature_lines(dataset.card, asked, texts)}
        cells = [values.get(texts.name(field.names), "") for field in fields]
        square = [square_of(view, x_mm, y_mm)] if sheet.search_grid else []
        rows.append((*square, feature_title(dataset.card, row, texts) or str(index + 1), *cells))
    at = 1 if sheet.search_grid else 0
    rows.sort(key=lambda cells: _FIGURES.sub(lambda figures: figures[0].zfill(6), cells[at].casefold()))
    heads = (*([texts("Square")] if at else []), texts("Name"), *(texts.name(field.names) for field in fields))
    strict = max((layer.sensitivity, *used)) if rows else Sensitivity.CLEAR
    spare = 0 if spec.columns else len(fields)
    return Told(Table(texts.name(layer.names), heads, tuple(rows), spare=spare), strict)


def _inside(dataset: Dataset, view: MapView) -> list[tuple[int, float, float]]:
    """Give the objects whose middle lies in the frame, with its place in millimetres of the map."""
    boxes = dataset.shapes(view.epsg).bounds
    middles = np.column_stack(((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2))
    inside = view.shows(middles)
    paper = view.to_paper(middles)
    return [(int(row), float(paper[row, 0]), float(paper[row, 1])) for row in np.flatnonzero(inside)]


def _columns(dataset: Dataset, rows: list[int]) -> tuple[FieldSchema, ...]:
    """Give the fields worth a column: where the object is, and what is counted of it; those with a value only."""
    known = schemas().get(dataset.card.schema)
    if known is None:
        return ()
    there = {card.name for card in dataset.card.fields}
    wanted = [field for field in known.fields if field.id in _PLACES]
    wanted += [field for field in known.fields if field.type in _COUNTED]
    told = [field for field in wanted if field.id in there and _any(dataset, field.id, rows)]
    return tuple(told[:_MOST_COLUMNS])


def _asked(dataset: Dataset, columns: tuple[str, ...]) -> tuple[FieldSchema, ...]:
    """Give the fields asked for that are there, in that order; one without a schema is called as in its file."""
    known = schemas().get(dataset.card.schema)
    described = {field.id: field for field in known.fields} if known is not None else {}
    there = {card.name for card in dataset.card.fields}
    return tuple(
        described.get(name) or FieldSchema(id=name, names=Names.same(name), type=FieldType.TEXT)
        for name in columns
        if name in there
    )


def _any(dataset: Dataset, field: str, rows: list[int]) -> bool:
    values = dataset.column(field)
    return any(value is not None and value != "" and value == value for value in (values[row] for row in rows))
