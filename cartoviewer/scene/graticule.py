"""The grid of a sheet: which lines of its coordinate system run through the map, and what stands at its edge."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from cartoviewer.scene.view import MapView

__all__ = ["Graticule", "GridLine", "graticule", "grid_step", "thousands"]

# cartography.md, bands of scale: up to this denominator, lines stand this many metres apart.
_STEPS: Final = (
    (2_500.0, 100.0),
    (7_500.0, 250.0),
    (15_000.0, 500.0),
    (35_000.0, 1_000.0),
    (100_000.0, 2_000.0),
    (250_000.0, 5_000.0),
)
_LARGEST_STEP_M: Final = 10_000.0
_NARROW_SPACE: Final = "\u202f"


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line: the coordinate it stands for, metres, and where it runs, millimetres from the map's left or top."""

    value_m: float
    at_mm: float
    text: str


@dataclass(frozen=True, slots=True)
class Graticule:
    """The lines from west to east (`eastings`) and from north to south (`northings`), `step_m` apart."""

    epsg: int
    step_m: float
    eastings: tuple[GridLine, ...]
    northings: tuple[GridLine, ...]


def grid_step(scale: float) -> float:
    """Give the distance between lines, metres, for a scale's denominator."""
    return next((step for limit, step in _STEPS if scale <= limit), _LARGEST_STEP_M)


def thousands(value: float) -> str:
    """Write whole metres with thin spaces: 148 500."""
    return f"{round(value):,}".replace(",", _NARROW_SPACE)


def graticule(view: MapView) -> Graticule:
    """Find the lines of the grid inside a view, in the view's own coordinate system."""
    step = grid_step(view.scale)
    west, south, east, north = view.bounds
    factor = view.mm_per_metre
    columns = [k * step for k in range(ceil(west / step), floor(east / step) + 1)]
    rows = [k * step for k in range(floor(north / step), ceil(south / step) - 1, -1)]
    return Graticule(
        view.epsg,
        step,
        tuple(GridLine(x, (x - west) * factor, thousands(x)) for x in columns),
        tuple(GridLine(y, (north - y) * factor, thousands(y)) for y in rows),
    )
