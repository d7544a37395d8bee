"""The sheets of a binder, painted in blocks by as many processes as there are cores.

The sheets of a block share a file: its fonts are embedded once, and it is written and read once. Which sheets are a
block follows from how many there are, not from who paints them, so the binder has the same bytes however many
processes paint. Every process opens the dossier for itself and passes the gate for the same audience.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from os import cpu_count
from pathlib import Path
from typing import Final

from PySide6.QtGui import QGuiApplication

from bnip.sheet import Sheet
from cartoviewer.document.dossier import Dossier
from cartoviewer.export.crew import Crew, painted_by_all
from cartoviewer.export.painted_sheets import PaintedSheets
from cartoviewer.export.pdf_tags import Tag
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import composed
from cartoviewer.export.tiled_pdf import tiled_pages
from cartoviewer.render.fonts import register_fonts
from cartoviewer.scene.furniture import Note, SheetComposition
from cartoviewer.scene.sheet_checks import Finding, check_sheet
from cartoviewer.scene.tiling import Tiles, Tiling
from layers.progress import NoProgress, Progress
from layers.schema import schemas
from layers.sensitivity import Audience, Sensitivity
from resources.catalogues import catalogue
from resources.texts import Language

__all__ = ["Block", "SheetPage", "binder_crew", "block_sizes", "painted_blocks"]

_LARGEST: Final = 8
"""Sheets to a block; more of them save little, and are held in memory."""

_SHARES: Final = 8
"""The next block is so small a share of what is left: at the end nobody waits long for the others."""

_WORTH: Final = 4
"""A process more is worth its start for so many sheets."""

_EARLY: Final = 3
"""So many processes at most are started before it is known how many sheets there are."""


@dataclass(frozen=True, slots=True)
class SheetPage:
    """What is told of one sheet, and how its page is read, or those that it is laid over."""

    tags: tuple[Tag, ...]
    marking: Sensitivity
    notes: tuple[Note, ...]
    stale: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Some sheets as files, whose pages are those of the sheets in their order."""

    pdfs: tuple[bytes, ...]
    pages: tuple[SheetPage, ...]


@contextmanager
def ready_to_help() -> Iterator[None]:
    """Make a process ready to paint sheets."""
    application = QGuiApplication.instance() or QGuiApplication(["cartoviewer", "-platform", "offscreen"])
    register_fonts()
    # What every sheet needs is read before there is one to paint.
    schemas()
    for language in Language.FR_NL.parts:
        catalogue(language.value)
    yield
    del application


@dataclass(frozen=True, slots=True)
class _Opening:
    """Opens the dossier in another process, and paints sheets there as the same audience may see them."""

    dossier: Path
    at: int | datetime | None
    moment: datetime | None
    audience: Audience
    language: Language
    printed: datetime
    tiles: Tiles | None

    @contextmanager
    def __call__(self) -> Iterator[Callable[[Sequence[Sheet]], Block]]:
        """Give what paints the sheets of a block."""
        with Dossier.open(self.dossier, read_only=True) as opened:
            publication = Publication.prepare(
                opened.log.fold(self.at),
                opened.datasets,
                self.audience,
                self.language,
                moment=self.moment,
                past=opened.log.fold,
                present=opened.log.fold(),
            )
            yield lambda sheets: _block(publication, sheets, self.printed, self.tiles, NoProgress())


def binder_crew() -> Crew:
    """Start processes that will help with a binder, before the dossier is open and the sheets are known."""
    return Crew(min((cpu_count() or 1) - 1, _EARLY), ready_to_help)


def block_sizes(sheets: int) -> list[int]:
    """Give how many sheets each block has: the first are large, the last ones of a single sheet."""
    sizes = []
    while sheets:
        sizes.append(max(1, min(_LARGEST, sheets // _SHARES)))
        sheets -= sizes[-1]
    return sizes


def painted_blocks(
    publication: Publication,
    dossier: Path,
    at: int | datetime | None,
    sheets: Sequence[Sheet],
    printed: datetime,
    tiles: Tiles | None,
    progress: Progress,
    crew: Crew | None = None,
) -> list[Block]:
    """Paint sheets in as many processes as there are cores; the blocks come in the order of the sheets.

    `crew` are processes started before; they are dismissed.

    Raises
    ------
    Cancelled
        The user asked to stop.
    CrewError
        A process has ended unasked.
    """
    blocks, first = [], 0
    for size in block_sizes(len(sheets)):
        blocks.append(tuple(sheets[first : first + size]))
        first += size
    crew = Crew(0, ready_to_help) if crew is None else crew
    crew.grow(min((cpu_count() or 1) - 1, len(sheets) // _WORTH))
    opening = _Opening(dossier, at, publication.moment, publication.audience, publication.language, printed, tiles)
    told = _Repeated(progress)
    return painted_by_all(
        blocks, lambda block: _block(publication, block, printed, tiles, told), opening, crew, told
    )


class _Repeated:
    """A progress that is told the same again between two steps, so that the user can stop there too."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = (0.0, "Drawing the sheets")

    def step(self, done: float, text: str = "") -> None:
        """Tell how much is done; a share of a single sheet is not told."""
        if text:
            self._last = done, text
        self._progress.step(*self._last)


def _block(
    publication: Publication,
    sheets: Sequence[Sheet],
    printed: datetime,
    tiles: Tiles | None,
    progress: Progress,
) -> Block:
    told: list[tuple[SheetComposition, tuple[Finding, ...]]] = []
    files = _Files()
    try:
        for sheet in sheets:
            progress.step(0.0)
            composition = composed(publication, sheet, printed, NoProgress())
            shown = publication.sheet(sheet)
            told.append((composition, check_sheet(shown, composition, publication.document, publication.datasets)))
            files.paint(composition, tiles.tiling(composition.page_mm) if tiles is not None else None)
        files.finish()
    finally:
        files.close()
    pages = tuple(
        SheetPage(tags, composition.marking, composition.notes, composition.stale, findings)
        for tags, (composition, findings) in zip(files.tags, told, strict=True)
    )
    return Block(tuple(files.pdfs), pages)


class _Files:
    """The files of a block: sheets of one page share one, a sheet that is laid over pages has its own."""

    def __init__(self) -> None:
        self.pdfs: list[bytes] = []
        self.tags: list[tuple[Tag, ...]] = []
        self._painted: PaintedSheets | None = None

    def paint(self, composition: SheetComposition, tiling: Tiling | None) -> None:
        """Paint a sheet, over the pages of a tiling where there is one."""
        if tiling is not None:
            self.finish()
            pdf, tags = tiled_pages(composition, tiling)
            self.pdfs.append(pdf)
            self.tags.append(tags)
            return
        if self._painted is None:
            self._painted = PaintedSheets()
        self._painted.paint(composition)

    def finish(self) -> None:
        """End the file that is being painted."""
        if self._painted is not None:
            pdf, tags = self._painted.to_bind()
            self.pdfs.append(pdf)
            self.tags += [(tag,) for tag in tags]
            self._painted = None

    def close(self) -> None:
        """Leave what is not finished."""
        if self._painted is not None:
            self._painted.close()
