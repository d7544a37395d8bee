"""From the ways to read an address to the doors and streets that may be meant, ranked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log10
from typing import Final

import numpy as np
import shapely

from layers.gazetteer.found import Found, FoundKind, Quality
from layers.gazetteer.gazetteer import Door, Gazetteer, Street
from layers.gazetteer.house_number import HouseNumber
from layers.gazetteer.matching import Match
from layers.gazetteer.municipalities import area_of_nis, area_of_postcode
from layers.gazetteer.said import Said
from layers.gazetteer.words import Spoken, spoken

__all__ = ["Answered", "best_streets", "both_names", "find_addresses", "found_of"]

_DOOR_M: Final = 10.0
_SURE: Final = 82.0
"""From this score on a name is taken for the one that was said."""
_MOST_STREETS: Final = 24
_FEW: Final = 6
_MOST_DOORS: Final = 4
_MOST_WORDS: Final = 12
_WIDTH: Final = 18.0
"""How far below the best name another is still looked into."""
_OTHER_MUNICIPALITY: Final = 6.0
_OTHER_POSTCODE: Final = 3.0
_OTHER_PART: Final = 1.5
_NO_SUCH_NUMBER: Final = 7.0
_BETWEEN: Final = 1.0
_UNNUMBERED: Final = 0.5
_FOREIGN: Final = 35.0
_QUICK: Final = 88.0
_PRECISE: Final = (Quality.ADDRESS_POINT, Quality.INTERPOLATED)


@dataclass(frozen=True, slots=True)
class Answered:
    """A street, and a door of it where one was said, as the answer to one reading."""

    street: Street
    door: Door | None
    number: HouseNumber | None
    quality: Quality
    x: float
    y: float
    accuracy_m: float
    score: float
    unsure: bool


@lru_cache(maxsize=65_536)
def _spoken(words: tuple[str, ...]) -> Spoken:
    return spoken(words, guess_type=True)


def best_streets(
    gazetteer: Gazetteer, words: tuple[str, ...], *, unfinished: bool = False, quick: bool = False
) -> list[Match]:
    """Give the street names that are like these words; `quick` asks no further where one is the very name."""
    said = _spoken(words)
    if not said.core:
        return []
    exact = gazetteer.street_names.exact(said)
    if exact and quick:
        return exact
    found = {match.at: match for match in gazetteer.street_names.nearest(said, unfinished=unfinished)}
    for match in exact:
        found[match.at] = max(match, found.get(match.at, match), key=lambda each: each.score)
    return sorted(found.values(), key=lambda match: -match.score)


def find_addresses(
    gazetteer: Gazetteer,
    readings: Iterable[Said],
    limit: int,
    *,
    unfinished: bool = False,
    quick: bool = False,
) -> list[Answered]:
    """Give the addresses that are meant, best first.

    Parameters
    ----------
    quick
        Whether a reading that is answered exactly ends the search: for tables, where one answer counts.
    """
    best: dict[tuple[int, int, str], Answered] = {}
    known: dict[tuple[str, ...], list[Match]] = {}
    for said in readings:
        if len(said.words) > _MOST_WORDS:
            continue
        if said.words not in known:
            known[said.words] = best_streets(gazetteer, said.words, unfinished=unfinished, quick=quick)
        for answered in _of_reading(gazetteer, said, known[said.words], _FEW if quick else _MOST_STREETS):
            key = (answered.street.id, answered.door.number if answered.door else 0, _door_key(answered))
            if key not in best or best[key].score < answered.score:
                best[key] = answered
        if quick and any(each.score >= _QUICK and each.quality in _PRECISE for each in best.values()):
            break
    ranked = sorted(best.values(), key=lambda each: -each.score)
    kept: list[Answered] = []
    with_door = {each.street.id for each in ranked if each.door is not None and each.score >= _SURE}
    for each in ranked:
        # The street alone says nothing beside its door.
        if each.door is None and each.quality is Quality.STREET and each.street.id in with_door:
            continue
        kept.append(each)
    return kept[:limit]


def _door_key(answered: Answered) -> str:
    if answered.door is not None:
        return f"{answered.door.suffix} {answered.door.postcode} {answered.door.x:.0f}"
    return answered.quality.value


def _of_reading(gazetteer: Gazetteer, said: Said, matches: Sequence[Match], most: int) -> list[Answered]:
    if not matches:
        return []
    top = matches[0].score
    candidates: list[tuple[float, Street]] = []
    for match in matches:
        if match.score < top - _WIDTH:
            break
        for street, cost in gazetteer.streets_named(match.at):
            candidates.append((match.score - cost - said.cost - _off_place(street, said), street))
    candidates.sort(key=lambda pair: -(pair[0] + _weight(pair[1])))
    found: list[Answered] = []
    for score, street in candidates[:most]:
        found += _answers(gazetteer, street, said, score)
    return found


def _weight(street: Street) -> float:
    """Let the longer one of two namesakes come first."""
    return 0.1 * log10(1.0 + max(street.addresses, street.length_m / 10))


def _off_place(street: Street, said: Said) -> float:
    """Tell what it costs that a street does not lie where it was said to lie."""
    off = 0.0
    if said.foreign and said.postcode not in street.postcodes:
        off += _FOREIGN
    in_area = said.area is not None and said.area.nis == street.nis
    if said.area is not None and not in_area and street.nis:
        off += _OTHER_MUNICIPALITY
    if said.postcode and not said.foreign:
        off += _off_postcode(street, said, in_area=in_area)
    if said.area is not None and said.area.part and in_area and street.postcodes and not said.postcode:
        off += 0.0 if set(said.area.postcodes) & set(street.postcodes) else _OTHER_POSTCODE
    return off


def _off_postcode(street: Street, said: Said, *, in_area: bool) -> float:
    """Tell what it costs that a street does not have the postcode that was said."""
    if said.postcode in street.postcodes:
        return 0.0
    area, own = area_of_postcode(said.postcode), area_of_nis(street.nis)
    same = area is not None and area.nis == street.nis
    if same or in_area:
        # 1000 is written for all of the city.
        return _OTHER_PART if street.postcodes else 0.0
    if own is not None and said.postcode in own.postcodes and not street.addresses:
        return 0.0
    return _OTHER_POSTCODE if said.area is not None else _OTHER_MUNICIPALITY


def _answers(gazetteer: Gazetteer, street: Street, said: Said, score: float) -> list[Answered]:
    unsure = score < _SURE
    weight = _weight(street)
    if said.number is None:
        return [_street_answer(street, None, score + weight, unsure=unsure)]
    if not street.addresses:
        return [_street_answer(street, said.number, score + weight - _UNNUMBERED, unsure=True)]
    doors = gazetteer.doors(street, said.number.number)
    if not doors and said.number.upto:
        doors = gazetteer.doors(street, said.number.upto)
    if doors:
        wanted = [door for door in doors if said.postcode and door.postcode == said.postcode] or doors
        if said.area is not None and said.area.part and not said.postcode:
            wanted = [door for door in wanted if door.postcode in said.area.postcodes] or wanted
        exact = [door for door in wanted if door.suffix == said.number.suffix]
        plain = [door for door in wanted if not door.suffix]
        far = 0.0 if exact or not said.number.suffix else 0.3
        return [
            Answered(
                street,
                door,
                said.number,
                Quality.ADDRESS_POINT,
                door.x,
                door.y,
                _DOOR_M if exact else 2 * _DOOR_M,
                score + weight - far - _off_door(said, door),
                unsure,
            )
            for door in (exact or plain or wanted[:1])[:_MOST_DOORS]
        ]
    return [_between(gazetteer, street, said.number, score + weight, unsure)]


def _off_door(said: Said, door: Door) -> float:
    return 1.0 if said.postcode and door.postcode and said.postcode != door.postcode else 0.0


def _street_answer(street: Street, number: HouseNumber | None, score: float, *, unsure: bool) -> Answered:
    return Answered(street, None, number, Quality.STREET, street.x, street.y, street.radius_m, score, unsure)


def _between(gazetteer: Gazetteer, street: Street, number: HouseNumber, score: float, unsure: bool) -> Answered:
    """Place a number that is not known between its neighbours on the same side; beyond them only the street."""
    below, above = gazetteer.neighbours_of(street, number.number)
    if below is None or above is None:
        return _street_answer(street, number, score - _NO_SUCH_NUMBER, unsure=True)
    share = (number.number - below.number) / (above.number - below.number)
    x, y = below.x + share * (above.x - below.x), below.y + share * (above.y - below.y)
    gap = float(np.hypot(above.x - below.x, above.y - below.y))
    line = gazetteer.line(street.id)
    if line is not None and gap > 60.0:
        # Around a bend the place lies by the street, not across the block.
        near = shapely.get_point(shapely.shortest_line(line, shapely.Point(x, y)), 0)
        x, y = near.x, near.y
    return Answered(street, None, number, Quality.INTERPOLATED, x, y, gap / 2 + _DOOR_M, score - _BETWEEN, unsure)


def both_names(street: Street, *, dutch_first: bool = False) -> str:
    """Give `French / Dutch`; one name where they are the same."""
    names = (street.nl, street.fr) if dutch_first else (street.fr, street.nl)
    return " / ".join(dict.fromkeys(name for name in names if name))


def found_of(answered: Answered, *, dutch_first: bool = False) -> Found:
    """Give an answer as what is shown and kept."""
    street, number = answered.street, answered.number
    postcode = answered.door.postcode if answered.door else ""
    is_door = answered.quality in (Quality.ADDRESS_POINT, Quality.INTERPOLATED)
    name = both_names(street, dutch_first=dutch_first)
    written = f"{name} {number}" if is_door and number is not None else name
    where = street.municipality(postcode)
    return Found(
        ", ".join(part for part in (written, where) if part),
        FoundKind.ADDRESS if is_door else FoundKind.STREET,
        answered.x,
        answered.y,
        round(answered.accuracy_m, 1),
        max(min(answered.score, 100.0), 0.0),
        bounds=None if is_door else street.bounds,
        quality=answered.quality,
        doubt=answered.unsure or (number is not None and answered.quality is not Quality.ADDRESS_POINT),
    )
