"""Labels: each finds a place of its own, or is left out and counted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from typing import Final

import numpy as np

from cartoviewer.scene.belonging import Bodies
from cartoviewer.scene.label_lines import Look, Room, rooms
from cartoviewer.scene.label_places import Choice, Place
from cartoviewer.scene.occupancy import BoxMm, Occupancy, along
from cartoviewer.scene.scene import LabelText
from layers.progress import Progress
from layers.values import folded
from symbols.style import LabelStyle

__all__ = ["LabelWish", "placed"]

_STEPS_OUT: Final = 2
"""So many half millimetres of the line to a text lie beside its symbol."""

BATCH: Final = 256
"""So many wishes are looked at together before they are granted one after the other."""


ESSENTIAL: Final = 60
"""Labels of this priority, those of the crisis and of municipalities, rather cross a line of the crisis than go."""


@dataclass(frozen=True, slots=True)
class LabelWish:
    """A label that asks for a place. `many` may be taken at several places, `rank` sorts equals: large first.

    Of two wishes with the same `key` one is enough; `words` are what is told of it where the key is none.
    `look` is what a quick look along its line takes, where places are costly to find; `late` are the names of those
    that come after it and for which no place is sought at all. `own` is the box of the symbol that it names, with
    the texts beside that: it stands where a reader gives it to no other symbol, or, where it `must` stand,
    rather there than nowhere.
    """

    key: str
    style: LabelStyle
    places: Iterable[Place] | Choice
    rank: float = 0.0
    many: bool = False
    look: Look | None = None
    words: str = ""
    late: tuple[str, ...] = ()
    own: BoxMm | None = None
    must: bool = False


def placed(
    wishes: Iterable[LabelWish], occupancy: Occupancy, progress: Progress, bodies: Bodies | None = None
) -> tuple[tuple[LabelText, ...], tuple[str, ...]]:
    """Place labels greedily by priority; `bodies` are the symbols that they may be taken to belong to.

    Returns
    -------
    tuple
        The labels, and the names of those that had a place but for others that stood there already.
    """
    ordered = sorted(wishes, key=lambda wish: (-wish.style.priority, -wish.rank))
    placing = _Placing(occupancy, bodies)
    for first in range(0, len(ordered), BATCH):
        progress.step(0.9 + 0.1 * first / len(ordered))
        batch = ordered[first : first + BATCH]
        for wish, room in zip(batch, _rooms(batch, occupancy), strict=True):
            placing.place(wish, room)
    return tuple(placing.labels), placing.dropped()


def _rooms(batch: Sequence[LabelWish], occupancy: Occupancy) -> Iterator[Room]:
    """Tell of each wish whether it may have a place: what is taken now stays taken."""
    choices = [wish.places for wish in batch if isinstance(wish.places, Choice)]
    looks = [wish.look for wish in batch if wish.look is not None]
    around = iter(_any_may_be_free(choices, occupancy))
    along = iter(rooms(looks, occupancy))
    for wish in batch:
        if isinstance(wish.places, Choice):
            yield Room.FREE if next(around) else Room.TAKEN
        else:
            yield Room.FREE if wish.look is None else next(along)


def _any_may_be_free(choices: Sequence[Choice], occupancy: Occupancy) -> list[bool]:
    if not choices:
        return []
    counts = np.fromiter((len(choice.middles) for choice in choices), dtype=np.int64, count=len(choices))
    middles = np.concatenate([choice.middles for choice in choices])
    half = np.repeat(np.array([choice.size_mm for choice in choices]) / 2, counts, axis=0)
    may = occupancy.boxes_may_be_free(np.hstack((middles - half, middles + half)))
    told: list[bool] = np.logical_or.reduceat(may, np.cumsum(counts) - counts).tolist()
    return told


class _Placing:
    """Gives places to one label after the other."""

    def __init__(self, occupancy: Occupancy, bodies: Bodies | None) -> None:
        self.labels: list[LabelText] = []
        self._occupancy = occupancy
        self._bodies = bodies
        self._dropped: dict[str, str] = {}
        self._kept: set[str] = set()
        self._said: dict[str, list[tuple[float, float]]] = {}

    def dropped(self) -> tuple[str, ...]:
        """Give the words of what found no place, and stands at no other."""
        return tuple(words for key, words in self._dropped.items() if key not in self._kept)

    def place(self, wish: LabelWish, room: Room) -> None:
        """Give a wish its place or its places; `room` is what a look at it told."""
        if room is Room.FREE:
            self._place(wish)
        elif isinstance(wish.places, Choice) and self._is_said_near(wish.places, wish.style.apart_mm):
            self._kept.add(wish.key)
        elif room is Room.TAKEN:
            self._dropped[wish.key] = wish.words or wish.key
        for name in wish.late:
            self._dropped.setdefault(name, name)

    def _place(self, wish: LabelWish) -> None:
        hindered = False
        found = False
        for place, sparing, own in _tried(wish, spares=self._occupancy.spares):
            text = _said(place.lines)
            if self._is_near(text, place.anchor_mm, wish.style.apart_mm):
                # Said already near by: a feature that may be named once only has no need of a worse place.
                found = True
                if wish.many:
                    continue
                break
            if not (self._is_free(place, sparing=sparing) and self._is_own(place, own)):
                hindered = True
                continue
            self._take(place)
            self._said.setdefault(text, []).append(place.anchor_mm)
            label = LabelText(place.lines, place.anchor_mm, wish.style, 0.0, place.path, place.align, place.lead)
            self.labels.append(label)
            found = True
            if not wish.many:
                break
        if found:
            self._kept.add(wish.key)
        elif hindered:
            self._dropped[wish.key] = wish.words or wish.key

    def _take(self, place: Place) -> None:
        for room in (self._occupancy,) if self._bodies is None else (self._occupancy, self._bodies.lines):
            if place.path is None:
                room.take_box(place.box)
            else:
                room.take(place.covers)
            if place.lead is not None:
                room.take(along(place.lead))

    def _is_own(self, place: Place, own: BoxMm | None) -> bool:
        return own is None or self._bodies is None or self._bodies.own(place, own)

    def _is_free(self, place: Place, *, sparing: bool) -> bool:
        occupancy = self._occupancy
        if place.path is None:
            if not occupancy.box_is_free(place.box, sparing=sparing):
                return False
            # Its first steps are in the cells of the symbol itself.
            lines = occupancy if self._bodies is None else self._bodies.lines
            return place.lead is None or lines.free(along(place.lead)[_STEPS_OUT:])
        # Most places along lines are taken, and of those most along the very line.
        return occupancy.free(place.path, sparing=sparing) and occupancy.free(place.covers, sparing=sparing)

    def _is_near(self, text: str, anchor_mm: tuple[float, float], distance_mm: float) -> bool:
        others = self._said.get(text)
        return bool(others) and any(
            hypot(x - anchor_mm[0], y - anchor_mm[1]) < distance_mm for x, y in others or ()
        )

    def _is_said_near(self, choice: Choice, distance_mm: float) -> bool:
        """Tell whether what a text says is said already near any of its places."""
        text = _said(choice.lines)
        if text not in self._said:
            return False
        return any(self._is_near(text, (x, y), distance_mm) for x, y in choice.middles.tolist())


@lru_cache(maxsize=65_536)
def _said(lines: tuple[str, ...]) -> str:
    """Give what a text says, however its source writes it: `DE BROUCKERE` says the same as `De Brouckère`."""
    return folded(" ".join(lines))


def _tried(wish: LabelWish, *, spares: bool) -> Iterator[tuple[Place, bool, BoxMm | None]]:
    """Give the places in the order they are tried: first those that spare the lines of the crisis, then any.

    With each is told whether it spares them, and whose it has to be seen to be.

    What may stand at many places has no need to cross such a line, and what is only orientation is rather left out.
    """
    places: list[Place] = []
    for place in wish.places.places() if isinstance(wish.places, Choice) else wish.places:
        yield place, True, wish.own
        places.append(place)
    if spares and not wish.many and wish.style.priority >= ESSENTIAL:
        yield from ((place, False, wish.own) for place in places)
    if wish.must:
        yield from ((place, False, None) for place in places)
