"""Own symbols of a dossier: making one, and changing one together with all that is drawn with it."""

import msgspec

from bnip.incident import Incident, Mark
from bnip.own_symbol import OwnSymbol
from cartoviewer.document.changes import new_id, put
from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Change
from resources.texts import Names
from symbols.grammar import Symbol

__all__ = ["own_symbol_changes"]


def own_symbol_changes(
    document: MapDocument, before: OwnSymbol | None, symbol: str, names: Names
) -> tuple[Change, ...]:
    """Give the changes that keep a symbol in the dossier.

    Parameters
    ----------
    before
        The own symbol that is changed; what is drawn with it is drawn anew. None for a new one.
    symbol, names
        Its id (`symbols.own.own_id`) and its names.
    """
    if before is None:
        return (put(document, OwnSymbol(id=new_id(), symbol=symbol, names=names)),)
    changes = [put(document, msgspec.structs.replace(before, symbol=symbol, names=names))]
    drawings: tuple[Mark | Incident, ...] = (*document.of(Mark), *document.of(Incident))
    for record in drawings:
        drawn = Symbol.read(record.symbol)
        if drawn.id == before.symbol:
            code = str(msgspec.structs.replace(drawn, id=symbol))
            changes.append(put(document, msgspec.structs.replace(record, symbol=code)))
    return tuple(changes)
