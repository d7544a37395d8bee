"""Symbols of layers that would cover one another or one of the crisis move apart, on lines to their true places."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from cartoviewer.scene.crisis_elements import RecordElements
from cartoviewer.scene.label_places import BoxMm, around
from cartoviewer.scene.layer_elements import LayerElements
from cartoviewer.scene.scene import Element, Glyph, MarkBatch
from cartoviewer.scene.settling import Settled, SettledSymbol
from cartoviewer.scene.sign_boxes import glyph_boxes_mm
from cartoviewer.scene.spreading import Place, Room, Standing, leaders, room_for, uncross
from cartoviewer.scene.view import MapView
from layers.shapes import Floats
from resources.texts import Language

__all__ = ["MOST_SPREAD", "Moved", "spread_marks"]

MOST_SPREAD: Final = 400
"""Where a map shows more symbols of layers than this, lines to their true places would be a net over it."""

_FINE_MM: Final = 1e-3
"""Places that differ by less are one."""

_OFF: Final = 0.0012345
"""Round coordinates lie on round millimetres, where a rounding may go either way; so far off them none does."""


@dataclass(slots=True)
class Moved:
    """Where the symbols of layers stand that do not stand at their true places."""

    _places: dict[tuple[str, float, float], list[Place]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._places)

    def tell(self, glyph: Glyph, true: Place, place: Place) -> None:
        """Remember where a symbol stands."""
        self._places.setdefault(_key(glyph.symbol, true), []).append(place)

    def of(self, symbol: str, points: Floats) -> Floats:
        """Give where the symbols stand whose true places are `points` (n, 2), in the order of their layer."""
        if not self._places:
            return points
        found = points.copy()
        taken: dict[tuple[str, float, float], int] = {}
        for index, (x, y) in enumerate(points.tolist()):
            key = _key(symbol, (x, y))
            places = self._places.get(key)
            if places:
                turn = taken.get(key, 0)
                taken[key] = turn + 1
                found[index] = places[min(turn, len(places) - 1)]
        return found


@dataclass(frozen=True, slots=True)
class _Mark:
    layer: int
    batch: int
    row: int
    standing: Standing


def spread_marks(
    layers: Sequence[LayerElements],
    crisis: RecordElements,
    view: MapView,
    language: Language,
    settled: Settled | None = None,
) -> Moved:
    """Move the symbols of layers apart, in their elements; the symbols of the crisis stay where they are.

    Parameters
    ----------
    layers
        What each layer shows, the topmost last: its symbols keep their places before those below.
    settled
        Remembers where symbols stand in a window; on a sheet None: there no symbol leaves the frame.
    """
    moved = Moved()
    marks = _marks_of(layers, view, language)
    if not 0 < len(marks) <= MOST_SPREAD or len(crisis.boxes) > 4 * MOST_SPREAD:
        return moved
    standing = [mark.standing for mark in marks]
    if settled is None:
        places = _on_paper(standing, crisis.boxes, view.size_mm)
    else:
        places = _in_window(standing, crisis.boxes, view, language, settled)
    led: dict[tuple[int, int], list[tuple[_Mark, Place]]] = {}
    for mark, place in zip(marks, places, strict=True):
        if place != mark.standing.place:
            led.setdefault((mark.layer, mark.batch), []).append((mark, place))
    for (layer, at), aside in led.items():
        batch = layers[layer].marks[at]
        assert isinstance(batch, MarkBatch)
        xy = batch.xy.copy()
        for mark, place in sorted(aside, key=lambda each: each[0].row):
            xy[mark.row] = place
        for row in sorted(mark.row for mark, _ in aside):
            true = (float(batch.xy[row, 0]), float(batch.xy[row, 1]))
            moved.tell(batch.glyph, true, (float(xy[row, 0]), float(xy[row, 1])))
        layers[layer].marks[at] = replace(batch, xy=xy)
    for layer in {layer for layer, _ in led}:
        aside = [pair for (owner, _), pairs in led.items() if owner == layer for pair in pairs]
        lines: list[Element] = leaders([mark.standing for mark, _ in aside], [place for _, place in aside])
        layers[layer].marks[:0] = lines
    return moved


def _marks_of(layers: Sequence[LayerElements], view: MapView, language: Language) -> list[_Mark]:
    """Give the symbols in the frame, the topmost first."""
    found: list[_Mark] = []
    for layer in reversed(range(len(layers))):
        for at, batch in enumerate(layers[layer].marks):
            if not isinstance(batch, MarkBatch):
                continue
            box = around(glyph_boxes_mm(batch.glyph, language))
            inside = ((batch.xy >= 0) & (batch.xy <= view.size_mm)).all(axis=1)
            rows = np.flatnonzero(inside)
            if len(found) + len(rows) > MOST_SPREAD:
                # One more than may be spread: that is enough to know.
                rows = rows[: MOST_SPREAD + 1 - len(found)]
            for row in rows.tolist():
                place = (float(batch.xy[row, 0]), float(batch.xy[row, 1]))
                found.append(_Mark(layer, at, row, Standing(place, box)))
    return found


def _on_paper(standing: Sequence[Standing], fixed: Sequence[BoxMm], size_mm: tuple[float, float]) -> list[Place]:
    room = Room()
    for box in fixed:
        room.take(box)
    places = [each.place for each in standing]
    moving = []
    for index, each in enumerate(standing):
        if room.covers(each):
            moving.append(index)
        else:
            room.stand(each, each.place)
    for index in moving:
        places[index] = room_for(standing[index], room, size_mm)
        room.stand(standing[index], places[index])
    uncross(standing, places, [index for index in moving if places[index] != standing[index].place])
    return places


def _in_window(
    standing: Sequence[Standing], fixed: Sequence[BoxMm], view: MapView, language: Language, settled: Settled
) -> list[Place]:
    """Give where symbols stand in a window: those that have moved aside stay there while the map is panned."""
    west, _, _, north = view.bounds
    left, top = west * view.mm_per_metre, -north * view.mm_per_metre

    def known(name: Hashable, each: Standing, *, keeps: bool) -> SettledSymbol:
        x, y = each.place[0] + left, each.place[1] + top
        return SettledSymbol(f"{name} {x + _OFF:.2f} {y + _OFF:.2f}", Standing((x, y), each.box), keeps)

    # To the micrometre: what is the same but for a rounding has not moved.
    crisis = [
        known(
            "crisis",
            Standing(box[:2], (0.0, 0.0, round(box[2] - box[0], 3), round(box[3] - box[1], 3))),
            keeps=True,
        )
        for box in fixed
    ]
    seen: dict[str, int] = {}
    marks = []
    for each in standing:
        symbol = known(each.box, each, keeps=False)
        again = seen[symbol.id] = seen.get(symbol.id, -1) + 1
        marks.append(symbol._replace(id=f"{symbol.id} {again}"))
    # What has left the frame is out of sight, not gone: it and those around it stay where they are.
    looked_at = (left, top, left + view.size_mm[0], top + view.size_mm[1])
    found = settled.places((view.scale, view.epsg, view.turn, language), [*crisis, *marks], looked_at)
    return [
        # One that keeps its place keeps it to the last digit.
        each.place if _is_near(place, symbol.standing.place) else (place[0] - left, place[1] - top)
        for each, symbol, place in zip(standing, marks, found[len(crisis) :], strict=True)
    ]


def _is_near(one: Place, other: Place) -> bool:
    return abs(one[0] - other[0]) < _FINE_MM and abs(one[1] - other[1]) < _FINE_MM


def _key(symbol: str, place: Place) -> tuple[str, float, float]:
    return (symbol, round(place[0] / _FINE_MM) * _FINE_MM, round(place[1] / _FINE_MM) * _FINE_MM)
