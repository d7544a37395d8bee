"""The numbered copies of a sheet as one PDF, each with its bookmark."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf

from bnip.sheet import Sheet
from cartoviewer.export.duplex import Duplex, say_duplex
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.pdf import describe, page_bytes, settled
from cartoviewer.export.pdf_layers import share_layers
from cartoviewer.export.pdf_tags import write_tags
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_export import judged, put
from cartoviewer.export.sheet_gate import Judge
from cartoviewer.scene.numbered_copies import CopiesError, NumberedCopy, copy_line, numbered
from layers.progress import NoProgress, Progress
from resources.texts import Texts

__all__ = ["write_copies"]


def write_copies(
    publication: Publication,
    sheet: Sheet,
    path: Path,
    *,
    copies: Sequence[NumberedCopy],
    printed: datetime,
    duplex: Duplex | None = None,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
    judge: Judge | None = None,
) -> Outcome:
    """Write copies of a sheet one after the other, each with its number and the function that holds it.

    Raises
    ------
    CopiesError
        There are none.
    SheetStopped
        The sheet has serious faults, and nobody has said why they do not matter.
    WriteError
        The file cannot be written; an older one is left as it was.
    Cancelled
        The user asked to stop; nothing is left behind.
    """
    if not copies:
        raise CopiesError("None of the copies was chosen, so there is nothing to write.")
    texts = Texts(publication.language)
    with pikepdf.new() as pdf:
        tags, names = [], []
        for place, copy in enumerate(copies):
            progress.step(place / len(copies), "Laying out the sheet")
            this = numbered(sheet, copy)
            composition = judged(publication, this, printed, NoProgress(), judge)
            data, tag = page_bytes(composition)
            with pikepdf.open(BytesIO(data)) as one:
                pdf.pages.append(one.pages[0])
            tags.append(tag)
            names.append(copy_line(publication.sheet(this), publication.document, texts).words)
        share_layers(pdf, [page.obj for page in pdf.pages])
        describe(
            pdf,
            composition.title,
            composition.authority,
            composition.language,
            composition.marking,
            composition.printed,
        )
        if duplex is not None:
            say_duplex(pdf, duplex, composition.page_mm)
        with pdf.open_outline() as outline:
            outline.root += [pikepdf.OutlineItem(name, place) for place, name in enumerate(names)]
        write_tags(pdf, list(zip(pdf.pages, tags, strict=True)))
        return put(settled(pdf), path, publication, composition)
