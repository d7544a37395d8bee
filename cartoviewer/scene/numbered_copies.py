"""The numbered copies of a plan's sheets: whose copy each is, and the line that says so at the foot of the page."""

import re
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from bnip.furniture import BannerSpec
from bnip.layout import SheetTemplate
from bnip.plan import Plan
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.furniture import TextPanel
from cartoviewer.scene.sheet_plan import plan_of
from cartoviewer.scene.sheet_style import CREDIT
from cartoviewer.scene.text_metrics import MM_PER_PT
from cartoviewer.scene.typesetting import LEADING, TypeStyle, set_text
from layers.errors import Problem
from layers.sensitivity import Sensitivity
from resources.texts import Names, Texts

__all__ = [
    "CopiesError",
    "CopyLine",
    "NumberedCopy",
    "chosen_copies",
    "copies_of",
    "copy_line",
    "copy_panel",
    "numbered",
]

_STYLE: Final = TypeStyle(7.0, "bold", colour=CREDIT.colour)
_UNDER_MM: Final = 0.6
_EDGE_MM: Final = 4.4
"""What no office printer prints at the edge of its paper."""

_RANGE: Final = re.compile(r"(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?")


class CopiesError(Problem):
    """Copies were asked for that the distribution list does not have."""


@dataclass(frozen=True, slots=True)
class NumberedCopy:
    """One copy: its number, how many there are, and the function that holds it."""

    number: int
    count: int
    holder: Names


@dataclass(frozen=True, slots=True)
class CopyLine:
    """What a sheet says of which copy it is, and who may read that."""

    words: str = ""
    sensitivity: Sensitivity = Sensitivity.CLEAR


NO_COPY: Final = CopyLine()


def copies_of(plan: Plan | None) -> tuple[NumberedCopy, ...]:
    """Give the copies of a plan, numbered through its distribution list in its order."""
    holders = [one.function for one in plan.distribution for _ in range(one.copies)] if plan is not None else []
    return tuple(NumberedCopy(number, len(holders), holder) for number, holder in enumerate(holders, 1))


def chosen_copies(copies: tuple[NumberedCopy, ...], asked: str) -> tuple[NumberedCopy, ...]:
    """Give the copies with these numbers: `all`, or numbers and ranges such as `1-3, 7`.

    Raises
    ------
    CopiesError
        There is no distribution list, the words cannot be read, or a number is not in the list.
    """
    if not copies:
        raise CopiesError(
            "The sheet has no plan with a distribution list, so there are no numbered copies. "
            "Fill in the list first."
        )
    words = asked.strip().casefold()
    if words == "all":
        return copies
    wanted: set[int] = set()
    for part in filter(None, (part.strip() for part in re.split(r"[,;]", words))):
        found = _RANGE.fullmatch(part)
        if found is None:
            raise CopiesError("“{asked}” names no copies. Write all, or numbers such as 1-3, 7.", asked=asked)
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last <= len(copies):
            raise CopiesError(
                "There is no copy {number}: the distribution list has {count}.", number=part, count=len(copies)
            )
        wanted |= set(range(first, last + 1))
    if not wanted:
        raise CopiesError("“{asked}” names no copies. Write all, or numbers such as 1-3, 7.", asked=asked)
    return tuple(copy for copy in copies if copy.number in wanted)


def numbered(sheet: Sheet, copy: NumberedCopy) -> Sheet:
    """Give a sheet as this copy of it."""
    return msgspec.structs.replace(sheet, copy=str(copy.number))


def copy_line(sheet: Sheet, document: MapDocument, texts: Texts) -> CopyLine:
    """Say which copy a sheet is and whose; nothing where it has no number.

    The holder comes from the distribution list, where the audience may see the plan.
    """
    # Whoever wrote “3/12” by hand meant the third.
    number = sheet.copy.partition("/")[0].strip()
    if not number:
        return NO_COPY
    plan = plan_of(sheet, document)
    copies = copies_of(plan)
    holder = next((copy.holder for copy in copies if str(copy.number) == number), Names())
    if plan is None or not copies:
        return CopyLine(" · ".join(texts.lines("Copy {copy}", copy=number)), sheet.sensitivity)
    which = " · ".join(texts.lines("Copy {copy}/{count}", copy=number, count=len(copies)))
    named = " / ".join(dict.fromkeys(line for line in texts.name_lines(holder) if line))
    return CopyLine(" – ".join(part for part in (which, named) if part), plan.sensitivity)


def copy_panel(line: CopyLine, template: SheetTemplate) -> TextPanel | None:
    """Set the line in the margin under the lowest band of a sheet, where no piece stands on any template."""
    if not line.words:
        return None
    width, height = template.page
    bands = [piece.box for piece in template.furniture if isinstance(piece, BannerSpec) and piece.box is not None]
    left, top, room, deep = max(bands, key=lambda box: box[1], default=(10.0, height - 14.0, width - 20.0, 6.0))
    style = replace(_STYLE, size_pt=_STYLE.size_pt * template.furniture_growth)
    tall = style.size_pt * MM_PER_PT * LEADING
    box = (left, min(top + deep + _UNDER_MM, height - _EDGE_MM - tall), room, tall)
    block = set_text((line.words,), style, room, box[3], at=(box[0], box[1]), align="right")
    return TextPanel(box, (block,))
