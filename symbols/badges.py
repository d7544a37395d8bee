"""What is set on and around a frame: badges of state and certainty, dots of size, counts of casualties."""

from typing import Final

from symbols import outlines
from symbols.discipline import INK, PAPER
from symbols.frames import HALO, Frame
from symbols.grammar import Certainty, State, Symbol
from symbols.path import Path, circle, polyline, rectangle
from symbols.pictograms import fitted
from symbols.shape import Shape

__all__ = ["badges", "casualty_counts", "echelon"]

_TICK_GREEN: Final = "#00843D"
_TRIAGE: Final = (("#D7191C", PAPER), ("#FFD400", INK), ("#00843D", PAPER), (INK, PAPER))
"""Fill and ink of the counts of casualties: T1, T2, T3, dead, each also told by its place in the row."""
_COUNT: Final = (26.0, 21.0)
"""The least width and the height of one count."""
_BADGE: Final = 12.5


def badges(frame: Frame, symbol: Symbol) -> list[Shape]:
    """Give the tick of what has ended and the question mark of what is only reported."""
    x, y = frame.shoulder
    shapes = []
    if symbol.state is State.ENDED:
        shapes += [
            Shape(circle(x, y, _BADGE), _TICK_GREEN, PAPER, 3.0),
            Shape(
                polyline(((x - 6, y + 0.5), (x - 1.8, y + 5), (x + 6.2, y - 4.8))),
                "",
                PAPER,
                4.2,
                join="round",
                cap="round",
            ),
        ]
        x = 100.0 - x
    if symbol.certainty is Certainty.REPORTED:
        mark = fitted(outlines.letters("?"), (x - 8, y - 8.2, x + 8, y + 8.2))
        shapes += [
            Shape(circle(x, y, _BADGE + 1.0), PAPER),
            Shape(circle(x, y, _BADGE - 1.25), PAPER, INK, 2.5),
            Shape(mark, INK),
        ]
    return shapes


def echelon(frame: Frame, symbol: Symbol) -> list[Shape]:
    """Give the dots above the frame."""
    shapes: list[Shape] = []
    for index in range(symbol.echelon):
        x = 50.0 + 14.0 * (index - (symbol.echelon - 1) / 2)
        shapes.append(Shape(circle(x, frame.top - 11.0, 4.8), INK, PAPER, 2.4))
    return shapes


def casualty_counts(frame: Frame, symbol: Symbol) -> list[Shape]:
    """Give the four counts of triage in a row below the frame, in the order T1, T2, T3, dead.

    Without colour the row is read by its order, its marks (one, two, three bars; a cross) and its greys.
    """
    if not symbol.casualties:
        return []
    least, height = _COUNT
    counts = symbol.casualties.split("/")
    widths = [max(least, 13.0 + 10.5 * len(count)) for count in counts]
    top = max(frame.bottom, frame.anchor[1]) + 7.0
    x = 50.0 - sum(widths) / 2
    box = (x, top, x + sum(widths), top + height)
    shapes = [Shape(rectangle(box, 2.0), PAPER, PAPER, 2 * HALO + 2.4, join="round")]
    for index, (count, width, (fill, ink)) in enumerate(zip(counts, widths, _TRIAGE, strict=True)):
        shapes.append(Shape(rectangle((x, top, x + width, top + height)), fill, INK, 2.4))
        for at, mark in enumerate(_triage_marks(index)):
            shapes.append(Shape(mark.moved(x + 4.2, top + 5.0 + 5.5 * at), "", ink, 2.2))
        place = (x + 9.5, top + 3.6, x + width - 3.0, top + height - 3.6)
        shapes.append(Shape(fitted(outlines.letters(count), place), ink))
        x += width
    return shapes


def _triage_marks(index: int) -> list[Path]:
    """Give what tells a count apart where there is no colour: a bar for each step of urgency, a cross."""
    if index == 3:
        return [polyline(((1.6, -1.0), (1.6, 12.0))) + polyline(((-1.4, 2.6), (4.6, 2.6)))]
    return [polyline(((0.0, 0.0), (3.6, 0.0)))] * (index + 1)
