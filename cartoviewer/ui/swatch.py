"""Samples of how a class is drawn, painted by the map's own painter."""

import numpy as np
from PySide6.QtGui import QPixmap

from cartoviewer.render.picture import paint_picture
from cartoviewer.render.symbol_painter import glyph_bounds_mm
from cartoviewer.scene.scene import AreaBatch, Element, Glyph, LineBatch, MarkBatch, Scene
from cartoviewer.scene.view import MapView
from layers.shapes import GeometryKind
from resources.texts import Language
from symbols.style import Style

__all__ = ["swatch"]

_MM_PER_PX = 25.4 / 96.0
_MARGIN_MM = 0.6


def swatch(
    style: Style, kind: GeometryKind, language: Language, size_px: tuple[int, int], pixel_ratio: float = 1.0
) -> QPixmap:
    """Paint a sample of a style.

    Parameters
    ----------
    size_px
        Logical pixels.
    pixel_ratio
        Device pixels for each of them.
    """
    width, height = size_px[0] * _MM_PER_PX, size_px[1] * _MM_PER_PX
    scene = Scene(
        MapView((0.0, 0.0), 1000.0, (width, height)), elements=_elements(style, kind, width, height, language)
    )
    device_px = (round(size_px[0] * pixel_ratio), round(size_px[1] * pixel_ratio))
    pixmap = QPixmap.fromImage(paint_picture(scene, language, device_px, 96.0 * pixel_ratio))
    pixmap.setDevicePixelRatio(pixel_ratio)
    return pixmap


def _elements(
    style: Style, kind: GeometryKind, width: float, height: float, language: Language
) -> tuple[Element, ...]:
    if style.mark is not None:
        return (_mark(style.mark.symbol, width, height, language),)
    if kind is GeometryKind.LINE and style.stroke is not None:
        path = np.array(
            [[_MARGIN_MM, height * 0.7], [width * 0.4, height * 0.35], [width - _MARGIN_MM, height * 0.6]]
        )
        return (LineBatch(path, np.array([0, 3]), style.stroke),)
    left, top, right, bottom = _MARGIN_MM, _MARGIN_MM, width - _MARGIN_MM, height - _MARGIN_MM
    ring = np.array([[left, top], [right, top], [right, bottom], [left, bottom], [left, top]])
    offsets = np.array([0, 5])
    return (AreaBatch(ring, offsets, np.array([0, 1]), style.fill, style.stroke, style.band),)


def _mark(symbol: str, width: float, height: float, language: Language) -> MarkBatch:
    """Put a whole sign in the middle, wherever in it its place is."""
    left, top, right, bottom = glyph_bounds_mm(Glyph(symbol, 1.0), language)
    size = min((width - _MARGIN_MM) / (right - left), (height - _MARGIN_MM) / (bottom - top))
    place = np.array([[width / 2 - size * (left + right) / 2, height / 2 - size * (top + bottom) / 2]])
    return MarkBatch(place, Glyph(symbol, size))
