"""Which class of its layer every feature belongs to."""

from collections import OrderedDict
from typing import Final

import numpy as np
import numpy.typing as npt

from layers.dataset import Dataset
from symbols.style import Rule, Symbology

__all__ = ["ClassCache", "rules_at", "value_text"]

Classes = npt.NDArray[np.int16]

NO_CLASS: Final = -1


def rules_at(symbology: Symbology, scale: float) -> tuple[Rule, ...]:
    """Give the rules that hold at a scale denominator, in the order they are drawn."""
    return tuple(rule for rule in symbology.rules if rule.largest <= scale < rule.smallest)


def value_text(value: object) -> str:
    """Write a value of a field as rules name it: empty for nothing, `true` and `false` for truth values."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


class ClassCache:
    """Answers which rule each feature of a dataset fits; datasets do not change, so answers are kept.

    Parameters
    ----------
    kept
        How many answers to keep, the least used going first.
    """

    def __init__(self, kept: int = 64) -> None:
        self._kept = kept
        self._classes: OrderedDict[tuple[str, tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]], Classes] = (
            OrderedDict()
        )
        self._fields: OrderedDict[tuple[str, str], tuple[npt.NDArray[np.int64], tuple[str, ...]]] = OrderedDict()

    def classes(self, dataset: Dataset, rules: tuple[Rule, ...]) -> Classes:
        """Give for each feature the index of the first rule that fits, or -1."""
        key = (dataset.card.hash, tuple(tuple(sorted(rule.when.items())) for rule in rules))
        if key in self._classes:
            self._classes.move_to_end(key)
            return self._classes[key]
        found = np.full(dataset.card.count, NO_CLASS, dtype=np.int16)
        free = np.ones(dataset.card.count, dtype=np.bool_)
        for index, rule in enumerate(rules):
            fits = free.copy()
            for field, values in rule.when.items():
                codes, known = self._values(dataset, field)
                allowed = np.array([text in values for text in known], dtype=np.bool_)
                fits &= allowed[codes]
            found[fits] = index
            free &= ~fits
        self._classes[key] = found
        if len(self._classes) > self._kept:
            self._classes.popitem(last=False)
        return found

    def _values(self, dataset: Dataset, field: str) -> tuple[npt.NDArray[np.int64], tuple[str, ...]]:
        """Give a field as codes and the different texts they stand for; a missing field is empty everywhere."""
        key = (dataset.card.hash, field)
        if key not in self._fields:
            try:
                column = dataset.column(field)
            except KeyError:
                self._fields[key] = (np.zeros(dataset.card.count, dtype=np.int64), ("",))
                return self._fields[key]
            known: dict[object, int] = {}
            codes = np.fromiter((known.setdefault(value, len(known)) for value in column), np.int64, len(column))
            self._fields[key] = (codes, tuple(map(value_text, known)))
            if len(self._fields) > self._kept:
                self._fields.popitem(last=False)
        return self._fields[key]
