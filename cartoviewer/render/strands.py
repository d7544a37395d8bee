"""Lines that differ, with their dashes and what stands along them, made ready to be painted in one go.

For the screen only: on a sheet each line is painted by `QPainter`, as vectors.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtGui import QColor, QTransform

from cartoviewer.render.device import Device
from cartoviewer.render.pixels import FLAT_CAPS, ROUND_CAPS, SQUARE_CAPS, Strands
from cartoviewer.render.signs import Crowd
from cartoviewer.render.symbol_painter import filled_paths
from cartoviewer.scene.scene import Element, LineBatch
from layers.shapes import Floats, Integers
from symbols.dashing import dashed
from symbols.lines import Copies, along_lines
from symbols.path import Path
from symbols.shape import Shape
from symbols.style import Stroke

__all__ = ["HAIR_DOTS", "PLAIN_DOTS", "Skein", "are_dots", "is_dotted", "skeins", "strands_of"]

PLAIN_DOTS: Final = 3.5
"""Round ends of lines thinner than so many pixels are drawn square: nobody sees the difference."""

HAIR_DOTS: Final = 1.6
"""Lines thinner than so many pixels have flat ends: what would be added is less than a pixel."""

_SMALL_DOTS: Final = 2.0
"""Dots thinner than so many pixels are squares."""

_FEW: Final = 24
"""Lines of one style that are so many or more, plain ones, are painted by themselves."""

_FINER: Final = 32.0
"""Curves are broken into chords as if they were drawn so many times larger."""

_DOT_MM: Final = 0.02

_AROUND_MM: Final = 1.0

Skein = tuple[LineBatch, ...]
"""Lines that follow one another in a scene."""

_CAPS: Final = {"flat": FLAT_CAPS, "square": SQUARE_CAPS, "round": ROUND_CAPS}


def skeins(elements: Iterable[Element | Crowd]) -> Iterator[Element | Crowd | Skein]:
    """Give the elements in their order, lines that follow one another together."""
    for is_line, run in groupby(elements, _joins):
        if is_line:
            yield tuple(element for element in run if isinstance(element, LineBatch))
        else:
            yield from run


def _joins(element: Element | Crowd) -> bool:
    if not isinstance(element, LineBatch):
        return False
    return bool(element.pattern or element.stroke.dash_mm) or len(element.lines) <= _FEW


def are_dots(batch: LineBatch) -> bool:
    """Tell whether lines stand for points: too short to see but for their round ends."""
    if len(batch.xy) != 2 * (len(batch.lines) - 1) or len(batch.xy) == 0:
        return False
    return bool(np.abs(batch.xy[1] - batch.xy[0]).max() < 0.01)


def is_dotted(stroke: Stroke) -> bool:
    """Tell whether a line is a row of dots: dashes too short to see but for their round ends."""
    return bool(stroke.dash_mm) and stroke.cap == "round" and min(stroke.dash_mm[::2]) < _DOT_MM


def strands_of(
    skein: Skein, size_mm: tuple[float, float], mm_per_km: float, scale: float, device: Device
) -> Strands:
    """Make lines ready.

    Parameters
    ----------
    skein
        In the order of painting.
    size_mm
        The frame; what is far outside is left out.
    mm_per_km
        How long a kilometre is on this paper.
    scale
        Pixels to the millimetre.
    """
    making = _Making(size_mm, mm_per_km, scale, device)
    alike: dict[tuple[Stroke, str, float, bool], list[int]] = {}
    for number, batch in enumerate(skein):
        alike.setdefault((batch.stroke, batch.pattern, batch.opacity, are_dots(batch)), []).append(number)
    for (stroke, pattern, opacity, dots), numbers in alike.items():
        making.add([skein[number] for number in numbers], numbers, stroke, pattern, opacity, dots=dots)
    return making.made()


class _Making:
    """What is gathered on the way."""

    def __init__(self, size_mm: tuple[float, float], mm_per_km: float, scale: float, device: Device) -> None:
        self._within = (0.0, 0.0, *size_mm)
        self._mm_per_km, self._scale, self._device = mm_per_km, scale, device
        self._steps: list[Integers] = []
        self._xy: list[Floats] = []
        self._lines: list[Integers] = [np.zeros(1, np.int64)]
        self._copies: list[Floats] = []
        self._which: list[Integers] = []
        self._inks: dict[tuple[int, int, int, float], int] = {}
        self._outlines: dict[tuple[Path, str, float], int] = {}
        self._points = self._count = self._placed = 0
        self._kept, self._kept_at = (0, 0), 0

    def add(
        self,
        batches: Sequence[LineBatch],
        numbers: Sequence[int],
        stroke: Stroke,
        pattern: str,
        opacity: float,
        *,
        dots: bool,
    ) -> None:
        """Add batches that look alike; `numbers` are their places in the order of painting."""
        xy = np.concatenate([batch.xy for batch in batches])
        counts = np.array([len(batch.lines) - 1 for batch in batches], np.int64)
        starts = np.cumsum([0, *[len(batch.xy) for batch in batches[:-1]]])
        begins = np.concatenate([batch.lines[:-1] + start for batch, start in zip(batches, starts, strict=True)])
        begins = np.append(begins, len(xy)).astype(np.int64)
        order = np.array(numbers, np.int64)
        for rank, line in enumerate((stroke.casing(), stroke)):
            if line is not None and line.width_mm > 0:
                self._stroke(line, xy, begins, counts, order, rank - 2, opacity, dots=dots)
        if pattern:
            within, per_km = self._within, self._mm_per_km
            found = along_lines(pattern, xy, begins, mm_per_km=per_km, within=within)
            for rank, copies in enumerate(found):
                self._copied(copies, np.repeat(order, counts), rank, opacity)

    def made(self) -> Strands:
        """Give what was gathered as arrays, the steps in their order."""
        # Columns: batch, line within all, rank; then those of `Strands.steps` and the width.
        steps = np.concatenate(self._steps) if self._steps else np.zeros((0, 9), np.int64)
        steps = steps[np.lexsort((steps[:, 2], steps[:, 1], steps[:, 0]))]
        shapes = [_rings(*key, _FINER) for key in self._outlines]
        rings = [ring for shape in shapes for ring in shape]
        sizes = np.array([len(ring) for ring in rings], np.int64)
        per_shape = np.array([len(shape) for shape in shapes], np.int64)
        reaches = [max((float(np.hypot(*ring.T).max()) for ring in shape), default=0.0) for shape in shapes]
        return Strands(
            np.ascontiguousarray(steps[:, 3:8]),
            np.ascontiguousarray(steps[:, 8]) / _MICRO,
            np.array(list(self._inks), np.float64).reshape(-1, 4),
            np.concatenate(self._xy) if self._xy else np.zeros((0, 2)),
            np.concatenate(self._lines),
            np.concatenate(self._copies) if self._copies else np.zeros((0, 4)),
            np.concatenate(self._which) if self._which else np.zeros(0, np.int64),
            np.concatenate(rings) if rings else np.zeros((0, 2)),
            np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes))),
            np.concatenate((np.zeros(1, np.int64), np.cumsum(per_shape))),
            np.array(reaches, np.float64),
        )

    def _stroke(
        self,
        stroke: Stroke,
        xy: Floats,
        begins: Integers,
        counts: Integers,
        order: Integers,
        rank: int,
        opacity: float,
        *,
        dots: bool,
    ) -> None:
        """Add a step for each batch that draws its lines."""
        if stroke.dash_mm:
            left, top, right, bottom = self._within
            far = stroke.width_mm + _AROUND_MM
            box = (left - far, top - far, right + far, bottom + far)
            xy, begins, dashes = dashed(xy, begins, stroke.dash_mm, stroke.dash_from_mm, box)
            owner = np.repeat(np.arange(len(counts)), counts)
            counts = np.bincount(owner, weights=dashes, minlength=len(counts)).astype(np.int64)
        first = self._lines_from(xy, begins) + np.cumsum(counts) - counts
        steps = np.zeros((len(order), 9), np.int64)
        steps[:, 0], steps[:, 1], steps[:, 2] = order, -1, rank
        steps[:, 4], steps[:, 5] = first, first + counts
        steps[:, 6] = self._caps(stroke, is_dot=dots or is_dotted(stroke))
        steps[:, 7] = self._ink(self._device.colour(stroke.colour, stroke.alpha * opacity))
        steps[:, 8] = round(stroke.width_mm * _MICRO)
        self._steps.append(steps)

    def _lines_from(self, xy: Floats, begins: Integers) -> int:
        """Keep lines; give the number of the first."""
        key = (id(xy), id(begins))
        if self._kept != key:
            self._kept, self._kept_at = key, self._count
            self._xy.append(xy)
            self._lines.append(begins[1:] + self._points)
            self._points += len(xy)
            self._count += len(begins) - 1
        return self._kept_at

    def _caps(self, stroke: Stroke, *, is_dot: bool) -> int:
        width, caps = stroke.width_mm * self._scale, _CAPS[stroke.cap]
        if caps != ROUND_CAPS:
            return caps
        if is_dot:
            return caps if width >= _SMALL_DOTS else SQUARE_CAPS
        if width < PLAIN_DOTS:
            return FLAT_CAPS if width < HAIR_DOTS else SQUARE_CAPS
        return caps

    def _copied(self, copies: Copies, order: Integers, rank: int, opacity: float) -> None:
        """Add, for each line that has them, steps that fill its copies and draw their lines."""
        ends = np.searchsorted(copies.of, np.arange(len(order) + 1))
        has = np.flatnonzero(np.diff(ends) > 0)
        for part, colour in enumerate((copies.fill, copies.line)):
            if not colour:
                continue
            width = copies.width if part else 0.0
            known = np.array([self._outline(path, "line" if part else "fill", width) for path in copies.outlines])
            steps = np.zeros((len(has), 9), np.int64)
            steps[:, 0], steps[:, 1], steps[:, 2] = order[has], has, 2 * rank + part
            steps[:, 3] = 1
            steps[:, 4], steps[:, 5] = self._placed + ends[has], self._placed + ends[has + 1]
            steps[:, 7] = self._ink(self._device.colour(colour, copies.alpha * opacity))
            self._steps.append(steps)
            self._copies.append(np.column_stack((copies.where, copies.heading)))
            self._which.append(known[copies.which])
            self._placed += len(copies.of)

    def _outline(self, path: Path, part: str, width: float) -> int:
        return self._outlines.setdefault((path, part, width), len(self._outlines))

    def _ink(self, colour: QColor) -> int:
        key = (colour.red(), colour.green(), colour.blue(), colour.alphaF())
        return self._inks.setdefault(key, len(self._inks))


_MICRO: Final = 1_000_000
"""Widths stand among whole numbers as millionths of a millimetre."""


@lru_cache(maxsize=512)
def _rings(path: Path, part: str, width: float, finer: float) -> tuple[Floats, ...]:
    """Give an outline, or the line along it, as rings that no rule of filling can mistake, millimetres."""
    shape = (
        Shape(path, "#000000") if part == "fill" else Shape(path, "", "#000000", width, join="round", cap="butt")
    )
    ((painted, _, _),) = filled_paths((shape,))
    # Chords and crossings are found in whole steps of the unit: the outline is made large first.
    large = QTransform.fromScale(finer, finer).map(painted).simplified()
    whole: shapely.Geometry = shapely.Polygon()
    for ring in large.toSubpathPolygons():
        corners = [(point.x(), point.y()) for point in ring.toList()]
        if len(corners) > 3:
            whole = shapely.symmetric_difference(whole, shapely.make_valid(shapely.Polygon(corners)))
    pieces: npt.NDArray[np.object_] = shapely.get_parts(whole)
    pieces = shapely.orient_polygons(pieces[shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON])
    rings = [shapely.get_coordinates(ring) for piece in pieces for ring in (piece.exterior, *piece.interiors)]
    return tuple(np.ascontiguousarray(ring[:-1]) / finer for ring in rings)
