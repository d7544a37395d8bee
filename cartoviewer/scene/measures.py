"""Lengths, areas and bearings as one says them."""

from math import atan2, degrees
from typing import Final

from bnip.drawing import Measurement
from bnip.record import Point
from resources.texts import Texts

__all__ = ["measurement_lines", "write_area", "write_bearing", "write_distance"]

_KILOMETRES_FROM_M: Final = 10_000.0
_HECTARES_FROM_M2: Final = 10_000.0
_SQUARE_KM_FROM_M2: Final = 1_000_000.0


def write_distance(metres: float, texts: Texts) -> str:
    """Write a distance: to the decimetre below 100 m, to the metre below 10 km, then in kilometres."""
    if metres >= _KILOMETRES_FROM_M:
        return f"{texts.number(metres / 1000.0, 2)} km"
    return f"{texts.number(metres, 1 if metres < 100.0 else 0)} m"


def write_area(square_metres: float, texts: Texts) -> str:
    """Write an area in square metres, hectares or square kilometres."""
    if square_metres >= _SQUARE_KM_FROM_M2:
        return f"{texts.number(square_metres / _SQUARE_KM_FROM_M2, 3)} km²"
    if square_metres >= _HECTARES_FROM_M2:
        return f"{texts.number(square_metres / _HECTARES_FROM_M2, 2)} ha"
    return f"{texts.number(square_metres)} m²"


def write_bearing(start: Point, end: Point) -> str:
    """Write the grid bearing from one place to another, three figures clockwise from north."""
    bearing = round(degrees(atan2(end[0] - start[0], end[1] - start[1]))) % 360
    return f"{bearing:03d}°"


def measurement_lines(measured: Measurement, texts: Texts) -> tuple[str, ...]:
    """Give what stands beside a measurement on the map: its name, where it has one, and its figure."""
    figure = (
        write_area(measured.square_metres, texts) if measured.closed else write_distance(measured.metres, texts)
    )
    return (*(line for line in texts.name_lines(measured.names) if line), figure)
