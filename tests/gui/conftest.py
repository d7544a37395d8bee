"""What tests of the window share: the exercise, built once and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from cartoviewer.document.dossier import Dossier
from cartoviewer.document.exercise.build import build_exercise
from cartoviewer.document.history import History
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import Appearance, Theme
from resources.texts import Language
from tests.gui.window_specimens import MIDDLE, make_window, open_dossier, wait_for_picture

NOW = datetime(2026, 11, 23, 13, 7, tzinfo=UTC)


@pytest.fixture(scope="session")
def exercise_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exercise") / "exercise.gpkg"
    with Dossier.create(path, clock=lambda: NOW) as dossier:
        build_exercise(dossier)
    return path


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Appearance.LIGHT)


@pytest.fixture
def open_session(qapp: QApplication, exercise_file: Path, tmp_path: Path) -> Iterator[Session]:
    """A session in French with a copy of the exercise open."""
    path = tmp_path / "exercise.gpkg"
    shutil.copy(exercise_file, path)
    session = Session(Language.FR)
    dossier = Dossier.open(path, clock=lambda: NOW)
    session.show(dossier, History(dossier.log, "SITCEN", clock=lambda: NOW))
    yield session
    session.close()


@pytest.fixture
def clock() -> Callable[[], datetime]:
    return lambda: NOW


@pytest.fixture
def window(qtbot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    """A window on a dossier of three layers, an incident and a command post, at 1:5 000."""
    window = make_window(qapp, tmp_path)
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.show()
    qtbot.waitExposed(window)
    window.session.show(*open_dossier(tmp_path))
    window.canvas.centre_on(MIDDLE)
    window.canvas.set_scale(5000)
    wait_for_picture(qtbot, window.canvas)
    yield window
    window.close()


@pytest.fixture
def pixel(window: MainWindow) -> Callable[[float, float], QPoint]:
    """Tells at which pixel of the map a place of the ground is."""

    def at(x: float, y: float) -> QPoint:
        return window.canvas.pixel_of((x, y)).toPoint()

    return at
