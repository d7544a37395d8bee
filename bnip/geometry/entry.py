"""What is typed while one draws: `120 m @ 45°`, `1,5 km`, `@ 90`, `120 x 80`, or coordinates in any system."""

import re
from dataclasses import dataclass
from typing import Final

from bnip.geometry.outlines import bearing_deg, ray
from bnip.record import Point
from layers.position import read_position

__all__ = ["Entry", "read_entry"]

_NUMBER: Final = r"(\d+(?:[.,]\d+)?)"
_UNIT: Final = r"\s*(km|m)?\s*"
_POLAR: Final = re.compile(rf"(?:{_NUMBER}{_UNIT})?(?:[@<]\s*{_NUMBER}\s*°?)?", re.IGNORECASE)
_BOX: Final = re.compile(rf"{_NUMBER}{_UNIT}[x×*]\s*{_NUMBER}{_UNIT}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was understood: a place, or a distance, a bearing, two sides; the rest is None.

    Lengths are metres, the bearing degrees clockwise from grid north.
    """

    place: Point | None = None
    metres: float | None = None
    bearing: float | None = None
    sides: tuple[float, float] | None = None

    def point_from(self, start: Point | None, towards: Point | None) -> Point | None:
        """Give the place that is meant, seen from the last one; what is not typed the mouse says.

        Parameters
        ----------
        start
            The last place set; None while there is none, so that only coordinates have a meaning.
        towards
            Where the mouse is.
        """
        if self.place is not None:
            return self.place
        if start is None:
            return None
        if self.sides is not None:
            across, up = self.sides
            west = towards is not None and towards[0] < start[0]
            south = towards is not None and towards[1] < start[1]
            return (start[0] + (-across if west else across), start[1] + (-up if south else up))
        bearing, metres = self.bearing, self.metres
        if bearing is None and towards is not None:
            bearing = bearing_deg(start, towards)
        if metres is None and towards is not None:
            metres = ((towards[0] - start[0]) ** 2 + (towards[1] - start[1]) ** 2) ** 0.5
        return ray(start, metres, bearing) if metres is not None and bearing is not None else None


def read_entry(text: str) -> Entry | None:
    """Read what was typed; None where it means nothing.

    A number alone is a length in metres. What could be coordinates as well as a length is a length only when it
    is a single number.
    """
    typed = text.strip()
    if not typed:
        return None
    box = _BOX.fullmatch(typed)
    if box:
        return Entry(sides=(_metres(box[1], box[2] or box[4]), _metres(box[3], box[4] or box[2])))
    polar = _POLAR.fullmatch(typed)
    if polar:
        metres = _metres(polar[1], polar[2]) if polar[1] else None
        bearing = _number(polar[3]) % 360.0 if polar[3] else None
        return Entry(metres=metres, bearing=bearing)
    readings = read_position(typed)
    return Entry(place=(round(readings[0].x, 3), round(readings[0].y, 3))) if readings else None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _metres(text: str, unit: str | None) -> float:
    return _number(text) * (1000.0 if unit and unit.lower() == "km" else 1.0)
