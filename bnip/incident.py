"""What happened: the incident, and the symbols placed around it."""

from datetime import datetime

from bnip.record import Certainty, Place, Point, Record, State
from resources.texts import Names

__all__ = ["Incident", "Mark", "Route"]


class Incident(Record, frozen=True, omit_defaults=True, kw_only=True, tag="incident"):
    """An event on the ground. `symbol` is a code of the symbol grammar, class hazard: `haz.explosion`."""

    place: Place
    symbol: str = "haz.incident"
    names: Names = Names()
    occurred: datetime | None = None
    state: State = State.IN_PLACE
    certainty: Certainty = Certainty.REPORTED
    note: str = ""


class Mark(Record, frozen=True, omit_defaults=True, kw_only=True, tag="mark"):
    """A crisis symbol on a point: a command post, a unit, a post, the wind.

    `left`, `right`, `bottom` and `number` are the text fields of the grammar (domain of the symbol: designation,
    count or capacity, time, number in a series). `direction_deg` is clockwise from north; for the wind it is
    where the wind comes *from*.
    """

    place: Place
    symbol: str
    names: Names = Names()
    left: str = ""
    right: str = ""
    bottom: str = ""
    number: str = ""
    direction_deg: float | None = None
    state: State = State.IN_PLACE
    certainty: Certainty = Certainty.CONFIRMED
    note: str = ""


class Route(Record, frozen=True, omit_defaults=True, kw_only=True, tag="route"):
    """A line of measures: an evacuation route, a cordon. `symbol` is a catalogue id: `line.evacroute`."""

    path: tuple[Point, ...]
    symbol: str
    names: Names = Names()
    state: State = State.IN_PLACE
    certainty: Certainty = Certainty.CONFIRMED
    note: str = ""
