"""What a feature is called on the map, in the language of the sheet."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from cartoviewer.scene.classes import value_text
from layers.dataset import Dataset
from layers.shapes import Integers
from resources.texts import Language
from symbols.style import LabelStyle

__all__ = ["LabelTexts", "in_small_letters", "road_numbers"]

_SUFFIXES = {"_fr": Language.FR, "_nl": Language.NL, "_en": Language.EN}

_WORD: Final = re.compile(r"[^\W\d_]+")
_ROMAN: Final = re.compile(r"X{0,2}(IX|IV|V?I{1,3}|V|X)")
"""The numbers of kings and popes; a lone letter among them is a number too."""
_PARTICLES: Final = frozenset(
    {"à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "lez", "lès", "sous", "sur"}
    | {"van", "ten", "ter", "te", "op", "den", "der", "het", "een", "in"}
)
"""Words that stay small within the names of places, French and Dutch."""

Column = npt.NDArray[np.object_]


class LabelTexts:
    """Reads the fields of labels, keeping what it has read: datasets do not change."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, LabelStyle, Language], dict[int, tuple[str, ...]]] = {}
        self._columns: dict[tuple[str, str], Column | None] = {}

    def lines(
        self, dataset: Dataset, style: LabelStyle, language: Language, indices: Integers
    ) -> list[tuple[str, ...]]:
        """Give the names of features: of each a line for each language of `language`, equal lines once, or none."""
        known = self._lines.setdefault((dataset.card.hash, style, language), {})
        wanted = indices.tolist()
        new = [index for index in wanted if index not in known]
        if new:
            known.update(zip(new, self._read(dataset, style, language, np.array(new, dtype=np.int64)), strict=True))
        return [known[index] for index in wanted]

    def _read(
        self, dataset: Dataset, style: LabelStyle, language: Language, indices: Integers
    ) -> Iterator[tuple[str, ...]]:
        fields = [
            (field, column[indices].tolist())
            for field in style.fields
            if (column := self._column(dataset, field)) is not None
        ]
        said = [_in_language(fields, part, len(indices)) for part in language.parts]
        for lines in zip(*said, strict=True):
            if style.small_letters:
                lines = tuple(map(in_small_letters, lines))
            if style.plate_colour:
                lines = tuple(map(road_numbers, lines))
            yield tuple(dict.fromkeys(line for line in lines if line))

    def _column(self, dataset: Dataset, field: str) -> Column | None:
        key = (dataset.card.hash, field)
        if key not in self._columns:
            try:
                self._columns[key] = dataset.column(field)
            except KeyError:
                self._columns[key] = None
        return self._columns[key]


def road_numbers(text: str) -> str:
    """Write the numbers of a road as they stand on its signs, a European one last: `E 40;A3` is `A3 · E40`."""
    numbers = sorted({part.replace(" ", "").upper() for part in text.split(";") if part.strip()})
    return " · ".join(sorted(numbers, key=lambda number: number.startswith("E")))


def in_small_letters(name: str) -> str:
    """Write a name that stands in capitals throughout as it is written in a text: `Notre-Dame aux Neiges`."""
    if name != name.upper() or name == name.lower():
        return name
    return _WORD.sub(lambda word: _word(word.group(), first=word.start() == 0), name)


def _word(word: str, *, first: bool) -> str:
    if _ROMAN.fullmatch(word):
        return word
    small = word.lower()
    if not first and small in _PARTICLES:
        return small
    # IJzer: the Dutch digraph is one letter.
    return "IJ" + small[2:] if small.startswith("ij") else small.capitalize()


def _in_language(fields: Sequence[tuple[str, list[object]]], language: Language, count: int) -> list[str]:
    """Give of each feature the first field that serves a language, or else the first that says anything."""
    served = [values for field, values in fields if _SUFFIXES.get(field[-3:], language) is language]
    others = [values for field, values in fields if _SUFFIXES.get(field[-3:], language) is not language]
    texts = [""] * count
    for values in (*served, *others):
        texts = [text or _text(value) for text, value in zip(texts, values, strict=True)]
    return texts


def _text(value: object) -> str:
    return (value if type(value) is str else value_text(value)).strip()
