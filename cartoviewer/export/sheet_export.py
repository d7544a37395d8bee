"""What all writers of sheets share: the gate is passed, the sheet composed, the file put in its place."""

from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from bnip.sheet import Sheet
from cartoviewer.export.outcome import Outcome
from cartoviewer.export.publication import Publication
from cartoviewer.export.writing import written_safely
from cartoviewer.scene.composition import compose
from cartoviewer.scene.furniture import SheetComposition
from layers.progress import Progress

__all__ = ["composed", "put"]


def composed(publication: Publication, sheet: Sheet, printed: datetime, progress: Progress) -> SheetComposition:
    """Compose a sheet from what the audience may see."""
    if QGuiApplication.instance() is None:
        raise RuntimeError("A QGuiApplication is needed before a sheet is painted: it holds the fonts.")
    return compose(
        publication.document,
        publication.datasets,
        publication.sheet(sheet),
        publication.language,
        printed,
        progress,
        situation=publication.moment,
    )


def put(data: bytes, path: Path, publication: Publication, composition: SheetComposition) -> Outcome:
    """Write a finished file to its place, whole or not at all."""
    with written_safely(path) as scratch:
        scratch.write_bytes(data)
    return Outcome(path, len(data), publication.audience, composition.marking, composition.notes, composition.stale)
