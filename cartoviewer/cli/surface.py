"""What all commands share: how they speak, and how they read moments, audiences and languages."""

import getpass
import json
import os
import re
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final

from layers.errors import Problem
from layers.progress import NoProgress, Progress
from layers.sensitivity import Audience
from resources.texts import BRUSSELS_TIME, Language, Texts

__all__ = [
    "Surface",
    "UsageProblem",
    "audience_of",
    "author",
    "language_of",
    "moment_of",
    "point_of",
    "position_or_moment",
    "printed_at",
    "sheet_language_of",
]

_LANGUAGES: Final = {"fr": Language.FR, "nl": Language.NL, "en": Language.EN}
_TIME: Final = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")

# Belgium with a wide margin, in Lambert 72 and 2008.
_NEAREST_M: Final = 1_000.0
_FARTHEST_M: Final = 2_000_000.0


class UsageProblem(Problem):
    """A word on the command line that cannot be understood: exit status 2."""


class Surface:
    """Where a command speaks: people read lines, programs read one JSON object.

    Parameters
    ----------
    texts
        The words of the language to speak.
    language_asked
        Whether the language was asked for, or is only that of the system.
    """

    def __init__(self, texts: Texts, *, language_asked: bool = False) -> None:
        self.texts: Final = texts
        self.language_asked: Final = language_asked

    def say(self, line: str = "") -> None:
        """Write a line for people on stdout."""
        sys.stdout.write(line + "\n")

    def complain(self, sentence: str) -> None:
        """Write one sentence on stderr, on one line."""
        sys.stdout.flush()
        sys.stderr.write(" ".join(sentence.split()) + "\n")

    def hand_over(self, value: Mapping[str, Any]) -> None:
        """Write one JSON object on stdout."""
        plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
        sys.stdout.write(json.dumps(value, ensure_ascii=plain, indent=2, default=str) + "\n")

    def table(self, rows: list[tuple[str, ...]], right: frozenset[int] = frozenset()) -> None:
        """Write rows in columns; those in `right` are numbers."""
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
        for row in rows:
            cells = [
                cell.rjust(width) if column in right else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            self.say("  ".join(cells).rstrip())

    def progress(self) -> Progress:
        """Give what shows how far long work is: a line on a terminal's stderr, nothing in a script."""
        return _Line(self.texts) if sys.stderr.isatty() else NoProgress()


class _Line:
    """One line on the terminal that is written over and wiped at the end."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._text = ""
        self._shown = ""

    def step(self, done: float, text: str = "") -> None:
        """Show the share that is done."""
        self._text = text or self._text
        line = "" if done >= 1.0 else f"{done:4.0%}  {self._texts(self._text) if self._text else ''}"
        if line != self._shown:
            sys.stderr.write("\r" + " " * len(self._shown) + "\r" + line)
            sys.stderr.flush()
            self._shown = line


def language_of(asked: str | None, environment: Mapping[str, str]) -> Language | None:
    """Give the language to speak: the one asked for, else that of the system, else English.

    None where the language asked for is not one of ours.
    """
    if asked is not None:
        return _LANGUAGES.get(asked.lower())
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        spoken = environment.get(name, "")
        if spoken:
            return _LANGUAGES.get(spoken[:2].lower(), Language.EN)
    return Language.EN


def sheet_language_of(asked: str) -> Language:
    """Read the language of something that is written: fr, nl, fr+nl or en."""
    try:
        return Language(asked.lower())
    except ValueError:
        raise UsageProblem("The language “{asked}” is not known. Use fr, nl, fr+nl or en.", asked=asked) from None


def audience_of(asked: str) -> Audience:
    """Read for whom something is: public, partners or internal."""
    try:
        return Audience(asked.lower())
    except ValueError:
        raise UsageProblem(
            "The audience “{asked}” is not known. Use public, partners or internal.", asked=asked
        ) from None


def moment_of(text: str, today: date | None = None) -> datetime:
    """Read a moment: `2026-11-19T10:05`, `2026-11-19 10:05`, `2026-11-19` (its end) or `10:05` (today).

    Without a time zone it is Brussels time.
    """
    words = text.strip().replace("Z", "+00:00")
    day = today or datetime.now(BRUSSELS_TIME).date()
    try:
        if _TIME.fullmatch(words):
            read = datetime.combine(day, time.fromisoformat(words.zfill(5)))
        elif len(words) == len("2026-11-19"):
            read = datetime.combine(date.fromisoformat(words), time(23, 59, 59, 999_999))
        else:
            read = datetime.fromisoformat(words)
    except ValueError:
        raise UsageProblem(
            "“{said}” is not a moment. Write it as 2026-11-19T10:05, 2026-11-19 or 10:05.", said=text
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=BRUSSELS_TIME)


def position_or_moment(text: str, now: datetime | None = None) -> int | datetime:
    """Read a position in the log (`12`) or a moment that has come; of today's date, its end so far.

    Raises
    ------
    UsageProblem
        The moment lies ahead: nobody knows the map of tomorrow, and today's would be taken for it.
    """
    if text.strip().isdecimal():
        return int(text)
    present = now or datetime.now(BRUSSELS_TIME)
    moment = moment_of(text, present.astimezone(BRUSSELS_TIME).date())
    if moment <= present:
        return moment
    if text.strip() == present.astimezone(BRUSSELS_TIME).date().isoformat():
        return present
    raise UsageProblem("“{said}” lies ahead: the map is known up to now.", said=text)


def point_of(text: str) -> tuple[float, float]:
    """Read `X,Y` in metres."""
    try:
        x, y = (float(part) for part in text.replace(";", ",").split(","))
    except ValueError:
        raise UsageProblem("“{said}” is not X,Y in metres. Write it as 148853,170703.", said=text) from None
    # Degrees, infinities and what is no number would give an empty picture.
    if not all(_NEAREST_M < value < _FARTHEST_M for value in (x, y)):
        raise UsageProblem("“{said}” is not X,Y in metres. Write it as 148853,170703.", said=text)
    return (x, y)


def printed_at(asked: str | None) -> datetime:
    """Give the moment of printing: the one asked for, else SOURCE_DATE_EPOCH (seconds since 1970), else now."""
    if asked is not None:
        return moment_of(asked)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise UsageProblem(
                "SOURCE_DATE_EPOCH is “{epoch}”; it must be whole seconds since 1970.", epoch=epoch
            ) from None
    return datetime.now(UTC)


def author() -> str:
    """Give who edits: CARTOVIEWER_AUTHOR (a function), else the name of the account."""
    named = os.environ.get("CARTOVIEWER_AUTHOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
