"""The window of the crisis room: the operation, and the map; no menus, no panels, nothing that can be changed."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QScreen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cartoviewer.ui.banner import OperationLine
from cartoviewer.ui.canvas_render import Draw
from cartoviewer.ui.projection import Projection
from cartoviewer.ui.projector_map import ProjectorMap
from cartoviewer.ui.theme import SPACE_L, SPACE_S, TextRole, Theme

__all__ = ["Projector"]

_FIRST_SIZE: Final = QSize(1280, 720)
_LARGER: Final = 1.8
"""Words of the room are read from its last row."""


class Projector(QWidget):
    """A window of its own for the second screen; Esc leaves the full screen, F11 or a double click changes it.

    Signals
    -------
    closed
        The window was closed.
    """

    closed = Signal()

    def __init__(
        self,
        projection: Projection,
        theme: Theme,
        draw: Draw,
        now: Callable[[], datetime],
        pixels_per_inch: float = 96.0,
    ) -> None:
        super().__init__()
        self._projection = projection
        self._theme = theme
        self.operation = OperationLine(theme, now, _LARGER)
        self.past = QLabel()
        self.past.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        self.past.setAutoFillBackground(True)
        self.map = ProjectorMap(projection, theme, draw, pixels_per_inch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.operation)
        column.addWidget(self.past)
        column.addWidget(self.map, 1)
        self.resize(_FIRST_SIZE)
        projection.published.connect(self._write)
        projection.changed.connect(self._write)
        theme.changed.connect(self._write)
        self._write()

    def show_on(self, screen: QScreen) -> None:
        """Fill a screen."""
        self.showNormal()
        # By name first: a place alone leaves the window to the screen on which it was made.
        self.setScreen(screen)
        self.setGeometry(screen.availableGeometry())
        self.showFullScreen()

    def switch_full_screen(self) -> None:
        """Fill the screen, or leave it."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def close_down(self) -> None:
        """Stop drawing for good, and go."""
        self.map.close_down()
        self.close()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave or take the full screen."""
        if event.key() == Qt.Key.Key_F11 or (event.key() == Qt.Key.Key_Escape and self.isFullScreen()):
            self.switch_full_screen()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Leave or take the full screen."""
        del event
        self.switch_full_screen()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the room sees nothing any more."""
        super().closeEvent(event)
        self.closed.emit()

    def _write(self) -> None:
        projection, colours = self._projection, self._theme.colours
        texts, publication = projection.texts, projection.publication
        operation = publication.document.operation if publication is not None else None
        self.operation.show_operation(operation, texts)
        self.past.setText(projection.past)
        self.past.setVisible(publication is not None and bool(projection.past))
        self.past.setFont(self._theme.font(TextRole.HEADING, bold=True, larger=_LARGER))
        self.past.setStyleSheet(f"background: {colours.past}; color: {colours.on_past};")
        name = texts.name(operation.names) if operation is not None else ""
        self.setWindowTitle(" – ".join(part for part in (name, texts("Projector view"), "CartoViewer") if part))
