"""Sheets are framed on the map: a click sets the frame of the paper, Enter makes the sheets, all in one edit."""

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from bnip.drawing import Form, Shape
from bnip.incident import Incident
from bnip.layout import Layout
from bnip.sheet import Sheet
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.scene.composition import sheet_view
from cartoviewer.scene.frame_fit import ROUND_SCALES
from cartoviewer.scene.template import sheet_template
from cartoviewer.ui.frame_strip import FrameStrip
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.tools.frame_outline import frame_corners, handle_pixel, outline_pixels
from layers.sensitivity import Sensitivity
from resources.texts import Names
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
    width, height = sheet_template(tool.wish.template).map.box[2:]
    assert width * tool.wish.scale <= view.size_mm[0] * view.scale
    assert height * tool.wish.scale <= view.size_mm[1] * view.scale
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


def test_a_drag_over_the_ground_lays_a_frame_with_all_of_it_at_the_roundest_scale(window: MainWindow, strip, pixel):
    view = window.canvas.view
    start, end = pixel(*MIDDLE) - QPoint(150, 60), pixel(*MIDDLE) + QPoint(90, 40)
    drag(window, start, end)
    assert window.canvas.view == view
    (frame,) = window.tools.frame.frames
    area = [window.canvas.pointer(QPointF(corner)).place for corner in (start, end)]
    assert sheet_view(frame, sheet_template(frame.template)).shows(np.array(area)).all()
    assert frame.scale in ROUND_SCALES
    assert window.tools.frame.chosen == frame
    assert strip.scale.currentText() == f"1:{frame.scale:,.0f}"


def test_the_middle_button_still_moves_the_map(window: MainWindow, strip, pixel):
    view, at = window.canvas.view, pixel(*MIDDLE)
    QTest.mousePress(window.canvas, Qt.MouseButton.MiddleButton, NONE, at)
    QTest.mouseMove(window.canvas, at + QPoint(30, 0))
    QTest.mouseMove(window.canvas, at + QPoint(60, 0))
    QTest.mouseRelease(window.canvas, Qt.MouseButton.MiddleButton, NONE, at + QPoint(60, 0))
    assert window.canvas.view != view
    assert window.tools.frame.frames == ()


def handle(window: MainWindow, sheet: Sheet) -> QPoint:
    view, pixels_per_mm = window.canvas.view, window.canvas.pixels_per_mm
    pixels = outline_pixels(sheet, window.session.document, view, pixels_per_mm)
    return handle_pixel(pixels, view, pixels_per_mm).toPoint()


def test_the_handle_turns_a_sheet_by_one_edit_that_can_be_undone(window: MainWindow, strip, pixel):
    click(window, pixel(*MIDDLE))
    strip.make.click()
    (sheet,) = window.session.document.of(Sheet)
    window.tools.take_frame()
    click(window, pixel(frame_corners(sheet, window.session.document)[0][0], sheet.centre[1]))
    before, at = edits(window), handle(window, sheet)
    drag(window, at, pixel(*sheet.centre) + QPoint(80, -80))
    (turned,) = window.session.document.of(Sheet)
    assert turned.rotation == pytest.approx(45.0, abs=1.0)
    assert (turned.centre, turned.scale) == (sheet.centre, sheet.scale)
    assert edits(window) == before + 1
    assert strip.turn.text().startswith(("44", "45"))
    # The handle has turned along.
    drag(window, handle(window, turned), pixel(*sheet.centre) + QPoint(100, 0))
    assert window.session.document.of(Sheet)[0].rotation == pytest.approx(90.0, abs=1.0)
    window.undo()
    assert window.session.document.of(Sheet) == (turned,)


def test_with_shift_the_handle_turns_in_steps(window: MainWindow, strip, pixel):
    click(window, pixel(*MIDDLE))
    (frame,) = window.tools.frame.frames
    tool, shift = window.tools.frame, Qt.KeyboardModifier.ShiftModifier
    assert tool.press(window.canvas.pointer(QPointF(handle(window, frame))))
    there = QPointF(pixel(*MIDDLE) + QPoint(50, -61))
    tool.drop(window.canvas.pointer(there, shift))
    assert tool.frames[0].rotation == 40.0


def test_keys_and_typed_degrees_turn_the_chosen_frame_and_the_next(window: MainWindow, strip, pixel):
    click(window, pixel(*MIDDLE))
    for key in (Qt.Key.Key_BracketRight, Qt.Key.Key_Greater, Qt.Key.Key_Less):
        QTest.keyClick(window.canvas, key)
    assert window.tools.frame.frames[0].rotation == 5.0
    QTest.keyClick(window.canvas, Qt.Key.Key_BracketLeft)
    QTest.keyClick(window.canvas, Qt.Key.Key_BracketLeft)
    assert window.tools.frame.frames[0].rotation == 355.0
    strip.turn.selectAll()
    QTest.keyClicks(strip.turn, "12,5")
    QTest.keyClick(strip.turn, Qt.Key.Key_Return)
    assert window.tools.frame.frames[0].rotation == 12.5
    strip.turn.selectAll()
    QTest.keyClicks(strip.turn, "north")
    QTest.keyClick(strip.turn, Qt.Key.Key_Return)
    assert window.tools.frame.frames[0].rotation == 12.5
    assert strip.turn.text() in ("12,5°", "12.5°")
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert window.tools.frame.wish.rotation == 12.5


def test_a_scale_need_not_be_round(window: MainWindow, strip, pixel):
    click(window, pixel(*MIDDLE))
    strip.scale.setEditText("1:6 350")
    strip.scale.lineEdit().editingFinished.emit()
    assert window.tools.frame.frames[0].scale == 6_350.0


def test_a_frame_is_fitted_to_what_is_selected_and_is_as_strict(window: MainWindow, strip, qtbot):
    x, y = MIDDLE
    red = Shape(
        id="long",
        sensitivity=Sensitivity.RED,
        form=Form.LINE,
        path=((x - 900.0, y - 900.0), (x + 900.0, y + 900.0)),
        names=Names("Canal", "Kanaal", ""),
    )
    window.session.do(Label("Drew {name}", {"name": red.names}), put(window.session.document, red))
    window.session.select("long")
    menu = strip.fit.menu()
    menu.aboutToShow.emit()
    straight, turned, *_ = menu.actions()
    straight.trigger()
    (frame,) = window.tools.frame.frames
    assert frame.names == red.names
    assert frame.sensitivity is Sensitivity.RED
    assert frame.centre == pytest.approx(MIDDLE, abs=0.1)
    assert frame.rotation == 0.0
    turned.trigger()
    (frame,) = window.tools.frame.frames
    assert frame.rotation == 315.0
    assert sheet_view(frame, sheet_template(frame.template)).shows(np.array(red.path)).all()


def test_the_menu_of_the_map_frames_what_is_selected_whatever_tool_is_in_hand(window: MainWindow, pixel):
    incident = window.session.document.of(Incident)[0]
    window.session.select(incident.id)
    menu = window.map_menu.menu(window.canvas.pointer(QPointF(pixel(*MIDDLE))))
    words = window.session.texts("Frame a sheet around the selection")
    (action,) = [one for one in menu.actions() if one.text() == words]
    action.trigger()
    assert window.tools.in_hand == "frame-sheet"
    (frame,) = window.tools.frame.frames
    assert frame.centre == pytest.approx(incident.place.point, abs=0.1)
    window.session.select()
    menu = window.map_menu.menu(window.canvas.pointer(QPointF(pixel(*MIDDLE))))
    assert words not in [one.text() for one in menu.actions()]


def test_with_nothing_selected_there_is_nothing_to_fit_to(window: MainWindow, strip):
    window.session.select()
    menu = strip.fit.menu()
    menu.aboutToShow.emit()
    straight, turned, *_ = menu.actions()
    assert not straight.isEnabled()
    assert not turned.isEnabled()


def test_a_frame_is_fitted_to_a_layer_read_beside_the_window(window: MainWindow, strip, qtbot):
    (layer, *_) = window.session.document.layers
    strip.fit.menu().fit_layer(layer, turned=False)
    qtbot.waitUntil(lambda: bool(window.tools.frame.frames))
    (frame,) = window.tools.frame.frames
    xy = window.session.datasets.get(layer.dataset).shapes(31370).xy
    assert sheet_view(frame, sheet_template(frame.template)).shows(xy).all()
    assert frame.names == layer.names


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
    was = window.tools.frame.wish.scale
    strip.scale.setEditText("large")
    strip.scale.lineEdit().editingFinished.emit()
    assert window.tools.frame.wish.scale == was
    assert strip.scale.currentText().startswith("1:")


def test_a_frame_is_laid_on_a_layout_of_the_dossier_and_is_as_large_as_its_map(window: MainWindow, strip, pixel):
    session, tool = window.session, window.tools.frame
    arrangement = msgspec.structs.replace(sheet_template("bnip_a5"), papers=())
    layout = Layout(id="own", names=Names.same("Stations"), arrangement=arrangement)
    session.do(Label("Arranged"), put(session.document, layout))
    strip.paper.show_key("layout/own")
    strip.paper.activated.emit(strip.paper.currentIndex())
    assert (tool.wish.template, tool.wish.layout) == ("bnip_a5", "own")
    click(window, pixel(*MIDDLE))
    (frame,) = tool.frames
    corners = frame_corners(frame, session.document)
    assert (corners[1][0] - corners[0][0]) / frame.scale * 1000 == pytest.approx(arrangement.map.box[2])
    tool.make()
    (sheet,) = session.document.of(Sheet)
    assert sheet.layout == "own"
    assert strip.paper.key == "layout/own"
