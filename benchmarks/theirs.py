"""The same measurements in QGIS, run by the system's own Python: `/usr/bin/python3 benchmarks/theirs.py TASK.json`.

Imports nothing of ours: that Python has QGIS, not our packages.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLayoutExporter,
    QgsLayoutItemMap,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLineSymbol,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsMarkerSymbol,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

MM_PER_PX = 25.4 / 96


def symbol_of(table):
    """Give the symbol of a table's style."""
    width = str(table["width_mm"])
    if table["kind"] == "area":
        return QgsFillSymbol.createSimple(
            {"color": table["fill"], "outline_color": table["line"], "outline_width": width}
        )
    if table["kind"] == "line":
        return QgsLineSymbol.createSimple(
            {"line_color": table["line"], "line_width": width, "capstyle": "square", "joinstyle": "bevel"}
        )
    return QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "color": table["line"],
            "size": str(table["width_mm"] + table["ring_mm"]),
            "outline_color": table["ring"],
            "outline_width": str(table["ring_mm"]),
        }
    )


def opened(drawing):
    """Open all tables as layers, the lowest first."""
    layers = []
    for table in drawing["tables"]:
        layer = QgsVectorLayer(f"{drawing['dossier']}|layername={table['table']}", table["table"], "ogr")
        layer.setCrs(QgsCoordinateReferenceSystem("EPSG:31370"))
        layer.setRenderer(QgsSingleSymbolRenderer(symbol_of(table)))
        layers.append(layer)
    return layers


def settings_of(layers, view, size_px, shift=(0.0, 0.0)):
    """Give the settings of one picture."""
    metre = view["scale"] / 1000
    half_x, half_y = size_px[0] * MM_PER_PX * metre / 2, size_px[1] * MM_PER_PX * metre / 2
    x, y = view["x"] + shift[0] * metre, view["y"] - shift[1] * metre
    settings = QgsMapSettings()
    settings.setLayers(layers[::-1])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:31370"))
    settings.setOutputSize(QSize(*size_px))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(QColor("#FBFAF7"))
    settings.setExtent(QgsRectangle(x - half_x, y - half_y, x + half_x, y + half_y))
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    settings.setFlag(QgsMapSettings.UseRenderingOptimization, True)
    return settings


def drawn(settings):
    """Draw one picture."""
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def timed(work, runs):
    """Give the first and the median of the next `runs` times, in milliseconds."""
    taken = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return taken[0], median(taken[1:])


def write_sheet(layers, view, path):
    """Write an A3 page with the map through a print layout."""
    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(420, 297, QgsUnitTypes.LayoutMillimeters))
    item = QgsLayoutItemMap(layout)
    item.attemptMove(QgsLayoutPoint(8, 8, QgsUnitTypes.LayoutMillimeters))
    item.attemptResize(QgsLayoutSize(404, 281, QgsUnitTypes.LayoutMillimeters))
    item.setCrs(QgsCoordinateReferenceSystem("EPSG:31370"))
    item.setLayers(layers[::-1])
    metre = view["scale"] / 1000
    x, y = view["x"], view["y"]
    item.setExtent(QgsRectangle(x - 202 * metre, y - 140.5 * metre, x + 202 * metre, y + 140.5 * metre))
    item.setScale(view["scale"])
    layout.addLayoutItem(item)
    export = QgsLayoutExporter.PdfExportSettings()
    export.dpi = 600
    done = QgsLayoutExporter(layout).exportToPdf(path, export)
    if done != QgsLayoutExporter.Success:
        raise SystemExit(f"QGIS could not write the PDF: {done}")


def peak_mib():
    """Give the most memory this process has had; what getrusage tells begins with that of the process before."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main():
    """Do what the file says and print the figures as JSON."""
    task = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    drawing, size, runs = task["drawing"], tuple(task["size_px"]), task["runs"]
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], True)
    application.initQgis()
    found = {}
    begin = time.perf_counter()
    layers = opened(drawing)
    QgsProject.instance().addMapLayers(layers)
    found["open"] = (time.perf_counter() - begin) * 1000
    if task["first"]:
        drawn(settings_of(layers, drawing["views"][0], size)).save(task["first"])
        found = {"first picture peak MiB": peak_mib()}
    else:
        for view in drawing["views"]:
            settings = settings_of(layers, view, size)
            found[view["name"] + " first"], found[view["name"]] = timed(lambda: drawn(settings), runs)  # noqa: B023
            steps = iter([settings_of(layers, view, size, (20.0 * s, 5.0 * s)) for s in range(1, runs + 2)])
            found[view["name"] + " pan"] = timed(lambda: drawn(next(steps)), runs)[1]  # noqa: B023
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sheet.pdf"
            found["A3 PDF"] = timed(lambda: write_sheet(layers, drawing["sheet"], str(path)), runs)[1]
            found["A3 PDF KiB"] = path.stat().st_size / 1024
        found["peak MiB"] = peak_mib()
    print(json.dumps(found))
    sys.stdout.flush()
    # QGIS may crash while it tidies up after a script; what was measured is printed by now.
    os._exit(0)


if __name__ == "__main__":
    main()
