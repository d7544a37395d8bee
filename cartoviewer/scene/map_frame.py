"""The map's frame on a sheet: the coordinates around it and the words across it."""

from collections.abc import Mapping
from math import atan2, cos, degrees, hypot, sin
from types import MappingProxyType
from typing import Final

from cartoviewer.scene.furniture import MapFrame, Mark
from cartoviewer.scene.graticule import Graticule, GridLine, graticule
from cartoviewer.scene.neighbours import Side
from cartoviewer.scene.scene import Scene
from cartoviewer.scene.search_grid import squares_across, squares_down
from cartoviewer.scene.sheet_style import (
    COORDINATE,
    DRAFT_ALPHA,
    DRAFT_COLOUR,
    EXERCISE_ALPHA,
    EXERCISE_COLOUR,
    SQUARE,
)
from cartoviewer.scene.template import MapSpec
from cartoviewer.scene.text_metrics import MM_PER_PT
from cartoviewer.scene.typesetting import LEADING, TextBlock, TypeStyle, text_width_mm
from resources.texts import Texts

__all__ = ["EXERCISE_WORDS", "map_frame"]

EXERCISE_WORDS: Final = "OEFENING · EXERCICE · EXERCISE"
"""In all languages whatever the sheet's: whoever finds the sheet must understand it."""

_CRS_SHORT: Final = {31370: "Lambert 72", 3812: "Lambert 2008", 25831: "UTM 31N"}
_OFF_FRAME_MM: Final = 0.7
_BETWEEN_MM: Final = 4.0
_SQUARE_ROOM_MM: Final = 1.5
_ARROW_ROOM_MM: Final = 10.0
_MARK_PT: Final = 100.0
_MARK_SHARE: Final = 0.72
_LARGEST_MARK_PT: Final = 48.0


def map_frame(
    spec: MapSpec,
    scene: Scene,
    texts: Texts,
    *,
    exercise: bool,
    draft: bool,
    squares: bool = False,
    neighbours: Mapping[Side, int] = MappingProxyType({}),
) -> MapFrame:
    """Lay out the frame around a scene that is as large as the template's map."""
    grid = graticule(scene.view) if spec.coordinates_mm > 0 else None
    words = ([(EXERCISE_WORDS, EXERCISE_COLOUR, EXERCISE_ALPHA)] if exercise else []) + (
        [(" · ".join(texts.lines("DRAFT")), DRAFT_COLOUR, DRAFT_ALPHA)] if draft else []
    )
    return MapFrame(
        spec.box,
        spec.frame_mm,
        scene,
        grid,
        _around(spec, grid, neighbours, squares=squares) if grid else (),
        _marks(spec, words),
    )


def _around(
    spec: MapSpec, grid: Graticule, neighbours: Mapping[Side, int], *, squares: bool
) -> tuple[tuple[TextBlock, float], ...]:
    """Set the coordinates, the names of the squares and the arrows to neighbours around the frame."""
    x, y, width, height = spec.box
    line_mm = TextBlock(("0",), COORDINATE, COORDINATE.size_pt).line_mm
    tops = (y - _OFF_FRAME_MM - line_mm, y + height + _OFF_FRAME_MM)
    lefts = (x - _OFF_FRAME_MM - line_mm, x + width + _OFF_FRAME_MM)
    columns = squares_across(grid, width) if squares else []
    rows = squares_down(grid, height) if squares else []
    across = _free_middle(width, columns) if {Side.NORTH, Side.SOUTH} & neighbours.keys() else None
    down = _free_middle(height, rows) if {Side.EAST, Side.WEST} & neighbours.keys() else None
    eastings = _along(grid.eastings, "X", grid.epsg, width, columns, across)
    northings = _along(grid.northings, "Y", grid.epsg, height, rows, down)
    places = {
        Side.NORTH: (across, tops[0]),
        Side.SOUTH: (across, tops[1]),
        Side.WEST: (lefts[0], down),
        Side.EAST: (lefts[1], down),
    }
    arrows = [_arrow(spec, side, number, *places[side]) for side, number in neighbours.items()]
    return (
        *arrows,
        *((_block(text, x + at, top), 0.0) for text, at in eastings for top in tops),
        *((_block(text, left, y + at), 90.0) for text, at in northings for left in lefts),
        *((_block(text, x + at, top, SQUARE), 0.0) for text, at in columns for top in tops),
        *(
            (_block(text, left + line_mm / 2, y + at - line_mm / 2, SQUARE), 0.0)
            for text, at in rows
            for left in lefts
        ),
    )


def _block(text: str, x: float, y: float, style: TypeStyle = COORDINATE) -> TextBlock:
    return TextBlock((text,), style, style.size_pt, x, y, "centre")


def _arrow(
    spec: MapSpec, side: Side, number: int, across: float | None, down: float | None
) -> tuple[TextBlock, float]:
    """Set an arrow with the number of the sheet it leads to; beside the frame it reads upwards like the rest."""
    x, y, _, _ = spec.box
    if side in (Side.NORTH, Side.SOUTH):
        return _block(f"{side.value} {number}", x + (across or 0.0), down or 0.0, SQUARE), 0.0
    # Turned by a quarter, what pointed up points to the left.
    arrow = Side.NORTH.value if side is Side.WEST else Side.SOUTH.value
    return _block(f"{arrow} {number}", across or 0.0, y + (down or 0.0), SQUARE), 90.0


def _free_middle(length: float, squares: list[tuple[str, float]]) -> float:
    """Give the place nearest to the middle of a side that keeps away from the names of the squares."""
    steps = [length / 2 + sign * step for step in range(0, int(length / 2), 2) for sign in (1, -1)]
    return next((at for at in steps if all(abs(at - place) >= _ARROW_ROOM_MM for _, place in squares)), length / 2)


def _along(
    lines: tuple[GridLine, ...],
    axis: str,
    epsg: int,
    length: float,
    squares: list[tuple[str, float]],
    arrow: float | None,
) -> list[tuple[str, float]]:
    """Give each line's text and the middle of it; the first and last also say the axis, unit and system.

    A long text moves inwards rather than beyond the frame, and falls back to the bare number where it would
    come near its neighbour.
    """
    taken = [(at - _SQUARE_ROOM_MM, at + _SQUARE_ROOM_MM) for _, at in squares]
    if arrow is not None:
        taken.append((arrow - _ARROW_ROOM_MM / 2, arrow + _ARROW_ROOM_MM / 2))
    placed: list[tuple[str, float]] = []
    order = [lines[0], *lines[-1:0:-1]] if lines else []
    ends = {lines[0].value_m, lines[-1].value_m} if lines else set()
    system = _CRS_SHORT.get(epsg, f"EPSG:{epsg}")
    step = abs(lines[1].at_mm - lines[0].at_mm) if len(lines) > 1 else length
    for line in order:
        full = f"{axis} {line.text} m {system}"
        choices = [full, f"{axis} {line.text} m", line.text] if line.value_m in ends else [line.text]
        for text in choices:
            half = text_width_mm(text, COORDINATE) / 2
            if 2 * half > length:
                continue
            at = min(max(line.at_mm, half), length - half)
            # A text moved inwards must still stand at its own line, and keep away from the others.
            near = abs(at - line.at_mm) <= half - 1.0 and half + abs(at - line.at_mm) <= step - 8.0
            if (near or text == line.text) and all(
                at + half + _BETWEEN_MM <= low or high + _BETWEEN_MM <= at - half for low, high in taken
            ):
                taken.append((at - half, at + half))
                placed.append((text, at))
                break
    return placed


def _marks(spec: MapSpec, words: list[tuple[str, str, float]]) -> tuple[Mark, ...]:
    """Set words along the diagonal, one under the other, as large as the map allows."""
    x, y, width, height = spec.box
    slope = atan2(height, width)
    marks = []
    for index, (text, colour, alpha) in enumerate(words):
        wide = text_width_mm(text, TypeStyle(_MARK_PT, "bold"))
        size = min(_LARGEST_MARK_PT, _MARK_PT * hypot(width, height) * _MARK_SHARE / wide)
        off = (index - (len(words) - 1) / 2) * _LARGEST_MARK_PT * MM_PER_PT * LEADING
        centre = (x + width / 2 + off * sin(slope), y + height / 2 + off * cos(slope))
        marks.append(Mark(text, colour, alpha, size, centre, degrees(slope)))
    return tuple(marks)
