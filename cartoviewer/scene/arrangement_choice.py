"""What a new sheet may be laid out on: the papers of the program, and the layouts of the dossier."""

from typing import Final, TypedDict

from bnip.layout import Layout, SheetTemplate
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.sheet_layout import layout_of
from cartoviewer.scene.sheet_paper import paper_name
from cartoviewer.scene.template import sheet_templates

__all__ = ["Arrangement", "arrangement_called", "arrangement_key", "layout_key"]

_OWN: Final = "layout/"
_FIRST: Final = "bnip_a3"


class Arrangement(TypedDict):
    """The two fields of a sheet that say what it is laid out on."""

    template: str
    layout: str


def arrangement_key(sheet: Sheet, document: MapDocument) -> str:
    """Give the one word that stands for what a sheet is laid out on: that of a template, or `layout/` and an id."""
    own = layout_of(sheet, document)
    return sheet.template if own is None else layout_key(own)


def layout_key(layout: Layout) -> str:
    """Give the word that stands for a layout of the dossier."""
    return _OWN + layout.id


def arrangement_called(key: str, document: MapDocument) -> Arrangement:
    """Give the fields of a sheet for such a word.

    What has a layout of the dossier also names the template most like it: it goes back to that if the layout is
    taken away. A layout that is gone gives the first of the plan sheets.
    """
    if not key.startswith(_OWN):
        return Arrangement(template=key if key in sheet_templates() else _FIRST, layout="")
    layout = document.get(key.removeprefix(_OWN))
    if not isinstance(layout, Layout):
        return Arrangement(template=_FIRST, layout="")
    return Arrangement(template=_most_like(layout.arrangement), layout=layout.id)


def _most_like(arrangement: SheetTemplate) -> str:
    """Give the template on the same paper, lying the same way and showing a situation where it does."""
    width, height = arrangement.page

    def unlike(template: SheetTemplate) -> tuple[bool, bool, float]:
        wide, high = template.page
        return (
            template.situation_moment != arrangement.situation_moment,
            paper_name(template.page) != paper_name(arrangement.page) or (wide > high) != (width > height),
            abs(wide - width) + abs(high - height),
        )

    return min(sheet_templates(), key=lambda name: unlike(sheet_templates()[name]))
