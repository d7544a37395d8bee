"""The panels wired to the map: a click, a search, an import, the first start."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt

from bnip.incident import Incident, Mark
from cartoviewer.scene.hits import FeatureHit, RecordHit
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.map_drawing import MapDrawing
from cartoviewer.ui.messages import MessageKind
from cartoviewer.ui.preferences import Preferences
from cartoviewer.ui.session import Session
from resources.texts import Language


@pytest.fixture
def window(qtbot, theme, clock, tmp_path: Path):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("folder", str(tmp_path / "own"))
    made = MainWindow(Session(Language.FR), theme, MapDrawing(), Preferences(settings), "SITCEN", clock)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    yield made
    made.close()


@pytest.fixture
def at_work(qtbot, window: MainWindow, exercise_file: Path, tmp_path: Path) -> MainWindow:
    path = tmp_path / "exercise.gpkg"
    path.write_bytes(exercise_file.read_bytes())
    with qtbot.waitSignal(window.desk.opened, timeout=30_000):
        window.desk.open(path)
    return window


def test_a_click_on_the_incident_opens_it_in_the_inspector(qtbot, at_work: MainWindow):
    incident = at_work.session.document.of(Incident)[0]
    place = at_work.canvas.pixel_of(incident.place.point).toPoint()
    qtbot.mouseClick(at_work.canvas, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: len(at_work.panels.inspector.hits) > 1, timeout=20_000)
    shown = at_work.panels.inspector.shown
    assert isinstance(shown, RecordHit)
    assert shown.record.id == incident.id
    assert at_work.session.selection == (incident.id,)


def test_a_shelter_is_found_by_its_name_and_shown_on_the_map_and_in_the_inspector(qtbot, at_work: MainWindow):
    at_work.commands.actions["search"].trigger()
    qtbot.keyClicks(at_work.panels.search, "salle communale exercice 14")
    qtbot.keyClick(at_work.panels.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(at_work.panels.inspector.shown, FeatureHit), timeout=20_000)
    shown = at_work.panels.inspector.shown
    west, south, _, _ = at_work.session.datasets.get(shown.layer.dataset).shapes(31370).bounds[shown.index]
    assert at_work.canvas.view.centre == pytest.approx((west, south), abs=1.0)
    assert at_work.canvas.view.scale <= 5_000
    assert at_work.panels.mark.points == ((west, south),)


def test_coordinates_that_are_typed_move_the_map(qtbot, at_work: MainWindow):
    at_work.commands.actions["search"].trigger()
    qtbot.keyClicks(at_work.panels.search, "149000 170000")
    with qtbot.waitSignal(at_work.panels.search.found_chosen, timeout=20_000):
        qtbot.keyClick(at_work.panels.search, Qt.Key.Key_Return)
    assert at_work.canvas.view.centre == pytest.approx((149_000, 170_000), abs=1.0)
    assert at_work.panels.mark.points == (pytest.approx((149_000, 170_000), abs=1.0),)


def test_a_command_is_found_by_its_name(qtbot, at_work: MainWindow):
    command = at_work.commands.actions["zone"]
    qtbot.keyClicks(at_work.panels.search, command.text()[:12])
    qtbot.waitUntil(at_work.panels.search.results.isVisible, timeout=20_000)
    with qtbot.waitSignal(command.triggered):
        qtbot.keyClick(at_work.panels.search, Qt.Key.Key_Return)


def test_escape_gives_the_keyboard_back_to_the_map(qtbot, at_work: MainWindow):
    at_work.commands.actions["search"].trigger()
    qtbot.keyClicks(at_work.panels.search, "exercice")
    qtbot.waitUntil(at_work.panels.search.results.isVisible, timeout=20_000)
    qtbot.keyClick(at_work.panels.search, Qt.Key.Key_Escape)
    assert not at_work.panels.search.results.isVisible()
    assert at_work.panels.search.text() == ""


def test_a_place_with_no_name_like_it_is_said_not_to_be_there(qtbot, at_work: MainWindow):
    qtbot.keyClicks(at_work.panels.search, "xqzw vwqz")
    qtbot.waitUntil(at_work.panels.search.results.isVisible, timeout=20_000)
    assert at_work.panels.search.results.current is None
    assert "xqzw vwqz" in at_work.panels.search.results.item(0).text()


def test_the_history_shows_the_past_and_the_present_again(qtbot, at_work: MainWindow):
    at_work.commands.actions["history"].trigger()
    assert at_work.panels.history.isVisible()
    marks = len(at_work.session.document.of(Mark))
    at_work.session.look_at(9)
    assert len(at_work.session.document.of(Mark)) < marks
    at_work.commands.actions["now"].trigger()
    assert len(at_work.session.document.of(Mark)) == marks


def test_the_exercise_is_made_at_the_first_start_and_opened_again_later(qtbot, window: MainWindow, tmp_path: Path):
    with qtbot.waitSignal(window.desk.opened, timeout=60_000):
        window.start_page.exercise_wanted.emit()
    assert window.session.document.is_exercise
    assert window.session.dossier.path == tmp_path / "own" / "exercise.gpkg"
    window.desk.close_dossier()
    with qtbot.waitSignal(window.desk.opened, timeout=60_000):
        window.start_page.exercise_wanted.emit()
    assert window.session.document.is_exercise


def test_the_windows_for_sheets_and_pages_are_not_loaded_before_they_are_wanted():

    script = (
        "import sys; import cartoviewer.ui.application; "
        "heavy = ('WebEngine', 'PrintSupport', 'pikepdf', 'folium'); "
        "print([name for name in sys.modules if any(word in name for word in heavy)])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_closing_the_dossier_while_everything_reads_tells_of_no_error(qtbot, at_work: MainWindow):
    told = []
    at_work.messages.told.connect(told.append)
    at_work.commands.actions["sheets"].trigger()
    for _ in range(3):
        at_work.panels.search.setText("exercice")
        at_work.panels.search.textEdited.emit("exercice")
        at_work.panels.identify(at_work.canvas.pointer(at_work.canvas.rect().center().toPointF()))
    at_work.desk.close_dossier()
    qtbot.waitUntil(lambda: not at_work.tasks.running, timeout=30_000)
    assert [message.text for message in told if message.kind is MessageKind.ERROR] == []
