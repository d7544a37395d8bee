"""Which values of a record the inspector offers for editing, and in which words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from bnip.incident import Incident, Mark, Route
from bnip.operation import Operation, OperationKind, Phase
from bnip.own_symbol import OwnSymbol
from bnip.record import Certainty, State
from bnip.sheet import Sheet
from bnip.zone import Zone, ZoneStatus
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from cartoviewer.ui.field_editors import ChoiceEditor, NoteEditor, NumberEditor, TextEditor
from layers.sensitivity import Sensitivity
from resources.texts import Language, Names, Texts
from symbols.catalogue import entry_of
from symbols.grammar import Severity, Symbol

__all__ = ["RecordField", "fields_of", "in_all_languages", "value_of", "with_value"]

Editor = ChoiceEditor | NoteEditor | NumberEditor | TextEditor

_STATES: Final = (
    (State.PLANNED, "Planned"),
    (State.REQUESTED, "Requested"),
    (State.IN_PLACE, "In place"),
    (State.ENDED, "Ended"),
)
_CERTAINTIES: Final = ((Certainty.CONFIRMED, "Confirmed"), (Certainty.REPORTED, "Reported, not confirmed"))
_STATUSES: Final = (
    (ZoneStatus.PROPOSED, "Proposed"),
    (ZoneStatus.PLANNED, "Planned"),
    (ZoneStatus.IN_FORCE, "In force"),
    (ZoneStatus.LIFTED, "Lifted"),
)
_LEVELS: Final = tuple((level, level.marking) for level in Sensitivity)
_OPERATIONS: Final = (
    (OperationKind.PLAN, "Plan"),
    (OperationKind.EVENT, "Event"),
    (OperationKind.INCIDENT, "Incident"),
    (OperationKind.EXERCISE, "Exercise"),
)
_PHASES: Final = (
    (Phase.NONE, "No phase"),
    (Phase.PRE_ALERT, "Pre-alert"),
    (Phase.MUNICIPAL, "Municipal phase"),
    (Phase.PROVINCIAL, "Provincial phase"),
    (Phase.FEDERAL, "Federal phase"),
)


@dataclass(frozen=True, slots=True)
class RecordField:
    """One value: where it is in the record (`names.fr`), what it is called, and how it is edited.

    `choices` holds the English words of the values of a choice, for the history's label; `hint` says what
    belongs there.
    """

    path: str
    text: str
    make: Callable[[], Editor]
    choices: Mapping[Any, str] | None = None
    hint: str = ""


def _choice(path: str, text: str, choices: tuple[tuple[Any, str], ...]) -> RecordField:
    return RecordField(path, text, lambda: ChoiceEditor(choices), dict(choices))


def _number(path: str, text: str, lowest: float, highest: float, *, whole: bool, hint: str = "") -> RecordField:
    return RecordField(path, text, lambda: NumberEditor(lowest, highest, whole=whole), hint=hint)


def _line(path: str, text: str, hint: str = "") -> RecordField:
    return RecordField(path, text, TextEditor, hint=hint)


_NAMES: Final = (
    _line("names.fr", "Name (FR)"),
    _line("names.nl", "Name (NL)"),
    _line("names.en", "Name (EN)"),
)
_STATUS: Final = (_choice("state", "State", _STATES), _choice("certainty", "Certainty", _CERTAINTIES))
_LEVEL: Final = _choice("sensitivity", "Distribution", _LEVELS)
_FUNCTION: Final = "A function, never a person's name"
_NOTE: Final = RecordField("note", "Note", NoteEditor)
_SEVERITIES: Final = tuple((severity, severity.label) for severity in Severity)
_ECHELONS: Final = ((0, "Not told"), (1, "Team"), (2, "Section"), (3, "Platoon or column"))
_YES_NO: Final = ((False, "No"), (True, "Yes"))
_SIDES: Final = (
    _line("left", "Text left", "Designation: HEL A1"),
    _line("right", "Text right", "Count or capacity: 120/300"),
    _line("bottom", "Text below", "Time: 23 14:05"),
    _line("number", "Number", "Number in its series"),
    _number("direction_deg", "Direction (°)", 0, 360, whole=False, hint="Degrees from north, clockwise"),
)
_COUNTED: Final = (
    _number("casualties.t1", "T1, urgent", 0, 99_999, whole=True),
    _number("casualties.t2", "T2, less urgent", 0, 99_999, whole=True),
    _number("casualties.t3", "T3, not urgent", 0, 99_999, whole=True),
    _number("casualties.dead", "Dead", 0, 99_999, whole=True),
)
_SEVERITY: Final = _choice("sign.severity", "Severity", _SEVERITIES)
_CLOSED: Final = _choice("sign.closed", "Closed, out of use", _YES_NO)
_SIGN: Final = (
    _choice("sign.echelon", "Size of the unit", _ECHELONS),
    _choice("sign.reserve", "Reserve or alternate", _YES_NO),
    _CLOSED,
)
_PLATE: Final = (
    _line("sign.kemler", "Hazard number (Kemler)", "Two or three digits, X before them where water is forbidden"),
    _line("sign.un", "UN number", "Four digits: 1203 is petrol"),
)
_PLACE: Final = _line("place.text", "Place as said", "The place in the words of whoever reported it")

_FIELDS: Final[Mapping[type, tuple[RecordField, ...]]] = {
    Incident: (*_NAMES, *_STATUS, _SEVERITY, *_SIDES, *_COUNTED, _CLOSED, _PLACE, _LEVEL, _NOTE),
    Mark: (
        *_NAMES,
        *_STATUS,
        *_SIDES,
        _number("present", "People present", 0, 99_999, whole=True),
        _number("capacity", "Capacity", 0, 99_999, whole=True),
        *_COUNTED,
        *_SIGN,
        _PLACE,
        _LEVEL,
        _NOTE,
    ),
    Route: (*_NAMES, *_STATUS, _LEVEL, _NOTE),
    Zone: (
        *_NAMES,
        _choice("status", "Status", _STATUSES),
        _line("decided_by", "Decided by", _FUNCTION),
        _line("scenario", "Scenario"),
        _number("population", "Inhabitants", 0, 99_999_999, whole=True),
        _LEVEL,
        _NOTE,
    ),
    Operation: (
        *_NAMES,
        _choice("operation", "Kind", _OPERATIONS),
        _choice("phase", "Phase", _PHASES),
        _line("authority.fr", "Authority (FR)"),
        _line("authority.nl", "Authority (NL)"),
        _LEVEL,
    ),
    Layer: (*_NAMES, _LEVEL),
    OwnSymbol: (_LEVEL,),
    Sheet: (
        *_NAMES,
        _line("plan_number", "Plan number"),
        _line("annex", "Annex"),
        _line("version", "Version"),
        _line("author", "Author", _FUNCTION),
        _line("checker", "Checker", _FUNCTION),
        _line("approver", "Approver", _FUNCTION),
        _LEVEL,
    ),
}


def fields_of(record: AnyRecord) -> tuple[RecordField, ...]:
    """Give the values of a record that can be edited, in the order of the form.

    The two numbers of the orange plate are asked for where the symbol has a plate.
    """
    fields = _FIELDS[type(record)]
    if isinstance(record, Incident | Mark) and entry_of(Symbol.read(record.symbol).id).picture == "plate":
        at = next(index for index, field in enumerate(fields) if field.path == "left")
        fields = (*fields[:at], *_PLATE, *fields[at:])
    return fields


def value_of(record: AnyRecord, path: str) -> Any:
    """Give the value at a path of attributes; what stands behind `sign.` is read from the code of its symbol."""
    value: Any = record
    for part in path.split("."):
        value = Symbol.read(value.symbol) if part == "sign" else getattr(value, part)
    return value


def with_value(record: AnyRecord, path: str, value: Any) -> AnyRecord:
    """Give the record with another value at a path of attributes.

    Raises
    ------
    SymbolCodeError
        The value cannot be said by a symbol: a hazard number with a letter in it.
    """
    head, _, rest = path.partition(".")
    if head == "sign":
        symbol = Symbol.read(value_of(record, "symbol"))
        head, value = "symbol", str(msgspec.structs.replace(symbol, **{rest: value}))
    elif rest:
        value = msgspec.structs.replace(getattr(record, head), **{rest: value})
    changed: AnyRecord = msgspec.structs.replace(record, **{head: value})
    return changed


def in_all_languages(text: str) -> Names:
    """Give an English source text as names, so that the history tells it to each reader in his language."""
    french, dutch, english = (Texts(language)(text) for language in (Language.FR, Language.NL, Language.EN))
    return Names(french, dutch, english)
