"""Type for the painter: the bundled fonts, at the fineness that a painter scaled to millimetres needs.

A `QFont` has whole pixels for its size, and a millimetre is a pixel to such a painter. So a font is made
`UNITS_PER_PT` times too large and drawn under a scale of `MM_PER_UNIT`; text then has the same width on every
device, to a hundredth of a millimetre.
"""

from functools import cache, lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPainter

from resources.typefaces import SANS, SERIF, Weight, typeface_files

__all__ = ["MM_PER_PT", "MM_PER_UNIT", "UNITS_PER_PT", "qfont", "register_fonts", "set_font", "text_width_mm"]

MM_PER_PT: Final = 25.4 / 72
UNITS_PER_PT: Final = 10
MM_PER_UNIT: Final = MM_PER_PT / UNITS_PER_PT

_USUAL_DPI: Final = 96.0
_WEIGHTS: Final = {
    "regular": QFont.Weight.Normal,
    "semibold": QFont.Weight.DemiBold,
    "bold": QFont.Weight.Bold,
}


@cache
def register_fonts() -> None:
    """Tell Qt of the bundled fonts; needs an application object, and is done once however often it is called."""
    for path in typeface_files():
        QFontDatabase.addApplicationFont(str(path))


@lru_cache(maxsize=256)
def qfont(
    size_pt: float, weight: Weight = "regular", italic: bool = False, serif: bool = False, tracking: float = 0.0
) -> QFont:
    """Give a font for a painter scaled by `MM_PER_UNIT` millimetres.

    Parameters
    ----------
    size_pt
        Size on paper, points.
    weight
        `regular`, `semibold` or `bold`.
    italic, serif
        The cut and the family.
    tracking
        Extra space between letters, as a share of the size.
    """
    register_fonts()
    font = QFont(SERIF if serif else SANS)
    font.setPixelSize(max(round(size_pt * UNITS_PER_PT), 1))
    font.setWeight(_WEIGHTS[weight])
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias | QFont.StyleStrategy.NoSubpixelAntialias)
    if tracking:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, tracking * size_pt * UNITS_PER_PT)
    return font


def set_font(painter: QPainter, font: QFont) -> None:
    """Give a painter a font whose letters stand as far apart on its device as they measure.

    Qt widens the space between letters by the fineness of the device over that of the screen, in whole numbers (a
    PDF of 1200 dpi on a screen of 96: 12 times; a picture of 144 dpi: not at all), though the letters themselves
    keep their size.
    """
    spacing = font.letterSpacing()
    if spacing:
        device = painter.device()
        screen = QGuiApplication.primaryScreen()
        usual = screen.logicalDotsPerInchY() if screen is not None else _USUAL_DPI
        font = QFont(font)
        widened = max(device.logicalDpiY() // round(usual), 1)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing / widened)
    painter.setFont(font)


def text_width_mm(
    text: str, size_pt: float, weight: Weight = "regular", italic: bool = False, serif: bool = False
) -> float:
    """Measure one line of text, millimetres on paper."""
    return QFontMetricsF(qfont(size_pt, weight, italic, serif)).horizontalAdvance(text) * MM_PER_UNIT
