"""What painting without a window needs: Qt's fonts, and a platform that wants no screen."""

import sys
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from cartoviewer.render.fonts import register_fonts

__all__ = ["ready_to_paint"]

# That a painting was stopped half way is told by whoever stopped it; that the console's language is no Unicode
# (LC_ALL=C, as scripts of the night have it) does not touch what is painted.
_OF_NO_CONCERN: Final = ("QPainter::end: Painter ended", "Detected locale", "Qt depends on a UTF-8 locale")


def ready_to_paint() -> QGuiApplication:
    """Give the application that holds the fonts, with the typefaces of maps and sheets registered.

    It never opens a window, so it asks for no screen, whatever the desktop offers.
    """
    running = QGuiApplication.instance()
    if not isinstance(running, QGuiApplication):
        qInstallMessageHandler(_heard)
        # As an argument, not in the environment: the window that `demo` opens afterwards inherits that.
        running = QGuiApplication(["cartoviewer", "-platform", "offscreen"])
    register_fonts()
    return running


def _heard(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    if not text.startswith(_OF_NO_CONCERN):
        sys.stderr.write(text + "\n")
