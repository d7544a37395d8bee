"""What a page carries with it so that it needs no network: Leaflet, its pictures, our letters and our script.

Leaflet comes from the package XStatic-Leaflet, in the version that folium asks for. The letters are Source Sans
Pro, cut down to those that the page uses.
"""

import base64
import io
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from xstatic.pkg import leaflet

from resources.typefaces import Weight, typeface_file

__all__ = ["FAMILY", "data_json", "font_faces", "leaflet_script", "leaflet_style", "page_resource"]

FAMILY: Final = "CartoViewer Sans"
_WEIGHTS: Final[dict[Weight, int]] = {"regular": 400, "semibold": 600, "bold": 700}
_ALWAYS: Final = "".join(map(chr, range(0x20, 0x7F))) + "éèêëàâäôöûüùîïçœÉÈÊÀÔÎÇ’“”«»…–—·×°≈±²³€\u00a0\u202f▲"


@cache
def _leaflet_file(name: str) -> bytes:
    return (Path(leaflet.BASE_DIR) / name).read_bytes()


@cache
def leaflet_script() -> str:
    """Give Leaflet's script without the name of its source map, which a browser's tools would ask for."""
    script = _leaflet_file("leaflet.js").decode()
    return re.sub(r"//# sourceMappingURL=\S+", "", script).strip()


@cache
def leaflet_style() -> str:
    """Give Leaflet's style with its pictures inside."""

    def inside(hit: "re.Match[str]") -> str:
        data = base64.b64encode(_leaflet_file(hit.group(1))).decode()
        return f"url(data:image/png;base64,{data})"

    style = _leaflet_file("leaflet.css").decode()
    # `behavior: url(#default#VML)` is for Internet Explorer 8, and looks like a request.
    style = re.sub(r"\s*behavior:\s*url\([^)]*\);", "", style)
    return re.sub(r"url\(([\w/.-]+\.png)\)", inside, style)


def page_resource(name: str) -> str:
    """Give one of our own files for pages."""
    return (files("resources") / "page" / name).read_text("utf-8")


def font_faces(text: str) -> str:
    """Give the style that brings the letters of `text` with it, in three weights."""
    wanted = "".join(sorted({*text, *_ALWAYS}))
    faces = []
    for weight, number in _WEIGHTS.items():
        data = base64.b64encode(_cut(weight, wanted)).decode()
        faces.append(
            f'@font-face{{font-family:"{FAMILY}";font-weight:{number};'
            f"src:url(data:font/ttf;base64,{data}) format('truetype')}}"
        )
    return "".join(faces)


@cache
def _cut(weight: Weight, letters: str) -> bytes:
    options = Options()
    options.layout_features = ["kern", "liga", "lnum", "tnum"]
    options.hinting = False
    options.drop_tables += ["DSIG"]
    # The same letters give the same bytes.
    with TTFont(typeface_file(weight), recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=letters)
        subsetter.subset(font)
        stream = io.BytesIO()
        font.save(stream)
    return stream.getvalue()


def data_json(value: Any) -> str:
    """Write JSON that may stand inside a script element, whatever words are in it."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return (
        written.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
