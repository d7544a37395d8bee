"""The menu bar and the tool bar, made from the table of commands."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from cartoviewer.ui.commands import CommandSet, Section
from cartoviewer.ui.docks import Docks
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import Appearance, Theme
from resources.texts import Language

__all__ = ["LANGUAGES", "Menus", "ToolBar"]

LANGUAGES: Final[Mapping[Language, str]] = {
    Language.FR: "Français",
    Language.NL: "Nederlands",
    Language.EN: "English",
}
"""A language is named in itself, so that whoever is lost in another finds the own."""

APPEARANCES: Final[Mapping[Appearance, str]] = {
    Appearance.SYSTEM: "As the system",
    Appearance.LIGHT: "Light",
    Appearance.DARK: "Dark",
}
_ICON: Final = 20
_BREAKS: Final = frozenset(
    {
        "quit",
        "now",
        "zoom-region",
        "full-screen",
        "move",
        "close",
        "cut",
        "corners",
        "split",
        "turn-right",
        "align-west",
        "spread-across",
    }
)
"""Commands that begin a new part of their menu."""
_IN_BAR: Final = (
    ("select", "move"),
    ("incident", "symbol", "zone", "route", "shape", "caption", "corners", "snap"),
    ("distance", "area"),
    ("undo", "redo"),
    ("zoom-region", "zoom-drawing", "previous", "next"),
    ("add-layer", "frame-sheet", "sheets", "page"),
)


class Menus(QMenuBar):
    """All commands by section, panels, language and looks."""

    def __init__(
        self, session: Session, theme: Theme, commands: CommandSet, docks: Docks, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._sections: dict[Section, QMenu] = {}
        for section in Section:
            menu = QMenu(self)
            for action in commands.of(section):
                if action.objectName() in _BREAKS:
                    menu.addSeparator()
                menu.addAction(action)
            self.addMenu(menu)
            self._sections[section] = menu
        self._panels = QMenu(self)
        self._panels.addActions(docks.actions())
        self._language = QMenu(self)
        self._languages: dict[Language, QAction] = {}
        group = QActionGroup(self)
        for language, name in LANGUAGES.items():
            action = self._language.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, language=language: session.speak(language))
            group.addAction(action)
            self._languages[language] = action
        self._looks = QMenu(self)
        self._appearances: dict[Appearance, QAction] = {}
        group = QActionGroup(self)
        for appearance in APPEARANCES:
            action = self._looks.addAction("")
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, appearance=appearance: theme.choose(appearance))
            group.addAction(action)
            self._appearances[appearance] = action
        view = self._sections[Section.VIEW]
        view.addSeparator()
        for menu in (self._panels, self._language, self._looks):
            view.addMenu(menu)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        texts = self._session.texts
        self.setAccessibleName(texts("Main menu"))
        for section, menu in self._sections.items():
            menu.setTitle(texts(section.value))
        self._panels.setTitle(texts("Panels"))
        self._language.setTitle(texts("Language"))
        self._looks.setTitle(texts("Looks"))
        for appearance, action in self._appearances.items():
            action.setText(texts(APPEARANCES[appearance]))
            action.setChecked(appearance is self._theme.appearance)
        for language, action in self._languages.items():
            action.setChecked(language is self._session.language)


class ToolBar(QToolBar):
    """The few commands of the moment, with the search in front."""

    def __init__(self, session: Session, commands: CommandSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("tools")
        self.setMovable(False)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for index, part in enumerate(_IN_BAR):
            if index:
                self.addSeparator()
            for command_id in part:
                self.addAction(commands.actions[command_id])
        for button in self.findChildren(QToolButton):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        session.language_changed.connect(self._write)
        self._write()

    def put_in_front(self, widget: QWidget) -> None:
        """Put the search before all buttons."""
        first = self.actions()[0]
        self.insertWidget(first, widget)
        self.insertSeparator(first)

    def _write(self) -> None:
        self.setWindowTitle(self._session.texts("Tools"))
