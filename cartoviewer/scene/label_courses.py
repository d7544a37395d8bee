"""A line that a text may follow, and where along it the text bends no more than can be read."""

from math import cos, pi, radians, sin
from typing import Final

import numpy as np

from cartoviewer.scene.text_metrics import letter_ends_mm
from layers.shapes import Floats
from symbols.style import LabelStyle

__all__ = ["BEND", "SAMPLE_MM", "Course", "paths_along"]

BEND: Final = radians(25)
"""The most that a text bends between one letter and the next."""

SAMPLE_MM: Final = 0.5
"""How densely the path under a text is sampled."""


class Course:
    """A line as a way that can be walked along, in metres."""

    def __init__(self, xy: Floats) -> None:
        self._xy = xy
        steps = np.diff(self._xy, axis=0)
        self._walked = np.concatenate(([0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))))
        self.length = float(self._walked[-1])

    def at(self, walked: Floats) -> Floats:
        """Give the points (…, 2) after so many metres each."""
        x, y = (np.interp(walked, self._walked, self._xy[:, axis]) for axis in (0, 1))
        return np.stack((x, y), axis=-1)


def paths_along(
    line: Course,
    middles: Floats,
    text: str,
    style: LabelStyle,
    scale: float,
    most: float = 4 * BEND,
    turn: float = 0.0,
) -> list[Floats | None]:
    """Give the paths under a text whose middle is so many mm along a line, None where it would bend too much.

    `turn` is that of the paper, degrees clockwise: a text runs to its right, wherever on the ground that is.
    """
    right = np.array((cos(radians(turn)), -sin(radians(turn))))
    ends = np.array(letter_ends_mm(text, style))
    width = float(ends[-1])
    metre = scale / 1000
    begins = middles - width / 2
    good = (begins >= 0.3) & (begins + width <= line.length / metre - 0.3)
    letters = line.at((ends + begins[:, None]) * metre)
    steps = np.diff(letters, axis=1)
    chords = np.hypot(steps[..., 0], steps[..., 1])
    if len(text) > 1:
        turns = np.abs(np.diff(np.arctan2(steps[..., 1], steps[..., 0]), axis=1))
        turns = np.minimum(turns, 2 * pi - turns)
        good &= (turns.max(axis=1) <= BEND) & (turns.sum(axis=1) <= most)
    good &= chords.min(axis=1) >= 0.75 * float(np.diff(ends).min()) * metre
    found: list[Floats | None] = [None] * len(middles)
    along = np.linspace(0.0, width, int(width / SAMPLE_MM) + 2)
    for index in np.flatnonzero(good).tolist():
        path = line.at((along + begins[index]) * metre)
        # Never upside down: the text runs to the right, and no letter leans further back than this.
        ahead = steps[index] @ right / chords[index]
        if (path[-1] - path[0]) @ right < 0:
            path, ahead = path[::-1].copy(), -ahead
        if ahead.min() > -0.3:
            found[index] = path
    return found
