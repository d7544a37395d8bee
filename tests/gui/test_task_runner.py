"""Work beside the window: told, cancelled, and its result brought home to the main thread."""

import threading

import pytest

from cartoviewer.document.edit import Label
from cartoviewer.ui.task_runner import TaskRunner
from layers.progress import Progress


@pytest.fixture
def runner(qapp):
    runner = TaskRunner()
    yield runner
    runner.close()


def test_the_result_comes_home_to_the_main_thread(qtbot, runner: TaskRunner):
    seen: list[object] = []

    def done(result: int) -> None:
        seen.extend((result, threading.current_thread() is threading.main_thread()))

    runner.run(lambda progress: 6 * 7, done, seen.append, Label("Counting"))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [42, True]
    assert runner.running == ()


def test_what_goes_wrong_is_told_and_never_lost(qtbot, runner: TaskRunner):
    seen: list[BaseException] = []

    def work(progress: Progress) -> None:
        raise OSError("gone")

    runner.run(work, lambda _: None, seen.append, Label("Reading"))
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], OSError)


def test_cancelled_work_delivers_nothing(qtbot, runner: TaskRunner):
    begun, results, ended = threading.Event(), [], []

    def work(progress: Progress) -> str:
        begun.set()
        while True:
            progress.step(0.5)

    task = runner.run(work, results.append, results.append, Label("Endless"), cancelled=lambda: ended.append(True))
    assert begun.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: bool(ended))
    assert results == []
    assert task.is_over


def test_progress_is_told_with_its_words(qtbot, runner: TaskRunner):
    go = threading.Event()

    def work(progress: Progress) -> None:
        while not go.is_set():
            progress.step(0.25, "Reading")

    task = runner.run(work, lambda _: None, lambda _: None, Label("x"))
    qtbot.waitUntil(lambda: (task.share, task.text) == (0.25, "Reading"))
    go.set()
    qtbot.waitUntil(lambda: task.is_over)


def test_closing_waits_for_nothing_and_hears_nothing_more(qtbot, runner: TaskRunner):
    go, seen = threading.Event(), []
    runner.run(lambda progress: go.wait(5), seen.append, seen.append, Label("Slow"))
    runner.close()
    go.set()
    qtbot.wait(50)
    assert seen == []
