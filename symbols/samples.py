"""What a zone or a line looks like in the square of a palette."""

from math import cos, radians, sin
from typing import Final

import msgspec
import numpy as np

from resources.texts import Language
from symbols import outlines
from symbols.grammar import Symbol
from symbols.lines import decorations, line_style
from symbols.path import Path, circle, polyline, rectangle
from symbols.pictograms import fitted
from symbols.shape import Shape
from symbols.style import Hatch, Stroke
from symbols.zones import zone_note, zone_style

__all__ = ["area_sample", "closing", "line_sample"]

_UNITS_PER_MM: Final = 6.0
"""A sample is drawn at three fifths of the size it has beside a symbol of 8 mm."""
_BOX: Final = (12.0, 21.0, 88.0, 79.0)


def area_sample(symbol: Symbol, language: Language) -> list[Shape]:
    """Give a rectangle in the style of an area, with the beginning of what is written across it."""
    style = zone_style(symbol.id)
    path = rectangle(_BOX, 6.0)
    shapes = [Shape(path, "#FFFFFF", "#FFFFFF", 10.0, join="round")]
    if style.fill is not None:
        shapes.append(Shape(path, style.fill.colour, alpha=style.fill.alpha))
        if style.fill.hatch is not None:
            shapes.append(_hatched(style.fill.hatch))
    if style.stroke is not None:
        shapes.extend(_stroked(path, style.stroke))
    note = zone_note(symbol.id)
    if note.fr:
        # One word has room: the first language of two.
        word = note.in_language(language.parts[0])[:3] + "."
        written = fitted(outlines.letters(word), (21.0, 36.0, 79.0, 64.0))
        shapes += [Shape(written, "", "#FFFFFF", 6.0, join="round"), Shape(written, "#1A1A1A")]
    return shapes


def line_sample(symbol: Symbol) -> list[Shape]:
    """Give a short rising line with its pattern."""
    points = np.array([[1.0, 10.6], [5.4, 10.6], [11.2, 6.0], [15.6, 6.0]])
    path = polyline([(x * _UNITS_PER_MM, y * _UNITS_PER_MM) for x, y in points.tolist()])
    stroke = line_style(str(symbol))
    motifs = decorations(str(symbol), points, mm_per_km=None)
    return [*_stroked(path, stroke), *(motif.mapped(_UNITS_PER_MM, 0, 0) for motif in motifs)]


def closing(stroke: Stroke, length_mm: float) -> Stroke:
    """Give a stroke whose dashes, stretched or squeezed, come out even on a closed line of this length."""
    dash = stroke.dash_mm
    if not dash:
        return stroke
    stretch = length_mm / max(1, round(length_mm / sum(dash))) / sum(dash)
    return msgspec.structs.replace(
        stroke, dash_mm=tuple(part * stretch for part in dash), dash_from_mm=dash[0] * stretch / 2
    )


def _stroked(path: Path, stroke: Stroke) -> list[Shape]:
    if path.ops.endswith("Z"):
        stroke = closing(stroke, path.length / _UNITS_PER_MM)
    return [_line(path, line) for line in (stroke.casing(), stroke) if line is not None]


def _line(path: Path, stroke: Stroke) -> Shape:
    return Shape(
        path,
        line=stroke.colour,
        width=stroke.width_mm * _UNITS_PER_MM,
        dash=tuple(length * _UNITS_PER_MM for length in stroke.dash_mm),
        dash_from=stroke.dash_from_mm * _UNITS_PER_MM,
        cap="butt" if stroke.cap == "flat" else stroke.cap,
        join="round",
        alpha=stroke.alpha,
    )


def _hatched(hatch: Hatch) -> Shape:
    """Give the hatch of the sample's rectangle; the lines are cut at its edges."""
    left, top, right, bottom = (side + inset for side, inset in zip(_BOX, (4.0, 4.0, -4.0, -4.0), strict=True))
    step = hatch.spacing_mm * _UNITS_PER_MM
    if hatch.kind == "dots":
        dots = Path()
        for row, y in enumerate(np.arange(top + step / 2, bottom, step).tolist()):
            for x in np.arange(left + step / 2 * (1 + row % 2), right, step).tolist():
                dots += circle(x, y, hatch.width_mm * _UNITS_PER_MM * 0.7)
        return Shape(dots, hatch.colour, alpha=min(1.0, hatch.alpha * 1.4))
    lines = Path()
    for angle in (hatch.angle_deg, hatch.angle_deg + 90.0)[: 2 if hatch.kind == "cross" else 1]:
        dx, dy = cos(radians(angle)), -sin(radians(angle))
        for off in np.arange(-60.0, 60.0, step).tolist():
            x, y = 50.0 - dy * off, 50.0 + dx * off
            spans = [sorted(((left - x) / dx, (right - x) / dx)), sorted(((top - y) / dy, (bottom - y) / dy))]
            first, last = max(span[0] for span in spans), min(span[1] for span in spans)
            if last - first > 1.0:
                lines += polyline([(x + dx * first, y + dy * first), (x + dx * last, y + dy * last)])
    width = hatch.width_mm * _UNITS_PER_MM
    return Shape(lines, line=hatch.colour, width=width, alpha=min(1.0, hatch.alpha * 1.3))
