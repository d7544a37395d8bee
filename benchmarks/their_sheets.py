"""The same sheets from a print layout of QGIS: `/usr/bin/python3 benchmarks/their_sheets.py TASK.json`.

The page holds what ours holds: map, grid, title, legend, scale bar, north, credits. Run by the system's
own Python, which has QGIS and not our packages.
"""

import json
import os
import sys
import time
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsUnitTypes,
    QgsVectorLayer,
)
from theirs import opened, peak_mib

MM = QgsUnitTypes.LayoutMillimeters
MAP_MM = (316.0, 238.0)
"""The map of our A3 sheet."""


def placed(layout, item, x, y, width, height):
    """Put an item on the page."""
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y, MM))
    item.attemptResize(QgsLayoutSize(width, height, MM))
    return item


def page(layers, view, scale):
    """Lay out an A3 page like ours."""
    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(420, 297, MM))
    ground = placed(layout, QgsLayoutItemMap(layout), 22, 22, *MAP_MM)
    ground.setCrs(QgsCoordinateReferenceSystem("EPSG:31370"))
    ground.setLayers(layers[::-1])
    metre = scale / 1000
    half_x, half_y = MAP_MM[0] * metre / 2, MAP_MM[1] * metre / 2
    ground.setExtent(QgsRectangle(view["x"] - half_x, view["y"] - half_y, view["x"] + half_x, view["y"] + half_y))
    ground.setScale(scale)
    ground.setFrameEnabled(True)
    grid = QgsLayoutItemMapGrid("grid", ground)
    grid.setIntervalX(25 * metre)
    grid.setIntervalY(25 * metre)
    grid.setAnnotationEnabled(True)
    grid.setAnnotationPrecision(0)
    ground.grids().addGrid(grid)
    for y, words in (
        (14, "Atlas"),
        (30, "Plan\nSheet 1 / 70\nVersion 0.1"),
        (255, "Sources: OpenStreetMap, UrbIS"),
        (285, "TLP:CLEAR"),
    ):
        placed(layout, QgsLayoutItemLabel(layout), 345, y, 65, 12).setText(words)
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(ground)
    placed(layout, legend, 345, 60, 65, 100)
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(ground)
    bar.applyDefaultSize()
    placed(layout, bar, 14, 280, 80, 10)
    north = QgsLayoutItemPicture(layout)
    north.setPicturePath("/usr/share/qgis/svg/arrows/NorthArrow_02.svg")
    placed(layout, north, 280, 278, 12, 12)
    return layout, ground


def covering(view, scale, grid):
    """Give a layer of the frames of an atlas, side by side with a centimetre of overlap."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:31370", "frames", "memory")
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"style": "no"})))
    metre = scale / 1000
    width, height = (MAP_MM[0] - 10) * metre, (MAP_MM[1] - 10) * metre
    columns, rows = grid
    frames = []
    for row in range(rows):
        for column in range(columns):
            x = view["x"] + (column - (columns - 1) / 2) * width
            y = view["y"] - (row - (rows - 1) / 2) * height
            frame = QgsFeature()
            half_x, half_y = MAP_MM[0] * metre / 2, MAP_MM[1] * metre / 2
            frame.setGeometry(QgsGeometry.fromRect(QgsRectangle(x - half_x, y - half_y, x + half_x, y + half_y)))
            frames.append(frame)
    layer.dataProvider().addFeatures(frames)
    return layer


def atlas(layout, ground, layer, scale, path):
    """Write all frames as one PDF."""
    QgsProject.instance().addMapLayer(layer, False)
    found = layout.atlas()
    found.setEnabled(True)
    found.setCoverageLayer(layer)
    ground.setAtlasDriven(True)
    ground.setAtlasScalingMode(QgsLayoutItemMap.Fixed)
    ground.setScale(scale)
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = 600
    done, error = QgsLayoutExporter.exportToPdf(found, path, settings)
    if done != QgsLayoutExporter.Success:
        raise SystemExit(f"QGIS could not write the atlas: {error}")


def written(what, layers, view, task, path):
    """Write one of the files of the task."""
    if what == "atlas.pdf":
        layout, ground = page(layers, view, task["atlas_scale"])
        atlas(layout, ground, covering(view, task["atlas_scale"], task["grid"]), task["atlas_scale"], str(path))
        return
    layout, _ = page(layers, view, task["scale"])
    exporter = QgsLayoutExporter(layout)
    if what == "a3.pdf":
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.dpi = 600
        done = exporter.exportToPdf(str(path), settings)
    else:
        settings = QgsLayoutExporter.ImageExportSettings()
        settings.dpi = 300
        done = exporter.exportToImage(str(path), settings)
    if done != QgsLayoutExporter.Success:
        raise SystemExit(f"QGIS could not write {what}: {done}")


def main():
    """Do what the file says and print the seconds as JSON."""
    task = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], True)
    application.initQgis()
    layers = opened(task)
    QgsProject.instance().addMapLayers(layers)
    found = {}
    view, folder = task["view"], Path(task["folder"])
    for what in task["what"]:
        path = folder / f"qgis-{what}"
        for run in range(1 + task["again"] * (what != "atlas.pdf")):
            begin = time.perf_counter()
            written(what, layers, view, task, path)
            key = f"{what} again" if run else what
            taken = time.perf_counter() - begin
            found[key] = min(taken, found.get(key, taken))
            found[f"{key} MB"] = path.stat().st_size / 1e6
    found["peak MiB"] = peak_mib()
    print(json.dumps(found))
    sys.stdout.flush()
    # QGIS may crash while it tidies up after a script; what was measured is printed by now.
    os._exit(0)


if __name__ == "__main__":
    main()
