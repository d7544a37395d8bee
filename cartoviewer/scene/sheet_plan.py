"""What a sheet takes over from the plan that it belongs to: the one place that decides it."""

from typing import Any, Final

import msgspec

from bnip.plan import Plan
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from resources.texts import Names

__all__ = ["SOURCES", "of_only_plan", "plan_of", "with_plan"]

SOURCES: Final = {
    "plan_number": "number",
    "plan_names": "names",
    "authority": "authority",
    "version": "version",
    "author": "author",
    "checker": "checker",
    "valid_until": "valid_until",
}
"""A field of the sheet, and that of the plan which speaks where the sheet is silent."""

_SILENT: Final = {field.name: field.default for field in msgspec.structs.fields(Sheet)}


def plan_of(sheet: Sheet, document: MapDocument) -> Plan | None:
    """Give the plan that a sheet belongs to; None where it names none, or one that is gone or not published."""
    found = document.get(sheet.plan) if sheet.plan else None
    return found if isinstance(found, Plan) else None


def of_only_plan(sheet: Sheet, document: MapDocument) -> Sheet:
    """Let a new sheet speak for the dossier's plan where there is just one; its authority is then the plan's."""
    plans = document.of(Plan)
    if len(plans) != 1:
        return sheet
    authority = sheet.authority if plans[0].authority == Names() else Names()
    return msgspec.structs.replace(sheet, plan=plans[0].id, authority=authority)


def with_plan(sheet: Sheet, document: MapDocument) -> Sheet:
    """Give the sheet with the plan's words where it has none of its own.

    The days of issue, validity and approval, and who approved, hold for one version: they are taken over only where
    the sheet has no version of its own, or the plan's. A sheet that says itself who approved it, or when, keeps
    just that. What takes words from a plan is at least as sensitive as the plan. Done twice it changes nothing.
    """
    plan = plan_of(sheet, document)
    if plan is None:
        return sheet
    taken: dict[str, Any] = {}
    for field, source in SOURCES.items():
        _take(taken, sheet, field, getattr(plan, source))
    version = taken.get("version", sheet.version)
    if version == plan.version or not plan.version:
        _take(taken, sheet, "issued", plan.issued)
        if not sheet.approver and sheet.approved is None:
            _take(taken, sheet, "approver", plan.approver)
            _take(taken, sheet, "approved", plan.approved)
    else:
        taken.pop("valid_until", None)
    scenario = plan.scenario(sheet.plan_scenario) if sheet.plan_scenario else None
    if scenario is not None:
        _take(taken, sheet, "scenario", scenario.names)
    if not taken:
        return sheet
    return msgspec.structs.replace(sheet, sensitivity=max(sheet.sensitivity, plan.sensitivity), **taken)


def _take(taken: dict[str, Any], sheet: Sheet, field: str, value: Any) -> None:
    """Take a value over where the sheet's own is empty, or what every new sheet begins with."""
    own = getattr(sheet, field)
    if value and (not own or own == _SILENT[field]):
        taken[field] = value
