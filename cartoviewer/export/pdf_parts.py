"""The parts of a page of PDF: what belongs to which piece and layer, and content that is written without Qt.

Qt knows neither layers nor tags. A mark is painted where a part begins, a square of its own far off the page; in
the content that Qt has written the marks are then found again, and what begins the part is put in their place. What
Qt painted is what is in the file. Between two operators that paint its content may be parted anywhere: marked
content and the state of the graphics need not be nested (ISO 32000-1, 14.6).
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from re import compile as pattern_of
from typing import Final
from zlib import compress

import pikepdf
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from cartoviewer.render.inscribing import Inscription, state_name
from cartoviewer.scene.scene import Stratum

__all__ = ["Inserted", "Marks", "PaintedParts", "Part", "laid_together"]

_MARK: Final = QRectF(-12345.0, -54321.0, 1.0, 1.0)
_MARKED: Final = pattern_of(rb"q\n([-\d. ]+ cm\n)-12345 -54321 1 1 re\nf\nQ\n")
"""A mark as Qt writes it, and in it where the painter's unit and origin lie."""

_SMALL: Final = 65536
"""Content of so few bytes is written among what Qt painted: handing it over costs more than compressing it."""

_LEVEL: Final = 3
"""Of compression: the sixth, which is usual, takes twice as long for a twentieth less."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is painted from a mark on: a piece of the composition, and what of a map it is."""

    piece: object
    stratum: Stratum | None = None


@dataclass(frozen=True, slots=True)
class Inserted:
    """Content that stands in the place of a mark: as it is, or compressed while the painting goes on."""

    content: "bytes | Future[bytes]"
    states: frozenset[tuple[int, int]]


class PaintedParts:
    """Marks where every part of a sheet begins, and keeps what is to stand in the place of marks.

    Parameters
    ----------
    painter
        Paints the page.
    crew
        Compresses what is inserted.
    """

    def __init__(self, painter: QPainter, crew: Executor) -> None:
        self._painter = painter
        self._crew = crew
        self._entries: list[Part | Inserted] = []
        self._last: Part | None = None

    @property
    def entries(self) -> tuple[Part | Inserted, ...]:
        """What each of the marks stands for, in the order of painting."""
        return tuple(self._entries)

    def begin(self, piece: object, stratum: Stratum | None = None) -> None:
        """Mark where a part begins; nothing where the part before only goes on."""
        if self._last is not None and self._last.piece is piece and self._last.stratum == stratum:
            return
        self._last = Part(piece, stratum)
        self._enter(self._last)

    def inscribe(self, inscription: Inscription) -> None:
        """Let content stand here that was not painted."""
        content = inscription.content
        if len(content) < _SMALL:
            self._enter(Inserted(content, inscription.states))
        else:
            self._enter(Inserted(self._crew.submit(compress, content, _LEVEL), inscription.states))

    def _enter(self, entry: Part | Inserted) -> None:
        self._painter.fillRect(_MARK, Qt.GlobalColor.black)
        self._entries.append(entry)


@dataclass(frozen=True, slots=True)
class Marks:
    """How the parts are marked in the content: the beginning of a marked piece, and the name of a stratum's group.

    `piece` gives the operator that begins a piece (`/P <</MCID 3>> BDC`), or nothing; `group` the resource that
    names the optional group of a stratum. `groups` are those resources.
    """

    piece: Callable[[object], str]
    group: Callable[[Stratum], str]
    groups: Mapping[str, pikepdf.Object]


def laid_together(pdf: pikepdf.Pdf, page: pikepdf.Page, entries: Sequence[Part | Inserted], marks: Marks) -> None:
    """Put what begins each part, and what is inserted, in the place of the marks on a page.

    Raises
    ------
    ValueError
        Not every mark is found on the page.
    """
    before, *rest = _MARKED.split(page.obj.Contents.read_bytes())
    if len(rest) != 2 * len(entries):
        raise ValueError(f"Of {len(entries)} marks on the page {len(rest) // 2} are found.")
    content = _Content(pdf)
    content.write(before)
    open_piece: object = None
    ends_piece = ends_group = b""
    states: set[tuple[int, int]] = set()
    for entry, place, painted in zip(entries, rest[::2], rest[1::2], strict=True):
        if isinstance(entry, Inserted):
            content.write(b"q\n" + place)
            if isinstance(entry.content, bytes):
                content.write(entry.content)
            else:
                content.insert(entry.content.result())
            content.write(b"Q\n")
            states |= entry.states
        else:
            content.write(ends_group)
            if entry.piece is not open_piece:
                content.write(ends_piece)
                begin = marks.piece(entry.piece)
                content.write(f"{begin}\n".encode("ascii") if begin else b"")
                open_piece, ends_piece = entry.piece, b"EMC\n" if begin else b""
            group = marks.group(entry.stratum) if entry.stratum is not None else None
            content.write(f"/OC {group} BDC\n".encode("ascii") if group else b"")
            ends_group = b"EMC\n" if group else b""
        content.write(painted)
    content.write(b"\n" + ends_group + ends_piece)
    resources = page.obj.Resources
    if marks.groups:
        resources.Properties = pikepdf.Dictionary(dict(marks.groups))
    for fill, stroke in sorted(states):
        state = pikepdf.Dictionary(ca=round(fill / 255, 6), CA=round(stroke / 255, 6))
        resources.ExtGState[state_name(fill, stroke)] = state
    page.obj.Contents = content.streams()


class _Content:
    """The content of the page: what Qt painted in streams of its own, what is inserted between them."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._gathered: list[bytes] = []
        self._streams: list[pikepdf.Object] = []

    def write(self, operators: bytes) -> None:
        self._gathered.append(operators)

    def insert(self, packed: bytes) -> None:
        self._close()
        self._streams.append(pikepdf.Stream(self._pdf, packed, Filter=pikepdf.Name.FlateDecode))

    def streams(self) -> pikepdf.Object:
        self._close()
        return pikepdf.Array(self._streams)

    def _close(self) -> None:
        if self._gathered:
            packed = compress(b"".join(self._gathered), _LEVEL)
            self._streams.append(pikepdf.Stream(self._pdf, packed, Filter=pikepdf.Name.FlateDecode))
            self._gathered = []
