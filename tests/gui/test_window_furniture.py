"""What stands around the map: readiness without network, the keys, the line of the tool, the first steps."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem

from cartoviewer.document.changes import put, remove
from cartoviewer.document.edit import Label
from cartoviewer.ui.blank_map import is_blank
from cartoviewer.ui.commands import COMMANDS
from cartoviewer.ui.keys_dialog import KeysDialog
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.messages import Message, MessageKind, explained
from cartoviewer.ui.tool_strip import ToolStrip
from layers.errors import Problem
from resources.texts import Language, Texts


@pytest.fixture
def keys(window: MainWindow) -> KeysDialog:
    window.commands.actions["keys"].trigger()
    return window.findChild(KeysDialog)


def rows(dialog: KeysDialog) -> list[QTreeWidgetItem]:
    headings = [dialog.list.topLevelItem(index) for index in range(dialog.list.topLevelItemCount())]
    return [heading.child(at) for heading in headings for at in range(heading.childCount())]


def test_every_command_stands_in_the_list_of_keys_in_the_language_of_the_window(window, keys):
    window.session.speak(Language.NL)
    texts = window.session.texts
    listed = {row.text(0) for row in rows(keys)}
    assert {texts(command.text) for command in COMMANDS} <= listed


def test_the_list_of_keys_is_narrowed_by_words_or_by_a_key(keys):
    keys._filter.setText("F11")
    assert {row.text(0) for row in rows(keys) if not row.isHidden()} == {"Full screen", "Projector view"}


def test_a_command_is_given_from_the_list_of_keys(window, keys):
    (row,) = [row for row in rows(keys) if row.text(0) == "Measure a distance"]
    keys.list.itemActivated.emit(row, 0)
    assert window.tools.in_hand == "distance"
    assert not keys.isVisible()


def test_the_status_line_tells_what_the_machine_lacks_without_a_network_and_leads_to_it(
    qtbot, window: MainWindow, tmp_path: Path
):
    window.panels.ground._own = tmp_path / "places.sqlite"
    window.readiness.write()
    assert not window.readiness.is_ready
    assert window.readiness.text() == "Not ready without network"
    (tmp_path / "places.sqlite").write_bytes(b"an index")
    with qtbot.waitSignal(window.tasks.ended):
        window.tasks.run(lambda _progress: None, lambda _none: None, window.messages.report, Label("Building"))
    assert window.readiness.text() == "Ready without network"
    with qtbot.waitSignal(window.readiness.index_wanted):
        QTest.mouseClick(window.readiness, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("width", [900, 1500])
def test_the_map_keeps_its_size_whatever_tool_is_in_hand(qtbot, window: MainWindow, width: int):
    window.resize(width, 800)
    heights = set()
    for name in window.tools.tools:
        window.tools.take(name)
        qtbot.wait(1)
        heights.add(window.canvas.height())
    assert len(heights) == 1


def test_in_a_narrow_window_the_hint_has_a_line_of_its_own_as_wide_as_the_map(qtbot, window: MainWindow):
    window.resize(1000, 800)
    window.tools.take_route()
    strip = window.findChild(ToolStrip)
    qtbot.waitUntil(lambda: strip._hint.width() > 0.9 * strip.width())


def test_work_in_the_status_line_does_not_widen_the_window(qtbot, window: MainWindow):
    window.resize(window.minimumSizeHint().width(), 800)
    width = window.width()
    done: list[bool] = []

    def work(progress) -> None:
        progress.step(0.5, "a very long sentence about what is going on " * 5)

    window.tasks.run(work, lambda _none: done.append(True), window.messages.report, Label("x" * 200))
    qtbot.waitUntil(lambda: bool(done))
    assert window.width() == width


def test_an_empty_map_tells_the_first_steps_until_something_is_on_it(window: MainWindow):
    assert not is_blank(window.session)
    document = window.session.document
    window.session.do(Label("Emptied"), *(remove(document, record.id) for record in document))
    assert is_blank(window.session)
    before = window.canvas.grab().toImage()
    window.session.speak(Language.FR)
    assert window.canvas.grab().toImage() != before
    window.session.do(Label("Back"), put(window.session.document, document.get("incident")))
    assert not is_blank(window.session)


def test_messages_of_the_dossier_before_are_gone_when_another_is_opened(qtbot, window: MainWindow, tmp_path: Path):
    window.messages.show(Message("The map is empty.", kind=MessageKind.ERROR))
    assert window.message_bar.messages
    with qtbot.waitSignal(window.desk.opened):
        window.desk.create(tmp_path / "other.gpkg")
    assert not window.message_bar.messages


@pytest.mark.parametrize(("number", "words"), [(13, "ne pouvez pas"), (2, "introuvable"), (28, "plein")])
def test_the_reason_of_a_disk_is_told_in_the_language_of_the_window(number: int, words: str):
    message = explained(OSError(number, "as the system says it", "/x/y.gpkg"))
    told = Texts(Language.FR)(message.text, **message.values)
    assert words in told
    assert "as the system" not in told
    assert "as the system" in message.detail


def test_what_only_an_engineer_understands_of_a_problem_is_in_its_details():
    message = explained(Problem("{file} is damaged.", file="a.gpkg", detail="malformed"))
    assert message.detail == "malformed"
    assert explained(Problem("{file} failed ({detail}).", file="a.gpkg", detail="malformed")).detail == ""
