"""A plan from a TOML file or from words of the command line; what is not understood is told by its name."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

import msgspec

from bnip.incident import Route
from bnip.plan import Plan
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from layers.errors import Problem
from layers.sensitivity import Sensitivity
from resources.texts import Names

__all__ = ["PlanError", "plan_file", "plan_from", "plan_table"]

_KEPT: Final = ("id", "kind")
_ZONES: Final = ("zone", "zones")
_ROUTES: Final = ("routes",)


class PlanError(Problem):
    """What was written of a plan cannot be understood."""


def plan_file(path: Path) -> dict[str, Any]:
    """Read a TOML file that holds a plan.

    Raises
    ------
    PlanError
        It is not there, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise PlanError("{file} cannot be read: {reason}.", file=path.name, reason=error.strerror or "") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlanError("{file} is no TOML file: {reason}.", file=path.name, reason=str(error)) from error


def plan_table(assignments: Iterable[str]) -> dict[str, Any]:
    """Read `field=value` words, `names.fr=…` and `chapters.risks.fr=…` among them.

    Raises
    ------
    PlanError
        A word is no such assignment.
    """
    table: dict[str, Any] = {}
    for word in assignments:
        path, equals, value = word.partition("=")
        *outer, last = path.strip().split(".")
        inner = table
        for part in outer:
            inner = inner.setdefault(part, {})
            if not isinstance(inner, dict):
                raise PlanError("“{word}” says twice what {field} is.", word=word, field=part)
        if not equals or not last:
            raise PlanError("“{word}” is not field=value. Write it as number=BNIP-07.", word=word)
        inner[last] = value.strip()
    return table


def plan_from(table: Mapping[str, Any], before: Plan, document: MapDocument) -> Plan:
    """Give a plan with what a table says of it; lists are replaced whole, texts language by language.

    Zones and routes may be named by their ids or their names, levels by their TLP names; a text that is the same
    in every language is one string. An empty value empties the field.

    Raises
    ------
    PlanError
        There is no such field, zone or route, or the value is none for it.
    """
    plain = msgspec.to_builtins(before)
    for field, value in table.items():
        if field in _KEPT or field not in _hints(Plan):
            raise _unknown(field, Plan, "")
        if field == "chapters" and isinstance(value, dict):
            plain[field] = _chapters(before, value)
        elif value in ("", None):
            plain.pop(field, None)
        else:
            hint = _hints(Plan)[field]
            read = _plain(value, hint, field, document)
            both = hint is Names and isinstance(value, dict)
            plain[field] = {**plain.get(field, {}), **read} if both else read
    try:
        made = msgspec.convert(plain, Plan, strict=False)
    except msgspec.ValidationError as error:
        raise PlanError("The plan cannot be read so: {reason}.", reason=str(error)) from error
    numbers = [scenario.id for scenario in made.scenarios]
    if len(set(numbers)) < len(numbers):
        raise PlanError("Two scenarios have the same id. Give each its own.")
    return made


def _plain(value: Any, hint: Any, path: str, document: MapDocument) -> Any:
    """Turn what people write into what the record's reader understands."""
    if get_origin(hint) is Annotated:
        return _plain(value, get_args(hint)[0], path, document)
    if get_origin(hint) is UnionType or type(None) in get_args(hint):
        inner = next(each for each in get_args(hint) if each is not type(None))
        return None if value == "" else _plain(value, inner, path, document)
    field = path.rpartition(".")[2].partition("[")[0]
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise PlanError("{field} is a list. Write it in a TOML file and read that with --from.", field=path)
        item = get_args(hint)[0]
        return [_plain(each, item, f"{path}[{row}]", document) for row, each in enumerate(value, 1)]
    if hint is Names and isinstance(value, str):
        return {"fr": value, "nl": value, "en": value}
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        if not isinstance(value, dict):
            raise PlanError("{field} is a table: its fields are {known}.", field=path, known=_known(hint))
        hints = _hints(hint)
        for key in value:
            if key not in hints:
                raise _unknown(key, hint, path)
        return {key: _plain(each, hints[key], f"{path}.{key}", document) for key, each in value.items()}
    if hint is Sensitivity and isinstance(value, str):
        try:
            return int(Sensitivity.parse(value))
        except ValueError as error:
            raise PlanError("{field} cannot be read: {reason}", field=path, reason=str(error)) from error
    if field in _ZONES:
        return _record(value, Zone, path, document)
    if field in _ROUTES:
        return _record(value, Route, path, document)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value


def _record(asked: Any, kind: type[Zone] | type[Route], path: str, document: MapDocument) -> str:
    """Find a zone or route by its id or its name in any language."""
    word = str(asked).strip().casefold()
    there = document.of(kind)
    found = [each for each in there if each.id.casefold() == word]
    found = found or [each for each in there if word in [name.casefold() for name in _spoken(each.names)]]
    if len(found) == 1:
        return found[0].id
    if found:
        ids = ", ".join(each.id for each in found)
        raise PlanError(
            "{field}: “{asked}” is the name of several: {ids}. Give one of these ids.",
            field=path,
            asked=asked,
            ids=ids,
        )
    known = ", ".join(next(iter(_spoken(each.names)), each.id) for each in there) or "–"
    raise PlanError(
        "{field}: “{asked}” is not on the map. There are: {known}.", field=path, asked=asked, known=known
    )


def _spoken(names: Names) -> list[str]:
    return [name for name in (names.fr, names.nl, names.en) if name]


def _chapters(before: Plan, said: dict[str, Any]) -> list[dict[str, Any]]:
    """Put texts under headings, the others stay; a plain text is the same in every language."""
    kept: dict[str, Any] = {chapter.heading: msgspec.to_builtins(chapter.text) for chapter in before.chapters}
    for heading, text in said.items():
        old = kept.get(heading, {})
        kept[heading] = {**old, **text} if isinstance(text, dict) else {"fr": text, "nl": text, "en": text}
    return [{"heading": heading, "text": text} for heading, text in kept.items() if any(text.values())]


def _hints(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _known(kind: type[msgspec.Struct]) -> str:
    return ", ".join(
        field.name for field in msgspec.structs.fields(kind) if field.name not in _KEPT or kind is not Plan
    )


def _unknown(field: str, kind: type[msgspec.Struct], path: str) -> PlanError:
    where = f"{path}.{field}" if path else field
    return PlanError("There is no field {field}. The fields are: {known}.", field=where, known=_known(kind))
