"""Which values of a record the inspector offers for editing, and in which words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from bnip.drawing import Arrows, Caption, DrawingLayer, Measurement, Photograph, Shape
from bnip.incident import Incident, Mark, Route
from bnip.operation import Operation, OperationKind, Phase
from bnip.own_symbol import OwnSymbol
from bnip.plan import Plan, PlanKind, RiskCategory
from bnip.record import Certainty, State
from bnip.sheet import Sheet
from bnip.zone import Zone, ZoneStatus
from cartoviewer.document.document import MapDocument
from cartoviewer.document.drawings import DEFAULT_LAYER, drawing_layers
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from cartoviewer.document.retyping import PLATE
from cartoviewer.scene.sheet_plan import plan_of
from cartoviewer.ui.field_editors import ChoiceEditor, NoteEditor, NumberEditor, TextEditor
from cartoviewer.ui.kind_editor import KindEditor
from cartoviewer.ui.moment_editors import DayEditor, MomentEditor, PositionEditor
from cartoviewer.ui.record_names import in_all_languages
from cartoviewer.ui.symbol_fields import DISCIPLINES, kinds_like, symbol_of, with_symbol
from layers.sensitivity import Sensitivity
from resources.texts import Names
from symbols.catalogue import entry_of
from symbols.grammar import Severity, Symbol

__all__ = ["RecordField", "fields_of", "shared_fields", "value_of", "with_value"]

Editor = ChoiceEditor | DayEditor | MomentEditor | NoteEditor | NumberEditor | PositionEditor | TextEditor

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
_RISKS: Final = ((None, "Not told"), *((category, category.label) for category in RiskCategory))
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
_YES_NO: Final = ((False, "No"), (True, "Yes"))
_ARROWS: Final = ((Arrows.NONE, "None"), (Arrows.END, "At the end"), (Arrows.BOTH, "At both ends"))
_COLOURS: Final = (
    ("#0A5BC4", "Blue"),
    ("#D7191C", "Red"),
    ("#F58220", "Orange"),
    ("#1B7F3B", "Green"),
    ("#7A1FA2", "Violet"),
    ("#1A1A1A", "Black"),
)


@dataclass(frozen=True, slots=True)
class RecordField:
    """One value: where it is in the record (`names.fr`), what it is called, and how it is edited.

    `choices` holds the words of the values of a choice, English source texts or names, for the history's label;
    `hint` says what belongs there. `get` and `set_` stand for values that are not simply an attribute.
    """

    path: str
    text: str
    make: Callable[[], Editor]
    choices: Mapping[Any, str | Names] | None = None
    hint: str = ""
    get: Callable[[AnyRecord], Any] | None = None
    set_: Callable[[AnyRecord, Any], AnyRecord] | None = None

    def read(self, record: AnyRecord) -> Any:
        """Give the value of a record."""
        return value_of(record, self.path) if self.get is None else self.get(record)

    def write(self, record: AnyRecord, value: Any) -> AnyRecord:
        """Give the record with another value."""
        return with_value(record, self.path, value) if self.set_ is None else self.set_(record, value)

    def chosen(self, value: Any) -> Names:
        """Give the words of a choice in all languages."""
        words = (self.choices or {}).get(value, "")
        return words if isinstance(words, Names) else in_all_languages(words)


def _choice(path: str, text: str, choices: tuple[tuple[Any, str], ...]) -> RecordField:
    return RecordField(path, text, lambda: ChoiceEditor(choices), dict(choices))


def _number(path: str, text: str, lowest: float, highest: float, *, whole: bool, hint: str = "") -> RecordField:
    return RecordField(path, text, lambda: NumberEditor(lowest, highest, whole=whole), hint=hint)


def _line(path: str, text: str, hint: str = "") -> RecordField:
    return RecordField(path, text, TextEditor, hint=hint)


def _moment(path: str, text: str) -> RecordField:
    return RecordField(path, text, MomentEditor, hint="Day and time: 23/11/2026 14:05, or the time alone for today")


def _day(path: str, text: str) -> RecordField:
    return RecordField(path, text, DayEditor, hint="A day: 23/11/2026")


_NAMES: Final = (
    _line("names.fr", "Name (FR)"),
    _line("names.nl", "Name (NL)"),
    _line("names.en", "Name (EN)"),
)
_SEVERITIES: Final = tuple((severity, severity.label) for severity in Severity)
_ECHELONS: Final = ((0, "Not told"), (1, "Team"), (2, "Section"), (3, "Platoon or column"))
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
_WORDS: Final = (
    RecordField("names.fr", "Text (FR)", NoteEditor),
    RecordField("names.nl", "Text (NL)", NoteEditor),
    RecordField("names.en", "Text (EN)", NoteEditor),
)
_STATUS: Final = (_choice("state", "State", _STATES), _choice("certainty", "Certainty", _CERTAINTIES))
_LEVEL: Final = _choice("sensitivity", "Distribution", _LEVELS)
_FUNCTION: Final = "A function, never a person's name"
_NOTE: Final = RecordField("note", "Note", NoteEditor)
_PLACE: Final = (
    _line("place.text", "Place as said", "The place in the words of whoever reported it"),
    RecordField(
        "place", "Coordinates", PositionEditor, hint="In any system: Lambert, latitude and longitude, UTM or MGRS"
    ),
)
_TIMES: Final = (_moment("valid_from", "Valid from"), _moment("valid_until", "Valid until"))
_LOCKED: Final = _choice("locked", "Locked", _YES_NO)
_HIDDEN: Final = _choice("hidden", "Hidden", _YES_NO)
_DISCIPLINE: Final = _choice("discipline", "Discipline", DISCIPLINES)
_LAST: Final = (_DISCIPLINE, *_TIMES, _LEVEL, _HIDDEN, _LOCKED, _NOTE)
_COLOUR: Final = _choice("colour", "Colour", _COLOURS)

_FIELDS: Final[Mapping[type, tuple[RecordField, ...]]] = {
    Incident: (
        *_NAMES,
        *_STATUS,
        _SEVERITY,
        *_SIDES,
        *_COUNTED,
        _CLOSED,
        _moment("occurred", "Occurred"),
        *_PLACE,
        *_LAST,
    ),
    Mark: (
        *_NAMES,
        *_STATUS,
        *_SIDES,
        _number("present", "People present", 0, 99_999, whole=True),
        _number("capacity", "Capacity", 0, 99_999, whole=True),
        *_COUNTED,
        *_SIGN,
        *_PLACE,
        *_LAST,
    ),
    Route: (*_NAMES, *_STATUS, *_LAST),
    Zone: (
        *_NAMES,
        _choice("status", "Status", _STATUSES),
        _line("decided_by", "Decided by", _FUNCTION),
        _line("scenario", "Scenario"),
        _moment("in_force", "In force since"),
        _moment("lifted", "Lifted at"),
        _number("population", "Inhabitants", 0, 99_999_999, whole=True),
        *_LAST,
    ),
    Shape: (
        *_NAMES,
        _COLOUR,
        _number("width_mm", "Line width (mm)", 0.1, 5, whole=False),
        _choice("dashed", "Dashed", _YES_NO),
        _choice("arrows", "Arrowheads", _ARROWS),
        *_LAST,
    ),
    Caption: (
        *_WORDS,
        _number("size_pt", "Size (pt)", 4, 96, whole=False),
        _choice("bold", "Bold", _YES_NO),
        _COLOUR,
        _number("angle_deg", "Turned by (°)", -180, 180, whole=False, hint="Degrees counter-clockwise"),
        _PLACE[1],
        *_LAST,
    ),
    Measurement: (*_NAMES, *_LAST),
    DrawingLayer: (*_NAMES, _choice("visible", "Visible", _YES_NO), _LOCKED, _LEVEL),
    Photograph: (*_NAMES, _LEVEL),
    Operation: (
        *_NAMES,
        _choice("operation", "Kind", _OPERATIONS),
        _choice("phase", "Phase", _PHASES),
        _line("authority.fr", "Authority (FR)"),
        _line("authority.nl", "Authority (NL)"),
        _LEVEL,
    ),
    Plan: (
        *_NAMES,
        _choice("plan", "Kind", tuple((kind, kind.label) for kind in PlanKind)),
        _line("number", "Plan number"),
        RecordField("risk.fr", "Risk (FR)", NoteEditor),
        RecordField("risk.nl", "Risk (NL)", NoteEditor),
        _choice("category", "Risk category", _RISKS),
        _line("authority.fr", "Authority (FR)"),
        _line("authority.nl", "Authority (NL)"),
        _line("version", "Version"),
        _day("issued", "Issued on"),
        _line("author", "Author", _FUNCTION),
        _day("drawn_up", "Drawn up on"),
        _line("checker", "Checker", _FUNCTION),
        _day("checked", "Checked on"),
        _line("approver", "Approver", _FUNCTION),
        _day("approved", "Approved on"),
        _day("valid_from", "Valid from"),
        _day("valid_until", "Valid until"),
        _day("review", "Review before"),
        _LEVEL,
    ),
    Layer: (*_NAMES, _LEVEL),
    OwnSymbol: (_LEVEL,),
    Sheet: (
        *_NAMES,
        _line("plan_number", "Plan number"),
        _line("plan_names.fr", "Plan (FR)"),
        _line("plan_names.nl", "Plan (NL)"),
        _line("scenario.fr", "Scenario (FR)"),
        _line("scenario.nl", "Scenario (NL)"),
        _line("annex", "Annex"),
        _line("authority.fr", "Authority (FR)"),
        _line("authority.nl", "Authority (NL)"),
        _line("version", "Version"),
        _day("issued", "Issued on"),
        _day("valid_until", "Valid until"),
        _line("author", "Author", _FUNCTION),
        _line("checker", "Checker", _FUNCTION),
        _line("approver", "Approver", _FUNCTION),
        _number(
            "rotation", "Map turned by (°)", 0, 360, whole=False, hint="Where up is, clockwise from grid north"
        ),
        _choice("search_grid", "Squares of the grid", ((False, "Without names"), (True, "Letters and figures"))),
        _choice("mgrs", "MGRS grid", _YES_NO),
        _LEVEL,
    ),
}


def fields_of(record: AnyRecord) -> tuple[RecordField, ...]:
    """Give the values of a record that can be edited, in the order of the form.

    The two numbers of the orange plate are asked for where the symbol has a plate.
    """
    fields = _FIELDS[type(record)]
    if isinstance(record, Incident | Mark) and entry_of(Symbol.read(record.symbol).id).picture == PLATE:
        at = next(index for index, field in enumerate(fields) if field.path == "left")
        fields = (*fields[:at], *_PLATE, *fields[at:])
    return fields


def shared_fields(
    records: Sequence[AnyRecord], document: MapDocument, count: int | None = None
) -> tuple[RecordField, ...]:
    """Give the values that all of these records have, with the choices that this dossier offers.

    Names are the own of each: for several records they are left out. Of very many records one of each sort will do,
    with their `count`.
    """
    count = len(records) if count is None else count
    if not records:
        return ()
    kinds = {type(record): record for record in records}
    shared = [
        field
        for field in fields_of(records[0])
        if all(any(field.path == other.path for other in fields_of(record)) for record in kinds.values())
    ]
    if count > 1:
        shared = [field for field in shared if not field.path.startswith(("names.", "place"))]
    if all(hasattr(record, "layer") for record in records):
        shared.insert(-1, _layer_field(document))
    if len(records) == 1 and isinstance(records[0], Sheet):
        at = next(place for place, field in enumerate(shared) if field.path == "plan_number")
        shared[at:at] = _plan_fields(records[0], document)
    kind = kinds_like(records, document)
    if kind:
        at = next((place for place, field in enumerate(shared) if not field.path.startswith("names.")), 0)
        shared.insert(
            at,
            RecordField("symbol", "Kind", lambda: KindEditor(kind), kind, get=symbol_of, set_=with_symbol),
        )
    return tuple(shared)


def _layer_field(document: MapDocument) -> RecordField:
    choices: dict[Any, str | Names] = {
        "" if layer.id == DEFAULT_LAYER else layer.id: layer.names for layer in drawing_layers(document)
    }
    words = tuple(choices.items())
    return RecordField("layer", "Drawing layer", lambda: ChoiceEditor(words), choices)


def _plan_fields(sheet: Sheet, document: MapDocument) -> list[RecordField]:
    """Give the plan that a sheet belongs to, its scenario, and the layer that it lists, as choices."""
    fields = []
    plans: dict[Any, str | Names] = {"": "No plan"}
    for each in document.of(Plan):
        plans[each.id] = each.names if each.names != Names() else each.number or each.plan.label
    if len(plans) > 1 or sheet.plan:
        words = tuple(plans.items())
        fields.append(RecordField("plan", "Takes its words from", lambda: ChoiceEditor(words), plans))
    plan = plan_of(sheet, document)
    if plan is not None and plan.scenarios:
        scenarios: dict[Any, str | Names] = {"": "No scenario"} | {each.id: each.names for each in plan.scenarios}
        named = tuple(scenarios.items())
        fields.append(RecordField("plan_scenario", "Scenario of the plan", lambda: ChoiceEditor(named), scenarios))
    if plan is not None and plan.distribution:
        fields.append(_line("copy", "Copy number"))
    layers: dict[Any, str | Names] = {"": "No table"} | {each.id: each.names for each in document.of(Layer)}
    listed = tuple(layers.items())
    fields.append(RecordField("table", "Table on the sheet", lambda: ChoiceEditor(listed), layers))
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
