"""The parts of a page of PDF: each is painted on a page of its own, then all are laid over one another.

Qt knows neither layers nor tags. But it writes every page as a stream that stands by itself and names its fonts and
states alike on every page of a file, so pages can be laid together without reading what is on them: large streams
stay compressed as they are, and what Qt painted is what is in the file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pikepdf
from PySide6.QtGui import QPdfWriter

from cartoviewer.scene.scene import Stratum

__all__ = ["Marks", "PaintedParts", "Part", "laid_together"]

_SMALL: Final = 8192
"""Streams up to so many compressed bytes are written into one."""
_KINDS: Final = ("/ExtGState", "/ColorSpace", "/Pattern", "/XObject", "/Font")


@dataclass(frozen=True, slots=True)
class Part:
    """What is painted on one of the pages: a piece of the composition, and what of a map it is."""

    piece: object
    stratum: Stratum | None = None


class PaintedParts:
    """Begins a page for every part; the pages of the file are then `parts`, in this order.

    Parameters
    ----------
    writer
        Writes the file; its first page has begun.
    """

    def __init__(self, writer: QPdfWriter) -> None:
        self._writer = writer
        self._parts: list[Part] = []

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts painted so far."""
        return tuple(self._parts)

    def begin(self, piece: object, stratum: Stratum | None = None) -> None:
        """Begin the page of a part; nothing where the part before only goes on."""
        part = Part(piece, stratum)
        if self._parts and self._parts[-1].piece is piece and self._parts[-1].stratum == stratum:
            return
        if self._parts:
            self._writer.newPage()
        self._parts.append(part)


@dataclass(frozen=True, slots=True)
class Marks:
    """How the parts are marked in the content: the beginning of a marked piece, and the name of a stratum's group.

    `piece` gives the operator that begins a piece (`/P <</MCID 3>> BDC`), or nothing; `group` the resource that
    names the optional group of a stratum. `groups` are those resources.
    """

    piece: Callable[[object], str]
    group: Callable[[Stratum], str]
    groups: Mapping[str, pikepdf.Object]


def laid_together(pdf: pikepdf.Pdf, parts: Sequence[Part], marks: Marks) -> pikepdf.Page:
    """Make the one page of a file whose pages are these parts, and give it."""
    pages = list(pdf.pages)
    first = pages[0]
    content = _Content(pdf)
    open_piece: object = None
    is_open = False
    for part, page in zip(parts, pages, strict=True):
        if part.piece is not open_piece:
            content.write("EMC\n" if is_open else "")
            begin = marks.piece(part.piece)
            content.write(f"{begin}\n" if begin else "")
            open_piece, is_open = part.piece, bool(begin)
        group = marks.group(part.stratum) if part.stratum is not None else None
        content.write(f"/OC {group} BDC\nq\n" if group else "q\n")
        content.take(page.obj.Contents)
        content.write("Q\nEMC\n" if group else "Q\n")
    content.write("EMC\n" if is_open else "")
    resources = pikepdf.Dictionary()
    for kind in _KINDS:
        together = pikepdf.Dictionary()
        for page in pages:
            for name, value in page.obj.Resources.get(kind, pikepdf.Dictionary()).items():
                together[name] = value
        if len(together):
            resources[kind] = together
    if marks.groups:
        resources.Properties = pikepdf.Dictionary(dict(marks.groups))
    first.obj.Resources = resources
    first.obj.Contents = content.streams()
    del pdf.pages[1:]
    return first


class _Content:
    """The content of the page: what is small is gathered in one stream, what is large stays a stream of its own."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._gathered: list[bytes] = []
        self._streams: list[pikepdf.Object] = []

    def write(self, operators: str) -> None:
        self._gathered.append(operators.encode("ascii"))

    def take(self, stream: pikepdf.Object) -> None:
        if int(stream.Length) <= _SMALL:
            self._gathered.append(stream.read_bytes())
            return
        self._close()
        self._streams.append(stream)

    def streams(self) -> pikepdf.Object:
        self._close()
        return pikepdf.Array(self._streams)

    def _close(self) -> None:
        if self._gathered:
            self._streams.append(self._pdf.make_stream(b"".join(self._gathered)))
            self._gathered = []
