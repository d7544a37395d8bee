"""Turning a drawing by its handle: about its middle, by any angle or in steps."""

from math import hypot
from typing import Final, cast

import msgspec

from bnip.drawing import Caption, Form, Measurement, Shape
from bnip.geometry.arranging import middle_of, turned
from bnip.geometry.outlines import bearing_deg, ray
from bnip.incident import Mark, Route
from bnip.record import Point
from bnip.zone import Zone
from cartoviewer.document.drawings import Placed, extent_of, path_of, transformed

__all__ = ["STEP_DEG", "can_turn", "facing", "handle_place", "spun", "told_angle", "turned_to"]

STEP_DEG: Final = 15.0
"""With Shift a drawing turns by this much at a time."""

_ABOVE_MM: Final = 7.0
_FROM_SYMBOL_MM: Final = 12.0


def can_turn(record: Placed) -> bool:
    """Tell whether turning changes anything to be seen: a circle looks as before."""
    if isinstance(record, Mark | Caption):
        return True
    if isinstance(record, Shape) and record.form is Form.SECTOR:
        return True
    is_round = isinstance(record, Zone | Shape) and record.radius_m is not None
    return isinstance(record, Zone | Shape | Route | Measurement) and not is_round and len(path_of(record)) > 1


def facing(record: Mark | Caption) -> float:
    """Give where a symbol or a text faces, degrees clockwise from grid north."""
    if isinstance(record, Mark):
        return record.direction_deg or 0.0
    return (90.0 - record.angle_deg) % 360.0


def handle_place(record: Placed, mm_per_metre: float) -> Point:
    """Give where the handle stands: in front of a symbol, above anything else."""
    if isinstance(record, Mark | Caption):
        return ray(record.place.point, _FROM_SYMBOL_MM / mm_per_metre, facing(record))
    x, y = _about(record)
    reach = max(hypot(east - x, north - y) for east, north in path_of(record))
    return (x, y + reach + _ABOVE_MM / mm_per_metre)


def turned_to(record: Placed, bearing: float) -> Placed:
    """Give a symbol or a text that faces a bearing."""
    if isinstance(record, Mark):
        return msgspec.structs.replace(record, direction_deg=bearing % 360.0)
    if isinstance(record, Caption):
        return msgspec.structs.replace(record, angle_deg=round((90.0 - bearing + 180.0) % 360.0 - 180.0, 1))
    return record


def told_angle(record: Placed, place: Point, *, in_steps: bool) -> float:
    """Give the angle that a handle pulled to a place means: a bearing for a symbol, else by how much it turns."""
    about = record.place.point if isinstance(record, Mark | Caption) else _about(record)
    angle = bearing_deg(about, place)
    angle = round(angle / STEP_DEG) * STEP_DEG if in_steps else round(angle, 1)
    return angle % 360.0 if isinstance(record, Mark | Caption) else (angle + 180.0) % 360.0 - 180.0


def spun(record: Placed, clockwise_deg: float) -> Placed:
    """Give a drawing turned about its middle; a rectangle that no longer lies along the grid is a polygon."""
    if isinstance(record, Mark | Caption):
        return turned_to(record, clockwise_deg)
    about = _about(record)
    after: Placed = transformed(
        record, lambda point: turned(point, about, clockwise_deg), clockwise_deg=clockwise_deg
    )
    if isinstance(after, Shape) and after.form is Form.RECTANGLE:
        return msgspec.structs.replace(after, form=Form.POLYGON)
    return after


def _about(record: Placed) -> Point:
    if isinstance(record, Zone | Shape) and record.centre is not None:
        return record.centre
    box = extent_of(record)
    return middle_of([cast("tuple[float, float, float, float]", box)])
