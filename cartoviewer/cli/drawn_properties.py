"""What the properties of a GeoJSON feature say of a drawing, and which of them say nothing to us."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec

from bnip.drawing import Arrows
from bnip.record import Certainty, State
from bnip.zone import ZoneStatus
from cartoviewer.cli.surface import UsageProblem, moment_of
from cartoviewer.document.drawings import Placed
from layers.sensitivity import Sensitivity
from resources.texts import Names, Texts
from symbols.catalogue import known_symbol
from symbols.grammar import Symbol, SymbolCodeError

__all__ = ["Properties", "Strange", "read_properties"]

_MOST_TOLD: Final = 12
_MOST_PEOPLE: Final = 99_999
_DISCIPLINES: Final = ("d1", "d2", "d3", "d4", "d5", "multi")
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_STATUS_OF: Final = {
    "requested": ZoneStatus.PROPOSED,
    "in-place": ZoneStatus.IN_FORCE,
    "ended": ZoneStatus.LIFTED,
    **{status.value: status for status in ZoneStatus},
}
_STATE_OF: Final = {
    "proposed": State.REQUESTED,
    "in-force": State.IN_PLACE,
    "lifted": State.ENDED,
    **{state.value: state for state in State},
}


def _text(value: Any) -> str:
    return str(value).strip()


def _one_of(known: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda value: known(_text(value).lower().replace("_", "-").replace(" ", "-"))


def _moment(value: Any) -> datetime:
    return moment_of(_text(value))


def _degrees(value: Any) -> float:
    degrees = float(value)
    if not -360.0 <= degrees <= 360.0:
        raise ValueError(value)
    return degrees % 360.0


def _people(value: Any) -> int:
    count = int(_text(value))
    if not 0 <= count <= _MOST_PEOPLE:
        raise ValueError(value)
    return count


def _millimetres(value: Any) -> float:
    width = float(value)
    if not 0.05 <= width <= 10.0:
        raise ValueError(value)
    return width


def _discipline(value: Any) -> str:
    said = _text(value).lower()
    said = f"d{said}" if said in ("1", "2", "3", "4", "5") else said
    if said not in _DISCIPLINES:
        raise ValueError(value)
    return said


def _colour(value: Any) -> str:
    if not _COLOUR.fullmatch(_text(value)):
        raise ValueError(value)
    return _text(value).upper()


# By the columns of a dossier's own tables, by the fields of records, and by what others call them.
_NAMED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("symbol", "code", "zone"), "symbol"),
    **dict.fromkeys(("name", "title", "nom", "naam"), "name"),
    **{name: name for name in ("name_fr", "name_nl", "name_en")},
    **dict.fromkeys(("note", "notes", "remark", "remarque", "opmerking", "description"), "note"),
    **dict.fromkeys(("state", "status"), "state"),
    **dict.fromkeys(("left", "left_text"), "left"),
    **dict.fromkeys(("right", "right_text"), "right"),
    **dict.fromkeys(("bottom", "bottom_text"), "bottom"),
    **dict.fromkeys(("direction", "direction_deg"), "direction_deg"),
    **dict.fromkeys(("from", "valid_from"), "valid_from"),
    **dict.fromkeys(("until", "valid_until"), "valid_until"),
    **dict.fromkeys(("colour", "color", "stroke"), "colour"),
    **dict.fromkeys(("sensitivity", "tlp"), "sensitivity"),
    **{
        name: name
        for name in (
            *(
                "certainty",
                "discipline",
                "layer",
                "number",
                "capacity",
                "present",
                "occurred",
                "in_force",
                "lifted",
            ),
            *("scenario", "decided_by", "wind_from_deg", "population", "width_mm", "arrows"),
        )
    },
}

_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "certainty": _one_of(Certainty),
    "discipline": _discipline,
    "valid_from": _moment,
    "valid_until": _moment,
    "occurred": _moment,
    "in_force": _moment,
    "lifted": _moment,
    "direction_deg": _degrees,
    "wind_from_deg": _degrees,
    "capacity": _people,
    "present": _people,
    "population": lambda value: int(_text(value)),
    "width_mm": _millimetres,
    "arrows": _one_of(Arrows),
    "colour": _colour,
    "sensitivity": lambda value: Sensitivity.parse(_text(value)),
}


@dataclass
class Strange:
    """What was not understood: properties that mean nothing here, and values that are not what they should be."""

    names: Counter[str] = field(default_factory=Counter)
    values: Counter[tuple[str, str]] = field(default_factory=Counter)

    def lines(self, texts: Texts) -> list[str]:
        """Tell it to people."""
        said = []
        if self.names:
            names = ", ".join(sorted(self.names))
            said.append(texts("Not taken over, for want of a field: {names}.", names=names))
        for (name, value), count in self.values.most_common(_MOST_TOLD):
            told = texts("Not understood: “{value}” as {name}", value=value, name=name)
            said.append(told + (f" ({count} ×)." if count > 1 else "."))
        if len(self.values) > _MOST_TOLD:
            said.append(texts("And {count} more.", count=len(self.values) - _MOST_TOLD))
        return said

    def value(self) -> dict[str, Any]:
        """Tell it to a program."""
        return {
            "properties": sorted(self.names),
            "values": [
                {"property": name, "value": value, "count": count}
                for (name, value), count in sorted(self.values.items())
            ],
        }


@dataclass
class Properties:
    """What a feature says of itself.

    `state` is a word for the state of a zone or of anything else; `fields` are those of records, and `said` is by
    field what the property was called.
    """

    symbol: Symbol | None = None
    layer: str = ""
    state: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def applied(self, record: Placed, strange: Strange) -> Placed:
        """Give a record with all that it has a field for."""
        known = {each.name for each in msgspec.structs.fields(type(record))}
        strange.names.update(self.said[name] for name in self.fields if name not in known)
        more = {name: value for name, value in self.fields.items() if name in known}
        if self.state and "status" in known:
            more["status"] = _STATUS_OF[self.state]
        elif self.state and "state" in known:
            more["state"] = _STATE_OF.get(self.state, State.PLANNED)
        elif self.state:
            strange.names[self.said["state"]] += 1
        changed: Placed = msgspec.structs.replace(record, **more)
        return changed


def read_properties(properties: Mapping[str, Any], strange: Strange) -> Properties:
    """Read the properties of one feature; what says nothing to us is noted."""
    found = Properties()
    names: dict[str, str] = {}
    for name, value in properties.items():
        if value is None or value == "":
            continue
        meant = _NAMED.get(str(name).strip().lower())
        if meant is None:
            strange.names[str(name)] += 1
            continue
        found.said[meant] = str(name)
        try:
            if meant == "symbol":
                found.symbol = known_symbol(_text(value))
            elif meant == "state":
                word = _text(value).lower().replace("_", "-").replace(" ", "-")
                found.state = word if word in _STATUS_OF or word in _STATE_OF else _refused(value)
            elif meant == "layer":
                found.layer = _text(value)
            elif meant in ("name", "name_fr", "name_nl", "name_en"):
                names[meant] = _text(value)
            else:
                read: Callable[[Any], Any] = _READ.get(meant, _text)
                found.fields[meant] = read(value)
        except (ValueError, TypeError, OverflowError, SymbolCodeError, UsageProblem):
            strange.values[str(name), _text(value)[:60]] += 1
    if names:
        one = names.get("name", "")
        found.fields["names"] = Names(*(names.get(f"name_{language}", one) for language in ("fr", "nl", "en")))
        found.said["names"] = "name"
    return found


def _refused(value: Any) -> str:
    raise ValueError(value)
