"""Who answers for a sheet: the function, the day, and a line to sign on, side by side."""

from typing import Final

from bnip.furniture import Box
from bnip.sheet import Sheet
from cartoviewer.scene.furniture import TextPanel
from cartoviewer.scene.sheet_style import CREDIT, FIELD_NAME, FIELD_VALUE
from cartoviewer.scene.typesetting import TextBlock, set_text
from resources.texts import Texts

__all__ = ["set_signatures"]

_GUTTER_MM: Final = 4.0
_SIGNING_MM: Final = 3.8
_UNDER_RULE_MM: Final = 1.2


def set_signatures(sheet: Sheet, box: Box, texts: Texts, *, rule: bool) -> TextPanel | None:
    """Set author, checker and approver; nothing where the sheet names none of them.

    The line to sign on stands at the foot of the box, or, in a box of any height, under room for a hand.
    """
    roles = (
        ("Drawn up by", sheet.author, sheet.issued),
        ("Checked by", sheet.checker, None),
        ("Approved by", sheet.approver, sheet.approved),
    )
    told = [role for role in roles if role[1]]
    if not told:
        return None
    x, y, width, height = box
    top = y + (_UNDER_RULE_MM if rule else 0.0)
    room = (width - _GUTTER_MM * (len(roles) - 1)) / len(roles)
    unknown = height == float("inf")
    blocks: list[TextBlock] = []
    for index, (name, who, day) in enumerate(told):
        left = x + index * (room + _GUTTER_MM)
        names = set_text((texts(name).upper(),), FIELD_NAME, room, at=(left, top))
        left_mm = float("inf") if unknown else y + height - _SIGNING_MM - names.bottom_mm
        said = set_text((who,), FIELD_VALUE, room, left_mm, at=(left, names.bottom_mm))
        blocks += (names, said)
        if day is not None:
            date = set_text((texts.date(day),), CREDIT, room, at=(left, 0.0), align="right")
            foot = said.bottom_mm + _SIGNING_MM if unknown else y + height
            blocks.append(
                TextBlock(date.lines, date.style, date.size_pt, date.x_mm, foot - date.height_mm - 0.3, "right")
            )
    foot = max(block.bottom_mm for block in blocks) + _SIGNING_MM if unknown else y + height
    lines = tuple(
        (x + k * (room + _GUTTER_MM), foot, x + k * (room + _GUTTER_MM) + room, foot) for k in range(len(told))
    )
    return TextPanel((x, y, width, foot - y), tuple(blocks), rule, lines)
