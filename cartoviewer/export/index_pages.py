"""Pages of words before and after the sheets of a binder, with the marking on each."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from cartoviewer.export.publication import Publication
from cartoviewer.export.vector_pages import vector_pages
from cartoviewer.render.device import PDF
from cartoviewer.render.furniture.banner import paint_banner
from cartoviewer.render.furniture.lettering import paint_block
from cartoviewer.render.furniture.text_panel import paint_text_panel
from cartoviewer.scene.furniture import TextPanel
from cartoviewer.scene.marking_band import banner
from cartoviewer.scene.sheet_style import CREDIT
from cartoviewer.scene.typesetting import TextBlock, set_text
from layers.sensitivity import Sensitivity
from resources.texts import Texts

__all__ = ["FOOT", "LEFT", "TOP", "WIDTH", "PageItem", "pages_pdf", "words_of"]

LEFT, WIDTH = 14.0, 182.0
"""Where the words of an A4 page begin and how wide they run, millimetres."""
TOP, FOOT = 20.0, 276.0
"""The upper and the lower end of the words, millimetres from the top of the page."""


PageItem = TextBlock | TextPanel
"""Words on a page, or a table of them."""


def words_of(pages: Sequence[Sequence[PageItem]]) -> tuple[str, ...]:
    """Give what each page says, read aloud: what stands on one line is one line."""
    return tuple(
        "\n".join(
            " ".join(word for block in line for word in block.lines)
            for _, line in groupby(_blocks(items), key=lambda block: round(block.y_mm, 1))
        )
        for items in pages
    )


def _blocks(items: Sequence[PageItem]) -> Iterator[TextBlock]:
    for item in items:
        if isinstance(item, TextPanel):
            yield from item.blocks
        else:
            yield item


def pages_pdf(
    pages: Sequence[Sequence[PageItem]],
    marking: Sensitivity,
    publication: Publication,
    printed: datetime,
    on_first: Callable[[QPainter], None] | None = None,
) -> bytes:
    """Give pages of A4 as a PDF; `on_first` paints on the first one after its words."""
    texts = Texts(publication.language)
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
    )
    with vector_pages(layout) as made:
        painter = made.painter
        for index, blocks in enumerate(pages):
            if index:
                made.writer.newPage()
            foot = texts("Printed {moment}", moment=texts.moment(printed))
            for y in (8.0, 283.0):
                strip = banner((10.0, y, 190.0, 6.0), marking, exercise=publication.document.is_exercise)
                paint_banner(painter, PDF, strip)
            paint_block(painter, PDF, set_text((foot,), CREDIT, WIDTH, at=(LEFT, 278.5), align="right"))
            for block in blocks:
                if isinstance(block, TextPanel):
                    paint_text_panel(painter, PDF, block)
                else:
                    paint_block(painter, PDF, block)
            if index == 0 and on_first is not None:
                on_first(painter)
    return made.data
