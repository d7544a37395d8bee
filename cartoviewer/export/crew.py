"""Painting sheets in several processes: this one paints too, and helpers take sheets as soon as they are ready.

Painting holds Python's lock, so a second core needs a second process. A helper takes a second or two to start;
until then, and beside it, this process paints. Each helper opens the dossier once and is given one sheet after the
other.
"""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final, Generic, TypeVar

from cartoviewer.export.interrupts import ignore_interrupts, started_uninterrupted
from layers.errors import Problem
from layers.progress import Progress

__all__ = ["CrewError", "painted_by_all"]

_AHEAD: Final = 2
"""Sheets that a helper has at a time: it never waits for the next, and stopping waits for no more than these."""

_LISTEN_S: Final = 0.1
_READY: Final = "ready"

Sheet = TypeVar("Sheet")
Page = TypeVar("Page")
Opening = Callable[[], AbstractContextManager[Callable[[Sheet], Page]]]
"""Opens what is needed to paint, and gives what paints a sheet."""


class CrewError(Problem):
    """A process that painted sheets has ended before it was done."""


def painted_by_all(
    sheets: Sequence[Sheet],
    paint: Callable[[Sheet], Page],
    opening: Opening[Sheet, Page],
    helpers: int,
    progress: Progress,
) -> list[Page]:
    """Paint sheets here and in helpers; the pages come in the order of the sheets.

    Parameters
    ----------
    sheets
        What is painted; they are sent to the helpers.
    paint
        Paints one here.
    opening
        Opens the same in a helper; it is sent there.
    helpers
        How many processes help.
    progress
        Told after each sheet; may raise `Cancelled`.

    Raises
    ------
    CrewError
        A helper has ended unasked: it was killed, or had no memory left.
    """
    crew = _Crew[Sheet, Page](sheets, opening, helpers)
    try:
        return crew.paint(paint, progress)
    finally:
        crew.dismiss()


class _Crew(Generic[Sheet, Page]):
    """The helpers, and what is still to be painted."""

    def __init__(self, sheets: Sequence[Sheet], opening: Opening[Sheet, Page], helpers: int) -> None:
        self._sheets = sheets
        self._left = deque(range(len(sheets)))
        self._pages: dict[int, Page] = {}
        self._helpers: dict[Connection, BaseProcess] = {}
        self._busy: dict[Connection, int] = {}
        context = get_context("spawn")
        for _ in range(helpers):
            here, there = context.Pipe()
            helper = context.Process(target=_help, args=(there, opening), daemon=True)
            with started_uninterrupted():
                helper.start()
            there.close()
            self._helpers[here] = helper

    def paint(self, paint: Callable[[Sheet], Page], progress: Progress) -> list[Page]:
        """Paint until nothing is left; see `painted_by_all`."""
        while len(self._pages) < len(self._sheets):
            for line in wait(list(self._helpers), timeout=0.0 if self._left else _LISTEN_S):
                assert isinstance(line, Connection)
                self._hear(line)
            if self._left:
                index = self._left.popleft()
                self._pages[index] = paint(self._sheets[index])
            progress.step(len(self._pages) / len(self._sheets) * 0.95, "Drawing the sheets")
        return [self._pages[index] for index in range(len(self._sheets))]

    def dismiss(self) -> None:
        """Let the helpers end: those that paint after the sheets they have, those that are not ready at once."""
        for line, helper in self._helpers.items():
            if line in self._busy:
                line.close()
            else:
                helper.terminate()
        for line, helper in self._helpers.items():
            helper.join()
            line.close()

    def _hear(self, line: Connection) -> None:
        """Take what a helper says, and give it the next sheets."""
        try:
            said = line.recv()
        except (EOFError, OSError) as error:
            raise CrewError(
                "A process that drew sheets has ended before it was done, perhaps for want of memory. Try again, "
                "with fewer programs open or fewer sheets."
            ) from error
        if isinstance(said, Exception):
            raise said
        if said != _READY:
            index, page = said
            self._pages[index] = page
        self._busy[line] = self._busy.get(line, 0) - (said != _READY)
        while self._left and self._busy[line] < _AHEAD:
            index = self._left.popleft()
            self._busy[line] += 1
            # What a helper that has ended said last, and that it has ended, is heard when its line is read.
            with suppress(BrokenPipeError, ConnectionResetError):
                line.send((index, self._sheets[index]))


def _help(line: Connection, opening: Opening[Sheet, Page]) -> None:
    """Paint what is sent, until nobody listens any more."""
    ignore_interrupts()
    try:
        with opening() as paint:
            line.send(_READY)
            while True:
                index, sheet = line.recv()
                line.send((index, paint(sheet)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except Exception as error:
        line.send(error)
