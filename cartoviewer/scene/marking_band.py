"""The band with a sheet's marking, in the exercise band where it is an exercise."""

from dataclasses import replace
from typing import Final

from bnip.furniture import Box
from cartoviewer.scene.furniture import Banner
from cartoviewer.scene.sheet_style import BANNER_WORD, MARKING, MARKING_COLOURS
from cartoviewer.scene.typesetting import TextBlock, TypeStyle, set_text, text_width_mm
from layers.sensitivity import Sensitivity

__all__ = ["EXERCISE_WORDS", "banner"]

EXERCISE_WORDS: Final = "OEFENING · EXERCICE · EXERCISE"
"""In all languages whatever the sheet's: whoever finds the sheet must understand it."""

_MARKING_PADDING_MM: Final = 4.0
_ASIDE_MM: Final = 2.0
"""So far the words keep off the ends of the band and the marking."""


def banner(box: Box, marking: Sensitivity, *, exercise: bool) -> Banner:
    """Lay out the marking, and to both sides of it that this is an exercise."""
    x, y, width, height = box
    style = TypeStyle(MARKING.size_pt, MARKING.weight, colour=MARKING_COLOURS[marking])
    words = marking.marking
    marking_width = text_width_mm(words, style) + 2 * _MARKING_PADDING_MM
    left = x + (width - marking_width) / 2
    middle = _middle(set_text((words,), style, marking_width, height, at=(left, y), align="centre"), y, height)
    sides: tuple[TextBlock, ...] = ()
    if exercise:
        side = (width - marking_width) / 2
        sides = tuple(
            _middle(
                set_text(
                    (EXERCISE_WORDS,),
                    BANNER_WORD,
                    side - 2 * _ASIDE_MM,
                    height,
                    at=(at + _ASIDE_MM, y),
                    align="centre",
                ),
                y,
                height,
            )
            for at in (x, left + marking_width)
        )
    return Banner(box, middle, (left, y, marking_width, height), sides)


def _middle(block: TextBlock, y: float, height: float) -> TextBlock:
    return replace(block, y_mm=y + (height - block.height_mm) / 2)
