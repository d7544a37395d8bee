"""Reading a place from coordinates as people type, say and paste them.

What can be read in two ways is offered in two ways, the likelier first, each with a note; nothing is exchanged
or guessed in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Final

import numpy as np
from mgrs import MGRS
from mgrs.core import MGRSError

from layers.crs import LAMBERT_72, WGS84, transform_point
from layers.extents import BELGIUM, BELGIUM_IN, SURROUNDINGS, inside
from layers.position_forms import plain_form
from layers.position_system import PositionSystem
from layers.report import Note, heard

__all__ = ["Reading", "read_position"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text as a place: metres in Lambert 72, the system it was written in, and a doubt.

    `accuracy_m` is told where the text itself says how fine it is, as a grid reference does.
    """

    x: float
    y: float
    system: PositionSystem
    note: Note | None = None
    accuracy_m: float | None = None


_WORDS: Final = (
    (re.compile(r"\b(?:noorderbreedte|nord|noord|north)\b"), "n"),
    (re.compile(r"\b(?:oosterlengte|est|oost|east)\b"), "e"),
    (re.compile(r"\b(?:sud|zuid|south)\b"), "s"),
    (re.compile(r"\b(?:ouest|west)\b"), "w"),
)
_SYSTEMS: Final = (
    (
        re.compile(r"\b(?:belgian |belge |belgisch )?(?:lambert|lb|l)[ -]?(?:19)?72\b|\bepsg:? ?31370\b"),
        PositionSystem.LAMBERT_72,
    ),
    (re.compile(r"\b(?:lambert|lb|l)[ -]?(?:20)?08\b|\bepsg:? ?3812\b"), PositionSystem.LAMBERT_2008),
    (re.compile(r"\bwgs[ -]?84\b|\betrs[ -]?89\b|\bepsg:? ?(?:4326|4258)\b|\bgps\b"), PositionSystem.WGS84),
    (re.compile(r"\butm\b(?: ?31 ?[nu]\b)?|\bepsg:? ?(?:25831|32631)\b"), PositionSystem.UTM_31),
    (re.compile(r"\bmgrs\b"), PositionSystem.MGRS),
)
_MGRS: Final = re.compile(r"(?:(\d{1,2}) ?([c-hj-np-x]) ?)?([a-hj-np-z]{2}) ?(\d{1,5}) ?(\d{1,5})?")
_LETTER: Final = r"[nsewo]"
_BARE_ANGLE: Final = (
    r"(?P<sign>-)?(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*(?P<mark>[°ºd])?"
    r"(?:\s*(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['′’])?"
    r"(?:\s*(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”]|''|’’|′′))?"
)
# The letter stands before both angles, or after them.
_ANGLES: Final = (
    re.compile(rf"(?P<letter>{_LETTER})\s*{_BARE_ANGLE}"),
    re.compile(rf"{_BARE_ANGLE}\s*(?P<letter>{_LETTER})?(?![a-z])"),
)
_NUMBER: Final = r"-?\d+(?:[.,]\d+)?"
_GROUPED: Final = re.compile(r"-?\d{1,3}(?:[ .]\d{3})+(?:,\d+)?|-?\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?")
_PLAIN: Final = re.compile(_NUMBER)
_LABELLED: Final = re.compile(
    r"(?P<first>x|y|e|n|lat|lon|long|latitude|longitude)\s*[=:]\s*(?P<a>[-\d., ]+?)\s*m?\s*[,;/|]?\s*"
    r"(?P<second>x|y|e|n|lat|lon|long|latitude|longitude)\s*[=:]\s*(?P<b>[-\d., ]+?)\s*m?"
)
_PARTS: Final = ("minutes", "seconds")
_NORTHS: Final = frozenset({"y", "n", "lat", "latitude"})
_DEGREES: Final = r"(-?\d{1,3}(?:\.\d+)?)"
# How links to maps tell a place, latitude first; what was chosen on a map before what the map shows.
_LINKS: Final = (
    re.compile(rf"\bgeo:{_DEGREES},{_DEGREES}"),
    re.compile(rf"[?&#]mlat={_DEGREES}&mlon={_DEGREES}"),
    re.compile(rf"!3d{_DEGREES}!4d{_DEGREES}"),
    re.compile(
        rf"[?&](?:q|ll|query|destination|daddr|sll|center|cp|to)=(?:loc:|ll\.)?{_DEGREES}(?:,|~|%2c|\+){_DEGREES}"
    ),
    re.compile(rf"/@{_DEGREES},{_DEGREES}"),
    re.compile(rf"#(?:map=)?\d+(?:\.\d+)?/{_DEGREES}/{_DEGREES}"),
    re.compile(rf"/(?:place|search|dir)/{_DEGREES},\+?{_DEGREES}"),
)

_EXCHANGED: Final = Note("Read with X and Y exchanged: as written it lies far from the Region.")
_FAR: Final = Note("As written it lies more than 10 km outside the Region.")
_ABROAD: Final = Note("The place lies outside Belgium.")
_OOST: Final = Note("“O” was read as east (oost); as west (ouest) it would lie outside Belgium.")
_SQUARE: Final = Note("The zone 31U was added.")

# More than anyone writes of one place; what is longer is not searched.
_LONGEST: Final = 200
_LONGEST_LINK: Final = 2_000
_SYSTEMS_OF_NUMBERS: Final = (
    PositionSystem.LAMBERT_72,
    PositionSystem.LAMBERT_2008,
    PositionSystem.UTM_31,
    PositionSystem.WGS84,
)


def read_position(text: str) -> tuple[Reading, ...]:
    """Find the places that a text may stand for.

    Lambert 72, Lambert 2008, UTM 31N (metres, with or without labels and thousands apart), WGS84 (decimal
    degrees in either order, degrees and minutes, degrees, minutes and seconds), MGRS, and links to maps.

    Returns
    -------
    tuple
        The likeliest first; empty when the text is no coordinate.
    """
    if len(text) > (_LONGEST_LINK if "://" in text[:40] else _LONGEST):
        return ()
    plain = text.strip().lower().replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")
    plain = plain.replace("−", "-")
    for link in _LINKS:
        told = link.search(plain)
        if told:
            return tuple(_of_degrees(float(told[2]), float(told[1]), None))
    plain = plain_form(plain)
    named: PositionSystem | None = None
    for pattern, system in _SYSTEMS:
        plain, count = pattern.subn(" ", plain)
        named = system if count else named
    for pattern, letter in _WORDS:
        plain = pattern.sub(letter, plain)
    plain = re.sub(r"\be ?/ ?o\b", "e", plain)
    plain = re.sub(r"\s+", " ", plain.replace("(", " ").replace(")", " ")).strip(" ,;:")
    for read in (_of_mgrs, _of_angles):
        found = tuple(read(plain))
        if found:
            return found
    unique: dict[tuple[int, int, PositionSystem], Reading] = {}
    for first, second in _pairs(plain):
        for reading in _of_numbers(first, second, named):
            unique.setdefault((round(reading.x), round(reading.y), reading.system), reading)
    if not unique and named in {None, PositionSystem.WGS84}:
        return tuple(_abroad(plain))
    return tuple(sorted(unique.values(), key=_doubt))


def _doubt(reading: Reading) -> int:
    """Rank a reading: no note, then exchanged, then far, then abroad."""
    order = (None, _EXCHANGED, _FAR, _ABROAD)
    return order.index(reading.note) if reading.note in order else 2


def _of_mgrs(text: str) -> Iterator[Reading]:
    match = _MGRS.fullmatch(text)
    if not match:
        return
    zone, band, square, east, north = match.groups()
    digits = east + (north or "")
    if len(digits) % 2 or len(digits) > 10 or (north and len(east) != len(north)):
        return
    try:
        # The library warns of letters that lie beyond their band; the reading is then told to lie abroad.
        with heard([]):
            latitude, longitude = MGRS().toLatLon(f"{zone or 31}{(band or 'u')}{square}{digits}".upper())
    except MGRSError:
        return
    # A reference names a square by its south-west corner; the library gives its middle, the fairest point of it.
    x, y = transform_point(longitude, latitude, WGS84, LAMBERT_72)
    note = _ABROAD if not _within(x, y, BELGIUM) else (None if zone else _SQUARE)
    # Five figures are metres, one is ten kilometres; the corner of the square is that far from its middle.
    half_side = 10.0 ** (5 - len(digits) // 2) / 2
    yield Reading(x, y, PositionSystem.MGRS, note, max(round(half_side * 2**0.5, 1), 1.0))


def _of_angles(text: str) -> Iterator[Reading]:
    """Read two angles that carry a degree sign or a letter."""
    for pattern in _ANGLES:
        angles = list(pattern.finditer(text))
        if len(angles) != 2 or not all(match["mark"] or match["letter"] for match in angles):
            continue
        between = "".join(text[a.end() : b.start()] for a, b in pairwise(angles))
        rest = text[: angles[0].start()] + between + text[angles[1].end() :]
        if rest.strip(" ,;/") or any(_decimal(match[part] or "0") >= 60 for match in angles for part in _PARTS):
            continue
        letters = [match["letter"] or "" for match in angles]
        values = [_angle(match, letter) for match, letter in zip(angles, letters, strict=True)]
        first_is_north = letters[0] in {"n", "s"} or letters[1] in {"e", "w", "o"}
        if not any(letters):
            first_is_north = values[0] > values[1]
        latitude, longitude = values if first_is_north else reversed(values)
        whole = not any(match["minutes"] for match in angles)
        system = PositionSystem.WGS84 if whole else PositionSystem.WGS84_DMS
        for reading in _of_degrees(longitude, latitude, _OOST if "o" in letters else None):
            yield Reading(reading.x, reading.y, system, reading.note)
        return


def _angle(match: re.Match[str], letter: str) -> float:
    """Give an angle in degrees, south and west negative."""
    minutes, seconds = (_decimal(match[part] or "0") for part in _PARTS)
    value = _decimal(match["degrees"]) + minutes / 60 + seconds / 3600
    return -value if match["sign"] or letter in {"s", "w"} else value


def _of_degrees(longitude: float, latitude: float, note: Note | None) -> Iterator[Reading]:
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        return
    x, y = transform_point(longitude, latitude, WGS84, LAMBERT_72)
    if isfinite(x) and isfinite(y):
        yield Reading(x, y, PositionSystem.WGS84, note if _within(x, y, BELGIUM) else _ABROAD)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Give every way to divide a text into two numbers, east and north in the order they were written."""
    labelled = _LABELLED.fullmatch(text)
    if labelled:
        first, second = labelled["a"].strip(" ,"), labelled["b"].strip(" ,")
        northing_first = labelled["first"] in _NORTHS and labelled["second"] not in _NORTHS
        yield (second, first) if northing_first else (first, second)
        return
    bare = re.sub(r"(?<=\d) ?m\b", "", text)
    for divider in re.finditer(r" ?[;/|\t] ?|, | |,", bare):
        yield bare[: divider.start()].strip(), bare[divider.end() :].strip()


def _values(text: str) -> Iterator[float]:
    """Give the numbers that a text may mean: `148.853` is a decimal, or 148 853."""
    if _PLAIN.fullmatch(text):
        yield _decimal(text)
    if _GROUPED.fullmatch(text):
        groups = re.split(r"[ .,]", text)
        decimals = groups.pop() if len(groups[-1]) != 3 else ""
        yield float("".join(groups) + ("." + decimals if decimals else ""))


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _of_numbers(first: str, second: str, named: PositionSystem | None) -> Iterator[Reading]:
    """Give the systems in which a pair of numbers lies in Belgium, in either order."""
    for a in _values(first):
        for b in _values(second):
            for system in _SYSTEMS_OF_NUMBERS:
                if named is None or named is system:
                    yield from _in_system(a, b, system)


def _abroad(text: str) -> Iterator[Reading]:
    """Read latitude and longitude elsewhere, if both have the three decimals that nobody gives by chance."""
    for first, second in _pairs(text):
        if all(re.fullmatch(r"-?\d{1,3}[.,]\d{3,}", number) for number in (first, second)):
            yield from _of_degrees(_decimal(second), _decimal(first), None)
            return


def _in_system(a: float, b: float, system: PositionSystem) -> Iterator[Reading]:
    straight = _carried(a, b, system)
    turned = _carried(b, a, system)
    if system in {PositionSystem.WGS84, PositionSystem.UTM_31}:
        # The two ranges do not overlap: only one order can be meant.
        found = straight or turned
        if found:
            yield Reading(*found, system)
        return
    near = straight is not None and _within(*straight, SURROUNDINGS)
    if straight:
        yield Reading(*straight, system, None if near else _FAR)
    if turned and not near and _within(*turned, SURROUNDINGS):
        yield Reading(*turned, system, _EXCHANGED)


def _carried(east: float, north: float, system: PositionSystem) -> tuple[float, float] | None:
    """Give the place in Lambert 72, None where the numbers do not lie in Belgium in this system."""
    if not _within(east, north, BELGIUM_IN[system.epsg]):
        return None
    return transform_point(east, north, system.epsg, LAMBERT_72)


def _within(x: float, y: float, bounds: tuple[float, float, float, float]) -> bool:
    return bool(inside(np.array([[x, y]]), bounds)[0])
