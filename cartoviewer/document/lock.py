"""One writer for a dossier: a lock beside the file that frees itself when its owner dies."""

import getpass
import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from filelock import FileLock, Timeout

from cartoviewer.document.errors import DossierError, DossierLockedError, DossierReadOnlyError
from resources.texts import BRUSSELS_TIME

__all__ = ["DossierLock", "LockOwner"]


class LockOwner(msgspec.Struct, frozen=True):
    """Who has a dossier open: the account on the machine, the machine, and since when."""

    user: str
    host: str
    process: int
    since: datetime


class DossierLock:
    """The right to write a dossier.

    The operating system holds the lock on `.NAME.lock` and frees it when the process ends, however it ends. Who
    it is stands in `.NAME.owner`: a file of its own, because Windows lets nobody read a locked one.

    Parameters
    ----------
    path
        The dossier.
    """

    def __init__(self, path: Path) -> None:
        self._path: Final = path
        self._owner_path: Final = path.with_name(f".{path.name}.owner")
        # thread_local would tie the lock to the thread that took it; the program closes from any.
        self._lock: Final = FileLock(path.with_name(f".{path.name}.lock"), timeout=0, thread_local=False)

    def acquire(self, now: datetime) -> None:
        """Take the lock, or raise at once.

        Raises
        ------
        DossierLockedError
            Someone else has it.
        DossierReadOnlyError
            The folder takes no file.
        DossierError
            There is no such folder.
        """
        if not self._path.parent.is_dir():
            # The lock would make the folder, and a slip of the pen a new place for dossiers.
            raise DossierError(
                "The folder {folder} does not exist. Choose another one.", folder=str(self._path.parent)
            )
        try:
            self._lock.acquire()
        except Timeout as error:
            raise self._locked() from error
        except OSError as error:
            raise DossierReadOnlyError(
                "The folder of {file} cannot be written ({detail}). Open the dossier for reading, or copy it to a "
                "folder of your own.",
                file=self._path.name,
                detail=error.strerror or str(error),
            ) from error
        owner = LockOwner(_user(), socket.gethostname(), os.getpid(), now)
        # Only a courtesy to the second opener; a full disk must not keep anyone from his dossier.
        with suppress(OSError):
            self._owner_path.write_bytes(msgspec.json.encode(owner))

    def release(self) -> None:
        """Let others write."""
        if self._lock.is_locked:
            # If it stays, whoever opens next writes over it.
            with suppress(OSError):
                self._owner_path.unlink(missing_ok=True)
            self._lock.release()

    def owner(self) -> LockOwner | None:
        """Give who has, or had, the dossier open; None when that cannot be read."""
        try:
            return msgspec.json.decode(self._owner_path.read_bytes(), type=LockOwner)
        except (OSError, msgspec.DecodeError):
            return None

    def _locked(self) -> DossierLockedError:
        owner = self.owner()
        if owner is None:
            return DossierLockedError(
                "{file} is open in another window or on another machine. Open it for reading, or close it there.",
                file=self._path.name,
            )
        return DossierLockedError(
            "{file} is open: {user} on {host} has it since {since}. Open it for reading, or close it there.",
            file=self._path.name,
            user=owner.user,
            host=owner.host,
            since=owner.since.astimezone(BRUSSELS_TIME).strftime("%d/%m/%Y %H:%M"),
        )


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
