"""The keyboard goes through the window part by part, and in each part as one reads."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from cartoviewer.ui.focus_path import reading_order
from cartoviewer.ui.main_window import MainWindow
from tests.gui.test_panel_access import _nameless


def walk(window: MainWindow, *, forward: bool = True) -> list[QWidget]:
    """Press Tab from the map until the map has the keyboard again."""
    window.canvas.setFocus()
    seen: list[QWidget] = []
    for _ in range(300):
        assert window.focusNextPrevChild(next=forward)
        current = window.focusWidget()
        if current is window.canvas:
            return seen
        seen.append(current)
    raise AssertionError("The map is not reached again.")


def part_of(window: MainWindow, widget: QWidget) -> str:
    for name, dock in window.docks._docks.items():
        if dock.isAncestorOf(widget):
            return name
    if window.tool_bar.isAncestorOf(widget):
        return "tools"
    return "status" if window.status.isAncestorOf(widget) else "other"


def test_tab_visits_each_part_of_the_window_once_and_one_after_the_other(window: MainWindow):
    parts = [part_of(window, widget) for widget in walk(window)]
    entered = [part for at, part in enumerate(parts) if part != "other" and (at == 0 or parts[at - 1] != part)]
    assert entered == ["layers", "symbols", "inspector", "status", "tools"]


def test_shift_tab_is_the_same_way_back(window: MainWindow):
    assert walk(window, forward=False) == walk(window)[::-1]


def test_in_a_form_that_is_made_anew_one_goes_from_field_to_field_as_they_stand(qtbot, window: MainWindow):
    for record_id in ("incident", "post"):
        window.session.select(record_id)
        qtbot.wait(10)
        scroll = window.panels.inspector._record
        fields = [widget for widget in walk(window) if scroll.isAncestorOf(widget)]
        tops = [widget.mapTo(scroll, widget.rect().topLeft()).y() for widget in fields]
        assert len(fields) > 8
        assert tops == sorted(tops)


def test_f6_goes_from_part_to_part_and_shift_f6_back(window: MainWindow):
    window.canvas.setFocus()
    forth = []
    for _ in range(5):
        window.commands.actions["next-part"].trigger()
        forth.append(window.focusWidget())
    assert [part_of(window, widget) for widget in forth][:3] == ["layers", "symbols", "inspector"]
    for expected in forth[-2::-1]:
        window.commands.actions["previous-part"].trigger()
        assert window.focusWidget() is expected


def test_a_panel_is_floated_and_put_back_by_the_keyboard(qtbot, window: MainWindow):
    window.layers.tree.setFocus()
    window.commands.actions["float-panel"].trigger()
    assert window.docks["layers"].isFloating()
    assert not window.docks["symbols"].isFloating()
    window.docks["layers"].activateWindow()
    window.layers.tree.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.layers.tree)
    window.docks.float_panel()
    assert not window.docks["layers"].isFloating()


def test_the_first_page_is_walked_through_without_a_dossier(window: MainWindow):
    window.desk.close_dossier()
    window.focusNextPrevChild(next=True)
    assert window.start_page.isAncestorOf(window.focusWidget())


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_control_of_the_whole_window_has_a_name(qtbot, window: MainWindow, language: str):
    window.session.speak(type(window.session.language)(language))
    window.projector.switch_projector()
    window.session.select("incident")
    for name in ("drawings", "plan", "history", "inspector"):
        window.docks.bring(name)
    qtbot.wait(10)
    assert _nameless(window) == []
    assert _nameless(window.projector.projector) == []
    assert window.menus.accessibleName()


def test_what_is_beside_each_other_is_one_row(qtbot):
    part = QWidget()
    qtbot.addWidget(part)
    part.resize(300, 200)
    boxes = [(150, 12), (10, 10), (10, 60), (150, 58)]
    made = []
    for x, y in boxes:
        child = QWidget(part)
        child.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        child.setGeometry(x, y, 100, 30)
        made.append(child)
    part.show()
    assert reading_order(part) == [made[1], made[0], made[2], made[3]]
