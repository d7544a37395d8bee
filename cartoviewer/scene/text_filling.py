"""Filling the fields of a text on a sheet."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from bnip.sheet import Sheet
from cartoviewer.scene.scale_bar import scale_text
from cartoviewer.scene.sheet_paper import paper_name
from cartoviewer.scene.text_fields import FIELD
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names, Texts

__all__ = ["FILLERS", "FieldValues", "filled_lines"]


@dataclass(frozen=True, slots=True)
class FieldValues:
    """What fields are filled from. `situation` is the moment that the main map shows."""

    sheet: Sheet
    page_mm: tuple[float, float]
    marking: Sensitivity
    printed: datetime
    situation: datetime
    exercise: bool


def _name(names: Callable[[Sheet], Names]) -> Callable[[FieldValues, Texts], str]:
    return lambda values, texts: texts.name(names(values.sheet))


def _day(day: Callable[[Sheet], date | None]) -> Callable[[FieldValues, Texts], str]:
    def written(values: FieldValues, texts: Texts) -> str:
        found = day(values.sheet)
        return texts.date(found) if found is not None else ""

    return written


def _word(word: Callable[[Sheet], object]) -> Callable[[FieldValues, Texts], str]:
    return lambda values, _: str(word(values.sheet))


FILLERS: Final[dict[str, Callable[[FieldValues, Texts], str]]] = {
    "title": _name(lambda sheet: sheet.names),
    "authority": _name(lambda sheet: sheet.authority),
    "plan": _name(lambda sheet: sheet.plan_names),
    "plan_number": _word(lambda sheet: sheet.plan_number),
    "scenario": _name(lambda sheet: sheet.scenario),
    "annex": _word(lambda sheet: sheet.annex),
    "number": _word(lambda sheet: sheet.number),
    "count": _word(lambda sheet: sheet.count),
    "version": _word(lambda sheet: sheet.version),
    "author": _word(lambda sheet: sheet.author),
    "checker": _word(lambda sheet: sheet.checker),
    "approver": _word(lambda sheet: sheet.approver),
    "issued": _day(lambda sheet: sheet.issued),
    "valid": _day(lambda sheet: sheet.valid_until),
    "approved": _day(lambda sheet: sheet.approved),
    "scale": lambda values, _: scale_text(values.sheet.scale),
    "crs": _word(lambda sheet: f"EPSG:{sheet.epsg}"),
    "format": lambda values, _: paper_name(values.page_mm) or "{:g} × {:g} mm".format(*values.page_mm),
    "marking": lambda values, _: values.marking.marking,
    "printed": lambda values, texts: texts.moment(values.printed),
    "situation": lambda values, texts: texts.moment(values.situation),
    "exercise": lambda values, texts: texts("EXERCISE") if values.exercise else "",
}
"""What stands for each field, in one language."""


def filled_lines(text: Names, values: FieldValues, language: Language) -> tuple[str, ...]:
    """Give the lines of a text in the languages of the sheet, one language after the other, with its fields filled.

    A language in which nothing was written takes the first that has words; the same words do not stand twice.
    """
    lines: list[str] = []
    for part in language.parts:
        texts = Texts(part)
        said = FIELD.sub(partial(_value, values, texts), text.in_language(part))
        written = [line.strip() for line in said.splitlines()]
        if written != lines:
            lines += written
    return tuple(line for line in lines if line)


def _value(values: FieldValues, texts: Texts, found: re.Match[str]) -> str:
    field = found[1]
    return FILLERS[field](values, texts) if field in FILLERS else ""
