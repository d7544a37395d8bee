"""The municipalities of the Region, their parts, postcodes and police zones, by every name people give them."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from rapidfuzz import fuzz, process

from layers.gazetteer.words import articles, folded, spoken, tokens

__all__ = [
    "Area",
    "area_of_nis",
    "area_of_postcode",
    "areas",
    "find_area",
    "name_words",
    "nearly_area",
    "police_of",
]

_NEARLY: Final = 84.0
_SHORTEST: Final = 5


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality, or a part of one that was once its own (`Laeken`).

    Attributes
    ----------
    nis
        The code of the municipality.
    fr, nl
        Its names.
    postcodes
        Of a municipality the main one first; it may share others with its neighbours.
    part
        Whether it is only a part of the municipality.
    x, y, radius_m
        A point in its middle and how far it reaches, Lambert 72 metres.
    """

    nis: str
    fr: str
    nl: str
    postcodes: tuple[str, ...]
    part: bool
    police: str
    x: float
    y: float
    radius_m: float

    @property
    def label(self) -> str:
        """Both names, French first; one where they are the same."""
        return self.fr if self.fr == self.nl else f"{self.fr} / {self.nl}"


@dataclass(frozen=True, slots=True)
class _Table:
    areas: tuple[Area, ...]
    by_name: dict[tuple[str, ...], Area]
    by_nis: dict[str, Area]
    by_postcode: dict[str, Area]
    joined: dict[str, Area]
    police: dict[str, tuple[str, str]]


def name_words(words: Sequence[str]) -> tuple[str, ...]:
    """Give the words of a name in one way of writing, without articles and without regard to types of street."""
    return tuple(
        part
        for word in words
        if word not in articles()
        for part in (spoken((word,)).plain.split() if word in {"st", "ste", "sint", "sainte"} else (word,))
    )


@cache
def _table() -> _Table:
    read: dict[str, Any] = tomllib.loads((files("layers.gazetteer") / "municipalities.toml").read_text("utf-8"))
    police_of_nis = {entry["nis"]: entry["police"] for entry in read["municipalities"]}
    found: list[tuple[Area, list[str]]] = []
    for part, key in ((False, "municipalities"), (True, "parts")):
        for entry in read[key]:
            nis = entry["of"] if part else entry["nis"]
            x, y, radius = entry["place"]
            area = Area(
                nis,
                entry["fr"],
                entry["nl"],
                tuple(entry["postcodes"]),
                part,
                police_of_nis[nis],
                float(x),
                float(y),
                float(radius),
            )
            found.append((area, [entry["fr"], entry["nl"], *entry["aliases"]]))
    by_name = {name_words(tokens(name)): area for area, names in found for name in names}
    by_postcode: dict[str, Area] = {}
    for area, _ in sorted(found, key=lambda pair: not pair[0].part):
        main = area.postcodes if area.part else area.postcodes[:1]
        for postcode in main:
            by_postcode.setdefault(postcode, area)
    return _Table(
        tuple(area for area, _ in found),
        by_name,
        {area.nis: area for area, _ in found if not area.part},
        by_postcode,
        {"".join(words): area for words, area in by_name.items() if len("".join(words)) >= _SHORTEST},
        {entry["code"]: (entry["fr"], entry["nl"]) for entry in read["police"]},
    )


def areas() -> tuple[Area, ...]:
    """Give all municipalities, then their parts."""
    return _table().areas


def area_of_nis(nis: str) -> Area | None:
    """Give the municipality with this code."""
    return _table().by_nis.get(nis)


def area_of_postcode(postcode: str) -> Area | None:
    """Give what a postcode is the main one of: a part of a municipality before the whole."""
    return _table().by_postcode.get(postcode)


def police_of(code: str) -> tuple[str, str]:
    """Give the French and the Dutch name of a police zone; its code where it is not known."""
    return _table().police.get(code, (code, code))


def find_area(words: Sequence[str]) -> Area | None:
    """Give the municipality or part that these words name exactly, in any spelling that is listed."""
    return _table().by_name.get(name_words(words))


def nearly_area(words: Sequence[str]) -> Area | None:
    """Give the municipality that these words name with a typing error."""
    joined = "".join(name_words(words))
    if len(joined) < _SHORTEST:
        return None
    best = process.extractOne(joined, list(_table().joined), scorer=fuzz.ratio, score_cutoff=_NEARLY)
    return _table().joined[best[0]] if best else None


def area_of_name(name: str) -> Area | None:
    """Give the municipality of a name as a table writes it: `BRUXELLES--9`, `Woluwe-Saint-Lambert (1200)`."""
    words = [word for word in tokens(folded(name)) if not word.isdigit()]
    return find_area(words) or nearly_area(words)
