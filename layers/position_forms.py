"""Ways to write coordinates that differ in their signs only, put into the one that is read."""

import re
from collections.abc import Callable
from typing import Final

__all__ = ["plain_form"]

_SECONDS: Final = r"(\d{1,2}(?:[.,]\d+)?)"
_MINUTES: Final = r"(\d{1,2}[.,]\d+)"
_BIG: Final = r"(\d{6,7}(?:[.,]\d+)?)"
_DEGREE: Final = r"(-?\d{1,3}[.,]\d+)"

Rewrite = str | Callable[[re.Match[str]], str]

_FORMS: Final[tuple[tuple[re.Pattern[str], Rewrite], ...]] = (
    # POINT(4.35 50.84), [4.35, 50.84], {…}
    (re.compile(r"^(?:srid=\d+;)?\s*point\s*(?:z\s*)?\((.*)\)$"), r"\1"),
    (re.compile(r"[\[\]{}]"), " "),
    (re.compile(r"(?<![\w.,])\+(?=\d)"), ""),
    # 148'853 as the Swiss do it
    (re.compile(r"\b(\d{3})['’](\d{3})\b"), r"\1 \2"),
    # X148853, Y 170703
    (re.compile(r"\b([xy])\s*(?=\d{3})"), r"\1: "),
    # lat 50.84 lon 4.35; lat=50.84&lon=4.35
    (
        re.compile(rf"\b(lat|lon|lng|long|latitude|longitude)\b[\s=:]*{_DEGREE}[\s,;&|/]*"
                   rf"\b(lat|lon|lng|long|latitude|longitude)\b[\s=:]*{_DEGREE}"),
        lambda m: f"{_axis(m[1])}: {m[2]}, {_axis(m[3])}: {m[4]}",
    ),
    # 505048N 0042109E
    (
        re.compile(r"^(\d{2})(\d{2})(\d{2}(?:[.,]\d+)?)\s?([ns])[\s,;/]*(\d{3})(\d{2})(\d{2}(?:[.,]\d+)?)\s?([ewo])$"),
        r"""\1°\2'\3" \4 \5°\6'\7" \8""",
    ),
    # 31U 595212 5633652: a zone before metres is UTM; letters behind metres only repeat the axis
    (re.compile(rf"^31\s?[nu]\s+(?={_BIG})"), "utm "),
    (re.compile(rf"{_BIG}\s?m?\s?[ne]\b(?!\s?\d{{1,2}}\s?°)"), r"\1"),
    # 50 50 48.2 N; N 50 50 48.2
    (
        re.compile(rf"(?<![\d.,])(\d{{1,3}})[ :°-]\s?(\d{{1,2}})[ :'′-]\s?{_SECONDS}\s?([nsewo])(?![a-z])"),
        r"""\1°\2'\3" \4""",
    ),
    (
        re.compile(rf"(?<![a-z])([nsewo])\s?(\d{{1,3}})[ :-](\d{{1,2}})[ :-]{_SECONDS}(?![\d.,])"),
        r"""\1 \2°\3'\4" """,
    ),
    # N50 50.804; 50 50.804 N
    (re.compile(rf"(?<![a-z])([nsewo])\s?(\d{{1,3}})[ °:-]\s?{_MINUTES}(?!['′\d.,])"), r"\1 \2°\3' "),
    (re.compile(rf"(?<![\d.,])(\d{{1,3}})[ :-]{_MINUTES}\s?([nsewo])(?![a-z])"), r"\1°\2' \3"),
)  # fmt: skip


def _axis(word: str) -> str:
    return "lat" if word.startswith("lat") else "lon"


def plain_form(text: str) -> str:
    """Give a text, in small letters, in the form that is read."""
    for pattern, plain in _FORMS:
        text = pattern.sub(plain, text)
    return text
