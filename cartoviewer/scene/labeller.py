"""What asks for a label: the named features of layers, and where each name may stand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from cartoviewer.scene.label_callouts import MOST_CALLED_OUT, callout_places
from cartoviewer.scene.label_lines import LinePlaces
from cartoviewer.scene.label_places import BoxMm, Choice, Place, around, around_points, inside_areas, on_points
from cartoviewer.scene.label_texts import LabelTexts
from cartoviewer.scene.labels import ESSENTIAL, LabelWish
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset
from layers.shapes import Floats, GeometryKind, Integers, Shapes
from resources.texts import Language
from symbols.style import LabelStyle

__all__ = ["Labeller"]

LARGEST: Final = 20_000
"""For so many features of a class a place is sought in one picture, the largest first; the others are told of."""


FARTHEST_NAME_MM: Final = 11.0
"""How far the line to the name of a symbol may reach."""


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
        standing: Callable[[Floats], Floats] | None = None,
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
        standing
            Gives where the symbols stand whose true places on the paper are (n, 2); None where all stand there.
        """
        shapes = dataset.shapes(view.epsg)
        box = shapes.bounds[features]
        reach = np.hypot(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]) * view.mm_per_metre
        order = np.argsort(-reach, kind="stable")
        # A name is about as long as four letters at least: shorter features need not be asked.
        if shapes.kind is not GeometryKind.POINT:
            order = order[reach[order] > style.size_pt * 0.6]
        names = self._texts.lines(dataset, style, language, features[order])
        named = np.fromiter(map(bool, names), dtype=np.bool_, count=len(names))
        order, lines = order[named], [name for name in names if name]
        late = tuple(dict.fromkeys("\n".join(name) for name in lines[LARGEST:]))
        order, lines = order[:LARGEST], lines[:LARGEST]
        if not lines:
            return
        chosen, ranks = features[order], reach[order].tolist()
        if shapes.kind is GeometryKind.POINT:
            points = view.to_paper(shapes.bounds[chosen, :2])
            points = points if standing is None else standing(points)
            on_it = style.placement == "area"
            choices = on_points(lines, style, points) if on_it else around_points(lines, style, points, boxes)
            symbol = around(boxes) if style.priority >= ESSENTIAL and boxes else None
            for index, choice, (x, y) in zip(chosen.tolist(), choices, points.tolist(), strict=True):
                words = "\n".join(choice.lines)
                # House numbers say the same everywhere, and each is missed for itself.
                key = f"{dataset.card.hash} {index}" if on_it else words
                own = (symbol[0] + x, symbol[1] + y, symbol[2] + x, symbol[3] + y) if symbol else None
                places: Iterable[Place] | Choice = choice
                if own is not None and len(points) <= MOST_CALLED_OUT:
                    here = [(box[0] + x, box[1] + y, box[2] + x, box[3] + y) for box in boxes]
                    aside = callout_places(choice.lines, style, here, FARTHEST_NAME_MM)
                    places = chain(choice.places(), aside)
                yield LabelWish(key, style, places, words=words, own=own)
        elif style.placement == "line" or shapes.kind is GeometryKind.LINE:
            self._lines.make_ready(dataset, chosen, view)
            looks = self._lines.looks(dataset, chosen, lines, style, view)
            for index, text, rank, look in zip(chosen.tolist(), lines, ranks, looks, strict=True):
                places = self._lines.places(dataset, index, text, style, view)
                yield LabelWish("\n".join(text), style, places, rank, many=True, look=look)
        else:
            areas = _seen(replace(part := shapes.take(chosen), xy=view.to_paper(part.xy)), view.size_mm)
            inside = inside_areas(lines, style, areas, may_overhang=style.capitals)
            for rank, known in zip(ranks, inside, strict=True):
                if known is not None:
                    yield LabelWish("\n".join(known.lines), style, known, rank)
        if late:
            yield LabelWish(late[0], style, (), -1.0, late=late)


def _seen(shapes: Shapes, size_mm: tuple[float, float]) -> npt.NDArray[np.object_]:
    """Give the largest part of what is seen of each area (in paper millimetres)."""
    width, height = size_mm
    areas = shapes.geometries()
    unsound = ~shapely.is_valid(areas)
    areas[unsound] = shapely.make_valid(areas[unsound])
    west, north, east, south = shapely.bounds(areas).T
    beyond = (west < 0) | (north < 0) | (east > width) | (south > height)
    areas[beyond] = shapely.clip_by_rect(areas[beyond], 0.0, 0.0, width, height)
    parts, owners = shapely.get_parts(areas, return_index=True)
    order = np.lexsort((-shapely.area(parts), owners))
    found, first = np.unique(owners[order], return_index=True)
    largest = np.full(len(areas), shapely.Polygon(), dtype=np.object_)
    largest[found] = parts[order][first]
    return largest
