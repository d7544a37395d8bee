"""What can go wrong with a dossier. See `layers.errors` for how the messages reach people."""

from layers.errors import Problem

__all__ = [
    "DossierDamagedError",
    "DossierError",
    "DossierLockedError",
    "DossierReadOnlyError",
    "DossierVersionError",
    "DossierWriteError",
]


class DossierError(Problem):
    """A dossier cannot be made, opened or used."""


class DossierLockedError(DossierError):
    """The dossier is open elsewhere; it can still be opened for reading."""


class DossierReadOnlyError(DossierError):
    """Something was to be written into a dossier that is open for reading only."""


class DossierDamagedError(DossierError):
    """The file is not, or no longer, a sound dossier."""


class DossierVersionError(DossierError):
    """The dossier was made by a version of the program that this one does not know."""


class DossierWriteError(DossierError):
    """The disk did not take what was to be written; the dossier is as it was before."""
