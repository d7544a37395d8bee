"""Places told by streets: a crossing, between two crossings, at a distance along a street, a kilometre post."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from math import atan2, degrees
from typing import Any, Final

import numpy as np
import shapely
from shapely import ops
from shapely.geometry.base import BaseGeometry

from layers.gazetteer.addressing import best_streets, both_names
from layers.gazetteer.found import Found, FoundKind, Quality
from layers.gazetteer.gazetteer import Gazetteer, Street
from layers.gazetteer.said import readings, tokens_of
from layers.report import Note
from resources.texts import Texts

__all__ = ["find_along", "find_crossings", "find_kilometres", "find_stretches"]

_SURE: Final = 80.0
_MOST_STREETS: Final = 24
_FARTHEST_GAP_M: Final = 160.0
_MOST_WORDS: Final = 16
_MOST_DIVISIONS: Final = 3
_ALONG_M: Final = 20.0
_POST_M: Final = 15.0
_NEAREST_TO_LINE_M: Final = 80.0
_COMPASS: Final = (
    Note("north"),
    Note("north-east"),
    Note("east"),
    Note("south-east"),
    Note("south"),
    Note("south-west"),
    Note("west"),
    Note("north-west"),
)


@cache
def _table() -> dict[str, Any]:
    read: dict[str, Any] = tomllib.loads((files("layers.gazetteer") / "ways.toml").read_text("utf-8"))
    return read


@cache
def _any_of(name: str) -> str:
    """Give a pattern for one of the ways to say something, the longest first."""
    words = sorted(_table()[name], key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in words)


def _plain(text: str) -> str:
    """Give a text in folded words with single spaces, the signs that stand between streets kept."""
    found = []
    for token in tokens_of(text):
        sign = token.before.strip()
        if sign in ("×", "&", "+", "@", "/"):
            found.append(sign)
        elif sign[:1] == ",":
            found.append(",")
        elif sign == "." and found and found[-1].isdigit() and token.word.isdigit():
            found[-1] += "." + token.word
            continue
        found.append(token.word)
    return re.sub(r"(\d) , (\d)", r"\1.\2", " ".join(found))


@dataclass(frozen=True, slots=True)
class _Half:
    """A street that one half of a text may mean, and how sure."""

    street: Street
    score: float


def _halves(gazetteer: Gazetteer, text: str) -> list[_Half]:
    """Give the streets that a half may mean, in every municipality they run through."""
    best: dict[int, _Half] = {}
    for said in readings(text)[:4]:
        for match in best_streets(gazetteer, said.words):
            if match.score < _SURE - 8:
                break
            for street, cost in gazetteer.streets_named(match.at):
                id_ = street.id
                off = cost
                off += 6.0 if said.area is not None and said.area.nis != street.nis else 0.0
                off += 6.0 if said.postcode and street.postcodes and said.postcode not in street.postcodes else 0.0
                off += 15.0 if said.number is not None else 0.0
                if id_ not in best or best[id_].score < match.score - off:
                    best[id_] = _Half(street, match.score - off)
    return sorted(best.values(), key=lambda half: -half.score)[:_MOST_STREETS]


def _pairs(text: str) -> Iterator[tuple[str, str, bool]]:
    """Give the ways to divide a text into two streets, and whether it says that they cross."""
    plain = _plain(text)
    led = re.match(rf"(?:{_any_of('crossing_before')}) (?:entre |tussen |van )?(.+)", plain)
    body = led[1] if led else plain
    if body.count(" ") > _MOST_WORDS:
        return
    between = rf" (?:, )?({_any_of('crossing_between')}) "
    for match in islice(re.finditer(between, f" {body} "), _MOST_DIVISIONS):
        first, second = f" {body} "[: match.start()].strip(" ,"), f" {body} "[match.end() :].strip(" ,")
        if first and second:
            yield first, second, bool(led) or match[1] not in ("et", "en", "and", "met", "avec")


def find_crossings(gazetteer: Gazetteer, text: str, *, dutch_first: bool = False) -> list[Found]:
    """Give the crossings that a text may mean: `Louise x Defacqz`, `coin Wetstraat en Kunstlaan`."""
    found: list[Found] = []
    for first, second, certain in _pairs(text):
        one, other = _halves(gazetteer, first), _halves(gazetteer, second)
        met = [
            _crossing(each, dutch_first=dutch_first, certain=certain) for each in _meeting(gazetteer, one, other)
        ]
        if met:
            found += met
        elif certain and one and other:
            found += _nearly_meeting(gazetteer, one, other, dutch_first=dutch_first)
    return _distinct(sorted(found, key=lambda each: -each.score))


@dataclass(frozen=True, slots=True)
class _Meeting:
    one: Street
    other: Street
    x: float
    y: float
    radius: float
    score: float


def _meeting(gazetteer: Gazetteer, one: Sequence[_Half], other: Sequence[_Half]) -> list[_Meeting]:
    wanted = {half.street.id: half for half in other}
    return [
        _Meeting(half.street, wanted[id_].street, x, y, radius, (half.score + wanted[id_].score) / 2)
        for half in one
        for id_, x, y, radius in gazetteer.crossings_of(half.street.id)
        if id_ in wanted
    ]


def _crossing(met: _Meeting, *, dutch_first: bool, certain: bool) -> Found:
    names = f"{both_names(met.one, dutch_first=dutch_first)} × {both_names(met.other, dutch_first=dutch_first)}"
    where = met.one.municipality() or met.other.municipality()
    return Found(
        f"{names}, {where}" if where else names,
        FoundKind.CROSSING,
        met.x,
        met.y,
        round(met.radius + 5.0, 1),
        min(met.score, 100.0) - (0.0 if certain else 4.0),
        quality=Quality.CROSSING,
        doubt=met.score < _SURE,
    )


def _nearly_meeting(
    gazetteer: Gazetteer, one: Sequence[_Half], other: Sequence[_Half], *, dutch_first: bool
) -> list[Found]:
    """Give where two streets that do not meet come closest."""
    found: list[Found] = []
    for half in one[:6]:
        for second in other[:6]:
            same = {half.street.fr, half.street.nl} & {second.street.fr, second.street.nl}
            if same or min(half.score, second.score) < _SURE:
                continue
            line, another = gazetteer.line(half.street.id), gazetteer.line(second.street.id)
            if line is None or another is None:
                continue
            gap = float(line.distance(another))
            if 0.0 < gap <= _FARTHEST_GAP_M:
                middle = shapely.line_interpolate_point(shapely.shortest_line(line, another), 0.5, normalized=True)
                met = _Meeting(
                    half.street,
                    second.street,
                    middle.x,
                    middle.y,
                    gap / 2 + 15.0,
                    (half.score + second.score) / 2 - 8.0 - gap / 20,
                )
                found.append(_crossing(met, dutch_first=dutch_first, certain=True))
    return sorted(found, key=lambda each: -each.score)[:3]


def _distinct(found: Sequence[Found]) -> list[Found]:
    """Leave out places that are told twice within 30 m."""
    kept: list[Found] = []
    for each in found:
        if all(np.hypot(each.x - other.x, each.y - other.y) > 30.0 for other in kept):
            kept.append(each)
    return kept


def find_stretches(gazetteer: Gazetteer, text: str, *, dutch_first: bool = False) -> list[Found]:
    """Give the stretch of a street between two crossings: `Rue Neuve entre X et Y`."""
    match = re.fullmatch(
        rf"(.+?)(?: ,)? (?:{_any_of('stretch')}) (.+?)(?: ,)? (?:{_any_of('and')}) (.+)", _plain(text)
    )
    if not match:
        return []
    base, first, second = (_halves(gazetteer, part) for part in match.groups())
    found: list[Found] = []
    for half in base[:8]:
        begins, ends = _meeting(gazetteer, [half], first), _meeting(gazetteer, [half], second)
        pairs = [(a, b) for a in begins[:6] for b in ends[:6] if a.other.id != b.other.id]
        if not pairs:
            continue
        a, b = min(pairs, key=lambda pair: np.hypot(pair[0].x - pair[1].x, pair[0].y - pair[1].y))
        piece = _piece(gazetteer.line(half.street.id), (a.x, a.y), (b.x, b.y))
        middle = piece.interpolate(0.5, normalized=True)
        where = half.street.municipality()
        names = " – ".join(both_names(each.other, dutch_first=dutch_first) for each in (a, b))
        label = f"{both_names(half.street, dutch_first=dutch_first)} ({names})"
        west, south, east, north = piece.bounds
        found.append(
            Found(
                f"{label}, {where}" if where else label,
                FoundKind.STRETCH,
                middle.x,
                middle.y,
                round(max(float(shapely.hausdorff_distance(piece, middle)), _POST_M), 1),
                (half.score * 2 + a.score + b.score) / 4,
                bounds=(west, south, east, north),
                quality=Quality.INTERPOLATED,
            )
        )
    return sorted(found, key=lambda each: -each.score)


def _piece(line: BaseGeometry | None, a: tuple[float, float], b: tuple[float, float]) -> shapely.LineString:
    """Give the piece of a street's line between two places; a straight one where the line is broken."""
    straight = shapely.LineString([a, b])
    if line is None:
        return straight
    merged = shapely.line_merge(line)
    begin, end = shapely.Point(a), shapely.Point(b)
    for part in shapely.get_parts(merged).tolist():
        if part.distance(begin) <= _NEAREST_TO_LINE_M and part.distance(end) <= _NEAREST_TO_LINE_M:
            piece = ops.substring(part, part.project(begin), part.project(end))
            if isinstance(piece, shapely.LineString) and piece.length > 0:
                return piece
    return straight


def find_along(gazetteer: Gazetteer, text: str, texts: Texts) -> list[Found]:
    """Give the places at a distance along a street, in both directions from where it is counted.

    `Avenue Louise, à 300 m de la place Stéphanie`; without a place it is counted from either end.
    """
    length = rf"(\d+(?:\.\d+)?) ?({_any_of('metres')}|{_any_of('kilometres')})"
    match = re.fullmatch(
        rf"(.+?)(?: ,)?(?: (?:{_any_of('at')}))? {length}(?: (?:{_any_of('from')}) (.+))?", _plain(text)
    )
    if not match:
        return []
    street, number, unit, reference = match.groups()
    metres = float(number) * (1000.0 if unit in _table()["kilometres"] else 1.0)
    dutch = texts.language.value == "nl"
    found: list[Found] = []
    for half in _halves(gazetteer, street)[:8]:
        line = gazetteer.line(half.street.id)
        if half.score < _SURE or line is None:
            continue
        merged = shapely.line_merge(line)
        for start, score in _starts(gazetteer, half, merged, reference):
            found += [
                _told(half.street, place, start, metres, (half.score + score) / 2, texts, dutch=dutch)
                for place in _ahead(merged, start, metres)
            ]
    return _distinct(sorted(found, key=lambda each: -each.score))


def _starts(
    gazetteer: Gazetteer, half: _Half, line: BaseGeometry, reference: str | None
) -> list[tuple[shapely.Point, float]]:
    if reference is None:
        longest = max(shapely.get_parts(line).tolist(), key=lambda part: part.length)
        return [(shapely.Point(longest.coords[0]), 85.0), (shapely.Point(longest.coords[-1]), 85.0)]
    led = re.match(rf"(?:{_any_of('crossing_before')}) (.+)", reference)
    others = _halves(gazetteer, led[1] if led else reference)
    met = _meeting(gazetteer, [half], others)
    if met:
        best = max(met, key=lambda each: each.score)
        return [(shapely.Point(best.x, best.y), best.score)]
    for other in others[:6]:
        there = gazetteer.line(other.street.id)
        if there is not None and other.score >= _SURE and there.distance(line) <= _FARTHEST_GAP_M:
            return [(shapely.get_point(shapely.shortest_line(line, there), 0), other.score - 5.0)]
    return []


def _ahead(line: BaseGeometry, start: shapely.Point, metres: float) -> list[shapely.Point]:
    """Give the places at a distance from a start, one for each direction in which the line is that long."""
    parts = sorted(shapely.get_parts(line).tolist(), key=lambda part: part.distance(start))
    parts = [part for part in parts if part.distance(start) <= _NEAREST_TO_LINE_M]
    found: list[shapely.Point] = []
    for part in parts:
        at = part.project(start)
        found += [part.interpolate(to) for to in (at + metres, at - metres) if 0.0 <= to <= part.length]
    return found


def _told(
    street: Street,
    place: shapely.Point,
    start: shapely.Point,
    metres: float,
    score: float,
    texts: Texts,
    *,
    dutch: bool,
) -> Found:
    turn = round(degrees(atan2(place.x - start.x, place.y - start.y)) / 45.0) % 8
    where = street.municipality()
    label = texts(
        "{street}, {metres} m to the {direction}",
        street=both_names(street, dutch_first=dutch),
        metres=f"{metres:.0f}",
        direction=_COMPASS[turn],
    )
    return Found(
        f"{label}, {where}" if where else label,
        FoundKind.ALONG,
        place.x,
        place.y,
        _ALONG_M + metres / 20,
        score,
        quality=Quality.INTERPOLATED,
        # It may be the one direction or the other.
        doubt=True,
    )


def _road(name: str) -> str:
    plain = "".join(token.word for token in tokens_of(name))
    return re.sub(r"^([a-z]+)0+(?=\d)", r"\1", plain)


def find_kilometres(gazetteer: Gazetteer, text: str, texts: Texts) -> list[Found]:
    """Give the kilometre post of a road: `R0 km 12,5`, `E40 BK 8.2`; between two posts it is interpolated."""
    if not gazetteer.kilometres:
        return []
    match = re.fullmatch(
        rf"(?:sur |op |on )?(?:le |la |de |the )?(?P<road>{_any_of('ring')}|[a-z]{{1,2}} ?\d{{1,4}})(?: ,)?.*?"
        rf"(?: (?:a |au |bij |ter hoogte van )?(?:{_any_of('post')}))? ?(?P<km>\d+(?:\.\d+)?)",
        _plain(text),
    )
    if not match:
        return []
    road = "r0" if match["road"] in _table()["ring"] else match["road"].replace(" ", "")
    km = float(match["km"])
    by_road: dict[str, list[tuple[float, float, float]]] = {}
    for name, post, x, y in gazetteer.kilometres:
        if _road(name) in (road, f"ring{road}", f"{road}ring") or (road == "r0" and _road(name) == "ring"):
            by_road.setdefault(name, []).append((post, x, y))
    found: list[Found] = []
    for name, posts in by_road.items():
        place = _between_posts(sorted(posts), km)
        if place is not None:
            x, y, accuracy, quality = place
            written = texts.number(km, 1)
            found.append(Found(f"{name} km {written}", FoundKind.KILOMETRE, x, y, accuracy, 96.0, quality=quality))
    return found


def _between_posts(
    posts: Sequence[tuple[float, float, float]], km: float
) -> tuple[float, float, float, Quality] | None:
    for post, x, y in posts:
        if abs(post - km) < 0.005:
            return x, y, _POST_M, Quality.NAMED
    below = [each for each in posts if each[0] < km]
    above = [each for each in posts if each[0] > km]
    if not below or not above:
        return None
    a, b = below[-1], above[0]
    share = (km - a[0]) / (b[0] - a[0])
    gap = float(np.hypot(b[1] - a[1], b[2] - a[2]))
    return (
        a[1] + share * (b[1] - a[1]),
        a[2] + share * (b[2] - a[2]),
        round(gap / 4 + _POST_M, 1),
        Quality.INTERPOLATED,
    )
