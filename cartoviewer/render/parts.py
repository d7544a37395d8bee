"""The parts that a sheet is painted in: who paints a file of vectors is told where each begins."""

from typing import Final, Protocol

from cartoviewer.scene.scene import Stratum

__all__ = ["UNDIVIDED", "Parts"]


class Parts(Protocol):
    """Is told what is painted next."""

    def begin(self, piece: object, stratum: Stratum | None = None) -> None:
        """Hear that what is painted from now on belongs to a piece of the composition, and to a stratum of a map.

        Parameters
        ----------
        piece
            The very object of the composition: a `MapFrame`, a piece of furniture, a `LegendSample`, a `TextBlock`.
        stratum
            What of the map it is; None for what is always seen.
        """
        ...


class _Undivided:
    """For surfaces on which everything lies together."""

    def begin(self, piece: object, stratum: Stratum | None = None) -> None:
        """Do nothing."""


UNDIVIDED: Final[Parts] = _Undivided()
