"""Starting the window: fonts, looks, language, the dossier."""

import getpass
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from cartoviewer.render.fonts import register_fonts
from cartoviewer.render.rasteriser import Rasteriser
from cartoviewer.ui.interpreter import favour_window, keep_what_is_there, load_beside
from cartoviewer.ui.main_window import MainWindow
from cartoviewer.ui.map_drawing import MapDrawing
from cartoviewer.ui.preferences import Preferences
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import Theme
from cartoviewer.ui.turns import Turns
from resources.texts import Language
from resources.typefaces import SANS

__all__ = ["run_window"]

_STARTED: Final = time.perf_counter()

_SETTLED_MS: Final = 2500
"""The first picture is there by then, and nobody has asked for a sheet yet."""

_WRITERS: Final = ("cartoviewer.export.image", "cartoviewer.export.pdf", "cartoviewer.export.binder_process")


def run_window(
    dossier_path: Path | None = None,
    language: Language | None = None,
    *,
    preferences: Preferences | None = None,
    arguments: Sequence[str] = (),
    now: Callable[[], datetime] | None = None,
) -> int:
    """Show the window until it is closed.

    Parameters
    ----------
    dossier_path
        The dossier to open; None shows the first page.
    language
        The window's language; None takes the one chosen last, or else the system's, or else French.
    preferences
        What is remembered; None takes the user's own.
    arguments
        What Qt may understand of the command line.
    now
        The clock; None takes the system's.

    Returns
    -------
    int
        The exit status.
    """
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication([sys.argv[0], *arguments])
    application.setApplicationName("CartoViewer")
    application.setDesktopFileName("cartoviewer")
    register_fonts()
    rasteriser = Rasteriser()
    application.aboutToQuit.connect(rasteriser.close)
    remembered = preferences or Preferences.of_user()
    turns = Turns(application)
    theme = Theme(application, remembered.appearance, SANS, turns)
    session = Session(language or remembered.language or _language_of_system(), turns=turns)
    session.stand_apart(on=remembered.apart)
    session.apart_changed.connect(lambda on: setattr(remembered, "apart", on))
    dialogs = _QtWords(application)
    dialogs.speak(session.language)
    session.language_changed.connect(dialogs.speak)

    def draw_beside() -> MapDrawing:
        # The map of a second screen is painted beside the first: with loops of its own.
        second = Rasteriser()
        application.aboutToQuit.connect(second.close)
        return MapDrawing(second)

    drawing = MapDrawing(rasteriser)
    window = MainWindow(session, theme, drawing, remembered, _author(), now or _now, draw_beside)
    if os.environ.get("CARTOVIEWER_TRACE"):
        _trace_first_picture(window)
    window.show()
    favour_window()
    window.desk.opened.connect(keep_what_is_there)
    if dossier_path is not None:
        window.desk.open(dossier_path)
    QTimer.singleShot(_SETTLED_MS, application, lambda: load_beside(_WRITERS))
    return int(application.exec())


class _QtWords:
    """Qt's own words (file dialogs, menus of text fields) in the window's language."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._translator = QTranslator(application)

    def speak(self, language: Language) -> None:
        """Change the language."""
        self._application.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language is not Language.EN and self._translator.load(f"qtbase_{language.value}", folder):
            self._application.installTranslator(self._translator)


def _language_of_system() -> Language:
    spoken = QLocale.system().language()
    if spoken is QLocale.Language.Dutch:
        return Language.NL
    return Language.EN if spoken is QLocale.Language.English else Language.FR


def _author() -> str:
    """Give the name of the account: the log tells who has edited, and the account is all that is known."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def _now() -> datetime:
    return datetime.now(UTC)


def _trace_first_picture(window: MainWindow) -> None:
    """Write on stderr how long it took until the first picture of the map was shown."""

    def tell() -> None:
        window.canvas.picture_changed.disconnect(tell)
        seconds = time.perf_counter() - _STARTED
        sys.stderr.write(
            f"first picture {seconds:.2f} s after the window's code was loaded, "
            f"{time.process_time():.2f} s of computing since the program began\n"
        )

    window.canvas.picture_changed.connect(tell)
