"""How well a name answers what was typed."""

import re
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from symbols.grammar import folded

__all__ = ["Wanted", "nearest"]

_WORD: Final = re.compile(r"[^\W_]+")
_NEARLY: Final = 80.0
_PLACE: Final = " |  | "


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed, folded: without accents or capitals, as words."""

    text: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> "Wanted":
        """Read what was typed."""
        words = tuple(_words(folded(typed)))
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
        spoken, _, place = name.partition(_PLACE)
        if not any(word in spoken for word in self.words):
            return 0.0
        best = 0.0
        for one in spoken.split(" | "):
            plain = " ".join(_words(one))
            if plain == self.text:
                return 95.0
            best = max(best, self._score_of(plain, _words(place)))
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


def _words(text: str) -> list[str]:
    """Give the words of a folded text; 04 is the same number as 4."""
    return [word.lstrip("0") or "0" if word.isdigit() else word for word in _WORD.findall(text)]


def nearest(wanted: Wanted, names: list[str], limit: int) -> list[tuple[float, int]]:
    """Give the names that are nearly what was typed: (score below 60, place in `names`), best first.

    The place that follows a name (see `Wanted.score`) does not count.
    """
    if len(wanted.text) < 4:
        return []
    singles = [(one, at) for at, name in enumerate(names) for one in name.partition(_PLACE)[0].split(" | ") if one]
    answers = process.extract(
        wanted.text, [one for one, _ in singles], scorer=fuzz.WRatio, limit=2 * limit, score_cutoff=_NEARLY
    )
    best: dict[int, float] = {}
    for _, score, number in answers:
        best.setdefault(singles[number][1], score * 0.6)
    return [(score, at) for at, score in best.items()][:limit]
