"""Another language and other looks: done in turns between which the window answers."""

import shutil
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.theme import DARK, LIGHT, Appearance, Theme
from cartoviewer.ui.turns import Announcement, Turns
from resources.texts import Language
from tests.gui.window_specimens import make_window

LONGEST_S = 0.075
"""Of computing in one turn: half as much again as is promised; in one go it were 150 to 300 ms."""


class Pulse(QObject):
    """What the window's thread has computed from one of its turns to the next, whoever else has the processor."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.thread_time()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now


@pytest.fixture
def turns(qapp: QApplication) -> Turns:
    return Turns(qapp)


@pytest.fixture
def desk(qtbot, qapp, exercise_file, tmp_path, turns) -> Iterator[MainWindow]:
    """A window on the exercise that changes in turns, as the program's own."""
    path = tmp_path / "exercise.gpkg"
    shutil.copy(exercise_file, path)
    window = make_window(qapp, tmp_path, Language.FR, turns=turns)
    qtbot.addWidget(window)
    window.resize(1600, 1000)
    window.show()
    window.desk.open(path)
    qtbot.waitUntil(lambda: window.canvas.picture is not None and not window.canvas.is_busy, timeout=20_000)
    yield window
    window.close()
    Theme(qapp, Appearance.LIGHT)


def longest_turn(qtbot, turns: Turns, change: Callable[[], None]) -> float:
    """Give what the longest turn of a change took, seconds of computing."""
    pulse = Pulse()
    with qtbot.waitSignal(turns.done, timeout=20_000):
        change()
    pulse.deleteLater()
    return pulse.longest


def test_another_language_holds_the_window_at_no_time(qtbot, desk, turns):
    session = desk.session
    for language in (Language.NL, Language.EN, Language.FR):
        assert longest_turn(qtbot, turns, lambda to=language: session.speak(to)) < LONGEST_S
        assert desk.tool_bar.windowTitle() == session.texts("Tools")


def test_other_looks_hold_the_window_at_no_time(qtbot, desk, turns):
    for appearance in (Appearance.DARK, Appearance.LIGHT, Appearance.DARK):
        assert longest_turn(qtbot, turns, lambda to=appearance: desk.theme.choose(to)) < LONGEST_S


def test_every_widget_takes_the_other_colours_shown_or_not(qtbot, desk, turns):
    with qtbot.waitSignal(turns.done, timeout=20_000):
        desk.theme.choose(Appearance.DARK)
    for widget in (*desk.findChildren(QLabel), *desk.findChildren(QLineEdit)):
        if not any(part.styleSheet() for part in ancestry(widget)):
            colour = widget.palette().color(QPalette.ColorRole.WindowText)
            assert colour.lightnessF() > 0.5, (widget.objectName(), widget.property("role"), colour.name())


def ancestry(widget: QWidget) -> list[QWidget]:
    """Give a widget and all it lies in; those with a style sheet of their own choose their colours themselves."""
    found: list[QWidget] = []
    part: QWidget | None = widget
    while part is not None:
        found.append(part)
        part = part.parentWidget()
    return found


def test_the_window_changes_as_a_whole_and_is_painted_again(qtbot, desk, turns):
    desk.theme.choose(Appearance.DARK)
    assert not desk.updatesEnabled()
    with qtbot.waitSignal(turns.done, timeout=20_000):
        desk.session.speak(Language.NL)
    assert desk.updatesEnabled()
    assert desk.isVisible()
    picture = desk.grab().toImage()
    assert picture.pixelColor(3, picture.height() - 3).lightnessF() < 0.3


@pytest.mark.parametrize(("role", "wanted"), [("muted", "muted"), ("danger", "danger"), ("warning", "warning")])
def test_words_keep_the_colour_of_their_role_in_both_looks(qtbot, qapp, role, wanted):
    theme = Theme(qapp, Appearance.LIGHT)
    box = QWidget()
    qtbot.addWidget(box)
    label = QLabel("█████")
    label.setProperty("role", role)
    QVBoxLayout(box).addWidget(label)
    box.show()
    for appearance, colours in ((Appearance.DARK, DARK), (Appearance.LIGHT, LIGHT)):
        theme.choose(appearance)
        image = label.grab().toImage()
        seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        assert QColor(getattr(colours, wanted)).name() in seen


def test_what_is_chosen_is_read_where_it_cannot_be_changed(qtbot, qapp):
    theme = Theme(qapp, Appearance.LIGHT)
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItem("█████")
    box.setEnabled(False)
    box.show()
    for appearance, colours in ((Appearance.DARK, DARK), (Appearance.LIGHT, LIGHT)):
        theme.choose(appearance)
        image = box.grab().toImage()
        seen = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
        assert QColor(colours.muted).name() in seen


def test_a_step_that_fails_holds_up_none_of_the_others(qtbot, turns):
    done: list[str] = []

    def fail() -> None:
        raise RuntimeError("one")

    with qtbot.captureExceptions() as raised, qtbot.waitSignal(turns.done):
        turns.add([fail, lambda: done.append("seen")], [lambda: done.append("hidden")])
    assert done == ["seen", "hidden"]
    assert len(raised) == 1


def test_what_is_announced_twice_is_told_to_each_once_as_it_is_now(qtbot, turns):
    announcement, heard = Announcement(turns), []
    announcement.connect(heard.append)
    with qtbot.waitSignal(turns.done):
        announcement.emit("nl")
        announcement.emit("en")
    assert heard == ["en"]


def test_a_widget_that_is_gone_is_told_nothing(qtbot, turns):
    class Panel(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.told: list[object] = []

        def hear(self, value: object) -> None:
            self.told.append(value)

    announcement, panel, other = Announcement(turns), Panel(), Panel()
    qtbot.addWidget(other)
    announcement.connect(panel.hear)
    announcement.connect(other.hear)
    with qtbot.waitSignal(turns.done):
        announcement.emit(1)
        panel.deleteLater()
    with qtbot.waitSignal(turns.done):
        announcement.emit(2)
    assert other.told == [1, 2]
    assert panel.told in ([], [1])
