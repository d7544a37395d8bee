"""The words of a street's name: folded, written in one way, its type told from what it is called.

`Wetstraat`, `rue de la Loi`, `R. de la LOI` and `wet str.` have to meet. A name becomes its *plain* form (words
in one way of writing, without articles) and its *core* (the plain form without the type of street).
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from rapidfuzz import fuzz, process

__all__ = ["Spoken", "articles", "folded", "kin", "spoken", "tokens", "type_of_word"]

_LETTERS: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", "ᵉ": "e", "’": "'"})
_WORD: Final = re.compile(r"[^\W_]+")
_ORDINAL: Final = re.compile(r"(\d+)(?:er|ere|re|eme|e|de|ste|nd|th|st)")
_SHORTEST_FUZZY_TYPE: Final = 5
_LIKE_A_TYPE: Final = 80.0
_SHORTEST_FUZZY_ENDING: Final = 4
_LIKE_AN_ENDING: Final = 72.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A name taken apart.

    Attributes
    ----------
    plain
        All words in one way of writing, without articles, with the type: `rue loi`, `wet rue`.
    core
        The same without the type; the whole where nothing else is left.
    type
        The id of the type of street; "" where none was said.
    whole
        The letters as they were written, articles left out and abbreviations of types written in full: what typing
        errors are compared by.
    """

    plain: str
    core: str
    type: str
    whole: str

    @property
    def is_whole(self) -> bool:
        """Tell whether there is more to it than a type of street."""
        return bool(self.core)


@dataclass(frozen=True, slots=True)
class _Table:
    types: dict[str, str]
    endings: tuple[tuple[str, str], ...]
    kin: dict[str, frozenset[str]]
    articles: frozenset[str]
    same: dict[str, str]
    roman: dict[str, str]
    full: dict[str, str]
    long_types: tuple[str, ...]


@cache
def _table() -> _Table:
    read: dict[str, Any] = tomllib.loads((files("layers.gazetteer") / "words.toml").read_text("utf-8"))
    types = {word: entry["id"] for entry in read["types"] for word in entry["words"]}
    endings = [(ending, entry["id"]) for entry in read["types"] for ending in entry["endings"]]
    same = {word: entry["as"] for entry in read["same"] for word in entry["words"]}
    return _Table(
        types,
        tuple(sorted(endings, key=lambda pair: -len(pair[0]))),
        {name: frozenset(others) for name, others in read["kin"].items()},
        frozenset(read["articles"]["words"]),
        same,
        read["roman"],
        read["full"],
        tuple(word for word in types if len(word) >= _SHORTEST_FUZZY_TYPE),
    )


def folded(text: str) -> str:
    """Give a text in small letters without accents or ligatures."""
    lower = text.casefold().translate(_LETTERS)
    if lower.isascii():
        return lower
    parts = unicodedata.normalize("NFKD", lower)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def tokens(text: str) -> list[str]:
    """Give the words and numbers of a text, folded."""
    return _WORD.findall(folded(text))


def articles() -> frozenset[str]:
    """Give the words that carry little, folded."""
    return _table().articles


def kin(one: str, other: str) -> bool:
    """Tell whether two types of street are written for one another."""
    return one == other or other in _table().kin.get(one, ())


@lru_cache(maxsize=4096)
def type_of_word(word: str) -> str:
    """Give the id of the type of street that a folded word is; "" for none."""
    return _table().types.get(word, "")


@lru_cache(maxsize=65_536)
def _divided(word: str) -> tuple[str, str]:
    """Divide a Dutch compound: `wetstraat` → (`wet`, `rue`); what is none stays whole."""
    for ending, type_ in _table().endings:
        # A stem of two letters is rare; an abbreviated ending needs a longer one.
        if word.endswith(ending) and len(word) - len(ending) >= (2 if len(ending) > 3 else 3):
            return word[: -len(ending)], type_
    return word, ""


@lru_cache(maxsize=16_384)
def _nearly_divided(word: str) -> tuple[str, str]:
    """Divide a compound whose ending has a typing error: `zaasdtraat`."""
    best, found = _LIKE_AN_ENDING, (word, "")
    for ending, type_ in _table().endings:
        if len(ending) < _SHORTEST_FUZZY_ENDING or len(word) < len(ending) + 2:
            continue
        for length in (len(ending), len(ending) - 1, len(ending) + 1):
            if len(word) - length < 2:
                continue
            alike = fuzz.ratio(word[-length:], ending) + (0.5 if length == len(ending) else 0.0)
            if alike > best:
                best, found = alike, (word[:-length], type_)
    return found


@lru_cache(maxsize=65_536)
def _written(word: str) -> str:
    table = _table()
    if word in table.same:
        return table.same[word]
    if word in table.roman:
        return table.roman[word]
    if word[0].isdigit():
        ordinal = _ORDINAL.fullmatch(word)
        return ordinal[1].lstrip("0") or "0" if ordinal else word
    return word


@lru_cache(maxsize=16_384)
def _nearly_type(word: str) -> str:
    if len(word) < _SHORTEST_FUZZY_TYPE - 1 or word in _table().same:
        return ""
    best = process.extractOne(word, _table().long_types, scorer=fuzz.ratio, score_cutoff=_LIKE_A_TYPE)
    return _table().types[best[0]] if best else ""


def spoken(words: tuple[str, ...], *, guess_type: bool = False) -> Spoken:
    """Take a name apart.

    Parameters
    ----------
    words
        Its words, as `tokens` gives them.
    guess_type
        Whether a first or last word that is only nearly a type of street (`chausee`) counts as one: for what
        people type, not for names of the index.
    """
    table = _table()
    kept: list[tuple[str, str]] = []  # (word, its type or "")
    for word in words:
        if word in table.articles:
            continue
        type_ = table.types.get(word, "")
        if type_:
            kept.append((type_, type_))
            continue
        if word in ("rond", "rotonde") and "point" in words:
            kept.append(("rond-point", "rond-point"))
            continue
        if word == "point" and "rond" in words:
            continue
        stem, type_ = _divided(word)
        if type_:
            kept.append((_written(stem), ""))
            kept.append((type_, type_))
        else:
            kept.extend((part, "") for part in _written(word).split())
    letters = _letters(words)
    if not kept:
        whole = " ".join(words)
        return Spoken(whole, whole, "", letters)
    if guess_type and len(kept) > 1 and not any(type_ for _, type_ in kept):
        for at in (0, -1):
            type_ = _nearly_type(kept[at][0])
            if type_:
                kept[at] = (type_, type_)
                break
    if guess_type and not any(type_ for _, type_ in kept):
        stem, type_ = _nearly_divided(kept[-1][0])
        if type_:
            kept[-1:] = [(stem, ""), (type_, type_)]
    # In French the type comes first, in Dutch last; both are there when the languages were mixed.
    taken = {next((at for at, (_, type_) in enumerate(kept) if type_), -1)}
    if kept[-1][1] and len(kept) > len(taken | {len(kept) - 1}):
        taken.add(len(kept) - 1)
    taken.discard(-1)
    core = [word for at, (word, _) in enumerate(kept) if at not in taken]
    if guess_type:
        # `Rue du Fort Fortstraat`: said in both languages.
        core = list(dict.fromkeys(core))
    first = min(taken) if taken else -1
    plain = " ".join(word for word, _ in kept)
    return Spoken(plain, " ".join(core) if core else "", kept[first][1] if taken else "", letters)


def _letters(words: tuple[str, ...]) -> str:
    table = _table()
    found = []
    for word in words:
        if word in table.articles:
            continue
        stem, type_ = _divided(word) if word not in table.types else (word, "")
        ending = word[len(stem) :] if type_ else ""
        full = table.full.get(ending, ending)
        found.append(stem + ("plein" if full == "place" else full) if type_ else table.full.get(word, word))
    return "".join(found) or "".join(words)
