"""What happened: the incident, and the symbols placed around it."""

from datetime import datetime
from typing import Annotated, Final

import msgspec

from bnip.drawing import Drawing
from bnip.record import Certainty, Place, Point, State

__all__ = ["Casualties", "Incident", "Mark", "Route", "occupancy"]

_MOST: Final = 99_999
Count = Annotated[int, msgspec.Meta(ge=0, le=_MOST)]
"""How many people; None where nobody has counted."""


class Casualties(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What triage has counted: T1 urgent, T2 less urgent, T3 not urgent, and the dead."""

    t1: Count | None = None
    t2: Count | None = None
    t3: Count | None = None
    dead: Count | None = None

    def __post_init__(self) -> None:
        for count in (self.t1, self.t2, self.t3, self.dead):
            if count is not None and not 0 <= count <= _MOST:
                raise ValueError(f"{count} is no number of casualties")

    @property
    def code(self) -> str:
        """The counts as the symbol grammar writes them, `2/5/12/0`; empty where nothing was counted."""
        counts = (self.t1, self.t2, self.t3, self.dead)
        return "" if counts == (None,) * 4 else "/".join(str(count or 0) for count in counts)


def occupancy(present: int | None, capacity: int | None) -> str:
    """Write how many are there and how many have room: `120/300`, `120`, `–/300`."""
    if capacity is None:
        return "" if present is None else str(present)
    return f"{'–' if present is None else present}/{capacity}"


class Incident(Drawing, frozen=True, omit_defaults=True, kw_only=True, tag="incident"):
    """An event on the ground. `symbol` is a code of the symbol grammar, class hazard: `haz.explosion`.

    Its text fields, direction and counts are those of a `Mark`.
    """

    place: Place
    symbol: str = "haz.incident"
    occurred: datetime | None = None
    left: str = ""
    right: str = ""
    bottom: str = ""
    number: str = ""
    direction_deg: float | None = None
    casualties: Casualties = Casualties()
    state: State = State.IN_PLACE
    certainty: Certainty = Certainty.REPORTED


class Mark(Drawing, frozen=True, omit_defaults=True, kw_only=True, tag="mark"):
    """A crisis symbol on a point: a command post, a unit, a post, the wind.

    `left`, `right`, `bottom` and `number` are the text fields of the grammar (domain of the symbol: designation,
    count or capacity, time, number in a series). `direction_deg` is clockwise from north; for the wind it is
    where the wind comes *from*. `present` and `capacity` are written to the right where `right` says nothing.
    """

    place: Place
    symbol: str
    left: str = ""
    right: str = ""
    bottom: str = ""
    number: str = ""
    direction_deg: float | None = None
    present: Count | None = None
    capacity: Count | None = None
    casualties: Casualties = Casualties()
    state: State = State.IN_PLACE
    certainty: Certainty = Certainty.CONFIRMED

    @property
    def count(self) -> str:
        """The text to the right: what was written there, or else who is present of how many."""
        return self.right or occupancy(self.present, self.capacity)


class Route(Drawing, frozen=True, omit_defaults=True, kw_only=True, tag="route"):
    """A line of measures: an evacuation route, a cordon. `symbol` is a catalogue id: `line.evacroute`."""

    path: tuple[Point, ...]
    symbol: str
    state: State = State.IN_PLACE
    certainty: Certainty = Certainty.CONFIRMED
