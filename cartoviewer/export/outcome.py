"""What came of writing a file: what is in it, and what is worth telling."""

from dataclasses import dataclass
from pathlib import Path

from cartoviewer.scene.furniture import Note
from layers.sensitivity import Audience, Sensitivity

__all__ = ["Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A file that was written.

    Attributes
    ----------
    path
        Where it stands.
    size_bytes
        How large it is.
    audience
        For whom it was made.
    marking
        The strictest level of what it shows.
    notes
        What could not be shown as it is, as English source texts.
    stale
        The layers whose data are older than they should be, by name.
    unplaced
        The labels of the map that found no place, the most important first.
    """

    path: Path
    size_bytes: int
    audience: Audience
    marking: Sensitivity
    notes: tuple[Note, ...] = ()
    stale: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
