"""Many areas, lines and marks on a picture of pixels at once, on every core and beside a living window.

A `QPainter` that Python calls keeps Python's lock and paints on one core. The compiled loops of `kernels` need no
lock; each core works on its own band of the picture. They serve the screen: what leaves the house is painted by
`QPainter` alone, so that the same inputs give the same bytes on every machine.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from cartoviewer.render.compiled import FLAT_CAPS, ROUND_CAPS, SQUARE_CAPS, Band, Ink
from cartoviewer.render.kept_stamps import KeptStamps
from cartoviewer.render.kernels import fill_areas, fill_lines, fill_squares
from cartoviewer.render.laying import lay_strands
from cartoviewer.render.pixels import PixelPainter, Place, Strands, empty_strands
from cartoviewer.render.sign_pictures import SignPictures
from cartoviewer.render.stamping import stamp_pictures, stamp_signs
from cartoviewer.scene.scene import AreaBatch, LineBatch, SpeckBatch
from layers.shapes import Floats, Integers
from symbols.style import Stroke

__all__ = ["Rasteriser"]

MOST_BANDS: Final = 4
"""More bands than this gain little: each looks at every feature."""

SAMPLED: Final = 32
"""One point of so many tells where the work is."""

FEW: Final = 16
"""From fewer points than this nothing is to be told."""

PLAIN_DOTS: Final = 3.5
"""Round ends of lines thinner than so many pixels are drawn square: nobody sees the difference."""

HAIR_DOTS: Final = 1.6
"""Lines thinner than so many pixels have flat ends: what would be added is less than a pixel."""

_CAPS: Final = {"flat": FLAT_CAPS, "square": SQUARE_CAPS, "round": ROUND_CAPS}


Work = Callable[[Band], None]


class _Buffers:
    """The picture and what the loops add up beside it, all zero between two runs."""

    def __init__(self, pixels: npt.NDArray[np.uint32]) -> None:
        height, width = pixels.shape
        self.pixels = pixels
        self._share: Final = np.zeros((height, width + 2), dtype=np.float32)
        self._rim: Final = np.zeros((height, width + 2), dtype=np.float32)

    def bands(self, edges: Sequence[int]) -> list[Band]:
        """Cut the picture at these rows."""
        return [
            Band(self.pixels, top, self._share[top:bottom], self._rim[top:bottom])
            for top, bottom in pairwise(edges)
            if bottom > top
        ]


class Rasteriser:
    """Owns the cores: makes painters for pictures once the loops are compiled.

    Compiling takes some seconds the first time a program runs on a machine, and a tenth of a second from then on;
    it is done beside. Until then `painter` gives None and the picture is painted by Qt.
    """

    def __init__(self, workers: int | None = None) -> None:
        count = min(workers or os.cpu_count() or 1, MOST_BANDS)
        self._cores: Final = ThreadPoolExecutor(count, thread_name_prefix="pixels")
        self._workers: Final = count
        self._buffers: _Buffers | None = None
        self._signs: Final = SignPictures()
        self._stamps: Final = KeptStamps()
        self._prepared: Final[Future[None]] = self._cores.submit(_compile)

    @property
    def is_ready(self) -> bool:
        """Tell whether the loops are compiled."""
        return self._prepared.done() and self._prepared.exception() is None

    def wait(self) -> None:
        """Wait until the loops are compiled."""
        self._prepared.result()

    def painter(self, image: QImage) -> PixelPainter | None:
        """Give a painter for a picture nothing paints on yet; None as long as the loops are not compiled.

        Parameters
        ----------
        image
            Premultiplied ARGB, 32 bits. It must outlive the painter.
        """
        if not self.is_ready or image.format() is not QImage.Format.Format_ARGB32_Premultiplied:
            return None
        pixels = np.frombuffer(image.bits(), np.uint32).reshape(image.height(), image.width())
        if self._buffers is None or self._buffers.pixels.shape != pixels.shape:
            self._buffers = _Buffers(pixels)
        self._buffers.pixels = pixels
        return _BandPainter(self._buffers, self._cores, self._workers, self._signs, self._stamps)

    def close(self) -> None:
        """Let the cores go."""
        self._cores.shutdown(wait=False, cancel_futures=True)


class _BandPainter:
    """Notes batches of one picture, and paints all that is noted at once; see `pixels.PixelPainter`.

    Each core has a band of the picture, cut so that each has as many points to paint.
    """

    def __init__(
        self,
        buffers: _Buffers,
        cores: ThreadPoolExecutor,
        count: int,
        sign_pictures: SignPictures,
        kept_stamps: KeptStamps,
    ) -> None:
        self._buffers: Final = buffers
        self._cores: Final = cores
        self._count: Final = count
        self._sign_pictures: Final = sign_pictures
        self._kept_stamps: Final = kept_stamps
        self._noted: Final[list[Work]] = []
        self._rows: Final[list[Floats | Integers]] = []

    @property
    def sign_pictures(self) -> SignPictures:
        """The pictures of signs that earlier maps showed."""
        return self._sign_pictures

    @property
    def kept_stamps(self) -> KeptStamps:
        """The stamps of symbols that earlier maps showed."""
        return self._kept_stamps

    def areas(self, batch: AreaBatch, place: Place, fill: QColor | None, line: QColor | None) -> None:
        """Paint polygons, each with its outline over it."""
        half = 0.5 * place.scale * batch.stroke.width_mm if batch.stroke is not None and line is not None else 0.0
        shapes = (batch.xy, batch.rings, batch.features)
        inside, outline = _ink(fill), _ink(line)
        self._note(
            batch.xy[::SAMPLED, 1] * place.scale + place.dy,
            lambda band: fill_areas(band, *shapes, place, inside, outline, half),
        )

    def lines(self, batch: LineBatch, stroke: Stroke, place: Place, colour: QColor) -> None:
        """Paint undashed lines; where they cross they are one."""
        width = place.scale * stroke.width_mm
        caps = _CAPS[stroke.cap]
        if caps == ROUND_CAPS and width < PLAIN_DOTS:
            caps = FLAT_CAPS if width < HAIR_DOTS else SQUARE_CAPS
        ink = _ink(colour)
        self._note(
            batch.xy[::SAMPLED, 1] * place.scale + place.dy,
            lambda band: fill_lines(band, batch.xy, batch.lines, place, ink, 0.5 * width, caps),
        )

    def strands(self, strands: Strands, place: Place) -> None:
        """Paint lines with their dashes and with what stands along them."""
        rows = np.concatenate((strands.xy[::SAMPLED, 1], strands.copies[::SAMPLED, 1]))
        self._note(rows * place.scale + place.dy, lambda band: lay_strands(band, *strands, place))

    def specks(self, batch: SpeckBatch, place: Place, colour: QColor) -> None:
        """Paint areas too small to have a shape as squares."""
        ink = _ink(colour)
        self._note(
            batch.xy[::SAMPLED, 1] * place.scale + place.dy,
            lambda band: fill_squares(band, batch.xy, batch.area_mm2, place, ink),
        )

    def stamps(self, pictures: npt.NDArray[np.uint32], at: Integers, variant: Integers, opacity: float) -> None:
        """Lay pictures (v, h, w) of premultiplied pixels at corners (n, 2), column and row.

        `variant` (n,) says which; each lies over those before.
        """
        faint = pictures if opacity == 1.0 else _faded(pictures, opacity)
        spans = _spans(faint)
        self._note(at[::SAMPLED, 1], lambda band: stamp_pictures(band, faint, spans, at, variant))

    def signs(self, pictures: Sequence[npt.NDArray[np.uint32]], at: Integers, which: Integers) -> None:
        """Lay pictures of their own sizes (h, w), premultiplied, at corners (n, 2), column and row.

        `which` (n,) says which picture; each lies over those before.
        """
        sizes = np.array([picture.shape for picture in pictures], np.int64).reshape(-1, 2)
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes[:, 0] * sizes[:, 1])))
        pool = np.concatenate([picture.ravel() for picture in pictures])
        self._note(at[::SAMPLED, 1], lambda band: stamp_signs(band, pool, starts, sizes, at, which))

    def settle(self) -> None:
        """Paint what is noted, and wait until it is painted."""
        if not self._noted:
            return
        noted, bands = tuple(self._noted), self._buffers.bands(self._edges())
        self._noted.clear()
        self._rows.clear()

        def paint(band: Band) -> None:
            for work in noted:
                work(band)

        for done in [self._cores.submit(paint, band) for band in bands]:
            done.result()

    def _note(self, rows: Floats | Integers, work: Work) -> None:
        self._noted.append(work)
        self._rows.append(rows)

    def _edges(self) -> list[int]:
        """Give the rows at which to cut the picture, from its first to behind its last."""
        height = self._buffers.pixels.shape[0]
        rows = np.concatenate(self._rows)
        rows = rows[(rows >= 0) & (rows < height)]
        if len(rows) < FEW:
            return [height * band // self._count for band in range(self._count + 1)]
        at = [len(rows) * band // self._count for band in range(1, self._count)]
        cuts = [int(row) for row in np.partition(rows, at)[at]] if at else []
        return [0, *cuts, height]


def _ink(colour: QColor | None) -> Ink:
    """Give a colour for the loops; none is ink that leaves no trace."""
    return (
        Ink(0, 0, 0, 0.0) if colour is None else Ink(colour.red(), colour.green(), colour.blue(), colour.alphaF())
    )


def _faded(pictures: npt.NDArray[np.uint32], opacity: float) -> npt.NDArray[np.uint32]:
    """Give pictures of premultiplied pixels with less of all their channels."""
    channels = pictures.reshape(-1).view(np.uint8) * opacity
    return (channels + 0.5).astype(np.uint8).view(np.uint32).reshape(pictures.shape)


def _spans(pictures: npt.NDArray[np.uint32]) -> Integers:
    """Give from which to before which column each row of pictures (v, h, w) has ink, (v, h, 2)."""
    inked = pictures != 0
    first, last = inked.argmax(axis=2), pictures.shape[2] - inked[:, :, ::-1].argmax(axis=2)
    return np.where(inked.any(axis=2)[..., None], np.stack((first, last), axis=2), 0)


def _compile() -> None:
    """Run each loop once on next to nothing: Numba compiles it, or reads it from the disk."""
    pixels = np.zeros((4, 4), dtype=np.uint32)
    (band,) = _Buffers(pixels).bands((0, 4))
    xy = np.array(((0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (0.0, 0.0)))
    spans, features = np.array((0, 4)), np.array((0, 1))
    place, ink = Place(1.0, 0.0, 0.0), Ink(0, 0, 0, 1.0)
    fill_areas(band, xy, spans, features, place, ink, ink, 0.5)
    fill_lines(band, xy, spans, place, ink, 0.5, ROUND_CAPS)
    fill_squares(band, xy, np.ones(4), place, ink)
    one = np.zeros(1, np.int64)
    lay_strands(band, *empty_strands(), place)
    stamp_signs(band, pixels.ravel(), one, np.array([(4, 4)]), np.zeros((1, 2), np.int64), one)
    stamp_pictures(band, pixels[None], np.zeros((1, 4, 2), np.int64), np.zeros((1, 2), np.int64), one)
