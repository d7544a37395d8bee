"""What painting without a window needs: Qt's fonts, and a platform that wants no screen."""

from PySide6.QtGui import QGuiApplication

from cartoviewer.render.fonts import register_fonts

__all__ = ["ready_to_paint"]


def ready_to_paint() -> QGuiApplication:
    """Give the application that holds the fonts, with the typefaces of maps and sheets registered.

    It never opens a window, so it asks for no screen, whatever the desktop offers.
    """
    running = QGuiApplication.instance()
    if not isinstance(running, QGuiApplication):
        # As an argument, not in the environment: the window that `demo` opens afterwards inherits that.
        running = QGuiApplication(["cartoviewer", "-platform", "offscreen"])
    register_fonts()
    return running
