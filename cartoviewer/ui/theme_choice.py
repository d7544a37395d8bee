"""Choosing a theme for a map, and keeping themes: taken from what the map shows, renamed, deleted."""

import msgspec
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QToolButton, QWidget

from bnip.theme import Theme
from cartoviewer.document.changes import new_id, put, remove
from cartoviewer.document.edit import Label
from cartoviewer.scene.map_content import theme_taken
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.level_button import LevelButton
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S
from cartoviewer.ui.theme import Theme as Looks
from resources.texts import Names

__all__ = ["ThemeChoice"]


class ThemeChoice(QWidget):
    """A list of the dossier's themes with what can be done with them.

    Signals
    -------
    committed (str)
        The id of the theme that was chosen; empty for none.
    """

    committed = Signal(object)

    def __init__(self, session: Session, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._looks = looks
        self._shown = ""
        self.box = CalmBox()
        self.box.setMinimumContentsLength(8)
        self.box.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.activated.connect(lambda _: self.committed.emit(str(self.box.currentData())))
        self._take, self._rename, self._delete = QToolButton(), QToolButton(), QToolButton()
        self._take.clicked.connect(self._ask_new)
        self._rename.clicked.connect(self._ask_name)
        self._delete.clicked.connect(self.delete)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.box, 1)
        self.level = LevelButton(session)
        for button in (self.level, self._take, self._rename, self._delete):
            row.addWidget(button)

    def show_theme(self, theme_id: str) -> None:
        """Show which theme is chosen, among those of the dossier."""
        texts = self._session.texts
        self._shown = theme_id
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItem(texts("The visible layers"), "")
            for theme in self._session.document.of(Theme):
                self.box.addItem(texts.name(theme.names), theme.id)
            if theme_id and self.box.findData(theme_id) < 0:
                self.box.addItem(texts("A theme that is not there"), theme_id)
            self.box.setCurrentIndex(self.box.findData(theme_id))
        self.box.setAccessibleName(texts("Theme"))
        for button, icon, words in (
            (self._take, "plus", texts("New theme of the layers that the map shows now")),
            (self._rename, "rename-outline", texts("Rename the theme")),
            (self._delete, "delete-outline", texts("Delete the theme")),
        ):
            button.setIcon(self._looks.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words)
        known = self._theme() is not None
        self.level.show_record(self._theme())
        self._take.setEnabled(self._session.can_edit)
        self._rename.setEnabled(self._session.can_edit and known)
        self._delete.setEnabled(self._session.can_edit and known)
        self.box.setEnabled(self._session.can_edit)

    def take(self, name: str) -> None:
        """Keep the layers that the map shows as a theme, and choose it."""
        made = theme_taken(new_id(), Names.same(name), self._session.document)
        label = Label("New theme {name}", {"name": made.names})
        if self._session.do(label, put(self._session.document, made)) is not None:
            self.committed.emit(made.id)

    def rename(self, name: str) -> None:
        """Call the chosen theme something else."""
        theme = self._theme()
        if theme is not None:
            after = msgspec.structs.replace(theme, names=Names.same(name))
            label = Label("Theme {name} is now called {value}", {"name": theme.names, "value": name})
            self._session.do(label, put(self._session.document, after))

    def delete(self) -> None:
        """Take the chosen theme away; undo brings it back, and maps bound to it say that it is gone."""
        theme = self._theme()
        if theme is not None:
            label = Label("Deleted theme {name}", {"name": theme.names})
            self._session.do(label, remove(self._session.document, theme.id))

    def _theme(self) -> Theme | None:
        record = self._session.document.get(self._shown) if self._shown else None
        return record if isinstance(record, Theme) else None

    def _ask_new(self) -> None:
        texts = self._session.texts
        name, said = QInputDialog.getText(self, texts("New theme"), texts("What is the theme to be called?"))
        if said and name.strip():
            self.take(name.strip())

    def _ask_name(self) -> None:
        theme, texts = self._theme(), self._session.texts
        if theme is None:
            return
        name, said = QInputDialog.getText(
            self, texts("Rename the theme"), texts("What is the theme to be called?"), text=texts.name(theme.names)
        )
        if said and name.strip():
            self.rename(name.strip())
