"""What a plan must contain, as data, and what of it is missing: where, and what belongs there."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import msgspec

from bnip.incident import Route
from bnip.plan import DISCIPLINES, Plan, PlanKind
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Label
from resources.texts import Names

__all__ = ["Heading", "Missing", "headings", "missing_from"]

_CHAPTER: Final = "chapters."


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that plans of these kinds must contain.

    `rule` is how it is looked at, `field` where it is mended: a field of the plan, or `chapters.KEY`. `mend` says
    what belongs there.
    """

    key: str
    plans: tuple[PlanKind, ...]
    rule: str
    field: str
    names: Names
    mend: Names

    @property
    def chapter(self) -> str:
        """The key of the chapter that is to be written; empty where it is a field of the plan."""
        return self.field.removeprefix(_CHAPTER) if self.field.startswith(_CHAPTER) else ""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a plan lacks.

    Attributes
    ----------
    note
        What is missing.
    row
        In which row of a list it is, from 0; None for the list or field as a whole.
    record
        The id of the record on the map that it is about; empty where there is none.
    """

    heading: Heading
    note: Label
    row: int | None = None
    record: str = ""


@cache
def headings() -> tuple[Heading, ...]:
    """Read what plans must contain, in the order in which it is checked."""
    table = tomllib.loads((files("resources") / "plans" / "contents.toml").read_text("utf-8"))
    return msgspec.convert(table["contents"], tuple[Heading, ...])


def missing_from(plan: Plan, document: MapDocument) -> tuple[Missing, ...]:
    """Compare a plan with what a plan of its kind must contain.

    `document` holds the zones and routes that it names: what is gone from there is missing here.
    """
    return tuple(
        found
        for heading in headings()
        if plan.plan in heading.plans
        for found in _RULES[heading.rule](heading, plan, document)
    )


def _text(heading: Heading, plan: Plan, document: MapDocument) -> Iterator[Missing]:
    """Want the text in both languages of the Region."""
    del document
    names = plan.text_of(heading.chapter) if heading.chapter else getattr(plan, heading.field)
    if names == Names():
        yield Missing(heading, Label("nothing is written"))
    else:
        yield from _one_language(heading, names)


def _one_language(heading: Heading, names: Names, row: int | None = None) -> Iterator[Missing]:
    lacking = [language for language, words in (("FR", names.fr), ("NL", names.nl)) if not words]
    if lacking:
        yield Missing(heading, Label("not written in {languages}", {"languages": ", ".join(lacking)}), row)


def _value(heading: Heading, plan: Plan, document: MapDocument) -> Iterator[Missing]:
    del document
    if not getattr(plan, heading.field):
        yield Missing(heading, Label("nothing is written"))


def _scenarios(heading: Heading, plan: Plan, document: MapDocument) -> Iterator[Missing]:
    del document
    if not plan.scenarios:
        yield Missing(heading, Label("there is no scenario"))
    for row, scenario in enumerate(plan.scenarios):
        if scenario.names == Names():
            yield Missing(heading, Label("scenario {number} has no name", {"number": str(row + 1)}), row)
        elif scenario.text == Names():
            yield Missing(heading, Label("the scenario “{name}” is not described", {"name": scenario.names}), row)


def _planning_zones(heading: Heading, plan: Plan, document: MapDocument) -> Iterator[Missing]:
    if not plan.planning_zones:
        yield Missing(heading, Label("there is no zone"))
    for row, planned in enumerate(plan.planning_zones):
        zone = document.get(planned.zone)
        if not isinstance(zone, Zone):
            yield Missing(heading, Label("zone {number} is not on the map any more", {"number": str(row + 1)}), row)
        elif planned.basis == Names():
            said = Label("the basis of the zone “{name}” is not told", {"name": _named(zone)})
            yield Missing(heading, said, row, zone.id)


def _intervention_zones(heading: Heading, plan: Plan, document: MapDocument) -> Iterator[Missing]:
    if not plan.scenarios:
        yield Missing(heading, Label("there is no scenario"))
    for row, scenario in enumerate(plan.scenarios):
        values: dict[str, str | Names] = {"name": scenario.names if scenario.names != Names() else str(row + 1)}
        if not scenario.zones:
            yield Missing(heading, Label("the scenario “{name}” has no intervention zone", values), row)
        elif not all(isinstance(document.get(zone), Zone) for zone in scenario.zones):
            yield Missing(heading, Label("a zone of the scenario “{name}” is not on the map any more", values), row)


def _contacts(heading: Heading, plan: Plan, document: MapDocument) -> Iterator[Missing]:
    del document
    reached = {contact.discipline for contact in plan.contacts}
    for discipline in DISCIPLINES:
        if discipline not in reached:
            yield Missing(heading, Label("there is no contact of discipline {n}", {"n": str(discipline)}))
    for row, contact in enumerate(plan.contacts):
        if not contact.channel:
            values: dict[str, str | Names] = {"name": contact.function}
            yield Missing(heading, Label("nothing tells how “{name}” is reached", values), row)


def _routes(heading: Heading, plan: Plan, document: MapDocument) -> Iterator[Missing]:
    named = (*plan.routes, *(route for scenario in plan.scenarios for route in scenario.routes))
    if not named:
        yield Missing(heading, Label("there is no route"))
    elif not all(isinstance(document.get(route), Route) for route in named):
        yield Missing(heading, Label("a route is not on the map any more"))


def _recipients(heading: Heading, plan: Plan, document: MapDocument) -> Iterator[Missing]:
    del document
    if not plan.distribution:
        yield Missing(heading, Label("there is no recipient"))


def _named(zone: Zone) -> str | Names:
    return zone.names if zone.names != Names() else zone.id


_RULES: Final[Mapping[str, Callable[[Heading, Plan, MapDocument], Iterator[Missing]]]] = MappingProxyType(
    {
        "text": _text,
        "value": _value,
        "scenarios": _scenarios,
        "planning-zones": _planning_zones,
        "intervention-zones": _intervention_zones,
        "contacts": _contacts,
        "routes": _routes,
        "recipients": _recipients,
    }
)
