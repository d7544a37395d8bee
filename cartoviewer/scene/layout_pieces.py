"""The pieces that can be put on a sheet, each as it begins, and where there is room for it."""

from typing import Final

import msgspec

from bnip.furniture import (
    AmendmentsSpec,
    BannerSpec,
    Box,
    ContactsSpec,
    CreditsSpec,
    DistributionSpec,
    FieldsSpec,
    FurnitureSpec,
    ImprintSpec,
    LegendSpec,
    MapPieceSpec,
    NorthSpec,
    OverviewSpec,
    PictureSpec,
    ScaleSpec,
    SignaturesSpec,
    SituationSpec,
    TableSpec,
    TextSpec,
    TitleSpec,
    WindSpec,
)
from bnip.layout import SheetTemplate
from cartoviewer.scene.layout_faults import overlap
from cartoviewer.scene.layout_parts import parts_of, room_of
from resources.texts import Names

__all__ = ["NEW_PIECES", "free_place", "new_piece"]

Size = tuple[float, float]

NEW_PIECES: Final[dict[str, tuple[FurnitureSpec, Size]]] = {
    "detail": (MapPieceSpec(rule=False), (60.0, 60.0)),
    "text": (TextSpec(text=Names("Texte", "Tekst", "Text"), rule=False), (60.0, 12.0)),
    "picture": (PictureSpec(rule=False), (40.0, 30.0)),
    "legend": (LegendSpec(), (60.0, 80.0)),
    "overview": (OverviewSpec(), (48.0, 48.0)),
    "scale": (ScaleSpec(), (90.0, 12.0)),
    "north": (NorthSpec(), (12.0, 14.0)),
    "title": (TitleSpec(), (90.0, 22.0)),
    "fields": (FieldsSpec(fields=("version", "format", "issued", "valid")), (60.0, 20.0)),
    "situation": (SituationSpec(), (44.0, 18.0)),
    "credits": (CreditsSpec(), (66.0, 20.0)),
    "imprint": (ImprintSpec(), (44.0, 10.0)),
    "signatures": (SignaturesSpec(), (112.0, 14.0)),
    "wind": (WindSpec(), (28.0, 18.0)),
    "table": (TableSpec(), (66.0, 50.0)),
    "contacts": (ContactsSpec(), (66.0, 40.0)),
    "amendments": (AmendmentsSpec(), (66.0, 30.0)),
    "distribution": (DistributionSpec(), (66.0, 30.0)),
    "banner": (BannerSpec(), (190.0, 6.0)),
}
"""What each kind of piece is when it is new, and how large, millimetres; in the order in which they are offered."""

_MARGIN_MM: Final = 10.0
_STEP_MM: Final = 2.0


def new_piece(kind: str, arrangement: SheetTemplate) -> FurnitureSpec:
    """Give a new piece in a box where there is room, or in the middle of the page where there is none."""
    piece, size = NEW_PIECES[kind]
    return msgspec.structs.replace(piece, box=free_place(arrangement, size))


def free_place(arrangement: SheetTemplate, size: Size) -> Box:
    """Find the first free place for a box, from the top left corner of the page, inside its margins."""
    rooms = [room_of(arrangement, part) for part in parts_of(arrangement)]
    width, height = arrangement.page
    wide, high = min(size[0], width - 2 * _MARGIN_MM), min(size[1], height - 2 * _MARGIN_MM)
    y = _MARGIN_MM
    while y + high <= height - _MARGIN_MM:
        x = _MARGIN_MM
        while x + wide <= width - _MARGIN_MM:
            box = (x, y, wide, high)
            in_way = next((room for room in rooms if overlap(box, room)), None)
            if in_way is None:
                return box
            x = max(x + _STEP_MM, in_way[0] + in_way[2])
        y += _STEP_MM
    return (round((width - wide) / 2), round((height - high) / 2), wide, high)
