"""Who may see a record that has no form of its own: shown as its marking, changed from a menu."""

from functools import partial

import msgspec
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from bnip.layout import Layout
from bnip.theme import Theme
from cartoviewer.document.changes import put
from cartoviewer.document.edit import Label
from cartoviewer.ui.record_names import in_all_languages, record_names
from cartoviewer.ui.session import Session
from layers.sensitivity import Sensitivity

__all__ = ["LevelButton"]


class LevelButton(QToolButton):
    """Shows the level of a theme or a layout; choosing another one is an edit."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record_id = ""
        self._menu = QMenu(self)
        self._levels = QActionGroup(self)
        for level in Sensitivity:
            action = self._menu.addAction(level.marking)
            action.setCheckable(True)
            action.setData(level.value)
            action.triggered.connect(partial(self._take, level))
            self._levels.addAction(action)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def show_record(self, record: Theme | Layout | None) -> None:
        """Show the level of a record; nothing where there is none."""
        texts = self._session.texts
        self._record_id = record.id if record is not None else ""
        self.setVisible(record is not None)
        if record is None:
            return
        level = record.sensitivity
        self.setText(level.marking.removeprefix("TLP:"))
        words = texts("Distribution: {level}", level=level.marking)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setEnabled(self._session.can_edit)
        for action in self._levels.actions():
            action.setChecked(action.data() == level.value)

    def take(self, level: Sensitivity) -> None:
        """Give the record shown another level, as an edit."""
        record = self._session.document.get(self._record_id)
        if not isinstance(record, Theme | Layout) or record.sensitivity == level:
            return
        after = msgspec.structs.replace(record, sensitivity=level)
        label = Label(
            "{name}: {field} is now {value}",
            {"name": record_names(record), "field": in_all_languages("Distribution"), "value": level.marking},
        )
        self._session.do(label, put(self._session.document, after))

    def _take(self, level: Sensitivity, _checked: object = None) -> None:
        self.take(level)
