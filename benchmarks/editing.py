"""Measure drawing: `python -m benchmarks.editing`. One edit, one drag, one great paste, with many records present.

An edit counts as durable when the log has it on the disk, and as seen when the map in the window shows it. The
disk decides much of it: `--folder` says on which one to measure.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtWidgets import QApplication

from bnip.drawing import Form, Shape
from bnip.incident import Mark, Route
from bnip.record import Place
from cartoviewer.document.changes import moved, put
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Change, Label
from cartoviewer.document.history import History, utc_now
from cartoviewer.document.record import AnyRecord
from cartoviewer.render.picture import paint_picture
from cartoviewer.scene.gather import gather
from cartoviewer.scene.view import MapView
from cartoviewer.ui.interpreter import favour_window
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.map_drawing import MapDrawing
from cartoviewer.ui.preferences import Preferences
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import Appearance, Theme
from resources.texts import Language
from symbols.catalogue import catalogue

WEST, SOUTH = 141_000.0, 161_000.0
SIDE = 18_000.0
AIMS = {"durable": 5.0, "seen": 30.0, "drag of one of 5,000 symbols, a step": 16.0, "longest at work": 50.0}
"""Milliseconds."""


def symbols(count: int) -> list[AnyRecord]:
    """Give symbols of all kinds over the Region."""
    kinds = [entry for entry in catalogue() if not entry.startswith(("line.", "area."))]
    return [
        Mark(id=f"mark{n}", place=Place(*_place(n)), symbol=kinds[n % len(kinds)], right=str(n % 100))
        for n in range(count)
    ]


def lines(count: int) -> list[AnyRecord]:
    """Give patterned lines over the Region, half a kilometre each."""
    kinds = [entry for entry in catalogue() if entry.startswith("line.")]
    found: list[AnyRecord] = []
    for n in range(count):
        x, y = _place(n)
        found.append(
            Route(id=f"line{n}", path=((x, y), (x + 300, y + 120), (x + 500, y)), symbol=kinds[n % len(kinds)])
        )
    return found


def shapes(count: int) -> list[AnyRecord]:
    """Give small free shapes over the Region."""
    found: list[AnyRecord] = []
    for n in range(count):
        x, y = _place(n)
        ring = ((x, y), (x + 80, y), (x + 80, y + 60), (x, y + 60), (x, y))
        found.append(Shape(id=f"shape{n}", form=Form.RECTANGLE, path=ring))
    return found


def _place(n: int) -> tuple[float, float]:
    return (WEST + n * 0.618034 % 1 * SIDE, SOUTH + n * 0.754878 % 1 * SIDE)


def _filled(folder: Path, records: list[AnyRecord]) -> tuple[Dossier, History]:
    dossier = Dossier.create(folder / f"{len(records)}-{time.monotonic_ns()}.gpkg")
    history = History(dossier.log, "benchmark")
    history.do(
        Label("Placed {count} objects", {"count": str(len(records))}), *(Change(r.id, None, r) for r in records)
    )
    return dossier, history


def _window(folder: Path, dossier: Dossier, history: History) -> MainWindow:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    preferences = Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    theme = Theme(application, Appearance.LIGHT)
    window = MainWindow(Session(Language.FR), theme, MapDrawing(), preferences, "benchmark", utc_now)
    window.resize(1600, 1000)
    window.show()
    window.session.show(dossier, history)
    window.canvas.centre_on(_place(7))
    window.canvas.set_scale(5_000)
    _settle(window)
    return window


def _settle(window: MainWindow) -> float:
    """Wait until the picture shows the document; give the milliseconds it took."""
    begin = time.perf_counter()
    while True:
        QApplication.processEvents()
        picture = window.canvas.picture
        if picture is not None and not window.canvas.is_busy and picture.order.document is window.session.document:
            return (time.perf_counter() - begin) * 1000
        time.sleep(0.001)


def measure_edit(folder: Path, runs: int) -> dict[str, float]:
    """Measure one edit with 20,000 records present: until it is durable, and until the map shows it."""
    records = symbols(10_000) + shapes(10_000)
    dossier, history = _filled(folder, records)
    durable = []
    for run in range(runs):
        mark = history.document.get(f"mark{run}")
        assert isinstance(mark, Mark)
        change = put(history.document, moved(mark, 5.0, 0.0))
        begin = time.perf_counter()
        history.do(Label("Moved {name}", {"name": "x"}), change)
        durable.append((time.perf_counter() - begin) * 1000)
    window = _window(folder, dossier, history)
    seen = []
    for _ in range(runs):
        mark = window.session.document.get("mark7")
        assert isinstance(mark, Mark)
        begin = time.perf_counter()
        window.session.do(Label("Moved {name}", {"name": "x"}), put(history.document, moved(mark, 3.0, 0.0)))
        window.canvas.repaint()
        seen.append((time.perf_counter() - begin) * 1000)
        _settle(window)
    window.close()
    return {"durable": median(durable), "seen": median(seen)}


def measure_drag(folder: Path, runs: int) -> dict[str, float]:
    """Measure the drag of one symbol with 5,000 symbols and 500 patterned lines present, each step seen."""
    dossier, history = _filled(folder, symbols(5_000) + lines(500))
    window = _window(folder, dossier, history)
    canvas, tool = window.canvas, window.tools.select
    window.session.select("mark7")
    at = canvas.pixel_of(_place(7))
    tool.press(canvas.pointer(at))
    steps = []
    for step in range(1, runs * 10):
        begin = time.perf_counter()
        tool.drag(canvas.pointer(at + QPointF(step, step / 2)))
        canvas.repaint()
        steps.append((time.perf_counter() - begin) * 1000)
    begin = time.perf_counter()
    tool.drop(canvas.pointer(at + QPointF(60.0, 30.0)))
    canvas.repaint()
    dropped = (time.perf_counter() - begin) * 1000
    picture = _settle(window)
    hovered = _hovering(window, runs)
    window.close()
    return {
        "drag of one of 5,000 symbols, a step": median(steps),
        "dropped and seen": dropped,
        "the picture after it": picture,
        "snapping, a step of the mouse": hovered,
    }


def _hovering(window: MainWindow, runs: int) -> float:
    """Measure a step of the mouse with a drawing tool in hand, which looks for what to snap to."""
    window.tools.take_shape()
    steps = []
    for step in range(runs * 10):
        pointer = window.canvas.pointer(QPointF(300.0 + step, 300.0), Qt.KeyboardModifier.NoModifier)
        begin = time.perf_counter()
        window.tools.shape.move(pointer)
        steps.append((time.perf_counter() - begin) * 1000)
    return median(steps)


def measure_drawing(folder: Path, runs: int) -> dict[str, float]:
    """Measure gathering and painting 5,000 symbols and 500 patterned lines, and a step of a pan."""
    dossier, history = _filled(folder, symbols(5_000) + lines(500))
    size = (1600, 1000)
    view = MapView((WEST + SIDE / 2, SOUTH + SIDE / 2), 50_000, (size[0] * 25.4 / 96, size[1] * 25.4 / 96))
    found = {}
    gathered, painted, panned = [], [], []
    for run in range(runs):
        begin = time.perf_counter()
        scene = gather(history.document, dossier.datasets, view, Language.FR)
        gathered.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        paint_picture(scene, Language.FR, size)
        painted.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        moved_on = gather(history.document, dossier.datasets, view.panned(20.0 * run, 5.0), Language.FR)
        paint_picture(moved_on, Language.FR, size)
        panned.append((time.perf_counter() - begin) * 1000)
    found["gather 5,000 symbols and 500 lines"] = median(gathered)
    found["paint them"] = median(painted)
    found["a step of a pan"] = median(panned)
    dossier.close()
    return found


def measure_paste(folder: Path) -> dict[str, float]:
    """Measure a paste of 10,000 drawings at once, their list in sight: the time taken, and the longest silence."""
    dossier, history = _filled(folder, symbols(1))
    window = _window(folder, dossier, history)
    window.docks.bring("drawings")
    _settle(window)
    pasted = symbols(10_000)
    begin = last = time.perf_counter()
    worked = time.thread_time()
    window.drawing_edits.put_copies(pasted)
    longest, busiest = time.perf_counter() - last, time.thread_time() - worked
    rows = window.panels.drawings.view.selectionModel()
    while len(window.session.selection) < 10_000 or len(rows.selectedRows()) < 10_000:
        last, worked = time.perf_counter(), time.thread_time()
        QApplication.processEvents()
        longest = max(longest, time.perf_counter() - last)
        busiest = max(busiest, time.thread_time() - worked)
        time.sleep(0.001)
    taken = (time.perf_counter() - begin) * 1000
    count = len(window.session.document.of(Mark))
    _settle(window)
    window.close()
    assert count == 10_001
    return {"10,000 pasted": taken, "longest without an answer": longest * 1000, "longest at work": busiest * 1000}


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.editing", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--runs", type=int, default=7, help="how many times each is repeated")
    parser.add_argument("--folder", type=Path, help="where the dossiers are written")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    favour_window()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        parts: tuple[Callable[[], dict[str, float]], ...] = (
            lambda: measure_edit(folder, chosen.runs),
            lambda: measure_drag(folder, chosen.runs),
            lambda: measure_drawing(folder, chosen.runs),
            lambda: measure_paste(folder),
        )
        for part in parts:
            found = part()
            figures |= found
            if not chosen.json:
                for key, value in found.items():
                    aim = f"{f'≤ {AIMS[key]:g}':>10}" if key in AIMS else ""
                    sys.stdout.write(f"{key:40}{value:>10.1f} ms{aim}\n")
                sys.stdout.flush()
    if chosen.json:
        sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    del application


if __name__ == "__main__":
    main()
