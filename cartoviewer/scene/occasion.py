"""What the furniture of one sheet is made from, and what becomes of one piece of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bnip.picture import Picture
from bnip.sheet import Sheet
from cartoviewer.scene.furniture import Furniture, Note
from cartoviewer.scene.overview import Overview
from cartoviewer.scene.scene import Scene
from cartoviewer.scene.sheet_tables import Told
from cartoviewer.scene.wind import Wind
from layers.sensitivity import Sensitivity
from resources.texts import Texts

__all__ = ["Laid", "Occasion"]


@dataclass(frozen=True, slots=True)
class Occasion:
    """Everything that the furniture of one sheet is made from."""

    sheet: Sheet
    page_mm: tuple[float, float]
    """The page that the words name."""
    texts: Texts
    scene: Scene
    overview: Overview
    marking: Sensitivity
    exercise: bool
    printed: datetime
    situation: datetime | None
    wind: Wind | None
    amendments: Told
    distribution: Told
    copies: int
    """So many copies of the sheet’s plan are distributed; 0 where that is not known."""
    rows: Mapping[tuple[str, tuple[str, ...]], Told]
    """The tables of layers, by the layer’s id and the columns that were asked for."""
    contacts: Told
    pictures: Mapping[str, Picture]
    growth: float = 1.0
    """How many times larger what is laid out will be on paper: a scale bar must be as much shorter before."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A piece laid out, None where it has nothing to say, and what is told of it."""

    piece: Furniture | None
    notes: tuple[Note, ...] = ()
