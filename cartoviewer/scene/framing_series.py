"""Sheets laid over the ground: one at a place, or a grid of them."""

from typing import Final

import msgspec

from bnip.record import Point
from bnip.sheet import Sheet
from cartoviewer.document.changes import new_id
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.scene.map_room import map_size
from cartoviewer.scene.sheet_layout import arrangement_of
from cartoviewer.scene.sheet_paper import paper_name
from cartoviewer.scene.sheet_plan import of_only_plan
from cartoviewer.scene.template import sheet_templates
from cartoviewer.scene.view import MapView
from layers.errors import Problem
from resources.texts import Names

__all__ = [
    "FramingError",
    "blank",
    "enough",
    "numbered",
    "over_grid",
    "placed_at",
    "reach",
    "template_for",
]

_MOST: Final = 400
_LEAST_MM: Final = 10.0
"""So much of a sheet is new ground at least."""


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


def over_grid(
    first: Sheet, columns: int, rows: int, overlap_mm: float = 10.0, document: MapDocument = EMPTY
) -> tuple[Sheet, ...]:
    """Lay sheets side by side, the middle of all of them where the first one lies; read from the upper left.

    `document` holds the layout of the dossier that the sheets may be laid out on.

    Raises
    ------
    FramingError
        The overlap leaves nothing of a sheet, or there would be too many of them.
    """
    enough(columns * rows)
    step_x, step_y = reach(first, overlap_mm, document)
    turned = MapView(first.centre, 1000.0, (0.0, 0.0), turn=first.rotation % 360.0)
    places = [
        turned.to_ground((column - (columns - 1) / 2) * step_x, (row - (rows - 1) / 2) * step_y)
        for row in range(rows)
        for column in range(columns)
    ]
    return tuple(placed_at(first, place) for place in places)


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


def reach(sheet: Sheet, overlap_mm: float, document: MapDocument = EMPTY) -> tuple[float, float]:
    """Give how far apart the middles of neighbours lie, metres; without overlap, what ground a sheet surely shows.

    Raises
    ------
    FramingError
        The map of the sheet is no larger than the overlap.
    """
    width, height = map_size(arrangement_of(sheet, document))
    if min(width, height) - overlap_mm < _LEAST_MM:
        raise FramingError(
            "The map on this sheet is {width} × {height} mm: sheets cannot overlap by {overlap} mm. Choose less, "
            "or a larger map.",
            width=f"{width:g}",
            height=f"{height:g}",
            overlap=f"{overlap_mm:g}",
        )
    return ((width - overlap_mm) * sheet.scale / 1000.0, (height - overlap_mm) * sheet.scale / 1000.0)


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
