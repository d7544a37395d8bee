"""An SVG file as a drawing on a sheet: shapes, colours and gradients, and nothing that does anything but paint.

What could act, or fetch something, is refused rather than left out, so that nobody is shown less than what the file
holds. What a drawing program keeps for itself beside the drawing is left out: it paints nothing.
"""

import re
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from layers.errors import Problem

__all__ = ["PictureRefused", "cleaned_svg"]

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_MOST_BYTES: Final = 3_000_000
_MOST_ELEMENTS: Final = 20_000
_PAINTING: Final = frozenset({
    "svg", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "linearGradient",
    "radialGradient", "stop", "clipPath", "use", "symbol", "style",
})  # fmt: skip
_SILENT: Final = frozenset({"title", "desc", "metadata"})
_FETCHING: Final = re.compile(r"@import|javascript:|expression\s*\(|data:|url\s*\(\s*['\"]?\s*(?!#)", re.IGNORECASE)


class PictureRefused(Problem):
    """A file cannot be a picture of the dossier."""


def cleaned_svg(data: bytes, name: str) -> bytes:
    """Give an SVG file with nothing in it but what it paints.

    Raises
    ------
    PictureRefused
        It is no SVG, too large, or holds scripts, links, texts, embedded pictures, animation or references.
    """
    if len(data) > _MOST_BYTES:
        raise PictureRefused("“{name}” is too large to be a picture on a sheet. Make it smaller first.", name=name)
    _look_at_head(data, name)
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise PictureRefused(
            "“{name}” is no well-formed SVG file: {reason}.", name=name, reason=str(error)
        ) from error
    if root.tag != f"{{{_SVG}}}svg":
        raise PictureRefused("“{name}” is no SVG file.", name=name)
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise PictureRefused("“{name}” is too detailed for a picture on a sheet.", name=name)
    _clean(root, name)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    return bytes(ElementTree.tostring(root, encoding="utf-8"))


def _look_at_head(data: bytes, name: str) -> None:
    """Refuse document types and entities before anything is built of them."""

    def refuse(*_: object) -> None:
        raise PictureRefused("“{name}” declares a document type or entities, which is refused.", name=name)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError as error:
        raise PictureRefused(
            "“{name}” is no well-formed SVG file: {reason}.", name=name, reason=str(error)
        ) from error


def _clean(element: ElementTree.Element, name: str) -> None:
    for key, value in list(element.attrib.items()):
        own = key if not key.startswith("{") else key.removeprefix(f"{{{_XLINK}}}")
        if own.startswith("{") or own in ("title", "type", "show", "actuate", "role"):
            del element.attrib[key]
        elif own.lower().startswith("on"):
            raise PictureRefused("“{name}” holds a script, which is refused.", name=name)
        elif (own == "href" and not value.startswith("#")) or (own != "href" and _FETCHING.search(value)):
            raise PictureRefused("“{name}” refers to something outside itself, which is refused.", name=name)
    for child in list(element):
        space, _, tag = str(child.tag).rpartition("}")
        if space != f"{{{_SVG}" or tag in _SILENT:
            element.remove(child)
        elif tag not in _PAINTING:
            raise PictureRefused(
                "“{name}” holds “{what}”, which a picture on a sheet cannot: turn texts into paths, and leave "
                "scripts, embedded pictures and animation out.",
                name=name,
                what=tag,
            )
        else:
            if tag == "style" and _FETCHING.search(child.text or ""):
                raise PictureRefused("“{name}” refers to something outside itself, which is refused.", name=name)
            _clean(child, name)
