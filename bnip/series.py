"""A series of sheets: what its sheets are laid over, and how each of them is; it can be laid again."""

from enum import StrEnum
from typing import Final, TypeAlias

import msgspec

from bnip.record import Record
from bnip.sheet import Sheet
from resources.texts import Names

__all__ = ["Cover", "Each", "Follow", "Grid", "Ground", "PageOrder", "Series", "Where"]

Bounds = tuple[float, float, float, float]
"""(min x, min y, max x, max y), metres in Lambert 72."""

_NONE: Final = Names()


class PageOrder(StrEnum):
    """In which order the sheets of a series are numbered; each kind of ground has its own."""

    NAME = "name"
    LAYER = "layer"
    WEST = "west"
    NORTH = "north"
    ROWS = "rows"
    COLUMNS = "columns"
    SNAKE = "snake"
    FORWARD = "forward"
    BACKWARD = "backward"


class Grid(msgspec.Struct, frozen=True, omit_defaults=True, tag="grid", tag_field="over"):
    """So many sheets side by side, their middle where the first sheet lies."""

    columns: int
    rows: int

    @property
    def orders(self) -> tuple[PageOrder, ...]:
        """The orders its pages may have, the usual one first."""
        return (PageOrder.ROWS, PageOrder.COLUMNS, PageOrder.SNAKE)


class Cover(msgspec.Struct, frozen=True, omit_defaults=True, tag="cover", tag_field="over"):
    """As many sheets as cover this ground, metres in Lambert 72."""

    bounds: Bounds

    @property
    def orders(self) -> tuple[PageOrder, ...]:
        """The orders its pages may have, the usual one first."""
        return (PageOrder.ROWS, PageOrder.COLUMNS, PageOrder.SNAKE)


class Follow(msgspec.Struct, frozen=True, omit_defaults=True, tag="follow", tag_field="over"):
    """Sheets along a line of the dossier: a route or a drawn line, by its id.

    `turned` lays each sheet along its stretch of the line, in the place of the turn of the first sheet.
    """

    line: str
    turned: bool = False

    @property
    def orders(self) -> tuple[PageOrder, ...]:
        """The orders its pages may have, the usual one first."""
        return (PageOrder.FORWARD, PageOrder.BACKWARD)


class Where(msgspec.Struct, frozen=True, omit_defaults=True):
    """Keep the objects whose `field` holds `text`; capitals and accents do not matter."""

    field: str
    text: str


class Each(msgspec.Struct, frozen=True, omit_defaults=True, tag="each", tag_field="over"):
    """One sheet for every object of a layer.

    Attributes
    ----------
    fields
        For each language the column whose words name a sheet; empty for the likeliest one.
    where
        Which objects; None for all.
    within
        Only objects that reach into this ground, metres in Lambert 72; None for all.
    fit
        Whether an object that is too large for the scale gets the largest round scale that shows it whole.
    together
        Whether objects of the same name share a sheet, as the platforms of a station do.
    turned
        Whether each map is turned so that its object is as large as can be; only with `fit`.
    """

    layer: str
    fields: Names = _NONE
    where: Where | None = None
    within: Bounds | None = None
    fit: bool = False
    together: bool = False
    turned: bool = False

    @property
    def orders(self) -> tuple[PageOrder, ...]:
        """The orders its pages may have, the usual one first."""
        return (PageOrder.NAME, PageOrder.LAYER, PageOrder.NORTH, PageOrder.WEST)


Ground: TypeAlias = Grid | Cover | Follow | Each


class Series(Record, frozen=True, omit_defaults=True, kw_only=True, tag="series"):
    """What a series was asked to be, so that it is laid again when its layer or its line has changed.

    `first` is how each of its sheets is: paper or layout, scale, turn, language, title, grids. Its place is the
    middle of a `Grid`. Neighbours overlap by `overlap_mm` on paper. `order` is one of the ground's own; None for
    the usual one.
    """

    names: Names
    ground: Ground
    first: Sheet
    overlap_mm: float = 10.0
    order: PageOrder | None = None
