"""Doing, undoing and redoing: the document now, and the way back, both derived from the log."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from cartoviewer.document.changes import new_id
from cartoviewer.document.document import EMPTY, MapDocument
from cartoviewer.document.edit import Change, Edit, Label
from cartoviewer.document.events import Signal
from cartoviewer.document.log import Log

__all__ = ["History", "utc_now"]


def utc_now() -> datetime:
    """Give the moment in UTC; the clock of everything that is given none."""
    return datetime.now(UTC)


class History:
    """The one way to change a dossier.

    Undo and redo are edits like any other, rows of the log: they are worked out from it, so that they go on after
    a restart and are seen by whoever reads the log.

    Parameters
    ----------
    log
        Where each edit becomes durable before it is shown.
    author
        Who edits: a function (`SITCEN`), not a person's name.
    clock
        Gives moments with a time zone.
    ids
        Gives the id of a new edit; `demo` needs the same ones each time.
    """

    def __init__(
        self,
        log: Log,
        author: str,
        clock: Callable[[], datetime] = utc_now,
        ids: Callable[[], str] = new_id,
    ) -> None:
        self.log: Final = log
        self.author: Final = author
        self.changed: Final[Signal[MapDocument]] = Signal()
        self._clock: Final = clock
        self._ids: Final = ids
        self._document = EMPTY
        self._position = 0
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._last_moment: datetime | None = None
        self._catch_up()

    @property
    def document(self) -> MapDocument:
        """The document now."""
        return self._document

    @property
    def position(self) -> int:
        """The position in the log of the last edit; 0 while there is none."""
        return self._position

    @property
    def undo_label(self) -> Label | None:
        """What undo would take back; None when there is nothing."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> Label | None:
        """What redo would do again; None when there is nothing."""
        return self._undone[-1].label if self._undone else None

    def do(self, label: Label, *changes: Change) -> Edit:
        """Write an edit to the log, then apply it.

        Raises
        ------
        ValueError
            The changes change nothing.
        EditConflict
            A record is not what a change says it was; nothing was written.
        DossierError
            The dossier did not take the edit; nothing was changed.
        """
        return self._append(self.prepared(label, changes))

    def prepared(self, label: Label, changes: Sequence[Change]) -> Edit:
        """Give an edit that is not written yet: the first of three steps of one that is too large to wait for.

        Then `write_aside`, on any thread, while nothing else is edited; then `take_in`, where the window lives.

        Raises
        ------
        ValueError
            The changes change nothing.
        """
        real = tuple(change for change in changes if change.before != change.after)
        if not real:
            raise ValueError("an edit must change something")
        return Edit(id=self._ids(), label=label, author=self.author, moment=self._now(), changes=real)

    def write_aside(self, edit: Edit) -> tuple[MapDocument, int]:
        """Write a prepared edit to the log; give the document after it and its position, for `take_in`.

        Raises
        ------
        EditConflict, DossierError
            As `do`.
        """
        after = self._document.apply(edit)
        return after, self.log.append(edit)

    def take_in(self, edit: Edit, written: tuple[MapDocument, int]) -> None:
        """Show what was written aside."""
        self._document, self._position = written
        self._place(edit)
        self.changed.emit(self._document)

    def undo(self) -> Edit | None:
        """Take the last edit back that is not taken back yet; None when there is none."""
        if not self._done:
            return None
        last = self._done[-1]
        return self._append(
            msgspec.structs.replace(
                last,
                id=self._ids(),
                author=self.author,
                moment=self._now(),
                changes=tuple(change.reversed() for change in reversed(last.changes)),
                undoes=last.id,
                redoes="",
            )
        )

    def redo(self) -> Edit | None:
        """Do the edit again that was taken back last; None when there is none."""
        if not self._undone:
            return None
        first = self._undone[-1]
        return self._append(
            msgspec.structs.replace(
                first, id=self._ids(), author=self.author, moment=self._now(), undoes="", redoes=first.id
            )
        )

    def at(self, moment: int | datetime) -> MapDocument:
        """Give the document as it stood at a position of the log, or at a moment."""
        return self.log.fold(moment)

    def refresh(self) -> bool:
        """Take in what the owner of a dossier that is open for reading has done since.

        Returns
        -------
        bool
            Whether there was anything; `changed` has been emitted then.
        """
        if not self._catch_up():
            return False
        self.changed.emit(self._document)
        return True

    def _catch_up(self) -> bool:
        """Read the log from where we are: one pass for the document and for undo."""
        edits = []
        for entry in self.log.entries(self._position):
            self._place(entry.edit)
            self._position = entry.position
            edits.append(entry.edit)
        self._document = self.log.continued(self._document, edits)
        return bool(edits)

    def _append(self, edit: Edit) -> Edit:
        self.take_in(edit, self.write_aside(edit))
        return edit

    def _place(self, edit: Edit) -> None:
        """Put an edit of the log where undo and redo will find it."""
        self._last_moment = edit.moment
        if edit.undoes:
            if self._done and self._done[-1].id == edit.undoes:
                self._undone.append(self._done.pop())
        elif edit.redoes:
            if self._undone and self._undone[-1].id == edit.redoes:
                self._done.append(self._undone.pop())
        else:
            self._done.append(edit)
            self._undone.clear()

    def _now(self) -> datetime:
        """Give a moment that is not before the last edit, even when the clock was set back meanwhile."""
        now = self._clock()
        return now if self._last_moment is None else max(now, self._last_moment)
