"""A window carried over the screens that Qt was told of; writes on stdout what became of it, as JSON.

usage: on_two_screens.py SETTINGS.ini carry|come-back
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QSettings
from PySide6.QtWidgets import QApplication, QWidget

from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.map_drawing import MapDrawing
from cartoviewer.ui.map_widget import MapWidget
from cartoviewer.ui.preferences import Preferences
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import Appearance, Theme
from resources.texts import Language
from tests.gui.window_specimens import open_dossier

_LONGEST_MS = 30_000


def until(application: QApplication, holds: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not holds():
        application.processEvents()
        if clock.elapsed() > _LONGEST_MS:
            raise TimeoutError


def place_of(window: QWidget) -> dict[str, object]:
    at = window.geometry()
    return {"screen": window.screen().name(), "at": [at.x(), at.y(), at.width(), at.height()]}


def sharpness(map_: MapWidget) -> float:
    return map_.picture.image.width() / map_.width() if map_.picture is not None else 0.0


def main() -> None:
    settings = Path(sys.argv[1])
    application = QApplication(sys.argv[:1])
    preferences = Preferences(QSettings(str(settings), QSettings.Format.IniFormat))
    theme = Theme(application, Appearance.LIGHT)
    window = MainWindow(
        Session(Language.FR), theme, MapDrawing(), preferences, "desk", lambda: datetime.now(UTC), MapDrawing
    )
    told: dict[str, object] = {}
    if sys.argv[2] == "carry":
        window.resize(900, 500)
        window.show()
        window.session.show(*open_dossier(settings.parent))
        until(application, lambda: sharpness(window.canvas) == 1.0)
        window.projector.switch_projector()
        room = window.projector.projector
        assert room is not None
        until(application, lambda: sharpness(room.map) == 2.0)
        told["room"] = place_of(room)
        window.projector.close_projector()
        window.move(1620, 20)
        until(application, lambda: sharpness(window.canvas) == 2.0)
        told["carried"] = place_of(window)
        window.move(20, 20)
        until(application, lambda: sharpness(window.canvas) == 1.0)
        window.move(1620, 20)
        until(application, lambda: sharpness(window.canvas) == 2.0)
    else:
        window.show()
        application.processEvents()
        told["again"] = place_of(window)
    window.close()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
