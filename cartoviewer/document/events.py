"""Telling others that something happened, without knowing who they are."""

from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Signal"]

T = TypeVar("T")


class Signal(Generic[T]):
    """A list of callbacks that are called, in the order they came, in the thread that emits.

    Examples
    --------
    >>> heard: list[int] = []
    >>> signal = Signal[int]()
    >>> signal.connect(heard.append)
    >>> signal.emit(5)
    >>> heard
    [5]
    """

    def __init__(self) -> None:
        self._callbacks: list[Callable[[T], object]] = []

    def connect(self, callback: Callable[[T], object]) -> None:
        """Call `callback` at each emission from now on; it is kept alive until it is disconnected."""
        self._callbacks.append(callback)

    def disconnect(self, callback: Callable[[T], object]) -> None:
        """Stop calling `callback`. Raises ValueError when it is not connected."""
        self._callbacks.remove(callback)

    def emit(self, value: T) -> None:
        """Call every callback that is connected now; an exception of one goes to the emitter at once."""
        for callback in tuple(self._callbacks):
            callback(value)
