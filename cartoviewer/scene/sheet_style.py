"""The sizes and colours of a sheet's furniture: one place for each number (points and millimetres on paper)."""

from typing import Final

from cartoviewer.scene.typesetting import TypeStyle
from layers.sensitivity import Sensitivity

__all__ = [
    "AUTHORITY",
    "BANNER_WORD",
    "COORDINATE",
    "CREDIT",
    "CREDIT_STALE",
    "DRAFT_ALPHA",
    "DRAFT_COLOUR",
    "EXERCISE_ALPHA",
    "EXERCISE_COLOUR",
    "FIELD_NAME",
    "FIELD_VALUE",
    "INK",
    "LEGEND_GROUP",
    "LEGEND_NAME",
    "MAP_NAME",
    "MAP_TAG",
    "MARKING",
    "MARKING_COLOURS",
    "MGRS_FIGURE",
    "NORTH_LETTER",
    "SCALE_NUMBER",
    "SCALE_TEXT",
    "SITUATION_TIME",
    "SQUARE",
    "STREET_NAME",
    "STREET_PLACE",
    "TABLE_CELL",
    "title_style",
]

INK: Final = "#1A1A1A"
_QUIET: Final = "#6B6B6B"

FIELD_NAME: Final = TypeStyle(6.0, colour=_QUIET, tracking=0.02)
FIELD_VALUE: Final = TypeStyle(8.5, one_line_pt=7.5)
AUTHORITY: Final = TypeStyle(8.5, "semibold", colour="#4A443D", one_line_pt=7.0)
LEGEND_NAME: Final = TypeStyle(7.5)
LEGEND_GROUP: Final = TypeStyle(7.0, "semibold", colour=_QUIET)
CREDIT: Final = TypeStyle(6.0, colour="#4A443D")
CREDIT_STALE: Final = TypeStyle(6.0, "bold")
COORDINATE: Final = TypeStyle(6.5, colour="#2F5D8C")
MGRS_FIGURE: Final = TypeStyle(6.5, "semibold", colour="#8A4B12")
SQUARE: Final = TypeStyle(7.0, "bold", colour="#2F5D8C")
STREET_NAME: Final = TypeStyle(6.0)
STREET_PLACE: Final = TypeStyle(6.0, "semibold", colour="#2F5D8C")
TABLE_CELL: Final = TypeStyle(7.0)
SCALE_NUMBER: Final = TypeStyle(6.5)
SCALE_TEXT: Final = TypeStyle(14.0, "semibold")
SITUATION_TIME: Final = TypeStyle(20.0, "bold")
NORTH_LETTER: Final = TypeStyle(8.0, "bold")
MAP_NAME: Final = TypeStyle(7.5, "semibold")
MAP_TAG: Final = TypeStyle(7.0, "bold")
MARKING: Final = TypeStyle(12.0, "bold")
BANNER_WORD: Final = TypeStyle(8.5, "bold", colour="#FFFFFF", tracking=0.1)

EXERCISE_COLOUR: Final = "#B5006E"
EXERCISE_ALPHA: Final = 0.08
DRAFT_COLOUR: Final = "#1A1A1A"
DRAFT_ALPHA: Final = 0.10

# FIRST, Traffic Light Protocol 2.0: the colours of the labels, always on black.
MARKING_COLOURS: Final = {
    Sensitivity.CLEAR: "#FFFFFF",
    Sensitivity.GREEN: "#33FF00",
    Sensitivity.AMBER: "#FFC000",
    Sensitivity.AMBER_STRICT: "#FFC000",
    Sensitivity.RED: "#FF2B2B",
}


def title_style(size_pt: float) -> TypeStyle:
    """Give the style of a sheet's title, which keeps its lines whole down to two thirds of its size."""
    return TypeStyle(size_pt, "semibold", one_line_pt=round(size_pt * 0.7, 1))
