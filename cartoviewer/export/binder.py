"""Many sheets as one PDF: an index that shows where they lie in the file, then every sheet with its bookmark."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

import pikepdf

from bnip.sheet import Sheet
from cartoviewer.export.binder_index import Index, index_of, page_numbers
from cartoviewer.export.binder_pages import Block, painted_blocks
from cartoviewer.export.binder_plan import plan_pages
from cartoviewer.export.binder_streets import streets_of
from cartoviewer.export.bound_pages import added, link_lines, name_pages
from cartoviewer.export.crew import Crew
from cartoviewer.export.duplex import Duplex, say_duplex
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.pdf import VERSION, describe, name_fonts
from cartoviewer.export.pdf_layers import share_layers
from cartoviewer.export.pdf_tags import write_tags
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_gate import SheetStopped
from cartoviewer.export.tiled_pdf import whole_sheets
from cartoviewer.export.writing import written_safely
from cartoviewer.scene.furniture import Note
from cartoviewer.scene.sheet_checks import Finding, stopping
from cartoviewer.scene.sheet_words import title_lines
from cartoviewer.scene.tiling import Tiles
from layers.errors import Problem
from layers.progress import NoProgress, Progress
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Texts

__all__ = ["ALL_PARTS", "Binder", "BinderError", "Faults", "Parts", "draw_binder", "write_binder"]


class BinderError(Problem):
    """No binder can be made of these sheets."""


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
    crew: Crew | None = None,
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
        crew=crew,
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
    crew: Crew | None = None,
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
    crew
        Processes that were started before (`binder_pages.binder_crew`) and are dismissed now; None starts them now.

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
    blocks = painted_blocks(publication, dossier, at, kept, printed, tiles, progress, crew)
    pages = [page for block in blocks for page in block.pages]
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
    data, count = _bound(publication, title, words, kept, blocks, printed, marking, duplex)
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


def _bound(
    publication: Publication,
    title: str,
    words: _Words,
    sheets: tuple[Sheet, ...],
    blocks: list[Block],
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
    numbers = page_numbers(sheets)
    pages = [page for block in blocks for page in block.pages]
    with pikepdf.new() as binder:
        tags = added(binder, words.plan, texts("Emergency plan"))
        covered = len(binder.pages)
        tags += added(binder, words.index, texts("Contents"))
        before = len(binder.pages)
        starts: list[int] = []
        for page in pages:
            starts.append(before + sum(len(each.tags) for each in pages[: len(starts)]))
            tags += page.tags
        for pdf in (pdf for block in blocks for pdf in block.pdfs):
            with pikepdf.open(BytesIO(pdf)) as some:
                binder.pages.extend(some.pages)
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
        # Whatever numbers the blocks gave their objects, here they are numbered as they were bound.
        out = BytesIO()
        binder.save(
            out, min_version=VERSION, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
        return out.getvalue(), len(binder.pages)
