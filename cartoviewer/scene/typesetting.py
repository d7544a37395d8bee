"""Setting words in a box on paper: one line if it fits, smaller if need be, then wrapped, cut as the last resort.

Widths come from the font files themselves, so a sheet is laid out without a screen and the same everywhere.
"""

from dataclasses import dataclass
from math import inf
from typing import Final, Literal

from cartoviewer.scene.text_metrics import MM_PER_PT, width_mm
from resources.texts import Language
from resources.typefaces import Weight
from symbols.style import LabelStyle

__all__ = ["LEADING", "SMALLEST_PT", "Align", "TextBlock", "TypeStyle", "set_text", "text_width_mm"]

LEADING: Final = 1.18
"""From one baseline to the next, in multiples of the size."""
SMALLEST_PT: Final = 6.0
_ELLIPSIS: Final = "…"
_STEP_PT: Final = 0.5

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """How words look. `one_line_pt` is the smallest size to keep a line whole before it is wrapped."""

    size_pt: float
    weight: Weight = "regular"
    italic: bool = False
    colour: str = "#1A1A1A"
    tracking: float = 0.0
    one_line_pt: float = SMALLEST_PT


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that have found their size and place.

    `x_mm` is where the lines begin, are centred or end, after `align`; `y_mm` the top of the first. `cut` holds
    the whole text where it had to be shortened; `language` is the one the words are in, where that is known.
    """

    lines: tuple[str, ...]
    style: TypeStyle
    size_pt: float
    x_mm: float = 0.0
    y_mm: float = 0.0
    align: Align = "left"
    cut: str = ""
    language: Language | None = None

    @property
    def line_mm(self) -> float:
        """From one baseline to the next."""
        return self.size_pt * MM_PER_PT * LEADING

    @property
    def height_mm(self) -> float:
        """How much room the lines take."""
        return self.line_mm * len(self.lines)

    @property
    def width_mm(self) -> float:
        """The longest line."""
        return max((text_width_mm(line, self.style, self.size_pt) for line in self.lines), default=0.0)

    @property
    def bottom_mm(self) -> float:
        """Where the next thing may begin."""
        return self.y_mm + self.height_mm


def text_width_mm(text: str, style: TypeStyle, size_pt: float | None = None) -> float:
    """Give the width of one line, without kerning (which makes it a trifle narrower)."""
    size = style.size_pt if size_pt is None else size_pt
    return width_mm(text, LabelStyle((), size, style.weight, style.italic, tracking=style.tracking))


def set_text(
    lines: tuple[str, ...],
    style: TypeStyle,
    room_mm: float,
    height_mm: float = inf,
    *,
    at: tuple[float, float] = (0.0, 0.0),
    align: Align = "left",
) -> TextBlock:
    """Set lines in a box: as they are, then smaller, then wrapped, at last cut with an ellipsis.

    `at` is the box's top left corner.
    """
    x = at[0] + {"left": 0.0, "centre": room_mm / 2, "right": room_mm}[align]
    lines = tuple(line for line in lines if line)

    def block(written: tuple[str, ...], size: float, cut: str = "") -> TextBlock:
        return TextBlock(written, style, size, x, at[1], align, cut)

    def fits(written: tuple[str, ...], size: float) -> bool:
        return len(written) * size * MM_PER_PT * LEADING <= height_mm + 1e-6 and all(
            text_width_mm(line, style, size) <= room_mm for line in written
        )

    for size in _sizes(style.size_pt, min(style.size_pt, style.one_line_pt)):
        if fits(lines, size):
            return block(lines, size)
    smallest = min(style.size_pt, SMALLEST_PT)
    for size in _sizes(style.size_pt, smallest):
        wrapped = tuple(part for line in lines for part in _wrapped(line, style, size, room_mm))
        if fits(wrapped, size):
            return block(wrapped, size)
    pieces = [_wrapped(line, style, smallest, room_mm) for line in lines]
    whole = sum(map(len, pieces))
    room = int((height_mm + 1e-6) / (smallest * MM_PER_PT * LEADING)) if height_mm != inf else whole
    kept: list[str] = []
    for piece, rows in zip(pieces, _shared(list(map(len, pieces)), max(1, room)), strict=True):
        ends = [*piece[:rows]]
        if ends and len(piece) > rows:
            ends[-1] += _ELLIPSIS
        kept += ends
    return block(tuple(_cut(line, style, smallest, room_mm) for line in kept), smallest, " ".join(lines))


def _shared(wanted: list[int], room: int) -> list[int]:
    """Share rows among lines, so that no language is left out for the length of another; the first come first."""
    given = [0] * len(wanted)
    for _ in range(min(room, sum(wanted))):
        least = min((rows, k) for k, rows in enumerate(given) if rows < wanted[k])
        given[least[1]] += 1
    return given


def _sizes(largest: float, smallest: float) -> list[float]:
    steps = int((largest - smallest) / _STEP_PT + 1e-9)
    sizes = [largest - k * _STEP_PT for k in range(steps + 1)]
    return sizes if sizes[-1] <= smallest else [*sizes, smallest]


def _wrapped(line: str, style: TypeStyle, size: float, room_mm: float) -> list[str]:
    """Break a line between words, so that each piece is as full as the width allows."""
    pieces: list[str] = []
    for word in line.split(" "):
        if pieces and text_width_mm(f"{pieces[-1]} {word}", style, size) <= room_mm:
            pieces[-1] = f"{pieces[-1]} {word}"
        else:
            pieces.append(word)
    return pieces


def _cut(line: str, style: TypeStyle, size: float, room_mm: float) -> str:
    """Shorten a line until it fits with an ellipsis."""
    if text_width_mm(line, style, size) <= room_mm:
        return line
    kept = line.removesuffix(_ELLIPSIS)
    while kept and text_width_mm(kept.rstrip() + _ELLIPSIS, style, size) > room_mm:
        kept = kept[:-1]
    return kept.rstrip() + _ELLIPSIS
