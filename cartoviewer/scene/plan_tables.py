"""An emergency plan in words: its facts and its tables, as they stand on the pages of a binder."""

from collections.abc import Iterator

from bnip.incident import Route
from bnip.plan import Plan, Scenario
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.document.plan_contents import headings, missing_from
from cartoviewer.scene.table_layout import Table
from layers.sensitivity import Sensitivity
from resources.texts import Names, Texts
from symbols.catalogue import entry_of

__all__ = ["amendments_of", "plan_facts", "plan_level", "plan_tables", "recipients", "said"]


def plan_facts(plan: Plan, texts: Texts) -> tuple[tuple[str, str], ...]:
    """Give what the plan is, as (name, value); what is empty is left out."""
    days = (
        (texts("Issued on"), plan.issued),
        (texts("Valid from"), plan.valid_from),
        (texts("Valid until"), plan.valid_until),
        (texts("Review by"), plan.review),
    )
    facts = (
        (texts("Number"), plan.number),
        (texts("Version"), plan.version),
        (texts("Authority"), texts.name(plan.authority)),
        (texts("Risk category"), texts(plan.category.label) if plan.category is not None else ""),
        (texts("Risk"), texts.name(plan.risk)),
        *((name, texts.date(day) if day is not None else "") for name, day in days),
    )
    return tuple((name, value) for name, value in facts if value)


def plan_tables(plan: Plan, document: MapDocument, texts: Texts, *, checked: bool) -> tuple[Table, ...]:
    """Give the tables of a plan, those with rows only.

    Parameters
    ----------
    document
        Holds the zones and routes that the plan names.
    checked
        Whether to say what the plan still lacks: only who may see all of it can tell.
    """
    tables = (
        _approvals(plan, texts),
        _zones(plan, document, texts),
        _scenarios(plan, document, texts),
        _routes(plan, document, texts),
        _contacts(plan, texts),
        Table(texts("Distribution"), (texts("Function"), texts("Copies")), recipients(plan, texts)),
        amendments_of(plan, texts),
        _chapters(plan, texts),
        *((_lacking(plan, document, texts),) if checked else ()),
    )
    return tuple(table for table in tables if table.rows)


def plan_level(plan: Plan, document: MapDocument) -> Sensitivity:
    """Give who may read the pages of a plan: the strictest of it, its contacts, and the places that it names."""
    places = (document.get(place) for place in plan.places)
    return max(
        (
            plan.sensitivity,
            *(contact.sensitivity for contact in plan.contacts),
            *(place.sensitivity for place in places if place is not None),
        )
    )


def _approvals(plan: Plan, texts: Texts) -> Table:
    steps = (
        ("Drawn up by", plan.author, plan.drawn_up),
        ("Checked by", plan.checker, plan.checked),
        ("Approved by", plan.approver, plan.approved),
    )
    rows = tuple(
        (texts(step), function, texts.date(day) if day is not None else "") for step, function, day in steps
    )
    return Table(texts("Approval"), ("", texts("Function"), texts("Date")), rows)


def _zones(plan: Plan, document: MapDocument, texts: Texts) -> Table:
    rows = []
    for planned in plan.planning_zones:
        zone = document.get(planned.zone)
        if isinstance(zone, Zone):
            radius = texts("{n} m", n=texts.number(zone.radius_m)) if zone.radius_m else ""
            rows.append((_named(zone, texts), radius, said(planned.basis, texts)))
    heads = (texts("Zone"), texts("Radius"), texts("Basis"))
    return Table(texts("Emergency planning zones"), heads, tuple(rows))


def _scenarios(plan: Plan, document: MapDocument, texts: Texts) -> Table:
    rows = tuple(
        (
            said(scenario.names, texts),
            ", ".join(_places(scenario, document, texts)),
            said(scenario.text, texts),
        )
        for scenario in plan.scenarios
    )
    heads = (texts("Scenario"), texts("Intervention zones and routes"), texts("Description"))
    return Table(texts("Scenarios"), heads, rows)


def _places(scenario: Scenario, document: MapDocument, texts: Texts) -> Iterator[str]:
    for place in (*scenario.zones, *scenario.routes):
        record = document.get(place)
        if isinstance(record, Zone | Route):
            yield _named(record, texts)


def _routes(plan: Plan, document: MapDocument, texts: Texts) -> Table:
    routes = [route for route in map(document.get, plan.routes) if isinstance(route, Route)]
    return Table(texts("Access routes"), ("",), tuple((_named(route, texts),) for route in routes))


def _contacts(plan: Plan, texts: Texts) -> Table:
    rows = tuple(
        (
            f"D{contact.discipline}" if contact.discipline is not None else "",
            said(contact.function, texts),
            contact.channel,
        )
        for contact in sorted(plan.contacts, key=lambda contact: contact.discipline or 0)
    )
    return Table(texts("Contacts"), (texts("Discipline"), texts("Function"), texts("Reached by")), rows)


def recipients(plan: Plan, texts: Texts) -> tuple[tuple[str, ...], ...]:
    """Give who receives the plan and which copies, numbered on."""
    rows: list[tuple[str, ...]] = []
    last = 0
    for one in plan.distribution:
        first, last = last + 1, last + one.copies
        numbers = "" if one.copies == 0 else str(first) if one.copies == 1 else f"{first}–{last}"
        rows.append((said(one.function, texts), numbers))
    return tuple(rows)


def amendments_of(plan: Plan, texts: Texts) -> Table:
    """Give what was changed in each version, the latest first; in a narrow column by version and change."""
    rows = tuple(
        (one.version, texts.date(one.day) if one.day is not None else "", said(one.text, texts), one.by)
        for one in reversed(plan.amendments)
    )
    title = texts("Amendments")
    columns = (texts("Version"), texts("Date"), texts("Amendment"), texts("By"))
    changed = zip(texts.lines("Amendment"), texts.lines("By"), strict=True)
    narrow = Table(
        title,
        (texts("Version"), " / ".join(f"{what}, {by.lower()}" for what, by in changed)),
        tuple(("\n".join(filter(None, row[:2])), "\n".join(filter(None, row[2:]))) for row in rows),
    )
    return Table(title, columns, rows, narrow)


def _chapters(plan: Plan, texts: Texts) -> Table:
    named = {heading.chapter: heading.names for heading in headings() if heading.chapter}
    rows = tuple(
        (texts.name(named.get(chapter.heading, Names.same(chapter.heading))), said(chapter.text, texts))
        for chapter in plan.chapters
        if chapter.text != Names()
    )
    return Table(texts("Contents of the plan"), (texts("Heading"), texts("Text")), rows)


def _lacking(plan: Plan, document: MapDocument, texts: Texts) -> Table:
    rows = tuple((texts.name(lack.heading.names), lack.note.write(texts)) for lack in missing_from(plan, document))
    return Table(texts("What the plan still lacks"), (texts("Heading"), texts("Missing")), rows)


def said(names: Names, texts: Texts) -> str:
    """Give names on one line, in each language of the sheet; what is the same in all stands once."""
    return " / ".join(dict.fromkeys(line for line in texts.name_lines(names) if line))


def _named(record: Zone | Route, texts: Texts) -> str:
    """Give the name of a zone or a route, or what it is where it has none."""
    if record.names != Names():
        return said(record.names, texts)
    symbol = record.zone.value if isinstance(record, Zone) else record.symbol
    return said(entry_of(symbol.split(";")[0]).names, texts)
