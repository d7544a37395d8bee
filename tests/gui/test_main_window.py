"""The window as a whole: languages, shortcuts, dossiers, the past, what it says when something goes wrong."""

import re
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QMenu, QWidget

from bnip.operation import Operation, OperationKind, Phase
from cartoviewer.document.changes import put
from cartoviewer.document.dossier import Dossier
from cartoviewer.document.edit import Label
from cartoviewer.ui.banner import EXERCISE, OperationBanner, PastBanner
from cartoviewer.ui.commands import COMMANDS, standing_keys
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.messages import MessageBar, MessageKind
from cartoviewer.ui.preferences import Preferences
from cartoviewer.ui.theme import Appearance
from resources.texts import Language, Names
from tests.gui.window_specimens import MIDDLE, make_window, open_dossier, points, wait_for_picture


def visible_words(window: QWidget) -> set[str]:
    """Give every text that is shown, said to screen readers, or offered in a menu."""
    words: set[str] = set()
    for widget in [window, *window.findChildren(QWidget)]:
        words |= {widget.toolTip(), widget.accessibleName()}
        if isinstance(widget, QLabel | QAbstractButton):
            words.add(widget.text())
        if isinstance(widget, QMenu):
            words |= {widget.title(), *(action.text() for action in widget.actions())}
    words |= {action.text() for action in window.findChildren(QAction)}
    return {word for word in words if re.search(r"[A-Za-z]{3}", word)}


def test_another_language_rewrites_every_visible_text(window: MainWindow):
    spoken = {}
    for language in (Language.EN, Language.FR, Language.NL):
        window.session.speak(language)
        spoken[language] = visible_words(window)
    kept = spoken[Language.EN] & spoken[Language.FR] & spoken[Language.NL]
    same_in_all = re.compile(
        r"CartoViewer|^test$|^Scroll (Left|Right)$|Français|Nederlands|English|"
        r"Lambert|UTM|WGS|MGRS|TLP|Incident|Discipline|QtDock|Ctrl|Drone|\d|^qt_",
        re.IGNORECASE,
    )
    assert not {word for word in kept if not same_in_all.search(word)}


def test_undo_is_the_key_with_z_on_it_wherever_it_lies(window: MainWindow, qtbot):
    window.session.do(
        Label("x"), put(window.session.document, Operation(id="o", operation=OperationKind.EVENT, names=Names()))
    )
    window.activateWindow()
    window.canvas.setFocus()
    # AZERTY: the key with Z on it lies where QWERTY has W (scan code 25), and tells its meaning, Key_Z.
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, 25, 0x7A, 0, "z")
        QApplication.sendEvent(window.canvas, event)
    assert "o" not in window.session.document


def test_standard_shortcuts_are_the_platforms_own():
    keys = {command.id: standing_keys(command) for command in COMMANDS}
    for command_id, standard in (
        ("undo", QKeySequence.StandardKey.Undo),
        ("redo", QKeySequence.StandardKey.Redo),
        ("open", QKeySequence.StandardKey.Open),
        ("delete", QKeySequence.StandardKey.Delete),
        ("zoom-in", QKeySequence.StandardKey.ZoomIn),
    ):
        assert set(QKeySequence.keyBindings(standard)) <= set(keys[command_id])


def test_no_two_commands_share_a_key():
    seen: dict[str, str] = {}
    for command in COMMANDS:
        for keys in standing_keys(command):
            text = keys.toString()
            assert text not in seen, f"{text}: {seen[text]} and {command.id}"
            seen[text] = command.id


def test_no_key_of_the_platforms_own_takes_one_that_the_table_names(monkeypatch):
    # X11 deletes with Ctrl+D too, which duplicates here; Qt would do neither.
    own = [QKeySequence("Del"), QKeySequence("Ctrl+D")]
    monkeypatch.setattr(QKeySequence, "keyBindings", lambda _: own)
    keys = {command.id: standing_keys(command) for command in COMMANDS if command.id in ("delete", "duplicate")}
    assert keys == {"delete": [QKeySequence("Del")], "duplicate": [QKeySequence("Ctrl+D")]}


BELGIAN = set("abcdefghijklmnopqrstuvwxyz&é\"'(§è!çà)-^$ùµ<,;:=")
"""What a Belgian keyboard (AZERTY) writes without Shift and AltGr."""


def test_every_command_with_a_key_has_one_that_a_belgian_keyboard_writes_without_more():
    lost = []
    for command in COMMANDS:
        keys = [key.toString(QKeySequence.SequenceFormat.PortableText) for key in standing_keys(command)]
        last = [text[-1] if len(text) < 2 or text[-2] == "+" else text.rsplit("+", 1)[-1] for text in keys]
        if keys and not any(len(key) > 1 or key.lower() in BELGIAN for key in last):
            lost.append((command.id, keys))
    assert not lost


def test_undo_says_what_it_would_take_back(window: MainWindow):
    assert window.commands.actions["undo"].text().startswith("Undo: Placed")
    window.undo()
    assert window.commands.actions["redo"].text().startswith("Redo: Placed")


def test_an_exercise_is_marked_in_all_languages_at_once(window: MainWindow):
    operation = Operation(
        id="op", operation=OperationKind.EXERCISE, names=Names("Essai", "Proef", "Trial"), phase=Phase.MUNICIPAL
    )
    window.session.do(Label("x"), put(window.session.document, operation))
    banner = window.findChild(OperationBanner)
    assert banner.isVisible()
    assert banner.words == f"{EXERCISE} Trial Municipal phase"
    window.session.speak(Language.NL)
    assert banner.words == f"{EXERCISE} Proef Gemeentelijke fase"


def test_the_past_can_be_looked_at_but_not_changed(window: MainWindow):
    window.session.look_at(2)
    assert not window.session.can_edit
    assert not window.commands.actions["undo"].isEnabled()
    assert not window.commands.actions["zone"].isEnabled()
    assert len(window.session.document) == 2
    assert "Added shelters en" in " ".join(
        label.text() for label in window.findChild(PastBanner).findChildren(QLabel)
    )
    window.back_to_now()
    assert len(window.session.document) == 5


def test_an_error_says_what_happened_and_an_unknown_one_can_be_copied(window: MainWindow):
    bar = window.findChild(MessageBar)
    window.messages.report(OSError(28, "No space left on device", "dossier.gpkg"))
    window.messages.report(ValueError("broken"))
    newest, older = bar.messages
    assert older.kind is MessageKind.ERROR
    assert "the disk is full" in window.session.texts(older.text, **older.values)
    assert "broken" in newest.detail


def test_a_dossier_open_elsewhere_is_offered_for_reading(qtbot, qapp: QApplication, tmp_path: Path):
    dossier, _ = open_dossier(tmp_path)
    window = make_window(qapp, tmp_path)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.messages.told) as told:
        window.desk.open(dossier.path)
    (message,) = told.args
    assert window.findChild(MessageBar).isVisible()
    with qtbot.waitSignal(window.desk.opened):
        message.offers[0].act()
    assert window.session.is_read_only
    assert not window.commands.actions["zone"].isEnabled()
    window.close()
    dossier.close()


def test_a_file_dropped_on_the_window_is_asked_what_it_holds(qtbot, window: MainWindow, tmp_path: Path):
    source = tmp_path / "posts.geojson"
    points(7).to_file(source, driver="GeoJSON")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(source))])
    drop = QDropEvent(
        QPointF(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(drop)
    dialog = next(child for child in window.children() if isinstance(child, QDialog))
    assert "posts" in " ".join(label.text() for label in dialog.findChildren(QLabel)) + dialog.windowTitle()


def test_the_window_remembers_language_looks_and_dossier(qtbot, qapp: QApplication, tmp_path: Path):
    dossier, _ = open_dossier(tmp_path)
    dossier.close()
    window = make_window(qapp, tmp_path)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.desk.opened):
        window.desk.open(dossier.path)
    window.session.speak(Language.NL)
    window.theme.choose(Appearance.DARK)
    window.close()
    again = Preferences(window.preferences.settings)
    assert again.language is Language.NL
    assert again.appearance is Appearance.DARK
    assert again.recent_dossiers == (dossier.path.resolve(),)
    assert again.window is not None


def test_closing_lets_go_of_the_dossier_at_once(qtbot, qapp: QApplication, tmp_path: Path):
    window = make_window(qapp, tmp_path)
    qtbot.addWidget(window)
    window.show()
    dossier, history = open_dossier(tmp_path)
    window.session.show(dossier, history)
    window.close()
    with Dossier.open(dossier.path) as reopened:
        assert len(reopened.log) == len(list(reopened.log.entries()))


def test_the_whole_drawing_fits_the_map(window: MainWindow):
    window.views.zoom_drawing()
    for place in (MIDDLE, (MIDDLE[0] + 200, MIDDLE[1] + 100)):
        assert window.canvas.rect().contains(window.canvas.pixel_of(place).toPoint())


def test_a_layer_is_zoomed_to_beside_the_main_thread(qtbot, window: MainWindow):
    with qtbot.waitSignal(window.canvas.view_changed):
        window.layers.zoom_wanted.emit((window.session.document.get("ground"),))
    west, south, east, north = window.canvas.view.bounds
    assert west < MIDDLE[0] - 480
    assert east > MIDDLE[0] + 450
    assert north - south > 950


def test_every_command_has_its_deed_and_its_picture(window: MainWindow):
    beside = (window.desk, window.views, window.projector, window.panels, window.tools, window.drawing_edits)
    parts = (window, *beside)
    for command in COMMANDS:
        assert any(hasattr(part, command.handler) for part in parts)
        assert not window.commands.actions[command.id].icon().isNull()


def test_the_map_is_not_drawn_anew_when_nothing_has_changed(qtbot, window: MainWindow):
    wait_for_picture(qtbot, window.canvas)
    qtbot.wait(50)
    shown = window.canvas.picture
    QTest.mouseMove(window.canvas, QPoint(200, 200))
    window.canvas.look(window.canvas.view)
    qtbot.wait(50)
    assert window.canvas.picture is shown
