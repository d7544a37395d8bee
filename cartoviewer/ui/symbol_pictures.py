"""Symbols of the catalogue as small pictures for lists and buttons, drawn by the painter of the map."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from cartoviewer.render.symbol_painter import glyph_bounds_mm, paint_glyph
from cartoviewer.scene.scene import Glyph
from resources.texts import Language

__all__ = ["SymbolPictures"]

_PAPER: Final = "#FBFAF7"
_SIZE_MM: Final = 8.0


class SymbolPictures:
    """Draws symbols on a tile of paper and keeps what was drawn; on a dark window they look as on the map."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, Language, int, float], QPixmap] = {}

    def pixmap(self, symbol: str, language: Language, side: int, ratio: float = 1.0) -> QPixmap:
        """Give a symbol in a square.

        Parameters
        ----------
        symbol
            A code of the symbol grammar.
        side
            Logical pixels.
        ratio
            Device pixels to a logical one.
        """
        key = (symbol, language, side, ratio)
        if key not in self._drawn:
            self._drawn[key] = _drawn(symbol, language, side, ratio)
        return self._drawn[key]

    def icon(self, symbol: str, language: Language, side: int = 32) -> QIcon:
        """Give a symbol as an icon, sharp on screens of one and of two device pixels."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(symbol, language, side, ratio))
        return icon


def _drawn(symbol: str, language: Language, side: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    glyph = Glyph(symbol, _SIZE_MM)
    left, top, right, bottom = glyph_bounds_mm(glyph, language)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_PAPER))
    painter.drawRoundedRect(QRectF(0, 0, side, side), 4, 4)
    inner = side * 0.88
    # All frames at one size, so that a diamond and a flag keep their proportions; only what is wider shrinks.
    scale = min(inner / (_SIZE_MM * 1.25), inner / max(right - left, 0.1), inner / max(bottom - top, 0.1))
    painter.translate(side / 2, side / 2)
    painter.scale(scale, scale)
    paint_glyph(painter, glyph, language, -(left + right) / 2, -(top + bottom) / 2)
    painter.end()
    return pixmap
