"""What part of the ground is looked at, how large it is on paper, and how it is turned there."""

from dataclasses import dataclass, replace
from math import cos, radians, sin

import numpy as np
import numpy.typing as npt

from layers.shapes import Bounds, Floats

__all__ = ["MapView"]


@dataclass(frozen=True, slots=True)
class MapView:
    """A rectangle of paper over the ground.

    Attributes
    ----------
    centre
        (x, y) metres in the CRS `epsg`, at the middle of the paper.
    scale
        The denominator: 10 000 for 1:10 000.
    size_mm
        (width, height) of the map on paper, millimetres.
    epsg
        A projected CRS in metres: 31370 (Lambert 72) or 3812 (Lambert 2008).
    turn
        Where the top of the paper lies, degrees clockwise from the grid north of `epsg`: 0 has north up, at 90 east
        is up, and what runs to the north then runs to the left.
    """

    centre: tuple[float, float]
    scale: float
    size_mm: tuple[float, float]
    epsg: int = 31370
    turn: float = 0.0

    @property
    def mm_per_metre(self) -> float:
        """Millimetres on paper for one metre on the ground."""
        return 1000.0 / self.scale

    @property
    def bounds(self) -> Bounds:
        """The box along the grid that holds all that is seen: min x, min y, max x, max y in metres.

        Of a view that is turned, the corners of this box are not seen: see `corners` and `shows`.
        """
        half_width = self.size_mm[0] / 2 / self.mm_per_metre
        half_height = self.size_mm[1] / 2 / self.mm_per_metre
        if self.turn:
            across, up = abs(cos(radians(self.turn))), abs(sin(radians(self.turn)))
            half_width, half_height = (
                half_width * across + half_height * up,
                half_width * up + half_height * across,
            )
        x, y = self.centre
        return (x - half_width, y - half_height, x + half_width, y + half_height)

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """The corners of what is seen, metres: lower left of the paper, then counter-clockwise."""
        if not self.turn:
            west, south, east, north = self.bounds
            return ((west, south), (east, south), (east, north), (west, north))
        width, height = self.size_mm
        return tuple(self.to_ground(*place) for place in ((0.0, height), (width, height), (width, 0.0), (0.0, 0.0)))

    @property
    def upright(self) -> "MapView":
        """The same paper over the same middle with north up; over `righted` ground it shows what this view does."""
        return replace(self, turn=0.0)

    def righted(self, xy: Floats) -> Floats:
        """Turn (n, 2) places on the ground about the middle so that the top of the paper lies to the north."""
        if not self.turn:
            return xy
        across, up = cos(radians(self.turn)), sin(radians(self.turn))
        turn = np.array(((across, up), (-up, across)))
        return np.asarray((xy - self.centre) @ turn + self.centre, dtype=np.float64)

    def to_paper(self, xy: Floats) -> Floats:
        """Turn (n, 2) ground metres into (n, 2) paper millimetres from the top left corner, y down."""
        west, _, _, north = self.upright.bounds if self.turn else self.bounds
        factor = self.mm_per_metre
        ground = self.righted(xy)
        paper = np.empty((len(ground), 2))
        # Column by column: numpy is fifteen times slower where its inner loop is two numbers long.
        np.subtract(ground[:, 0], west, out=paper[:, 0])
        np.subtract(north, ground[:, 1], out=paper[:, 1])
        paper *= factor
        return paper

    def to_ground(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """Turn a place on the paper into metres on the ground."""
        if self.turn:
            east, north = self._off(x_mm - self.size_mm[0] / 2, y_mm - self.size_mm[1] / 2, self.scale)
            return (self.centre[0] + east, self.centre[1] + north)
        west, _, _, north = self.bounds
        return (west + x_mm / self.mm_per_metre, north - y_mm / self.mm_per_metre)

    def shows(self, xy: Floats) -> npt.NDArray[np.bool_]:
        """Tell of (n, 2) places on the ground which lie in the frame."""
        if not self.turn:
            west, south, east, north = self.bounds
            x, y = xy[:, 0], xy[:, 1]
        else:
            (west, south), (east, north) = (0.0, 0.0), self.size_mm
            x, y = self.to_paper(xy).T
        return np.asarray((x >= west) & (x <= east) & (y >= south) & (y <= north), dtype=np.bool_)

    def zoomed(self, factor: float, about_mm: tuple[float, float] | None = None) -> "MapView":
        """Show the ground `factor` times larger, the place at `about_mm` staying where it is."""
        scale = self.scale / factor
        if about_mm is None:
            return replace(self, scale=scale)
        x, y = self.to_ground(*about_mm)
        east, north = self._off(about_mm[0] - self.size_mm[0] / 2, about_mm[1] - self.size_mm[1] / 2, scale)
        return replace(self, scale=scale, centre=(x - east, y - north))

    def panned(self, dx_mm: float, dy_mm: float) -> "MapView":
        """Move the paper over the ground: the ground seems to move by (-dx, -dy)."""
        x, y = self.centre
        east, north = self._off(dx_mm, dy_mm, self.scale)
        return replace(self, centre=(x + east, y + north))

    def _off(self, right_mm: float, down_mm: float, scale: float) -> tuple[float, float]:
        """Give metres to the east and to the north for a way on the paper at a scale."""
        step = scale / 1000.0
        right, up = right_mm * step, -down_mm * step
        if not self.turn:
            return (right, up)
        along, aside = cos(radians(self.turn)), sin(radians(self.turn))
        return (right * along + up * aside, up * along - right * aside)

    @classmethod
    def fitting(cls, bounds: Bounds, size_mm: tuple[float, float], epsg: int = 31370) -> "MapView":
        """Show all of `bounds` as large as the paper allows, with a margin of 4 % around it."""
        west, south, east, north = bounds
        width, height = max(east - west, 1.0), max(north - south, 1.0)
        scale = 1000.0 * 1.08 * max(width / size_mm[0], height / size_mm[1])
        return cls(((west + east) / 2, (south + north) / 2), scale, size_mm, epsg)
