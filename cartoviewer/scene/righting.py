"""The ground turned under a sheet whose map is turned, so that everything after it works as with north up."""

from dataclasses import replace
from typing import Final

import numpy as np
import shapely

from cartoviewer.scene.shape_cache import Level
from cartoviewer.scene.view import MapView
from layers.shapes import Bounds, Floats, Shapes

__all__ = ["frame_area", "righted_level", "righted_shapes"]

_NOTHING: Final = np.zeros(0, dtype=np.int64)


def frame_area(view: MapView) -> shapely.Polygon:
    """Give the ground that is seen as a polygon, in the CRS of the view."""
    return shapely.Polygon(view.corners)


def righted_level(level: Level, view: MapView, near: Bounds) -> Level:
    """Give what of a level touches `near`, the frame with its margin, once the ground is turned upright."""
    if not view.turn:
        return level
    turned = replace(level, shapes=righted_shapes(level.shapes, view), centres=view.righted(level.centres))
    return turned.within(near)


def righted_shapes(shapes: Shapes, view: MapView, near: Bounds | None = None) -> Shapes:
    """Give shapes on the ground as it lies once turned upright; those that touch `near` only, where it is given."""
    if not view.turn:
        return shapes
    xy = view.righted(shapes.xy)
    turned = replace(shapes, xy=xy, bounds=_reach(shapes, xy))
    return turned if near is None else turned.take(turned.within(near))


def _reach(shapes: Shapes, xy: Floats) -> Floats:
    """Give the bounds of every feature whose points lie at `xy`."""
    edges = shapes.rings[shapes.parts[shapes.features]]
    bounds = np.full((len(shapes), 4), np.nan)
    full = np.flatnonzero(edges[1:] > edges[:-1]) if len(edges) > 1 else _NOTHING
    if len(full):
        # What lies between the points of full features belongs to none that is empty.
        begins = edges[full]
        bounds[full] = np.hstack((np.minimum.reduceat(xy, begins, axis=0), np.maximum.reduceat(xy, begins, axis=0)))
    return bounds
