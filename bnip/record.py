"""The root of everything a user makes."""

from enum import StrEnum

import msgspec

from layers.sensitivity import Sensitivity

__all__ = ["Certainty", "Place", "Point", "Record", "State"]

Point = tuple[float, float]
"""(x, y) in Belgian Lambert 72 (EPSG:31370), metres. All records keep their geometry in it."""


class State(StrEnum):
    """How far something on the map has come to be."""

    PLANNED = "planned"
    REQUESTED = "requested"
    IN_PLACE = "in-place"
    ENDED = "ended"


class Certainty(StrEnum):
    """Whether something is known or only said."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """A point and how well it is known.

    `text` is the place as it was said or typed; `accuracy_m` the radius within which it lies, None if unknown.
    """

    x: float
    y: float
    text: str = ""
    quality: str = "hand-placed"
    accuracy_m: float | None = None

    @property
    def point(self) -> Point:
        """The coordinates, metres in Lambert 72."""
        return (self.x, self.y)


class Record(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="kind"):
    """An immutable thing with an id; a change makes another with the same id."""

    id: str
    sensitivity: Sensitivity = Sensitivity.GREEN
