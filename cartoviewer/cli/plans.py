"""The emergency plans of a dossier: what they hold, what they lack, and writing one."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from bnip.plan import Plan
from cartoviewer.cli.surface import Surface, UsageProblem, author
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.document.history import History
from cartoviewer.document.plan_contents import Missing, missing_from
from cartoviewer.document.plan_reading import plan_file, plan_from, plan_table
from layers.errors import Problem
from resources.texts import Names, Texts

__all__ = ["PlanProblem", "plan"]


class PlanProblem(Problem):
    """A plan is not in the dossier, or its name fits several."""


def plan(
    context: typer.Context,
    dossier: Annotated[Path, typer.Argument(help="The dossier.")],
    which: Annotated[
        str | None, typer.Option("--plan", help="The plan’s id, number or name, where there are several.")
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="Change a field: number=BNIP-07, names.fr=…; repeatable."
        ),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Take the plan from a TOML file; see docs/plans.md."),
    ] = None,
    fresh: Annotated[bool, typer.Option("--new", help="Make another plan beside those that are there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """List the plans with what they hold and what is missing; with --set or --from, make or change one."""
    surface: Surface = context.obj
    table = plan_file(source) if source is not None else {}
    table |= plan_table(fields or ())
    if fresh and not table:
        raise UsageProblem("Say with --set or --from what the new plan holds.")
    if fresh and which:
        raise UsageProblem("{one} and {other} cannot go together: choose one.", one="--new", other="--plan")
    with Dossier.open(dossier, read_only=not table) as opened:
        if table:
            history = History(opened.log, author())
            kept = None if fresh else _chosen(history.document, which)
            after = plan_from(table, kept or Plan(id=new_id()), history.document)
            if after != kept:
                name: str | Names = after.names if after.names != Names() else after.number
                label = Label("Plan made: {name}" if kept is None else "Plan changed: {name}", {"name": name})
                history.do(label, put(history.document, after))
            document = history.document
            shown: tuple[Plan, ...] = (after,)
        else:
            document = opened.log.fold()
            only = _chosen(document, which) if which else None
            shown = (only,) if only is not None else document.of(Plan)
    texts = surface.texts
    if as_json:
        facts = [_facts(each, document, texts) for each in shown]
        surface.hand_over({"dossier": str(dossier), "plans": facts})
    elif not shown:
        surface.say(texts("The dossier has no plan yet. Make one with --set or --from."))
    else:
        for each in shown:
            _tell(each, document, surface)


def _chosen(document: MapDocument, asked: str | None) -> Plan | None:
    """Give the plan that is meant; None where the dossier has none and none was asked for."""
    there = document.of(Plan)
    word = (asked or "").strip().casefold()
    found = [
        each
        for each in there
        if not word
        or word in (each.id.casefold(), each.number.casefold())
        or word in {name.casefold() for name in (each.names.fr, each.names.nl, each.names.en)}
    ]
    if len(found) == 1:
        return found[0]
    known = ", ".join(each.number or each.id for each in there) or "–"
    if found:
        raise PlanProblem("The dossier has several plans: {known}. Choose one with --plan.", known=known)
    if word:
        raise PlanProblem("There is no plan “{asked}”. The plans are: {known}.", asked=asked, known=known)
    return None


def _facts(each: Plan, document: MapDocument, texts: Texts) -> dict[str, Any]:
    missing = missing_from(each, document)
    facts: dict[str, Any] = msgspec.to_builtins(each)
    facts.pop("kind", None)
    facts["sensitivity"] = each.sensitivity.marking
    facts["plan"] = each.plan.value
    facts["name"] = texts.name(each.names)
    if each.contacts:
        facts["contacts"] = [
            {**plain, "sensitivity": contact.sensitivity.marking}
            for plain, contact in zip(facts["contacts"], each.contacts, strict=True)
        ]
    facts["complete"] = not missing
    facts["missing"] = [
        {
            "heading": lack.heading.key,
            "name": texts.name(lack.heading.names),
            "text": lack.note.write(texts),
            "field": lack.heading.field,
            "row": lack.row,
            "record": lack.record or None,
            "mend": texts.name(lack.heading.mend),
        }
        for lack in missing
    ]
    return facts


def _tell(each: Plan, document: MapDocument, surface: Surface) -> None:
    texts = surface.texts
    surface.say(" ".join(word for word in (each.number, texts.name(each.names)) if word) or each.id)
    days = (
        (texts(text), day)
        for text, day in (
            ("Drawn up on", each.drawn_up),
            ("Checked on", each.checked),
            ("Approved on", each.approved),
            ("Issued on", each.issued),
            ("Valid until", each.valid_until),
            ("Review before", each.review),
        )
    )
    rows = [
        (texts("Kind"), texts(each.plan.label)),
        (texts("Risk category"), texts(each.category.label) if each.category else ""),
        (texts("Authority"), texts.name(each.authority)),
        (texts("Version"), each.version),
        (texts("Drawn up by"), each.author),
        (texts("Checked by"), each.checker),
        (texts("Approved by"), each.approver),
        *((said, texts.date(day)) for said, day in days if day is not None),
        (texts("Scenarios"), ", ".join(texts.name(scenario.names) for scenario in each.scenarios)),
        (texts("Planning zones"), str(len(each.planning_zones) or "")),
        (texts("Access routes"), str(len(each.routes) or "")),
        (texts("Contacts"), str(len(each.contacts) or "")),
        (texts("Recipients"), str(len(each.distribution) or "")),
        (texts("Amendments"), str(len(each.amendments) or "")),
    ]
    surface.table([("  " + name, value) for name, value in rows if value])
    missing = missing_from(each, document)
    if not missing:
        surface.say("  " + texts("Nothing is missing."))
        return
    surface.say("  " + texts.plural("{n} thing is missing:", "{n} things are missing:", len(missing)))
    for lack in missing:
        surface.say("  – " + written(lack, texts))


def written(lack: Missing, texts: Texts) -> str:
    """Write what is missing, and where it is mended."""
    return f"{texts.name(lack.heading.names)} – {lack.note.write(texts)} ({lack.heading.field})"
