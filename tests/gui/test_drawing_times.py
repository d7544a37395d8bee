"""Drawings come onto the map, and go, at their time."""

from datetime import timedelta

from PySide6.QtCore import QRect

from bnip.drawing import Form, Shape
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.document.history import utc_now
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.placement import record_at
from tests.gui.window_specimens import wait_for_picture

X, Y = 148_853.0, 170_703.0
RING = ((X - 60, Y - 60), (X + 60, Y - 60), (X + 60, Y + 60), (X - 60, Y + 60), (X - 60, Y - 60))


def area(**more) -> Shape:
    return Shape(id="area", form=Form.RECTANGLE, path=RING, fill_alpha=1.0, colour="#D00000", **more)


def put_in(window: MainWindow, record: Shape) -> None:
    window.session.do(Label("Drew {name}", {"name": "x"}), put(window.session.document, record))


def is_drawn(window: MainWindow) -> bool:
    view = window.canvas.view
    return record_at(window.session.on_map, (X + 40, Y + 40), view, window.session.aside) is not None


def test_what_holds_no_more_is_off_the_map_and_still_in_the_list(window: MainWindow, qtbot):
    put_in(window, area(valid_until=utc_now() - timedelta(minutes=1)))
    qtbot.waitUntil(lambda: not window.canvas.is_busy, timeout=10_000)
    assert "area" in window.session.document
    assert not is_drawn(window)
    rows = window.panels.drawings.rows
    rows.refresh()
    assert str(rows.index_of("area").data()).endswith("(not on the map now)")
    window.session.select("area")
    assert "No longer on the map" in window.panels.inspector._record._facts.text()


def test_a_drawing_comes_onto_the_map_by_itself_when_its_time_has_come(window: MainWindow, qtbot):
    wait_for_picture(qtbot, window.canvas)
    put_in(window, area(valid_from=utc_now() + timedelta(seconds=1)))
    assert not is_drawn(window)

    def is_seen() -> bool:
        picture = window.canvas.picture
        return not window.canvas.is_busy and picture is not None and "area" in picture.order.document

    qtbot.waitUntil(is_seen, timeout=10_000)
    assert is_drawn(window)
    assert not window.canvas.grab(QRect(0, 0, 50, 50)).isNull()
