"""Reading values as people write them in Belgium: decimal commas, oui/ja, 23/11/2026.

Dates and moments are kept as ISO 8601 text, which every format carries unchanged.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from layers.report import Note
from resources.texts import BRUSSELS_TIME

__all__ = ["Unreadable", "folded", "is_missing", "is_nothing", "parse_number", "read_value"]

Value = str | int | float | bool | None


class Unreadable(ValueError):  # noqa: N818 - says what the value is
    """A value does not have the form that its field wants; `note` says which form that is."""

    def __init__(self, note: Note) -> None:
        super().__init__(str(note))
        self.note = note


_TRUE: Final = frozenset({"1", "true", "t", "yes", "y", "oui", "o", "vrai", "ja", "j", "waar", "x", "✓", "✔"})
_FALSE: Final = frozenset({"0", "false", "f", "no", "n", "non", "faux", "nee", "neen", "onwaar"})
# What spreadsheets and open-data portals write for "nothing known".
_EMPTY: Final = frozenset({"", "null", "none", "nan", "n/a", "na", "#n/a", "nihil", "<null>", "-", "–", "—", "?"})
_LONGEST_EMPTY: Final = 8
_SPACES: Final = re.compile(r"[\s'’]")
# Thousands apart: once together with a decimal mark, or more than once.
_GROUPED: Final = (
    (re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d+|-?\d{1,3}(?:\.\d{3}){2,}"), "."),
    (re.compile(r"-?\d{1,3}(?:,\d{3})+\.\d+|-?\d{1,3}(?:,\d{3}){2,}"), ","),
)
_GROUPED_ONCE: Final = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_DATE_8: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CLOCK: Final = re.compile(r"(\d{1,2})[:hu](\d{2})(?::(\d{2})(?:\.\d+)?)?")


def folded(text: str) -> str:
    """Reduce a word to what counts when words are compared: no accents, no capitals, no punctuation."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def is_missing(value: object) -> bool:
    """Tell whether a value stands for nothing: None, NaN, NaT, pandas' NA, or text such as `n/a`."""
    if isinstance(value, str):
        return (len(value) <= _LONGEST_EMPTY and value.strip().lower() in _EMPTY) or not value.strip()
    return is_nothing(value)


def is_nothing(value: object) -> bool:
    """Tell whether a value is no value at all, in Python, numpy or pandas; text is always something."""
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return type(value).__name__ in {"NAType", "NaTType"}


def parse_number(text: str) -> float:
    """Read a number with decimal comma or point and with thousands apart: `1 234,5`, `1.234,5`, `1,234.5`.

    One separator alone is the decimal one, unless it comes more than once.

    Raises
    ------
    ValueError
        The text is no finite number.
    """
    bare = _SPACES.sub("", text).replace("−", "-")
    for pattern, thousands in _GROUPED:
        if pattern.fullmatch(bare):
            bare = bare.replace(thousands, "")
    if "_" in bare:
        raise ValueError(text)
    number = float(bare.replace(",", "."))
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _number(raw: object) -> float:
    try:
        return parse_number(str(raw))
    except ValueError:
        raise Unreadable(Note("This is no number.")) from None


def _integer(raw: object) -> int:
    # `2.000` beds are two thousand: nobody writes a whole number with three decimals.
    if isinstance(raw, str) and _GROUPED_ONCE.fullmatch(raw.strip()):
        raw = re.sub(r"[.,]", "", raw)
    number = _number(raw)
    if number != int(number):
        raise Unreadable(Note("This is no whole number."))
    return int(number)


def _boolean(raw: object, fallback: str) -> bool:
    word = str(int(raw)) if isinstance(raw, (bool, int, float)) else folded(str(raw)) or str(raw).strip()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    if fallback:
        return fallback == "true"
    raise Unreadable(Note("This is neither yes nor no."))


def _text(raw: object) -> str:
    if isinstance(raw, float) and raw.is_integer():
        # A code such as 21004 that a spreadsheet made a number of.
        return str(int(raw))
    return str(raw).strip()


def _day(text: str) -> date:
    for pattern, order in ((_YEAR_FIRST, (0, 1, 2)), (_DAY_FIRST, (2, 1, 0)), (_DATE_8, (0, 1, 2))):
        match = pattern.match(text)
        if match:
            parts = [int(part) for part in match.groups()]
            return date(*(parts[i] for i in order))
    raise ValueError(text)


def _date(raw: object) -> str:
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    try:
        return _day(_text(raw)).isoformat()
    except ValueError:
        raise Unreadable(Note("This is no date. Write it as 2026-11-23 or 23/11/2026.")) from None


def _moment(raw: object) -> str:
    """Read a moment; one without a time zone is Brussels time, one without a clock is midnight."""
    unreadable = Unreadable(Note("This is no moment. Write it as 2026-11-23 14:05 or 23/11/2026 14:05."))
    if isinstance(raw, datetime):
        moment = raw
    elif isinstance(raw, date):
        moment = datetime(raw.year, raw.month, raw.day, tzinfo=BRUSSELS_TIME)
    else:
        text = _text(raw)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            try:
                day = _day(text)
                clock = _CLOCK.search(text, 8) if len(text) > 10 else None
                hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
                moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=BRUSSELS_TIME)
            except ValueError:
                raise unreadable from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=BRUSSELS_TIME)
    return moment.astimezone(BRUSSELS_TIME).isoformat(timespec="seconds")


_READERS: Final[Mapping[str, Callable[[object], Value]]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "moment": _moment,
}


def read_value(
    kind: str, raw: object, words: Mapping[str, str], allowed: Sequence[str] = (), fallback: str = ""
) -> Value:
    """Read one value as a field's type wants it; a missing one is None.

    Parameters
    ----------
    kind
        `text`, `integer`, `number`, `boolean`, `date`, `moment`, `choice` (one of the allowed values) or
        `choices` (several, kept as `a;b`).
    raw
        What the source holds.
    words
        Folded word → allowed value, for choices.
    allowed
        The allowed values, to tell them in the fault.
    fallback
        The value that stands for a word that is not known; "" refuses it. For booleans `true` or `false`.

    Raises
    ------
    Unreadable
        The value does not fit.
    """
    if is_missing(raw):
        return None
    if kind == "choice":
        return _chosen(_text(raw), words, allowed, fallback)
    if kind == "choices":
        parts = [part for part in re.split(r"[;,|/+]", _text(raw)) if part.strip()]
        chosen = (_chosen(part, words, allowed, fallback) for part in parts)
        return ";".join(dict.fromkeys(chosen)) or None
    if kind == "boolean":
        return _boolean(raw, fallback)
    return _READERS[kind](raw)


def _chosen(text: str, words: Mapping[str, str], allowed: Sequence[str], fallback: str) -> str:
    found = words.get(folded(text), fallback)
    if not found:
        raise Unreadable(Note("This is none of the allowed values: {values}.", {"values": ", ".join(allowed)}))
    return found
