"""A whole sheet on any device."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from cartoviewer.render.device import Device
from cartoviewer.render.furniture.banner import paint_banner
from cartoviewer.render.furniture.legend import paint_legend
from cartoviewer.render.furniture.lettering import paint_block
from cartoviewer.render.furniture.map_frame import paint_map_frame
from cartoviewer.render.furniture.north import paint_north
from cartoviewer.render.furniture.overview import paint_overview
from cartoviewer.render.furniture.picture_panel import paint_picture_panel
from cartoviewer.render.furniture.rules import FINE_MM, paint_frame, rectangle
from cartoviewer.render.furniture.scale_bar import paint_scale_bar
from cartoviewer.render.furniture.text_panel import paint_text_panel
from cartoviewer.render.furniture.wind import paint_wind
from cartoviewer.render.parts import UNDIVIDED, Parts
from cartoviewer.scene.furniture import (
    Banner,
    DetailMap,
    Furniture,
    LegendPanel,
    NorthArrow,
    OverviewMap,
    PicturePanel,
    ScaleBar,
    SheetComposition,
    TextPanel,
    WindArrow,
)
from layers.progress import NoProgress, Progress
from resources.texts import Language

__all__ = ["paint_sheet"]


def paint_sheet(
    painter: QPainter,
    composition: SheetComposition,
    device: Device,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    parts: Parts = UNDIVIDED,
) -> None:
    """Paint a composed sheet.

    Parameters
    ----------
    painter
        Its unit is a millimetre on paper, its origin the top left corner of the page.
    composition
        What to paint.
    device
        What is painted on.
    progress
        Told while the map is painted; may raise `Cancelled`.
    parts
        Told before each part of the sheet is painted.
    """
    if composition.monochrome:
        device = replace(device, monochrome=True)
    painter.save()
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        paint_map_frame(painter, device, composition.map, composition.language, progress, parts)
        for box in composition.covers:
            painter.fillRect(rectangle(box), Qt.GlobalColor.white)
            paint_frame(painter, device, box, FINE_MM)
        for piece in composition.furniture:
            parts.begin(piece)
            _paint_piece(painter, device, piece, composition.language, progress, parts)
    finally:
        painter.restore()


def _paint_piece(
    painter: QPainter, device: Device, piece: Furniture, language: Language, progress: Progress, parts: Parts
) -> None:
    match piece:
        case Banner():
            paint_banner(painter, device, piece, parts)
        case TextPanel():
            paint_text_panel(painter, device, piece, parts)
        case LegendPanel():
            paint_legend(painter, device, piece, language, parts)
        case OverviewMap():
            paint_overview(painter, device, piece, language, parts)
        case ScaleBar():
            paint_scale_bar(painter, device, piece, parts)
        case NorthArrow():
            paint_north(painter, device, piece, parts)
        case DetailMap():
            for block in piece.blocks:
                parts.begin(block)
                paint_block(painter, device, block)
            parts.begin(piece)
            paint_map_frame(painter, device, piece.frame, language, progress)
        case PicturePanel():
            paint_picture_panel(painter, device, piece)
        case WindArrow():
            paint_wind(painter, device, piece, parts)
