"""What answers a question about a place: one type for addresses, crossings, names, coordinates and drawings."""

from dataclasses import dataclass
from enum import StrEnum

from layers.shapes import Bounds

__all__ = ["Found", "FoundKind", "Quality"]


class FoundKind(StrEnum):
    """What was found."""

    ADDRESS = "address"
    STREET = "street"
    CROSSING = "crossing"
    STRETCH = "stretch"
    ALONG = "along"
    KILOMETRE = "kilometre"
    PLACE = "place"
    MUNICIPALITY = "municipality"
    COORDINATES = "coordinates"
    RECORD = "record"
    FEATURE = "feature"
    LAYER = "layer"


class Quality(StrEnum):
    """How well the place is known; the words are those that are kept with an incident."""

    ADDRESS_POINT = "address point"
    INTERPOLATED = "interpolated"
    STREET = "street"
    CROSSING = "crossing"
    MUNICIPALITY = "municipality"
    NAMED = "named"
    COORDINATES = "coordinates"
    HAND_PLACED = "hand-placed"


@dataclass(frozen=True, slots=True)
class Found:
    """Something that answers the text, best first by `score` (0 to 100).

    Attributes
    ----------
    label
        Its name, French and Dutch where it has both, with its municipality where that tells it from namesakes.
    x, y
        A point of it, metres in Lambert 72.
    accuracy_m
        The radius around the point within which the place lies; None where that is not known.
    detail
        What else is to be told: the municipality or layer of a feature, a doubt, how coordinates were read.
    id
        The id of the record or layer; empty for others.
    row
        For a feature, its row in the layer's dataset.
    bounds
        The ground it covers, Lambert 72; None for a point.
    quality
        How well the place is known.
    category
        For a named place, what it is (`hospital`); an id of the table of categories.
    doubt
        Whether someone should look before it is used: a name that is only nearly the one said, a number that is
        not known, coordinates that were read with exchanged axes.
    """

    label: str
    kind: FoundKind
    x: float
    y: float
    accuracy_m: float | None
    score: float
    detail: str = ""
    id: str = ""
    row: int = -1
    bounds: Bounds | None = None
    quality: Quality = Quality.NAMED
    category: str = ""
    doubt: bool = False
