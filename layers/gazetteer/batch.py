"""A whole table of addresses: which columns hold what, and the best answer for each row."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, islice
from typing import Any, Final, Self

import pandas as pd

from layers.gazetteer.addressing import find_addresses, found_of
from layers.gazetteer.columns import column_words
from layers.gazetteer.decisions import Decisions
from layers.gazetteer.found import Found, Quality
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.house_number import read_house_number
from layers.gazetteer.locating import locate
from layers.gazetteer.municipalities import area_of_name, area_of_postcode
from layers.gazetteer.said import Said, each_reading, readings
from layers.gazetteer.words import tokens
from layers.progress import NoProgress, Progress
from layers.values import folded, is_missing
from resources.texts import Language

__all__ = ["AddressColumns", "RowAnswer", "find_rows"]

_NOBODY: Final = NoProgress()
_STEP: Final = 200
_DOUBTFUL: Final = 82.0
_CLOSE_CALL: Final = 0.5
_LEAST: Final = 68.0
_ELSEWHERE_M: Final = 50.0


@dataclass(frozen=True, slots=True)
class AddressColumns:
    """Which columns of a table hold the street, the number, the postcode and the municipality.

    `whole` are columns that hold an address in one piece; all are read together, in their order.
    """

    street: tuple[str, ...] = ()
    number: str = ""
    box: str = ""
    postcode: str = ""
    municipality: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()

    @classmethod
    def of(cls, columns: Sequence[str], chosen: Sequence[str] = ()) -> Self:
        """Tell the columns by their names; `chosen` are the only ones to look at, where given.

        Chosen columns whose names tell nothing are taken as parts of an address, in the order given.
        """
        roles: dict[str, list[str]] = {}
        taken: set[str] = set()
        looked_at = list(chosen or columns)
        for role in ("street", "number", "box", "postcode", "municipality", "whole"):
            for column in looked_at:
                if column not in taken and folded(column) in _words()[role]:
                    roles.setdefault(role, []).append(column)
                    taken.add(column)
        rest = [column for column in chosen if column not in taken]
        first = {role: (roles.get(role) or [""])[0] for role in ("number", "box", "postcode")}
        streets = tuple(roles.get("street", ()))
        whole = (*roles.get("whole", ()), *rest)
        if not streets and not whole:
            whole = tuple(column for column in looked_at if folded(column) in _words()["name"])
        return cls(
            street=streets,
            municipality=tuple(roles.get("municipality", ())),
            whole=whole if not streets or chosen else (),
            **first,
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is known to hold an address."""
        return not (self.street or self.whole)


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return {role: frozenset(words) for role, words in column_words().items()}


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The answer to one row: what was asked, the best that was found, the others, and whether to look at it."""

    question: str
    found: Found | None
    others: tuple[Found, ...] = field(default=())
    decided: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Tell whether somebody should decide: nothing, nothing sure, or two that are as likely."""
        if self.decided:
            return False
        return self.found is None or self.found.doubt or bool(self.others)


def find_rows(
    frame: pd.DataFrame,
    columns: AddressColumns,
    gazetteer: Gazetteer,
    *,
    language: Language = Language.FR,
    decisions: Decisions | None = None,
    progress: Progress = _NOBODY,
) -> list[RowAnswer]:
    """Find the place of each row of a table.

    Parameters
    ----------
    decisions
        What was decided before for the same question comes first.

    Returns
    -------
    list
        One answer for each row, in the order of the rows.
    """
    known: dict[Hashable, RowAnswer] = {}
    answers: list[RowAnswer] = []
    cells = _cells(frame, columns)
    for at, row in enumerate(cells):
        if at % _STEP == 0:
            progress.step(at / max(len(frame), 1), "Looking for the addresses")
        if row not in known:
            known[row] = _answer(dict(row), gazetteer, language, decisions)
        answers.append(known[row])
    progress.step(1.0)
    return answers


def _cells(frame: pd.DataFrame, columns: AddressColumns) -> list[tuple[tuple[str, str], ...]]:
    if columns.number and _holds_numbers(frame, (*columns.street, *columns.whole)):
        # `nr` beside whole addresses counts the rows of the table.
        columns = replace(columns, number="")
    named = [
        *(("street", name) for name in columns.street),
        *((role, name) for role in ("number", "box", "postcode") if (name := getattr(columns, role))),
        *(("municipality", name) for name in columns.municipality),
        *(("whole", name) for name in columns.whole),
    ]
    read = [
        (f"{role}{at}", [_text(value) for value in frame[name].tolist()]) for at, (role, name) in enumerate(named)
    ]
    return [tuple((role, column[at]) for role, column in read) for at in range(len(frame))]


def _holds_numbers(frame: pd.DataFrame, columns: Sequence[str]) -> bool:
    """Tell whether the house numbers stand in these columns already: in most rows that say something."""
    said = [text for name in columns for value in frame[name].tolist() if (text := _text(value))]
    return 2 * sum(any(letter.isdecimal() for letter in text) for text in said) > len(said)


def _text(value: Any) -> str:
    if is_missing(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _answer(
    row: Mapping[str, str], gazetteer: Gazetteer, language: Language, decisions: Decisions | None
) -> RowAnswer:
    def part(role: str) -> list[str]:
        return list(
            dict.fromkeys(value for key, value in row.items() if key.rstrip("0123456789") == role and value)
        )

    streets, number, postcode = part("street"), " ".join(part("number")), " ".join(part("postcode"))
    municipalities, whole = part("municipality"), part("whole")
    where = " ".join(dict.fromkeys([postcode, *municipalities[:1]])).strip()
    street = " ".join(part_ for part_ in (streets[0] if streets else "", number) if part_)
    question = ", ".join(text for text in (*whole, street, where) if text)
    if not question or not (streets or whole):
        return RowAnswer(question, None)
    decided = decisions.find(question) if decisions is not None else None
    if decided is not None:
        return RowAnswer(question, decided, decided=True)
    dutch = language is Language.NL
    structured = _structured(streets, number, postcode, municipalities) if streets and not whole else []
    ways = chain(structured, islice(each_reading(question), 3 if structured else None))
    answered = find_addresses(gazetteer, ways, 4, quick=True)
    found = [found_of(each, dutch_first=dutch) for each in answered]
    if not found or found[0].score < _DOUBTFUL:
        # Not an address: a name, a crossing, coordinates.
        found = sorted([*found, *locate(question, gazetteer, language, 4)], key=lambda each: -each.score)
    found = [each for each in found if each.quality is not Quality.MUNICIPALITY] or found
    if not found:
        return RowAnswer(question, None)
    if found[0].score < _LEAST:
        # Too far from what was said to be put on a map; it is offered for a decision.
        return RowAnswer(question, None, tuple(found))
    best = found[0]
    close = tuple(
        each
        for each in found[1:]
        if each.score > best.score - _CLOSE_CALL
        and abs(each.x - best.x) + abs(each.y - best.y) > _ELSEWHERE_M
        and not _is_same_street(each, best)
    )
    return RowAnswer(question, best, close)


def _is_same_street(one: Found, other: Found) -> bool:
    """Tell whether two answers are one street of one municipality that a source spells in two ways."""
    if not one.quality is other.quality is Quality.STREET:
        return False
    (names, _, town), (others, _, other_town) = one.label.rpartition(", "), other.label.rpartition(", ")
    return town == other_town and bool(set(names.split(" / ")) & set(others.split(" / ")))


def _structured(streets: Sequence[str], number: str, postcode: str, municipalities: Sequence[str]) -> list[Said]:
    """Read columns that say what they hold: nothing is to be guessed."""
    house = read_house_number(number) if number else None
    area = next((known for name in municipalities if (known := area_of_name(name)) is not None), None)
    code = postcode.strip()[-4:] if postcode.strip()[-4:].isdigit() else ""
    foreign = bool(code) and area_of_postcode(code) is None and area is None
    found: list[Said] = []
    for street in streets:
        if house is None:
            # The number stands with the street.
            found += [
                Said(said.words, said.number, code or said.postcode, area or said.area, foreign)
                for said in readings(street)[:3]
            ]
        words = tuple(tokens(street))
        if words:
            found.append(Said(words, house, code, area, foreign))
            found += [
                Said(said.words, house, code, area, foreign) for said in readings(street)[:2] if said.number is None
            ]
    return list(dict.fromkeys(found))
