"""The index of places in the window: opened when asked, anew when rebuilt, done without when damaged."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Signal

from cartoviewer.ui.session import Session
from layers.gazetteer.gazetteer import Gazetteer
from layers.gazetteer.index_file import IndexProblem, index_beside

__all__ = ["Ground"]

T = TypeVar("T")


class Ground(QObject):
    """Answers questions with the index, from any thread.

    Signals
    -------
    failed (IndexProblem)
        The index cannot be used; told once for each file that fails.
    """

    failed = Signal(object)

    def __init__(self, session: Session, own: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Final = session
        self._own: Final = own
        self._lock: Final = Lock()
        self._gazetteer: Gazetteer | None = None
        self._told = ""

    @property
    def path(self) -> Path:
        """Where the index is: beside the dossier, or the user's own."""
        if self._own is not None:
            return self._own
        dossier = self._session.dossier
        return index_beside(dossier.path if dossier is not None else None)

    @property
    def exists(self) -> bool:
        """Tell whether there is an index at all."""
        return self.path.is_file()

    def ask(self, question: Callable[[Gazetteer | None], T]) -> T:
        """Answer a question with the index, or without it where there is none or it fails."""
        try:
            return question(self._opened())
        except IndexProblem as problem:
            self._tell(problem)
            self._let_go()
            return question(None)

    def close_down(self) -> None:
        """Let go of the file."""
        self._let_go()

    def _opened(self) -> Gazetteer | None:
        with self._lock:
            path, current = self.path, self._gazetteer
            if current is not None and current.path == path:
                if not current.is_stale:
                    return current
                self._gazetteer = None
            elif not path.is_file():
                return None
            # Whoever still asks the old one keeps it; it closes when nobody does.
            self._gazetteer = Gazetteer.open(path)
            self._told = ""
            return self._gazetteer

    def _let_go(self) -> None:
        with self._lock:
            self._gazetteer = None

    def _tell(self, problem: IndexProblem) -> None:
        if self._told != str(problem):
            self._told = str(problem)
            self.failed.emit(problem)
