"""The lists of a plan as small tables: their columns, and how a cell is read and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

import msgspec

from bnip.incident import Route
from bnip.plan import Amendment, Chapter, Contact, Plan, Recipient, Scenario
from bnip.zone import Zone
from cartoviewer.document.document import MapDocument
from cartoviewer.document.plan_contents import headings
from cartoviewer.ui.moment_editors import read_day
from cartoviewer.ui.record_fields import value_of, with_value
from cartoviewer.ui.record_names import record_names
from layers.errors import Problem
from layers.sensitivity import Sensitivity
from resources.texts import Names, Texts

__all__ = ["PARTS", "CellKind", "CellProblem", "PlanColumn", "PlanPart", "heading_names", "rows_of", "with_rows"]

_BETWEEN: Final = "; "


class CellProblem(Problem):
    """What was typed in a cell cannot be understood."""


class CellKind(StrEnum):
    """What stands in a cell."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    ZONES = "zones"
    ROUTES = "routes"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """One column: where its value is in a row, what it is called, and what stands in it.

    `choices` are values with their English source texts.
    """

    path: str
    text: str
    kind: CellKind = CellKind.TEXT
    choices: tuple[tuple[Any, str], ...] = ()
    width: int = 110

    def written(self, row: Any, document: MapDocument, texts: Texts) -> str:
        """Write the value of a row for people."""
        value = value_of(row, self.path) if self.path else row
        match self.kind:
            case CellKind.CHOICE:
                return next((texts(words) for each, words in self.choices if each == value), "")
            case CellKind.DAY:
                return texts.date(value) if isinstance(value, date) else ""
            case CellKind.ZONES | CellKind.ROUTES:
                return _BETWEEN.join(_called(each, document, texts) for each in value)
            case CellKind.SHOWN:
                return _called(value, document, texts)
            case _:
                return str(value)

    def read(self, row: Any, typed: Any, document: MapDocument, texts: Texts) -> Any:
        """Give the row with what was typed, or with the value that was chosen.

        Raises
        ------
        CellProblem
            It is no value for this column.
        """
        value: Any = typed.strip() if isinstance(typed, str) else typed
        if self.kind is CellKind.NUMBER:
            if not str(value).isdecimal():
                raise CellProblem("“{typed}” is not a whole number.", typed=typed)
            value = int(value)
        elif self.kind is CellKind.DAY:
            day = read_day(value)
            if value and day is None:
                raise CellProblem("“{typed}” is not a day. Write it as 23/11/2026.", typed=typed)
            value = day
        elif self.kind in (CellKind.ZONES, CellKind.ROUTES):
            kind = Zone if self.kind is CellKind.ZONES else Route
            words = [word.strip() for word in value.split(_BETWEEN.strip()) if word.strip()]
            kept = value_of(row, self.path)
            value = tuple(dict.fromkeys(_found(word, kind, kept, document, texts) for word in words))
        return with_value(row, self.path, value)


def _called(record_id: str, document: MapDocument, texts: Texts) -> str:
    record = document.get(record_id)
    return texts.name(record_names(record)) if record is not None else f"({texts('not on the map any more')})"


def _found(
    word: str, kind: type[Zone] | type[Route], kept: tuple[str, ...], document: MapDocument, texts: Texts
) -> str:
    """Find the record that is meant: one that stood there already, before any other of that name."""
    for record_id in kept:
        if word == _called(record_id, document, texts):
            return record_id
    for record in document.of(kind):
        if word.casefold() in (record.id.casefold(), texts.name(record_names(record)).casefold()):
            return record.id
    raise CellProblem("“{typed}” is not on the map. Draw it there, then choose it.", typed=word)


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A list of the plan.

    `made` gives a new row; None where rows come from what is selected on the map, or are `fixed`. `takes` are the
    kinds of records that can be added from the map.
    """

    field: str
    text: str
    columns: tuple[PlanColumn, ...]
    made: Callable[[Plan], Any] | None = None
    takes: tuple[type, ...] = ()
    hint: str = ""
    fixed: bool = False


def _names(path: str, french: str, dutch: str) -> tuple[PlanColumn, PlanColumn]:
    return (PlanColumn(f"{path}.fr", french), PlanColumn(f"{path}.nl", dutch))


def _new_scenario(plan: Plan) -> Scenario:
    taken = {scenario.id for scenario in plan.scenarios}
    return Scenario(next(f"s{n}" for n in range(1, len(taken) + 2) if f"s{n}" not in taken))


_DISCIPLINES: Final = ((None, "–"), *((n, f"D{n}") for n in (1, 2, 3, 4, 5)))
_LEVELS: Final = tuple((level, level.marking) for level in Sensitivity)

PARTS: Final[Mapping[str, PlanPart]] = MappingProxyType(
    {
        part.field: part
        for part in (
            PlanPart(
                "scenarios",
                "Scenarios",
                (
                    *_names("names", "Name (FR)", "Name (NL)"),
                    *_names("text", "Description (FR)", "Description (NL)"),
                    PlanColumn("zones", "Intervention zones", CellKind.ZONES),
                    PlanColumn("routes", "Access routes", CellKind.ROUTES),
                ),
                _new_scenario,
                (Zone, Route),
                "Zones and routes selected on the map are added to the scenario under the cursor.",
            ),
            PlanPart(
                "planning_zones",
                "Planning zones",
                (PlanColumn("zone", "Zone", CellKind.SHOWN), *_names("basis", "Basis (FR)", "Basis (NL)")),
                None,
                (Zone,),
                "Select zones on the map, then add them here.",
            ),
            PlanPart(
                "routes",
                "Access routes",
                (PlanColumn("", "Route", CellKind.SHOWN),),
                None,
                (Route,),
                "Select routes on the map, then add them here.",
            ),
            PlanPart(
                "contacts",
                "Contacts",
                (
                    PlanColumn("discipline", "Discipline", CellKind.CHOICE, _DISCIPLINES, 70),
                    *_names("function", "Function (FR)", "Function (NL)"),
                    PlanColumn("channel", "Reached by"),
                    PlanColumn("sensitivity", "Distribution", CellKind.CHOICE, _LEVELS),
                ),
                lambda _plan: Contact(Names()),
                hint="A function, never a person's name",
            ),
            PlanPart(
                "distribution",
                "Distribution list",
                (
                    *_names("function", "Function (FR)", "Function (NL)"),
                    PlanColumn("copies", "Copies", CellKind.NUMBER, width=70),
                ),
                lambda _plan: Recipient(Names()),
                hint="A function, never a person's name",
            ),
            PlanPart(
                "amendments",
                "Amendments",
                (
                    PlanColumn("version", "Version", width=70),
                    PlanColumn("day", "Day", CellKind.DAY, width=90),
                    *_names("text", "Change (FR)", "Change (NL)"),
                    PlanColumn("by", "By"),
                ),
                lambda plan: Amendment(plan.version),
                hint="A function, never a person's name",
            ),
            PlanPart(
                "chapters",
                "Required texts",
                (PlanColumn("heading", "Heading", CellKind.SHOWN), *_names("text", "Text (FR)", "Text (NL)")),
                hint="What the plan says under each heading, or the document where it stands.",
                fixed=True,
            ),
        )
    }
)


def rows_of(plan: Plan, part: PlanPart) -> tuple[Any, ...]:
    """Give the rows of a list; of the required texts, one for each heading that this kind of plan must have."""
    if not part.fixed:
        rows: tuple[Any, ...] = getattr(plan, part.field)
        return rows
    wanted = [each.chapter for each in headings() if each.chapter and plan.plan in each.plans]
    return tuple(Chapter(heading, plan.text_of(heading)) for heading in wanted)


def with_rows(plan: Plan, part: PlanPart, rows: tuple[Any, ...]) -> Plan:
    """Give the plan with other rows in a list; texts of headings that are not shown stay."""
    if part.fixed:
        shown = {chapter.heading for chapter in rows}
        others = tuple(chapter for chapter in plan.chapters if chapter.heading not in shown)
        rows = (*(chapter for chapter in rows if chapter.text != Names()), *others)
    return msgspec.structs.replace(plan, **{part.field: rows})


def heading_names(key: str) -> Names:
    """Give what a chapter is called."""
    return next((each.names for each in headings() if each.chapter == key), Names.same(key))
