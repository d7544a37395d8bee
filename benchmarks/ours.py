"""The measurements of CartoViewer, in a process of their own: `python -m benchmarks.ours TASK.json`."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

from cartoviewer.document.document import MapDocument
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.layer import Layer
from cartoviewer.render.device import PDF
from cartoviewer.render.map_painter import paint_scene
from cartoviewer.render.picture import paint_picture
from cartoviewer.render.rasteriser import Rasteriser
from cartoviewer.scene.gather import Gatherer
from cartoviewer.scene.levels import Detail
from cartoviewer.scene.view import MapView
from cartoviewer.ui.interpreter import keep_what_is_there
from resources.texts import Language, Names
from symbols.style import Fill, Rule, Stroke, Style, Symbology

MM_PER_PX = 25.4 / 96


def symbology(table: dict[str, Any]) -> Symbology:
    """Give the style of a table as the program knows it."""
    stroke = Stroke(table["line"], table["width_mm"], casing_colour=table["ring"], casing_mm=table["ring_mm"])
    fill = Fill(table["fill"]) if table["fill"] else None
    return Symbology((Rule(Names.same(table["source"]), Style(fill=fill, stroke=stroke)),))


def _open(drawing: dict[str, Any]) -> tuple[MapDocument, Dossier]:
    """Open the dossier for reading, and make the document of its layers."""
    dossier = Dossier.open(Path(drawing["dossier"]), read_only=True)
    records = {}
    for rank, table in enumerate(drawing["tables"]):
        records[table["hash"]] = Layer(
            id=table["hash"],
            names=Names.same(table["source"]),
            dataset=table["hash"],
            schema="generic",
            rank=rank,
            symbology=symbology(table),
        )
    return MapDocument(records), dossier


def _view(view: dict[str, Any], size_px: tuple[int, int]) -> MapView:
    size_mm = (size_px[0] * MM_PER_PX, size_px[1] * MM_PER_PX)
    return MapView((view["x"], view["y"]), view["scale"], size_mm)


def _timed(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Give the first and the median of the next `runs` times, in milliseconds."""
    taken = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return taken[0], median(taken[1:])


def _write_sheet(gatherer: Gatherer, document: MapDocument, view: MapView, path: Path) -> None:
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A3))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(600)
    scene = gatherer.gather(document, view, Language.FR)
    painter = QPainter(writer)
    painter.scale(600 / 25.4, 600 / 25.4)
    painter.translate(8, 8)
    paint_scene(painter, scene, Language.FR, PDF)
    painter.end()


def measure(drawing: dict[str, Any], size_px: tuple[int, int], runs: int) -> dict[str, float]:
    """Measure everything on one drawing; times in milliseconds, the memory in MiB."""
    found: dict[str, float] = {}
    begin = time.perf_counter()
    document, dossier = _open(drawing)
    found["open"] = (time.perf_counter() - begin) * 1000
    gatherer = Gatherer(dossier.datasets, Detail.of_dots(MM_PER_PX))
    printing = Gatherer(dossier.datasets)
    rasteriser = Rasteriser()
    rasteriser.wait()

    def draw(view: MapView) -> None:
        scene = gatherer.gather(document, view, Language.FR)
        paint_picture(scene, Language.FR, size_px, rasteriser=rasteriser)

    for described in drawing["views"]:
        name, view = described["name"], _view(described, size_px)
        found[name + " first"], found[name] = _timed(lambda: draw(view), runs)  # noqa: B023
        steps = iter([view.panned(20.0 * step, 5.0 * step) for step in range(1, runs + 2)])
        found[name + " pan"] = _timed(lambda: draw(next(steps)), runs)[1]  # noqa: B023
    sheet = drawing["sheet"]
    page = MapView((sheet["x"], sheet["y"]), sheet["scale"], (404.0, 281.0))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        found["A3 PDF"] = _timed(lambda: _write_sheet(printing, document, page, path), runs)[1]
        found["A3 PDF KiB"] = path.stat().st_size / 1024
    dossier.close()
    found["peak MiB"] = peak_mib()
    return found


def peak_mib() -> float:
    """Give the most memory this process has had; what getrusage tells begins with that of the process before."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def first_picture(drawing: dict[str, Any], size_px: tuple[int, int], path: Path) -> dict[str, float]:
    """Open, draw the first view and write it, as a whole process does."""
    rasteriser = Rasteriser()
    document, dossier = _open(drawing)
    gatherer = Gatherer(dossier.datasets, Detail.of_dots(MM_PER_PX))
    scene = gatherer.gather(document, _view(drawing["views"][0], size_px), Language.FR)
    paint_picture(scene, Language.FR, size_px, rasteriser=rasteriser).save(str(path))
    dossier.close()
    rasteriser.close()
    return {"first picture peak MiB": peak_mib()}


def main() -> None:
    """Read what to do from the command line and print the figures as JSON."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    task = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    application = QGuiApplication([])
    # As the window does when it has been made.
    keep_what_is_there()
    width, height = task["size_px"]
    if task["first"]:
        figures = first_picture(task["drawing"], (width, height), Path(task["first"]))
    else:
        figures = measure(task["drawing"], (width, height), task["runs"])
    print(json.dumps(figures))
    del application


if __name__ == "__main__":
    main()
