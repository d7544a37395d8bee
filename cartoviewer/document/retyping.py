"""What a drawing stands for, changed: a post becomes an incident, a sketched area the red zone.

Whatever both kinds have stays, under the same id; what only the first had is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from bnip.drawing import Shape
from bnip.incident import Incident, Mark, Route
from bnip.record import Certainty, Place, State
from bnip.zone import Zone, ZoneKind
from cartoviewer.document.drawings import path_of
from cartoviewer.document.record import AnyRecord
from symbols.catalogue import FrameClass, entry_of, is_hazard
from symbols.grammar import Severity, Symbol

__all__ = ["PLATE", "Retyped", "ground_of", "retyped", "sign_of"]

PLATE: Final = "plate"
"""The pictogram that shows the two numbers of dangerous goods."""

_TOLD: Final = {
    "occurred": "Occurred",
    "present": "People present",
    "capacity": "Capacity",
    "colour": "Colour",
    "width_mm": "Line width (mm)",
    "dashed": "Dashed",
    "arrows": "Arrowheads",
}
"""What is said of one kind only, in the words of the inspector."""


@dataclass(frozen=True, slots=True)
class Retyped:
    """A drawing as something else, and what it could not take along: English source texts of the inspector."""

    record: AnyRecord
    lost: tuple[str, ...] = ()


def ground_of(record: AnyRecord) -> str:
    """Tell what a record may become: something on a `point`, a `line` or an `area`; empty for nothing else."""
    if isinstance(record, Incident | Mark):
        return "point"
    if isinstance(record, Route):
        return "line"
    if isinstance(record, Zone):
        return "area"
    if isinstance(record, Shape):
        return "area" if record.form.is_area else "line" if record.form.is_line else "point"
    return ""


def sign_of(record: AnyRecord) -> Symbol:
    """Give the sign that a record is drawn with; what has none counts as a reference place without a name."""
    return Symbol.read(record.symbol) if isinstance(record, Incident | Mark | Route) else Symbol(id="ref.unknown")


def retyped(record: AnyRecord, kind: str) -> Retyped:
    """Give a drawing as something else that stands on the same ground.

    Parameters
    ----------
    kind
        The id of a symbol, own ones included, of a line of measures or of a zone.
    """
    ground = ground_of(record)
    if ground == "point":
        return _on_point(record, kind)
    if ground == "line" and isinstance(record, Route | Shape):
        sign, lost = _sign(record, kind)
        return _as(Route, record, lost, path=record.path, symbol=str(sign))
    if ground == "area" and isinstance(record, Zone | Shape):
        made: dict[str, Any] = {"zone": ZoneKind(kind), "outline": path_of(record)}
        if isinstance(record, Shape) and record.radius_m is not None and record.from_deg is None:
            made["basis"] = "radius"
        return _as(Zone, record, [], **made)
    return Retyped(record)


def _on_point(record: AnyRecord, kind: str) -> Retyped:
    sign, lost = _sign(record, kind)
    made: dict[str, Any] = {"symbol": str(sign)}
    if isinstance(record, Shape):
        made |= {"place": Place(*record.path[0]), "state": State.IN_PLACE, "certainty": Certainty.CONFIRMED}
    if not is_hazard(kind):
        return _as(Mark, record, lost, **made)
    if isinstance(record, Mark) and not record.right:
        # An incident has one text to the right: who is there of how many is written into it.
        made["right"] = record.count
        record = msgspec.structs.replace(record, present=None, capacity=None)
    return _as(Incident, record, lost, **made)


def _sign(record: AnyRecord, kind: str) -> tuple[Symbol, list[str]]:
    """Give the sign with another id, without what the grammar cannot say of it."""
    sign, entry = sign_of(record), entry_of(kind)
    lost: list[str] = []
    if entry.frame is not FrameClass.HAZARD and sign.severity is not Severity.UNKNOWN:
        sign = msgspec.structs.replace(sign, severity=Severity.UNKNOWN)
        lost.append("Severity")
    if entry.picture != PLATE:
        plate = ((sign.kemler, "Hazard number (Kemler)"), (sign.un, "UN number"))
        lost += [words for value, words in plate if value]
        sign = msgspec.structs.replace(sign, kemler="", un="")
    return msgspec.structs.replace(sign, id=kind), lost


def _as(kind: type[Incident | Mark | Route | Zone], record: AnyRecord, lost: list[str], **made: Any) -> Retyped:
    known = {field.name for field in msgspec.structs.fields(kind)}
    kept = {name: getattr(record, name) for name in record.__struct_fields__ if name in known}
    return Retyped(kind(**(kept | made)), (*lost, *_left_behind(record, known)))


def _left_behind(record: AnyRecord, known: set[str]) -> Iterator[str]:
    for field in msgspec.structs.fields(record):
        if field.name in _TOLD and field.name not in known and getattr(record, field.name) != field.default:
            yield _TOLD[field.name]
