"""An emergency plan: what it is about, who answers for it, and what of it lies on the map."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Final

import msgspec

from bnip.record import Record
from layers.sensitivity import Sensitivity
from resources.texts import Names

__all__ = [
    "DISCIPLINES",
    "Amendment",
    "Chapter",
    "Contact",
    "Plan",
    "PlanKind",
    "PlanningZone",
    "Recipient",
    "RiskCategory",
    "Scenario",
]

DISCIPLINES: Final = (1, 2, 3, 4, 5)
"""Rescue, medical, police, logistics, information."""


class PlanKind(StrEnum):
    """Which kind of plan: the kind says what it must contain."""

    ANIP = "anip"
    BNIP = "bnip"
    EVENT = "event"
    EXERCISE = "exercise"

    @property
    def label(self) -> str:
        """The English source text, to be given to `Texts`."""
        return {
            "anip": "General emergency plan",
            "bnip": "Special emergency plan",
            "event": "Event plan",
            "exercise": "Exercise plan",
        }[self.value]


class RiskCategory(StrEnum):
    """The first level of the national risk assessment."""

    NATURAL = "natural"
    HEALTH = "health"
    MANMADE = "manmade"
    TECHNOECONOMIC = "technoeconomic"
    CYBER = "cyber"
    SOCIETAL = "societal"
    EMERGING = "emerging"

    @property
    def label(self) -> str:
        """The English source text, to be given to `Texts`."""
        return {
            "natural": "Natural risk",
            "health": "Health risk",
            "manmade": "Man-made risk",
            "technoeconomic": "Technological or economic risk",
            "cyber": "Cyber risk",
            "societal": "Societal risk",
            "emerging": "Emerging risk",
        }[self.value]


class Scenario(msgspec.Struct, frozen=True, omit_defaults=True):
    """A course that an accident may take, with the intervention zones and access routes prepared for it.

    `zones` and `routes` are ids of records; `id` is unique within the plan only.
    """

    id: str
    names: Names = Names()
    text: Names = Names()
    zones: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()


class PlanningZone(msgspec.Struct, frozen=True, omit_defaults=True):
    """An emergency planning zone, by the id of its record, and why it reaches as far as it does."""

    zone: str
    basis: Names = Names()


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """A function that can be reached, never a person. `discipline` is 1 to 5, None for authority and others.

    `channel` is a telephone number, a talkgroup or whatever else reaches the function.
    """

    function: Names
    discipline: Annotated[int, msgspec.Meta(ge=1, le=5)] | None = None
    channel: str = ""
    sensitivity: Sensitivity = Sensitivity.AMBER


class Recipient(msgspec.Struct, frozen=True, omit_defaults=True):
    """A function that receives the plan, and how many copies of it."""

    function: Names
    copies: Annotated[int, msgspec.Meta(ge=0)] = 1


class Amendment(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was changed in a version, on which day, by which function."""

    version: str
    day: date | None = None
    text: Names = Names()
    by: str = ""


class Chapter(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the plan says under a heading that it must have, or where that is to be found.

    `heading` is a key of `resources/plans/contents.toml`.
    """

    heading: str
    text: Names = Names()


class Plan(Record, frozen=True, omit_defaults=True, kw_only=True, tag="plan"):
    """A general (ANIP) or special (BNIP) emergency plan, an event plan, or the plan of an exercise.

    Author, checker and approver are functions, never persons; `drawn_up`, `checked` and `approved` are their
    days. `routes` are the access routes of the whole plan, by the ids of their records; a scenario may have more.
    """

    plan: PlanKind = PlanKind.BNIP
    number: str = ""
    names: Names = Names()
    risk: Names = Names()
    category: RiskCategory | None = None
    authority: Names = Names()
    version: str = ""
    issued: date | None = None
    author: str = ""
    drawn_up: date | None = None
    checker: str = ""
    checked: date | None = None
    approver: str = ""
    approved: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    review: date | None = None
    scenarios: tuple[Scenario, ...] = ()
    planning_zones: tuple[PlanningZone, ...] = ()
    routes: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    distribution: tuple[Recipient, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    chapters: tuple[Chapter, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The ids of all records on the map that the plan names, each once."""
        ids = (
            *(zone.zone for zone in self.planning_zones),
            *self.routes,
            *(place for scenario in self.scenarios for place in (*scenario.zones, *scenario.routes)),
        )
        return tuple(dict.fromkeys(ids))

    def scenario(self, scenario_id: str) -> Scenario | None:
        """Give a scenario by its id; None where the plan has none of that id."""
        return next((scenario for scenario in self.scenarios if scenario.id == scenario_id), None)

    def text_of(self, heading: str) -> Names:
        """Give what the plan says under a heading; empty where it says nothing."""
        return next((chapter.text for chapter in self.chapters if chapter.heading == heading), Names())
