"""Words and pictures of one's own on a sheet, set in their boxes."""

from math import inf

from bnip.furniture import Box, TextSpec
from bnip.picture import Picture
from cartoviewer.scene.furniture import PicturePanel, TextPanel
from cartoviewer.scene.text_filling import FieldValues, filled_lines
from cartoviewer.scene.text_metrics import MM_PER_PT
from cartoviewer.scene.typesetting import LEADING, TypeStyle, set_text
from resources.texts import Texts

__all__ = ["place_picture", "set_own_text"]

_UNDER_RULE_MM = 1.2


def set_own_text(spec: TextSpec, box: Box, values: FieldValues, texts: Texts) -> TextPanel | None:
    """Set a text; it keeps its size where there is room, and gets no smaller than six points."""
    lines = filled_lines(spec.text, values, texts.language)
    if not lines:
        return None
    x, y, width, height = box
    top = y + (_UNDER_RULE_MM if spec.rule else 0.0)
    style = TypeStyle(spec.size_pt, spec.weight, spec.italic, spec.colour, one_line_pt=spec.size_pt)
    room = y + height - top if height != inf else inf
    # A box as low as one line still shows it.
    room = max(room, spec.size_pt * MM_PER_PT * LEADING) if height >= spec.size_pt * MM_PER_PT else room
    block = set_text(lines, style, width, room, at=(x, top), align=spec.align)
    return TextPanel((x, y, width, min(height, block.bottom_mm - y)), (block,), spec.rule)


def place_picture(picture: Picture, box: Box) -> PicturePanel:
    """Place a picture in the middle of a box, as large as it may be without being pulled out of shape."""
    x, y, width, height = box
    if height == inf:
        height = width * picture.height_px / max(picture.width_px, 1)
    share = min(width / max(picture.width_px, 1), height / max(picture.height_px, 1))
    wide, high = picture.width_px * share, picture.height_px * share
    place = (x + (width - wide) / 2, y + (height - high) / 2, wide, high)
    return PicturePanel((x, y, width, height), place, picture)
