"""The type of an SVG: the fonts put into it, only the letters that it uses, and the space between letters."""

import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Mapping
from html import unescape
from io import BytesIO
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from cartoviewer.render.fonts import UNITS_PER_PT
from resources.typefaces import SANS, SERIF, Weight, typeface_file

__all__ = ["with_fonts", "with_spacing"]

_TEXT: Final = re.compile(
    r'<text\b[^>]*?font-family="([^"]*)"[^>]*?font-weight="(\d+)"[^>]*?font-style="(\w+)"[^>]*>([^<]*)</text>'
)
_WEIGHTS: Final[dict[str, Weight]] = {"400": "regular", "600": "semibold", "700": "bold"}
_Face = tuple[str, str, str]
"""Family, weight and style, as SVG writes them."""


def with_fonts(svg: str) -> str:
    """Give an SVG with the fonts of its texts embedded; texts in other families stay as they are."""
    used: dict[_Face, set[str]] = defaultdict(set)
    for family, weight, style, text in _TEXT.findall(svg):
        if family in (SANS, SERIF) and weight in _WEIGHTS:
            used[family, weight, style].update(unescape(text))
    rules = "".join(_rule(face, used[face]) for face in sorted(used))
    if not rules:
        return svg
    return svg.replace("<defs>", f"<defs>\n<style>{rules}</style>", 1)


def with_spacing(svg: str, styles: Mapping[str, tuple[float, float]]) -> str:
    """Give an SVG with the space between letters, which Qt leaves out.

    Parameters
    ----------
    styles
        Text → (size in points, space between its letters as a share of the size).
    """

    def spaced(found: re.Match[str]) -> str:
        size_pt, tracking = styles.get(unescape(found[4]), (0.0, 0.0))
        size = round(size_pt * UNITS_PER_PT)
        if not tracking or f'font-size="{size}"' not in found[0]:
            return found[0]
        return found[0].replace("<text ", f'<text letter-spacing="{tracking * size_pt * UNITS_PER_PT:g}" ', 1)

    return _TEXT.sub(spaced, svg)


def _rule(face: _Face, letters: set[str]) -> str:
    family, weight, style = face
    data = b64encode(_subset(face, letters)).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f"src:url(data:font/woff;base64,{data})}}"
    )


def _subset(face: _Face, letters: set[str]) -> bytes:
    family, weight, style = face
    path = typeface_file(_WEIGHTS[weight], italic=style == "italic", serif=family == SERIF)
    # The time of making would make each file different.
    with TTFont(path, recalcTimestamp=False) as font:
        options = Options()
        options.drop_tables += ["DSIG", "FFTM"]
        options.hinting = False
        options.notdef_outline = True
        subsetter = Subsetter(options)
        subsetter.populate(text="".join(sorted(letters)))
        subsetter.subset(font)
        font.flavor = "woff"
        stream = BytesIO()
        font.save(stream, reorderTables=True)
        return stream.getvalue()
