"""Snapping to what is drawn and to the layers that are seen; switched on and off, and suspended by Shift."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Qt, Signal

from bnip.geometry.snapping import Snap, snapped
from bnip.record import Point
from cartoviewer.document.drawings import drawings_near, path_of
from cartoviewer.document.layer_symbology import symbology_of
from cartoviewer.scene.classes import rules_at
from cartoviewer.scene.view import MapView
from cartoviewer.ui.session import Session
from cartoviewer.ui.tools.tool import Pointer
from layers.crs import LAMBERT_72, transform_point

__all__ = ["Snapper"]

_REACH_MM: Final = 2.1
"""8 pixels on a screen of 96 to the inch."""
_MOST_FEATURES: Final = 200


class Snapper(QObject):
    """Finds what the mouse snaps to.

    Parameters
    ----------
    view
        Gives how the map is shown.
    is_drawn
        Tells whether a picture of the map is there: only then are its layers at hand without waiting.

    Signals
    -------
    switched (bool)
        Snapping was switched on or off.
    """

    switched = Signal(bool)

    def __init__(
        self,
        session: Session,
        view: Callable[[], MapView],
        is_drawn: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._is_drawn = is_drawn
        self._on = True

    @property
    def is_on(self) -> bool:
        """Whether places snap."""
        return self._on

    def switch(self, *, on: bool) -> None:
        """Switch snapping on or off."""
        if on is not self._on:
            self._on = on
            self.switched.emit(on)

    def at(self, pointer: Pointer, without: frozenset[str] = frozenset()) -> Snap | None:
        """Give what a place snaps to, Lambert 72; None where nothing is near, or while Shift is held.

        `without` names records that are being moved and would hold themselves fast.
        """
        if not self._on or pointer.modifiers & Qt.KeyboardModifier.ShiftModifier:
            return None
        view = self._view()
        reach = _REACH_MM / view.mm_per_metre
        found = snapped(pointer.place, self._drawings(pointer.place, reach, without), reach)
        ground = self._on_the_ground(pointer.place, reach, view)
        if found is None or (
            ground is not None and (ground.kind, ground.distance_m) < (found.kind, found.distance_m)
        ):
            return ground
        return found

    def _drawings(self, place: Point, reach: float, without: frozenset[str]) -> Iterator[npt.NDArray[np.float64]]:
        x, y = place
        for record in drawings_near(self._session.on_map, (x - reach, y - reach, x + reach, y + reach)):
            if record.id not in without:
                yield np.asarray(path_of(record), dtype=np.float64)

    def _on_the_ground(self, place: Point, reach: float, view: MapView) -> Snap | None:
        datasets = self._session.datasets
        if datasets is None or not self._is_drawn():
            return None
        x, y = place if view.epsg == LAMBERT_72 else transform_point(*place, LAMBERT_72, view.epsg)
        paths: list[npt.NDArray[np.float64]] = []
        for layer in self._session.document.layers:
            if not layer.visible:
                continue
            try:
                dataset = datasets.get(layer.dataset)
            except KeyError:
                continue
            if not rules_at(symbology_of(layer, dataset.card.kind), view.scale):
                continue
            shapes = dataset.shapes(view.epsg)
            near = shapes.within((x - reach, y - reach, x + reach, y + reach))[:_MOST_FEATURES]
            if len(near):
                taken = shapes.take(near)
                rings = taken.rings.tolist()
                paths += [taken.xy[first:last] for first, last in pairwise(rings)]
        found = snapped((x, y), paths, reach)
        if found is None:
            return None
        a, b = found.point if view.epsg == LAMBERT_72 else transform_point(*found.point, view.epsg, LAMBERT_72)
        return Snap((round(a, 3), round(b, 3)), found.kind, found.distance_m)
