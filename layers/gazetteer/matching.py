"""Which names are like a name that was said: candidates by shared triples of letters, then compared as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from layers.gazetteer.words import Spoken, kin

__all__ = ["Grams", "Match", "NameTable", "grams_of"]

Integers = npt.NDArray[np.int32]

_MOST_CANDIDATES: Final = 48
_COMMON_SHARE: Final = 0.2
_SHARE_OF_BEST: Final = 0.3
_NO_TYPE: Final = 2.5
_KIN_TYPE: Final = 2.0
_OTHER_TYPE: Final = 9.0
_SUBSET: Final = 95.0
_LONGEST: Final = 120
_SHORTEST_WHOLE: Final = 5
_GOOD: Final = 86.0
_LIKE: Final = 74.0


def grams_of(plain: str, *, unfinished: bool = False) -> set[str]:
    """Give the triples of letters of each word, with the word's edges; an unfinished last word has no end."""
    found: set[str] = set()
    words = plain.split()
    for at, word in enumerate(words):
        padded = f"^{word}" if unfinished and at == len(words) - 1 else f"^{word}$"
        if len(padded) < 3:
            found.add(padded)
        found.update(padded[i : i + 3] for i in range(len(padded) - 2))
        found.add(padded[:2])
    return found


@dataclass(frozen=True, slots=True)
class Grams:
    """The postings of triples: `keys[i]` stands in the names `postings[starts[i]:starts[i + 1]]`."""

    keys: tuple[str, ...]
    starts: Integers
    postings: Integers

    @classmethod
    def of(cls, names: Sequence[str]) -> "Grams":
        """Build the postings of plain names."""
        found: dict[str, list[int]] = {}
        for at, plain in enumerate(names):
            for gram in grams_of(plain):
                found.setdefault(gram, []).append(at)
        keys = tuple(sorted(found))
        counts = [len(found[key]) for key in keys]
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        postings = np.fromiter((at for key in keys for at in found[key]), dtype=np.int32, count=int(starts[-1]))
        return cls(keys, starts, postings)


@dataclass(frozen=True, slots=True)
class Match:
    """A name of the table that is like what was said: its place in the table and how like, 0 to 100."""

    at: int
    score: float


class NameTable:
    """Names in their plain form, each once, with what is searched in them.

    Parameters
    ----------
    names
        The names, taken apart; no two with the same plain form.
    grams
        Their postings; built where not given.
    """

    def __init__(self, names: Sequence[Spoken], grams: Grams | None = None) -> None:
        self._names: Final = tuple(names)
        self._exact: Final = {name.plain: at for at, name in enumerate(self._names)}
        self._cores: Final[dict[str, list[int]]] = {}
        for at, name in enumerate(self._names):
            self._cores.setdefault(name.core, []).append(at)
        grams = grams or Grams.of([name.plain for name in self._names])
        self._keys: Final = {key: at for at, key in enumerate(grams.keys)}
        self._starts: Final = grams.starts
        self._postings: Final = grams.postings
        count = max(len(self._names), 1)
        lengths = np.diff(grams.starts)
        self._weights: Final = np.log1p(count / np.maximum(lengths, 1))
        self._common: Final = lengths > _COMMON_SHARE * count
        self._joined: Final = [name.whole for name in self._names]
        self._joined_cores: Final = [name.core.replace(" ", "") for name in self._names]

    def __len__(self) -> int:
        return len(self._names)

    def name(self, at: int) -> Spoken:
        """Give a name of the table."""
        return self._names[at]

    def exact(self, said: Spoken) -> list[Match]:
        """Give the names that are the one said, word for word; without a type said, those of every type."""
        at = self._exact.get(said.plain)
        if at is not None:
            return [Match(at, 100.0)]
        # Another order of words: `square Marie-Louise`, `Marie-Louise square`.
        found = []
        for other in self._cores.get(said.core, ()) if said.core else ():
            off = _of_types(said.type, self._names[other].type)
            if off < _OTHER_TYPE:
                found.append(Match(other, 100.0 - off))
        return found

    def nearest(
        self, said: Spoken, most: int = 12, *, unfinished: bool = False, cutoff: float = 60.0
    ) -> list[Match]:
        """Give the names that are like the one said, best first.

        Parameters
        ----------
        unfinished
            Whether the last word may go on: while somebody types.
        """
        if not said.plain or not self._names or len(said.plain) > _LONGEST:
            return []
        found: list[Match] = []
        joined, core = said.whole, said.core.replace(" ", "")
        words = said.core.split()
        for at in self._candidates(said.plain, unfinished=unfinished):
            score = self._score(said, joined, core, words, at, unfinished=unfinished)
            if score >= cutoff:
                found.append(Match(at, score))
        found.sort(key=lambda match: -match.score)
        if not unfinished and len(joined) >= _SHORTEST_WHOLE and (not found or found[0].score < _GOOD):
            # An error in a short name leaves no triple whole: look at all names, letter by letter.
            seen = {match.at for match in found}
            closest = process.extract(joined, self._joined, scorer=fuzz.ratio, limit=8, score_cutoff=_LIKE)
            found += [
                Match(at, score)
                for _, _, at in closest
                if at not in seen
                for score in [self._score(said, joined, core, words, at, unfinished=False)]
                if score >= cutoff
            ]
            found.sort(key=lambda match: -match.score)
        return found[:most]

    def _candidates(self, plain: str, *, unfinished: bool) -> list[int]:
        rows = [row for gram in grams_of(plain, unfinished=unfinished) if (row := self._keys.get(gram)) is not None]
        rare = [row for row in rows if not self._common[row]] or rows
        if not rare:
            return []
        starts, postings = self._starts, self._postings
        spans = [postings[starts[row] : starts[row + 1]] for row in rare]
        weights = np.repeat(self._weights[rare], [len(span) for span in spans])
        sums = np.bincount(np.concatenate(spans), weights=weights, minlength=len(self._names))
        best = np.flatnonzero(sums > _SHARE_OF_BEST * sums.max())
        if len(best) > _MOST_CANDIDATES:
            best = best[np.argpartition(sums[best], -_MOST_CANDIDATES)[-_MOST_CANDIDATES:]]
        found: list[int] = best.tolist()
        return found

    def _score(self, said: Spoken, joined: str, core: str, words: list[str], at: int, *, unfinished: bool) -> float:
        name = self._names[at]
        if said.plain == name.plain:
            return 100.0
        off = _of_types(said.type, name.type)
        theirs = self._joined_cores[at]
        best = fuzz.ratio(joined, self._joined[at])
        if best < 100.0 and (off == 0 or not said.type):
            best = max(best, 100.0 * OSA.normalized_similarity(joined, self._joined[at]))
        if core:
            alike = fuzz.ratio(core, theirs)
            if alike < 100.0:
                alike = max(alike, 100.0 * OSA.normalized_similarity(core, theirs))
            best = max(best - off / 2, alike - off)
            if len(words) > 1 or " " in name.core:
                best = max(best, self._by_words(said.core, words, name) - off)
        if unfinished:
            best = max(best, _begun(joined, self._joined[at]), _begun(core, theirs) - off if core else 0.0)
        return best

    @staticmethod
    def _by_words(core: str, words: list[str], name: Spoken) -> float:
        """Compare without regard to order; words that one of the two leaves out cost little: first names."""
        sorted_ratio = fuzz.token_sort_ratio(core, name.core) - 1.0
        theirs = name.core.split()
        mine = set(words)
        if mine < set(theirs):
            # A lone short word is too little to stand for a long name.
            share = sum(map(len, mine)) / max(len(name.core.replace(" ", "")), 1)
            return max(sorted_ratio, _SUBSET - 2.0 * (len(theirs) - len(mine)) - (6.0 if share < 0.25 else 0.0))
        if mine > set(theirs) and theirs:
            return max(sorted_ratio, _SUBSET - 6.0 * (len(mine) - len(theirs)))
        if len(words) < len(theirs):
            # The surname with an error, an initial before it.
            tail = theirs[-len(words) :]
            initial = len(words[0]) == 1 and theirs[0].startswith(words[0])
            if initial and len(words) > 1:
                tail = [words[0], *theirs[-len(words) + 1 :]]
            close = fuzz.ratio(" ".join(words), " ".join(tail))
            return max(sorted_ratio, close - 5.0 - 1.5 * (len(theirs) - len(words)) + (3.0 if initial else 0.0))
        return sorted_ratio


def _begun(typed: str, name: str) -> float:
    """Tell how well a name goes on from what was typed."""
    if not typed:
        return 0.0
    if name.startswith(typed):
        return 97.0 - min(len(name) - len(typed), 30) / 5
    if len(typed) < 4:
        return 0.0
    return 0.93 * fuzz.ratio(typed, name[: len(typed)])


def _of_types(said: str, known: str) -> float:
    """Tell what a difference of the type of street costs."""
    if said == known:
        return 0.0
    if not said or not known:
        return _NO_TYPE
    return _KIN_TYPE if kin(said, known) else _OTHER_TYPE
