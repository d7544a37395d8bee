"""Which index of places a command works with."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cartoviewer.cli.surface import Surface
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.index_file import IndexProblem, index_beside, users_index

__all__ = ["index_path", "opened_if_there", "opened_index"]


def index_path(asked: Path | None, dossier: Path | None = None) -> Path:
    """Give the index to work with: the one asked for, the one beside the dossier, or the user's own."""
    return asked if asked is not None else index_beside(dossier)


@contextmanager
def opened_index(path: Path) -> Iterator[Gazetteer]:
    """Open an index that is needed. Raises IndexProblem where it is not there or damaged."""
    with closing(Gazetteer.open(path)) as gazetteer:
        yield gazetteer


@contextmanager
def opened_if_there(asked: Path | None, dossier: Path | None, surface: Surface) -> Iterator[Gazetteer | None]:
    """Open an index that helps but is not needed: the user's own may be missing, and a damaged one is told.

    An index that was asked for has to be there.
    """
    path = index_path(asked, dossier)
    if asked is None and not path.exists():
        yield None
        return
    try:
        gazetteer = Gazetteer.open(path)
    except IndexProblem as problem:
        if asked is not None or path != users_index():
            raise
        surface.complain(surface.texts(problem.text, **problem.values))
        yield None
        return
    with closing(gazetteer):
        yield gazetteer
