"""What is drawn by hand around the symbols: free shapes, texts, measurements that stay, and their layers."""

from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from math import hypot

from bnip.record import Place, Point, Record
from layers.sensitivity import Sensitivity
from resources.texts import Names

__all__ = ["Arrows", "Caption", "Drawing", "DrawingLayer", "Form", "Measurement", "Photograph", "Shape"]


class Form(StrEnum):
    """How a shape was drawn, which says what it is: a point, a line, or an area."""

    POINT = "point"
    LINE = "line"
    ARROW = "arrow"
    FREEHAND = "freehand"
    POLYGON = "polygon"
    RECTANGLE = "rectangle"
    CIRCLE = "circle"
    SECTOR = "sector"

    @property
    def is_area(self) -> bool:
        """Whether the form has an inside."""
        return self in (Form.POLYGON, Form.RECTANGLE, Form.CIRCLE, Form.SECTOR)

    @property
    def is_line(self) -> bool:
        """Whether the form is open, with two ends."""
        return self in (Form.LINE, Form.ARROW, Form.FREEHAND)

    @property
    def label(self) -> str:
        """The English source text, to be given to `Texts`."""
        return {
            "point": "Point",
            "line": "Line",
            "arrow": "Arrow",
            "freehand": "Freehand line",
            "polygon": "Polygon",
            "rectangle": "Rectangle",
            "circle": "Circle",
            "sector": "Sector",
        }[self.value]


class Arrows(StrEnum):
    """Which ends of a line carry an arrowhead."""

    NONE = "none"
    END = "end"
    BOTH = "both"


class Drawing(Record, frozen=True, omit_defaults=True, kw_only=True):
    """What everything drawn on the map has in common.

    `layer` is the id of its drawing layer, empty for the one that every dossier has. What is `hidden` is neither on
    the map nor in anything that leaves the house; what is `locked` cannot be changed or deleted. `photographs` are
    ids of records. `discipline` (d1 … d5, multi) looks after it; empty for the one of its symbol.
    """

    names: Names = Names()
    layer: str = ""
    discipline: str = ""
    locked: bool = False
    hidden: bool = False
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    photographs: tuple[str, ...] = ()
    note: str = ""


class DrawingLayer(Record, frozen=True, omit_defaults=True, kw_only=True, tag="drawing-layer"):
    """A named sheet of drawings: one for a phase, one for a discipline. The highest rank lies on top.

    Its own sensitivity covers what lies on it: an audience that may not see the layer sees none of its drawings.
    """

    names: Names
    sensitivity: Sensitivity = Sensitivity.CLEAR
    visible: bool = True
    locked: bool = False
    rank: float = 0.0


class Shape(Drawing, frozen=True, omit_defaults=True, kw_only=True, tag="shape"):
    """A point, a line or an area without a meaning of its own; its colour and its name say what it is.

    `path` holds one point, the points of a line, or a closed ring (first point = last). `centre`, `radius_m` and,
    for a sector, `from_deg` and `to_deg` (clockwise from grid north) hold while the form is still the one drawn.
    """

    form: Form
    path: tuple[Point, ...]
    colour: str = "#0A5BC4"
    width_mm: float = 0.7
    dashed: bool = False
    fill_alpha: float = 0.15
    arrows: Arrows = Arrows.NONE
    centre: Point | None = None
    radius_m: float | None = None
    from_deg: float | None = None
    to_deg: float | None = None


class Caption(Drawing, frozen=True, omit_defaults=True, kw_only=True, tag="caption"):
    """A text on the map, in as many languages as it was written in; `names` is the text itself.

    `size_pt` is its size on paper; `angle_deg` turns it counter-clockwise.
    """

    place: Place
    size_pt: float = 10.0
    colour: str = "#1A1A1A"
    bold: bool = False
    angle_deg: float = 0.0


class Measurement(Drawing, frozen=True, omit_defaults=True, kw_only=True, tag="measurement"):
    """A distance, or, where it is closed, an area that stays on the map with its figure.

    The figure is measured on the Lambert 72 grid and written when it is drawn, in the language of the reader.
    """

    path: tuple[Point, ...]
    closed: bool = False

    @property
    def metres(self) -> float:
        """The length of the line, or of the whole edge."""
        path = (*self.path, self.path[0]) if self.closed and self.path else self.path
        return sum(hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(path))

    @property
    def square_metres(self) -> float:
        """The area within; 0 for a distance."""
        if not self.closed:
            return 0.0
        ring = (*self.path, self.path[0])
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(_from_first(ring)))) / 2


class Photograph(Record, frozen=True, omit_defaults=True, kw_only=True, tag="photograph"):
    """A small picture kept in the dossier: JPEG, without anything that a camera writes beside it."""

    names: Names = Names()
    jpeg: bytes = b""
    width_px: int = 0
    height_px: int = 0


def _from_first(ring: tuple[Point, ...]) -> list[Point]:
    """Count from the first corner: products of whole coordinates would lose the millimetres."""
    x, y = ring[0]
    return [(east - x, north - y) for east, north in ring]
