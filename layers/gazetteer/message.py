"""The places in a message: an e-mail or a radio message is read for addresses, crossings, names and coordinates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from layers.gazetteer.addressing import find_addresses, found_of
from layers.gazetteer.categories import categories
from layers.gazetteer.found import Found, FoundKind
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.locating import coordinates
from layers.gazetteer.municipalities import find_area
from layers.gazetteer.naming import find_places
from layers.gazetteer.said import Token, readings, tokens_of
from layers.gazetteer.ways import find_crossings
from layers.gazetteer.words import articles, spoken, tokens, type_of_word
from layers.progress import NoProgress, Progress
from resources.texts import Language, Texts

__all__ = ["Mention", "mentions"]

_NOBODY: Final = NoProgress()
_LONGEST: Final = 50_000
_MOST_WORDS: Final = 12
_SURE: Final = 88.0
_WEIGHTY: Final = 6
_SHORTEST_NAME: Final = 6
_CROSSING_WORDS: Final = frozenset(
    {"x", "×", "coin", "hoek", "angle", "carrefour", "kruispunt", "croisement", "kruising"}
)
_COORDINATES: Final = re.compile(
    r"(?:[NSEWO]?\s?\d{1,3}\s?°[\d\s.,'’′″\"]*[NSEWO]?[\s,;/]+[NSEWO]?\s?\d{1,3}\s?°[\d\s.,'’′″\"]*[NSEWO]?)"
    r"|(?:\b\d{1,2}[.,]\d{3,}\s*[,;/ ]\s*\d{1,2}[.,]\d{3,})"
    r"|(?:\b(?:X\s*[=:]?\s*)?\d{3}[ .\u202f]?\d{3}(?:[.,]\d+)?\s*m?"
    r"\s*[,;/ ]\s*(?:Y\s*[=:]?\s*)?\d{3}[ .\u202f]?\d{3}\b)"
    r"|(?:\b31\s?U\s?[A-Z]{2}\s?\d{2,5}\s?\d{2,5}\b)"
    r"|(?:geo:-?\d+\.\d+,-?\d+\.\d+)|(?:https?://\S+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a message: where its words stand (`start` to `end`), and what they may mean, best first."""

    start: int
    end: int
    text: str
    found: tuple[Found, ...]


def mentions(
    text: str, gazetteer: Gazetteer | None, language: Language, progress: Progress = _NOBODY
) -> list[Mention]:
    """Find the places in a message, in the order of the text; no two overlap.

    Raises
    ------
    IndexProblem
        The index was damaged since it was opened.
    """
    text = text[:_LONGEST]
    texts = Texts(language)
    found = list(_coordinates(text, texts))
    if gazetteer is not None:
        taken = [(each.start, each.end) for each in found]
        sentences = list(_sentences(text))
        for at, (begin, end) in enumerate(sentences):
            progress.step(at / len(sentences), "Reading the message")
            dutch = language is Language.NL
            found += [
                each
                for each in _of_sentence(text, begin, end, gazetteer, dutch_first=dutch)
                if not any(each.start < last and first < each.end for first, last in taken)
            ]
    return _without_overlap(found)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give the sentences and lines; a full stop after an abbreviation (`av.`, `St.`) ends none."""
    begin = 0
    for match in re.finditer(
        r"\n+|(?<=[^\W\d_]{4})[.!?](?=\s|$)|(?<=\d)[.!?](?=\s+[^\W\d_]|\s*$)|[;:](?=\s)", text
    ):
        if match.start() > begin:
            yield begin, match.start()
        begin = match.end()
    if begin < len(text):
        yield begin, len(text)


def _coordinates(text: str, texts: Texts) -> Iterator[Mention]:
    for match in _COORDINATES.finditer(text):
        said = match[0].strip(" ,;/.")
        read = coordinates(said, texts)
        if read:
            yield Mention(match.start(), match.start() + len(match[0].rstrip(" ,;/.")), said, tuple(read))


def _of_sentence(text: str, begin: int, end: int, gazetteer: Gazetteer, *, dutch_first: bool) -> Iterator[Mention]:
    said = [
        Token(token.word, token.start + begin, token.end + begin, token.before)
        for token in tokens_of(text[begin:end])
    ]
    at = 0
    while at < len(said):
        mention, used = _beginning_at(text, said, at, gazetteer, dutch_first=dutch_first)
        if mention is not None:
            yield mention
        at += max(used, 1)


def _beginning_at(
    text: str, said: Sequence[Token], at: int, gazetteer: Gazetteer, *, dutch_first: bool
) -> tuple[Mention | None, int]:
    """Give the longest place whose words begin here, and how many words it takes."""
    best: tuple[float, int, tuple[Found, ...]] | None = None
    if not _may_begin(text, said, at):
        return None, 1
    for size in range(min(_MOST_WORDS, len(said) - at), 0, -1):
        part = said[at : at + size]
        if _ends_badly(part):
            continue
        found = _meant(gazetteer, text[part[0].start : part[-1].end], part, dutch_first=dutch_first)
        if not found:
            continue
        # Each word that is explained is worth more than a point of likeness.
        worth = found[0].score + 2.5 * size
        if best is None or worth > best[0]:
            best = (worth, size, found)
    if best is None:
        return None, 1
    part = said[at : at + best[1]]
    return Mention(part[0].start, part[-1].end, text[part[0].start : part[-1].end], best[2]), best[1]


def _may_begin(text: str, said: Sequence[Token], at: int) -> bool:
    """Tell whether a place may begin with this word: a type of street, a Dutch street, a name with a capital."""
    token = said[at]
    if token.word in articles() and token.word not in ("d", "l", "la", "le"):
        return False
    if token.word in _CROSSING_WORDS or (type_of_word(token.word) and len(token.word) > 1):
        return True
    if token.word[0].isdigit():
        following = said[at + 1].word if at + 1 < len(said) else ""
        return bool(type_of_word(following)) and len(following) > 1
    divided = spoken((token.word,))
    return bool(divided.type and divided.core) or text[token.start].isupper()


def _ends_badly(part: Sequence[Token]) -> bool:
    last = part[-1].word
    return (
        last in articles()
        or last in ("te", "a", "x", "in")
        or (len(part) > 1 and any(t.before.count("\n") for t in part[1:]))
    )


def _meant(gazetteer: Gazetteer, said: str, part: Sequence[Token], *, dutch_first: bool) -> tuple[Found, ...]:
    words = [token.word for token in part]
    if (
        len(words) > 2
        and any(word in _CROSSING_WORDS for word in words)
        and not any(word.isdigit() for word in words)
    ):
        met = [each for each in find_crossings(gazetteer, said, dutch_first=dutch_first) if each.score >= _SURE]
        if met:
            return tuple(met[:4])
    if len(part) == 1 and find_area(words) is not None:
        # A municipality alone is hardly where something happens.
        return ()
    has_type = any(type_of_word(word) and len(word) > 1 for word in words) or any(
        spoken((word,)).type and spoken((word,)).core for word in words
    )
    if has_type:
        street_words = {word for reading in readings(said)[:2] for word in reading.words}
        answered = [
            each
            for each in find_addresses(gazetteer, readings(said)[:4], 4)
            if each.score >= _SURE and _explains(each.street.fr, each.street.nl, street_words)
        ]
        if answered:
            return tuple(found_of(each, dutch_first=dutch_first) for each in answered)
    if len("".join(words)) >= _SHORTEST_NAME and not any(word.isdigit() for word in words):
        named = [
            each for each in find_places(gazetteer, said, 6, dutch_first=dutch_first) if _is_named(each, words)
        ]
        if named and not _is_street_type_only(words) and (len(words) > 1 or _is_weighty(named[0], part[0])):
            return tuple(named)
    return ()


def _is_named(found: Found, words: Sequence[str]) -> bool:
    """Tell whether a place is called exactly by these words."""
    if found.score < _SURE:
        return False
    said = sorted(spoken(tuple(words)).plain.split())
    label = found.label.rpartition(", ")[0] or found.label
    return any(sorted(spoken(tuple(tokens(name))).plain.split()) == said for name in label.split(" / "))


def _is_weighty(found: Found, token: Token) -> bool:
    """Tell whether a lone word may stand for a place: a station or a park, and not the first word of a line."""
    category = categories().get(found.category)
    return category is not None and category.rank >= _WEIGHTY and token.before != ""


def _explains(fr: str, nl: str, words: set[str]) -> bool:
    """Tell whether a street is named by nearly all the words, so that no words of the sentence are swallowed."""
    own = set()
    for name in (fr, nl):
        taken = spoken(tuple(token.word for token in tokens_of(name)))
        own |= set(taken.plain.split()) | {taken.whole}
    said = [word for word in words if word not in articles() and not word[0].isdigit()]
    unknown = 0
    for word in said:
        taken = spoken((word,), guess_type=True)
        parts = taken.plain.split()
        if not any(part in own or any(_near(part, other) for other in own) for part in parts):
            unknown += 1
    return unknown == 0


def _near(one: str, other: str) -> bool:
    return len(one) > 3 and abs(len(one) - len(other)) <= 2 and one[:1] == other[:1]


def _is_street_type_only(words: Sequence[str]) -> bool:
    return all(type_of_word(word) or word in articles() for word in words)


def _without_overlap(found: Sequence[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    rank = {FoundKind.COORDINATES: 3, FoundKind.ADDRESS: 2, FoundKind.CROSSING: 2}
    order = sorted(
        found,
        key=lambda each: (-rank.get(each.found[0].kind, 1), -(each.end - each.start)),
    )
    for each in order:
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)
