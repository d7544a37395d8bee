"""Long work: how it tells its progress and how it is stopped."""

from typing import Protocol

__all__ = ["Cancelled", "NoProgress", "Progress", "Span"]


class Cancelled(Exception):  # noqa: N818 - a wish that was fulfilled, not an error
    """The user stopped the work. Whoever catches it leaves everything as it was before."""


class Progress(Protocol):
    """Given to long work, which calls `step` often."""

    def step(self, done: float, text: str = "") -> None:
        """Tell that the share `done` (0 to 1) is finished; `text` is an English source text.

        Raises
        ------
        Cancelled
            The user asked to stop.
        """
        ...


class NoProgress:
    """For short work and for scripts: nobody watches, nobody cancels."""

    def step(self, done: float, text: str = "") -> None:
        """Take note of nothing."""


class Span:
    """The part of a piece of work that another one makes up: its 0 to 1 is `start` to `end` of the whole.

    With a `text` the whole says that instead of what the part says.
    """

    def __init__(self, whole: Progress, start: float, end: float, text: str = "") -> None:
        self._whole, self._start, self._end, self._text = whole, start, end, text

    def step(self, done: float, text: str = "") -> None:
        """Tell the whole how far it is; raises what `Progress.step` does."""
        done = min(max(done, 0.0), 1.0)
        self._whole.step(self._start + done * (self._end - self._start), self._text or text)
