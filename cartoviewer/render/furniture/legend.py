"""The legend: samples painted by the very painter of the map, so that they cannot differ from it."""

from dataclasses import replace

import numpy as np
from PySide6.QtGui import QColor, QPainter

from cartoviewer.render.device import Device
from cartoviewer.render.furniture.lettering import paint_block
from cartoviewer.render.furniture.rules import paint_rule
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.render.parts import UNDIVIDED, Parts
from cartoviewer.render.symbol_painter import glyph_bounds_mm, paint_glyph
from cartoviewer.scene.furniture import LegendPanel, LegendSample
from cartoviewer.scene.layer_elements import DOT_MM
from cartoviewer.scene.scene import AreaBatch, Element, LineBatch, Scene
from cartoviewer.scene.view import MapView
from resources.texts import Language
from symbols.samples import closing
from symbols.style import Fill, Stroke
from symbols.symbology import palette_colour

__all__ = ["paint_legend"]

_PATCH_MM = 8.0
"""How wide a patch is whose lines are as thick as on the map."""
_INSET_MM = 0.8
_EDGE = Stroke("#B9B0A4", 0.1)
"""Around a fill that has no edge of its own: many are hardly darker than the paper."""
_PALE = 230
"""From this lightness (0 to 255) a line is shown on the ground."""
_PATTERN_INSET_MM = 1.6
"""Arrows and round ends reach beyond the ends of a line with a pattern."""


def paint_legend(
    painter: QPainter, device: Device, legend: LegendPanel, language: Language, parts: Parts = UNDIVIDED
) -> None:
    """Paint every class with its sample and its name."""
    if legend.rule:
        paint_rule(painter, device, legend.box)
    for block in legend.blocks:
        paint_block(painter, device, block, parts)
    for sample in legend.samples:
        parts.begin(sample)
        _paint_sample(painter, device, sample, language)
        paint_block(painter, device, sample.text, parts)


def _paint_sample(painter: QPainter, device: Device, sample: LegendSample, language: Language) -> None:
    x, y, width, height = sample.box
    wide, high = sample.patch_mm
    # A smaller patch is a smaller picture of the same line and fill, as a smaller symbol is of a symbol.
    factor = wide / _PATCH_MM
    natural = (_PATCH_MM, high / factor)
    elements = _patch(sample, natural)
    if sample.entry.glyph is not None:
        glyph = replace(sample.entry.glyph, size_mm=sample.entry.glyph.size_mm * sample.scale)
        left, top, right, bottom = glyph_bounds_mm(glyph, language)
        middle_x, middle_y = x + width / 2, y + height / 2
        paint_glyph(
            painter, glyph, language, middle_x - (left + right) / 2, middle_y - (top + bottom) / 2, device=device
        )
    if elements:
        painter.save()
        painter.translate(x + (width - wide) / 2, y + (height - high) / 2)
        painter.scale(factor, factor)
        paint_scene(painter, Scene(MapView((0.0, 0.0), 1000.0, natural), elements), language, device)
        painter.restore()


def _patch(sample: LegendSample, size_mm: tuple[float, float]) -> tuple[Element, ...]:
    """Give an area as a small rectangle, a line as a short stroke, a dot as a dot."""
    entry = sample.entry
    wide, high = size_mm
    if entry.glyph is not None:
        return ()
    if entry.fill is not None or entry.band is not None:
        inset = _INSET_MM if entry.stroke or entry.band else _EDGE.width_mm
        low, right, foot = inset, wide - inset, high - inset
        # It begins in the middle of a side, where the ends of the line meet unseen.
        ring = np.array([(low, high / 2), (low, low), (right, low), (right, foot), (low, foot), (low, high / 2)])
        # A patch is short: dashes that do not come out even would look like a fault of the line.
        stroke = closing(entry.stroke, 2 * (right - low + foot - low)) if entry.stroke else None
        if stroke is None and entry.band is None:
            stroke = _EDGE
        return (AreaBatch(ring, np.array([0, 6]), np.array([0, 1]), entry.fill, stroke, entry.band),)
    if entry.stroke is not None and entry.is_dot:
        dot = np.array([(wide / 2, high / 2), (wide / 2 + DOT_MM, high / 2)])
        return (LineBatch(dot, np.array([0, 2]), entry.stroke),)
    if entry.stroke is not None:
        inset = _PATTERN_INSET_MM if entry.pattern else _INSET_MM
        line = np.array([(inset * 0.75, high / 2), (wide - inset, high / 2)])
        sample_line = LineBatch(line, np.array([0, 2]), entry.stroke, entry.pattern)
        return (
            (_ground(size_mm), sample_line) if QColor(entry.stroke.colour).lightness() > _PALE else (sample_line,)
        )
    return ()


def _ground(size_mm: tuple[float, float]) -> AreaBatch:
    """Give the ground under a pale line, which would not be seen on white paper."""
    wide, high = size_mm
    ring = np.array([(0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high), (0.0, 0.0)])
    return AreaBatch(ring, np.array([0, 5]), np.array([0, 1]), Fill(palette_colour("built_up")), None)
