"""Work shared among processes: in order, once each, and nobody is left waiting."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from cartoviewer.export.crew import Crew, CrewError, painted_by_all
from layers.errors import Problem
from layers.progress import Cancelled, NoProgress


@contextmanager
def squaring() -> Iterator[Callable[[int], tuple[int, int]]]:
    yield lambda number: (number * number, os.getpid())


@contextmanager
def failing() -> Iterator[Callable[[int], int]]:
    def paint(number: int) -> int:
        raise Problem("Sheet {n} has no map.", n=number)

    yield paint


@contextmanager
def dying() -> Iterator[Callable[[int], int]]:
    def paint(number: int) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return number

    yield paint


def slowly(number: int) -> tuple[int, int]:
    """Give the helpers the time to start."""
    end = time.monotonic() + 0.02
    while time.monotonic() < end:
        pass
    return number * number, os.getpid()


def test_pages_come_in_the_order_of_the_sheets_whoever_painted_them():
    pages = painted_by_all(range(300), slowly, squaring, Crew(1), NoProgress())
    assert [page for page, _ in pages] == [n * n for n in range(300)]
    assert len({process for _, process in pages}) == 2
    assert not multiprocessing.active_children()


def test_without_helpers_all_is_painted_here():
    pages = painted_by_all(range(3), slowly, squaring, Crew(0), NoProgress())
    assert {process for _, process in pages} == {os.getpid()}


def test_what_fails_in_a_helper_is_told_here():
    with pytest.raises(Problem, match="has no map"):
        painted_by_all(range(2000), slowly, failing, Crew(1), NoProgress())
    assert not multiprocessing.active_children()


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no such signal")
def test_a_helper_that_is_killed_is_told():
    with pytest.raises(CrewError, match="ended before it was done"):
        painted_by_all(range(2000), slowly, dying, Crew(1), NoProgress())
    assert not multiprocessing.active_children()


class _Soon:
    def step(self, done: float, text: str = "") -> None:
        if done > 0.001:
            raise Cancelled


def test_whoever_stops_waits_for_no_helper_that_is_not_ready():
    with pytest.raises(Cancelled):
        painted_by_all(range(2000), slowly, squaring, Crew(2), _Soon())
    assert not multiprocessing.active_children()


def test_helpers_that_were_started_early_and_are_never_told_what_to_paint_end():
    with Crew(2):
        assert len(multiprocessing.active_children()) == 2
    assert not multiprocessing.active_children()


def test_helpers_that_were_started_early_paint_what_they_are_told_later():
    with Crew(1) as crew:
        crew.grow(2)
        pages = painted_by_all(range(300), slowly, squaring, crew, NoProgress())
        assert [page for page, _ in pages] == [n * n for n in range(300)]
        assert not multiprocessing.active_children()
