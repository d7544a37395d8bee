"""A scene: everything to paint, in millimetres on paper, in the order it is painted.

Coordinates are float64 millimetres from the top left corner of the map, y down. Nothing in a scene depends on
the device: the same scene goes to the screen, to PNG, SVG, PDF and to the printer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from cartoviewer.scene.view import MapView
from layers.sensitivity import Sensitivity
from layers.shapes import Floats, Integers
from resources.texts import Names
from symbols.style import Band, Fill, LabelStyle, Stroke

__all__ = [
    "Align",
    "AreaBatch",
    "Credit",
    "Element",
    "Glyph",
    "LabelText",
    "LegendEntry",
    "LineBatch",
    "MarkBatch",
    "Scene",
    "SpeckBatch",
    "Stratum",
    "StratumKind",
]


Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class AreaBatch:
    """Polygons of one style, filled by the odd-even rule.

    `xy` (n, 2); `rings` (r + 1,) where each ring begins in `xy`; `features` (f + 1,) where each feature
    begins in `rings`. Opacity of the layer is multiplied into every alpha.
    """

    xy: Floats
    rings: Integers
    features: Integers
    fill: Fill | None
    stroke: Stroke | None
    band: Band | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class LineBatch:
    """Lines of one style: `xy` (n, 2), `lines` (l + 1,) where each line begins in `xy`.

    `pattern` is a catalogue id (`line.cordon`) where more than a stroke is drawn along the line.
    """

    xy: Floats
    lines: Integers
    stroke: Stroke
    pattern: str = ""
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class SpeckBatch:
    """Areas too small to have a shape at this scale: `xy` (n, 2) centres, `area_mm2` (n,) their size."""

    xy: Floats
    area_mm2: Floats
    colour: str
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """One crisis symbol ready to draw: its code, what it says and how it stands.

    `symbol` is a code of the symbol grammar, complete with status and certainty. Texts are in the scene's
    language. `direction_deg` is clockwise from the top of the paper.
    """

    symbol: str
    size_mm: float
    left: str = ""
    right: str = ""
    bottom: str = ""
    number: str = ""
    direction_deg: float | None = None


@dataclass(frozen=True, slots=True)
class MarkBatch:
    """The same glyph at many places: `xy` (n, 2)."""

    xy: Floats
    glyph: Glyph
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class LabelText:
    """A text that has found its place: lines from top to bottom, centred on `anchor_mm`.

    `angle_deg` turns it counter-clockwise. For a text along a line `path` (n, 2) holds the line it follows. `align`
    is the side on which lines of different length are flush. `lead` (2, 2) is the line from a symbol to a text that
    stands away from it.
    """

    lines: tuple[str, ...]
    anchor_mm: tuple[float, float]
    style: LabelStyle
    angle_deg: float = 0.0
    path: Floats | None = None
    align: Align = "centre"
    lead: Floats | None = None


Element = AreaBatch | LineBatch | SpeckBatch | MarkBatch | LabelText


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One class that was really drawn, with what is needed to draw its sample; `is_dot` where `stroke` is a dot.

    A `plain` class is ground that explains itself.
    """

    group: Names
    names: Names
    fill: Fill | None = None
    stroke: Stroke | None = None
    band: Band | None = None
    pattern: str = ""
    glyph: Glyph | None = None
    count: int = 0
    is_dot: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """Where the data of a drawn layer come from, and of which day."""

    names: Names
    credit: str
    date: str
    stale: bool = False


class StratumKind(StrEnum):
    """What a stratum of a map is: one of its layers, or what is common to the whole map."""

    LAYER = "layer"
    AREAS = "areas"
    SYMBOLS = "symbols"
    LABELS = "labels"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class Stratum:
    """Elements of a scene, one after the other, that belong together: what a reader of a map may switch.

    A layer lies in up to three of them: its areas beneath, its lines, its points above; they have one `key`.
    `count` tells how many elements they are.
    """

    kind: StratumKind
    key: str = ""
    names: Names = field(default_factory=Names)
    count: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is painted inside a map frame.

    Attributes
    ----------
    view
        What part of the ground, at which scale.
    elements
        What to paint, in this order.
    legend
        The classes drawn, in the order of the legend (the crisis first, the ground last).
    credits
        The sources of what is drawn.
    sensitivity
        The strictest level of anything drawn.
    unplaced
        The labels that found no place, the most important first; those in two languages as two lines.
    strata
        To what the elements belong, in their order; empty where nobody told.
    aside
        How far the symbol of a record stands from its true place, millimetres to the right and down; of those only
        that stand aside.
    features_aside
        The same of the features of layers: by the id of the layer, then by the row of its dataset.
    """

    view: MapView
    elements: tuple[Element, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    credits: tuple[Credit, ...] = ()
    sensitivity: Sensitivity = Sensitivity.CLEAR
    unplaced: tuple[str, ...] = ()
    exercise: bool = field(default=False)
    strata: tuple[Stratum, ...] = ()
    aside: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    features_aside: Mapping[str, Mapping[int, tuple[float, float]]] = field(default_factory=dict)

    @property
    def dropped_labels(self) -> int:
        """How many labels found no place."""
        return len(self.unplaced)
