"""The grammar of a crisis symbol: which sign it is, and everything that is said about it in its frame.

A symbol is written as a code, its catalogue id and then what differs from the plain sign:
`cmd.pma;state=planned;reserve`, `haz.chem;certainty=reported;severity=danger;kemler=33;un=1203`,
`cmd.press;owner=d3`.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final, Self

import msgspec

from symbols.discipline import Discipline

__all__ = ["Certainty", "Severity", "State", "Symbol", "SymbolCodeError", "folded"]


class SymbolCodeError(ValueError):
    """A text is no symbol code. `text` and `values` are the sentence to translate, as in all our errors."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text.format(**values))
        self.text = text
        self.values = values


class State(StrEnum):
    """How far the thing has come to be: the line of the frame. Same values as the records' states."""

    PLANNED = "planned"
    REQUESTED = "requested"
    IN_PLACE = "in-place"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The English source text, to be given to `Texts`."""
        return {"planned": "Planned", "requested": "Requested", "in-place": "In place", "ended": "Ended"}[
            self.value
        ]


class Certainty(StrEnum):
    """Whether it is known or only said: a badge with a question mark."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"

    @property
    def label(self) -> str:
        """The English source text, to be given to `Texts`."""
        return {"reported": "Reported, not confirmed", "confirmed": "Confirmed"}[self.value]


class Severity(StrEnum):
    """How bad a hazard is, in the colours of ISO 22324: the ring around its frame."""

    UNKNOWN = "unknown"
    SAFE = "safe"
    CAUTION = "caution"
    DANGER = "danger"

    @property
    def label(self) -> str:
        """The English source text, to be given to `Texts`."""
        return {
            "unknown": "Severity unknown",
            "safe": "Safe",
            "caution": "Caution: prepare",
            "danger": "Danger: act now",
        }[self.value]


_ID: Final = re.compile(r"[a-z]+(\.[a-z0-9]+)+")
_NAMELESS: Final = "ref.unknown"
_PLATE: Final = {"kemler": re.compile(r"X?[0-9]{2,3}"), "un": re.compile(r"[0-9]{4}")}
_CASUALTIES: Final = re.compile(r"[0-9]{1,5}(/[0-9]{1,5}){3}")


class Symbol(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One sign with its status. `Symbol.parse(str(symbol)) == symbol`.

    Attributes
    ----------
    id
        Catalogue id, `class.topic[.sub]`, the same in every language.
    echelon
        Size of a unit, as dots above the frame: 1 team, 2 section, 3 platoon or column, 0 not told.
    reserve, closed
        A double frame line (reserve, alternate place); a diagonal bar (closed, out of use).
    kemler, un
        The two numbers of the orange ADR plate (hazard identification number, UN number).
    casualties
        Four counts below the frame: `T1/T2/T3/dead`, as triage gives them.
    owner
        The discipline that looks after this one; `Discipline.NONE` for the one of the catalogue.
    """

    id: str
    state: State = State.IN_PLACE
    certainty: Certainty = Certainty.CONFIRMED
    severity: Severity = Severity.UNKNOWN
    echelon: int = 0
    reserve: bool = False
    closed: bool = False
    kemler: str = ""
    un: str = ""
    casualties: str = ""
    owner: Discipline = Discipline.NONE

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise SymbolCodeError(
                "“{id}” is not the name of a symbol. A symbol is named like haz.fire or cmd.cpops.", id=self.id
            )
        if not 0 <= self.echelon <= 3:
            raise SymbolCodeError("A unit's size is 0, 1, 2 or 3 dots, not {echelon}.", echelon=self.echelon)
        for field, pattern in _PLATE.items():
            value = getattr(self, field)
            if value and not pattern.fullmatch(value):
                raise SymbolCodeError(
                    "“{value}” cannot stand on an orange plate: the Kemler number has two or three digits "
                    "(an X may come first), the UN number four.",
                    value=value,
                )
        if self.casualties and not _CASUALTIES.fullmatch(self.casualties):
            raise SymbolCodeError(
                "“{value}” does not count casualties. Write four numbers, for T1, T2, T3 and dead: 2/5/12/0.",
                value=self.casualties,
            )

    @classmethod
    def parse(cls, code: str) -> Self:
        """Read a code. Accents in the id are dropped: `ref.crèche` is `ref.creche`.

        Raises
        ------
        SymbolCodeError
            The text is no code; the message names the part that is wrong.
        """
        head, *parts = (part.strip() for part in code.split(";"))
        said: dict[str, str | int | bool] = {}
        for part in parts:
            key, separator, value = part.partition("=")
            if key in _FLAGS and not separator:
                said[key] = True
            elif (key in _ENUMS and value in list(_ENUMS[key])) or (key in _SPELT and separator):
                said[key] = value
            elif key == "echelon" and value.isascii() and value.isdigit():
                said[key] = int(value)
            else:
                raise SymbolCodeError(
                    "“{part}” in the symbol code “{code}” is not understood.", part=part, code=code
                )
        try:
            return msgspec.convert({"id": folded(head), **said}, cls)
        except msgspec.ValidationError as error:  # msgspec wraps what __post_init__ raises
            if isinstance(error.__cause__, SymbolCodeError):
                raise error.__cause__ from None
            raise

    @classmethod
    def read(cls, code: str) -> Self:
        """Read a code as far as it is understood, so that a map is drawn whatever a dossier holds.

        Parts that a newer version has written are left out; what is no code at all becomes a reference place
        without a name, which is drawn with a question mark.
        """
        try:
            return cls.parse(code)
        except SymbolCodeError:
            head, *parts = (part.strip() for part in code.split(";"))
            kept = head if _ID.fullmatch(folded(head)) else _NAMELESS
            for part in parts:
                try:
                    kept = str(cls.parse(f"{kept};{part}"))
                except SymbolCodeError:
                    continue
            return cls.parse(kept)

    def __str__(self) -> str:
        parts = [self.id]
        for key in _WORDS:
            value = getattr(self, key)
            if value != _DEFAULTS[key]:
                parts.append(f"{key}={value}")
        if self.echelon:
            parts.append(f"echelon={self.echelon}")
        parts.extend(flag for flag in _FLAGS if getattr(self, flag))
        return ";".join(parts)

    @property
    def family(self) -> str:
        """The first word of the id: haz, res, cmd, ref, pt, area or line."""
        return self.id.partition(".")[0]

    def plain(self) -> "Symbol":
        """Give the sign without anything that is said about it, as a palette shows it."""
        return Symbol(id=self.id)

    def having(self, state: str, certainty: str = Certainty.CONFIRMED) -> "Symbol":
        """Give the sign with the state and certainty of a record."""
        return msgspec.structs.replace(self, state=State(state), certainty=Certainty(certainty))


_ENUMS: Final[dict[str, type[StrEnum]]] = {
    "state": State,
    "certainty": Certainty,
    "severity": Severity,
    "owner": Discipline,
}
_SPELT: Final = ("kemler", "un", "casualties")
_WORDS: Final = ("state", "certainty", "severity", *_SPELT, "owner")
_FLAGS: Final = ("reserve", "closed")
_DEFAULTS: Final[dict[str, str]] = {
    "state": State.IN_PLACE,
    "certainty": Certainty.CONFIRMED,
    "severity": Severity.UNKNOWN,
    **dict.fromkeys(_SPELT, ""),
    "owner": Discipline.NONE,
}


def folded(text: str) -> str:
    """Give a text in lower case without accents, as people type it into a search box."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
