"""Shapes made ready for a scale, kept between one picture and the next."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

import numpy as np

from cartoviewer.scene.dashes import runs
from cartoviewer.scene.levels import Detail, areas_m2, borders, oriented, simplified
from layers.dataset import Dataset
from layers.progress import NoProgress, Progress
from layers.shapes import Bounds, Floats, GeometryKind, Integers, Shapes

__all__ = ["Level", "ShapeCache"]

WHOLE_FROM: Final = 0.06
"""Share of a dataset in view from which all of it is made ready at once, to serve the next pan as well."""


PIECE: Final = 512
"""So many features are made ready at a time: shapely and numpy keep Python's lock, and a window waits for it."""


PARTS_KEPT: Final = 32
"""So many datasets are kept as far as they were last seen."""

JOINS_KEPT: Final = 32
"""So many boundaries of layers and joined lines of classes are kept."""


@dataclass(frozen=True, slots=True)
class Level:
    """Features at one level of detail.

    `members` are the indices of the features in `shapes`; `specks` those too small to have a shape, with their
    `centres` (n, 2) and `areas_m2` (n,).
    """

    members: Integers
    shapes: Shapes
    specks: Integers
    centres: Floats
    areas_m2: Floats

    def within(self, box: Bounds) -> "Level":
        """Give what touches `box`."""
        inside = self.shapes.within(box)
        west, south, east, north = box
        x, y = self.centres[:, 0], self.centres[:, 1]
        near = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        whole = len(inside) == len(self.members)
        return Level(
            self.members if whole else self.members[inside],
            self.shapes if whole else self.shapes.take(inside),
            self.specks[near],
            self.centres[near],
            self.areas_m2[near],
        )


def made_ready(
    shapes: Shapes,
    indices: Integers | None,
    level: int | None,
    detail: Detail = Detail(),  # noqa: B008 - a value
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
) -> Level:
    """Bring features (all when `indices` is None) to a level of detail."""
    members = np.arange(len(shapes), dtype=np.int64) if indices is None else indices
    nothing = np.zeros(0, dtype=np.int64)
    if level is None or shapes.kind is GeometryKind.POINT:
        chosen = shapes if indices is None else shapes.take(indices)
        return Level(members, oriented(chosen), nothing, np.zeros((0, 2)), np.zeros(0))
    tolerance: float = 2.0 ** (level / 2)
    box = shapes.bounds if indices is None else shapes.bounds[indices]
    drawn = ~np.isnan(box[:, 0])
    small = np.zeros(len(box), dtype=np.bool_)
    if shapes.kind is GeometryKind.AREA:
        small = drawn & (np.maximum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]) < detail.speck_m(level))
    large, specks = members[drawn & ~small], members[small]
    centres = (box[small, :2] + box[small, 2:]) / 2
    areas = [areas_m2(shapes.take(piece)) for piece in _pieces(specks)]
    ready = []
    for done, piece in enumerate(_pieces(large)):
        progress.step(done * PIECE / max(len(large), 1))
        ready.append(oriented(simplified(shapes.take(piece), tolerance)))
    return Level(large, Shapes.joined(ready), specks, centres, np.concatenate(areas))


def _pieces(indices: Integers) -> list[Integers]:
    """Cut a long list of features, so that a window beside stays alive and work can be stopped."""
    return np.array_split(indices, max(-(-len(indices) // PIECE), 1))


def _contains(outer: Bounds, inner: Bounds) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


class ShapeCache:
    """Keeps the datasets of one map at the levels of detail used last.

    Parameters
    ----------
    kept_points
        How many points to keep in all, 16 bytes each, the least used going first.
    detail
        What the surface can show.
    whole_from
        Share of a dataset in view from which all of it is made ready; more than 1 for a single picture.
    """

    def __init__(self, detail: Detail, kept_points: int = 4_000_000, whole_from: float = WHOLE_FROM) -> None:
        self._whole_from = whole_from
        self._detail = detail
        self._kept_points = kept_points
        self._joins: OrderedDict[tuple[str, int, int | None, bytes], Shapes] = OrderedDict()
        self._parts: OrderedDict[tuple[str, int, int | None], tuple[Bounds, Level]] = OrderedDict()
        self._levels: OrderedDict[tuple[str, int, int | None], Level] = OrderedDict()

    def within(
        self,
        dataset: Dataset,
        epsg: int,
        scale: float,
        box: Bounds,
        progress: Progress = NoProgress(),  # noqa: B008 - has no state
    ) -> Level:
        """Give the features of `dataset` that touch `box`, in the CRS `epsg`, as they are seen at a scale."""
        level = self._detail.level(scale)
        key = (dataset.card.hash, epsg, level)
        if key in self._levels:
            self._levels.move_to_end(key)
            return self._levels[key].within(box)
        shapes = dataset.shapes(epsg)
        visible = shapes.within(box)
        if len(visible) < self._whole_from * len(shapes):
            return self._part(key, box, shapes, visible, progress)
        self._levels[key] = made_ready(shapes, None, level, self._detail, progress)
        while len(self._levels) > 1 and self._points() > self._kept_points:
            self._levels.popitem(last=False)
        return self._levels[key].within(box)

    def _part(
        self, key: tuple[str, int, int | None], box: Bounds, shapes: Shapes, visible: Integers, progress: Progress
    ) -> Level:
        """Make ready what is visible, unless it lies within what was last: a sheet is tried with lower maps."""
        last, part = self._parts.get(key, (None, None))
        if part is None or last is None or not _contains(last, box):
            part = made_ready(shapes, visible, key[2], self._detail, progress)
            self._parts[key] = (box, part)
            while len(self._parts) > PARTS_KEPT:
                self._parts.popitem(last=False)
            return part
        return part.within(box)

    def borders(self, dataset: Dataset, epsg: int, scale: float, box: Bounds, *, outer: bool = False) -> Shapes:
        """Give the edges of the areas of `dataset` that touch `box` as lines, each once, or only the outer."""
        return self._joined(dataset, epsg, scale, box, None, outer=outer)

    def runs(self, dataset: Dataset, epsg: int, scale: float, box: Bounds, members: Integers) -> Shapes:
        """Give the lines `members` of `dataset`, those that meet joined, as far as they touch `box`."""
        return self._joined(dataset, epsg, scale, box, members)

    def _joined(
        self,
        dataset: Dataset,
        epsg: int,
        scale: float,
        box: Bounds,
        members: Integers | None,
        *,
        outer: bool = False,
    ) -> Shapes:
        level = self._detail.level(scale)
        which = (b"outer" if outer else b"") if members is None else members.tobytes()
        key = (dataset.card.hash, epsg, level, which)
        if key not in self._joins:
            whole = (dataset.card.hash, epsg, None, which)
            if whole not in self._joins:
                shapes = dataset.shapes(epsg)
                self._joins[whole] = borders(shapes, outer=outer) if members is None else runs(shapes.take(members))
            lines = self._joins[whole]
            self._joins[key] = lines if level is None else simplified(lines, 2.0 ** (level / 2))
            while len(self._joins) > JOINS_KEPT:
                self._joins.popitem(last=False)
        lines = self._joins[key]
        return lines.take(lines.within(box))

    def _points(self) -> int:
        return sum(len(level.shapes.xy) for level in self._levels.values())
