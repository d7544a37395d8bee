"""Symbols that cover one another stand apart in the window: they are taken hold of where they are seen."""

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest

from bnip.incident import Mark
from bnip.record import Place
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.preferences import Preferences
from tests.gui.window_specimens import wait_for_picture

X, Y = 150_150.0, 170_120.0
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def crowd(window: MainWindow, qtbot) -> MainWindow:
    marks = [Mark(id=f"m{n}", place=Place(X + 3 * n, Y), symbol="res.d1.pump") for n in range(4)]
    window.session.do(Label("Drew {name}", {"name": "x"}), *(put(window.session.document, each) for each in marks))
    window.tools.take("select")
    qtbot.waitUntil(lambda: len(window.session.aside) == 3)
    return window


def shown(window: MainWindow, record_id: str) -> QPoint:
    """Give the pixel that a symbol is seen at."""
    mark = window.session.document.get(record_id)
    right, down = window.session.aside.get(record_id, (0.0, 0.0))
    scale = window.canvas.pixels_per_mm
    pixel = window.canvas.pixel_of(mark.place.point)
    return QPoint(round(pixel.x() + right * scale), round(pixel.y() + down * scale))


def test_a_symbol_that_stands_aside_is_clicked_and_dragged_where_it_is_seen(crowd: MainWindow, qtbot):
    for record_id in ("m0", "m1", "m2", "m3"):
        QTest.mouseClick(crowd.canvas, LEFT, NONE, shown(crowd, record_id))
        assert crowd.session.selection == (record_id,)
    (moved, *_) = crowd.session.aside
    before, start = crowd.session.document.get(moved), shown(crowd, moved)
    QTest.mouseClick(crowd.canvas, LEFT, NONE, start)
    QTest.mousePress(crowd.canvas, LEFT, NONE, start)
    for step in range(1, 5):
        QTest.mouseMove(crowd.canvas, start + QPoint(30 * step, 20 * step))
    assert not crowd.canvas.grab().isNull()
    crowd.tools.snapper.switch(on=False)
    QTest.mouseRelease(crowd.canvas, LEFT, NONE, start + QPoint(120, 80))
    after = crowd.session.document.get(moved)
    per_pixel = 1 / (crowd.canvas.view.mm_per_metre * crowd.canvas.pixels_per_mm)
    assert after.place.x - before.place.x == pytest.approx(120 * per_pixel, abs=per_pixel)
    assert after.place.y - before.place.y == pytest.approx(-80 * per_pixel, abs=per_pixel)
    qtbot.waitUntil(lambda: moved not in crowd.session.aside)


def test_a_pan_leaves_every_symbol_as_far_aside_as_it_was(crowd: MainWindow, qtbot):
    before = dict(crowd.session.aside)
    crowd.canvas.look(crowd.canvas.view.panned(11.3, -4.7))
    wait_for_picture(qtbot, crowd.canvas)
    assert crowd.session.aside.keys() == before.keys()
    for record_id, by in before.items():
        assert crowd.session.aside[record_id] == pytest.approx(by, abs=1e-6)


def test_symbols_stand_at_their_places_when_somebody_says_so(crowd: MainWindow, qtbot):
    action = crowd.commands.actions["apart"]
    assert action.isChecked()
    action.trigger()
    assert not action.isChecked()
    qtbot.waitUntil(lambda: not crowd.session.aside)
    action.trigger()
    assert action.isChecked()
    qtbot.waitUntil(lambda: len(crowd.session.aside) == 3)


def test_the_choice_is_remembered(tmp_path):
    path = str(tmp_path / "settings.ini")
    preferences = Preferences(QSettings(path, QSettings.Format.IniFormat))
    assert preferences.apart
    preferences.apart = False
    preferences.settings.sync()
    assert not Preferences(QSettings(path, QSettings.Format.IniFormat)).apart
