"""Words on a sheet: title, fields, credits, imprint, tables, signatures."""

from PySide6.QtGui import QPainter

from cartoviewer.render.device import Device
from cartoviewer.render.furniture.lettering import paint_block
from cartoviewer.render.furniture.rules import paint_line, paint_rule
from cartoviewer.render.parts import UNDIVIDED, Parts
from cartoviewer.scene.furniture import TextPanel

__all__ = ["paint_text_panel"]


def paint_text_panel(painter: QPainter, device: Device, panel: TextPanel, parts: Parts = UNDIVIDED) -> None:
    """Paint a panel's words under its line."""
    if panel.rule:
        paint_rule(painter, device, panel.box)
    for line in panel.lines:
        paint_line(painter, device, line)
    for block in panel.blocks:
        paint_block(painter, device, block, parts)
