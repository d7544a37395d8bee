"""What a feature is called on the map, in the language of the sheet."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cartoviewer.scene.classes import value_text
from layers.dataset import Dataset
from resources.texts import Language
from symbols.style import LabelStyle

__all__ = ["LabelTexts"]

_SUFFIXES = {"_fr": Language.FR, "_nl": Language.NL, "_en": Language.EN}

Column = npt.NDArray[np.object_]


class LabelTexts:
    """Reads the fields of labels, keeping the columns it has read."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, str], Column | None] = {}

    def lines(self, dataset: Dataset, style: LabelStyle, language: Language, index: int) -> tuple[str, ...]:
        """Give a feature's name, a line for each language of `language`, equal lines once; empty for none."""
        fields = [(field, column) for field in style.fields if (column := self._column(dataset, field)) is not None]
        lines = (_in_language(fields, part, index) for part in language.parts)
        return tuple(dict.fromkeys(line for line in lines if line))

    def _column(self, dataset: Dataset, field: str) -> Column | None:
        key = (dataset.card.hash, field)
        if key not in self._columns:
            try:
                self._columns[key] = dataset.column(field)
            except KeyError:
                self._columns[key] = None
        return self._columns[key]


def _in_language(fields: Sequence[tuple[str, Column]], language: Language, index: int) -> str:
    """Give the first field that serves a language, or else the first that says anything."""
    fallback = ""
    for field, column in fields:
        text = value_text(column[index]).strip()
        if not text:
            continue
        if _SUFFIXES.get(field[-3:], language) is language:
            return text
        fallback = fallback or text
    return fallback
