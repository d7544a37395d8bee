"""Zones around a danger, and the perimeters that bound them."""

from datetime import datetime
from enum import StrEnum
from math import cos, pi, sin

from bnip.drawing import Drawing
from bnip.record import Point

__all__ = ["Zone", "ZoneKind", "ZoneStatus", "circle"]


class ZoneKind(StrEnum):
    """The value is the id of the zone's symbol in the catalogue."""

    RED = "area.red"
    ORANGE = "area.orange"
    YELLOW = "area.yellow"
    PLANNING = "area.npz"
    FIRST_RESPONSE = "area.firstresponse"
    EVACUATION = "area.evac"
    SHELTER = "area.shelter"
    PLUME = "area.plume"
    NO_FLIGHT = "area.noflight"
    EVENT = "area.event"


class ZoneStatus(StrEnum):
    """Whether a zone holds."""

    PLANNED = "planned"
    PROPOSED = "proposed"
    IN_FORCE = "in-force"
    LIFTED = "lifted"


class Zone(Drawing, frozen=True, omit_defaults=True, kw_only=True, tag="zone"):
    """A closed perimeter. Each of red, orange and yellow contains the one before; the annulus is what is drawn.

    `outline` is the perimeter, closed (first point = last). `basis` tells how it was drawn: radius, street
    block, drawn, model. `decided_by` is a function, never a person's name.
    """

    zone: ZoneKind
    outline: tuple[Point, ...]
    status: ZoneStatus = ZoneStatus.IN_FORCE
    basis: str = "drawn"
    centre: Point | None = None
    radius_m: float | None = None
    scenario: str = ""
    decided_by: str = ""
    in_force: datetime | None = None
    lifted: datetime | None = None
    wind_from_deg: float | None = None
    population: int | None = None


def circle(centre: Point, radius_m: float, points: int = 120) -> tuple[Point, ...]:
    """Give a closed ring of `points` corners around `centre`, rounded to the millimetre."""
    x, y = centre
    ring = [
        (round(x + radius_m * cos(2 * pi * i / points), 3), round(y + radius_m * sin(2 * pi * i / points), 3))
        for i in range(points)
    ]
    return (*ring, ring[0])
