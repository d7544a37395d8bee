"""Ctrl+C in a terminal reaches every process of the command; only the one that was started is to answer it.

A helper that is interrupted itself would tell of it in pages of Python, and could not say that it was stopped.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker

__all__ = ["ignore_interrupts", "started_uninterrupted"]


@contextmanager
def started_uninterrupted() -> Iterator[None]:
    """Keep Ctrl+C from processes that are started meanwhile, as long as they live.

    Where threads have no mask of signals (Windows) they are out of its reach from `ignore_interrupts` on.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Whatever starts the first helper starts this too, and frees the signal again while it does.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_interrupts() -> None:
    """Let this process, a helper, live until whoever started it needs it no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
