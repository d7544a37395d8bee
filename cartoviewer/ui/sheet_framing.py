"""A sheet made from what the map shows: the same place, at the round scale that holds it all."""

from dataclasses import replace
from math import isfinite
from typing import Final

import msgspec
import numpy as np

from bnip.sheet import Sheet
from cartoviewer.document.changes import new_id
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.scene.frame_fit import ROUND_SCALES
from cartoviewer.scene.sheet_layout import arrangement_of
from cartoviewer.scene.sheet_plan import of_only_plan
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from resources.texts import Names

__all__ = ["ROUND_SCALES", "framed", "new_sheet", "read_scale", "read_turn", "round_scale"]

_SLACK: Final = 1.02
"""A view that is a hair too large for a scale still takes it: its margins have room for that."""


def round_scale(scale: float) -> float:
    """Give the first round denominator that is not larger on paper than `scale`."""
    return float(next((one for one in ROUND_SCALES if one * _SLACK >= scale), ROUND_SCALES[-1]))


def read_scale(text: str) -> float | None:
    """Read the denominator of a scale as people type it, `1:5 000` or `5000`; None where it is no scale.

    It need not be round: `1:6 350` is one too.
    """
    digits = "".join(letter for letter in text.rpartition(":")[2] if letter.isdigit())
    return float(digits) if digits and 100 <= int(digits) <= 1_000_000 else None


def read_turn(text: str) -> float | None:
    """Read degrees as people type them, `12,5°` or `-30`, from 0 up to 360; None where they are none."""
    written = text.strip().removesuffix("°").strip().replace(",", ".").replace("\u2212", "-")
    try:
        turn = float(written)
    except ValueError:
        return None
    return round(turn % 360.0, 1) % 360.0 if isfinite(turn) else None


def framed(sheet: Sheet, view: MapView, document: MapDocument = EMPTY) -> Sheet:
    """Give the sheet over the ground of a view, at the round scale at which all of it is on the map.

    `document` holds the layout of the dossier that the sheet may be laid out on.
    """
    width_mm, height_mm = arrangement_of(sheet, document).map.box[2:]
    # A turned map has to hold the corners of the view as well.
    righted = replace(view, turn=sheet.rotation % 360.0).righted(np.array(view.corners))
    across, up = (
        np.ptp(righted, axis=0).tolist() if sheet.rotation else (mm * view.scale / 1000.0 for mm in view.size_mm)
    )
    fitting = 1000.0 * max(across / width_mm, up / height_mm)
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
