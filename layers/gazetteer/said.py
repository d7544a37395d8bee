"""Taking apart what was said of an address: street, number, postcode, municipality, in any order."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from layers.gazetteer.house_number import HouseNumber, read_house_number
from layers.gazetteer.municipalities import Area, area_of_postcode, find_area, nearly_area
from layers.gazetteer.words import folded, spoken, type_of_word

__all__ = ["Said", "Token", "each_reading", "readings", "tokens_of"]

_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"\d{1,4}(?:[a-z]{1,2}|bis|ter|quater)?")
_POSTCODE: Final = re.compile(r"(?:be?)?([1-9]\d{3})")
_LONGEST: Final = 300
_MOST_WORDS: Final = 40
_LONGEST_AREA: Final = 5
_MOST_READINGS: Final = 10
_NUMBER_IN_NAME: Final = 6.0
_ABROAD: Final = 30.0
_FIRST_ABROAD: Final = 1300
_TOWN_IN_NAME: Final = 12.0


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text, folded, with where it stands and what stands before it."""

    word: str
    start: int
    end: int
    before: str

    @property
    def parted(self) -> bool:
        """Tell whether a comma, a line or a bracket parts it from the word before."""
        return any(mark in self.before for mark in ",;\n\r()|")


@dataclass(frozen=True, slots=True)
class Said:
    """One way to read a text as an address.

    `words` are those of the street; `foreign` tells that a postcode outside the Region was said; `cost` is how much
    less likely this reading is than the first, in points of the score.
    """

    words: tuple[str, ...]
    number: HouseNumber | None = None
    postcode: str = ""
    area: Area | None = None
    foreign: bool = False
    cost: float = 0.0


@cache
def _lists() -> dict[str, frozenset[str]]:
    table: dict[str, Any] = tomllib.loads((files("layers.gazetteer") / "said.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


def tokens_of(text: str) -> list[Token]:
    """Give the words of a text with their places."""
    found: list[Token] = []
    last = 0
    for match in _WORD.finditer(text):
        word = folded(match[0])
        if word:
            found.append(Token(word, match.start(), match.end(), text[last : match.start()]))
            last = match.end()
    return found


def readings(text: str) -> list[Said]:
    """Give the ways to read a text as an address, the likelier first.

    A number may be that of a house, a postcode or part of a name; a municipality may be one, or part of a name
    (`Chaussée d'Ixelles`). Every reading has words for a street.
    """
    tokens = tokens_of(text[:_LONGEST])[:_MOST_WORDS]
    found = list(_readings(text, tokens))
    halves = [half for half in _halves(tokens) if half]
    if len(halves) == 2:
        # Both names one after the other, as signs and OpenStreetMap write them.
        for said in found[:2]:
            for half in halves:
                words = tuple(token.word for token in half if token.word in said.words)
                if words and words != said.words:
                    found.insert(0, Said(words, said.number, said.postcode, said.area, said.foreign, 1.0))
    return list(dict.fromkeys(found))[:_MOST_READINGS]


def each_reading(text: str) -> Iterator[Said]:
    """Give the same as `readings`, one after the other: whoever is content with the first pays for no more."""
    tokens = tokens_of(text[:_LONGEST])[:_MOST_WORDS]
    if _halves(tokens):
        yield from readings(text)
        return
    seen: set[Said] = set()
    for said in _readings(text, tokens):
        if said not in seen:
            seen.add(said)
            yield said
        if len(seen) == _MOST_READINGS:
            return


def _halves(tokens: Sequence[Token]) -> list[list[Token]]:
    """Divide a text at ` - ` or ` / `, where both sides are words."""
    for at, token in enumerate(tokens[1:], start=1):
        if token.before in (" - ", " / ", "/", " – ", " | ") and token.word.isalpha():
            if token.before == "/" and not (_has_type(tokens[:at]) and _has_type(tokens[at:])):
                continue
            return [list(tokens[:at]), list(tokens[at:])]
    return []


def _has_type(tokens: Sequence[Token]) -> bool:
    return any(spoken((token.word,)).type for token in tokens)


def _readings(text: str, tokens: list[Token]) -> Iterator[Said]:
    abroad = _ABROAD if _is_abroad(tokens) else 0.0
    for postcode in _postcodes(tokens):
        rest = [at for at in range(len(tokens)) if at != postcode]
        code = _POSTCODE.fullmatch(tokens[postcode].word) if postcode >= 0 else None
        written = code[1] if code else ""
        foreign = bool(written) and area_of_postcode(written) is None
        for number in _numbers(tokens, postcode):
            house, taken = _house(text, tokens, number, postcode)
            left = [at for at in rest if at not in taken]
            skipped = (
                _NUMBER_IN_NAME if number < 0 and any(_NUMBER.fullmatch(tokens[at].word) for at in rest) else 0.0
            )
            for area, named, cost in _areas(tokens, left, postcode, foreign=foreign):
                words = tuple(
                    tokens[at].word
                    for at in left
                    if at not in named and not _is_noise(tokens, at, house is not None)
                )
                if words and any(word for word in words if not type_of_word(word)):
                    yield Said(words, house, written, area, foreign, skipped + cost + (0.0 if foreign else abroad))


def _is_abroad(tokens: Sequence[Token]) -> bool:
    """Tell whether a postcode and a town outside the Region were said: `1702 Dilbeek`."""
    for at, token in enumerate(tokens[:-1]):
        match = _POSTCODE.fullmatch(token.word)
        if match and at and int(match[1]) >= _FIRST_ABROAD and tokens[at + 1].word.isalpha():
            town = _until_parted(tokens, range(at + 1, len(tokens)))
            names = [[tokens[one].word for one in town[:size]] for size in range(1, len(town) + 1)]
            return not tokens[at + 1].parted and not any(find_area(name) or nearly_area(name) for name in names)
    return False


def _is_noise(tokens: Sequence[Token], at: int, numbered: bool) -> bool:
    word = tokens[at].word
    if word in ("n", "no", "b", "be", "te", "nr"):
        # `n° 12`, `B-1000`; but `Rue N` is a street.
        following = tokens[at + 1].word if at + 1 < len(tokens) else ""
        return (following[:1].isdigit() and numbered) or word == "te"
    return word in _lists()["noise"] or (numbered and word in _lists()["rests"])


def _postcodes(tokens: Sequence[Token]) -> list[int]:
    """Give which word may be the postcode, the likelier first; -1 for none."""
    known: list[int] = []
    doubtful: list[int] = []
    for at, token in enumerate(tokens):
        match = _POSTCODE.fullmatch(token.word)
        if not match:
            continue
        if area_of_postcode(match[1]) is not None:
            known.append(at)
        elif at + 1 < len(tokens) and tokens[at + 1].word.isalpha() and at > 0 and int(match[1]) >= _FIRST_ABROAD:
            doubtful.append(at)
    numbers = sum(bool(_NUMBER.fullmatch(token.word)) for token in tokens)
    likely = [*reversed(known), *doubtful]
    if not likely:
        return [-1]
    # A lone number that may be both: `chaussée de Wavre 1050`.
    return [*likely[:2], -1] if numbers == 1 or doubtful else likely[:2]


def _numbers(tokens: Sequence[Token], postcode: int) -> list[int]:
    """Give which word may be the house number, the likelier first; -1 for none."""
    found = [at for at, token in enumerate(tokens) if at != postcode and _NUMBER.fullmatch(token.word)]
    found = [
        at
        for at in found
        if not (at and tokens[at - 1].word in _lists()["box"] and at - 1 > 0 and _follows_number(tokens, at - 1))
        and not (at and tokens[at].before.strip() in ("-", "/", "–") and at - 1 in found)
    ]
    if not found:
        return [-1]
    if postcode > 0 and any(at < postcode for at in found):
        # What follows the postcode belongs to the town.
        found = [*(at for at in found if at > postcode), *(at for at in found if at < postcode)]
    order = [found[-1], *found[:-1]] if found[0] != 0 or len(found) == 1 else [*found[:1], *reversed(found[1:])]
    return [*order[:3], -1]


def _follows_number(tokens: Sequence[Token], at: int) -> bool:
    return any(token.word[:1].isdigit() for token in tokens[max(at - 2, 0) : at])


def _house(text: str, tokens: Sequence[Token], at: int, postcode: int) -> tuple[HouseNumber | None, set[int]]:
    """Read the number at a word with all that belongs to it: letter, range, box."""
    if at < 0:
        return None, set()
    taken, end, last = {at}, tokens[at].end, at + 1

    def there() -> bool:
        return last < len(tokens) and last != postcode and not tokens[last].parted

    if there() and tokens[at].word.isdigit():
        word = tokens[last].word
        closes = last + 1 >= len(tokens) or tokens[last + 1].parted or tokens[last + 1].word[0].isdigit()
        letter = len(word) == 1 and word.isalpha() and (closes or word in "cfgh") and "'" not in tokens[last].before
        if word in ("bis", "ter", "quater") or (letter and word not in _lists()["box"]):
            taken.add(last)
            end, last = tokens[last].end, last + 1
    while there() and tokens[last].before.strip() in ("-", "/", "–", "+", "&") and tokens[last].word[0].isdigit():
        taken.add(last)
        end, last = tokens[last].end, last + 1
    read = read_house_number(text[tokens[at].start : end])
    while last < len(tokens) and last != postcode and tokens[last].word in _lists()["box"]:
        taken.add(last)
        last += 1
        if last < len(tokens) and last != postcode and len(tokens[last].word) <= 4:
            taken.add(last)
            last += 1
    return read, taken


def _areas(
    tokens: Sequence[Token], left: list[int], postcode: int, *, foreign: bool
) -> Iterator[tuple[Area | None, set[int], float]]:
    """Give which words may be the municipality, the likelier first; none as the last."""
    spans: list[tuple[int, Area, set[int]]] = []
    for begin in range(len(left)):
        for size in range(min(_LONGEST_AREA, len(left) - begin), 0, -1):
            part = left[begin : begin + size]
            if part[-1] - part[0] != size - 1:
                continue
            area = find_area([tokens[at].word for at in part])
            if area is not None and len("".join(tokens[at].word for at in part)) > 1:
                at_end = part[-1] == len(tokens) - 1 or part[0] == postcode + 1 or tokens[part[0]].parted
                spans.append(((2 if at_end else 0) * 10 + size, area, set(part)))
    spans.sort(key=lambda span: -span[0])
    told = 0.0
    if postcode >= 0:
        behind = [at for at in left if at > postcode and tokens[at].word.isalpha()]
        town = _until_parted(tokens, behind)
        if town and len(town) < len([at for at in left if tokens[at].word.isalpha()]):
            # What follows a postcode is a town, whatever it is called.
            words = [tokens[at].word for at in town]
            if not any(set(town) <= span[2] for span in spans):
                yield (None if foreign else nearly_area(words)), set(town), 0.0
                told = _TOWN_IN_NAME
    for rank, area, places in spans[:2]:
        yield area, places, 0.0
        told = max(
            told,
            _TOWN_IN_NAME if rank >= 20 and (postcode >= 0 or tokens[min(places)].parted) else _TOWN_IN_NAME / 2,
        )
    if not told:
        last = _last_part(tokens, left)
        near = nearly_area([tokens[at].word for at in last]) if last else None
        if near is not None:
            yield near, set(last), 1.0
    yield None, set(), told


def _until_parted(tokens: Sequence[Token], places: Sequence[int]) -> list[int]:
    found: list[int] = []
    for at in places:
        if found and (at != found[-1] + 1 or tokens[at].parted):
            break
        found.append(at)
    return found


def _last_part(tokens: Sequence[Token], left: Sequence[int]) -> list[int]:
    """Give the words behind the last comma, or else the last word, if others stand before."""
    parted = [at for at in left if tokens[at].parted]
    last = [at for at in left if at >= parted[-1]] if parted else list(left[-1:])
    return last if 0 < len(last) < len(left) and all(tokens[at].word.isalpha() for at in last) else []
