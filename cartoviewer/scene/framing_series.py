"""Sheets laid over the ground: one at a place, a grid of them, or along a line."""

from collections.abc import Iterator
from itertools import pairwise
from math import ceil, hypot
from typing import Final

import msgspec
import numpy as np

from bnip.layout import SheetTemplate
from bnip.record import Point
from bnip.sheet import Sheet
from cartoviewer.document.changes import new_id
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.sheet_paper import paper_name
from cartoviewer.scene.sheet_plan import of_only_plan
from cartoviewer.scene.template import sheet_templates
from cartoviewer.scene.view import MapView
from layers.errors import Problem
from resources.texts import Names

__all__ = [
    "FramingError",
    "along",
    "blank",
    "enough",
    "numbered",
    "over_grid",
    "placed_at",
    "reach",
    "template_for",
]

_MOST: Final = 400


class FramingError(Problem):
    """Sheets cannot be laid out as asked."""


def template_for(paper: str, *, upright: bool) -> str:
    """Give the plan sheet on a paper: `A3`, lying unless it is to be upright.

    Raises
    ------
    FramingError
        No plan sheet is made for that paper.
    """
    asked = paper.strip().upper()
    found: dict[str, str] = {}
    for name, template in sheet_templates().items():
        if template.situation_moment:
            continue
        width, height = template.page
        found[f"{paper_name(template.page)} {'upright' if height > width else 'lying'}"] = name
    wanted = f"{asked} {'upright' if upright else 'lying'}"
    # A paper that is made one way only is taken that way.
    other = f"{asked} {'lying' if upright else 'upright'}"
    for key in (wanted, other):
        if key in found:
            return found[key]
    known = ", ".join(dict.fromkeys(key.split(" ")[0] for key in found))
    raise FramingError(
        "There is no plan sheet on paper “{paper}”. Choose one of: {known}.", paper=paper, known=known
    )


def blank(document: MapDocument, template: str, centre: Point, scale: float, names: Names) -> Sheet:
    """Give one sheet at a place, of the dossier's only plan, or else of the operation's authority."""
    operation = document.operation
    made = Sheet(
        id=new_id(),
        template=template,
        centre=(round(centre[0], 1), round(centre[1], 1)),
        scale=scale,
        names=names,
        authority=operation.authority if operation is not None else Names(),
    )
    return of_only_plan(made, document)


def over_grid(first: Sheet, columns: int, rows: int, overlap_mm: float = 10.0) -> tuple[Sheet, ...]:
    """Lay sheets side by side, the middle of all of them where the first one lies; read from the upper left."""
    enough(columns * rows)
    step_x, step_y = reach(first, overlap_mm)
    turned = _metres(first, first.centre)
    places = [
        turned.to_ground((column - (columns - 1) / 2) * step_x, (row - (rows - 1) / 2) * step_y)
        for row in range(rows)
        for column in range(columns)
    ]
    return tuple(placed_at(first, place) for place in places)


def along(first: Sheet, path: tuple[Point, ...], overlap_mm: float = 10.0) -> tuple[Sheet, ...]:
    """Lay sheets along a path so that all of it is on one of them: a sheet begins where the path leaves another."""
    half_x, half_y = (length / 2 for length in reach(first, overlap_mm))
    turned = _metres(first, path[0])
    sheets: list[Sheet] = []
    run: list[Point] = []
    way = turned.to_paper(np.array(path)).tolist()
    for point in _walked(tuple((x, y) for x, y in way), min(half_x, half_y) / 10):
        grown = [*run, point]
        xs, ys = [x for x, _ in grown], [y for _, y in grown]
        if max(xs) - min(xs) > 2 * half_x or max(ys) - min(ys) > 2 * half_y:
            sheets.append(placed_at(first, turned.to_ground(*_middle(run))))
            grown = [run[-1], point]
            enough(len(sheets) + 1)
        run = grown
    return (*sheets, placed_at(first, turned.to_ground(*_middle(run))))


def numbered(sheets: tuple[Sheet, ...], already: tuple[Sheet, ...] = ()) -> tuple[Sheet, ...]:
    """Give a series its numbers, after those of the sheets there already; each says how many there then are."""
    if len(sheets) == 1 and not already:
        return sheets
    last = max((sheet.number for sheet in already), default=0)
    if len(sheets) == 1:
        return (msgspec.structs.replace(sheets[0], number=last + 1, count=last + 1),)
    count = last + len(sheets)
    return tuple(
        msgspec.structs.replace(sheet, number=last + index, count=count) for index, sheet in enumerate(sheets, 1)
    )


def _template(sheet: Sheet) -> SheetTemplate:
    return sheet_templates()[sheet.template]


def reach(sheet: Sheet, overlap_mm: float) -> tuple[float, float]:
    """Give how far apart the middles of neighbours lie, metres; without overlap, how much ground a sheet shows."""
    _, _, width, height = _template(sheet).map.box
    return ((width - overlap_mm) * sheet.scale / 1000.0, (height - overlap_mm) * sheet.scale / 1000.0)


def _metres(first: Sheet, middle: Point) -> MapView:
    """Give paper turned as a sheet is, a millimetre for each metre on the ground and its origin in `middle`."""
    return MapView(middle, 1000.0, (0.0, 0.0), turn=first.rotation % 360.0)


def placed_at(first: Sheet, place: Point, names: Names | None = None) -> Sheet:
    """Give another sheet like the first, elsewhere."""
    return msgspec.structs.replace(
        first, id=new_id(), centre=(round(place[0], 1), round(place[1], 1)), names=names or first.names
    )


def enough(count: int) -> None:
    """Raise FramingError where a series would be longer than anyone binds."""
    if count > _MOST:
        raise FramingError(
            "That would be {count} sheets; {most} are the most at once. Choose a smaller scale or fewer objects.",
            count=count,
            most=_MOST,
        )


def _walked(path: tuple[Point, ...], step_m: float) -> Iterator[Point]:
    """Give a path with points no farther apart than a step."""
    yield path[0]
    for (x0, y0), (x1, y1) in pairwise(path):
        parts = max(1, ceil(hypot(x1 - x0, y1 - y0) / step_m))
        for k in range(1, parts + 1):
            yield (x0 + (x1 - x0) * k / parts, y0 + (y1 - y0) * k / parts)


def _middle(points: list[Point]) -> Point:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
