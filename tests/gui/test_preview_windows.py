"""What all preview windows share: no button acts by Enter, none is larger than the screen, messages stand in it."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QSpinBox

from cartoviewer.scene.view import MapView
from cartoviewer.ui.binder_window import BinderWindow
from cartoviewer.ui.layout_editor import LayoutEditor
from cartoviewer.ui.preview_window import PreviewWindow
from cartoviewer.ui.print_preview import PrintPreview
from cartoviewer.ui.sheet_preview import SheetPreview
from cartoviewer.ui.task_runner import TaskRunner

VIEW = MapView((147_640.0, 169_330.0), 8_000.0, (300.0, 200.0))
WINDOWS = {
    SheetPreview: lambda clock: (lambda: VIEW, clock),
    LayoutEditor: lambda clock: (lambda: VIEW, clock),
    BinderWindow: lambda clock: (clock,),
    PrintPreview: lambda clock: (clock,),
}


@pytest.fixture(params=WINDOWS, ids=lambda kind: kind.__name__)
def preview(request, qtbot, open_session, theme, clock):
    tasks = TaskRunner()
    window = request.param(open_session, theme, tasks, *WINDOWS[request.param](clock))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close_down()
    tasks.close()


def test_no_button_acts_by_enter_from_wherever_it_is_pressed(qtbot, preview):
    assert isinstance(preview, PreviewWindow)
    pressed = []
    buttons = preview.findChildren(QPushButton)
    assert buttons
    for button in buttons:
        button.pressed.connect(lambda: pressed.append(1))
    for field in (*preview.findChildren(QLineEdit), *preview.findChildren(QSpinBox), *buttons):
        if field.isVisible() and field.isEnabled():
            field.setFocus()
            qtbot.keyClick(field, Qt.Key.Key_Return)
            qtbot.keyClick(field, Qt.Key.Key_Enter)
    assert not pressed
    assert preview.isVisible()


def test_the_named_default_is_the_one_button_that_enter_presses(qtbot, open_session, theme):
    tasks = TaskRunner()
    window = PreviewWindow(open_session, theme, tasks, QSize(400, 300))
    qtbot.addWidget(window)
    named, other, field = QPushButton(window), QPushButton(window), QLineEdit(window)
    window._default = named
    window.show()
    clicks = []
    named.clicked.connect(lambda: clicks.append("named"))
    other.clicked.connect(lambda: clicks.append("other"))
    for target in (field, other):
        target.setFocus()
        qtbot.keyClick(target, Qt.Key.Key_Return)
    assert clicks == ["named", "named"]
    window.close_down()
    tasks.close()


def test_no_window_is_larger_than_the_screen(preview):
    room = preview.screen().availableSize()
    assert preview.width() <= room.width()
    assert preview.height() <= room.height()
