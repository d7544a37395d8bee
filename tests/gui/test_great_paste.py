"""Ten thousand drawings at once: the window goes on answering."""

import gc
import sys
import time
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from bnip.incident import Mark
from bnip.record import Place
from cartoviewer.ui.interpreter import favour_window
from cartoviewer.ui.main_window import MainWindow
from tests.gui.window_specimens import wait_for_picture

X, Y = 148_853.0, 170_703.0
LONGEST_MS = 50.0


@pytest.fixture
def favoured() -> Iterator[None]:
    """Python shares itself as in the running program."""
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    favour_window()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    sys.setswitchinterval(interval)


@pytest.mark.slow
@pytest.mark.usefixtures("favoured")
def test_a_great_paste_never_keeps_the_window_working_for_long(window: MainWindow, qtbot):
    window.docks.bring("drawings")
    wait_for_picture(qtbot, window.canvas)
    codes = ("cmd.cpops", "cmd.pma;state=planned", "haz.fire", "res.truck")
    records = [
        Mark(id=f"k{number}", place=Place(X + number % 100, Y + number // 100), symbol=codes[number % 4])
        for number in range(10_000)
    ]
    # Counted in the time that this thread works: what other programs take meanwhile is not ours.
    begin = time.thread_time()
    window.drawing_edits.put_copies(records)
    turns = [(time.thread_time() - begin) * 1000]

    def turn() -> bool:
        begin = time.thread_time()
        QApplication.processEvents()
        turns.append((time.thread_time() - begin) * 1000)
        marked = len(window.panels.drawings.view.selectionModel().selectedRows())
        return len(window.session.selection) == marked == 10_000 and not window.canvas.is_busy

    qtbot.waitUntil(turn, timeout=20_000)
    assert len(window.session.document.of(Mark)) >= 10_000
    assert max(turns) < LONGEST_MS
