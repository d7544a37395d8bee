"""Points left out where another of the same symbol covers them.

Which points stay is told by the ground, not by the frame, so they are the same while a map is panned and are worked
out once for a scale.
"""

from collections import OrderedDict
from typing import Final

import numpy as np
import numpy.typing as npt

from cartoviewer.scene.classes import Classes
from layers.dataset import Dataset
from layers.shapes import Floats, Integers, Shapes

__all__ = ["FEW", "PointThinning", "apart"]

FEW: Final = 1000
"""Fewer points than this all stay: painting them costs less than asking."""

WHOLE_FROM: Final = 0.06
"""Share of a class in view from which all of it is thinned at once, to serve the next pan as well."""

KEPT: Final = 32
"""So many answers are kept, the least used going first."""

Flags = npt.NDArray[np.bool_]


def apart(xy: Floats, step: float) -> Flags:
    """Tell which of the points (n, 2) stay: of those in one square of side `step` the last, which lies on top."""
    # Counted from a corner of the ground and not of the points, so that the squares stay where they are.
    cells = np.floor(xy / step).astype(np.int64)
    cells -= cells.min(axis=0)
    keys = cells[:, 0] * (cells[:, 1].max() + 1) + cells[:, 1]
    # The place in the list is part of what is sorted: sorting numbers is far quicker than sorting their places.
    ordered = np.sort(keys * len(xy) + np.arange(len(xy)))
    keys = ordered // len(xy)
    last = np.append(keys[1:] != keys[:-1], True)
    stays = np.zeros(len(xy), dtype=np.bool_)
    stays[ordered[last] - keys[last] * len(xy)] = True
    return stays


class PointThinning:
    """Answers which points of a class are drawn at a scale, and keeps the answers."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[str, int, int, float], tuple[Classes, Flags]] = OrderedDict()

    def staying(
        self, dataset: Dataset, epsg: int, classes: Classes, index: int, members: Integers, step_m: float
    ) -> Integers:
        """Give the places in `members` of those that are drawn; of several points one that stays is enough.

        Parameters
        ----------
        dataset
            Points; more features than `members` may be of the class.
        epsg
            The CRS of `step_m`.
        classes, index
            The class of every feature of the dataset, and the one that `members` are of.
        members
            Features (n,) that are in view.
        step_m
            Points nearer than this cover one another, metres on the ground.
        """
        if len(members) < FEW:
            return np.arange(len(members))
        key = (dataset.card.hash, epsg, index, step_m)
        known, stays = self._answers.get(key, (None, None))
        if stays is None or known is not classes:
            of_class = np.flatnonzero(classes == index)
            if len(members) < WHOLE_FROM * len(of_class):
                return np.flatnonzero(_staying(dataset.shapes(epsg).take(members), step_m))
            stays = np.zeros(len(classes), dtype=np.bool_)
            stays[of_class] = _staying(dataset.shapes(epsg).take(of_class), step_m)
            self._answers[key] = (classes, stays)
            if len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        self._answers.move_to_end(key)
        return np.flatnonzero(stays[members])


def _staying(shapes: Shapes, step_m: float) -> Flags:
    """Tell of every feature whether one of its points stays."""
    stays = apart(shapes.xy, step_m)
    if len(shapes.xy) == len(shapes):
        return stays
    of_feature = np.repeat(np.arange(len(shapes)), np.diff(shapes.parts[shapes.features]))
    any_stays: Flags = np.bincount(of_feature[stays], minlength=len(shapes)) > 0
    return any_stays
