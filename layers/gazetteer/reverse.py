"""What is here: the address, the crossing, the municipality and the areas at a place."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from layers.gazetteer.addressing import both_names
from layers.gazetteer.categories import categories
from layers.gazetteer.gazetteer import Door, Gazetteer, Named, Street
from layers.gazetteer.municipalities import Area, area_of_nis, area_of_postcode, police_of
from layers.report import Note
from resources.texts import Texts

__all__ = ["Here", "here_lines", "whats_here"]

_FARTHEST_M: Final = 500.0
_CELLS: Final = (1, 2, 5)
_CELL_M: Final = 100.0
_WHOLE_REGION_M: Final = 6_000.0


@dataclass(frozen=True, slots=True)
class Here:
    """What the index knows of a place.

    Attributes
    ----------
    door, street
        The nearest door and its street, with the distance in metres; without doors the nearest street.
    crossing
        The nearest crossing: both streets, and the distance.
    municipality, part
        The municipality, and the part of it that the nearest door's postcode tells.
    areas
        The named areas around the place, the smallest first: quarter, statistical sector, park.
    """

    door: tuple[float, Door] | None
    street: tuple[float, Street] | None
    crossing: tuple[float, Street, Street] | None
    municipality: Area | None
    part: Area | None
    areas: tuple[Named, ...] = field(default=())


def whats_here(gazetteer: Gazetteer, x: float, y: float) -> Here:
    """Tell what the index knows of a place, Lambert 72 metres.

    Raises
    ------
    IndexProblem
        The index was damaged since it was opened.
    """
    if not (np.isfinite(x) and np.isfinite(y)):
        return Here(None, None, None, None, None)
    door = _nearest_door(gazetteer, x, y)
    streets = gazetteer.streets_around(x, y, 60.0) or gazetteer.streets_around(x, y, _FARTHEST_M)
    street = streets[0] if streets else None
    if door is not None:
        street = (door[0], gazetteer.streets[door[1].street])
    crossings = [
        (float(np.hypot(cx - x, cy - y)), a, b) for a, b, cx, cy in gazetteer.crossings_around(x, y, _FARTHEST_M)
    ]
    crossing = min(crossings, default=None)
    nis = gazetteer.municipality_at(x, y) or (street[1].nis if street else "")
    part = area_of_postcode(door[1].postcode) if door else None
    return Here(
        door,
        street,
        (crossing[0], gazetteer.streets[crossing[1]], gazetteer.streets[crossing[2]]) if crossing else None,
        area_of_nis(nis),
        part if part is not None and part.part and part.nis == nis else None,
        _telling(gazetteer.areas_at(x, y), area_of_nis(nis)),
    )


def _telling(areas: list[Named], municipality: Area | None) -> tuple[Named, ...]:
    """Leave out what the municipality already tells, and what is as large as the Region or told twice."""
    names: set[str] = {municipality.fr, municipality.nl} if municipality is not None else set()
    kept: list[Named] = []
    for each in areas:
        known = {each.fr, each.nl} & names
        if not known and each.category not in ("municipality", "police_zone") and each.radius_m < _WHOLE_REGION_M:
            kept.append(each)
            names |= {each.fr, each.nl}
    return tuple(kept)


def _nearest_door(gazetteer: Gazetteer, x: float, y: float) -> tuple[float, Door] | None:
    for cells in _CELLS:
        doors = gazetteer.doors_around(x, y, cells)
        if doors:
            distance, at = min((float(np.hypot(door.x - x, door.y - y)), at) for at, door in enumerate(doors))
            # A door beyond the squares that were looked at may be nearer than one in their corner.
            if distance <= cells * _CELL_M:
                return distance, doors[at]
    return None


def here_lines(here: Here, texts: Texts) -> list[tuple[str, str]]:
    """Write what is here as pairs of a heading and a text."""
    dutch = texts.language.value == "nl"
    found: list[tuple[str, str]] = []

    def add(heading: Note, text: str) -> None:
        found.append((heading.written(texts), text))

    def far(metres: float) -> str:
        return f" ({texts.number(metres)} m)" if metres >= 1.0 else ""

    if here.door is not None and here.street is not None:
        metres, door = here.door
        street = here.street[1]
        suffix = door.suffix.upper() if len(door.suffix) == 1 else door.suffix
        written = f"{both_names(street, dutch_first=dutch)} {door.number}{suffix}"
        add(Note("Nearest address"), f"{written}, {street.municipality(door.postcode)}{far(metres)}")
    elif here.street is not None:
        metres, street = here.street
        add(Note("Nearest street"), f"{both_names(street, dutch_first=dutch)}{far(metres)}")
    if here.crossing is not None:
        metres, one, other = here.crossing
        names = f"{both_names(one, dutch_first=dutch)} × {both_names(other, dutch_first=dutch)}"
        add(Note("Nearest crossing"), names + far(metres))
    if here.municipality is not None:
        label = here.municipality.label
        add(Note("Municipality"), f"{label} ({here.part.label})" if here.part else label)
        fr, nl = police_of(here.municipality.police)
        zone = " / ".join(dict.fromkeys((nl, fr) if dutch else (fr, nl)))
        add(Note("Police zone"), f"{here.municipality.police} {zone}")
    for each in here.areas:
        category = categories().get(each.category)
        name = " / ".join(dict.fromkeys(name for name in (each.fr, each.nl) if name))
        if category is not None and each.category != "police_zone":
            found.append((texts.name(category.names), name))
    return found
