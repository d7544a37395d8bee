"""A symbol in words: for a tooltip, a screen reader, the title of a picture."""

from typing import Final

from resources.texts import Texts
from symbols.catalogue import FrameClass, entry_of
from symbols.discipline import Discipline
from symbols.grammar import Certainty, Severity, State, Symbol

__all__ = ["described"]

_ECHELONS: Final = {1: "team", 2: "section", 3: "platoon or column"}


def described(symbol: Symbol, texts: Texts) -> str:
    """Write what a symbol says: "Advanced medical post (planned, reserve)".

    What goes without saying, in place and confirmed, is not said.
    """
    entry = entry_of(symbol.id)
    said = []
    if symbol.state is not State.IN_PLACE:
        said.append(_lowered(texts(symbol.state.label)))
    if symbol.certainty is Certainty.REPORTED:
        said.append(_lowered(texts(symbol.certainty.label)))
    if symbol.reserve:
        said.append(texts("reserve"))
    if symbol.closed:
        said.append(texts("closed"))
    if entry.frame is FrameClass.HAZARD and symbol.severity is not Severity.UNKNOWN:
        said.append(_lowered(texts(symbol.severity.label)))
    if symbol.echelon in _ECHELONS:
        said.append(texts(_ECHELONS[symbol.echelon]))
    if symbol.owner is not Discipline.NONE:
        digit = symbol.owner.digit
        said.append(texts("discipline {digit}", digit=digit) if digit else texts("several disciplines"))
    if symbol.un:
        said.append(texts("UN {number}", number=symbol.un))
    if symbol.kemler:
        said.append(texts("Kemler {number}", number=symbol.kemler))
    if symbol.casualties:
        t1, t2, t3, dead = symbol.casualties.split("/")
        said.append(texts("T1 {t1}, T2 {t2}, T3 {t3}, dead {dead}", t1=t1, t2=t2, t3=t3, dead=dead))
    name = texts.name(entry.names)
    return f"{name} ({', '.join(said)})" if said else name


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
