"""A drawing as an SVG file of its own, for web pages and other programs: no font, no link, nothing to load."""

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from symbols import outlines
from symbols.drawing import TEXT_HALO_MM, Drawing, TextField, text_size_pt
from symbols.frames import FRAME_UNITS
from symbols.path import Box, Path, union_of_boxes
from symbols.shape import Shape

__all__ = ["to_svg"]

_MM_PER_PT: Final = 25.4 / 72.0


def to_svg(drawing: Drawing, size_mm: float, *, title: str = "") -> str:
    """Write a drawing as SVG, its frame `size_mm` wide.

    The texts beside the frame are outlines too, so that the picture is the same without our fonts; they are
    repeated as `aria-label` for those who read with their ears. The root carries the anchor as `data-anchor-x`
    and `data-anchor-y`, millimetres from the top left corner, for programs that put the picture on a map.
    """
    factor = size_mm / FRAME_UNITS
    fields = [_text_shapes(field, size_mm) for field in drawing.texts]
    left, top, right, bottom = union_of_boxes([drawing.bounds, *(box for _, box in fields)])
    width, height = (right - left) * factor, (bottom - top) * factor
    label = ", ".join(
        [title, *(field.text for field in drawing.texts)] if title else [f.text for f in drawing.texts]
    )
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}mm" height="{_number(height)}mm" '
        f'viewBox="{_number(left)} {_number(top)} {_number(right - left)} {_number(bottom - top)}" '
        f'role="img" aria-label={quoteattr(label)} '
        f'data-anchor-x="{_number((drawing.anchor[0] - left) * factor)}" '
        f'data-anchor-y="{_number((drawing.anchor[1] - top) * factor)}">'
    )
    parts = [root]
    if title:
        parts.append(f"<title>{escape(title)}</title>")
    parts.extend(_path_element(shape) for shape in drawing.shapes)
    parts.extend(_path_element(shape) for shapes, _ in fields for shape in shapes)
    parts.append("</svg>")
    return "".join(parts)


def _text_shapes(field: TextField, size_mm: float) -> tuple[list[Shape], Box]:
    """Give a text as outlines with its halo, in the drawing's units, and its box."""
    em = text_size_pt(size_mm) * _MM_PER_PT * FRAME_UNITS / size_mm
    width = outlines.text_width(field.text) * em
    x = field.x - {"left": 0.0, "middle": width / 2, "right": width}[field.align]
    path = outlines.letters(field.text).scaled(em).moved(x, field.y + outlines.CAP_HEIGHT * em / 2)
    halo = TEXT_HALO_MM * FRAME_UNITS / size_mm
    box = (x - halo, field.y - em / 2 - halo, x + width + halo, field.y + em / 2 + halo)
    return [Shape(path, "", "#FFFFFF", 2 * halo, join="round"), Shape(path, "#1A1A1A")], box


def _path_element(shape: Shape) -> str:
    said = [f'd="{_commands(shape.path)}"', f'fill="{shape.fill or "none"}"']
    if shape.line:
        said.append(f'stroke="{shape.line}" stroke-width="{_number(shape.width)}"')
        if shape.dash:
            said.append(f'stroke-dasharray="{" ".join(_number(length) for length in shape.dash)}"')
            said.append(f'stroke-dashoffset="{_number(shape.dash_from)}"')
        if shape.cap != "butt":
            said.append(f'stroke-linecap="{shape.cap}"')
        if shape.join != "miter":
            said.append(f'stroke-linejoin="{shape.join}"')
    if shape.alpha < 1.0:
        said.append(f'opacity="{_number(shape.alpha)}"')
    return f"<path {' '.join(said)}/>"


def _commands(path: Path) -> str:
    written, index = [], 0
    for op in path.ops:
        count = {"M": 1, "L": 1, "C": 3, "Z": 0}[op]
        points = path.points[index : index + count]
        written.append(op + " ".join(f"{_number(x)} {_number(y)}" for x, y in points))
        index += count
    return "".join(written)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
