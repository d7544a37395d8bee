"""What a sheet says in words: its fields, its credits and its imprint, in the sheet's language."""

from datetime import date, datetime
from typing import Final

from bnip.furniture import FieldName
from bnip.sheet import Sheet
from cartoviewer.scene.scene import Credit
from cartoviewer.scene.sheet_paper import paper_name
from resources.texts import Names, Texts

__all__ = ["UNWRITTEN", "credit_text", "field_lines", "imprint_lines", "stale_text", "title_lines"]

UNWRITTEN: Final = "……"
"""Stands where a number is to be written by hand."""

_NAMES: Final[dict[FieldName, str]] = {
    "plan": "Plan",
    "annex": "Annex",
    "sheet": "Sheet",
    "copy": "Copy no.",
    "scenario": "Scenario",
    "version": "Version",
    "format": "Format",
    "issued": "Issued on",
    "valid": "Valid until",
    "author": "Drawn up by",
    "checker": "Checked by",
    "approver": "Approved by",
    "approved": "Approved on",
}


def field_lines(
    sheet: Sheet, field: FieldName, texts: Texts, page_mm: tuple[float, float], copies: int = 0
) -> tuple[str, tuple[str, ...]]:
    """Give a field's name and its value on a page of this size; the value is empty where the sheet has none.

    `copies` is how many copies of its plan are distributed.
    """
    dates = {"issued": sheet.issued, "valid": sheet.valid_until, "approved": sheet.approved}
    words = {
        "annex": sheet.annex,
        "sheet": f"{sheet.number} / {sheet.count}",
        "copy": f"{sheet.copy or UNWRITTEN} / {copies}" if copies else sheet.copy,
        "version": sheet.version,
        "format": paper_name(page_mm) or f"{page_mm[0]:g} × {page_mm[1]:g} mm",
        "author": sheet.author,
        "checker": sheet.checker,
        "approver": sheet.approver,
    }
    if field == "plan":
        value = (sheet.plan_number, *_name_lines(sheet.plan_names, texts))
    elif field == "scenario":
        value = _name_lines(sheet.scenario, texts)
    elif field in dates:
        day = dates[field]
        value = (texts.date(day),) if day else ()
    else:
        value = (words[field],)
    return texts(_NAMES[field]), tuple(line for line in value if line)


def title_lines(sheet: Sheet, texts: Texts) -> tuple[str, ...]:
    """Give the title, one line for each language; a sheet without a title is called a map."""
    return _name_lines(sheet.names, texts) or texts.lines("Map")


def credit_text(sources: tuple[Credit, ...], texts: Texts, *, layers: bool = True) -> str:
    """Give the sources in one paragraph; layers with one source and one date are named together.

    Without `layers` only those are named whose source is not known: sources are owed to their makers.
    """
    together: dict[tuple[str, str], list[str]] = {}
    for credit in sources:
        together.setdefault((credit.credit, credit.date), []).append(texts.name(credit.names))
    parts = []
    for (source, day), names in together.items():
        where = ", ".join(part for part in (source or texts("source not stated"), _written(day, texts)) if part)
        parts.append(", ".join(dict.fromkeys(names)) + f": {where}" if layers or not source else where)
    return texts("Sources") + " – " + "; ".join(parts) + "." if parts else ""


def stale_text(sources: tuple[Credit, ...], texts: Texts) -> str:
    """Name the layers whose data are older than they should be, with their dates; nothing where there are none."""
    old = []
    for credit in sources:
        if credit.stale:
            day = _written(credit.date, texts)
            old.append(texts.name(credit.names) + (f" ({day})" if day else ""))
    return "▲ " + texts("Out of date, check before use") + " – " + ", ".join(dict.fromkeys(old)) if old else ""


def imprint_lines(
    sheet: Sheet, texts: Texts, printed: datetime, *, edition: bool, copies: int = 0
) -> tuple[str, ...]:
    """Give when the sheet was printed, and before it, where asked for, which sheet of which edition it is.

    Where `copies` of its plan are distributed, it says which copy the sheet belongs to.
    """
    moment = texts.lines("Printed {moment}", moment=texts.moment(printed))
    if copies:
        name, value = field_lines(sheet, "copy", texts, (0.0, 0.0), copies)
        moment = (f"{name} {value[0]}", *moment)
    if not edition:
        return moment
    number = texts("Sheet {number} of {count}", number=sheet.number, count=sheet.count)
    version = texts("Version {version}", version=sheet.version) if sheet.version else ""
    return (number, version, *moment)


def _name_lines(names: Names, texts: Texts) -> tuple[str, ...]:
    return tuple(line for line in texts.name_lines(names) if line)


def _written(day: str, texts: Texts) -> str:
    """Write an ISO date as the language does, anything else as it is."""
    try:
        return texts.date(date.fromisoformat(day))
    except ValueError:
        return day
