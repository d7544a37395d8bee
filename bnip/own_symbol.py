"""A symbol that the users of a dossier have made themselves."""

from bnip.record import Record
from resources.texts import Names

__all__ = ["OwnSymbol"]


class OwnSymbol(Record, frozen=True, omit_defaults=True, kw_only=True, tag="own-symbol"):
    """A symbol of the dossier's own, offered in the palette.

    `symbol` is an id that carries the whole sign (`symbols.own`), so the marks that use it need no other record;
    `names` are those of the sign, for the history and the lists.
    """

    symbol: str
    names: Names = Names()
