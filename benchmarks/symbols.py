"""Measure crisis symbols: `python -m benchmarks.symbols` prints milliseconds.

5,000 symbols of all kinds with their texts and 500 patterned lines are gathered and painted in one view, alone as
for a sheet and as the window does it, there also for a step of a pan and with one symbol dragged (medians);
the whole catalogue is written as SVG, with cold caches and warm; one word is searched as it is typed.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median
from typing import Final

import msgspec
import numpy as np
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from bnip.incident import Casualties, Mark, Route
from bnip.record import Place, State
from cartoviewer.document.document import MapDocument
from cartoviewer.render.device import SCREEN
from cartoviewer.render.fonts import register_fonts
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.render.picture import paint_picture
from cartoviewer.render.rasteriser import Rasteriser
from cartoviewer.scene.gather import Gatherer, gather
from cartoviewer.scene.view import MapView
from layers.dataset import Dataset
from resources.texts import Language
from symbols.catalogue import FrameClass, catalogue, search
from symbols.drawing import draw
from symbols.grammar import Symbol
from symbols.svg import to_svg

__all__ = ["crowded_document", "measured"]

SYMBOLS: Final = 5_000
LINES: Final = 500
_SIDE_M: Final = 8_000.0
_CENTRE: Final = (149_500.0, 170_500.0)
_SIZE_PX: Final = (1600, 1000)
_STATES: Final = tuple(State)


class _NoDatasets:
    def get(self, hash: str) -> Dataset:  # noqa: A002 - the word of the seam
        raise KeyError(hash)


def crowded_document() -> MapDocument:
    """Give a document with 5,000 marks of all kinds and 500 lines of 40 corners, the same every time."""
    chance = np.random.default_rng(4)
    points = [entry.id for entry in catalogue().values() if entry.frame not in (FrameClass.AREA, FrameClass.LINE)]
    lines = [entry.id for entry in catalogue().values() if entry.frame is FrameClass.LINE]
    records: dict[str, Mark | Route] = {}
    at = (np.array(_CENTRE) + chance.uniform(-0.5, 0.5, (SYMBOLS, 2)) * _SIDE_M).tolist()
    for index, (x, y) in enumerate(at):
        records[f"m{index}"] = Mark(
            id=f"m{index}",
            place=Place(x, y),
            symbol=points[index % len(points)],
            left=f"A{index % 40}" if index % 3 == 0 else "",
            present=index % 90 if index % 5 == 0 else None,
            capacity=300 if index % 5 == 0 else None,
            casualties=Casualties(t1=index % 7) if index % 11 == 0 else Casualties(),
            state=_STATES[index % 4],
        )
    for index in range(LINES):
        steps = chance.normal(0.0, 60.0, (40, 2)).cumsum(axis=0)
        path = np.array(_CENTRE) + chance.uniform(-0.5, 0.5, 2) * _SIDE_M + steps
        records[f"r{index}"] = Route(
            id=f"r{index}",
            path=tuple((x, y) for x, y in path.tolist()),
            symbol=lines[index % len(lines)],
            state=_STATES[index // 4 % 4],
        )
    return MapDocument(records)


def measured(runs: int = 5) -> dict[str, float]:
    """Measure everything, each the least of several runs."""
    application = QGuiApplication.instance() or QGuiApplication(["benchmarks", "-platform", "offscreen"])
    register_fonts()
    figures: dict[str, float] = {}
    begun = time.perf_counter()
    _all_svg()
    figures["SVG of the whole catalogue, cold"] = _since(begun)
    figures["SVG of the whole catalogue"] = _least(_all_svg, runs)
    figures["search, one word"] = _least(lambda: search("ambulance"), runs)
    document = crowded_document()
    view = MapView(_CENTRE, 20_000.0, (_SIZE_PX[0] / 96 * 25.4, _SIZE_PX[1] / 96 * 25.4))
    begun = time.perf_counter()
    scene = gather(document, _NoDatasets(), view, Language.FR)
    figures["gather, cold"] = _since(begun)
    figures["gather"] = _least(lambda: gather(document, _NoDatasets(), view, Language.FR), runs)
    image = QImage(*_SIZE_PX, QImage.Format.Format_RGB32)

    def paint() -> None:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(96 / 25.4, 96 / 25.4)
        paint_scene(painter, scene, Language.FR, SCREEN)
        painter.end()

    figures["paint alone, as for a sheet"] = _least(paint, runs)
    figures.update(_in_the_window(document, view, runs))
    del application
    return figures


def _in_the_window(document: MapDocument, view: MapView, runs: int) -> dict[str, float]:
    """Measure as the window paints: the first picture, a step of a pan, one symbol dragged."""
    rasteriser = Rasteriser()
    rasteriser.wait()

    gatherer = Gatherer(_NoDatasets())

    def show(document: MapDocument, view: MapView) -> None:
        scene = gatherer.gather(document, view, Language.FR, settled=True)
        paint_picture(scene, Language.FR, _SIZE_PX, rasteriser=rasteriser)

    figures = {}
    begun = time.perf_counter()
    show(document, view)
    figures["window: gather and paint, cold"] = _since(begun)
    figures["window: gather and paint"] = _median(lambda: show(document, view), runs)
    scene = gather(document, _NoDatasets(), view, Language.FR)
    figures["window: paint"] = _median(
        lambda: paint_picture(scene, Language.FR, _SIZE_PX, rasteriser=rasteriser), runs
    )
    mark = document.of(Mark)[0]
    for scale in (20_000.0, 7_500.0, 2_500.0):
        nearer = replace(view, scale=scale)
        told = f"window at 1:{scale:.0f}"
        # Another scale each time: where symbols stand is worked out anew.
        scales = iter(range(1, runs + 1))
        figures[f"{told}: zoom step"] = _median(
            lambda view=nearer, scales=scales: show(document, replace(view, scale=view.scale + next(scales))), runs
        )
        show(document, nearer)
        steps = iter(range(1, runs + 1))
        figures[f"{told}: pan step"] = _median(
            lambda view=nearer, steps=steps: show(document, view.panned(next(steps) * 3.7, 1.3)), runs
        )
        moves = iter(range(1, runs + 1))

        def drag(view: MapView = nearer, moves: Iterator[int] = moves) -> None:
            there = Place(mark.place.x + 20.0 * next(moves), mark.place.y)
            moved = msgspec.structs.replace(mark, place=there)
            show(MapDocument({**{each.id: each for each in document}, mark.id: moved}), view)

        figures[f"{told}: one symbol dragged"] = _median(drag, runs)
    rasteriser.close()
    return figures


def _all_svg() -> None:
    for symbol in catalogue():
        to_svg(draw(Symbol(id=symbol), Language.FR), 8.0)


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def _least(work: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append(_since(begun))
    return min(taken)


def _median(work: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append(_since(begun))
    return median(taken)


if __name__ == "__main__":
    print(json.dumps({name: round(value, 2) for name, value in measured().items()}, indent=2))
