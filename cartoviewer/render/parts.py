"""The parts that a sheet is painted in: who paints a file of vectors is told where each begins."""

from collections.abc import Callable
from typing import Final, Protocol

from cartoviewer.render.inscribing import Inscription
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

    @property
    def inscribe(self) -> Callable[[Inscription], None] | None:
        """Takes content that stands where the painting is now; None where all has to be painted."""
        ...


class _Undivided:
    """For surfaces on which everything lies together."""

    def begin(self, piece: object, stratum: Stratum | None = None) -> None:
        """Do nothing."""

    @property
    def inscribe(self) -> None:
        """Let all be painted."""
        return


UNDIVIDED: Final[Parts] = _Undivided()
