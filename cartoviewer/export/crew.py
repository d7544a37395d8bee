"""Painting sheets in several processes: this one paints too, and helpers take sheets as soon as they are ready.

Painting holds Python's lock, so a second core needs a second process. A helper takes a second to start: whoever
knows early that sheets will be painted starts the crew then, and says later what is painted. Each helper opens the
dossier once and is given one share of the sheets after the other; this process paints beside it.
"""

import gc
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

from cartoviewer.export.interrupts import ignore_interrupts, started_uninterrupted
from layers.errors import Problem
from layers.progress import Progress

__all__ = ["Crew", "CrewError", "painted_by_all"]

_AHEAD: Final = 2
"""Sheets that a helper has at a time: it never waits for the next, and stopping waits for no more than these."""

_LISTEN_S: Final = 0.1
_READY: Final = "ready"

Sheet = TypeVar("Sheet")
Page = TypeVar("Page")
Opening = Callable[[], AbstractContextManager[Callable[[Sheet], Page]]]
"""Opens what is needed to paint, and gives what paints a sheet."""
Preparing = Callable[[], AbstractContextManager[None]]
"""Makes ready what is needed whatever is painted."""


class CrewError(Problem):
    """A process that painted sheets has ended before it was done."""


class Crew:
    """Helpers that wait to be told what is painted; they end with the block that this is the manager of.

    Parameters
    ----------
    helpers
        How many processes are started at once.
    preparing
        What each of them makes ready before it is told; it is sent there.
    """

    def __init__(self, helpers: int, preparing: Preparing = nullcontext) -> None:
        self._context = get_context("spawn")
        self._preparing = preparing
        self.helpers: dict[Connection, BaseProcess] = {}
        self.grow(helpers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dismiss()

    def grow(self, helpers: int) -> None:
        """Start helpers until there are so many."""
        while len(self.helpers) < helpers:
            here, there = self._context.Pipe()
            helper = self._context.Process(target=_help, args=(there, self._preparing), daemon=True)
            with started_uninterrupted():
                helper.start()
            there.close()
            self.helpers[here] = helper

    def dismiss(self) -> None:
        """End the helpers at once: they only read, and hold nothing that somebody waits for."""
        for helper in self.helpers.values():
            helper.kill()
        for line, helper in self.helpers.items():
            helper.join()
            line.close()
        self.helpers.clear()


def painted_by_all(
    sheets: Sequence[Sheet],
    paint: Callable[[Sheet], Page],
    opening: Opening[Sheet, Page],
    crew: Crew,
    progress: Progress,
) -> list[Page]:
    """Paint sheets here and in helpers, who are dismissed then; the pages come in the order of the sheets.

    Parameters
    ----------
    sheets
        What is painted; they are sent to the helpers.
    paint
        Paints one here.
    opening
        Opens the same in a helper; it is sent there.
    crew
        The helpers, ready or not.
    progress
        Told after each sheet; may raise `Cancelled`.

    Raises
    ------
    CrewError
        A helper has ended unasked: it was killed, or had no memory left.
    """
    try:
        with _loaded_set_aside():
            return _Work[Sheet, Page](sheets, opening, crew).paint(paint, progress)
    finally:
        crew.dismiss()


@contextmanager
def _loaded_set_aside() -> Iterator[None]:
    """Keep the collection of garbage from what is loaded by now: looking at it takes an eighth of the painting."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


class _Work(Generic[Sheet, Page]):
    """What is still to be painted, and by whom."""

    def __init__(self, sheets: Sequence[Sheet], opening: Opening[Sheet, Page], crew: Crew) -> None:
        self._sheets = sheets
        self._left = deque(range(len(sheets)))
        self._pages: dict[int, Page] = {}
        self._lines = list(crew.helpers)
        self._busy: dict[Connection, int] = {}
        for line in self._lines:
            _sent(line, opening)

    def paint(self, paint: Callable[[Sheet], Page], progress: Progress) -> list[Page]:
        """Paint until nothing is left; see `painted_by_all`."""
        while len(self._pages) < len(self._sheets):
            for line in wait(self._lines, timeout=0.0 if self._left else _LISTEN_S):
                assert isinstance(line, Connection)
                self._hear(line)
            if self._left:
                index = self._left.popleft()
                self._pages[index] = paint(self._sheets[index])
            progress.step(len(self._pages) / len(self._sheets) * 0.95, "Drawing the sheets")
        return [self._pages[index] for index in range(len(self._sheets))]

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
            _sent(line, (index, self._sheets[index]))
            self._busy[line] += 1


def _sent(line: Connection, what: object) -> None:
    """Send something to a helper; what one that has ended said last is heard when its line is read."""
    with suppress(BrokenPipeError, ConnectionResetError):
        line.send(what)


def _help(line: Connection, preparing: Preparing) -> None:
    """Paint what is sent, until nobody listens any more."""
    ignore_interrupts()
    try:
        with preparing():
            opening = line.recv()
            with opening() as paint, _loaded_set_aside():
                line.send(_READY)
                while True:
                    index, sheet = line.recv()
                    line.send((index, paint(sheet)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except Exception as error:
        line.send(error)
