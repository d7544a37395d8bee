"""The line below the map: coordinates in every system, a scale that is typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.status_bar import read_scale, write_scale
from layers.crs import LAMBERT_2008
from layers.position_system import PositionSystem
from resources.texts import Language, Texts
from tests.gui.window_specimens import MIDDLE


@pytest.mark.parametrize(
    ("typed", "scale"),
    [
        ("1:10000", 10_000),
        ("1:10 000", 10_000),
        ("1:10\u202f000", 10_000),
        ("1/25.000", 25_000),
        ("5000", 5000),
        ("10k", 10_000),
        (" 1 : 2 500 ", 2500),
        ("1:1’000", 1000),
    ],
)
def test_a_scale_is_understood_however_people_type_it(typed: str, scale: float):
    assert read_scale(typed) == scale


@pytest.mark.parametrize("typed", ["", "abc", "1:", "1:0", "-5", "Jette"])
def test_what_is_no_scale_is_no_scale(typed: str):
    assert read_scale(typed) is None


def test_a_scale_is_written_with_the_spaces_of_the_language_and_read_back():
    for language in (Language.FR, Language.NL, Language.EN):
        for scale in (500, 12_500, 100_000):
            assert read_scale(write_scale(scale, Texts(language))) == scale


def test_a_typed_scale_is_shown_by_the_map(window: MainWindow):
    field = window.status.scale_box.lineEdit()
    field.setText("1:2500")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.canvas.view.scale == pytest.approx(2500)
    field.setText("nonsense")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.canvas.view.scale == pytest.approx(2500)
    assert field.text() == "1:2,500"


def test_coordinates_follow_the_mouse_in_the_chosen_system_and_can_be_copied(window: MainWindow):
    QTest.mouseMove(window.canvas, window.canvas.pixel_of((MIDDLE[0] + 300, MIDDLE[1])).toPoint())
    assert "150" in window.status.position_text
    window.status.choose_system(PositionSystem.MGRS)
    assert window.status.position_text.startswith("31U")
    window.status.copy_position()
    assert QGuiApplication.clipboard().text() == window.status.position_text
    assert window.preferences.position_system is PositionSystem.MGRS


def test_the_grid_of_the_map_is_chosen_in_the_status_line(window: MainWindow):
    grid = window.status._grid
    grid.setCurrentIndex(grid.findData(LAMBERT_2008))
    grid.activated.emit(grid.currentIndex())
    assert window.canvas.view.epsg == LAMBERT_2008
