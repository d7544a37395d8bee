"""The panels around the map: each can be closed, moved, and float to a second screen."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QDockWidget, QMainWindow, QTabBar, QWidget

from cartoviewer.ui.session import Session

__all__ = ["Docks"]


class Docks(QObject):
    """The panels by name; their titles follow the language."""

    def __init__(self, window: QMainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._docks: dict[str, QDockWidget] = {}
        self._titles: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._all_shown = True
        session.language_changed.connect(self._write)

    def __getitem__(self, name: str) -> QDockWidget:
        return self._docks[name]

    def __contains__(self, name: str) -> bool:
        return name in self._docks

    def add(
        self,
        name: str,
        title: str,
        widget: QWidget,
        area: Qt.DockWidgetArea,
        *,
        beside: str = "",
        folded: bool = False,
    ) -> QDockWidget:
        """Put a panel at a side; `title` is an English source text, `beside` a panel to share the place with."""
        dock = QDockWidget(self._window)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self._window.addDockWidget(area, dock)
        self._docks[name], self._titles[name] = dock, title
        if beside:
            self._window.tabifyDockWidget(self._docks[beside], dock)
        if folded:
            dock.hide()
            self._hidden.add(name)
        self._write()
        return dock

    def bring(self, name: str) -> None:
        """Show a panel in front of those it shares its place with."""
        self._docks[name].show()
        self._docks[name].raise_()

    @property
    def parts(self) -> list[QWidget]:
        """The panels in the window, in the order of their making; those that float are windows of their own."""
        return [dock for dock in self._docks.values() if not dock.isFloating()]

    def float_panel(self) -> None:
        """Float the panel that has the keyboard, to be moved to another screen, or put it back."""
        current = QApplication.focusWidget() or self._window.focusWidget()
        for dock in self._docks.values():
            if current is not None and dock.isAncestorOf(current):
                dock.setFloating(not dock.isFloating())
                current.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def share_room(self, heights: Mapping[str, int], widths: Mapping[str, int]) -> None:
        """Give panels their first shares: parts of the height, letters of the width."""
        letter = self._window.fontMetrics().averageCharWidth()
        for shares, orientation in ((heights, Qt.Orientation.Vertical), (widths, Qt.Orientation.Horizontal)):
            docks = [self._docks[name] for name in shares]
            unit = 100 if orientation is Qt.Orientation.Vertical else letter
            self._window.resizeDocks(docks, [share * unit for share in shares.values()], orientation)

    def actions(self) -> list[QAction]:
        """Give an action for each panel that opens and closes it."""
        return [dock.toggleViewAction() for dock in self._docks.values()]

    def show_all(self, shown: bool) -> None:
        """Put all panels away while no dossier is open, and back as they were."""
        if shown == self._all_shown:
            return
        self._all_shown = shown
        if not shown:
            self._hidden = {name for name, dock in self._docks.items() if dock.isHidden()}
        for name, dock in self._docks.items():
            dock.setVisible(shown and name not in self._hidden)

    def _write(self) -> None:
        texts = self._session.texts
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.setAccessibleName(texts("Panels"))
        for name, dock in self._docks.items():
            title = texts(self._titles[name])
            for button, words in (
                ("qt_dockwidget_closebutton", texts("Close")),
                ("qt_dockwidget_floatbutton", texts("Float or put back")),
            ):
                found = dock.findChild(QAbstractButton, button)
                if isinstance(found, QAbstractButton):
                    found.setToolTip(words)
                    found.setAccessibleName(words)
                    found.setAccessibleDescription("")
            dock.setWindowTitle(title)
            dock.toggleViewAction().setText(title)
