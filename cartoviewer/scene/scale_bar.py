"""The scale bar: a round length on the ground, in equal divisions."""

from math import floor, log10
from typing import Final

from bnip.furniture import Box
from cartoviewer.scene.furniture import ScaleBar
from cartoviewer.scene.graticule import thousands
from cartoviewer.scene.sheet_style import SCALE_NUMBER, SCALE_TEXT
from cartoviewer.scene.typesetting import TextBlock, set_text, text_width_mm
from cartoviewer.scene.view import MapView
from resources.texts import Texts

__all__ = ["bar_length", "crs_text", "decimals_of", "scale_bar", "scale_text"]

# The leading digits a bar may have, the better ones first, and into how many divisions each falls.
_DIGITS: Final = {1.0: 4, 2.0: 4, 5.0: 5, 4.0: 4, 3.0: 3, 6.0: 3, 8.0: 4, 2.5: 5, 1.5: 3}
_SHORTEST_MM: Final = 60.0
_LONGEST_MM: Final = 100.0
_BAR_MM: Final = 2.2
_APART_MM: Final = 6.0
_CRS: Final = {
    31370: "Belgian Lambert 72 (EPSG:31370)",
    3812: "Belgian Lambert 2008 (EPSG:3812)",
    25831: "ETRS89 / UTM zone 31N (EPSG:25831)",
}


def scale_text(scale: float) -> str:
    """Write a scale as `1:10 000`."""
    return f"1:{thousands(scale)}"


def crs_text(epsg: int, texts: Texts) -> str:
    """Name a coordinate system in full, with its code."""
    known = _CRS.get(epsg)
    return texts(known) if known else f"EPSG:{epsg}"


def bar_length(scale: float, longest_mm: float = _LONGEST_MM) -> tuple[float, int]:
    """Give a round length on the ground, metres, that is 60 to 100 mm long on paper, and its divisions.

    Where `longest_mm` leaves less room, the longest round length in it.
    """
    longest = min(longest_mm, _LONGEST_MM) * scale / 1000.0
    shortest = min(_SHORTEST_MM, 0.6 * longest_mm) * scale / 1000.0
    power = 10.0 ** floor(log10(longest))
    for digit, divisions in _DIGITS.items():
        for factor in (power, power / 10):
            if shortest - 1e-6 <= digit * factor <= longest + 1e-6:
                return digit * factor, divisions
    return power, _DIGITS[1.0]


def scale_bar(box: Box, view: MapView, texts: Texts, growth: float = 1.0) -> ScaleBar:
    """Lay out the bar with its numbers above and the coordinate system below, the scale as text beside it.

    A bar that is to be grown is laid out as many times shorter.
    """
    x, y, width, height = box
    scale_words = scale_text(view.scale)
    scale_mm = text_width_mm(scale_words, SCALE_TEXT)
    room = width - scale_mm - 2 * _APART_MM
    length_m, divisions = bar_length(view.scale * growth, room)
    length_mm = length_m * view.mm_per_metre / growth
    number_mm = set_text(("0",), SCALE_NUMBER, 99.0).height_mm
    bar_y = y + number_mm + 0.3
    blocks = list(_numbers(x, y, length_m, length_mm, divisions, texts))
    under = bar_y + _BAR_MM + 0.6
    system = set_text((crs_text(view.epsg, texts),), SCALE_NUMBER, room, y + height - under, at=(x, under))
    last = blocks[divisions]
    beside = max(x + length_mm, last.x_mm + last.width_mm, x + system.width_mm) + _APART_MM
    blocks.append(system)
    words = set_text((scale_words,), SCALE_TEXT, scale_mm + 1.0, at=(beside, 0.0))
    middle = bar_y + _BAR_MM / 2 - words.height_mm / 2
    blocks.append(TextBlock(words.lines, words.style, words.size_pt, words.x_mm, middle))
    return ScaleBar(box, (x, bar_y, length_mm, _BAR_MM), divisions, tuple(blocks))


def _numbers(
    x: float, y: float, length_m: float, length_mm: float, divisions: int, texts: Texts
) -> list[TextBlock]:
    """Write metres under two kilometres, kilometres above; the unit follows the last number."""
    in_km = length_m >= 2000.0
    step = length_m / divisions / (1000.0 if in_km else 1.0)
    blocks = []
    for k in range(divisions + 1):
        value = k * step
        number = thousands(value) if value >= 1000.0 else texts.number(value, decimals_of(value))
        left = x + k * length_mm / divisions - text_width_mm(number, SCALE_NUMBER) / 2
        if k == divisions:
            number += "\u00a0" + ("km" if in_km else "m")
        blocks.append(TextBlock((number,), SCALE_NUMBER, SCALE_NUMBER.size_pt, max(x, left), y))
    return blocks


def decimals_of(value: float) -> int:
    """Tell how many decimals a number of the bar needs, three at most."""
    return next((d for d in (0, 1, 2) if abs(value * 10**d - round(value * 10**d)) < 1e-6), 3)
