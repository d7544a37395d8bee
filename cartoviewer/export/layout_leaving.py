"""A layout of the dossier as a file: the words and pictures on it pass the gate like those of a sheet."""

from dataclasses import dataclass

import msgspec

from bnip.furniture import PictureSpec
from bnip.layout import Layout, SheetTemplate
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.layout_file import write_layout
from cartoviewer.scene.sheet_layout import pictures_of, wordless
from layers.sensitivity import Audience, Sensitivity

__all__ = ["LayoutFile", "layout_file"]


@dataclass(frozen=True, slots=True)
class LayoutFile:
    """What is written, and the strictest level of what is in it."""

    data: bytes
    marking: Sensitivity


def layout_file(chosen: Layout | SheetTemplate, document: MapDocument, audience: Audience) -> LayoutFile:
    """Give a layout as a file for an audience.

    Of a layout above the audience only the boxes are left; pictures above it are not in the file. The file says its
    level, so that the dossier that takes it in keeps it as strict.
    """
    level = chosen.sensitivity if isinstance(chosen, Layout) else Sensitivity.CLEAR
    if isinstance(chosen, Layout):
        own = chosen if audience.may_see(level) else wordless(chosen)
        level, arrangement = own.sensitivity, own.arrangement
    else:
        arrangement = chosen
    pictures = pictures_of(arrangement, document)
    seen = {key: one for key, one in pictures.items() if audience.may_see(one.sensitivity)}
    kept = tuple(
        piece
        for piece in arrangement.furniture
        if not (isinstance(piece, PictureSpec) and piece.picture in pictures and piece.picture not in seen)
    )
    level = max((level, *(one.sensitivity for one in seen.values())))
    return LayoutFile(
        write_layout(msgspec.structs.replace(arrangement, furniture=kept), seen.values(), level), level
    )
