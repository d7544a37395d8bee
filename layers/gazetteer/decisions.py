"""What somebody decided about a doubtful address is remembered, in a small file beside the index."""

from pathlib import Path
from typing import Final

import msgspec

from layers.errors import Problem
from layers.gazetteer.found import Found, FoundKind, Quality
from layers.gazetteer.words import tokens

__all__ = ["Decisions", "decisions_of"]

_SUFFIX: Final = ".decisions.json"


class _Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    label: str
    x: float
    y: float
    kind: str
    quality: str
    accuracy_m: float | None = None


class _File(msgspec.Struct, omit_defaults=True):
    version: int = 1
    decisions: dict[str, _Decision] = {}


class DecisionsProblem(Problem):
    """The decisions cannot be read or written."""


def decisions_of(index: Path) -> "Decisions":
    """Give the decisions that belong to an index."""
    return Decisions(index.with_name(index.name + _SUFFIX))


class Decisions:
    """Questions that were decided, by their words: capitals, accents and commas do not count.

    Raises
    ------
    DecisionsProblem
        The file is there and cannot be read; nothing is written over it.
    """

    def __init__(self, path: Path) -> None:
        self.path: Final = path
        self._file = _File()
        try:
            self._file = msgspec.json.decode(path.read_bytes(), type=_File)
        except FileNotFoundError:
            pass
        except (OSError, msgspec.MsgspecError) as error:
            raise DecisionsProblem(
                "The decisions in “{file}” cannot be read ({detail}). Move the file away to begin anew.",
                file=str(path),
                detail=str(error),
            ) from None

    def __len__(self) -> int:
        return len(self._file.decisions)

    def find(self, question: str) -> Found | None:
        """Give what was decided for a question."""
        known = self._file.decisions.get(_key(question))
        if known is None:
            return None
        return Found(
            known.label,
            FoundKind(known.kind),
            known.x,
            known.y,
            known.accuracy_m,
            100.0,
            quality=Quality(known.quality),
        )

    def decide(self, question: str, found: Found) -> None:
        """Remember a decision, durably."""
        decision = _Decision(found.label, found.x, found.y, found.kind.value, found.quality.value, found.accuracy_m)
        self._file.decisions[_key(question)] = decision
        new = self.path.with_name(self.path.name + ".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(msgspec.json.format(msgspec.json.encode(self._file)))
            new.replace(self.path)
        except OSError as error:
            raise DecisionsProblem(
                "The decision cannot be written to “{file}” ({detail}).", file=str(self.path), detail=str(error)
            ) from None


def _key(question: str) -> str:
    return " ".join(tokens(question))
