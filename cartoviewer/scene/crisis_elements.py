"""What is gathered of the crisis, and what all its parts share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from bnip.record import Point
from cartoviewer.scene.label_places import BoxMm
from cartoviewer.scene.labels import LabelWish
from cartoviewer.scene.scene import Element, LegendEntry
from cartoviewer.scene.view import MapView
from layers.crs import LAMBERT_72, transform
from layers.sensitivity import Sensitivity
from layers.shapes import Floats
from resources.texts import Language, Names, Texts

__all__ = ["RecordElements", "in_all", "paper_of", "situation"]


@dataclass(slots=True)
class RecordElements:
    """What the records of the crisis put on the map.

    `zones` lie above the ground and below all marks, `marks` above everything; `taken` and `boxes` are where no
    label of another may stand, `spared` the lines beside which it does only for want of another place, each with
    the width of what is spared. `aside` is how far each record that stands aside is from its true place, in
    millimetres on paper.
    """

    zones: list[Element] = field(default_factory=list)
    marks: list[Element] = field(default_factory=list)
    legend: list[LegendEntry] = field(default_factory=list)
    wishes: list[LabelWish] = field(default_factory=list)
    taken: list[Floats] = field(default_factory=list)
    boxes: list[BoxMm] = field(default_factory=list)
    spared: list[tuple[Floats, float]] = field(default_factory=list)
    aside: dict[str, tuple[float, float]] = field(default_factory=dict)
    sensitivity: Sensitivity = Sensitivity.CLEAR


def paper_of(points: Iterable[Point] | Floats, view: MapView) -> Floats:
    """Bring points of records to paper."""
    xy = points if isinstance(points, np.ndarray) else np.array(list(points), dtype=np.float64).reshape(-1, 2)
    return view.to_paper(xy if view.epsg == LAMBERT_72 else transform(xy, LAMBERT_72, view.epsg))


def in_all(write: Callable[[Language], str]) -> Names:
    """Write something in each language."""
    return Names(write(Language.FR), write(Language.NL), write(Language.EN))


def situation() -> Names:
    """Give the heading of the crisis in legends."""
    return in_all(lambda language: Texts(language)("Situation"))
