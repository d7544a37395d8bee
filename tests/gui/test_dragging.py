"""Whole drawings dragged and turned: they snap, take typed lengths, and tell their angle."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bnip.drawing import Form, Shape
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.ui.main_window import MainWindow

X, Y = 148_853.0, 170_703.0
LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def square(record_id: str, dx: float, dy: float, side: float = 100.0) -> Shape:
    x, y = X + dx, Y + dy
    ring = ((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))
    return Shape(id=record_id, form=Form.POLYGON, path=ring)


@pytest.fixture
def two(window: MainWindow) -> MainWindow:
    changes = [
        put(window.session.document, each) for each in (square("one", -250, -200), square("other", -80, -160))
    ]
    window.session.do(Label("Drew {name}", {"name": "x"}), *changes)
    window.session.select("one")
    window.tools.take("select")
    return window


def begin(window: MainWindow, start: QPoint, by: QPoint, modifier=NONE) -> QPoint:
    QTest.mousePress(window.canvas, LEFT, modifier, start)
    QTest.mouseMove(window.canvas, start + by / 2)
    QTest.mouseMove(window.canvas, start + by)
    return start + by


def test_a_dragged_drawing_snaps_with_its_corner_to_another(two: MainWindow, pixel):
    start = pixel(X - 150, Y - 150)
    goal = pixel(X - 80, Y - 160) - pixel(X - 150, Y - 200) + QPoint(2, -2)
    end = begin(two, start, goal)
    QTest.mouseRelease(two.canvas, LEFT, NONE, end)
    assert two.session.document.get("one").path[1] == pytest.approx((X - 80, Y - 160), abs=0.002)
    two.undo()
    end = begin(two, start, goal, NONE)
    two.tools.snapper.switch(on=False)
    QTest.mouseMove(two.canvas, end + QPoint(1, 0))
    QTest.mouseRelease(two.canvas, LEFT, NONE, end)
    assert two.session.document.get("one").path[1] != pytest.approx((X - 80, Y - 160), abs=0.002)


def test_how_far_to_move_is_typed_while_dragging(two: MainWindow, pixel):
    start = pixel(X - 150, Y - 150)
    end = begin(two, start, QPoint(20, 0))
    QTest.keyClicks(two.canvas, "120 m @ 90")
    assert two.tools.select.typed == "120 m @ 90"
    assert not two.canvas.grab().isNull()
    QTest.keyClick(two.canvas, Qt.Key.Key_Return)
    QTest.mouseRelease(two.canvas, LEFT, NONE, end)
    assert two.session.document.get("one").path[0] == pytest.approx((X - 130, Y - 200), abs=0.002)
    assert two.session.undo_label.text == "Moved {name}"


def test_an_area_is_turned_by_its_handle_and_by_fifteen_degrees_with_shift(two: MainWindow):
    two.tools.take("corners")
    tool = two.tools.corners
    middle = (X - 200, Y - 150)
    handle = tool.handles()[-1].place
    assert handle[0] == pytest.approx(middle[0])
    reach = handle[1] - middle[1]
    assert tool.press(two.canvas.pointer(two.canvas.pixel_of(handle), SHIFT))
    for share in (0.5, 1.0):
        pointer = two.canvas.pointer(
            two.canvas.pixel_of((middle[0] + reach * share * 1.05, middle[1] + reach * 0.93)), SHIFT
        )
        tool.drag(pointer)
    assert not two.canvas.grab().isNull()
    tool.drop(pointer)
    turned = two.session.document.get("one")
    assert turned.path[0] != square("one", -250, -200).path[0]
    assert turned.path[0] == pytest.approx((middle[0] - 50 * 2**0.5, middle[1]), abs=0.01)
    assert two.session.undo_label.text == "Turned {name}"
    two.tools.corners.enter("@ 45")
    assert two.session.document.get("one").path[0] == pytest.approx((X - 250, Y - 100), abs=0.01)
