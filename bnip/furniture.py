"""The pieces of furniture that a sheet may hold, each with its parameters: a template’s data, and a layout’s."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from bnip.record import Point
from resources.texts import Names

__all__ = [
    "AmendmentsSpec",
    "BannerSpec",
    "Box",
    "ContactsSpec",
    "CreditsSpec",
    "DistributionSpec",
    "FieldName",
    "FieldsSpec",
    "FurnitureSpec",
    "ImprintSpec",
    "LegendSpec",
    "MapPieceSpec",
    "NorthSpec",
    "OverviewSpec",
    "PictureSpec",
    "Piece",
    "RowSpec",
    "ScaleSpec",
    "SignaturesSpec",
    "SinglePiece",
    "SituationSpec",
    "TableSpec",
    "TextSpec",
    "TitleSpec",
    "WindSpec",
]

Box = tuple[float, float, float, float]
"""x, y, width, height on the page, millimetres from its top left corner."""

FieldName = Literal[
    "plan", "annex", "sheet", "copy", "scenario", "version", "format", "issued", "valid", "author", "checker",
    "approver", "approved",
]  # fmt: skip


class Piece(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", kw_only=True
):
    """A piece of furniture: in its own `box`, or in a stack with a `size` along it.

    In a stack, `fill` takes what is left; without either the piece is as long as what it says, but no longer than
    `most`. `rule` draws a thin line above it. What fills a stack is left at least `least`: tables give rows for it.
    A piece that is `over` may lie on the main map, on white and in a fine frame; the labels of the map keep off it.
    """

    box: Box | None = None
    size: float | None = None
    most: float | None = None
    fill: bool = False
    least: float = 0.0
    rule: bool = True
    over: bool = False


class BannerSpec(Piece, frozen=True, tag="banner"):
    """The marking, in the exercise band when it is an exercise."""


class TitleSpec(Piece, frozen=True, tag="title"):
    """The authority and the sheet's title."""

    size_pt: float = 16.0


class FieldsSpec(Piece, frozen=True, tag="fields"):
    """Named values in a table; those without a value are left out."""

    fields: tuple[FieldName, ...]
    columns: int = 2


class SituationSpec(Piece, frozen=True, tag="situation"):
    """The moment for which the sheet holds."""


class LegendSpec(Piece, frozen=True, tag="legend"):
    """The legend, made from what was drawn.

    Below a map it may `grow` upwards by so many millimetres, which the map gives, before it becomes hard to read.
    """

    grow: float = 0.0


class OverviewSpec(Piece, frozen=True, tag="overview"):
    """Where the map lies in the Region."""


class ScaleSpec(Piece, frozen=True, tag="scale"):
    """The scale as text and as a bar, and the coordinate system."""


class NorthSpec(Piece, frozen=True, tag="north"):
    """The arrow to grid north."""


class CreditsSpec(Piece, frozen=True, tag="credits"):
    """The sources of what was drawn, with their dates."""


class ImprintSpec(Piece, frozen=True, tag="imprint"):
    """When the sheet was printed, with `edition` its number and version, and with `copy` which copy it is."""

    edition: bool = True
    copy: bool = False


class SignaturesSpec(Piece, frozen=True, tag="signatures"):
    """Author, checker and approver, each with a line to sign on."""


class WindSpec(Piece, frozen=True, tag="wind"):
    """The wind that was marked on the map."""


class AmendmentsSpec(Piece, frozen=True, tag="amendments"):
    """What was changed in each version of the plan."""


class DistributionSpec(Piece, frozen=True, tag="distribution"):
    """Who receives the plan, and which copy this is."""


class TableSpec(Piece, frozen=True, tag="table"):
    """The objects of a layer that lie in the frame.

    `layer` is its id, empty for the sheet's table layer. `columns` are the ids of its fields, in their order;
    without any, the columns are chosen: where the objects are, and what is counted of them.
    """

    layer: str = ""
    columns: tuple[str, ...] = ()


class ContactsSpec(Piece, frozen=True, tag="contacts"):
    """The functions of the plan that can be reached, and how; no persons."""


class TextSpec(Piece, frozen=True, tag="text"):
    """Words of one's own, with fields in braces that are filled from the sheet (`scene.text_fields`).

    `size_pt` is at least six points; `colour` is `#RRGGBB`. A new line in the text begins a new line.
    """

    text: Names
    size_pt: Annotated[float, msgspec.Meta(ge=6.0, le=96.0)] = 8.5
    weight: Literal["regular", "semibold", "bold"] = "regular"
    italic: bool = False
    colour: Annotated[str, msgspec.Meta(pattern="^#[0-9A-Fa-f]{6}$")] = "#1A1A1A"
    align: Literal["left", "centre", "right"] = "left"


class PictureSpec(Piece, frozen=True, tag="picture"):
    """A picture of the dossier, by its id, as large as its box allows."""

    picture: str = ""


class MapPieceSpec(Piece, frozen=True, tag="map"):
    """Another map: a detail, the surroundings, or the same ground as it stood at another moment.

    Attributes
    ----------
    names
        What it is called; without a name it is called a detail.
    scale
        The denominator; None for that of the main map.
    centre
        Its middle in Lambert 72; None for that of the main map.
    theme, scenario
        The ids of a theme of the dossier, and of a scenario of the sheet's plan; empty for those of the sheet.
    moment
        The map as it stood then; None for the moment of the main map.
    grid
        Whether the lines of the grid run through it.
    """

    names: Names = Names()
    scale: Annotated[float, msgspec.Meta(ge=50.0, le=1_000_000.0)] | None = None
    centre: Point | None = None
    theme: str = ""
    scenario: str = ""
    moment: datetime | None = None
    grid: bool = False


SinglePiece = (
    BannerSpec
    | TitleSpec
    | FieldsSpec
    | SituationSpec
    | LegendSpec
    | OverviewSpec
    | ScaleSpec
    | NorthSpec
    | CreditsSpec
    | ImprintSpec
    | SignaturesSpec
    | WindSpec
    | AmendmentsSpec
    | DistributionSpec
    | TableSpec
    | MapPieceSpec
    | ContactsSpec
    | TextSpec
    | PictureSpec
)
"""What is laid out by itself."""


class RowSpec(Piece, frozen=True, tag="row"):
    """Pieces side by side inside a stack that runs down, `gap` millimetres apart."""

    furniture: "tuple[FurnitureSpec, ...]"
    gap: float = 4.0


FurnitureSpec = SinglePiece | RowSpec
