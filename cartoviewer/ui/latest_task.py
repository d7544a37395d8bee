"""One piece of work at a time for a preview: asking for another gives up the one before."""

from collections.abc import Callable
from typing import Final, TypeVar

from cartoviewer.document.edit import Label
from cartoviewer.ui.task_runner import Task, TaskRunner
from cartoviewer.ui.task_strip import TaskStrip
from layers.progress import Progress

__all__ = ["LatestTask"]

T = TypeVar("T")


class LatestTask:
    """Runs what was asked for last, and shows its progress.

    Parameters
    ----------
    tasks
        Does the work beside the window.
    strip
        Where its progress is shown and where it can be stopped.
    """

    def __init__(self, tasks: TaskRunner, strip: TaskStrip) -> None:
        self._tasks: Final = tasks
        self._strip: Final = strip
        self._task: Task | None = None

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None],
        title: Label,
    ) -> None:
        """Give up what is under way, and begin this."""
        self.stop()
        task = self._tasks.run(work, done, failed, title)
        self._task = task
        task.ended.connect(lambda: self._forget(task))
        self._strip.follow(task)

    def stop(self) -> None:
        """Give up what is under way."""
        if self._task is not None:
            self._task.cancel()

    def _forget(self, task: Task) -> None:
        if self._task is task:
            self._task = None
