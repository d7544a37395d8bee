"""Areas and lines of a map written straight from their places as the content of a PDF.

Qt takes every point through its paths and writes it with nine figures. Here all points of a batch become text at
once: whole hundredths of a millimetre, which is finer than the dots of any printer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from cartoviewer.render.area_parts import taken_apart
from cartoviewer.render.device import Device
from cartoviewer.render.paths import CHUNK, SQUARES, WRITTEN_LINES, spans, square_rings
from cartoviewer.render.strands import are_dots
from cartoviewer.scene.scene import AreaBatch, LineBatch, SpeckBatch
from layers.shapes import Floats, Integers
from symbols.style import Stroke

__all__ = ["PER_MM", "Inscriber", "Inscription", "path_text", "state_name"]

PER_MM: Final = 100.0
"""So many units of the places in a file of vectors make a millimetre."""

_BEGIN: Final = f"{1 / PER_MM:g} 0 0 {1 / PER_MM:g} 0 0 cm\n1 j\n"
_CAPS: Final = {"flat": 0, "round": 1, "square": 2}
_MOVE, _LINE, _CLOSE, _SPACE, _END, _MINUS, _ZERO = b"mlh \n-0"


@dataclass(frozen=True, slots=True)
class Inscription:
    """Content to stand on a page within the clip of a painter, whose unit and origin it takes; it sets more.

    `states` are the alphas, 0 to 255, with which it fills and strokes; it names each state by `state_name`.
    """

    content: bytes
    states: frozenset[tuple[int, int]]


def state_name(fill: int, stroke: int) -> str:
    """Give the name of the state of graphics with these alphas."""
    return f"/A{fill}x{stroke}"


class Inscriber:
    """Writes batches whose places are millimetres on the map.

    Parameters
    ----------
    size_mm
        Of the map.
    device
        Says how colours look.
    inscribe
        Takes what is written, in the order of painting.
    """

    def __init__(
        self, size_mm: tuple[float, float], device: Device, inscribe: Callable[[Inscription], None]
    ) -> None:
        self._size_mm = size_mm
        self._device = device
        self._inscribe = inscribe

    def areas(self, batch: AreaBatch) -> Iterator[None]:
        """Write areas: fill, hatch, band along the edge, casing and line."""
        fill, stroke = batch.fill, batch.stroke
        hatched = fill is not None and fill.hatch is not None
        if batch.band is not None or hatched or (stroke is not None and stroke.casing() is not None):
            for part in taken_apart(batch, self._size_mm):
                yield from self.areas(part) if isinstance(part, AreaBatch) else self.lines(part)
            return
        inside = self._device.colour(fill.colour, fill.alpha * batch.opacity) if fill and fill.alpha > 0 else None
        line = self._device.colour(stroke.colour, stroke.alpha * batch.opacity) if stroke else None
        if (inside is None and line is None) or len(batch.features) < 2:
            return
        state = "" if inside is None else f"{_shares(inside)} rg\n"
        if stroke is not None and line is not None:
            state += _pen(stroke, line)
        operator = b"B\n" if inside is not None and line is not None else b"f\n" if inside is not None else b"S\n"
        alphas = (255 if inside is None else inside.alpha(), 255 if line is None else line.alpha())
        self._write(batch.xy, batch.rings, batch.rings[batch.features], CHUNK, state, alphas, operator)
        yield

    def lines(self, batch: LineBatch) -> Iterator[None]:
        """Write lines and their casing; not the symbols along them."""
        xy = batch.xy
        if are_dots(batch):
            # Long enough to be drawn: what ends where it begins may be left out.
            xy = xy.copy()
            xy[1::2] = np.add(xy[::2], (1.0 / PER_MM, 0.0))
        for stroke in (batch.stroke.casing(), batch.stroke):
            if stroke is not None and stroke.width_mm > 0 and len(batch.lines) > 1:
                colour = self._device.colour(stroke.colour, stroke.alpha * batch.opacity)
                alphas = (255, colour.alpha())
                self._write(xy, batch.lines, batch.lines, WRITTEN_LINES, _pen(stroke, colour), alphas, b"S\n")
                yield

    def specks(self, batch: SpeckBatch) -> Iterator[None]:
        """Write the squares that stand for small areas."""
        outline, rings = square_rings(batch.xy, np.sqrt(batch.area_mm2))
        colour = self._device.colour(batch.colour, batch.alpha)
        state = f"{_shares(colour)} rg\n"
        self._write(outline, rings, rings, SQUARES, state, (colour.alpha(), 255), b"f\n")
        yield

    def _write(
        self,
        xy: Floats,
        rings: Integers,
        features: Integers,
        size: int,
        state: str,
        alphas: tuple[int, int],
        operator: bytes,
    ) -> None:
        """Write paths of `size` features each, whose points begin at `features`."""
        text, begins = path_text(xy, rings)
        begin = f"{_BEGIN}{state_name(*alphas)} gs\n{state}"
        pieces = [begin.encode("ascii")]
        for first, last in spans(features, size):
            pieces += (text[begins[first] : begins[last]], operator)
        self._inscribe(Inscription(b"".join(pieces), frozenset((alphas,))))


def path_text(xy: Floats, rings: Integers) -> tuple[bytes, Integers]:
    """Give the operators that make paths of rings or lines, and where those of each point begin in them.

    Parameters
    ----------
    xy
        (n, 2) points, millimetres.
    rings
        (r + 1,) where each ring begins in `xy`.

    Returns
    -------
    A line for each point, in hundredths of a millimetre; a ring that ends where it begins is closed. Then (n + 1,)
    where the line of each point begins, and the length of all.
    """
    places = np.rint(xy * PER_MM).astype(np.int64)
    count = len(places)
    if count == 0:
        return b"", np.zeros(1, dtype=np.int64)
    begins = rings[:-1][np.diff(rings) > 0]
    ends = np.append(begins[1:], rings[-1]) - 1
    operators = np.full(count, _LINE, dtype=np.uint8)
    operators[begins] = _MOVE
    closed = ends[(ends > begins + 1) & (places[begins] == places[ends]).all(axis=1)]
    operators[closed] = _CLOSE
    digits = len(str(int(np.abs(places).max())))
    table = np.zeros((count, 2 * (digits + 2) + 2), dtype=np.uint8)
    _put_numbers(table[:, : digits + 1], places[:, 0])
    table[:, digits + 1] = _SPACE
    _put_numbers(table[:, digits + 2 : 2 * digits + 3], places[:, 1])
    table[:, 2 * digits + 3] = _SPACE
    table[closed] = 0
    table[:, -2] = operators
    table[:, -1] = _END
    shown = table != 0
    lengths = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(shown.sum(axis=1), out=lengths[1:])
    return table[shown].tobytes(), lengths


def _put_numbers(table: npt.NDArray[np.uint8], numbers: npt.NDArray[np.int64]) -> None:
    """Write whole numbers into rows, to the right; what is before them stays zero."""
    table[numbers < 0, 0] = _MINUS
    rest = np.abs(numbers).astype(np.uint32)
    for column in range(table.shape[1] - 1, 0, -1):
        shown = rest > 0 if column < table.shape[1] - 1 else np.ones(len(rest), dtype=np.bool_)
        above = rest // 10
        table[:, column] = np.where(shown, rest - above * 10 + _ZERO, 0)
        rest = above


def _pen(stroke: Stroke, colour: QColor) -> str:
    dashes = " ".join(f"{length * PER_MM:.6g}" for length in stroke.dash_mm)
    return (
        f"{_shares(colour)} RG\n{stroke.width_mm * PER_MM:.6g} w {_CAPS[stroke.cap]} J\n"
        f"[{dashes}] {stroke.dash_from_mm * PER_MM:.6g} d\n"
    )


def _shares(colour: QColor) -> str:
    # With fewer figures a reader that rounds down would show the next darker shade.
    return f"{colour.redF():.9g} {colour.greenF():.9g} {colour.blueF():.9g}"
