"""Labels: each finds a place of its own, or is left out and counted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from math import hypot
from typing import Final

import numpy as np
import shapely

from cartoviewer.scene.label_lines import LinePlaces, Room
from cartoviewer.scene.label_places import BoxMm, Place, area_places, box_places
from cartoviewer.scene.label_texts import LabelTexts
from cartoviewer.scene.occupancy import Occupancy
from cartoviewer.scene.scene import LabelText
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset
from layers.progress import Progress
from layers.shapes import GeometryKind, Integers, Shapes
from layers.values import folded
from resources.texts import Language
from symbols.style import LabelStyle

__all__ = ["LabelWish", "Labeller", "placed"]

APART_MM: Final = 60.0
"""Two labels that say the same are no nearer to each other."""

LARGEST: Final = 2000
"""So many features of a class may ask for a label in one picture, the largest first."""


@dataclass(frozen=True, slots=True)
class LabelWish:
    """A label that asks for a place. `many` may be taken at several places, `rank` sorts equals: large first.

    Of two wishes with the same `key` one is enough; `words` are what is told of it where the key is none.
    `room` is a quick look at whether any of the places may be free, where places are costly to find.
    """

    key: str
    style: LabelStyle
    places: Iterable[Place]
    rank: float = 0.0
    many: bool = False
    room: Callable[[Occupancy], Room] | None = None
    words: str = ""


def placed(
    wishes: Iterable[LabelWish], occupancy: Occupancy, progress: Progress
) -> tuple[tuple[LabelText, ...], tuple[str, ...]]:
    """Place labels greedily by priority.

    Returns
    -------
    tuple
        The labels, and the names of those that had a place but for others that stood there already.
    """
    ordered = sorted(wishes, key=lambda wish: (-wish.style.priority, -wish.rank))
    labels: list[LabelText] = []
    dropped: dict[str, str] = {}
    kept: set[str] = set()
    said: dict[str, list[tuple[float, float]]] = {}
    for count, wish in enumerate(ordered):
        if count % 64 == 0:
            progress.step(0.9 + 0.1 * count / len(ordered))
        room = wish.room(occupancy) if wish.room is not None else Room.FREE
        if room is not Room.FREE:
            if room is Room.TAKEN:
                dropped[wish.key] = wish.words or wish.key
            continue
        hindered = False
        found = False
        for place, sparing in _tried(wish, spares=occupancy.spares):
            text = _said(place.lines)
            others = said.get(text)
            if others and any(hypot(x - place.anchor_mm[0], y - place.anchor_mm[1]) < APART_MM for x, y in others):
                # Said already near by: a feature that may be named once only has no need of a worse place.
                found = True
                if wish.many:
                    continue
                break
            if not _is_free(place, occupancy, sparing=sparing):
                hindered = True
                continue
            if place.path is None:
                occupancy.take_box(place.box)
            else:
                occupancy.take(place.covers)
            said.setdefault(text, []).append(place.anchor_mm)
            labels.append(LabelText(place.lines, place.anchor_mm, wish.style, 0.0, place.path, place.align))
            found = True
            if not wish.many:
                break
        if found:
            kept.add(wish.key)
        elif hindered:
            dropped[wish.key] = wish.words or wish.key
    return tuple(labels), tuple(words for key, words in dropped.items() if key not in kept)


@lru_cache(maxsize=65_536)
def _said(lines: tuple[str, ...]) -> str:
    """Give what a text says, however its source writes it: `DE BROUCKERE` says the same as `De Brouckère`."""
    return folded(" ".join(lines))


def _is_free(place: Place, occupancy: Occupancy, *, sparing: bool) -> bool:
    if place.path is None:
        return occupancy.box_is_free(place.box, sparing=sparing)
    # Most places along lines are taken, and of those most along the very line.
    return occupancy.free(place.path, sparing=sparing) and occupancy.free(place.covers, sparing=sparing)


def _tried(wish: LabelWish, *, spares: bool) -> Iterator[tuple[Place, bool]]:
    """Give the places in the order they are tried: first those that spare the lines of the crisis, then any.

    What may stand at many places has no need to cross such a line.
    """
    places: list[Place] = []
    for place in wish.places:
        yield place, True
        places.append(place)
    if spares and not wish.many:
        yield from ((place, False) for place in places)


class Labeller:
    """Makes the wishes of layers, keeping what the next picture needs again."""

    def __init__(self) -> None:
        self._texts = LabelTexts()
        self._lines = LinePlaces()

    def wishes(
        self,
        dataset: Dataset,
        style: LabelStyle,
        features: Integers,
        boxes: Sequence[BoxMm],
        view: MapView,
        language: Language,
    ) -> Iterator[LabelWish]:
        """Make the wishes of one class.

        Parameters
        ----------
        dataset
            The features.
        style
            How the labels look.
        features
            Which features are in the frame.
        boxes
            What the symbol and its texts take that a label stands beside, from its place.
        view
            What is seen.
        language
            The language of the names; two at once where it is double.
        """
        shapes = dataset.shapes(view.epsg)
        box = shapes.bounds[features]
        reach = np.hypot(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]) * view.mm_per_metre
        order = np.argsort(-reach, kind="stable")
        # A name is about as long as four letters at least: shorter features need not be asked.
        if shapes.kind is not GeometryKind.POINT:
            order = order[reach[order] > style.size_pt * 0.6]
        order = order[:LARGEST]
        chosen = features[order]
        points, areas = [], np.zeros(0, dtype=np.object_)
        along = False
        if shapes.kind is GeometryKind.POINT:
            points = view.to_paper(shapes.bounds[chosen, :2]).tolist()
        elif style.placement == "line" or shapes.kind is GeometryKind.LINE:
            along = True
            self._lines.make_ready(dataset, chosen, view)
        else:
            areas = _on_paper(shapes.take(chosen), view).geometries()
        for at, index in enumerate(chosen.tolist()):
            lines = self._texts.lines(dataset, style, language, index)
            if not lines:
                continue
            places: Iterator[Place]
            many = False
            room: Callable[[Occupancy], Room] | None = None
            if shapes.kind is GeometryKind.POINT:
                x, y = points[at]
                moved = [(left + x, top + y, right + x, bottom + y) for left, top, right, bottom in boxes]
                places = box_places(lines, style, moved)
            elif along:
                places, many = self._lines.places(dataset, index, lines, style, view), True
                room = partial(self._lines.room, dataset, index, lines, style, view)
            else:
                places = _inside(areas[at], lines, style, view.size_mm)
            yield LabelWish("\n".join(lines), style, places, float(reach[order[at]]), many, room)


def _on_paper(shapes: Shapes, view: MapView) -> Shapes:
    return replace(shapes, xy=view.to_paper(shapes.xy))


def _inside(
    area: shapely.Geometry, lines: tuple[str, ...], style: LabelStyle, size_mm: tuple[float, float]
) -> Iterator[Place]:
    """Offer places inside what is seen of an area (in paper millimetres)."""
    width, height = size_mm
    west, north, east, south = shapely.bounds(area)
    sound = area if shapely.is_valid(area) else shapely.make_valid(area)
    if west < 0 or north < 0 or east > width or south > height:
        sound = shapely.clip_by_rect(sound, 0.0, 0.0, width, height)
    parts = shapely.get_parts(sound)
    if len(parts):
        largest = parts[np.argmax(shapely.area(parts))]
        yield from area_places(lines, style, largest, may_overhang=style.capitals)
