"""Laying a series of sheets over what it is asked to cover: the command line and the window ask in the same way."""

from collections.abc import Callable
from math import ceil

import msgspec

from bnip.drawing import Shape
from bnip.incident import Route
from bnip.series import Cover, Each, Follow, Grid, Ground, PageOrder, Where
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.framing_series import FramingError, enough, over_grid, reach
from cartoviewer.scene.laid_sheets import given
from cartoviewer.scene.object_frames import each_object, title_fields, values_of
from cartoviewer.scene.route_frames import along, along_turned
from cartoviewer.scene.view import MapView
from layers.dataset import Datasets
from layers.shapes import Bounds
from layers.values import folded

__all__ = [
    "Cover",
    "Each",
    "Follow",
    "Grid",
    "Ground",
    "PageOrder",
    "Where",
    "lay",
    "lines_to_follow",
    "title_fields",
    "values_of",
]

_Key = Callable[[Sheet], tuple[float, ...] | tuple[str, ...]]


def lay(
    ground: Ground,
    first: Sheet,
    document: MapDocument,
    datasets: Datasets,
    overlap_mm: float = 10.0,
    order: PageOrder | None = None,
) -> tuple[Sheet, ...]:
    """Lay copies of `first` over the ground that is asked for, in the order of their pages, without numbers yet.

    Parameters
    ----------
    order
        One of the ground's own; any other, or None, is its usual one.

    Raises
    ------
    FramingError
        There is nothing to lay sheets over, or there would be too many of them.
    FitError
        An object is larger than any sheet shows.
    """
    wanted = order if order in ground.orders else ground.orders[0]
    match ground:
        case Grid(columns, rows):
            return _side_by_side(first, columns, rows, overlap_mm, document, wanted)
        case Cover(bounds):
            columns, rows = _size(first, bounds, overlap_mm, document)
            west, south, east, north = bounds
            middle = msgspec.structs.replace(first, centre=((west + east) / 2, (south + north) / 2))
            return _side_by_side(middle, columns, rows, overlap_mm, document, wanted)
        case Follow():
            sheets = _following(ground, first, document, overlap_mm)
            made = tuple(given(sheet, str(index), sheet.centre) for index, sheet in enumerate(sheets, 1))
            return made[::-1] if wanted is PageOrder.BACKWARD else made
        case Each():
            return _sorted(each_object(ground, first, document, datasets), wanted)


def lines_to_follow(document: MapDocument) -> tuple[Route | Shape, ...]:
    """Give the lines that sheets can be laid along: routes first, then drawn lines."""
    shapes = [shape for shape in document.of(Shape) if shape.form.is_line and len(shape.path) > 1]
    return (*(route for route in document.of(Route) if len(route.path) > 1), *shapes)


def _side_by_side(
    first: Sheet, columns: int, rows: int, overlap_mm: float, document: MapDocument, order: PageOrder
) -> tuple[Sheet, ...]:
    """Lay a grid, its sheets row by row, column by column, or to and fro like a ploughed field."""
    sheets = over_grid(first, columns, rows, overlap_mm, document)
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    laid = {
        (row, column): given(sheet, f"{column + 1},{row + 1}", sheet.centre)
        for (row, column), sheet in zip(cells, sheets, strict=True)
    }
    match order:
        case PageOrder.COLUMNS:
            cells.sort(key=lambda cell: (cell[1], cell[0]))
        case PageOrder.SNAKE:
            cells.sort(key=lambda cell: (cell[0], -cell[1] if cell[0] % 2 else cell[1]))
    return tuple(laid[cell] for cell in cells)


def _size(first: Sheet, bounds: Bounds, overlap_mm: float, document: MapDocument) -> tuple[int, int]:
    """Give how many columns and rows of sheets cover some ground, which lies aslant on sheets that are turned."""
    west, south, east, north = bounds
    turn = MapView((0.0, 0.0), 1000.0, (east - west, north - south), turn=-first.rotation % 360.0)
    left, low, right, high = turn.bounds
    width, height = reach(first, 0.0, document)
    step_x, step_y = reach(first, overlap_mm, document)
    columns = 1 + max(0, ceil((right - left - width) / step_x - 1e-6))
    rows = 1 + max(0, ceil((high - low - height) / step_y - 1e-6))
    enough(columns * rows)
    return columns, rows


def _following(ground: Follow, first: Sheet, document: MapDocument, overlap_mm: float) -> tuple[Sheet, ...]:
    found = document.get(ground.line)
    if not isinstance(found, Route | Shape) or found not in lines_to_follow(document):
        raise FramingError("The line that the sheets follow is not in the dossier any more. Choose another one.")
    # Where the frames lie tells where the line runs.
    strict = msgspec.structs.replace(first, sensitivity=max(first.sensitivity, found.sensitivity))
    lay_along = along_turned if ground.turned else along
    return lay_along(strict, found.path, overlap_mm, document)


def _sorted(sheets: tuple[Sheet, ...], order: PageOrder) -> tuple[Sheet, ...]:
    """Put the sheets of objects, which come in the order of their layer, in another one."""
    keys: dict[PageOrder, _Key] = {
        PageOrder.NAME: lambda sheet: (folded(sheet.names.in_language(sheet.language.parts[0])),),
        PageOrder.WEST: lambda sheet: (_place(sheet)[0], -_place(sheet)[1]),
        PageOrder.NORTH: lambda sheet: (-_place(sheet)[1], _place(sheet)[0]),
    }
    return tuple(sorted(sheets, key=keys[order])) if order in keys else sheets


def _place(sheet: Sheet) -> tuple[float, float]:
    return sheet.laid.place if sheet.laid is not None else sheet.centre
