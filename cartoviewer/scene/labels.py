"""Labels: each finds a place of its own, or is left out and counted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Final

import numpy as np
import shapely

from cartoviewer.scene.label_places import BoxMm, LinePlaces, Place, area_places, box_places
from cartoviewer.scene.label_texts import LabelTexts
from cartoviewer.scene.levels import clipped
from cartoviewer.scene.occupancy import Occupancy
from cartoviewer.scene.scene import LabelText
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset
from layers.progress import Progress
from layers.shapes import GeometryKind, Integers, Shapes
from resources.texts import Language
from symbols.style import LabelStyle

__all__ = ["LabelWish", "Labeller", "placed"]

APART_MM: Final = 60.0
"""Two labels that say the same are no nearer to each other."""

LARGEST: Final = 1500
"""So many features of a class may ask for a label in one picture, the largest first."""


@dataclass(frozen=True, slots=True)
class LabelWish:
    """A label that asks for a place. `many` may be taken at several places, `rank` sorts equals: large first."""

    key: str
    style: LabelStyle
    places: Iterable[Place]
    rank: float = 0.0
    many: bool = False


def placed(
    wishes: Iterable[LabelWish], occupancy: Occupancy, progress: Progress
) -> tuple[tuple[LabelText, ...], int]:
    """Place labels greedily by priority.

    Returns
    -------
    tuple
        The labels, and how many had a place but for others that stood there already.
    """
    ordered = sorted(wishes, key=lambda wish: (-wish.style.priority, -wish.rank))
    labels: list[LabelText] = []
    dropped: set[str] = set()
    kept: set[str] = set()
    said: dict[str, list[tuple[float, float]]] = {}
    for count, wish in enumerate(ordered):
        if count % 64 == 0:
            progress.step(0.9 + 0.1 * count / len(ordered))
        hindered = False
        found = False
        for place, sparing in _tried(wish):
            text = "\n".join(place.lines)
            others = said.get(text, ())
            if any(hypot(x - place.anchor_mm[0], y - place.anchor_mm[1]) < APART_MM for x, y in others):
                # Said already near by: a feature that may be named once only has no need of a worse place.
                found = True
                if wish.many:
                    continue
                break
            if not occupancy.free(place.covers, sparing=sparing):
                hindered = True
                continue
            occupancy.take(place.covers)
            said.setdefault(text, []).append(place.anchor_mm)
            labels.append(LabelText(place.lines, place.anchor_mm, wish.style, 0.0, place.path))
            found = True
            if not wish.many:
                break
        if found:
            kept.add(wish.key)
        elif hindered:
            dropped.add(wish.key)
    return tuple(labels), len(dropped - kept)


def _tried(wish: LabelWish) -> Iterator[tuple[Place, bool]]:
    """Give the places in the order they are tried: first those that spare the lines of the crisis, then any.

    What may stand at many places has no need to cross such a line.
    """
    if wish.many:
        yield from ((place, True) for place in wish.places)
        return
    places = list(wish.places)
    for sparing in (True, False):
        yield from ((place, sparing) for place in places)


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
        for at in order[:LARGEST]:
            index = int(features[at])
            lines = self._texts.lines(dataset, style, language, index)
            if not lines:
                continue
            places: Iterator[Place]
            many = False
            if shapes.kind is GeometryKind.POINT:
                x, y = view.to_paper(shapes.take(np.array([index])).xy[:1])[0].tolist()
                moved = [(left + x, top + y, right + x, bottom + y) for left, top, right, bottom in boxes]
                places = box_places(lines, style, moved)
            elif style.placement == "line" or shapes.kind is GeometryKind.LINE:
                places, many = self._lines.places(dataset, index, lines, style, view), True
            else:
                places = _inside(shapes.take(np.array([index])), lines, style, view)
            yield LabelWish("\n".join(lines), style, places, float(reach[at]), many)


def _inside(shapes: Shapes, lines: tuple[str, ...], style: LabelStyle, view: MapView) -> Iterator[Place]:
    """Offer places inside what is seen of an area."""
    cut = clipped(shapes, view.bounds)
    if len(cut) == 0:
        return
    paper = Shapes(cut.kind, view.to_paper(cut.xy), cut.rings, cut.parts, cut.features, cut.bounds)
    parts = shapely.get_parts(shapely.make_valid(paper.geometries()))
    largest = parts[np.argmax(shapely.area(parts))]
    yield from area_places(lines, style, largest, may_overhang=style.capitals)
