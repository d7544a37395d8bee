"""A sheet as a picture: PNG and GeoTIFF at any fineness, SVG as vectors."""

from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
import rasterio
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from rasterio.io import MemoryFile
from rasterio.transform import Affine
from rasterio.windows import Window

from bnip.sheet import Sheet
from cartoviewer.export.banded import STRIP_ROWS, strips
from cartoviewer.export.georeference import ground_transform
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.png import write_rows
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import judged, outcome, put
from cartoviewer.export.sheet_gate import Judge
from cartoviewer.export.svg_fonts import with_fonts, with_spacing
from cartoviewer.export.writing import written_safely
from cartoviewer.render.device import SVG, Device
from cartoviewer.render.sheet_painter import paint_sheet
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.scene import LabelText
from layers.errors import Problem
from layers.progress import NoProgress, Progress

__all__ = ["PictureError", "sheet_picture", "write_png", "write_svg", "write_tif"]

_MM_PER_INCH: Final = 25.4
_MOST_PIXELS: Final = 300_000_000
_SVG_UNITS_PER_MM: Final = 100


class PictureError(Problem):
    """A picture cannot be made as asked."""


def write_png(
    publication: Publication,
    sheet: Sheet,
    path: Path,
    *,
    printed: datetime,
    dpi: float = 300.0,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    judge: Judge | None = None,
) -> Outcome:
    """Write one sheet as PNG; the file says its fineness, so that it prints at true scale.

    Raises
    ------
    PictureError
        The picture would be too large for the memory.
    WriteError
        The file cannot be written; an older one is left as it was.
    Cancelled
        The user asked to stop; nothing is left behind.
    """
    composition = judged(publication, sheet, printed, progress, judge)
    size = _size(composition, dpi)
    with written_safely(path) as scratch:
        with scratch.open("wb") as stream:
            write_rows(stream, size, dpi, strips(composition, size, Device(raster=True, dpi=dpi), progress))
        length = scratch.stat().st_size
    return outcome(path, length, publication, composition)


def write_svg(
    publication: Publication,
    sheet: Sheet,
    path: Path,
    *,
    printed: datetime,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    judge: Judge | None = None,
) -> Outcome:
    """Write one sheet as SVG in millimetres; text stays text. Raises as `write_png`."""
    composition = judged(publication, sheet, printed, progress, judge)
    width, height = (round(length * _SVG_UNITS_PER_MM) for length in composition.page_mm)
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # SVG Tiny, the default, knows no clipping: the map would run over its frame.
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(round(_SVG_UNITS_PER_MM * _MM_PER_INCH))
    generator.setSize(QSize(width, height))
    generator.setViewBox(QRect(0, 0, width, height))
    generator.setTitle(composition.title)
    generator.setDescription(composition.marking.marking)
    painter = QPainter(generator)
    try:
        painter.scale(_SVG_UNITS_PER_MM, _SVG_UNITS_PER_MM)
        paint_sheet(painter, composition, SVG, progress)
    finally:
        painter.end()
        buffer.close()
    svg = with_spacing(bytes(store.data()).decode("utf-8"), _spaced_texts(composition))
    data = with_fonts(svg).encode("utf-8")
    return put(data, path, publication, composition)


def _spaced_texts(composition: SheetComposition) -> dict[str, tuple[float, float]]:
    """Give the texts whose letters stand apart, with their size and the space as a share of it."""
    found = {
        (line.upper() if element.style.capitals else line): (element.style.size_pt, element.style.tracking)
        for frame in (composition.map, *composition.details)
        for element in frame.scene.elements
        if isinstance(element, LabelText) and element.style.tracking
        for line in element.lines
    }
    for block in composition.blocks:
        if block.style.tracking:
            found.update(dict.fromkeys(block.lines, (block.size_pt, block.style.tracking)))
    return found


def write_tif(
    publication: Publication,
    sheet: Sheet,
    path: Path,
    *,
    printed: datetime,
    dpi: float = 300.0,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    judge: Judge | None = None,
) -> Outcome:
    """Write one sheet as GeoTIFF in the sheet's own coordinate system. Raises as `write_png`."""
    composition = judged(publication, sheet, printed, progress, judge)
    width, height = _size(composition, dpi)
    a, b, c, d, e, f = ground_transform(composition)
    pixel_mm = _MM_PER_INCH / dpi
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff",
            width=width,
            height=height,
            count=3,
            dtype="uint8",
            crs=rasterio.CRS.from_epsg(composition.map.scene.view.epsg),
            transform=Affine(a * pixel_mm, b * pixel_mm, c, d * pixel_mm, e * pixel_mm, f),
            photometric="RGB",
            compress="deflate",
            predictor=2,
            tiled=True,
            blockxsize=STRIP_ROWS,
            blockysize=STRIP_ROWS,
        ) as picture:
            top = 0
            for rows in strips(composition, (width, height), Device(raster=True, dpi=dpi), progress):
                picture.write(np.moveaxis(rows, 2, 0), window=Window(0, top, width, len(rows)))
                top += len(rows)
        data = bytes(memory.read())
    return put(data, path, publication, composition)


def _size(composition: SheetComposition, dpi: float) -> tuple[int, int]:
    """Give width and height in pixels."""
    width, height = (round(length / _MM_PER_INCH * dpi) for length in composition.page_mm)
    if not 0 < width * height <= _MOST_PIXELS:
        raise PictureError(
            "A picture of {width} × {height} pixels is too large. Ask for fewer dots to the inch than {dpi}.",
            width=width,
            height=height,
            dpi=f"{dpi:g}",
        )
    return width, height


def sheet_picture(
    composition: SheetComposition,
    dpi: float,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    *,
    monochrome: bool = False,
) -> QImage:
    """Paint a composed sheet on a picture of so many pixels to the inch of paper."""
    width, height = _size(composition, dpi)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    try:
        painter.scale(dpi / _MM_PER_INCH, dpi / _MM_PER_INCH)
        paint_sheet(painter, composition, Device(raster=True, dpi=dpi, monochrome=monochrome), progress)
    finally:
        painter.end()
    return image
