"""Which arrangement a sheet is laid out on: its own layout of the dossier, or a template of the program."""

import msgspec

from bnip.furniture import FurnitureSpec, MapPieceSpec, PictureSpec, RowSpec, TextSpec
from bnip.layout import Layout, SheetTemplate
from bnip.picture import Picture
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.template import sheet_template
from layers.sensitivity import Sensitivity
from resources.texts import Names

__all__ = ["arrangement_of", "layout_names", "layout_of", "pictures_of", "wordless", "words_level"]


def layout_of(sheet: Sheet, document: MapDocument) -> Layout | None:
    """Give the layout of the dossier that a sheet names; None where it names none, or one that is gone."""
    found = document.get(sheet.layout) if sheet.layout else None
    return found if isinstance(found, Layout) else None


def arrangement_of(sheet: Sheet, document: MapDocument) -> SheetTemplate:
    """Give what stands where on a sheet.

    Raises
    ------
    TemplateError
        The sheet has no layout of the dossier, and its template is unknown.
    """
    layout = layout_of(sheet, document)
    return layout.arrangement if layout is not None else sheet_template(sheet.template)


def layout_names(sheet: Sheet, document: MapDocument) -> Names:
    """Give what the arrangement of a sheet is called: the dossier’s name for it, or the template’s."""
    layout = layout_of(sheet, document)
    return layout.names if layout is not None else arrangement_of(sheet, document).names


def pictures_of(arrangement: SheetTemplate, document: MapDocument) -> dict[str, Picture]:
    """Give the pictures of the dossier that stand in an arrangement, by their ids."""
    found = (document.get(piece.picture) for piece in arrangement.pieces if isinstance(piece, PictureSpec))
    return {picture.id: picture for picture in found if isinstance(picture, Picture)}


def words_level(sheet: Sheet, document: MapDocument) -> Sensitivity:
    """Give how strict the words are that somebody has put on a sheet's own layout; clear where there are none."""
    layout = layout_of(sheet, document)
    if layout is None or not any(isinstance(piece, TextSpec) for piece in layout.arrangement.pieces):
        return Sensitivity.CLEAR
    return layout.sensitivity


def wordless(layout: Layout) -> Layout:
    """Give a layout as who may not see it gets it: where things stand, and no word that was put on it by hand."""
    arrangement = msgspec.structs.replace(
        layout.arrangement,
        names=Names(),
        furniture=_wordless(layout.arrangement.furniture),
        stack=tuple(
            msgspec.structs.replace(stack, furniture=_wordless(stack.furniture))
            for stack in layout.arrangement.stack
        ),
    )
    return Layout(id=layout.id, sensitivity=Sensitivity.CLEAR, names=Names(), arrangement=arrangement)


def _wordless(pieces: tuple[FurnitureSpec, ...]) -> tuple[FurnitureSpec, ...]:
    """Take words of one's own and pictures out; other maps keep their place and lose their name."""
    kept: list[FurnitureSpec] = []
    for piece in pieces:
        match piece:
            case TextSpec() | PictureSpec():
                continue
            case MapPieceSpec():
                kept.append(msgspec.structs.replace(piece, names=Names()))
            case RowSpec():
                kept.append(msgspec.structs.replace(piece, furniture=_wordless(piece.furniture)))
            case _:
                kept.append(piece)
    return tuple(kept)
