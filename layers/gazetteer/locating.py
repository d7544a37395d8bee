"""One question, every kind of answer: coordinates, addresses, crossings, names, municipalities."""

from typing import Final

from layers.gazetteer.addressing import find_addresses, found_of
from layers.gazetteer.found import Found, FoundKind, Quality
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.naming import find_areas, find_places
from layers.gazetteer.said import readings
from layers.gazetteer.ways import find_along, find_crossings, find_kilometres, find_stretches
from layers.position import PositionSystem, Reading, read_position, write_position
from resources.texts import Language, Texts

__all__ = ["coordinates", "locate", "printable"]

_LONGEST: Final = 300
_LONGEST_LINK: Final = 2_000
_LEAST: Final = 55.0
_MARGIN: Final = 30.0
"""How far below the best answer another one is still worth showing."""
_ACCURACY_M: Final = {
    PositionSystem.LAMBERT_72: 1.0,
    PositionSystem.LAMBERT_2008: 1.0,
    PositionSystem.UTM_31: 1.0,
    PositionSystem.MGRS: 1.0,
    PositionSystem.WGS84: 5.0,
    PositionSystem.WGS84_DMS: 15.0,
}


def printable(text: str) -> str:
    """Give a text without what cannot be part of a place: control characters, halves of letters."""
    cleaned = "".join(
        letter if letter.isprintable() or letter in "\t\n" else " " for letter in text[: 2 * _LONGEST_LINK]
    )
    return " ".join(cleaned.split())


def coordinates(text: str, texts: Texts) -> list[Found]:
    """Give the places that a text may stand for as coordinates, the likelier first; doubts are in the detail."""
    found = []
    for rank, reading in enumerate(read_position(text)):
        found.append(
            Found(
                write_position(reading.x, reading.y, reading.system, texts),
                FoundKind.COORDINATES,
                reading.x,
                reading.y,
                _accuracy(reading),
                100.0 - rank - (5.0 if reading.note else 0.0),
                reading.note.written(texts) if reading.note else "",
                quality=Quality.COORDINATES,
                doubt=reading.note is not None,
            )
        )
    return found


def _accuracy(reading: Reading) -> float:
    return reading.accuracy_m if reading.accuracy_m is not None else _ACCURACY_M[reading.system]


def locate(
    text: str, gazetteer: Gazetteer | None, language: Language, limit: int = 10, *, unfinished: bool = False
) -> list[Found]:
    """Find what a text may mean on the ground, best first.

    Parameters
    ----------
    gazetteer
        The index; None where there is none: then coordinates and municipalities are found.
    unfinished
        Whether the text is still being typed, so that its last word may go on.

    Raises
    ------
    IndexProblem
        The index was damaged since it was opened.
    """
    texts = Texts(language)
    plain = printable(text)
    if not plain or len(plain) > (_LONGEST_LINK if "://" in plain[:40] else _LONGEST):
        return []
    found = coordinates(plain, texts)
    if found and not found[0].doubt:
        return found[:limit]
    dutch = language is Language.NL
    found += find_areas(plain)
    if gazetteer is not None:
        found += find_kilometres(gazetteer, plain, texts)
        found += find_stretches(gazetteer, plain, dutch_first=dutch)
        found += find_along(gazetteer, plain, texts)
        found += find_crossings(gazetteer, plain, dutch_first=dutch)
        addresses = find_addresses(gazetteer, readings(plain), limit, unfinished=unfinished)
        found += [found_of(answered, dutch_first=dutch) for answered in addresses]
        found += find_places(gazetteer, plain, limit, unfinished=unfinished, dutch_first=dutch)
    found.sort(key=lambda each: -each.score)
    if not found:
        return []
    best = found[0].score
    return [each for each in found if each.score >= max(_LEAST, best - _MARGIN)][:limit]
