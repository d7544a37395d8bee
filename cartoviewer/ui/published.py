"""What the window shows, as an audience may see it, with its past."""

from collections.abc import Callable

from cartoviewer.document.document import MapDocument
from cartoviewer.export.publication import Publication
from cartoviewer.ui.session import Session
from layers.dataset import Datasets
from layers.sensitivity import Audience
from resources.texts import Language

__all__ = ["published", "publishing"]


def published(
    session: Session, document: MapDocument, datasets: Datasets, audience: Audience, language: Language
) -> Publication:
    """Pass a document through the gate, for the moment that the window shows; maps of sheets can show others.

    What is stricter now than it was at that moment is as strict as now.
    """
    return Publication.prepare(
        document,
        datasets,
        audience,
        language,
        moment=session.shown_moment,
        past=session.as_it_stood,
        present=session.history.document if session.history is not None else None,
    )


def publishing(session: Session, audience: Audience, language: Language) -> Callable[[], Publication]:
    """Give what passes the document of just now through the gate; it may be called later, and from any thread.

    Raises
    ------
    RuntimeError
        No dossier is open.
    """
    document, datasets, history = session.document, session.datasets, session.history
    if datasets is None or history is None:
        raise RuntimeError("Without a dossier there is nothing to publish.")
    moment, present = session.shown_moment, history.document
    return lambda: Publication.prepare(
        document, datasets, audience, language, moment=moment, past=history.at, present=present
    )
