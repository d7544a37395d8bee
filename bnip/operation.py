"""What the dossier is about: an event, an incident or an exercise, and its phase."""

from datetime import datetime
from enum import StrEnum

from bnip.record import Record
from resources.texts import Names

__all__ = ["Operation", "OperationKind", "Phase"]


class OperationKind(StrEnum):
    """Why the desk is at work."""

    EVENT = "event"
    INCIDENT = "incident"
    EXERCISE = "exercise"
    PLAN = "plan"


class Phase(StrEnum):
    """The phase of emergency management in force."""

    NONE = "none"
    PRE_ALERT = "pre-alert"
    MUNICIPAL = "municipal"
    PROVINCIAL = "provincial"
    FEDERAL = "federal"


class Operation(Record, frozen=True, omit_defaults=True, kw_only=True, tag="operation"):
    """The dossier's operation; a dossier has at most one. An exercise marks everything that leaves the house."""

    operation: OperationKind
    names: Names
    phase: Phase = Phase.NONE
    authority: Names = Names()
    started: datetime | None = None
