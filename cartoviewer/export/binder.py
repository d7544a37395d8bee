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
from cartoviewer.export.binder_index import Index, index_of
from cartoviewer.export.binder_streets import streets_of
from cartoviewer.export.crew import painted_by_all
from cartoviewer.export.duplex import Duplex, say_duplex
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.pdf import VERSION, describe, name_fonts, page_bytes
from cartoviewer.export.pdf_layers import share_layers
from cartoviewer.export.pdf_tags import Tag, marked_as_one, write_tags
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import composed
from cartoviewer.export.writing import written_safely
from cartoviewer.render.fonts import register_fonts
from cartoviewer.scene.furniture import Note
from cartoviewer.scene.sheet_checks import Finding, check_sheet, stopping
from cartoviewer.scene.sheet_plan import with_plan
from cartoviewer.scene.sheet_words import title_lines
from layers.errors import Problem
from layers.progress import NoProgress, Progress
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Texts

__all__ = ["BinderError", "write_binder"]

_POINTS_PER_MM: Final = 72.0 / 25.4
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

    @contextmanager
    def __call__(self) -> Iterator[Callable[[Sheet], "_Page"]]:
        """Give what paints one sheet."""
        application = QGuiApplication.instance() or QGuiApplication(["cartoviewer", "-platform", "offscreen"])
        register_fonts()
        with Dossier.open(self.dossier, read_only=True) as opened:
            publication = Publication.prepare(
                opened.log.fold(self.at), opened.datasets, self.audience, self.language, moment=self.moment
            )
            yield lambda sheet: _page(publication, sheet, self.printed)
        del application


@dataclass(frozen=True, slots=True)
class _Page:
    """One sheet as a PDF of its own, and what is told of it."""

    pdf: bytes
    tag: Tag
    marking: Sensitivity
    notes: tuple[Note, ...]
    stale: tuple[str, ...]
    findings: tuple[Finding, ...]


def _pass_all(faults: list[tuple[Sheet, tuple[Finding, ...]]]) -> None:
    del faults


def write_binder(
    publication: Publication,
    dossier: Path,
    at: int | datetime | None,
    sheets: Sequence[Sheet],
    path: Path,
    *,
    printed: datetime,
    duplex: Duplex | None = None,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    judge: Callable[[list[tuple[Sheet, tuple[Finding, ...]]]], None] = _pass_all,
) -> Outcome:
    """Write sheets as one PDF in their order, after an index.

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
    judge
        Is given the sheets with serious faults that nobody has accepted, and raises where they stop the binder.

    Raises
    ------
    BinderError
        The audience may see none of the sheets.
    WriteError
        The file cannot be written; an older one is left as it was.
    Cancelled
        The user asked to stop; nothing is left behind.
    """
    kept = tuple(sheet for sheet in sheets if publication.audience.may_see(sheet.sensitivity))
    if not kept:
        raise BinderError("This audience may see none of the sheets, so there is nothing to bind.")
    pages = _painted(publication, dossier, at, kept, printed, progress)
    versions = [with_plan(sheet, publication.document) for sheet in kept]
    faults = [
        (sheet, stopping(page.findings, version))
        for sheet, version, page in zip(kept, versions, pages, strict=True)
    ]
    judge([(sheet, serious) for sheet, serious in faults if serious])
    texts = Texts(publication.language)
    notes: list[Note] = []
    if len(kept) < len(sheets):
        left = str(len(sheets) - len(kept))
        notes.append(Note("Sheets left out, above this audience: {n}.", (("n", left),)))
    for sheet, page in zip(kept, pages, strict=True):
        notes += [Note("Sheet {sheet}: {note}", _inside(sheet, note, texts)) for note in page.notes]
    operation = publication.document.operation
    called = "" if operation is None else texts.name(operation.names)
    title = called or texts("Map atlas")
    index = index_of(publication, title, kept, tuple(page.marking for page in pages), printed)
    streets = streets_of(publication, kept, index.marking, printed)
    marking = index.marking if streets is None else streets.marking
    data = _bound(publication, title, index, streets, kept, pages, printed, marking, duplex)
    with written_safely(path) as scratch:
        scratch.write_bytes(data)
    stale = tuple(dict.fromkeys(name for page in pages for name in page.stale))
    progress.step(1.0)
    return Outcome(path, len(data), publication.audience, marking, tuple(notes), stale)


def _inside(sheet: Sheet, note: Note, texts: Texts) -> tuple[tuple[str, str], ...]:
    return (("sheet", str(sheet.number)), ("note", texts(note.text, **dict(note.values))))


def _painted(
    publication: Publication,
    dossier: Path,
    at: int | datetime | None,
    sheets: tuple[Sheet, ...],
    printed: datetime,
    progress: Progress,
) -> list[_Page]:
    """Paint the sheets, in as many processes as there are cores; the pages come in the order of the sheets."""
    helpers = min((cpu_count() or 1) - 1, len(sheets) // _SHARE)
    opening = _Opening(dossier, at, publication.moment, publication.audience, publication.language, printed)
    return painted_by_all(
        sheets, lambda sheet: _page(publication, sheet, printed), opening, max(helpers, 0), progress
    )


def _page(publication: Publication, sheet: Sheet, printed: datetime) -> _Page:
    composition = composed(publication, sheet, printed, NoProgress())
    shown = publication.sheet(sheet)
    findings = check_sheet(shown, composition, publication.document, publication.datasets)
    pdf, tag = page_bytes(composition)
    return _Page(pdf, tag, composition.marking, composition.notes, composition.stale, findings)


def _bound(
    publication: Publication,
    title: str,
    index: Index,
    streets: Index | None,
    sheets: tuple[Sheet, ...],
    pages: list[_Page],
    printed: datetime,
    marking: Sensitivity,
    duplex: Duplex | None,
) -> bytes:
    """Put the index before the sheets and name every page; what lies on a page stays as it is, its place too."""
    texts = Texts(publication.language)
    operation = publication.document.operation
    authority = "" if operation is None else texts.name(operation.authority)
    numbered = BytesIO()
    with pikepdf.new() as binder, pikepdf.open(BytesIO(index.pdf)) as front:
        binder.pages.extend(front.pages)
        tags = [
            marked_as_one(page, texts("Contents"), read=words)
            for page, words in zip(binder.pages, index.words, strict=True)
        ]
        before = len(binder.pages)
        for page in pages:
            with pikepdf.open(BytesIO(page.pdf)) as one:
                binder.pages.append(one.pages[0])
            tags.append(page.tag)
        share_layers(binder, [page.obj for page in binder.pages])
        after = len(binder.pages)
        if streets is not None:
            with pikepdf.open(BytesIO(streets.pdf)) as back:
                binder.pages.extend(back.pages)
            tags += [
                marked_as_one(page, texts("Street index"), read=words)
                for page, words in zip(list(binder.pages)[after:], streets.words, strict=True)
            ]
        with binder.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(texts("Contents"), 0))
            for place, sheet in enumerate(sheets):
                words = f"{place + 1}. {' / '.join(title_lines(sheet, texts))}"
                outline.root.append(pikepdf.OutlineItem(words, before + place))
            if streets is not None:
                outline.root.append(pikepdf.OutlineItem(texts("Street index"), after))
        binder.Root.PageMode = pikepdf.Name.UseOutlines
        _link(binder, index, before)
        _name_pages(binder, before)
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
        return out.getvalue()


def _name_pages(binder: pikepdf.Pdf, before: int) -> None:
    """Let readers count the index in Roman figures and the sheets from one."""
    binder.Root.PageLabels = pikepdf.Dictionary(
        Nums=pikepdf.Array(
            [0, pikepdf.Dictionary(S=pikepdf.Name.r), before, pikepdf.Dictionary(S=pikepdf.Name.D, St=1)]
        )
    )


def _link(binder: pikepdf.Pdf, index: Index, before: int) -> None:
    """Make every line of the index lead to its sheet."""
    for line in index.lines:
        page = binder.pages[line.page]
        left, top, width, height = (length * _POINTS_PER_MM for length in line.box)
        upper = float(page.mediabox[3]) - top
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=pikepdf.Array([round(value, 3) for value in (left, upper - height, left + width, upper)]),
            Border=pikepdf.Array([0, 0, 0]),
            Dest=pikepdf.Array([binder.pages[before + line.sheet].obj, pikepdf.Name.Fit]),
        )
        if "/Annots" not in page.obj:
            page.obj.Annots = pikepdf.Array([])
        page.obj.Annots.append(binder.make_indirect(link))
