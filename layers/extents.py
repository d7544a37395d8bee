"""Where coordinates of Brussels and Belgium lie in each CRS, so that numbers without a CRS can be recognised."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from layers.crs import LAMBERT_72, LAMBERT_2008, UTM_31N, WEB_MERCATOR, WGS84
from layers.shapes import Bounds, Floats

__all__ = ["BELGIUM", "BELGIUM_IN", "REGION", "SURROUNDINGS", "Guess", "inside", "recognise"]

Booleans = npt.NDArray[np.bool_]

REGION: Final[Bounds] = (140_650, 161_110, 158_390, 178_350)
"""The Region in Lambert 72: the box around its corners."""

SURROUNDINGS: Final[Bounds] = (130_650, 151_110, 168_390, 188_350)
"""The Region and 10 km around it, in Lambert 72; what lies outside deserves a word."""

BELGIUM: Final[Bounds] = (17_000, 20_000, 300_000, 250_000)
"""Belgium in Lambert 72, generously."""

# Belgium in each CRS that is recognised, in the order of trust: degrees are small numbers and would also pass as
# metres of Lambert 72 near its origin.
BELGIUM_IN: Final[dict[int, Bounds]] = {
    WGS84: (2.3, 49.4, 6.6, 51.7),
    LAMBERT_72: BELGIUM,
    LAMBERT_2008: (517_000, 520_000, 800_000, 750_000),
    UTM_31N: (450_000, 5_470_000, 760_000, 5_730_000),
    WEB_MERCATOR: (255_000, 6_320_000, 735_000, 6_750_000),
}
_AROUND_BRUSSELS_IN: Final[dict[int, Bounds]] = {
    WGS84: (4.09, 50.67, 4.63, 51.01),
    LAMBERT_72: SURROUNDINGS,
    LAMBERT_2008: (630_650, 651_110, 668_390, 688_350),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """A CRS that fits numbers, and whether their order is north first."""

    epsg: int
    swapped: bool = False


def inside(xy: Floats, bounds: Bounds) -> Booleans:
    """Tell which points lie in a box; NaN lies nowhere."""
    west, south, east, north = bounds
    within: Booleans = (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
    return within


def recognise(xy: Floats, epsg: int | None = None) -> Guess | None:
    """Find the CRS in which most of the points lie in Belgium.

    Parameters
    ----------
    xy
        (n, 2) numbers in the order they were found.
    epsg
        Consider this CRS only, so that the answer tells whether it fits and in which order.

    Returns
    -------
    Guess or None
        None when more than half of the points lie in Belgium in no CRS. Of the two orders the given one wins
        unless only the other fits, or far more of the points lie around Brussels in the other.
    """
    finite = xy[np.isfinite(xy).all(axis=1)]
    if not len(finite):
        return None
    turned = finite[:, ::-1]
    for code, bounds in BELGIUM_IN.items():
        if epsg is not None and code != epsg:
            continue
        straight_share, turned_share = inside(finite, bounds).mean(), inside(turned, bounds).mean()
        if max(straight_share, turned_share) <= 0.5:
            continue
        if turned_share > 0.5 and straight_share > 0.5:
            near = _AROUND_BRUSSELS_IN.get(code, bounds)
            straight_share, turned_share = inside(finite, near).mean(), inside(turned, near).mean()
        return Guess(
            code, swapped=bool(turned_share > straight_share + 0.2 or straight_share <= 0.0 < turned_share)
        )
    return None
