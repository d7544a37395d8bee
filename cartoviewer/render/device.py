"""What is painted on: pixels or vectors, how fine, in colour or not."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtGui import QColor

from symbols.symbology import grey

__all__ = ["PDF", "SCREEN", "SVG", "Device"]


@dataclass(frozen=True)
class Device:
    """A surface to paint on.

    Attributes
    ----------
    raster
        True for pixels (screen, PNG), False for vectors (PDF, SVG, printer).
    dpi
        Dots to the inch; for vectors the fineness of what has to be decided in dots.
    monochrome
        Paint in greys.
    """

    raster: bool
    dpi: float = 96.0
    monochrome: bool = False

    @cached_property
    def dot_mm(self) -> float:
        """The width of a dot, millimetres."""
        return 25.4 / self.dpi

    def colour(self, colour: str, alpha: float = 1.0) -> QColor:
        """Give a colour `#RRGGBB` as it looks on this device."""
        return _colour(grey(colour) if self.monochrome else colour, alpha)


@lru_cache(maxsize=512)
def _colour(colour: str, alpha: float) -> QColor:
    shade = QColor(colour)
    shade.setAlphaF(min(max(alpha, 0.0), 1.0))
    return shade


SCREEN = Device(raster=True)
PDF = Device(raster=False, dpi=600.0)
SVG = Device(raster=False, dpi=300.0)
