"""Which class of its layer every feature belongs to."""

from collections import OrderedDict
from typing import Final

import numpy as np
import numpy.typing as npt

from layers.crs import LAMBERT_72
from layers.dataset import Dataset
from layers.shapes import Floats
from symbols.style import Rule, Symbology

__all__ = ["ClassCache", "Classes", "fits", "rules_at", "value_text"]

Classes = npt.NDArray[np.int16]

NO_CLASS: Final = -1

TOGETHER_M: Final = 500.0
"""Points of one name no farther apart on the ground are parts of one place: platforms, entrances."""


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


def fits(text: str, values: tuple[str, ...]) -> bool:
    """Tell whether a value as `value_text` writes it is one of those a rule names; see `Rule.when`."""
    return text in values or any(value.endswith("*") and text.startswith(value[:-1]) for value in values)


class ClassCache:
    """Answers which rule each feature of a dataset fits; datasets do not change, so answers are kept.

    Parameters
    ----------
    kept
        How many answers to keep, the least used going first.
    """

    def __init__(self, kept: int = 64) -> None:
        self._kept = kept
        self._classes: OrderedDict[tuple[str, tuple[object, ...]], Classes] = OrderedDict()
        self._lengths: OrderedDict[str, Floats] = OrderedDict()
        self._fields: OrderedDict[tuple[str, str], tuple[npt.NDArray[np.int64], tuple[str, ...]]] = OrderedDict()

    def classes(self, dataset: Dataset, rules: tuple[Rule, ...]) -> Classes:
        """Give for each feature the index of the first rule that fits, or -1."""
        key = (dataset.card.hash, tuple((rule.from_m, rule.together, *sorted(rule.when.items())) for rule in rules))
        if key in self._classes:
            self._classes.move_to_end(key)
            return self._classes[key]
        found = np.full(dataset.card.count, NO_CLASS, dtype=np.int16)
        free = np.ones(dataset.card.count, dtype=np.bool_)
        for index, rule in enumerate(rules):
            chosen = free.copy()
            for field, values in rule.when.items():
                codes, known = self._values(dataset, field)
                allowed = np.array([fits(text, values) for text in known], dtype=np.bool_)
                chosen &= allowed[codes]
            if rule.from_m > 0:
                chosen &= self._lengths_m(dataset) >= rule.from_m
            drawn = self._one_of_each(dataset, rule.together, chosen) if rule.together else chosen
            found[drawn] = index
            free &= ~chosen
        self._classes[key] = found
        if len(self._classes) > self._kept:
            self._classes.popitem(last=False)
        return found

    def _one_of_each(self, dataset: Dataset, field: str, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """Give the points that stand for all: of those with one name near to one another the middlemost."""
        codes, known = self._values(dataset, field)
        shapes = dataset.shapes(LAMBERT_72)
        middles = (shapes.bounds[:, :2] + shapes.bounds[:, 2:]) / 2
        kept: list[int] = []
        groups: dict[int, list[int]] = {}
        for feature in np.flatnonzero(chosen & ~np.isnan(middles[:, 0])).tolist():
            code = int(codes[feature])
            if known[code]:
                groups.setdefault(code, []).append(feature)
            else:
                kept.append(feature)
        for features in groups.values():
            left = np.array(features)
            while len(left):
                near = np.hypot(*(middles[left] - middles[left[0]]).T) < TOGETHER_M
                place = middles[left[near]].mean(axis=0)
                kept.append(int(left[near][np.argmin(np.hypot(*(middles[left[near]] - place).T))]))
                left = left[~near]
        return np.array(sorted(kept), dtype=np.int64)

    def _lengths_m(self, dataset: Dataset) -> Floats:
        """Give the length of every feature on the ground, of an area that of its outline."""
        key = dataset.card.hash
        if key not in self._lengths:
            self._lengths[key] = dataset.shapes(LAMBERT_72).lengths()
            if len(self._lengths) > self._kept:
                self._lengths.popitem(last=False)
        return self._lengths[key]

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
