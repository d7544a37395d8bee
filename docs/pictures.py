"""Makes the pictures of the README with the program itself: `make pictures`."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from cartoviewer.cli.program import run
from cartoviewer.render.fonts import SANS, register_fonts
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.map_drawing import MapDrawing
from cartoviewer.ui.preferences import Preferences
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import Appearance, Theme
from resources.texts import Language

FOLDER = Path(__file__).resolve().parent
SETTLED_MS = 1500


def main() -> None:
    """Build the exercise in a folder of its own, and take a picture of a sheet and of the window."""
    # The one that the window needs, before the sheets make one for fonts only.
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        status = run(["demo", str(folder), "--no-window"])
        if status:
            sys.exit(status)
        sheet = QImage(str(next(folder.glob("*a3*.png"))))
        sheet.scaledToWidth(1600, Qt.TransformationMode.SmoothTransformation).save(str(FOLDER / "sheet.png"))
        _window(application, folder)


def _window(application: QApplication, folder: Path) -> None:
    register_fonts()
    preferences = Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    theme = Theme(application, Appearance.LIGHT, SANS)
    window = MainWindow(
        Session(Language.EN),
        theme,
        MapDrawing(),
        preferences,
        "SITCEN",
        lambda: datetime(2026, 11, 23, 13, 5, tzinfo=UTC),
    )
    window.resize(1440, 900)
    window.show()
    window.desk.open(folder / "exercise.gpkg")
    loop = QEventLoop()
    QTimer.singleShot(SETTLED_MS, loop.quit)
    loop.exec()
    window.grab().save(str(FOLDER / "window.png"))
    window.close()


if __name__ == "__main__":
    main()
