"""Samples of fills and lines for the legend of a web page, as small SVG pictures."""

from cartoviewer.export.page_features import PIXELS_PER_MM
from cartoviewer.scene.scene import LegendEntry
from symbols.style import Stroke

__all__ = ["legend_sample"]

_WIDTH, _HEIGHT = 34, 20


def legend_sample(entry: LegendEntry) -> str:
    """Draw an area as a patch and a line as a stroke across, with the colours and dashes of the map."""
    stroke = entry.stroke
    if stroke is None and entry.band is not None:
        stroke = Stroke(entry.band.colour, entry.band.width_mm, alpha=entry.band.alpha)
    if entry.fill is None and entry.band is None:
        return _svg(f'<path d="M1 {_HEIGHT / 2} H{_WIDTH - 1}" fill="none"{_stroke(stroke)}/>')
    fill = "none" if entry.fill is None else entry.fill.colour
    alpha = 1.0 if entry.fill is None else entry.fill.alpha
    return _svg(
        f'<rect x="2" y="2" width="{_WIDTH - 4}" height="{_HEIGHT - 4}" fill="{fill}" '
        f'fill-opacity="{alpha:g}"{_stroke(stroke)}/>'
    )


def _svg(content: str) -> str:
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return f'<svg {size} aria-hidden="true">{content}</svg>'


def _stroke(stroke: Stroke | None) -> str:
    if stroke is None:
        return ""
    width = min(max(stroke.width_mm * PIXELS_PER_MM, 0.8), 4.0)
    dash = " ".join(f"{length * PIXELS_PER_MM:.1f}" for length in stroke.dash_mm)
    return f' stroke="{stroke.colour}" stroke-width="{width:.2f}" stroke-opacity="{stroke.alpha:g}"' + (
        f' stroke-dasharray="{dash}"' if dash else ""
    )
