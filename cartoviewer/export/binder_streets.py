"""The street index of a binder, as in a road atlas: every street on one line of four columns, with its squares."""

from datetime import datetime
from typing import Final

from bnip.sheet import Sheet
from cartoviewer.export.binder_index import Index
from cartoviewer.export.index_pages import FOOT, LEFT, TOP, WIDTH, pages_pdf, words_of
from cartoviewer.export.publication import Publication
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.sheet_layout import arrangement_of
from cartoviewer.scene.sheet_style import LEGEND_GROUP, STREET_NAME, STREET_PLACE, title_style
from cartoviewer.scene.street_index import StreetEntry, street_index
from cartoviewer.scene.typesetting import TextBlock, set_text, text_width_mm
from layers.sensitivity import Sensitivity
from resources.texts import Texts

__all__ = ["streets_of"]

_COLUMNS: Final = 4
_GUTTER_MM: Final = 4.0
_BETWEEN_MM: Final = 1.2
_ROW_GAP_MM: Final = 0.2
_LETTER_GAP_MM: Final = 1.2


def streets_of(
    publication: Publication, sheets: tuple[Sheet, ...], marking: Sensitivity, printed: datetime
) -> Index | None:
    """Lay out and paint the index of the streets on sheets, a list for each language; None where there are none.

    `marking` is that of the binder so far; that of the index is the stricter of that and of the streets.
    """
    document = publication.document
    placed = [(publication.sheet(one), sheet_view(one, arrangement_of(one, document))) for one in sheets]
    index = street_index(publication.document, publication.datasets, placed, publication.language)
    if not index.lists:
        return None
    strict = max(marking, index.sensitivity)
    pages: list[list[TextBlock]] = []
    for language, entries in index.lists:
        pages += _paged(Texts(language)("Street index"), entries)
    return Index(pages_pdf(pages, strict, publication, printed), (), strict, words_of(pages))


def _paged(title: str, entries: tuple[StreetEntry, ...]) -> list[list[TextBlock]]:
    """Set the entries in columns, the letter before those that begin with it."""
    width = (WIDTH - _GUTTER_MM * (_COLUMNS - 1)) / _COLUMNS
    heading = set_text((title,), title_style(18.0), WIDTH, at=(LEFT, TOP))
    pages: list[list[TextBlock]] = [[heading]]
    column, top = 0, heading.bottom_mm + _LETTER_GAP_MM
    at, letter = top, ""
    for entry in entries:
        first = entry.head
        head = set_text((first,), LEGEND_GROUP, width)
        name, place = _set(entry, width)
        height = max(name.height_mm, place.bottom_mm)
        before = head.height_mm + _LETTER_GAP_MM if first != letter else 0.0
        if at + before + height > FOOT:
            column += 1
            if column == _COLUMNS:
                pages.append([])
                column, top = 0, TOP
            at = top
        left = LEFT + column * (width + _GUTTER_MM)
        if first != letter:
            letter = first
            pages[-1].append(_moved(head, left, at + (_LETTER_GAP_MM if at > top else 0.0)))
            at = pages[-1][-1].bottom_mm
        pages[-1] += [_moved(name, left, at), _moved(place, left + width, at + place.y_mm)]
        at += height + _ROW_GAP_MM
    return pages


def _set(entry: StreetEntry, width: float) -> tuple[TextBlock, TextBlock]:
    """Set a street on one line, with as much of its places as that holds; a name that fills a line has two."""
    name = set_text((entry.name,), STREET_NAME, width)
    room = width - name.width_mm - _BETWEEN_MM
    for places in (entry.places, *entry.shorter):
        if len(name.lines) == 1 and text_width_mm(places, STREET_PLACE) <= room:
            return name, set_text((places,), STREET_PLACE, room, align="right")
    return name, set_text((entry.places,), STREET_PLACE, width, at=(0.0, name.height_mm), align="right")


def _moved(block: TextBlock, x: float, y: float) -> TextBlock:
    return TextBlock(block.lines, block.style, block.size_pt, x, y, block.align, block.cut)
