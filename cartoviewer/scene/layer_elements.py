"""What one layer puts on the map: its areas, lines and marks, and which of its classes were drawn."""

from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import Final

import msgspec
import numpy as np
import shapely

from cartoviewer.document.layer import Layer
from cartoviewer.document.layer_symbology import symbology_of
from cartoviewer.scene.classes import ClassCache, rules_at
from cartoviewer.scene.dashes import cut_at_dashes, trimmed
from cartoviewer.scene.levels import CUT_FROM, Detail, clipped
from cartoviewer.scene.righting import righted_level, righted_shapes
from cartoviewer.scene.scene import AreaBatch, Element, Glyph, LineBatch, MarkBatch, SpeckBatch
from cartoviewer.scene.shape_cache import Level, ShapeCache
from cartoviewer.scene.thinning import FEW, PointThinning, apart
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset
from layers.progress import Progress
from layers.shapes import Bounds, Floats, GeometryKind, Integers, Shapes
from symbols.style import MarkStyle, Rule, Stroke, Style

__all__ = ["DOT_MM", "LayerElements", "LayerGatherer", "grown"]

MARGIN_MM: Final = 6.0
"""How far beyond the frame features are kept: more than the widest line, band or symbol reaches back in."""

DOT_MM: Final = 0.001
"""A line of this length with round ends is a dot."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A class that was drawn: its rule, the features seen in the frame, and whether a legend tells of it."""

    rule: Rule
    features: Integers
    told: bool = True


@dataclass(slots=True)
class LayerElements:
    """The elements of one layer, grounds below marks, and the features of each drawn class.

    `beneath` lies under every other layer; bridges are gathered in `over`, to come after the rest of `ground`.
    """

    beneath: list[Element] = field(default_factory=list)
    ground: list[Element] = field(default_factory=list)
    over: list[Element] = field(default_factory=list)
    marks: list[Element] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)


def grown(view: MapView, margin_mm: float) -> Bounds:
    """Give the ground seen by a view, wider by a margin on paper."""
    west, south, east, north = view.bounds
    margin = margin_mm / view.mm_per_metre
    if view.turn:
        # The corners of the margin reach farther along the grid than its sides.
        margin *= abs(cos(radians(view.turn))) + abs(sin(radians(view.turn)))
    return (west - margin, south - margin, east + margin, north + margin)


class LayerGatherer:
    """Gathers layers one after the other, keeping what the next picture needs again.

    For a picture that is made `once` only what is seen is made ready.
    """

    def __init__(self, detail: Detail, *, once: bool = False) -> None:
        self._detail = detail
        self.shapes = ShapeCache(detail, whole_from=2.0) if once else ShapeCache(detail)
        self.classes = ClassCache()
        self._thinning = PointThinning()

    def gather(self, layer: Layer, dataset: Dataset, view: MapView, progress: Progress) -> LayerElements:
        """Give everything that `layer` shows in `view`."""
        found = LayerElements()
        rules = rules_at(symbology_of(layer, dataset.card.kind), view.scale)
        if not rules:
            return found
        classes = self.classes.classes(dataset, rules)
        # From here on the ground is turned, not the paper.
        turned, view = view, view.upright
        reach, near = grown(turned, MARGIN_MM), grown(view, MARGIN_MM)
        level = self.shapes.within(dataset, view.epsg, view.scale, reach, progress)
        level = righted_level(level, turned, near)
        member_class = classes[level.members]
        speck_class = classes[level.specks]
        casings: list[Element] = []
        for index, rule in enumerate(rules):
            progress.step(index / len(rules))
            chosen = np.flatnonzero(member_class == index)
            specks = np.flatnonzero(speck_class == index)
            if len(chosen) + len(specks) == 0:
                continue
            shapes = level.shapes if len(chosen) == len(level.members) else level.shapes.take(chosen)
            members = level.members[chosen]
            seen = members[_seen(shapes, view)]
            covering_m = _covering_mm(rule.style) / view.mm_per_metre
            if shapes.kind is GeometryKind.POINT and covering_m:
                staying = self._thinning.staying(
                    dataset, view.epsg, classes, index, level.members[chosen], covering_m
                )
                shapes = shapes.take(staying)
            boundary = _is_boundary(rule, dataset)
            if shapes.kind is GeometryKind.LINE and _is_dashed(rule.style.stroke):
                members = np.flatnonzero(classes == index)
                if len(members) <= MOST_JOINED:
                    runs = self.shapes.runs(dataset, view.epsg, view.scale, reach, members)
                    shapes = righted_shapes(runs, turned, near)
            told = True
            style = msgspec.structs.replace(rule.style, stroke=None) if boundary else rule.style
            self._draw(found, casings, style, shapes, _specks(level, specks, style, view), layer, view)
            if shapes.kind is GeometryKind.AREA and style.mark is not None and len(chosen):
                # The middle of its bounds on the ground, however the ground is turned.
                boxes = dataset.shapes(view.epsg).bounds[members]
                middles = turned.to_paper((boxes[:, :2] + boxes[:, 2:]) / 2)
                middles = _thinned(middles, _covering_mm(style))
                found.marks.append(_marks(middles, style.mark, layer.opacity))
            if boundary:
                edges = self.shapes.borders(dataset, view.epsg, view.scale, reach, outer=rule.style.outer)
                edges = righted_shapes(edges, turned, near)
                self._draw(found, casings, Style(stroke=rule.style.stroke), edges, None, layer, view)
                # From within a territory its boundary is not seen.
                told = rule.style.fill is not None or len(_seen(edges, view)) > 0
            if rule.style != _NOTHING and len(seen) + len(specks):
                found.drawn.append(Drawn(rule, np.concatenate((seen, level.specks[specks])), told))
        found.ground[:0] = casings
        found.ground.extend(found.over)
        return found

    def _draw(
        self,
        found: LayerElements,
        casings: list[Element],
        style: Style,
        shapes: Shapes,
        specks: SpeckBatch | None,
        layer: Layer,
        view: MapView,
    ) -> None:
        opacity = layer.opacity
        if shapes.kind is GeometryKind.POINT:
            xy = view.to_paper(shapes.xy)
            if style.mark is not None:
                found.marks.append(_marks(xy, style.mark, opacity))
            elif style.stroke is not None:
                found.marks.append(_dots(xy, style.stroke, opacity))
            return
        if specks is not None:
            found.ground.append(SpeckBatch(specks.xy, specks.area_mm2, specks.colour, specks.alpha * opacity))
        if len(shapes) == 0:
            return
        # Dashes, bands and hatches are worked out along all there is, seen or not.
        slack = self._detail.slack if _is_plain(style) else CUT_FROM
        cut = clipped(shapes, grown(view, MARGIN_MM), slack)
        paper = view.to_paper(cut.xy)
        if shapes.kind is GeometryKind.AREA:
            if style.ground is not None:
                features = cut.parts[cut.features]
                found.beneath.append(AreaBatch(paper, cut.rings, features, style.ground, None, None, opacity))
            if style.fill is not None or style.stroke is not None or style.band is not None:
                features = cut.parts[cut.features]
                found.ground.append(
                    AreaBatch(paper, cut.rings, features, style.fill, style.stroke, style.band, opacity)
                )
        elif style.stroke is not None:
            stroke = style.stroke
            casing = stroke.casing()
            if style.deck is not None:
                found.over.append(LineBatch(paper, cut.rings, style.deck, "", opacity))
            if casing is not None:
                (casings if style.deck is None else found.over).append(
                    LineBatch(paper, cut.rings, casing, "", opacity)
                )
                stroke = msgspec.structs.replace(stroke, casing_colour="", casing_mm=0.0)
            if stroke.dash_mm:
                near = grown(view, MARGIN_MM)
                period_m = sum(stroke.dash_mm) / view.mm_per_metre
                pieces = cut_at_dashes(shapes, period_m, view.scale)
                cut = trimmed(pieces.take(pieces.within(near)), near, 2 * MARGIN_MM / view.mm_per_metre, period_m)
                paper = view.to_paper(cut.xy)
            above = found.ground if style.deck is None else found.over
            above.append(LineBatch(paper, cut.rings, stroke, "", opacity))


_NOTHING: Final = Style()

MOST_BORDERED: Final = 5000
"""Layers of more areas than this are no territories: their outlines are drawn as they are."""


MOST_JOINED: Final = 100_000
"""Classes of more lines than this are not joined before they are dashed."""


def _is_dashed(stroke: Stroke | None) -> bool:
    return stroke is not None and bool(stroke.dash_mm)


def _is_plain(style: Style) -> bool:
    """Tell whether a class has only fills and undashed lines."""
    dashed = style.stroke is not None and bool(style.stroke.dash_mm)
    hatched = any(fill is not None and fill.hatch is not None for fill in (style.fill, style.ground))
    return not (dashed or hatched or style.band is not None)


def _is_boundary(rule: Rule, dataset: Dataset) -> bool:
    """Tell whether the edges of a class are drawn apart from it: dashed ones, and those of the whole only.

    Then it is the class of all areas of a layer.
    """
    all_areas = dataset.card.kind is GeometryKind.AREA and not rule.when and dataset.card.count <= MOST_BORDERED
    return all_areas and rule.style.stroke is not None and (_is_dashed(rule.style.stroke) or rule.style.outer)


def _marks(xy: Floats, mark: MarkStyle, opacity: float) -> MarkBatch:
    return MarkBatch(xy, Glyph(mark.symbol, mark.size_mm), opacity)


def _specks(level: Level, chosen: Integers, style: Style, view: MapView) -> SpeckBatch | None:
    fill = style.fill
    if fill is None or len(chosen) == 0:
        return None
    area = level.areas_m2[chosen] * view.mm_per_metre**2
    return SpeckBatch(view.to_paper(level.centres[chosen]), area, fill.colour, fill.alpha)


def _seen(shapes: Shapes, view: MapView) -> Integers:
    """Give the features that reach into the frame itself: exactly for few, by their bounds for many."""
    near = shapes.within(view.bounds)
    if shapes.kind is GeometryKind.POINT or len(near) > 40:
        return near
    frame = shapely.box(*view.bounds)
    geometries = shapes.take(near).geometries()
    return near[shapely.intersects(shapely.make_valid(geometries), frame)]


def _thinned(xy: Floats, step_mm: float) -> Floats:
    """Leave out what is covered among points that stand for areas."""
    return xy if len(xy) < FEW else xy[apart(xy, step_mm)]


def _covering_mm(style: Style) -> float:
    """Give the distance on paper to which a point of a class covers another; 0 where it shows none."""
    if style.mark is not None:
        return style.mark.size_mm / 24
    return style.stroke.width_mm / 12 if style.stroke is not None else 0.0


def _dots(xy: Floats, stroke: Stroke, opacity: float) -> LineBatch:
    ends = np.repeat(xy, 2, axis=0)
    ends[1::2, 0] += DOT_MM
    return LineBatch(ends, np.arange(0, 2 * len(xy) + 1, 2, dtype=np.int64), stroke, "", opacity)
