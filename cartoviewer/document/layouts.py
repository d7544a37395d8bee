"""Layouts that a dossier keeps as its own: making one for a sheet, changing it, and taking it away."""

import msgspec

from bnip.layout import Layout, SheetTemplate
from bnip.sheet import Sheet
from cartoviewer.document.changes import new_id, put, remove
from cartoviewer.document.document import MapDocument
from cartoviewer.document.edit import Change
from resources.texts import Names

__all__ = ["arranged", "new_layout", "sheets_on", "without_layout"]


def sheets_on(document: MapDocument, layout_id: str) -> tuple[Sheet, ...]:
    """Give the sheets that are laid out on a layout."""
    return tuple(sheet for sheet in document.of(Sheet) if sheet.layout == layout_id)


def arranged(document: MapDocument, sheet: Sheet, arrangement: SheetTemplate) -> tuple[Change, ...]:
    """Give the changes that lay a sheet out anew.

    Its own layout is changed where it has one; every sheet on it then looks so. Else it gets one, as strict as the
    sheet: words that are put on it may be as sensitive as the sheet's.
    """
    layout = document.get(sheet.layout) if sheet.layout else None
    if isinstance(layout, Layout):
        return (put(document, msgspec.structs.replace(layout, arrangement=arrangement)),)
    made = new_layout(_named(arrangement.names, sheet.names), arrangement, sheet)
    return (put(document, made), put(document, msgspec.structs.replace(sheet, layout=made.id)))


def new_layout(names: Names, arrangement: SheetTemplate, sheet: Sheet | None = None) -> Layout:
    """Give a layout that is in no dossier yet; other papers for the same layout are the templates' only."""
    own = msgspec.structs.replace(arrangement, names=names, papers=())
    if sheet is None:
        return Layout(id=new_id(), names=names, arrangement=own)
    return Layout(id=new_id(), sensitivity=sheet.sensitivity, names=names, arrangement=own)


def without_layout(document: MapDocument, layout: Layout) -> tuple[Change, ...]:
    """Give the changes that take a layout away; the sheets on it go back to their template."""
    back = tuple(
        put(document, msgspec.structs.replace(sheet, layout="")) for sheet in sheets_on(document, layout.id)
    )
    return (*back, remove(document, layout.id))


def _named(arrangement: Names, sheet: Names) -> Names:
    """Name a sheet's own layout after both, in each language in which both have a name."""
    pairs = ((arrangement.fr, sheet.fr), (arrangement.nl, sheet.nl), (arrangement.en, sheet.en))
    return Names(*(" – ".join(part for part in pair if part) for pair in pairs))
