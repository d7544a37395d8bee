"""Words, numbers and dates in the languages of Brussels.

A language is an argument, never a global: a Dutch sheet is printed from a French window. The source text in
the code is English; `resources/po/fr/*.po` and `resources/po/nl/*.po` hold the translations, one catalogue
for each area of the program. Names that are data (a field, a symbol, a place) travel as `Names`.
"""

from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

import msgspec
from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from resources.catalogues import catalogue

__all__ = ["BRUSSELS_TIME", "Language", "Names", "Sentence", "Texts"]

BRUSSELS_TIME: Final = ZoneInfo("Europe/Brussels")


@runtime_checkable
class Sentence(Protocol):
    """Something said inside another sentence, in the same language."""

    def written(self, texts: "Texts") -> str:
        """Write it in the language of `texts`."""


class Language(StrEnum):
    """A language of a window or of a sheet; `FR_NL` writes both, French first."""

    FR = "fr"
    NL = "nl"
    FR_NL = "fr+nl"
    EN = "en"

    @property
    def parts(self) -> tuple["Language", ...]:
        """The single languages that make up this one, in the order they are written."""
        return (Language.FR, Language.NL) if self is Language.FR_NL else (self,)


class Names(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing's name in the three languages; an empty string where it is not known."""

    fr: str = ""
    nl: str = ""
    en: str = ""

    @classmethod
    def same(cls, name: str) -> "Names":
        """Give a name that is the same in every language."""
        return cls(name, name, name)

    def in_language(self, language: Language) -> str:
        """Give the name in one single language, or else in the first language that has one."""
        wanted = {Language.FR: self.fr, Language.NL: self.nl, Language.EN: self.en}
        return wanted.get(language, "") or self.fr or self.nl or self.en


_LOCALES: Final = {
    Language.FR: Locale("fr", "BE"),
    Language.NL: Locale("nl", "BE"),
    Language.EN: Locale("en", "GB"),
}


class Texts:
    """The words of one language (or of two at once), called with the English source text.

    Parameters
    ----------
    language
        The language to write in. `Language.FR_NL` gives both, joined by `" / "`, and identical words once.

    Examples
    --------
    >>> Texts(Language.EN)("Zoom to {name}", name="Jette")
    'Zoom to Jette'
    """

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, text: str, /, **values: object) -> str:
        """Translate `text` and fill its `{fields}`."""
        return self._joined(tuple(self._in(part, text, values) for part in self.language.parts))

    def lines(self, text: str, /, **values: object) -> tuple[str, ...]:
        """Translate `text` to one line for each language, identical lines once."""
        return tuple(dict.fromkeys(self._in(part, text, values) for part in self.language.parts))

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Translate a counted text; `{n}` is filled with the number written in the language."""
        written = []
        for part in self.language.parts:
            entry = catalogue(part.value).get(one)
            forms = entry if isinstance(entry, tuple) and len(entry) > 1 else (one, many)
            # French says "0 ligne": only two and more are plural there.
            is_one = n == 1 or (n == 0 and part is Language.FR)
            number = format_decimal(n, locale=_LOCALES[part])
            written.append(forms[0 if is_one else 1].format(n=number, **values))
        return self._joined(tuple(written))

    def name(self, names: Names) -> str:
        """Give a thing's name, both names joined where the language is double."""
        return self._joined(tuple(names.in_language(part) for part in self.language.parts))

    def name_lines(self, names: Names) -> tuple[str, ...]:
        """Give a thing's name as one line for each language, identical lines once."""
        return tuple(dict.fromkeys(names.in_language(part) for part in self.language.parts))

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with the thousands and decimals of the (first) language."""
        return _number(value, decimals, self._locale)

    def date(self, value: date) -> str:
        """Write a date, short and unambiguous: 23/11/2026."""
        return format_date(value, format="dd/MM/yyyy", locale=self._locale)

    def moment(self, value: datetime, *, seconds: bool = False) -> str:
        """Write a moment in Brussels time: 23/11/2026 14:05."""
        pattern = "dd/MM/yyyy HH:mm:ss" if seconds else "dd/MM/yyyy HH:mm"
        return format_datetime(value, pattern, tzinfo=BRUSSELS_TIME, locale=self._locale)

    def clock(self, value: datetime) -> str:
        """Write the time of day in Brussels: 14:05."""
        return format_datetime(value, "HH:mm", tzinfo=BRUSSELS_TIME, locale=self._locale)

    @property
    def _locale(self) -> Locale:
        return _LOCALES[self.language.parts[0]]

    @staticmethod
    def _joined(parts: tuple[str, ...]) -> str:
        return " / ".join(dict.fromkeys(parts))

    @staticmethod
    def _in(language: Language, text: str, values: dict[str, object]) -> str:
        entry = catalogue(language.value).get(text, text)
        written = entry if isinstance(entry, str) else entry[0]
        if not values:
            return written
        spoken = Texts(language)
        filled = {
            name: value.written(spoken) if isinstance(value, Sentence) else value for name, value in values.items()
        }
        return written.format(**filled)


@lru_cache(maxsize=4096)
def _number(value: float, decimals: int, locale: Locale) -> str:
    """Write a number; a sheet says the same few again and again, and each takes long to write."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=locale)
