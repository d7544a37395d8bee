"""A sheet made from what the map shows: the same place, at the round scale that holds it all."""

import msgspec

from bnip.sheet import Sheet
from cartoviewer.document.changes import new_id
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.round_scales import ROUND_SCALES, round_scale
from cartoviewer.scene.sheet_plan import of_only_plan
from cartoviewer.scene.template import sheet_template
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from resources.texts import Names

__all__ = ["ROUND_SCALES", "framed", "new_sheet", "read_scale", "round_scale"]


def read_scale(text: str) -> float | None:
    """Read the denominator of a scale as people type it, `1:5 000` or `5000`; None where it is no scale."""
    digits = "".join(letter for letter in text.rpartition(":")[2] if letter.isdigit())
    return float(digits) if digits and 100 <= int(digits) <= 1_000_000 else None


def framed(sheet: Sheet, view: MapView) -> Sheet:
    """Give the sheet over the ground of a view, at the round scale at which all of it is on the map."""
    width_mm, height_mm = sheet_template(sheet.template).map.box[2:]
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
