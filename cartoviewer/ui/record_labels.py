"""What an edit in the inspector is called: a sentence that its reader understands, in each language."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec

from bnip.record import Place
from cartoviewer.document.edit import Label
from cartoviewer.document.record import AnyRecord
from cartoviewer.ui.record_fields import RecordField
from cartoviewer.ui.record_names import in_all_languages, record_names
from resources.texts import Language, Names, Texts

__all__ = ["edit_label"]

_LONGEST: Final = 40
"""So many letters of a text stand in the history."""


def edit_label(
    field: RecordField,
    value: Any,
    before: Sequence[AnyRecord],
    after: Sequence[AnyRecord],
    lost: Sequence[str] = (),
) -> Label:
    """Give the name of the edit that sets a value.

    Parameters
    ----------
    field, value
        What is set.
    before, after
        The records that change.
    lost
        What a new kind cannot take along: English source texts.
    """
    several = len(before) > 1
    values: dict[str, str | Names] = {"count": str(len(before))} if several else {"name": record_names(before[0])}
    if field.path == "symbol":
        values["value"] = field.chosen(value)
        if lost:
            values["lost"] = _all_of(lost)
            return _one_or_many(
                several,
                "{name}: now {value}, without {lost}",
                "{count} drawings: now {value}, without {lost}",
                values,
            )
        return _one_or_many(several, "{name}: now {value}", "{count} drawings: now {value}", values)
    if isinstance(value, Place) and not several:
        return Label("Moved {name} to given coordinates", values)
    if field.path.startswith("names.") and not several:
        after_names = _renamed(field.path.partition(".")[2], str(value), after[0])
        return Label("Renamed {before} to {after}", {"before": values["name"], "after": after_names})
    values["field"] = in_all_languages(field.text)
    if field.choices is None and value in ("", None):
        return _one_or_many(several, "{name} – {field}: emptied", "{count} drawings – {field}: emptied", values)
    values["value"] = _told(field, value)
    if field.choices is None and isinstance(value, str):
        return _one_or_many(several, "{name} – {field}: “{value}”", "{count} drawings – {field}: “{value}”", values)
    return _one_or_many(several, "{name} – {field}: {value}", "{count} drawings – {field}: {value}", values)


def _renamed(language: str, name: str, record: AnyRecord) -> Names:
    """Give the new name; who reads another language is told in which one it is."""
    if not name:
        return record_names(record)
    told = Names.same(f"{name} ({language.upper()})")
    return msgspec.structs.replace(told, **{language: name})


def _one_or_many(several: bool, one: str, many: str, values: dict[str, str | Names]) -> Label:
    return Label(many if several else one, values)


def _told(field: RecordField, value: Any) -> str | Names:
    """Write a value as the history tells it."""
    if field.choices is not None and value in field.choices:
        return field.chosen(value)
    if isinstance(value, datetime):
        moment = value
        return _in_each(lambda texts: texts.moment(moment))
    if isinstance(value, date):
        day = value
        return _in_each(lambda texts: texts.date(day))
    if isinstance(value, int | float):
        number = value
        return _in_each(lambda texts: texts.number(number))
    said = " ".join(str(value).split())
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST].rstrip()}…"


def _in_each(write: Callable[[Texts], str]) -> Names:
    return Names(*(write(Texts(language)) for language in (Language.FR, Language.NL, Language.EN)))


def _all_of(words: Sequence[str]) -> Names:
    """Give several words as one name, in all languages."""
    each = [in_all_languages(word) for word in words]
    return Names(
        ", ".join(names.fr[:1].lower() + names.fr[1:] for names in each),
        ", ".join(names.nl[:1].lower() + names.nl[1:] for names in each),
        ", ".join(names.en[:1].lower() + names.en[1:] for names in each),
    )
