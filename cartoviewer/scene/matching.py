"""How well a name answers what was typed."""

import re
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from symbols.grammar import folded

__all__ = ["Wanted", "nearest"]

_WORD: Final = re.compile(r"[^\W_]+")
_NEARLY: Final = 78.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed, folded: without accents or capitals, as words."""

    text: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> "Wanted":
        """Read what was typed."""
        words = tuple(_WORD.findall(folded(typed)))
        return cls(" ".join(words), words)

    @property
    def without_numbers(self) -> "Wanted | None":
        """The same without house numbers; None where there are none, or nothing else."""
        words = tuple(word for word in self.words if not word[0].isdigit())
        return Wanted(" ".join(words), words) if words and words != self.words else None

    def may_be(self, name: str) -> bool:
        """Tell quickly that a folded name holds every word somewhere."""
        return all(word in name for word in self.words)

    def score(self, name: str) -> float:
        """Tell how well a folded name fits, 0 to 95.

        Parameters
        ----------
        name
            Names apart by ` | `; what follows an empty one (` |  | `) is the place they are in, which helps to
            choose among namesakes but is not enough to be found by.
        """
        if not self.may_be(name):
            return 0.0
        spoken, _, place = name.partition(" |  | ")
        if not any(word in spoken for word in self.words):
            return 0.0
        best = 0.0
        for one in spoken.split(" | "):
            plain = " ".join(_WORD.findall(one))
            if plain == self.text:
                return 95.0
            best = max(best, self._score_of(plain, _WORD.findall(place)))
        return best

    def _score_of(self, plain: str, place: list[str]) -> float:
        if plain.startswith(self.text):
            return 85.0 - min(len(plain) - len(self.text), 30) / 6
        own = plain.split()
        total = 0.0
        for word in self.words:
            if word in own:
                total += 1.0
            elif any(other.startswith(word) for other in own):
                total += 0.9
            elif any(other.startswith(word) for other in place):
                total += 0.8
            elif word in plain:
                total += 0.5
            else:
                return 30.0
        spare = max(len(own) - len(self.words), 0)
        return 80.0 * total / len(self.words) - min(spare, 10)


def nearest(wanted: Wanted, names: list[str], limit: int) -> list[tuple[float, int]]:
    """Give the names that are nearly what was typed: (score below 60, place in `names`), best first."""
    if len(wanted.text) < 4:
        return []
    answers = process.extract(
        wanted.text, names, scorer=fuzz.partial_token_sort_ratio, limit=limit, score_cutoff=_NEARLY
    )
    return [(score * 0.6, at) for _, score, at in answers]
