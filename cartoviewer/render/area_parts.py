"""Areas taken apart into plain fills and lines, for those who paint without Qt: the screen's loops, and the PDF."""

from dataclasses import replace

import msgspec
import numpy as np

from cartoviewer.render.patterns import band_area, hatch_dots, hatch_lines
from cartoviewer.scene.scene import AreaBatch, LineBatch
from symbols.style import Fill, Stroke

__all__ = ["is_plain", "taken_apart"]

_DOT_MM = 0.001


def is_plain(batch: AreaBatch) -> bool:
    """Tell whether areas have nothing but a fill and an undashed outline."""
    fill, stroke = batch.fill, batch.stroke
    return (
        batch.band is None
        and (fill is None or fill.hatch is None)
        and (stroke is None or not (stroke.dash_mm or stroke.casing_colour))
    )


def taken_apart(batch: AreaBatch, size_mm: tuple[float, float]) -> tuple[AreaBatch | LineBatch, ...]:
    """Give the parts of areas in the order of painting: fill, hatch, band along the edge, casing and line."""
    parts: list[AreaBatch | LineBatch] = []
    fill = batch.fill
    if fill is not None and fill.alpha > 0:
        plain = msgspec.structs.replace(fill, hatch=None)
        parts.append(replace(batch, fill=plain, stroke=None, band=None))
    if fill is not None and fill.hatch is not None:
        parts.append(_hatch(batch, fill, size_mm))
    if batch.band is not None:
        band = band_area(batch, size_mm)
        inside = Fill(batch.band.colour, batch.band.alpha)
        parts.append(AreaBatch(band.xy, band.rings, band.parts[band.features], inside, None, opacity=batch.opacity))
    if batch.stroke is not None:
        first, last = batch.features[0], batch.features[-1]
        rings = batch.rings[first : last + 1]
        parts.append(
            LineBatch(batch.xy[rings[0] : rings[-1]], rings - rings[0], batch.stroke, opacity=batch.opacity)
        )
    return tuple(parts)


def _hatch(batch: AreaBatch, fill: Fill, size_mm: tuple[float, float]) -> LineBatch:
    hatch = fill.hatch
    assert hatch is not None
    if hatch.kind == "dots":
        places = np.repeat(hatch_dots(batch, hatch, size_mm), 2, axis=0)
        places[1::2, 0] += _DOT_MM
        begins = np.arange(0, len(places) + 1, 2, dtype=np.int64)
        return LineBatch(
            places, begins, Stroke(hatch.colour, hatch.width_mm, alpha=hatch.alpha), opacity=batch.opacity
        )
    lines = hatch_lines(batch, hatch, size_mm)
    stroke = Stroke(hatch.colour, hatch.width_mm, alpha=hatch.alpha, cap="flat")
    return LineBatch(lines.xy, lines.rings, stroke, opacity=batch.opacity)
