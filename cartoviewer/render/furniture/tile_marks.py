"""On the pages of a sheet that is laid over several: where to cut, where to glue, which page this is."""

from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from cartoviewer.render.device import Device
from cartoviewer.render.furniture.lettering import paint_block, paint_turned
from cartoviewer.render.furniture.rules import FINE_MM, STRONG_MM
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.sheet_style import CREDIT, FIELD_VALUE, INK, title_style
from cartoviewer.scene.tiling import MARGIN_MM, Tile, Tiling
from cartoviewer.scene.typesetting import TextBlock, TypeStyle, set_text
from resources.texts import Texts

__all__ = ["paint_key_page", "paint_tile_marks"]

_TICK_MM: Final = 4.0
_OFF_MM: Final = 0.8
_NAME: Final = TypeStyle(9.0, "bold")
_KEY_NAME: Final = TypeStyle(12.0, "bold")
_LINE_MM: Final = 3.0


def paint_tile_marks(
    painter: QPainter, device: Device, composition: SheetComposition, tiling: Tiling, tile: Tile, texts: Texts
) -> None:
    """Paint the name of a page in its margins, its neighbours, and marks where it is cut and glued.

    A page is cut along its left and its upper edge, where it lies on its neighbours; its right and its lower edge
    are under the next pages.
    """
    x = y = MARGIN_MM
    _, _, width, height = tile.part
    right, foot = x + width, y + height
    pen = QPen(device.colour(INK), FINE_MM)
    painter.setPen(pen)
    ticks: list[QLineF] = []
    left_of, above = tiling.neighbour(tile, -1, 0), tiling.neighbour(tile, 0, -1)
    right_of, below = tiling.neighbour(tile, 1, 0), tiling.neighbour(tile, 0, 1)
    if left_of is not None:
        ticks += _upright(x, y, foot)
    if above is not None:
        ticks += _lying(y, x, right)
    painter.drawLines(ticks)
    # Where the edge of the next page comes to lie.
    pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    glue: list[QLineF] = []
    if right_of is not None:
        glue += _upright(right - tiling.overlap_mm, y, foot)
    if below is not None:
        glue += _lying(foot - tiling.overlap_mm, x, right)
    painter.drawLines(glue)
    name = set_text((tile.name,), _NAME, 20.0, at=(x + 2.0, _LINE_MM))
    paint_block(painter, device, name)
    said = f"{composition.title} · {composition.marking.marking} · {tiling.columns} × {tiling.rows} {tiling.paper}"
    room = tiling.page_mm[0] - 2 * MARGIN_MM - 14.0
    paint_block(painter, device, set_text((said,), CREDIT, room, 4.0, at=(x + 14.0, _LINE_MM + 0.6)))
    for tag, at, angle in (
        (left_of, (x - 3.4 - _OFF_MM, y + height / 2), 90.0),
        (right_of, (right + _OFF_MM, y + height / 2), 90.0),
        (below, (x + width / 2, foot + _OFF_MM), 0.0),
        (above, (x + width / 2, y - 3.4 - _OFF_MM), 0.0),
    ):
        if tag is not None:
            cut = tag is left_of or tag is above
            words = (
                texts("✂ cut, lay on {name}", name=tag.name) if cut else texts("glue {name} here", name=tag.name)
            )
            block = TextBlock((words,), CREDIT, CREDIT.size_pt, at[0], at[1], "centre")
            paint_turned(painter, device, block, angle)


def _upright(x: float, top: float, foot: float) -> list[QLineF]:
    return [
        QLineF(x, top - _OFF_MM - _TICK_MM, x, top - _OFF_MM),
        QLineF(x, foot + _OFF_MM, x, foot + _OFF_MM + _TICK_MM),
    ]


def _lying(y: float, left: float, right: float) -> list[QLineF]:
    return [
        QLineF(left - _OFF_MM - _TICK_MM, y, left - _OFF_MM, y),
        QLineF(right + _OFF_MM, y, right + _OFF_MM + _TICK_MM, y),
    ]


def paint_key_page(
    painter: QPainter, device: Device, composition: SheetComposition, tiling: Tiling, texts: Texts
) -> None:
    """Paint how the pages lie, and how they are put together."""
    page_width, page_height = tiling.page_mm
    width = page_width - 2 * MARGIN_MM
    title = set_text(tuple(composition.title.split(" / ")), title_style(16.0), width, at=(MARGIN_MM, MARGIN_MM))
    marking = set_text((composition.marking.marking,), _NAME, width, at=(MARGIN_MM, title.bottom_mm + 1.0))
    sheet_width, sheet_height = composition.page_mm
    told = (
        *texts.lines(
            "{n} pages of {paper}, {columns} across and {rows} down, for a sheet of {width} × {height} mm.",
            n=len(tiling.tiles),
            paper=tiling.paper,
            columns=tiling.columns,
            rows=tiling.rows,
            width=f"{sheet_width:g}",
            height=f"{sheet_height:g}",
        ),
        *texts.lines("Print at 100 %, never “fit to page”: the scale of the map holds then."),
        *texts.lines(
            "Cut each page along the marks at its left and upper edge, lay it on its neighbours up to the dashed "
            "marks ({overlap} mm), and glue.",
            overlap=f"{tiling.overlap_mm:g}",
        ),
    )
    words = set_text(told, FIELD_VALUE, width, at=(MARGIN_MM, marking.bottom_mm + 3.0))
    for block in (title, marking, words):
        paint_block(painter, device, block)
    top = words.bottom_mm + 6.0
    factor = min(width / sheet_width, (page_height - MARGIN_MM - top) / sheet_height)
    painter.setBrush(QBrush())
    for tile in tiling.tiles:
        x, y, wide, high = (length * factor for length in tile.part)
        painter.setPen(QPen(device.colour(INK), FINE_MM))
        painter.drawRect(QRectF(MARGIN_MM + x, top + y, wide, high))
        # The name stands in what no neighbour covers.
        free = max(wide - tiling.overlap_mm * factor, 6.0)
        block = set_text((tile.name,), _KEY_NAME, free, align="centre", at=(MARGIN_MM + x, 0.0))
        middle = top + y + high / 2 - block.height_mm / 2
        paint_block(
            painter, device, set_text((tile.name,), _KEY_NAME, free, align="centre", at=(MARGIN_MM + x, middle))
        )
    painter.setPen(QPen(device.colour(INK), STRONG_MM))
    painter.setBrush(QBrush())
    painter.drawRect(QRectF(MARGIN_MM, top, sheet_width * factor, sheet_height * factor))
    box = composition.map.box
    x, y, wide, high = (length * factor for length in box)
    pen = QPen(device.colour(INK, 0.5), FINE_MM)
    pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawRect(QRectF(MARGIN_MM + x, top + y, wide, high))
