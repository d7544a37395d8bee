"""What stands around the frame of a map: coordinates of grids, names of squares, arrows to the next sheets."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bnip.furniture import Box
from bnip.layout import MapSpec
from cartoviewer.scene.graticule import Axis, Edge, Graticule, GridLine
from cartoviewer.scene.mgrs_lines import mgrs_square, square_in_middle
from cartoviewer.scene.neighbours import Side
from cartoviewer.scene.search_grid import squares_across, squares_down
from cartoviewer.scene.sheet_style import COORDINATE, MGRS_FIGURE, SQUARE
from cartoviewer.scene.typesetting import TextBlock, TypeStyle, text_width_mm
from cartoviewer.scene.view import MapView

__all__ = ["coordinates_around"]

_CRS_SHORT: Final = {31370: "Lambert 72", 3812: "Lambert 2008", 25831: "UTM 31N"}
_OFF_FRAME_MM: Final = 0.7
_BETWEEN_MM: Final = 4.0
_BETWEEN_FIGURES_MM: Final = 1.5
_ASIDE_MM: Final = 6.0
"""So far at most a figure of the reference system stands from the end of its line."""

_SQUARE_ROOM_MM: Final = 1.5
_ARROW_ROOM_MM: Final = 10.0
_FLATTEST: Final = 0.35
"""A line that runs along an edge more than this has no coordinate there: where it crosses could not be told."""

_ACROSS: Final = (Edge.TOP, Edge.BOTTOM)
_SIDES: Final = {Side.NORTH: Edge.TOP, Side.SOUTH: Edge.BOTTOM, Side.WEST: Edge.LEFT, Side.EAST: Edge.RIGHT}
_TURNED_ARROWS: Final = {Side.WEST: Side.NORTH, Side.EAST: Side.SOUTH}
"""Turned by a quarter, what pointed up points to the left."""

Words = tuple[tuple[TextBlock, float], ...]


@dataclass(frozen=True, slots=True)
class _Stop:
    """A place at an edge where a line ends, and the texts it may have there, the best first."""

    at_mm: float
    choices: tuple[str, ...]
    line: tuple[Axis, float]


def coordinates_around(
    spec: MapSpec,
    view: MapView,
    grid: Graticule,
    mgrs: Graticule | None,
    neighbours: Mapping[Side, int],
    *,
    squares: bool,
) -> Words:
    """Set all words around the frame, each with the angle by which it is turned; none overlaps another."""
    return tuple(_Around(spec.box, view, neighbours, squares=squares).words(grid, mgrs))


class _Around:
    """Sets words along the four edges, edge by edge, what matters most first."""

    def __init__(self, box: Box, view: MapView, neighbours: Mapping[Side, int], *, squares: bool) -> None:
        self._box = box
        self._view = view
        self._neighbours = neighbours
        self._squares = {
            edge: (squares_across(view) if edge in _ACROSS else squares_down(view)) if squares else []
            for edge in Edge
        }
        self._taken: dict[Edge, list[tuple[float, float]]] = {
            edge: [(at - _SQUARE_ROOM_MM, at + _SQUARE_ROOM_MM) for _, at in named]
            for edge, named in self._squares.items()
        }
        self._coordinates: dict[Edge, list[tuple[float, float]]] = {edge: [] for edge in Edge}

    def words(self, grid: Graticule, mgrs: Graticule | None) -> Iterable[tuple[TextBlock, float]]:
        """Set arrows, coordinates, figures of the reference system, and names of squares."""
        yield from self._arrows()
        families = {edge: self._families(grid, edge) for edge in Edge}
        if mgrs is not None:
            yield from self._references(mgrs, families)
        yield from self._values(families)
        if mgrs is not None:
            yield from self._figures(mgrs)
        for edge, named in self._squares.items():
            for text, at in named:
                yield self._block(text, edge, at, SQUARE, level=True)

    # Where things stand

    def _length(self, edge: Edge) -> float:
        return self._box[2] if edge in _ACROSS else self._box[3]

    def _block(
        self, text: str, edge: Edge, at: float, style: TypeStyle, *, level: bool = False
    ) -> tuple[TextBlock, float]:
        """Set a text in the middle of a place along an edge; beside the map it reads upwards unless it is level."""
        x, y, width, height = self._box
        line_mm = TextBlock(("0",), COORDINATE, COORDINATE.size_pt).line_mm
        if edge in _ACROSS:
            top = y - _OFF_FRAME_MM - line_mm if edge is Edge.TOP else y + height + _OFF_FRAME_MM
            return TextBlock((text,), style, style.size_pt, x + at, top, "centre"), 0.0
        left = x - _OFF_FRAME_MM - line_mm if edge is Edge.LEFT else x + width + _OFF_FRAME_MM
        if level:
            return TextBlock((text,), style, style.size_pt, left + line_mm / 2, y + at - line_mm / 2, "centre"), 0.0
        return TextBlock((text,), style, style.size_pt, left, y + at, "centre"), 90.0

    def _arrows(self) -> Iterable[tuple[TextBlock, float]]:
        """Set an arrow with the number of the sheet that it leads to; its opposite leaves the same room."""
        for pair in ((Edge.TOP, Edge.BOTTOM), (Edge.LEFT, Edge.RIGHT)):
            sides = [side for side in self._neighbours if _SIDES[side] in pair]
            if not sides:
                continue
            middle = _free_middle(self._length(pair[0]), self._squares[pair[0]])
            for edge in pair:
                self._taken[edge].append((middle - _ARROW_ROOM_MM / 2, middle + _ARROW_ROOM_MM / 2))
            for side in sides:
                text = f"{_TURNED_ARROWS.get(side, side).value} {self._neighbours[side]}"
                yield self._block(text, _SIDES[side], middle, SQUARE)

    # Coordinates

    def _families(self, grid: Graticule, edge: Edge) -> list[list[_Stop]]:
        """Give the lines that end at an edge, those of each direction together, the steeper direction first."""
        families = []
        for lines in (grid.eastings, grid.northings):
            ending = _ending(lines, edge, self._view)
            if ending:
                steepness = sum(steep for _, _, steep in ending) / len(ending)
                families.append((steepness, _stops(ending, grid.epsg, turned=self._view.turn != 0.0)))
        return [stops for _, stops in sorted(families, key=lambda family: -family[0])]

    def _references(
        self, mgrs: Graticule, families: Mapping[Edge, list[list[_Stop]]]
    ) -> Iterable[tuple[TextBlock, float]]:
        """Say once of each square of 100 km which it is, best where no coordinate has to give way for it."""
        squares: dict[str, tuple[Edge, float]] = {}
        for edge, line, at in self._crossings(mgrs):
            squares.setdefault(mgrs_square(line, self._paper(edge, at), self._view, mgrs.epsg), (edge, at))
        if not squares:
            squares[square_in_middle(self._view)] = (Edge.TOP, self._box[2] / 2)
        for square, (own, at) in squares.items():
            text, edge, found = self._reference(square, own, at, families)
            half = text_width_mm(text, MGRS_FIGURE) / 2
            if found is not None:
                self._taken[edge].append((found - half, found + half))
                yield self._block(text, edge, found, MGRS_FIGURE)

    def _reference(
        self, square: str, own: Edge, at: float, families: Mapping[Edge, list[list[_Stop]]]
    ) -> tuple[str, Edge, float | None]:
        """Choose how a square is told and where: in full, by its letters, at last over coordinates."""
        full = f"MGRS {square}"
        for text in (full, square):
            half = text_width_mm(text, MGRS_FIGURE) / 2
            for edge in (own, *(one for one in Edge if one is not own)):
                wished = [
                    (stop.at_mm - half_width, stop.at_mm + half_width)
                    for family in families[edge]
                    for stop in family
                    for half_width in (text_width_mm(stop.choices[-1], COORDINATE) / 2,)
                ]
                found = self._free(half, edge, at, self._length(edge), wished)
                if found is not None:
                    return text, edge, found
        half = text_width_mm(full, MGRS_FIGURE) / 2
        return full, own, self._free(half, own, at + half + 2 * _BETWEEN_MM, self._length(own))

    def _figures(self, mgrs: Graticule) -> Iterable[tuple[TextBlock, float]]:
        """Set the figures of the reference system, each as near to the end of its line as there is room."""
        for edge, line, at in self._crossings(mgrs):
            letter = {Axis.EASTING: "E", Axis.NORTHING: "N"}[line.axis]
            text = f"{letter} {line.text}" if self._view.turn else line.text
            half = text_width_mm(text, MGRS_FIGURE) / 2
            found = self._free(half, edge, at, _ASIDE_MM)
            if found is not None:
                self._taken[edge].append((found - half, found + half))
                yield self._block(text, edge, found, MGRS_FIGURE)

    def _crossings(self, grid: Graticule) -> Iterable[tuple[Edge, GridLine, float]]:
        for edge in Edge:
            for lines in (grid.eastings, grid.northings):
                for line, at, _ in _ending(lines, edge, self._view):
                    yield edge, line, at

    def _paper(self, edge: Edge, at: float) -> tuple[float, float]:
        width, height = self._view.size_mm
        if edge in _ACROSS:
            return (at, 0.0 if edge is Edge.TOP else height)
        return (0.0 if edge is Edge.LEFT else width, at)

    def _free(
        self, half: float, edge: Edge, at: float, most_mm: float, wished: Sequence[tuple[float, float]] = ()
    ) -> float | None:
        """Find the free place along an edge, no farther than `most_mm`, that is nearest to where a line ends."""
        taken = (*self._taken[edge], *wished)
        for step in range(int(most_mm) + 1):
            for middle in (at + step, at - step):
                low, high = middle - half - _BETWEEN_FIGURES_MM, middle + half + _BETWEEN_FIGURES_MM
                inside = half <= middle <= self._length(edge) - half
                if inside and all(high <= start or end <= low for start, end in taken):
                    return middle
        return None

    def _values(self, families: Mapping[Edge, list[list[_Stop]]]) -> Iterable[tuple[TextBlock, float]]:
        """Set the coordinates of lines: each once before any at its other end, where another may have no room."""
        told: set[tuple[Axis, float]] = set()
        placed: set[tuple[Edge, tuple[Axis, float]]] = set()
        for at_other_end in (False, True):
            for edge, found in families.items():
                for family in found:
                    wanted = {
                        stop.line
                        for stop in family
                        if (edge, stop.line) not in placed and (at_other_end or stop.line not in told)
                    }
                    for stop, text, at in self._placed(family, wanted, edge):
                        told.add(stop.line)
                        placed.add((edge, stop.line))
                        yield self._block(text, edge, at, COORDINATE)

    def _placed(
        self, stops: list[_Stop], wanted: Collection[tuple[Axis, float]], edge: Edge
    ) -> Iterable[tuple[_Stop, str, float]]:
        """Give the text of each of the wanted lines and the middle of it, where there is room.

        A long text moves inwards rather than beyond the frame, and falls back to a shorter one where it would come
        near its neighbour.
        """
        told, length = self._coordinates[edge], self._length(edge)
        step = stops[1].at_mm - stops[0].at_mm if len(stops) > 1 else length
        for stop in [stops[0], *stops[-1:0:-1]]:
            for text in stop.choices if stop.line in wanted else ():
                half = text_width_mm(text, COORDINATE) / 2
                if 2 * half > length:
                    continue
                at = min(max(stop.at_mm, half), length - half)
                # A text moved inwards must still stand at its own line, and keep away from the others.
                near = abs(at - stop.at_mm) <= half - 1.0 and half + abs(at - stop.at_mm) <= step - 8.0
                place = (at - half, at + half)
                # Coordinates keep farther from one another than from what is not taken for one.
                apart = _clear(place, told, _BETWEEN_MM) and _clear(place, self._taken[edge], _BETWEEN_FIGURES_MM)
                if (near or text == stop.choices[-1]) and apart:
                    told.append(place)
                    self._taken[edge].append(place)
                    yield stop, text, at
                    break


def _clear(place: tuple[float, float], taken: Sequence[tuple[float, float]], gap_mm: float) -> bool:
    """Tell whether a place along an edge lies so far from all that is taken."""
    return all(place[1] + gap_mm <= low or high + gap_mm <= place[0] for low, high in taken)


def _ending(lines: Iterable[GridLine], edge: Edge, view: MapView) -> list[tuple[GridLine, float, float]]:
    """Give the lines that end at an edge, with where and how steeply, from the left or the top."""
    found = [
        (line, crossing.at_mm, crossing.steepness)
        for line in lines
        for crossing in line.crossings(view.size_mm)
        if crossing.edge is edge and crossing.steepness >= _FLATTEST
    ]
    return sorted(found, key=lambda one: one[1])


def _stops(ending: list[tuple[GridLine, float, float]], epsg: int, *, turned: bool) -> list[_Stop]:
    """Give the texts of lines: the first and last say axis, unit and system; of a turned map all the axis."""
    system = _CRS_SHORT.get(epsg, f"EPSG:{epsg}")
    stops = []
    for index, (line, at, _) in enumerate(ending):
        bare = f"{line.axis.value} {line.text}" if turned else line.text
        metres = f"{line.axis.value} {line.text} m"
        is_told = index == 0 if turned else index in (0, len(ending) - 1)
        choices = (f"{metres} {system}", metres, bare) if is_told else (bare,)
        stops.append(_Stop(at, choices, (line.axis, line.value_m)))
    return stops


def _free_middle(length: float, squares: list[tuple[str, float]]) -> float:
    """Give the place nearest to the middle of a side that keeps away from the names of the squares."""
    steps = [length / 2 + sign * step for step in range(0, int(length / 2), 2) for sign in (1, -1)]
    return next((at for at in steps if all(abs(at - place) >= _ARROW_ROOM_MM for _, place in squares)), length / 2)
