"""House numbers as they are written: `16`, `12A`, `12 bte 3`, `12/3`, `795-797`, `149 bus 24`."""

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["HouseNumber", "read_house_number"]

_NUMBER: Final = re.compile(
    r"\s*(?P<number>\d{1,5})\s*(?P<suffix>bis|ter|quater|[a-z]{1,2}(?![a-z]))?"
    r"(?:\s*(?P<dash>[-–—+&]|/(?=\s*\d{2,}))\s*(?P<upto>\d{1,5})\s*[a-z]?(?![a-z0-9]))?"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_LONGEST_RANGE: Final = 60
_BOX_LETTERS: Final = frozenset({"b", "bt", "bu", "bo"})


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A number on a door.

    Attributes
    ----------
    number
        The number itself; of a range the lowest.
    suffix
        What tells doors of one number apart: `a`, `bis`; small letters, often empty.
    upto
        The last number of a range; the number itself where there is none.
    box
        The letterbox behind the door as it was written; it changes nothing on the map.
    """

    number: int
    suffix: str = ""
    upto: int = 0
    box: str = ""

    @property
    def last(self) -> int:
        """The last number of the range."""
        return self.upto or self.number

    def __str__(self) -> str:
        tail = f"-{self.upto}" if self.upto else ""
        suffix = self.suffix.upper() if len(self.suffix) == 1 else self.suffix
        return f"{self.number}{suffix}{tail}"


def read_house_number(text: str) -> HouseNumber | None:
    """Read a house number, None where the text does not begin with one."""
    match = _NUMBER.fullmatch(text.casefold())
    if match is None:
        return None
    number = int(match["number"])
    if not 0 < number <= 9999:
        return None
    suffix, rest = match["suffix"] or "", (match["rest"] or "").strip(" ,;./-")
    upto = int(match["upto"] or 0)
    if upto and not number < upto <= number + _LONGEST_RANGE:
        rest, upto = f"{upto} {rest}".strip(), 0
    if suffix in _BOX_LETTERS and rest[:1].isdigit():
        suffix = ""
    return HouseNumber(number, suffix, upto, rest)
