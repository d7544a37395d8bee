"""What a drawing stands for: its kind among those it may become, and the discipline that looks after it."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from bnip.incident import Incident, Mark, Route
from bnip.own_symbol import OwnSymbol
from bnip.zone import Zone, ZoneKind
from cartoviewer.document.document import MapDocument
from cartoviewer.document.record import AnyRecord
from cartoviewer.document.retyping import ground_of, retyped
from resources.texts import Names
from symbols.catalogue import FrameClass, catalogue, entry_of
from symbols.discipline import Discipline
from symbols.grammar import Symbol
from symbols.zones import zone_names

__all__ = ["DISCIPLINES", "discipline_of", "ground_of_symbol", "kinds_like", "lost_by", "symbol_of", "with_symbol"]

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


def kinds_like(records: Sequence[AnyRecord], document: MapDocument) -> dict[Any, str | Names]:
    """Give the kinds that all of these drawings may become, by id; empty where they have none in common.

    Symbols of the dossier's own stand among those of the catalogue; what several drawings are now is offered too.
    """
    grounds = {ground_of(record) for record in records}
    if len(grounds) != 1 or grounds == {""}:
        return {}
    (ground,) = grounds
    if ground == "area":
        return {kind.value: zone_names(kind.value) for kind in ZoneKind}
    entries = [entry for entry in catalogue().values() if ground_of_symbol(entry.frame) == ground]
    kinds: dict[Any, str | Names] = {entry.id: entry.names for entry in entries}
    if ground == "point":
        own = [each.symbol for each in document.of(OwnSymbol)]
        own += [found for record in records if (found := symbol_of(record)) and found not in kinds]
        kinds |= {symbol_id: entry_of(symbol_id).names for symbol_id in own}
    return kinds


def ground_of_symbol(frame: FrameClass) -> str:
    """Tell on what a symbol of a class is drawn: a `point`, a `line` or an `area`."""
    return {FrameClass.LINE: "line", FrameClass.AREA: "area"}.get(frame, "point")


def symbol_of(record: AnyRecord) -> str:
    """Give the id of what a drawing stands for."""
    if isinstance(record, Incident | Mark | Route):
        return _id_in(record.symbol)
    return record.zone.value if isinstance(record, Zone) else ""


def with_symbol(record: AnyRecord, symbol_id: str) -> AnyRecord:
    """Give the drawing as something else; what both kinds have stays."""
    return retyped(record, symbol_id).record


def lost_by(records: Sequence[AnyRecord], symbol_id: str) -> tuple[str, ...]:
    """Give what these drawings cannot take along, in the words of the inspector, each once."""
    return tuple(dict.fromkeys(chain.from_iterable(retyped(record, symbol_id).lost for record in records)))


@lru_cache(maxsize=4096)
def _id_in(code: str) -> str:
    """Read the id in a symbol's code; very many drawings share few codes."""
    return Symbol.read(code).id
