"""An SVG file that somebody offers as a pictogram: read as plain outlines, or refused with the reason.

Nothing of the file is kept but the shapes it paints. What could do anything else than paint (scripts, links,
entities, style sheets, pictures, foreign content) is refused rather than left out, so that nobody is shown less
than what the file holds.
"""

import re
from pathlib import Path
from typing import Final
from xml.parsers import expat

import shapely

from symbols.own import OwnSignError
from symbols.svg_shapes import Drawn, ShapeError, TooMuchError

__all__ = ["outline_of_file", "outline_of_svg"]

_MOST_BYTES: Final = 300_000
_DEEPEST: Final = 40
_MOST_ELEMENTS: Final = 2_000
_MOST_POINTS: Final = 1_500
_SIDE: Final = 960
"""The square, in whole units, that the outline is brought into."""
_SVG: Final = "http://www.w3.org/2000/svg"
_PAINTING: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_HOLDING: Final = frozenset({"svg", "g", "a", "defs", "title", "desc", "metadata"})
_REASONS: Final = {
    "script": "it holds a script",
    "foreignObject": "it holds content that is no SVG (foreignObject)",
    "image": "it holds an embedded picture; a pictogram is made of outlines only",
    "style": "it holds a style sheet; give its shapes their fill as an attribute",
    "use": "it refers to shapes elsewhere (use); save it as plain SVG with its shapes in place",
    "text": "it holds text; turn the text into paths",
    "filter": "it holds a filter",
    "animate": "it moves",
    "animateTransform": "it moves",
    "animateMotion": "it moves",
    "set": "it moves",
}
_INHERITED: Final = ("fill", "stroke", "stroke-width", "fill-rule", "display", "visibility", "opacity")
_DANGEROUS: Final = re.compile(r"url\s*\(|@import|javascript:|expression\s*\(|data:", re.IGNORECASE)

_Attributes = dict[str, str]


def outline_of_file(path: Path) -> str:
    """Give the outline of an SVG file on the disk; no more of it is read than a pictogram may have.

    Raises
    ------
    OwnSignError
        The file is refused.
    OSError
        It cannot be read.
    """
    with path.open("rb") as stream:
        return outline_of_svg(stream.read(_MOST_BYTES + 1))


def outline_of_svg(data: bytes) -> str:
    """Give the outline of an SVG file as an own symbol holds it.

    Raises
    ------
    OwnSignError
        The file is refused; the message tells why and what would help.
    """
    if len(data) > _MOST_BYTES:
        raise _refused("it is larger than {most} kB", most=_MOST_BYTES // 1000)
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.EntityDeclHandler = reader.doctype
    parser.ProcessingInstructionHandler = reader.instruction
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError as error:
        raise _refused("it is no well-formed XML (line {line})", line=error.lineno) from error
    try:
        ink = reader.drawn.ink()
    except (ShapeError, shapely.GEOSException) as error:
        raise _unreadable(error) from error
    return _written(ink)


def _refused(reason: str, **values: object) -> OwnSignError:
    return OwnSignError("The SVG file is refused: " + reason + ".", **values)


def _unreadable(error: Exception) -> OwnSignError:
    if isinstance(error, TooMuchError):
        return _refused("it is too detailed for a symbol of a few millimetres; simplify it")
    return _refused("its shapes cannot be read ({what})", what=str(error)[:60])


class _Reader:
    """Follows the elements of a file and paints them into one area of ink."""

    def __init__(self) -> None:
        self.drawn = Drawn()
        self._stack: list[tuple[str, _Attributes, tuple[str, ...], bool]] = []
        self._count = 0

    def doctype(self, *_: object) -> None:
        raise _refused("it declares a document type or entities")

    def instruction(self, target: str, _data: str) -> None:
        raise _refused("it holds an instruction for programs ({target})", target=target)

    def start(self, name: str, attributes: _Attributes) -> None:
        space, _, tag = name.rpartition(" ")
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._stack) >= _DEEPEST:
            raise _refused("it is nested too deeply or holds too many elements")
        if not self._stack and (tag != "svg" or space not in ("", _SVG)):
            raise _refused("it is no SVG but {tag}", tag=tag[:40])
        if tag in _REASONS:
            raise _refused(_REASONS[tag])
        self._check(attributes)
        foreign = space not in ("", _SVG)
        hidden = foreign or tag in ("defs", "metadata") or bool(self._stack and self._stack[-1][3])
        if not foreign and not hidden and tag not in _PAINTING | _HOLDING:
            raise _refused("it holds “{tag}”, which a pictogram cannot have", tag=tag[:40])
        above: _Attributes = self._stack[-1][1] if self._stack else {}
        transforms = self._stack[-1][2] if self._stack else ()
        own: _Attributes = {**attributes, **_declared(attributes.get("style", ""))}
        style: _Attributes = {**above, **{key: own[key] for key in _INHERITED if key in own}}
        if "transform" in attributes:
            transforms = (*transforms, attributes["transform"])
        self._stack.append((tag, style, transforms, hidden))
        if tag in _PAINTING and not hidden:
            try:
                self.drawn.add(tag, attributes, style, transforms)
            except ShapeError as error:
                raise _unreadable(error) from error

    def end(self, _name: str) -> None:
        self._stack.pop()

    def _check(self, attributes: _Attributes) -> None:
        for name, value in attributes.items():
            plain = name.rpartition(" ")[2]
            if plain.lower().startswith("on"):
                raise _refused("it holds a script ({name})", name=plain[:40])
            if plain == "href":
                raise _refused("it refers to something outside of it ({what})", what=value[:60])
            if _DANGEROUS.search(value):
                raise _refused("it refers to something by url() or the like ({what})", what=value[:60])


def _declared(style: str) -> _Attributes:
    pairs = (part.partition(":") for part in style.split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs}


def _written(ink: shapely.Geometry) -> str:
    """Write the ink as polygons of whole numbers, wound so that the non-zero rule fills them."""
    if shapely.is_empty(ink) or not all(map(_finite, shapely.bounds(ink))):
        raise _refused("it paints nothing")
    left, top, right, bottom = shapely.bounds(ink)
    side = max(right - left, bottom - top)
    if side <= 0:
        raise _refused("it paints nothing")
    factor = _SIDE / side
    ink = shapely.transform(ink, lambda xy: (xy - (left, top)) * factor)
    ink = shapely.set_precision(shapely.simplify(ink, 1.5), 1.0)
    polygons = shapely.get_parts(ink)
    polygons = polygons[shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON]
    rings = [
        ring
        for polygon in shapely.orient_polygons(polygons)
        for ring in (shapely.get_exterior_ring(polygon), *shapely.get_rings(polygon)[1:])
    ]
    if not rings:
        raise _refused("it paints nothing")
    if sum(shapely.get_num_coordinates(ring) for ring in rings) > _MOST_POINTS:
        raise _refused("it is too detailed for a symbol of a few millimetres; simplify it")
    return "".join(
        "M" + " L".join(f"{round(x)} {round(y)}" for x, y in shapely.get_coordinates(ring)[:-1]) + " Z "
        for ring in rings
    ).strip()


def _finite(value: float) -> bool:
    return abs(value) < 1e7
