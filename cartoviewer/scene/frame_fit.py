"""Fitting a frame to what its sheet is to show: the roundest scale at which it is whole, and the best turn."""

from collections.abc import Sequence
from math import atan2, ceil, degrees, hypot
from typing import Final

import msgspec
import numpy as np
import shapely

from bnip.sheet import Sheet
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.document.drawings import Placed, path_of
from cartoviewer.document.layer import Layer
from cartoviewer.scene.map_room import MapRoom, map_rooms
from cartoviewer.scene.sheet_layout import arrangement_of
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform, transform_point
from layers.dataset import Datasets
from layers.errors import Problem
from layers.shapes import Bounds, Floats

__all__ = [
    "MARGIN_MM",
    "ROUND_SCALES",
    "FitError",
    "box_points",
    "fitted",
    "layer_points",
    "next_round",
    "outermost",
    "record_points",
]

ROUND_SCALES: Final = (
    500, 1000, 2000, 2500, 4000, 5000, 7500, 10_000, 12_500, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000,
    50_000, 60_000, 75_000, 100_000, 150_000, 200_000,
)  # fmt: skip
"""The denominators that maps of a region are printed at."""

MARGIN_MM: Final = 5.0
"""So much of the map stays around what is fitted into it."""

_BEYOND: Final = 50_000.0
_SMALLEST: Final = 1_000_000.0
_LEAST_M: Final = 200.0
"""What is smaller is shown with ground around it: one symbol is not shown at 1:500."""

_LONG: Final = 1.25
"""What is so much longer than wide is turned for the sake of its shape alone."""

_FEW: Final = 20_000
_DIRECTIONS: Final = 90


class FitError(Problem):
    """A frame cannot be fitted to what was asked."""


def next_round(scale: float) -> float:
    """Give the first round denominator at which the ground is no larger on paper than at `scale`."""
    beyond = ceil(scale / _BEYOND) * _BEYOND
    return float(next((one for one in ROUND_SCALES if one >= scale * (1.0 - 1e-9)), beyond))


def box_points(box: Bounds) -> Floats:
    """Give the corners (4, 2) of a rectangle along the grid."""
    west, south, east, north = box
    return np.array(((west, south), (east, south), (east, north), (west, north)))


def outermost(xy: Floats) -> Floats:
    """Give the points (n, 2) among these that no others lie around; the others do not matter for a frame.

    Raises
    ------
    FitError
        There is no point.
    """
    xy = xy[np.isfinite(xy).all(axis=1)]
    if not len(xy):
        raise FitError("What was chosen has no place on the map, so no frame can be fitted to it.")
    return np.unique(shapely.get_coordinates(shapely.convex_hull(shapely.multipoints(xy))), axis=0)


def record_points(records: Sequence[Placed]) -> Floats:
    """Give the outermost points (n, 2) of drawings, metres in Lambert 72. Raises FitError where there are none."""
    return outermost(
        np.array([point for one in records for point in path_of(one)], dtype=np.float64).reshape(-1, 2)
    )


def layer_points(layer: Layer, datasets: Datasets) -> Floats:
    """Give the outermost points (n, 2) of the objects of a layer, metres in Lambert 72.

    Raises
    ------
    FitError
        No object of it has a place.
    """
    xy = datasets.get(layer.dataset).shapes(LAMBERT_72).xy
    if len(xy) > _FEW:
        # Of many, those that reach farthest in one of many directions: between them nothing reaches noticeably far.
        ways = np.radians(np.arange(0.0, 360.0, 360.0 / _DIRECTIONS))
        xy = xy[sorted({int(np.argmax(xy @ (np.sin(way), np.cos(way)))) for way in ways.tolist()})]
    return outermost(xy)


def fitted(
    sheet: Sheet,
    ground: Floats,
    document: MapDocument = EMPTY,
    *,
    turned: bool = False,
    scale: float | None = None,
) -> Sheet:
    """Give a sheet whose map shows all of some ground, with a margin, in the middle of what is free of the map.

    Parameters
    ----------
    sheet
        Its paper, its coordinate system and, unless it is to be turned, its rotation are kept.
    ground
        (n, 2) metres in Lambert 72; see `outermost`.
    document
        Holds the layout of the dossier that the sheet may be laid out on.
    turned
        Whether the map may be turned, so that what is long lies along what is long of the paper.
    scale
        A denominator to draw at; the roundest that shows all where None.

    Raises
    ------
    FitError
        It is too large for the paper, or for the scale that was asked.
    TemplateError
        The sheet's template is unknown.
    """
    xy = outermost(ground if sheet.epsg == LAMBERT_72 else transform(ground, LAMBERT_72, sheet.epsg))
    rooms = map_rooms(arrangement_of(sheet, document), MARGIN_MM)
    ways = [(room, _best_turn(xy, room.size) if turned else sheet.rotation % 360.0) for room in rooms]
    room, rotation = min(ways, key=lambda way: (next_round(_needed(xy, way[1], way[0].size)), _aside(way[0])))
    exactly = _needed(xy, rotation, room.size)
    needed = next_round(exactly)
    if needed > _SMALLEST:
        raise FitError("What was chosen is too large for a sheet: it would be at 1:{scale}.", scale=f"{needed:.0f}")
    if scale is not None and scale < exactly * (1.0 - 1e-9):
        raise FitError(
            "At 1:{asked} not all of it is on the paper. Take 1:{needed}, or a larger paper.",
            asked=f"{scale:g}",
            needed=f"{needed:.0f}",
        )
    middle = MapView((0.0, 0.0), 1000.0, (0.0, 0.0), turn=rotation)
    low, high = _span(xy, rotation)
    # What lies on the map pushes the ground aside: the middle of the map is not that of the room beside it.
    across, up = ((low + high) / 2).tolist()
    right, down = (mm * (scale or needed) / 1000.0 for mm in room.off)
    centre = middle.to_ground(across - right, -(up + down))
    x, y = centre if sheet.epsg == LAMBERT_72 else transform_point(*centre, sheet.epsg, LAMBERT_72)
    return msgspec.structs.replace(
        sheet, centre=(round(x, 1), round(y, 1)), scale=scale or needed, rotation=rotation
    )


def _aside(room: MapRoom) -> float:
    """Give how far a room lies from the middle of its map."""
    return hypot(*room.off)


def _span(xy: Floats, rotation: float) -> tuple[Floats, Floats]:
    """Give the lowest and the highest (right, up) of ground that is turned upright, metres."""
    righted = MapView((0.0, 0.0), 1000.0, (0.0, 0.0), turn=rotation).righted(xy)
    return righted.min(axis=0), righted.max(axis=0)


def _needed(xy: Floats, rotation: float, room: tuple[float, float]) -> float:
    """Give the denominator at which ground just fills the room."""
    low, high = _span(xy, rotation)
    across, up = np.maximum(high - low, _LEAST_M).tolist()
    return float(1000.0 * max(across / room[0], up / room[1]))


def _best_turn(xy: Floats, room: tuple[float, float]) -> float:
    """Give the turn at which the sides of the smallest rectangle around the ground lie along those of the paper.

    It is no turn at all where the map would be at a smaller scale for it, or at the same for what is hardly long.
    """
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shapely.multipoints(xy)))
    if len(corners) < 2:
        return 0.0
    sides = np.diff(corners, axis=0)
    long, *_ = sides[np.argsort(-np.hypot(sides[:, 0], sides[:, 1]))]
    bearing = degrees(atan2(long[0], long[1]))
    turns = [round((bearing + quarter + 90.0) % 180.0 - 90.0, 1) for quarter in (0.0, 90.0)]
    turn = min(turns, key=lambda one: (round(_needed(xy, one, room), 3), abs(one)))
    turned, straight = next_round(_needed(xy, turn, room)), next_round(_needed(xy, 0.0, room))
    low, high = _span(xy, turn)
    short, far = sorted(np.maximum(high - low, 1.0).tolist())
    return turn % 360.0 if turned < straight or (turned == straight and far > _LONG * short) else 0.0
