"""Long work beside the window: started, watched, cancelled, and its result brought back to the main thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from time import monotonic
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from cartoviewer.document.edit import Label
from layers.progress import Cancelled, Progress

__all__ = ["Task", "TaskRunner"]

T = TypeVar("T")

_STEP_S: Final = 0.05
"""Progress is told at most this often: a work that steps a million times must not flood the window."""


class Task(QObject):
    """One piece of work that was asked for. All signals arrive on the main thread.

    Attributes
    ----------
    title
        What is being done, as an English source text with its values.
    share
        How much is finished, 0 to 1; negative while it cannot be told.
    text
        What is being done right now, an English source text; may be empty.
    """

    progressed = Signal()
    ended = Signal()

    def __init__(self, title: Label, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.share = -1.0
        self.text = ""
        self.is_over = False
        self._stop = Event()

    @property
    def is_cancelled(self) -> bool:
        """Tell whether somebody asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next step; its result will not be delivered."""
        self._stop.set()


class _Steps:
    """The `Progress` that is given to the work: throttled, and raising when cancelled."""

    def __init__(self, task: Task, tell: Callable[[float, str], None], stop: Event) -> None:
        self._task = task
        self._tell = tell
        self._stop = stop
        self._last = 0.0

    def step(self, done: float, text: str = "") -> None:
        if self._stop.is_set():
            raise Cancelled
        now = monotonic()
        if now - self._last >= _STEP_S:
            self._last = now
            self._tell(done, text)


class _Gate:
    """Open as long as threads may speak to the window.

    The window may go while a thread still works; no thread may then be in the midst of telling a deleted object
    something. So telling and shutting keep each other out.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.is_open = True

    def shut(self) -> None:
        """Let nothing through any more."""
        with self.lock:
            self.is_open = False


class TaskRunner(QObject):
    """Runs work in threads of its own.

    Parameters
    ----------
    threads
        How many pieces of work go on at once. QPainter holds Python's lock, so two painters are slower than one.
    """

    started = Signal(object)
    ended = Signal(object)
    _call = Signal(object)

    def __init__(self, parent: QObject | None = None, *, threads: int = 2, name: str = "task") -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix=name)
        self._running: list[Task] = []
        self._gate = _Gate()
        self.destroyed.connect(self._gate.shut)
        self._call.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> tuple[Task, ...]:
        """What is going on or waiting for its turn, oldest first."""
        return tuple(self._running)

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None],
        title: Label,
        *,
        cancelled: Callable[[], None] | None = None,
    ) -> Task:
        """Do `work` in another thread; then call one of `done`, `failed` or `cancelled` on the main thread.

        Parameters
        ----------
        work
            Must touch no widget. Its `Progress` raises `Cancelled` after `Task.cancel`.
        failed
            Gets what the work raised.
        title
            What the user reads while it goes on: an English source text with its values.
        """
        task = Task(title, self)
        if not self._gate.is_open:
            # A timer may still ring while the window goes.
            task.is_over = True
            return task
        self._running.append(task)
        self.started.emit(task)

        def finish(then: Callable[[], None]) -> None:
            def settle() -> None:
                task.is_over = True
                self._running.remove(task)
                task.ended.emit()
                self.ended.emit(task)
                task.deleteLater()
                then()

            self._post(settle)

        def tell(share: float, text: str) -> None:
            def show() -> None:
                if not task.is_over:
                    task.share, task.text = share, text
                    task.progressed.emit()

            self._post(show)

        def body() -> None:
            nothing: Callable[[], None] = cancelled if cancelled is not None else _nothing
            try:
                steps = _Steps(task, tell, task._stop)  # noqa: SLF001 - the runner and its task are one
                steps.step(-1.0)
                result = work(steps)
            except Cancelled:
                finish(nothing)
            except BaseException as error:  # whatever it is: the user is told
                problem = error
                # Whoever was stopped may well fail over it: the file was closed, the layer is gone.
                finish(lambda: nothing() if task.is_cancelled else failed(problem))
            else:
                finish(lambda: nothing() if task.is_cancelled else done(result))

        self._pool.submit(body)
        return task

    def cancel_all(self) -> None:
        """Ask everything to stop."""
        for task in self._running:
            task.cancel()

    def close(self) -> None:
        """Ask everything to stop and take no more work; waits for nothing."""
        self._gate.shut()
        self.cancel_all()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _post(self, call: Callable[[], None]) -> None:
        with self._gate.lock:
            if self._gate.is_open:
                self._call.emit(call)

    def _deliver(self, call: Any) -> None:
        if self._gate.is_open:
            call()


def _nothing() -> None:
    """Do nothing: the caller did not ask to hear of a cancellation."""
