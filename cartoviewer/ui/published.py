"""What the window shows, as an audience may see it, with its past."""

from cartoviewer.document.document import MapDocument
from cartoviewer.export.publication import Publication
from cartoviewer.ui.session import Session
from layers.dataset import Datasets
from layers.sensitivity import Audience
from resources.texts import Language

__all__ = ["published"]


def published(
    session: Session, document: MapDocument, datasets: Datasets, audience: Audience, language: Language
) -> Publication:
    """Pass a document through the gate, for the moment that the window shows; maps of sheets can show others."""
    return Publication.prepare(
        document, datasets, audience, language, moment=session.shown_moment, past=session.as_it_stood
    )
