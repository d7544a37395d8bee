"""Sheets are framed on the map: a click sets the frame of the paper, Enter makes the sheets, all in one edit."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bnip.sheet import Sheet
from cartoviewer.scene.template import sheet_template
from cartoviewer.ui.frame_strip import FrameStrip
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.tools.frame_sheet import frame_corners
from tests.gui.window_specimens import MIDDLE

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def strip(window: MainWindow) -> FrameStrip:
    window.tools.take_frame()
    window.tools.frame.sheet_wanted.disconnect(window.panels.show_sheet)
    (strip,) = window.findChildren(FrameStrip)
    return strip


def click(window: MainWindow, at: QPoint) -> None:
    QTest.mouseMove(window.canvas, at)
    QTest.mouseClick(window.canvas, LEFT, NONE, at)


def drag(window: MainWindow, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(window.canvas, LEFT, NONE, start)
    QTest.mouseMove(window.canvas, (start + end) / 2)
    QTest.mouseMove(window.canvas, end)
    QTest.mouseRelease(window.canvas, LEFT, NONE, end)


def edits(window: MainWindow) -> int:
    return len(list(window.session.dossier.log.entries()))


def test_the_first_frame_lies_whole_in_the_view(window: MainWindow, strip: FrameStrip):
    tool, view = window.tools.frame, window.canvas.view
    width, height = sheet_template(tool.template).map.box[2:]
    assert width * tool.scale <= view.size_mm[0] * view.scale
    assert height * tool.scale <= view.size_mm[1] * view.scale
    assert strip.isVisible()


def test_a_click_a_title_and_enter_make_a_sheet_in_one_edit_and_show_it(window: MainWindow, strip, pixel, qtbot):
    before = edits(window)
    click(window, pixel(*MIDDLE))
    assert window.session.document.of(Sheet) == ()
    QTest.keyClicks(strip.title_fr, "Canal")
    QTest.keyClicks(strip.title_nl, "Kanaal")
    with qtbot.waitSignal(window.tools.frame.sheet_wanted) as wanted:
        QTest.keyClick(strip.title_nl, Qt.Key.Key_Return)
    (sheet,) = window.session.document.of(Sheet)
    assert wanted.args == [sheet.id]
    assert edits(window) == before + 1
    assert (sheet.names.fr, sheet.names.nl) == ("Canal", "Kanaal")
    assert sheet.centre == pytest.approx(MIDDLE, abs=1.5)
    assert sheet.template == "bnip_a3"
    window.undo()
    assert window.session.document.of(Sheet) == ()


def test_several_frames_become_a_numbered_series_in_one_edit(window: MainWindow, strip, pixel):
    strip.scale.setEditText("1:500")
    strip.scale.lineEdit().editingFinished.emit()
    before = edits(window)
    for step in (-200.0, 0.0, 200.0):
        click(window, pixel(MIDDLE[0] + step, MIDDLE[1]))
    QTest.keyClick(window.canvas, Qt.Key.Key_Backspace)
    assert len(window.tools.frame.frames) == 2
    strip.make.click()
    sheets = window.session.document.of(Sheet)
    assert sorted((sheet.number, sheet.count, sheet.scale) for sheet in sheets) == [(1, 2, 500.0), (2, 2, 500.0)]
    assert edits(window) == before + 1
    assert window.tools.in_hand == "select"


def test_a_sheet_is_chosen_by_its_edge_moved_and_scaled_each_by_one_edit(window: MainWindow, strip, pixel):
    click(window, pixel(*MIDDLE))
    strip.make.click()
    (sheet,) = window.session.document.of(Sheet)
    window.tools.take_frame()
    before = edits(window)
    west, south = frame_corners(sheet, window.session.document)[0]
    edge = pixel(west, MIDDLE[1])
    click(window, edge)
    assert window.tools.frame.chosen == sheet
    assert edits(window) == before
    drag(window, edge, edge + QPoint(30, 20))
    (moved,) = window.session.document.of(Sheet)
    step = 1.0 / (window.canvas.view.mm_per_metre * window.canvas.pixels_per_mm)
    assert moved.centre == pytest.approx((sheet.centre[0] + 30 * step, sheet.centre[1] - 20 * step), abs=1.0)
    QTest.keyClick(window.canvas, Qt.Key.Key_PageUp)
    (scaled,) = window.session.document.of(Sheet)
    assert scaled.scale < sheet.scale
    assert scaled.centre == moved.centre
    assert edits(window) == before + 2
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert window.session.document.of(Sheet) == ()
    assert south < sheet.centre[1]


def test_a_drag_that_does_not_begin_on_a_frame_moves_the_map(window: MainWindow, strip, pixel):
    view = window.canvas.view
    drag(window, pixel(*MIDDLE), pixel(*MIDDLE) + QPoint(60, 0))
    assert window.canvas.view != view
    assert window.tools.frame.frames == ()


def test_frames_wait_while_another_tool_is_in_hand_and_escape_lets_them_go(window: MainWindow, strip, pixel):
    click(window, pixel(*MIDDLE))
    window.tools.take_select()
    assert not strip.isVisible()
    window.tools.take_frame()
    assert len(window.tools.frame.frames) == 1
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert window.tools.frame.frames == ()
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert window.tools.in_hand == "select"


def test_a_scale_that_is_none_is_put_back(window: MainWindow, strip):
    was = window.tools.frame.scale
    strip.scale.setEditText("large")
    strip.scale.lineEdit().editingFinished.emit()
    assert window.tools.frame.scale == was
    assert strip.scale.currentText().startswith("1:")
