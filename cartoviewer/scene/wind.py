"""The wind on a sheet: an arrow the way it blows, and where it comes from in words."""

from dataclasses import dataclass
from typing import Final

from bnip.furniture import Box
from bnip.incident import Mark
from bnip.record import State
from cartoviewer.document.document import MapDocument
from cartoviewer.scene.furniture import WindArrow
from cartoviewer.scene.sheet_style import CREDIT, FIELD_NAME, FIELD_VALUE
from cartoviewer.scene.typesetting import set_text
from layers.sensitivity import Sensitivity
from resources.texts import Texts

__all__ = ["Wind", "set_wind", "wind_of"]

_SYMBOL: Final = "pt.wind"
_ROSE_MM: Final = 11.0
_GAP_MM: Final = 2.0
_UNDER_RULE_MM: Final = 1.2
_POINTS: Final = (
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wind:
    """Where the wind comes from, degrees clockwise from north, what was written beside it, and who may know."""

    from_deg: float
    words: tuple[str, ...]
    sensitivity: Sensitivity


def wind_of(document: MapDocument) -> Wind | None:
    """Give the wind that was marked last on the map; none where none in force says where it comes from."""
    for mark in reversed(document.of(Mark)):
        if mark.symbol.split(";")[0] == _SYMBOL and mark.direction_deg is not None and mark.state is State.IN_PLACE:
            words = tuple(word for word in (mark.left, mark.count, mark.bottom) if word)
            return Wind(mark.direction_deg % 360.0, words, mark.sensitivity)
    return None


def set_wind(wind: Wind, box: Box, texts: Texts, *, rule: bool, turn: float = 0.0) -> WindArrow:
    """Lay out the arrow and the words beside it, for a map that is turned by so many degrees."""
    x, y, width, _ = box
    top = y + (_UNDER_RULE_MM if rule else 0.0)
    name = set_text((texts("Wind from").upper(),), FIELD_NAME, width, at=(x, top))
    top = name.bottom_mm + 0.4
    left = x + _ROSE_MM + _GAP_MM
    room = width - _ROSE_MM - _GAP_MM
    point = _POINTS[round(wind.from_deg / 45.0) % 8]
    lines = tuple(dict.fromkeys(texts.lines(point)))
    said = set_text(lines, FIELD_VALUE, room, at=(left, top))
    beside = set_text(
        (" · ".join((f"{wind.from_deg:.0f}°", *wind.words)),), CREDIT, room, at=(left, said.bottom_mm)
    )
    foot = max(top + _ROSE_MM, beside.bottom_mm)
    rose = (x, top, _ROSE_MM, _ROSE_MM)
    return WindArrow((x, y, width, foot - y), rose, wind.from_deg, (name, said, beside), rule, turn)
