"""Pages of a file that is bound: words around its sheets, how readers count, and links from the index."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

import pikepdf

from cartoviewer.export.binder_index import Index
from cartoviewer.export.pdf_tags import Tag, marked_as_one

__all__ = ["added", "link_lines", "name_pages"]

_POINTS_PER_MM: Final = 72.0 / 25.4


def added(binder: pikepdf.Pdf, made: Index | None, called: str) -> list[Tag]:
    """Put pages of words at the end of what is bound so far, and give how each of them is read."""
    if made is None:
        return []
    first = len(binder.pages)
    with pikepdf.open(BytesIO(made.pdf)) as part:
        binder.pages.extend(part.pages)
    pages = list(binder.pages)[first:]
    return [marked_as_one(page, called, read=words) for page, words in zip(pages, made.words, strict=True)]


def name_pages(
    binder: pikepdf.Pdf, before: int, numbers: Sequence[int], pages: Sequence[Sequence[Tag]], after: int
) -> None:
    """Let readers count the pages before the sheets in Roman figures, sheets by their numbers, the rest in letters.

    A sheet that is laid over pages has its number on the page that shows how they lie, and `3-B2` on each of them.
    """
    named: list[pikepdf.Object | int] = [0, pikepdf.Dictionary(S=pikepdf.Name.r)] if before else []
    at = before
    for number, tags in zip(numbers, pages, strict=True):
        named += [at, pikepdf.Dictionary(S=pikepdf.Name.D, St=number)]
        for offset, tag in enumerate(tags[1:], 1):
            named += [at + offset, pikepdf.Dictionary(P=pikepdf.String(f"{number}-{tag.title}"))]
        at += len(tags)
    if len(binder.pages) > after:
        named += [after, pikepdf.Dictionary(S=pikepdf.Name.A)]
    binder.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(named))


def link_lines(binder: pikepdf.Pdf, index: Index, first: int, starts: Sequence[int]) -> None:
    """Make every line of the index lead to its sheet; `starts` says on which page of the file each sheet begins."""
    for line in index.lines:
        page = binder.pages[first + line.page]
        left, top, width, height = (length * _POINTS_PER_MM for length in line.box)
        upper = float(page.mediabox[3]) - top
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=pikepdf.Array([round(value, 3) for value in (left, upper - height, left + width, upper)]),
            Border=pikepdf.Array([0, 0, 0]),
            Dest=pikepdf.Array([binder.pages[starts[line.sheet]].obj, pikepdf.Name.Fit]),
        )
        if "/Annots" not in page.obj:
            page.obj.Annots = pikepdf.Array([])
        page.obj.Annots.append(binder.make_indirect(link))
