"""Files that are dropped on the window: a dossier is opened, data become a layer, wherever they fall."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QObject

from cartoviewer.ui.desk import Desk
from cartoviewer.ui.messages import Message, Messages, Offer
from cartoviewer.ui.session import Session

__all__ = ["Arrivals", "holds_dossier"]


def holds_dossier(path: Path) -> bool:
    """Tell whether a file is a dossier, by looking into it; a damaged or a missing file is none."""
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'cartoviewer_about'").fetchone()
    except sqlite3.Error:
        return False
    return found is not None


class Arrivals(QObject):
    """Takes files in; where it is not clear what is meant, it says what the file is and offers what can be done.

    Parameters
    ----------
    add
        Brings a file of data onto the map of the open dossier.
    """

    def __init__(
        self,
        session: Session,
        desk: Desk,
        messages: Messages,
        add: Callable[[Path], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._messages = messages
        self._add = add

    def take(self, path: Path) -> None:
        """Open a dossier, or add data; a dossier beside an open one, and data without one, are asked about."""
        is_open, is_dossier = self._session.dossier is not None, holds_dossier(path)
        values = {"name": path.name}
        if is_dossier and is_open:
            offers = (
                Offer("Open it", lambda: self._desk.open(path)),
                Offer("Add its layers", lambda: self._add(path)),
            )
            self._messages.show(Message("“{name}” is a dossier, and another one is open.", values, offers=offers))
        elif is_dossier or (not is_open and path.suffix.lower() == ".gpkg" and not _holds_data(path)):
            # What is neither is told by whoever tries to open it.
            self._desk.open(path)
        elif is_open:
            self._add(path)
        else:
            offer = Offer("New dossier…", lambda: self._desk.new_dossier(lambda: self._add(path)))
            text = "“{name}” holds data; a dossier takes them in."
            self._messages.show(Message(text, values, offers=(offer,)))


def _holds_data(path: Path) -> bool:
    """Tell whether a GeoPackage can be read as one."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("SELECT 1 FROM gpkg_contents").fetchone()
    except sqlite3.Error:
        return False
    return True
