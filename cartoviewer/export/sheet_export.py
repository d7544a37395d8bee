"""What all writers of sheets share: the gate is passed, the sheet composed, the file put in its place."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtGui import QGuiApplication

from bnip.sheet import Sheet
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.publication import Publication
from cartoviewer.export.sheet_gate import Judge, LastLook
from cartoviewer.export.writing import written_safely
from cartoviewer.scene.composition import compose
from cartoviewer.scene.furniture import Note, SheetComposition
from layers.progress import Progress
from resources.texts import Texts

__all__ = ["composed", "judged", "outcome", "put"]

_WITHOUT_WORDS: Final = (
    "The sheet’s own words (title, plan, names) are {level}, above this audience, and were left out. "
    "Give the sheet a lower level if they may be seen."
)


def composed(publication: Publication, sheet: Sheet, printed: datetime, progress: Progress) -> SheetComposition:
    """Compose a sheet from what the audience may see."""
    if QGuiApplication.instance() is None:
        raise RuntimeError("A QGuiApplication is needed before a sheet is painted: it holds the fonts.")
    composition = compose(
        publication.document,
        publication.datasets,
        publication.sheet(sheet),
        publication.language,
        printed,
        progress,
        situation=publication.moment,
        past=publication.past,
    )
    if publication.may_see(sheet):
        return composition
    return replace(
        composition, notes=(Note(_WITHOUT_WORDS, (("level", sheet.sensitivity.marking),)), *composition.notes)
    )


def judged(
    publication: Publication, sheet: Sheet, printed: datetime, progress: Progress, judge: Judge | None
) -> SheetComposition:
    """Compose a sheet that is to leave the house, and look it over; without another judge by the strict one.

    Raises
    ------
    SheetStopped
        The sheet has serious faults, and nobody has said why they do not matter.
    """
    composition = composed(publication, sheet, printed, progress)
    judge = judge or LastLook(publication, sheet, Texts(publication.language))
    judge(composition)
    return composition


def put(data: bytes, path: Path, publication: Publication, composition: SheetComposition) -> Outcome:
    """Write a finished file to its place, whole or not at all."""
    with written_safely(path) as scratch:
        scratch.write_bytes(data)
    return outcome(path, len(data), publication, composition)


def outcome(path: Path, size_bytes: int, publication: Publication, composition: SheetComposition) -> Outcome:
    """Tell what was written."""
    return Outcome(
        path,
        size_bytes,
        publication.audience,
        composition.marking,
        composition.notes,
        composition.stale,
        composition.unplaced,
    )
