"""Styles and symbols as a web page draws them: pixels at 96 to the inch, SVG patterns and icons."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from resources.texts import Language
from symbols.drawing import draw
from symbols.grammar import Symbol
from symbols.lines import decorations
from symbols.path import XY, Path
from symbols.shape import Shape
from symbols.style import Band, Fill, Stroke, Style
from symbols.svg import to_svg

__all__ = ["PageStyles", "pixels", "signs_svg"]

_PX_PER_MM: Final = 96.0 / 25.4
_SIZE: Final = re.compile(r'width="([\d.]+)mm" height="([\d.]+)mm"')
_ANCHOR: Final = re.compile(r' data-anchor-x="(-?[\d.]+)" data-anchor-y="(-?[\d.]+)"')
# Signs along a line are measured on a line this long, and repeat after it.
_PERIOD_MM: Final = 144.0
_SAMPLE: Final = (40.0, 24.0)


def pixels(mm: float) -> float:
    """Turn millimetres on paper into pixels on a screen."""
    return round(mm * _PX_PER_MM, 2)


@dataclass(slots=True)
class PageStyles:
    """Collects the icons and patterns that a page needs, each once.

    Parameters
    ----------
    language
        The language of letters inside symbols.
    """

    language: Language
    icons: dict[str, dict[str, Any]] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)

    def icon(
        self,
        code: str,
        size_mm: float,
        *,
        left: str = "",
        right: str = "",
        bottom: str = "",
        number: str = "",
        direction_deg: float | None = None,
    ) -> str:
        """Give the key of a symbol's icon; its anchor is the pixel that stands on the place."""
        key = "|".join((code, f"{size_mm:g}", left, right, bottom, number, str(direction_deg)))
        if key not in self.icons:
            drawing = draw(Symbol.read(code), self.language, left, right, bottom, number, direction_deg)
            svg = to_svg(drawing, size_mm)
            size, anchor = _SIZE.search(svg), _ANCHOR.search(svg)
            if size is None or anchor is None:
                raise ValueError(f"the drawing of {code} tells neither its size nor its anchor")
            width, height = (pixels(float(length)) for length in size.groups())
            x, y = (pixels(float(length)) for length in anchor.groups())
            svg = _ANCHOR.sub("", _SIZE.sub(f'width="{width}" height="{height}"', svg, count=1), count=1)
            self.icons[key] = {"svg": svg, "width": width, "height": height, "x": x, "y": y}
        return key

    def style(self, style: Style, *, pane: str = "", opacity: float = 1.0, pattern: str = "") -> dict[str, Any]:
        """Give a style as the page's script reads it.

        Parameters
        ----------
        pane
            What it is drawn on, where that is not the layer's own place in the order.
        pattern
            A line's code or a zone's edge.
        """
        told: dict[str, Any] = {"pane": pane}
        if style.fill is not None:
            told["fill"] = self._fill(style.fill, opacity)
        if style.ground is not None:
            told["ground"] = {"colour": style.ground.colour, "alpha": _alpha(style.ground.alpha, opacity)}
        if style.band is not None:
            told["band"] = {
                "colour": style.band.colour,
                "alpha": _alpha(style.band.alpha, opacity),
                "width": pixels(style.band.width_mm * 2),
            }
        if style.stroke is not None and style.stroke.width_mm > 0:
            told["stroke"] = _stroke(style.stroke, opacity)
            told["radius"] = pixels(style.stroke.width_mm / 2)
        if style.mark is not None:
            told["icon"] = self.icon(style.mark.symbol, style.mark.size_mm)
        if pattern:
            motifs = _motifs(pattern)
            if motifs is not None:
                told["motifs"] = motifs
        return told

    def _fill(self, fill: Fill, opacity: float) -> dict[str, Any]:
        told: dict[str, Any] = {"colour": fill.colour, "alpha": _alpha(fill.alpha, opacity)}
        if fill.hatch is not None:
            told["pattern"] = self._pattern(fill, opacity)
        return told

    def _pattern(self, fill: Fill, opacity: float) -> str:
        """Give the id of an SVG pattern that tints and hatches at once."""
        hatch = fill.hatch
        if hatch is None:
            raise ValueError("a fill without a hatch needs no pattern")
        step, width = pixels(hatch.spacing_mm), pixels(hatch.width_mm)
        tint = (
            f'<rect width="{step}" height="{step}" fill="{fill.colour}" '
            f'fill-opacity="{_alpha(fill.alpha, opacity)}"/>'
        )
        ink = f'stroke="{hatch.colour}" stroke-opacity="{_alpha(hatch.alpha, opacity)}" stroke-width="{width}"'
        half = step / 2
        if hatch.kind == "dots":
            drawn = (
                f'<circle cx="{half}" cy="{half}" r="{max(width / 2, 0.6)}" fill="{hatch.colour}" '
                f'fill-opacity="{_alpha(hatch.alpha, opacity)}"/>'
            )
        else:
            drawn = f'<path d="M0 {half}H{step}" fill="none" {ink}/>'
            if hatch.kind == "cross":
                drawn += f'<path d="M{half} 0V{step}" fill="none" {ink}/>'
        body = (
            f'width="{step}" height="{step}" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate({-hatch.angle_deg:g})">{tint}{drawn}</pattern>'
        )
        for key, known in self.patterns.items():
            if known == body:
                return key
        key = f"hatch-{len(self.patterns) + 1}"
        self.patterns[key] = body
        return key

    def definitions(self) -> str:
        """Give the SVG that holds all patterns; fills refer to it by their ids."""
        found = "".join(f'<pattern id="{key}" {body}' for key, body in self.patterns.items())
        return f'<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>{found}</defs></svg>'

    def area_sample(self, style: Style) -> str:
        """Give the legend's patch of an area."""
        width, height = _SAMPLE
        parts = []
        for fill in (style.ground, style.fill):
            if fill is not None:
                paint = f"url(#{self._pattern(fill, 1.0)})" if fill.hatch is not None else fill.colour
                alpha = 1.0 if fill.hatch is not None else fill.alpha
                parts.append(
                    f'<rect x="3" y="4" width="{width - 6}" height="{height - 8}" '
                    f'fill="{paint}" fill-opacity="{alpha:g}"/>'
                )
        path = f"M3 4H{width - 3}V{height - 4}H3Z"
        if style.band is not None:
            parts.append(_drawn_band(path, style.band))
        parts.extend(_drawn_stroke(path, style.stroke))
        return _svg(parts)

    def line_sample(self, stroke: Stroke, pattern: str = "") -> str:
        """Give the legend's stretch of a line."""
        width, height = _SAMPLE
        middle = height / 2
        parts = _drawn_stroke(f"M2 {middle}H{width - 2}", stroke)
        if pattern:
            length = (width - 4) / _PX_PER_MM
            shapes = decorations(pattern, np.array([[0.0, 0.0], [length, 0.0]]))
            inner = "".join(_element(shape) for shape in shapes)
            parts.append(f'<g transform="translate(2 {middle}) scale({_PX_PER_MM:.4f})">{inner}</g>')
        return _svg(parts)

    def mark_sample(self, icon: str) -> str:
        """Give the legend's symbol."""
        return str(self.icons[icon]["svg"])


def _alpha(alpha: float, opacity: float) -> float:
    return round(alpha * opacity, 3)


def _dash(stroke: Stroke) -> str | None:
    return " ".join(f"{pixels(length):g}" for length in stroke.dash_mm) or None


def _stroke(stroke: Stroke, opacity: float) -> dict[str, Any]:
    return {
        "colour": stroke.colour,
        "alpha": _alpha(stroke.alpha, opacity),
        "width": max(pixels(stroke.width_mm), 0.75),
        "dash": _dash(stroke),
        "cap": "butt" if stroke.cap == "flat" else stroke.cap,
        "casing": stroke.casing_colour,
        "beyond": pixels(stroke.casing_mm) if stroke.casing_colour else 0,
    }


def _drawn_stroke(path: str, stroke: Stroke | None) -> list[str]:
    if stroke is None or stroke.width_mm <= 0:
        return []
    told = _stroke(stroke, 1.0)
    found = []
    if told["beyond"]:
        wide = told["width"] + 2 * told["beyond"]
        found.append(f'<path d="{path}" fill="none" stroke="{told["casing"]}" stroke-width="{wide:g}"/>')
    dash = f' stroke-dasharray="{told["dash"]}"' if told["dash"] else ""
    found.append(
        f'<path d="{path}" fill="none" stroke="{told["colour"]}" stroke-opacity="{told["alpha"]}" '
        f'stroke-width="{told["width"]:g}" stroke-linecap="{told["cap"]}"{dash}/>'
    )
    return found


def _drawn_band(path: str, band: Band) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{band.colour}" stroke-opacity="{band.alpha:g}" '
        f'stroke-width="{pixels(band.width_mm)}"/>'
    )


def _svg(parts: list[str]) -> str:
    width, height = _SAMPLE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def _motifs(pattern: str) -> dict[str, Any] | None:
    """Give the signs along a line: where they stand on the first stretch, and how often that repeats."""
    signs: dict[str, int] = {}
    places: list[tuple[float, int]] = []
    for at, parts in sorted(_signs(decorations(pattern, np.array([[0.0, 0.0], [_PERIOD_MM, 0.0]]))).items()):
        svg = signs_svg(replace(part, path=part.path.moved(-at, 0.0)) for part in parts)
        places.append((at, signs.setdefault(svg, len(signs))))
    if not places:
        return None
    told: dict[str, Any] = {"period": pixels(_PERIOD_MM)}
    last, sign = places[-1]
    # Signs stand half a step from both ends; one that stands nearer to the end says where the line leads.
    if places[0][0] - (_PERIOD_MM - last) > 0.6:
        told["end"] = [pixels(_PERIOD_MM - last), list(signs)[sign]]
        places.pop()
    told["places"] = [[pixels(at), sign] for at, sign in places]
    told["signs"] = list(signs)
    # A picture on a disc stays upright; an arrow turns with the line.
    told["upright"] = ["C" in svg for svg in signs]
    return told


def _signs(shapes: tuple[Shape, ...]) -> dict[float, list[Shape]]:
    """Part the shapes along a straight line into signs by where they stand, to half a millimetre."""
    found: dict[float, list[Shape]] = {}
    for shape in shapes:
        for path in _pieces(shape.path):
            left, _, right, _ = path.bounds
            middle = (left + right) / 2
            at = next((known for known in found if abs(known - middle) < 1.6), None)
            if at is None:
                at = round(middle, 2)
            found.setdefault(at, []).append(replace(shape, path=path))
    return found


def _pieces(path: Path) -> list[Path]:
    """Part a path at each move."""
    pieces: list[Path] = []
    used = {"M": 1, "L": 1, "C": 3, "Z": 0}
    index = 0
    ops = ""
    points: list[XY] = []
    for op in path.ops:
        if op == "M" and ops:
            pieces.append(Path(ops, tuple(points)))
            ops, points = "", []
        ops += op
        points.extend(path.points[index : index + used[op]])
        index += used[op]
    if ops:
        pieces.append(Path(ops, tuple(points)))
    return pieces


def signs_svg(shapes: Iterable[Shape]) -> str:
    """Give shapes as SVG elements, in the unit of their paths."""
    return "".join(_element(shape) for shape in shapes)


def _element(shape: Shape) -> str:
    said = f'd="{_commands(shape.path)}" fill="{shape.fill or "none"}"'
    if shape.line:
        said += f' stroke="{shape.line}" stroke-width="{shape.width:g}" stroke-linejoin="{shape.join}"'
    if shape.alpha < 1.0:
        said += f' opacity="{shape.alpha:g}"'
    return f"<path {said}/>"


def _commands(path: Path) -> str:
    written, index = [], 0
    for op in path.ops:
        count = {"M": 1, "L": 1, "C": 3, "Z": 0}[op]
        points = path.points[index : index + count]
        written.append(op + " ".join(f"{round(x, 2):g} {round(y, 2):g}" for x, y in points))
        index += count
    return "".join(written)
