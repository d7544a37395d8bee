"""All commands with their keys, made from the table of commands; Enter or a double click gives one."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from cartoviewer.ui.commands import COMMANDS, Section, standing_keys
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_L, SPACE_M, Theme
from symbols.grammar import folded

__all__ = ["KeysDialog"]

_ON_MAP: Final = (
    ("Move over the map", "Drag, arrow keys"),
    ("Hold the ground while a tool is in hand", "Space"),
    ("Zoom at the mouse", "Wheel"),
    ("Zoom to a box", "Shift + drag"),
    ("Select several in a box", "Ctrl + drag"),
    ("Take the last corner back", "Backspace"),
    ("Finish what is drawn", "Enter, double click"),
    ("Give up", "Esc"),
)
"""What is not a command but done with the hand on the map."""

_ID: Final = Qt.ItemDataRole.UserRole


class KeysDialog(QDialog):
    """A window beside the map; what is typed above the list narrows it."""

    def __init__(
        self, session: Session, theme: Theme, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._actions = actions
        self._filter = QLineEdit()
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._narrow)
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setIconSize(QSize(18, 18))
        self.list.setRootIsDecorated(False)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.itemActivated.connect(self._give)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(self._filter)
        column.addWidget(self.list, 1)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * 90, letter * 100)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        texts = self._session.texts
        self.setWindowTitle(texts("Keys and commands"))
        self._filter.setPlaceholderText(texts("Search for a command"))
        self._filter.setAccessibleName(texts("Search for a command"))
        self.list.setAccessibleName(texts("Keys and commands"))
        self.list.clear()
        for section in Section:
            heading = self._heading(texts(section.value))
            for command in COMMANDS:
                if command.section is section:
                    action = self._actions[command.id]
                    native = QKeySequence.SequenceFormat.NativeText
                    # Not the keys that only some keyboards have: “Open”, “Undo”, “Copy”.
                    some = (*standing_keys(command)[:1], *(QKeySequence(text) for text in command.extra))
                    keys = ", ".join(dict.fromkeys(key.toString(native) for key in some))
                    row = QTreeWidgetItem(heading, [texts(command.text), keys])
                    row.setIcon(0, action.icon())
                    row.setData(0, _ID, command.id)
        heading = self._heading(texts("With the hand on the map"))
        for deed, hand in _ON_MAP:
            QTreeWidgetItem(heading, [texts(deed), texts(hand)])
        self.list.expandAll()
        self._narrow()

    def _heading(self, words: str) -> QTreeWidgetItem:
        heading = QTreeWidgetItem(self.list, [words])
        heading.setFont(0, self._theme.font(bold=True))
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return heading

    def _narrow(self) -> None:
        """Show the commands whose words or keys hold what is typed."""
        wanted = folded(self._filter.text()).split()
        for index in range(self.list.topLevelItemCount()):
            heading = self.list.topLevelItem(index)
            if heading is None:
                continue
            some = False
            for at in range(heading.childCount()):
                row = heading.child(at)
                if row is not None:
                    words = folded(f"{row.text(0)} {row.text(1)}")
                    fits = all(word in words for word in wanted)
                    row.setHidden(not fits)
                    some = some or fits
            heading.setHidden(not some)

    def _give(self, row: QTreeWidgetItem) -> None:
        action = self._actions.get(str(row.data(0, _ID)))
        if action is not None and action.isEnabled():
            self.close()
            action.trigger()
