"""Many sheets as one PDF: an index that shows where they lie in the file, then every sheet with its bookmark.

Every process that paints opens the dossier for itself and passes the gate for the same audience.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from os import cpu_count
from pathlib import Path
from typing import Final

import pikepdf
from PySide6.QtGui import QGuiApplication

from bnip.sheet import Sheet
from cartoviewer.document.dossier import Dossier
from cartoviewer.export.binder_index import Index, index_of, page_numbers
from cartoviewer.export.binder_plan import plan_pages
from cartoviewer.export.binder_streets import streets_of
from cartoviewer.export.bound_pages import added, link_lines, name_pages
from cartoviewer.export.crew import painted_by_all
from cartoviewer.export.duplex import Duplex, say_duplex
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.pdf import VERSION, describe, name_fonts, page_bytes
from cartoviewer.export.pdf_layers import share_layers
from cartoviewer.export.pdf_tags import Tag, write_tags
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import composed
from cartoviewer.export.sheet_gate import SheetStopped
from cartoviewer.export.tiled_pdf import tiled_pages, whole_sheets
from cartoviewer.export.writing import written_safely
from cartoviewer.render.fonts import register_fonts
from cartoviewer.scene.furniture import Note
from cartoviewer.scene.sheet_checks import Finding, check_sheet, stopping
from cartoviewer.scene.sheet_words import title_lines
from cartoviewer.scene.tiling import Tiles
from layers.errors import Problem
from layers.progress import NoProgress, Progress
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Texts

__all__ = ["ALL_PARTS", "Binder", "BinderError", "Faults", "Parts", "draw_binder", "write_binder"]

_SHARE: Final = 4
"""A process more is worth its start for so many sheets."""


class BinderError(Problem):
    """No binder can be made of these sheets."""


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
    def __call__(self) -> Iterator[Callable[[Sheet], "_Page"]]:
        """Give what paints one sheet."""
        application = QGuiApplication.instance() or QGuiApplication(["cartoviewer", "-platform", "offscreen"])
        register_fonts()
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
            yield lambda sheet: _page(publication, sheet, self.printed, self.tiles)
        del application


@dataclass(frozen=True, slots=True)
class _Page:
    """One sheet as a PDF of its own, of one page or of several that it is laid over, and what is told of it."""

    pdf: bytes
    tags: tuple[Tag, ...]
    marking: Sensitivity
    notes: tuple[Note, ...]
    stale: tuple[str, ...]
    findings: tuple[Finding, ...]


Faults = tuple[tuple[Sheet, tuple[Finding, ...]], ...]
"""Sheets, and what was found on each of them."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a binder has before and after its sheets."""

    plan: bool = True
    index: bool = True
    streets: bool = True


ALL_PARTS: Final = Parts()


@dataclass(frozen=True, slots=True)
class Binder:
    """A binder that is drawn and not written yet, so that what was found can be judged first.

    Attributes
    ----------
    findings
        What the checks found, by sheet; sheets without findings are left out.
    stopping
        The serious ones among them that nobody has accepted for that version of the sheet.
    """

    data: bytes
    pages: int
    audience: Audience
    language: Language
    marking: Sensitivity
    notes: tuple[Note, ...]
    stale: tuple[str, ...]
    findings: Faults
    stopping: Faults

    def write(self, path: Path, *, accepted: bool = False) -> Outcome:
        """Put the binder in its place, whole or not at all.

        Parameters
        ----------
        accepted
            Whether a person has said why it may leave in spite of what is `stopping`, and the log keeps it.

        Raises
        ------
        SheetStopped
            Serious faults stop it, and nobody has said why they do not matter.
        WriteError
            The file cannot be written; an older one is left as it was.
        """
        if self.stopping and not accepted:
            raise SheetStopped(tuple(each for _, found in self.stopping for each in found), Texts(self.language))
        with written_safely(path) as scratch:
            scratch.write_bytes(self.data)
        return Outcome(path, len(self.data), self.audience, self.marking, self.notes, self.stale)


@dataclass(frozen=True, slots=True)
class _Words:
    """The pages of words around the sheets; None for those that are left out."""

    plan: Index | None
    index: Index | None
    streets: Index | None


def write_binder(
    publication: Publication,
    dossier: Path,
    at: int | datetime | None,
    sheets: Sequence[Sheet],
    path: Path,
    *,
    printed: datetime,
    parts: Parts = ALL_PARTS,
    duplex: Duplex | None = None,
    tiles: Tiles | None = None,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    judge: Callable[[Faults], None] | None = None,
) -> Outcome:
    """Draw a binder and write it; `judge` is given what would stop it, and raises where it does.

    Without one, anything serious that nobody has accepted stops it.
    """
    drawn = draw_binder(
        publication,
        dossier,
        at,
        sheets,
        printed=printed,
        parts=parts,
        duplex=duplex,
        tiles=tiles,
        progress=progress,
    )
    if judge is not None:
        judge(drawn.stopping)
    return drawn.write(path, accepted=judge is not None)


def draw_binder(
    publication: Publication,
    dossier: Path,
    at: int | datetime | None,
    sheets: Sequence[Sheet],
    *,
    printed: datetime,
    parts: Parts = ALL_PARTS,
    duplex: Duplex | None = None,
    tiles: Tiles | None = None,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
) -> Binder:
    """Draw sheets as one PDF in their order, after an index, and look each of them over.

    Sheets whose own level is above the audience are left out and counted in the notes. The same dossier, sheets
    and `printed` give the same bytes, however many processes paint them.

    Parameters
    ----------
    publication
        The dossier as the audience may see it.
    dossier, at
        The same dossier's file and the position or moment in its log, for the processes that paint.

    duplex
        How it is printed on both sides; the file leaves it open where None.
    tiles
        The pages that sheets larger than they are laid over; every sheet is one page where None.

    Raises
    ------
    BinderError
        The audience may see none of the sheets.
    Cancelled
        The user asked to stop.
    """
    kept = tuple(sheet for sheet in sheets if publication.may_see(sheet))
    if not kept:
        raise BinderError("This audience may see none of the sheets, so there is nothing to bind.")
    pages = _painted(publication, dossier, at, kept, printed, tiles, progress)
    found = tuple(zip(kept, (page.findings for page in pages), strict=True))
    serious = tuple((sheet, stopping(findings, sheet, publication.version_of(sheet))) for sheet, findings in found)
    texts = Texts(publication.language)
    notes: list[Note] = []
    if len(kept) < len(sheets):
        left = str(len(sheets) - len(kept))
        notes.append(Note("Sheets left out, above this audience: {n}.", (("n", left),)))
    for sheet, page in zip(kept, pages, strict=True):
        number = str(sheet.number)
        notes += [Note("Sheet {sheet}: {note}", (("sheet", number), ("note", note))) for note in page.notes]
    operation = publication.document.operation
    called = "" if operation is None else texts.name(operation.names)
    title = called or texts("Map atlas")
    marking = max(page.marking for page in pages)
    plan = plan_pages(publication, kept, marking, printed) if parts.plan else None
    marking = marking if plan is None else plan.marking
    index = None
    if parts.index:
        index = index_of(publication, title, kept, tuple(page.marking for page in pages), printed)
        marking = max(marking, index.marking)
    streets = streets_of(publication, kept, marking, printed) if parts.streets else None
    marking = marking if streets is None else streets.marking
    words = _Words(plan, index, streets)
    data, count = _bound(publication, title, words, kept, pages, printed, marking, duplex)
    stale = tuple(dict.fromkeys(name for page in pages for name in page.stale))
    progress.step(1.0)
    return Binder(
        data,
        count,
        publication.audience,
        publication.language,
        marking,
        tuple(notes),
        stale,
        tuple((sheet, findings) for sheet, findings in found if findings),
        tuple((sheet, findings) for sheet, findings in serious if findings),
    )


def _painted(
    publication: Publication,
    dossier: Path,
    at: int | datetime | None,
    sheets: tuple[Sheet, ...],
    printed: datetime,
    tiles: Tiles | None,
    progress: Progress,
) -> list[_Page]:
    """Paint the sheets, in as many processes as there are cores; the pages come in the order of the sheets."""
    helpers = min((cpu_count() or 1) - 1, len(sheets) // _SHARE)
    opening = _Opening(dossier, at, publication.moment, publication.audience, publication.language, printed, tiles)
    return painted_by_all(
        sheets, lambda sheet: _page(publication, sheet, printed, tiles), opening, max(helpers, 0), progress
    )


def _page(publication: Publication, sheet: Sheet, printed: datetime, tiles: Tiles | None) -> _Page:
    composition = composed(publication, sheet, printed, NoProgress())
    shown = publication.sheet(sheet)
    findings = check_sheet(shown, composition, publication.document, publication.datasets)
    tiling = tiles.tiling(composition.page_mm) if tiles is not None else None
    if tiling is not None:
        pdf, tags = tiled_pages(composition, tiling)
    else:
        pdf, tag = page_bytes(composition)
        tags = (tag,)
    return _Page(pdf, tags, composition.marking, composition.notes, composition.stale, findings)


def _bound(
    publication: Publication,
    title: str,
    words: _Words,
    sheets: tuple[Sheet, ...],
    pages: list[_Page],
    printed: datetime,
    marking: Sensitivity,
    duplex: Duplex | None,
) -> tuple[bytes, int]:
    """Put the plan and the index before the sheets, the streets after them, and name every page.

    What lies on a page stays as it is, its place too.
    """
    texts = Texts(publication.language)
    operation = publication.document.operation
    authority = "" if operation is None else texts.name(operation.authority)
    numbered, numbers = BytesIO(), page_numbers(sheets)
    with pikepdf.new() as binder:
        tags = added(binder, words.plan, texts("Emergency plan"))
        covered = len(binder.pages)
        tags += added(binder, words.index, texts("Contents"))
        before = len(binder.pages)
        starts: list[int] = []
        for page in pages:
            starts.append(len(binder.pages))
            with pikepdf.open(BytesIO(page.pdf)) as one:
                binder.pages.extend(one.pages)
            tags += page.tags
        share_layers(binder, [part for page in binder.pages for part in (page.obj, *whole_sheets(page))])
        after = len(binder.pages)
        tags += added(binder, words.streets, texts("Street index"))
        with binder.open_outline() as outline:
            if words.plan is not None:
                outline.root.append(pikepdf.OutlineItem(texts("Emergency plan"), 0))
            if words.index is not None:
                outline.root.append(pikepdf.OutlineItem(texts("Contents"), covered))
            for place, sheet in enumerate(sheets):
                called = f"{numbers[place]}. {' / '.join(title_lines(sheet, texts))}"
                mark = pikepdf.OutlineItem(called, starts[place])
                for offset, tag in enumerate(pages[place].tags[1:], 1):
                    mark.children.append(pikepdf.OutlineItem(tag.title, starts[place] + offset))
                mark.is_closed = True
                outline.root.append(mark)
            if words.streets is not None:
                outline.root.append(pikepdf.OutlineItem(texts("Street index"), after))
        binder.Root.PageMode = pikepdf.Name.UseOutlines
        if words.index is not None:
            link_lines(binder, words.index, covered, starts)
        name_pages(binder, before, numbers, [page.tags for page in pages], after)
        name_fonts(binder)
        write_tags(binder, list(zip(binder.pages, tags, strict=True)))
        describe(binder, title, authority, publication.language, marking, printed)
        if duplex is not None:
            left, low, right, high = (float(side) for side in binder.pages[before].mediabox)
            say_duplex(binder, duplex, (right - left, high - low))
        binder.save(
            numbered, min_version=VERSION, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable
        )
    with pikepdf.open(numbered) as binder:
        del binder.trailer["/ID"]
        out = BytesIO()
        binder.save(
            out, min_version=VERSION, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
        return out.getvalue(), len(binder.pages)
