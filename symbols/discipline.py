"""The five disciplines of Belgian emergency planning, and the colours they wear on a point symbol.

Red, green, blue and orange are the vests of the circular NPU-4; black for discipline 5 and white for what
belongs to several disciplines are the choices of this program. Discipline colours stand on point frames only,
zone colours on areas only, so that the two reds and the two oranges never mean the same thing.
"""

from enum import StrEnum

__all__ = ["INK", "NEUTRAL", "PAPER", "Discipline"]

INK = "#1A1A1A"
"""The black of frames and pictograms."""
PAPER = "#FFFFFF"
NEUTRAL = "#5B6770"
"""The rim of a permanent place that belongs to no discipline."""


class Discipline(StrEnum):
    """Who owns a symbol; the value stands in the catalogue."""

    D1 = "d1"
    D2 = "d2"
    D3 = "d3"
    D4 = "d4"
    D5 = "d5"
    MULTI = "multi"
    NONE = "none"

    @property
    def colour(self) -> str:
        """The fill of a frame of this owner, `#RRGGBB`."""
        return _COLOURS[self]

    @property
    def contrast(self) -> str:
        """The colour of a pictogram or letters on `colour`: at least 4.5 : 1."""
        return PAPER if self in _DARK else INK

    @property
    def rim(self) -> str:
        """The colour of the rim of a permanent place of this owner."""
        return NEUTRAL if self in (Discipline.MULTI, Discipline.NONE) else _COLOURS[self]

    @property
    def digit(self) -> str:
        """The number that tells the owner on a sheet without colour; empty when there is none."""
        return self.value[1] if self not in (Discipline.MULTI, Discipline.NONE) else ""


_COLOURS = {
    Discipline.D1: "#C8102E",
    Discipline.D2: "#00843D",
    Discipline.D3: "#0057B8",
    Discipline.D4: "#E87722",
    Discipline.D5: "#2D2926",
    Discipline.MULTI: PAPER,
    Discipline.NONE: PAPER,
}
_DARK = (Discipline.D1, Discipline.D2, Discipline.D3, Discipline.D5)
