"""What a drawing stands for: its kind among those it may become, and the discipline that looks after it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec

from bnip.incident import Incident, Mark, Route
from bnip.zone import Zone, ZoneKind
from cartoviewer.document.record import AnyRecord
from resources.texts import Names
from symbols.catalogue import catalogue, entry_of
from symbols.discipline import Discipline
from symbols.grammar import Symbol
from symbols.zones import zone_names

__all__ = ["DISCIPLINES", "discipline_of", "kinds_like", "symbol_of", "with_symbol"]

DISCIPLINES: Final = (
    ("", "As its symbol says"),
    (Discipline.D1.value, "D1 – fire and rescue"),
    (Discipline.D2.value, "D2 – medical"),
    (Discipline.D3.value, "D3 – police"),
    (Discipline.D4.value, "D4 – logistics"),
    (Discipline.D5.value, "D5 – information"),
    (Discipline.MULTI.value, "Several disciplines"),
)


def discipline_of(record: AnyRecord) -> str:
    """Give the discipline of a drawing: its own, or else that of its symbol; empty for none."""
    own = getattr(record, "discipline", "")
    if own or not isinstance(record, Incident | Mark | Route):
        return str(own)
    owner = entry_of(_id_in(record.symbol)).owner
    return "" if owner is Discipline.NONE else owner.value


def kinds_like(records: Sequence[AnyRecord]) -> dict[Any, str | Names]:
    """Give the kinds that all of these drawings may become, by id; empty where they have none in common."""
    if all(isinstance(record, Zone) for record in records):
        return {kind.value: zone_names(kind.value) for kind in ZoneKind}
    if all(isinstance(record, Route) for record in records):
        fits = ("line",)
    elif all(isinstance(record, Incident) for record in records):
        fits = ("haz",)
    elif all(isinstance(record, Mark) for record in records):
        kinds: dict[Any, str | Names] = {
            entry.id: entry.names for entry in catalogue().values() if not entry.id.startswith(("line.", "area."))
        }
        # A symbol of the dossier's own is in no catalogue, and stays what it is until another is chosen.
        own = {symbol_of(record) for record in records} - kinds.keys()
        return kinds | {symbol_id: entry_of(symbol_id).names for symbol_id in own}
    else:
        return {}
    return {entry.id: entry.names for entry in catalogue().values() if entry.id.partition(".")[0] in fits}


def symbol_of(record: AnyRecord) -> str:
    """Give the id of what a drawing stands for."""
    if isinstance(record, Incident | Mark | Route):
        return _id_in(record.symbol)
    return record.zone.value if isinstance(record, Zone) else ""


def with_symbol(record: AnyRecord, symbol_id: str) -> AnyRecord:
    """Give the drawing as something else; all that was said about it stays."""
    if isinstance(record, Incident | Mark | Route):
        symbol = msgspec.structs.replace(Symbol.read(record.symbol), id=symbol_id)
        return msgspec.structs.replace(record, symbol=str(symbol))
    return msgspec.structs.replace(record, zone=ZoneKind(symbol_id)) if isinstance(record, Zone) else record


@lru_cache(maxsize=4096)
def _id_in(code: str) -> str:
    """Read the id in a symbol's code; very many drawings share few codes."""
    return Symbol.read(code).id
