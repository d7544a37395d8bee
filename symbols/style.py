"""How something is drawn, as values: lengths in millimetres on paper, text sizes in points."""

from typing import Literal

import msgspec

from resources.texts import Names

__all__ = ["Band", "Fill", "Hatch", "LabelStyle", "MarkStyle", "Rule", "Stroke", "Style", "Symbology"]


class Stroke(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line: colour `#RRGGBB`, width, dashes, and an optional casing beneath it.

    `casing_mm` is how far the casing reaches beyond each side of the line. Beneath dashes it runs on, or, where
    `casing_dashed` is set, goes round each dash. `dash_from_mm` is where in the pattern the line begins.
    """

    colour: str
    width_mm: float
    dash_mm: tuple[float, ...] = ()
    alpha: float = 1.0
    cap: Literal["flat", "square", "round"] = "round"
    casing_colour: str = ""
    casing_mm: float = 0.0
    casing_dashed: bool = False
    dash_from_mm: float = 0.0

    def casing(self) -> "Stroke | None":
        """Give the casing as a line of its own, to be drawn first; None when there is none."""
        if not self.casing_colour or self.casing_mm <= 0:
            return None
        dash = self.dash_mm if self.casing_dashed else ()
        reach = 2 * self.casing_mm
        return Stroke(
            self.casing_colour,
            self.width_mm + reach,
            tuple(max(length - reach, 0.1) if place % 2 else length + reach for place, length in enumerate(dash)),
            self.alpha,
            "flat" if self.dash_mm else self.cap,
            dash_from_mm=self.dash_from_mm + self.casing_mm if dash else 0.0,
        )


class Hatch(msgspec.Struct, frozen=True, omit_defaults=True):
    """A pattern over an area. `angle_deg` is counter-clockwise from east; cross adds the perpendicular."""

    colour: str
    kind: Literal["lines", "cross", "dots"] = "lines"
    angle_deg: float = 45.0
    spacing_mm: float = 2.0
    width_mm: float = 0.15
    alpha: float = 1.0


class Fill(msgspec.Struct, frozen=True, omit_defaults=True):
    """The inside of an area."""

    colour: str
    alpha: float = 1.0
    hatch: Hatch | None = None


class Band(msgspec.Struct, frozen=True, omit_defaults=True):
    """A wide tint along the inner side of an area's edge, as the boundary of a Region is drawn."""

    colour: str
    width_mm: float
    alpha: float = 1.0


class MarkStyle(msgspec.Struct, frozen=True, omit_defaults=True):
    """A point symbol: a code of the symbol grammar (`ref.shelter`) and its size."""

    symbol: str
    size_mm: float = 6.0


class LabelStyle(msgspec.Struct, frozen=True, omit_defaults=True):
    """The text beside a feature.

    `fields` are tried in the order of the sheet's languages: a field `name_fr` serves French, `name_nl`
    Dutch; a single field serves all. A higher `priority` is placed first. With `small_letters` a name that its
    source writes in capitals throughout is written in small ones. Labels that say the same are no nearer to one
    another than `apart_mm`. What has a `plate_colour` stands upright on a plate with an edge in
    the colour of the text, as the number of a road does.
    """

    fields: tuple[str, ...]
    size_pt: float = 7.5
    weight: Literal["regular", "semibold", "bold"] = "regular"
    italic: bool = False
    serif: bool = False
    colour: str = "#1A1A1A"
    halo_colour: str = "#FBFAF7"
    halo_mm: float = 0.35
    capitals: bool = False
    tracking: float = 0.0
    placement: Literal["point", "line", "area"] = "point"
    priority: int = 0
    small_letters: bool = False
    apart_mm: float = 60.0
    plate_colour: str = ""


class Style(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything that is drawn for one class of features; what is None is not drawn.

    `ground` is a fill beneath all other layers, whatever the layer's own place: a Region's land. `outer` draws the
    edge of areas only where none of their layer lies on the other side, as the banks of a river whose water is many
    areas. `deck` lies beneath a line and its casing, and all three over the rest of their layer: a bridge.
    """

    fill: Fill | None = None
    stroke: Stroke | None = None
    ground: Fill | None = None
    band: Band | None = None
    mark: MarkStyle | None = None
    label: LabelStyle | None = None
    outer: bool = False
    deck: Stroke | None = None


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """One class of a layer: which features (`when`), between which scales, and how they are drawn.

    `when` maps a field to the values it may have; all fields must fit; empty means every feature. A value that
    ends in `*` stands for all that begin so. `from_m` leaves out what is shorter on the ground, an area by its
    outline: where nothing else tells streets apart, length tells which a small scale has room for. Points that
    have the same value of the field `together` and lie near to one another, as the platforms of a station do, are
    drawn as one.

    `largest` and `smallest` are scale denominators: the rule holds where largest ≤ denominator < smallest.
    """

    names: Names
    style: Style
    when: dict[str, tuple[str, ...]] = {}
    largest: float = 0.0
    smallest: float = float("inf")
    from_m: float = 0.0
    together: str = ""


class Symbology(msgspec.Struct, frozen=True, omit_defaults=True):
    """The classes of a layer, in the order they are drawn; a feature belongs to the first rule that fits."""

    rules: tuple[Rule, ...]
