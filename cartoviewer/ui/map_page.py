"""The middle of the window: the page that starts, or the map with its strips; messages lie over either."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from cartoviewer.ui.messages import MessageBar
from cartoviewer.ui.theme import SPACE_L

__all__ = ["MapPage", "Middle"]

_MESSAGE_WIDTH: Final = 720


class MapPage(QWidget):
    """The map, below the strips of what is in hand and of what was found; a strip may lie over its upper edge."""

    def __init__(self, canvas: QWidget, above: tuple[QWidget, ...], over: QWidget) -> None:
        super().__init__()
        self.strips = (*above, over)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for row, strip in enumerate(above):
            grid.addWidget(strip, row, 0)
        grid.addWidget(canvas, len(above), 0)
        grid.addWidget(over, len(above), 0, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(above), 1)


class Middle(QWidget):
    """One of two pages, and the messages."""

    def __init__(self, start_page: QWidget, map_page: MapPage, bar: MessageBar) -> None:
        super().__init__()
        self.strips = map_page.strips
        self._pages = QStackedWidget()
        self._pages.addWidget(start_page)
        self._pages.addWidget(map_page)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._pages, 0, 0)
        # At the foot: a message lies over the page, pushes nothing aside and hides no strip above the map.
        bar.setContentsMargins(SPACE_L, 0, SPACE_L, SPACE_L)
        bar.setMaximumWidth(_MESSAGE_WIDTH)
        grid.addWidget(bar, 0, 0, Qt.AlignmentFlag.AlignBottom)

    def show_map(self, *, shown: bool) -> None:
        """Show the map, or the page that starts."""
        self._pages.setCurrentIndex(1 if shown else 0)
