"""A signal tells those who want to hear, in their order."""

import pytest

from cartoviewer.document.events import Signal


def test_callbacks_are_called_in_the_order_they_came():
    heard: list[str] = []
    signal = Signal[str]()
    signal.connect(lambda text: heard.append("first " + text))
    signal.connect(lambda text: heard.append("second " + text))
    signal.emit("x")
    assert heard == ["first x", "second x"]


def test_who_is_disconnected_hears_nothing_more_even_during_an_emission():
    heard: list[int] = []
    signal = Signal[int]()

    def once(value: int) -> None:
        heard.append(value)
        signal.disconnect(once)

    signal.connect(once)
    signal.connect(heard.append)
    signal.emit(1)
    signal.emit(2)
    assert heard == [1, 1, 2]
    with pytest.raises(ValueError, match="not in list"):
        signal.disconnect(once)
