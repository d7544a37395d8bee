"""Where one view lies in another, and how a rectangle of the ground is fitted into one."""

from dataclasses import replace

from PySide6.QtCore import QRectF

from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform_point
from layers.shapes import Bounds

__all__ = ["fitted", "picture_place"]


def picture_place(shown: MapView, view: MapView, mm_per_px: float) -> QRectF:
    """Tell where a picture of the view `shown` lies in another view, in logical pixels.

    Between Lambert 72 and Lambert 2008 the turn of the grids is left out: at the rim of a window it is a pixel
    or two, until the next picture is ready.
    """
    if shown.epsg != view.epsg:
        shown = replace(shown, centre=transform_point(*shown.centre, shown.epsg, view.epsg))
    west, _, _, north = view.bounds
    left, _, _, top = shown.bounds
    factor = view.mm_per_metre / mm_per_px
    grown = shown.scale / view.scale / mm_per_px
    width, height = shown.size_mm[0] * grown, shown.size_mm[1] * grown
    return QRectF((left - west) * factor, (north - top) * factor, width, height)


def fitted(bounds: Bounds, view: MapView) -> MapView:
    """Give the view, as large and in the CRS of `view`, that shows all of a rectangle in Lambert 72."""
    west, south, east, north = bounds
    corners = [(west, south), (west, north), (east, south), (east, north)]
    if view.epsg != LAMBERT_72:
        corners = [transform_point(x, y, LAMBERT_72, view.epsg) for x, y in corners]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return MapView.fitting((min(across), min(up), max(across), max(up)), view.size_mm, view.epsg)
