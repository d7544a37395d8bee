"""Which arrangement a sheet is laid out on: its own layout of the dossier, or a template of the program."""

import msgspec

from bnip.layout import Layout, SheetTemplate
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.template import sheet_template
from layers.sensitivity import Sensitivity
from resources.texts import Names

__all__ = ["arrangement_of", "layout_names", "layout_of", "wordless"]


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


def wordless(layout: Layout) -> Layout:
    """Give a layout as who may not see it gets it: where things stand, and no word that was put on it by hand."""
    arrangement = msgspec.structs.replace(layout.arrangement, names=Names())
    return Layout(id=layout.id, sensitivity=Sensitivity.CLEAR, names=Names(), arrangement=arrangement)
