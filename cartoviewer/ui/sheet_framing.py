"""A sheet made from what the map shows: the same place, at the round scale that holds it all."""

from typing import Final

import msgspec

from bnip.sheet import Sheet
from cartoviewer.document.changes import new_id
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.scene.sheet_layout import arrangement_of
from cartoviewer.scene.sheet_plan import of_only_plan
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from resources.texts import Names

__all__ = ["ROUND_SCALES", "framed", "new_sheet", "read_scale", "round_scale"]

ROUND_SCALES: Final = (
    500, 1000, 2000, 2500, 4000, 5000, 7500, 10_000, 12_500, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000,
    50_000, 60_000, 75_000, 100_000, 150_000, 200_000,
)  # fmt: skip
"""The denominators that maps of a region are printed at."""

_SLACK: Final = 1.02
"""A view that is a hair too large for a scale still takes it: its margins have room for that."""


def round_scale(scale: float) -> float:
    """Give the first round denominator that is not larger on paper than `scale`."""
    return float(next((one for one in ROUND_SCALES if one * _SLACK >= scale), ROUND_SCALES[-1]))


def read_scale(text: str) -> float | None:
    """Read the denominator of a scale as people type it, `1:5 000` or `5000`; None where it is no scale."""
    digits = "".join(letter for letter in text.rpartition(":")[2] if letter.isdigit())
    return float(digits) if digits and 100 <= int(digits) <= 1_000_000 else None


def framed(sheet: Sheet, view: MapView, document: MapDocument = EMPTY) -> Sheet:
    """Give the sheet over the ground of a view, at the round scale at which all of it is on the map.

    `document` holds the layout of the dossier that the sheet may be laid out on.
    """
    width_mm, height_mm = arrangement_of(sheet, document).map.box[2:]
    fitting = view.scale * max(view.size_mm[0] / width_mm, view.size_mm[1] / height_mm)
    centre = view.centre if view.epsg == LAMBERT_72 else transform_point(*view.centre, view.epsg, LAMBERT_72)
    rounded = (round(centre[0], 1), round(centre[1], 1))
    return msgspec.structs.replace(sheet, centre=rounded, scale=round_scale(fitting))


def new_sheet(document: MapDocument, view: MapView, template: str) -> Sheet:
    """Give a new sheet over the ground of a view, named for the operation."""
    operation = document.operation
    names = (
        operation.names if operation is not None else Names("Carte de situation", "Situatiekaart", "Situation map")
    )
    authority = operation.authority if operation is not None else Names()
    blank = Sheet(
        id=new_id(), template=template, centre=view.centre, scale=view.scale, names=names, authority=authority
    )
    return framed(of_only_plan(blank, document), view)
