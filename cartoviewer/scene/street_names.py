"""Names of streets as a reader looks for them: which are streets at all, and in which order they stand."""

import re
from typing import Final

from layers.values import folded
from resources.texts import Language

__all__ = ["generic_of", "is_street", "sort_key"]

# What some sources hold among the streets and nobody lives in: networks of routes, tracks, corridors of buildings.
_CORRIDORS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"GR\b.*",
        r"(?:F|C|LF|EV|ICR|GFR|RV|RAVeL|RER[- ]?V[ée]lo)[ -]?\d+\b.*",
        r".*\b(?:fietssnelweg|fiets-?o-?strade|cyclostrade|v[ée]loroute|fietsroute|itin[ée]raire cyclable)\b.*",
        r"(?:ligne|lijn|line|tram|bus|m[ée]tro|metro|voie|spoor|quai|perron)\s+\d+[a-z]?\b.*",
        r"(?:promenade verte|groene wandeling)\b.*",
        r"(?:couloir|gang|hall)\s+(?:principal|secondaire|de gare)\b.*",
        r".*\b(?:racetrack|shopping)\b.*",
    )
)

# The words that French puts before a name, longest first where one begins another.
_GENERICS: Final = (
    "grande rue", "petite rue", "vieille rue", "rue", "avenue", "boulevard", "chaussée", "place", "square", "quai",
    "allée", "allées", "impasse", "drève", "clos", "chemin", "sentier", "passage", "galerie", "venelle", "cité",
    "cour", "esplanade", "parvis", "rond-point", "route", "tunnel", "pont", "viaduc", "résidence", "montagne",
    "parc", "jardin", "promenade", "carrefour", "ruelle", "escalier", "escaliers", "rampe", "digue", "porte", "val",
    "vallon", "placette", "villa", "hameau", "espace", "mail", "corniche",
)  # fmt: skip
_GENERIC: Final = re.compile(rf"({'|'.join(_GENERICS)})\s+(?=\S)", re.IGNORECASE)
_PARTICLES: Final = re.compile(r"(?:(?:de|du|des|la|le|les|à|au|aux|en|sur)\s+|[dl]['’]\s*)+(?=\S)", re.IGNORECASE)
_ARTICLES: Final = {
    Language.FR: re.compile(r"(?:(?:le|la|les)\s+|l['’]\s*)(?=\S)", re.IGNORECASE),
    Language.NL: re.compile(r"(?:het\s+|['’]t\s+)(?=\S)", re.IGNORECASE),
}
_JOINED: Final = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "ø": "o", "Ø": "O"})
_FIGURES: Final = re.compile(r"\d+")


def is_street(name: str) -> bool:
    """Tell whether a name among streets is one of a street, and not of a route, a line or a corridor."""
    return not any(pattern.fullmatch(name.strip()) for pattern in _CORRIDORS)


def generic_of(name: str, language: Language) -> str:
    """Give the word for the kind of street before a French name: `Rue`; empty for any other."""
    found = _GENERIC.match(name) if language is not Language.NL else None
    return found[1].capitalize() if found is not None else ""


def sort_key(name: str, language: Language) -> tuple[str, str, str]:
    """Give the order of a name: the kind of street, then what is named, without articles, accents or apostrophes.

    Figures count by their value: the 2nd avenue stands before the 10th.
    """
    plain = name.strip().translate(_JOINED)
    generic = generic_of(plain, language)
    rest = plain[len(generic) :].lstrip() if generic else plain
    if generic:
        rest = _PARTICLES.sub("", rest, count=1) if _PARTICLES.match(rest) else rest
    article = _ARTICLES.get(language, _ARTICLES[Language.FR]).match(rest) if not generic else None
    if article is not None:
        rest = rest[article.end() :]
    return _ordered(generic or rest), _ordered(rest), name


def _ordered(words: str) -> str:
    return _FIGURES.sub(lambda figures: figures[0].zfill(6), folded(words)).replace("_", " ")
