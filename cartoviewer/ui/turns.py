"""What concerns every widget is done in many short turns: between them the window answers.

Another language, or light for dark, is written by each panel on its own. Together that takes a fifth of a second,
in which nothing would move; in turns of a few milliseconds nobody is kept waiting. What is seen is done first and
behind a still picture, so that the window changes as a whole; what is hidden follows.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

__all__ = ["Announcement", "Turns", "is_seen"]

_TURN_S: Final = 0.008
"""How long a turn lasts before the window answers again, unless one step alone takes longer."""

Step = Callable[[], object]


def is_seen(receiver: object) -> bool:
    """Tell whether a receiver is to be told first: a widget that is shown, or what is no widget at all."""
    return not isinstance(receiver, QWidget) or receiver.isVisible()


class Turns(QObject):
    """Steps that wait for their turn.

    Signals
    -------
    done
        Nothing waits any more.
    """

    done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: deque[Step] = deque()
        self._hidden: deque[Step] = deque()
        self._still: list[QWidget] = []
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._take)

    @property
    def are_waiting(self) -> bool:
        """Tell whether there are steps to come."""
        return bool(self._seen or self._hidden or self._still)

    def add(self, seen: Iterable[Step], hidden: Iterable[Step]) -> None:
        """Let steps wait: those that change what is seen, and those that come after all of these."""
        self._seen.extend(seen)
        self._hidden.extend(hidden)
        if self._seen:
            self._stand_still()
        self._timer.start()

    def _take(self) -> None:
        until = time.perf_counter() + _TURN_S
        try:
            while self._seen:
                self._seen.popleft()()
                if time.perf_counter() >= until:
                    return
            if self._still:
                # Painting everything anew is a turn of its own.
                self._move_on()
                return
            while self._hidden:
                self._hidden.popleft()()
                if time.perf_counter() >= until:
                    return
        finally:
            if self.are_waiting:
                self._timer.start()
            else:
                self.done.emit()

    def _stand_still(self) -> None:
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window.updatesEnabled():
                window.setUpdatesEnabled(False)
                self._still.append(window)

    def _move_on(self) -> None:
        still, self._still = self._still, []
        for window in still:
            if isValid(window):
                window.setUpdatesEnabled(True)


class _Ear(QObject):
    """One connection of an announcement; Qt lets go of it with its receiver."""

    heard = Signal(object)


class Announcement:
    """A signal whose receivers are told in turns; without turns all are told at once.

    A receiver takes the value that is announced, or nothing, as with a signal of Qt. One announced again before
    all have heard it is told once more to all, and nobody twice of the old.
    """

    def __init__(self, turns: Turns | None = None) -> None:
        self._turns = turns
        self._ears: list[tuple[_Ear, object]] = []
        self._times = 0

    def connect(self, slot: Callable[..., object]) -> None:
        """Tell `slot` from now on, until its object is gone."""
        ear = _Ear()
        ear.heard.connect(slot)
        self._ears.append((ear, getattr(slot, "__self__", None)))

    def emit(self, value: object = None) -> None:
        """Announce a value."""
        self._times += 1
        self._forget_gone()
        told = [(ear, is_seen(receiver)) for ear, receiver in self._ears]
        if self._turns is None:
            for ear, _ in told:
                ear.heard.emit(value)
            return
        steps = [(self._step(ear, value), seen) for ear, seen in told]
        self._turns.add((step for step, seen in steps if seen), (step for step, seen in steps if not seen))

    def _step(self, ear: _Ear, value: object) -> Step:
        times = self._times

        def tell() -> None:
            if times == self._times and isValid(ear):
                ear.heard.emit(value)

        return tell

    def _forget_gone(self) -> None:
        """Drop the connections whose widgets are deleted."""
        self._ears = [
            (ear, receiver)
            for ear, receiver in self._ears
            if not isinstance(receiver, QObject) or isValid(receiver)
        ]
