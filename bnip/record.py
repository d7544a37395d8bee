"""The root of everything a user makes."""

from enum import StrEnum

import msgspec

from layers.sensitivity import Sensitivity

__all__ = ["HAND_PLACED", "Certainty", "Place", "Point", "Record", "State"]

Point = tuple[float, float]
"""(x, y) in Belgian Lambert 72 (EPSG:31370), metres. All records keep their geometry in it."""

HAND_PLACED = "hand-placed"


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
    `quality` tells how it was found. Whoever moves it corrects it by hand: text, quality and accuracy stay as they
    were found, and `found` is the point that was found, before the first correction.
    """

    x: float
    y: float
    text: str = ""
    quality: str = HAND_PLACED
    accuracy_m: float | None = None
    found: Point | None = None

    @property
    def is_corrected(self) -> bool:
        """Tell whether it was found and then corrected by hand."""
        return self.found is not None

    def corrected(self, point: Point) -> "Place":
        """Give the place put right by hand."""
        found = self.found or (self.point if self.quality != HAND_PLACED else None)
        return msgspec.structs.replace(self, x=point[0], y=point[1], found=found)

    @property
    def point(self) -> Point:
        """The coordinates, metres in Lambert 72."""
        return (self.x, self.y)


class Record(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="kind"):
    """An immutable thing with an id; a change makes another with the same id."""

    id: str
    sensitivity: Sensitivity = Sensitivity.GREEN
