"""The kinds of pieces that a sheet may hold, each in one row: name, how it begins, size, how it is laid out.

A new kind is a class in `bnip.furniture` (its parameters), a function in `scene.sheet_panels` and a row here. It is
painted as the shape that it is laid out as (`scene.furniture`, most are a `TextPanel`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bnip.furniture import (
    AmendmentsSpec,
    BannerSpec,
    Box,
    ContactsSpec,
    CreditsSpec,
    DistributionSpec,
    FieldsSpec,
    ImprintSpec,
    LegendSpec,
    MapPieceSpec,
    NorthSpec,
    OverviewSpec,
    PictureSpec,
    ScaleSpec,
    SignaturesSpec,
    SinglePiece,
    SituationSpec,
    TableSpec,
    TextSpec,
    TitleSpec,
    WindSpec,
)
from cartoviewer.scene import sheet_panels
from cartoviewer.scene.occasion import Laid, Occasion
from resources.texts import Names

__all__ = ["KINDS", "KIND_NAMES", "PieceKind", "kind_for"]


@dataclass(frozen=True, slots=True)
class PieceKind:
    """A kind of piece.

    Attributes
    ----------
    name
        What it is called, an English source text.
    begin
        The piece when it is new.
    size_mm
        How wide and high it is then, millimetres.
    lay
        Lays it out in a box: the occasion, what the template says of it, the box.
    least_mm
        In a column whose filling piece lacks room, it gives up height down to this; None gives nothing.
    """

    name: str
    begin: SinglePiece
    size_mm: tuple[float, float]
    lay: Callable[[Occasion, Any, Box], Laid]
    least_mm: float | None = None


KINDS: Final[Mapping[str, PieceKind]] = {
    "detail": PieceKind("Detail map", MapPieceSpec(rule=False), (60, 60), sheet_panels.lay_elsewhere),
    "text": PieceKind(
        "Text", TextSpec(text=Names("Texte", "Tekst", "Text"), rule=False), (60, 12), sheet_panels.lay_text
    ),
    "picture": PieceKind("Picture", PictureSpec(rule=False), (40, 30), sheet_panels.lay_picture),
    "legend": PieceKind("Legend", LegendSpec(), (60, 80), sheet_panels.lay_legend),
    "overview": PieceKind("Overview", OverviewSpec(), (48, 48), sheet_panels.lay_overview, least_mm=30),
    "scale": PieceKind("Scale bar", ScaleSpec(), (90, 12), sheet_panels.lay_scale),
    "north": PieceKind("North arrow", NorthSpec(), (12, 14), sheet_panels.lay_north),
    "title": PieceKind("Title block", TitleSpec(), (90, 22), sheet_panels.lay_title),
    "fields": PieceKind(
        "Fields of the sheet",
        FieldsSpec(fields=("version", "format", "issued", "valid")),
        (60, 20),
        sheet_panels.lay_fields,
    ),
    "situation": PieceKind("Moment of the situation", SituationSpec(), (44, 18), sheet_panels.lay_situation),
    "credits": PieceKind("Sources", CreditsSpec(), (66, 20), sheet_panels.lay_credits),
    "imprint": PieceKind("Imprint", ImprintSpec(), (44, 10), sheet_panels.lay_imprint),
    "signatures": PieceKind("Signatures", SignaturesSpec(), (112, 14), sheet_panels.lay_signatures),
    "wind": PieceKind("Wind", WindSpec(), (28, 18), sheet_panels.lay_wind),
    "table": PieceKind("Table of a layer", TableSpec(), (66, 50), sheet_panels.lay_table, least_mm=20),
    "contacts": PieceKind("Contacts of the plan", ContactsSpec(), (66, 40), sheet_panels.lay_contacts, least_mm=20),
    "amendments": PieceKind("Amendments", AmendmentsSpec(), (66, 30), sheet_panels.lay_amendments, least_mm=20),
    "distribution": PieceKind(
        "Distribution list", DistributionSpec(), (66, 30), sheet_panels.lay_distribution, least_mm=20
    ),
    "banner": PieceKind("Marking band", BannerSpec(), (190, 6), sheet_panels.lay_banner),
}
"""All kinds by their name, in the order in which they are offered. Tests hold that every piece has its row."""

KIND_NAMES: Final[Mapping[str, str]] = {
    "map": "Map",
    "row": "Pieces side by side",
    **{kind: known.name for kind, known in KINDS.items()},
}
"""What is found on a sheet is called, as English source texts: the kinds, the main map, and rows of pieces."""

_OF: Final = {type(known.begin): known for known in KINDS.values()}


def kind_for(piece: SinglePiece) -> PieceKind:
    """Give the kind of a piece."""
    return _OF[type(piece)]
