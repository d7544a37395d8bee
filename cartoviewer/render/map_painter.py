"""The one painter of maps: the same for screen, PNG, SVG, PDF and printer.

The painter it is given has millimetres for its unit and the top left corner of the map frame for its origin.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QTransform

from cartoviewer.render.area_parts import is_plain, taken_apart
from cartoviewer.render.clipping import EVERYTHING, seen_mm, seen_rows
from cartoviewer.render.coverage import LARGEST_DOTS, coverage_image, inked
from cartoviewer.render.device import Device
from cartoviewer.render.inscribing import PER_MM, Inscriber, Inscription
from cartoviewer.render.paths import LINE_CHUNK, WRITTEN_LINES, chunks, dots_path, path_of, square_paths
from cartoviewer.render.patterns import band_area, hatch_dots, hatch_lines
from cartoviewer.render.pens import casing_pen, pen_of
from cartoviewer.render.pixels import PixelPainter, Place
from cartoviewer.render.signs import Crowd, crowds, lay_signs
from cartoviewer.render.stamp import STAMPED_FROM, Stamp, in_dots
from cartoviewer.render.strands import HAIR_DOTS, PLAIN_DOTS, Skein, are_dots, is_dotted, skeins, strands_of
from cartoviewer.render.symbol_painter import glyph_bounds_mm, paint_glyph, paint_pattern
from cartoviewer.render.text import paint_label
from cartoviewer.scene.scene import AreaBatch, Element, LabelText, LineBatch, MarkBatch, Scene, SpeckBatch, Stratum
from layers.progress import NoProgress, Progress
from layers.shapes import Floats
from resources.texts import Language
from symbols.style import Fill
from symbols.symbology import palette_colour

__all__ = ["paint_scene"]

THIN_DOTS: Final = 1.8
"""Lines thinner than so many pixels may be painted by their ink; Qt is quick with those up to one."""

MANY_POINTS: Final = 8000
"""From so many points on, lines are an overview."""

FEW_SPECKS: Final = 2000
"""So many specks are painted one by one before a picture of all of them is cheaper."""


def paint_scene(
    painter: QPainter,
    scene: Scene,
    language: Language,
    device: Device,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    pixels: PixelPainter | None = None,
    parts: Callable[[Stratum], None] | None = None,
    inscribe: Callable[[Inscription], None] | None = None,
) -> None:
    """Paint a scene inside its frame.

    Parameters
    ----------
    painter
        Its unit is a millimetre on paper, its origin the top left corner of the frame.
    scene
        What to paint.
    language
        The language of what symbols say.
    device
        What is painted on.
    progress
        Told between chunks of some hundred features; may raise `Cancelled`, and the painter is then restored.
    pixels
        Paints what is many, on the picture that `painter` paints on too and that the frame fills; for the screen.
    parts
        Is told before each stratum of the scene is painted; for files of vectors.
    inscribe
        Takes areas and lines as the content of a PDF, in their turn; they are painted where None.
    """
    width, height = scene.view.size_mm
    painter.save()
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        frame = QRectF(0, 0, width, height)
        painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
        painter.fillRect(frame, device.colour(palette_colour("paper")))
        work = _MapPainter(painter, scene, language, device, pixels)
        if inscribe is not None:
            work.inscriber = Inscriber((width, height), device, inscribe)
        together = scene.elements if pixels is None else tuple(skeins(crowds(scene.elements)))
        beginnings = _beginnings(scene) if parts is not None else {}
        for index, element in enumerate(together):
            if parts is not None and index in beginnings:
                parts(beginnings[index])
            for _ in work.paint(element):
                progress.step(index / len(together))
    finally:
        if pixels is not None:
            pixels.settle()
        painter.restore()


def _beginnings(scene: Scene) -> dict[int, Stratum]:
    """Give the element at which each stratum of a scene begins; none where the strata are not of these elements."""
    found, first = {}, 0
    for stratum in scene.strata:
        found[first] = stratum
        first += stratum.count
    return found if first == len(scene.elements) else {}


class _MapPainter:
    """Paints element after element, pausing after each chunk."""

    def __init__(
        self, painter: QPainter, scene: Scene, language: Language, device: Device, pixels: PixelPainter | None
    ) -> None:
        self.inscriber: Inscriber | None = None
        self._qt = painter
        self._pixels = pixels
        to_dots = painter.deviceTransform()
        self._place = Place(to_dots.m11(), to_dots.dx(), to_dots.dy())
        self._size_mm = scene.view.size_mm
        self._seen = seen_mm(painter) if device.raster else EVERYTHING
        self._mm_per_km = scene.view.mm_per_metre * 1000
        self._language = language
        self._device = device

    @property
    def _painter(self) -> QPainter:
        """Qt's painter, when what goes before it is painted."""
        if self._pixels is not None:
            self._pixels.settle()
        return self._qt

    def paint(self, element: Element | Crowd | Skein) -> Iterator[None]:
        """Paint one element; whoever iterates may stop between the chunks."""
        if isinstance(element, AreaBatch):
            yield from self._areas(element)
        elif isinstance(element, LineBatch):
            yield from self._lines(element)
        elif isinstance(element, SpeckBatch):
            yield from self._specks(element)
        elif isinstance(element, MarkBatch):
            yield from self._marks(element)
        elif isinstance(element, tuple):
            yield from self._together(element)
        elif isinstance(element, LabelText):
            paint_label(self._painter, self._device, element)
            yield

    def _together(self, elements: Crowd | Skein) -> Iterator[None]:
        assert self._pixels is not None
        marks = tuple(element for element in elements if isinstance(element, MarkBatch))
        if marks:
            lay_signs(marks, self._language, self._place, self._device, self._pixels)
        else:
            lines = tuple(element for element in elements if isinstance(element, LineBatch))
            scale = self._place.scale
            made = strands_of(lines, self._size_mm, self._mm_per_km, scale, self._device)
            self._pixels.strands(made, self._place)
        yield

    def _areas(self, batch: AreaBatch) -> Iterator[None]:
        if self.inscriber is not None:
            yield from self.inscriber.areas(batch)
            return
        fill, stroke = batch.fill, batch.stroke
        if self._pixels is not None and not is_plain(batch):
            for part in taken_apart(batch, self._size_mm):
                yield from self._areas(part) if isinstance(part, AreaBatch) else self._together((part,))
            return
        if self._pixels is not None:
            inside = self._device.colour(fill.colour, fill.alpha * batch.opacity) if fill else None
            outline = self._device.colour(stroke.colour, stroke.alpha * batch.opacity) if stroke else None
            self._pixels.areas(batch, self._place, inside, outline)
            yield
            return
        pen = pen_of(stroke, self._device, batch.opacity) if stroke else QPen(Qt.PenStyle.NoPen)
        brush = (
            QBrush(self._device.colour(fill.colour, fill.alpha * batch.opacity))
            if fill and fill.alpha > 0
            else QBrush()
        )
        casing = casing_pen(stroke, self._device, batch.opacity) if stroke else None
        apart = casing is not None or batch.band is not None or (fill is not None and fill.hatch is not None)
        paths = chunks(self._written(batch.xy), batch.rings, batch.features, seen=self._seen)
        if not apart:
            for path in paths:
                self._draw_written(path, pen, brush)
                yield
            return
        kept = list(paths)
        for path in kept:
            self._draw_written(path, QPen(Qt.PenStyle.NoPen), brush)
            yield
        if fill is not None and fill.hatch is not None:
            yield from self._hatch(batch, fill)
        if batch.band is not None:
            band = band_area(batch, self._size_mm)
            colour = QBrush(self._device.colour(batch.band.colour, batch.band.alpha * batch.opacity))
            for path in chunks(self._written(band.xy), band.rings, band.parts[band.features], seen=self._seen):
                self._draw_written(path, QPen(Qt.PenStyle.NoPen), colour)
                yield
        if casing is not None:
            for path in kept:
                self._draw_written(path, casing, QBrush())
                yield
        for path in kept:
            self._draw_written(path, pen, QBrush())
            yield

    def _written(self, xy: Floats) -> Floats:
        """Give places as `_draw_written` takes them: into a file of vectors in whole hundredths of a millimetre.

        That is finer than the dots of any printer, and each digit less makes the file smaller and sooner done.
        """
        return xy if self._device.raster else np.rint(xy * PER_MM)

    def _draw_written(self, path: QPainterPath, pen: QPen, brush: QBrush) -> None:
        """Draw a path of written places."""
        if self._device.raster:
            self._draw(path, pen, brush)
            return
        painter = self._painter
        millimetres = painter.transform()
        drawn = QPen(pen)
        drawn.setWidthF(pen.widthF() * PER_MM)
        painter.setTransform(QTransform.fromScale(1 / PER_MM, 1 / PER_MM) * millimetres)
        self._draw(path, drawn, brush)
        painter.setTransform(millimetres)

    def _hatch(self, batch: AreaBatch, fill: Fill) -> Iterator[None]:
        hatch = fill.hatch
        assert hatch is not None
        colour = self._device.colour(hatch.colour, hatch.alpha * batch.opacity)
        if hatch.kind == "dots":
            dots = hatch_dots(batch, hatch, self._size_mm)
            pen = QPen(colour, hatch.width_mm)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            for first in range(0, len(dots), 2048):
                self._draw(dots_path(dots[first : first + 2048]), pen, QBrush())
                yield
            return
        lines = hatch_lines(batch, hatch, self._size_mm)
        pen = QPen(colour, hatch.width_mm)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        for path in chunks(self._written(lines.xy), lines.rings, lines.features, seen=self._seen):
            self._draw_written(path, pen, QBrush())
            yield

    def _lines(self, batch: LineBatch) -> Iterator[None]:
        if self._device.raster and len(batch.lines) > STAMPED_FROM and are_dots(batch):
            yield from self._stamped_dots(batch)
            return
        if self._pixels is not None and not (batch.stroke.dash_mm or batch.pattern or are_dots(batch)):
            for stroke in (batch.stroke.casing(), batch.stroke):
                if stroke is not None and stroke.width_mm > 0:
                    colour = self._device.colour(stroke.colour, stroke.alpha * batch.opacity)
                    self._pixels.lines(batch, stroke, self._place, colour)
                    yield
            return
        if self._is_overview(batch):
            yield from self._specks(inked(batch, self._device.dot_mm))
            return
        if self.inscriber is not None:
            yield from self.inscriber.lines(batch)
        else:
            yield from self._plain_lines(batch)
        if batch.pattern:
            highest, lowest = self._seen
            for first, last in pairwise(batch.lines.tolist()):
                heights = batch.xy[first:last, 1]
                if len(heights) == 0 or heights.min() > lowest or heights.max() < highest:
                    continue
                paint_pattern(
                    self._painter,
                    batch.pattern,
                    batch.xy[first:last],
                    batch.opacity,
                    mm_per_km=self._mm_per_km,
                    device=self._device,
                )
                yield

    def _plain_lines(self, batch: LineBatch) -> Iterator[None]:
        each = np.arange(len(batch.lines), dtype=np.int64)
        places = self._written(batch.xy)
        if are_dots(batch) and not self._device.raster:
            # Long enough to be drawn: what ends where it begins is left out.
            places[1::2] = np.add(places[::2], (1.0, 0.0))
        casing = casing_pen(batch.stroke, self._device, batch.opacity)
        pen = pen_of(batch.stroke, self._device, batch.opacity)
        if not (are_dots(batch) or is_dotted(batch.stroke)):
            self._made_plain(pen)
            if casing is not None:
                self._made_plain(casing)
        size = LINE_CHUNK if self._device.raster else WRITTEN_LINES
        for line in (casing, pen):
            if line is not None and line.widthF() > 0:
                for path in chunks(places, batch.lines, each, size, self._seen):
                    self._draw_written(path, line, QBrush())
                    yield

    def _is_overview(self, batch: LineBatch) -> bool:
        """Tell whether lines are so thin and so many that only their ink is seen, not their corners."""
        stroke, dot = batch.stroke, self._device.dot_mm
        plain = not (stroke.dash_mm or stroke.casing_colour or batch.pattern)
        if not (
            self._device.raster
            and plain
            and len(batch.xy) > MANY_POINTS
            and dot < stroke.width_mm < THIN_DOTS * dot
        ):
            return False
        ink = np.abs(np.diff(batch.xy, axis=0)).max(axis=1)
        ink[batch.lines[1:-1] - 1] = 0.0
        return float(ink.sum()) / dot < 8 * len(batch.xy)

    def _stamped_dots(self, batch: LineBatch) -> Iterator[None]:
        dot = LineBatch(np.array([(0.0, 0.0), batch.xy[1] - batch.xy[0]]), np.array([0, 2]), batch.stroke)
        reach = batch.stroke.width_mm / 2 + batch.stroke.casing_mm

        def paint(painter: QPainter) -> None:
            for pen in (casing_pen(dot.stroke, self._device, 1.0), pen_of(dot.stroke, self._device)):
                if pen is not None:
                    painter.setPen(pen)
                    painter.drawPath(path_of(dot.xy, dot.lines))

        shows = (batch.stroke, self._device)
        stamp = Stamp(self._qt, paint, (-reach, -reach, reach, reach), batch.opacity, shows)
        yield from stamp.paint(batch.xy[::2], self._size_mm, self._pixels)

    def _made_plain(self, pen: QPen) -> None:
        """Give a line that is only a few pixels wide corners that cost little: nobody sees they are not round."""
        if self._device.raster and pen.widthF() < PLAIN_DOTS * self._device.dot_mm:
            pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
            if pen.capStyle() is Qt.PenCapStyle.RoundCap:
                hairline = pen.widthF() < HAIR_DOTS * self._device.dot_mm
                pen.setCapStyle(Qt.PenCapStyle.FlatCap if hairline else Qt.PenCapStyle.SquareCap)

    def _specks(self, batch: SpeckBatch) -> Iterator[None]:
        if self.inscriber is not None:
            yield from self.inscriber.specks(batch)
            return
        colour = self._device.colour(batch.colour, batch.alpha)
        if self._pixels is not None:
            self._pixels.specks(batch, self._place, colour)
            yield
            return
        painter = self._painter
        sides = np.sqrt(batch.area_mm2)
        small = self._device.raster and len(sides) > FEW_SPECKS
        if small and float(sides.max()) < LARGEST_DOTS * self._device.dot_mm:
            image, x, y = coverage_image(
                batch, painter.deviceTransform(), self._size_mm, colour, seen_rows(painter)
            )
            if image is not None:
                with in_dots(painter):
                    painter.drawImage(x, y, image)
            yield
            return
        for path in square_paths(batch.xy, sides, seen=self._seen):
            self._draw(path, QPen(Qt.PenStyle.NoPen), QBrush(colour))
            yield

    def _marks(self, batch: MarkBatch) -> Iterator[None]:
        if self._device.raster and len(batch.xy) >= STAMPED_FROM:
            glyph, language, device = batch.glyph, self._language, self._device

            def paint(painter: QPainter) -> None:
                paint_glyph(painter, glyph, language, 0.0, 0.0, device=device)

            shows = (glyph, language, device)
            stamp = Stamp(self._qt, paint, glyph_bounds_mm(glyph, language), batch.opacity, shows)
            yield from stamp.paint(batch.xy, self._size_mm, self._pixels)
            return
        highest, lowest = self._seen
        _, top, _, bottom = glyph_bounds_mm(batch.glyph, self._language)
        for x, y in batch.xy.tolist():
            if y + bottom < highest or y + top > lowest:
                continue
            paint_glyph(self._painter, batch.glyph, self._language, x, y, batch.opacity, device=self._device)
            yield

    def _draw(self, path: QPainterPath, pen: QPen, brush: QBrush) -> None:
        self._painter.setPen(pen)
        self._painter.setBrush(brush)
        self._painter.drawPath(path)
