"""How Python shares itself between the window and the threads beside it."""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from threading import Thread
from typing import Final

__all__ = ["favour_window", "keep_what_is_there", "load_beside"]

SWITCH_S: Final = 0.0005

FULL_EVERY: Final = 100
"""A full collection of garbage after so many of the one before; Python's own is 10, and each may take 0.05 s."""


def favour_window() -> None:
    """Let the main thread have its turn soon; called once, when the window has been made.

    Two things kept it waiting while a large layer was read (200,000 polygons: up to 0.25 s, afterwards 0.03 s):

    - Each call into Qt lets Python's lock go, and getting it back from a thread that counts takes the interval
      of 5 ms that Python starts with; painting a panel is many such calls.
    - A thread that makes many objects sets off garbage collections that go through everything the program has
      loaded, 0.07 s each. What is there now stays for good, so it need not be looked at again.
    """
    sys.setswitchinterval(SWITCH_S)
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, FULL_EVERY)
    keep_what_is_there()


def keep_what_is_there() -> None:
    """Let garbage collections pass over all objects of now; called again when a dossier has been opened.

    Its records stay as long as it does: ten thousand drawings made each full collection 0.17 s longer, in which the
    window stood still.
    """
    gc.freeze()


def load_beside(modules: Sequence[str]) -> Thread:
    """Load modules on a thread of their own, so that the first window that needs them opens at once.

    What writes sheets takes a quarter of a second to load. None of it may make widgets.
    """

    def load() -> None:
        for module in modules:
            import_module(module)

    thread = Thread(target=load, name="loading", daemon=True)
    thread.start()
    return thread
