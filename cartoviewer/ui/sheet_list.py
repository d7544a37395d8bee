"""The sheets of the dossier as a list: one is shown, one is made of what the map shows, one is deleted."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from bnip.sheet import Sheet
from cartoviewer.scene.template import sheet_templates
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_M

__all__ = ["SheetList"]

_ID: Final = Qt.ItemDataRole.UserRole
_ROWS: Final = 7


class SheetList(QWidget):
    """Lists the sheets in their order.

    Signals
    -------
    chosen
        Another sheet is shown, or the one shown has changed.
    new_wanted
        A sheet is to be made of what the map shows.
    delete_wanted
        The sheet shown is to be deleted.
    """

    chosen = Signal()
    new_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._heading, self._empty = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self.list = QListWidget()
        self.list.setMaximumHeight(self.fontMetrics().height() * _ROWS)
        self.list.currentItemChanged.connect(lambda *_: self.chosen.emit())
        self._new, self._delete = QPushButton(), QPushButton()
        self._new.clicked.connect(self.new_wanted)
        self._delete.clicked.connect(self.delete_wanted)
        row = QHBoxLayout()
        row.addWidget(self._new)
        row.addWidget(self._delete)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        for part in (self._heading, self.list, self._empty):
            column.addWidget(part)
        column.addLayout(row)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is shown, as it stands in the document."""
        item = self.list.currentItem()
        record = self._session.document.get(str(item.data(_ID))) if item is not None else None
        return record if isinstance(record, Sheet) else None

    def write(self) -> None:
        """Write everything anew, keeping the sheet that is shown; without one the first is."""
        texts = self._session.texts
        self._heading.setText(texts("Map sheets"))
        self.list.setAccessibleName(texts("Map sheets"))
        self._new.setText(texts("New sheet of this view"))
        self._delete.setText(texts("Delete"))
        self._empty.setText(
            texts(
                "A sheet is a page of the map at a round scale, with title, legend and marking. Make the first one."
            )
        )
        sheets = self._session.document.of(Sheet)
        shown = self.sheet.id if self.sheet is not None else ""
        with QSignalBlocker(self.list):
            self.list.clear()
            for sheet in sheets:
                self.list.addItem(self._item(sheet))
        self._empty.setVisible(not sheets)
        self.list.setVisible(bool(sheets))
        self._new.setEnabled(self._session.can_edit)
        self._delete.setEnabled(self._session.can_edit and bool(sheets))
        if sheets:
            self.choose(shown if shown in self._session.document else sheets[0].id)
        else:
            self.chosen.emit()

    def choose(self, sheet_id: str) -> None:
        """Show one sheet of the list."""
        with QSignalBlocker(self.list):
            for row in range(self.list.count()):
                if self.list.item(row).data(_ID) == sheet_id:
                    self.list.setCurrentRow(row)
        self.chosen.emit()

    def _item(self, sheet: Sheet) -> QListWidgetItem:
        texts, template = self._session.texts, sheet_templates().get(sheet.template)
        number = f"{sheet.number} · " if sheet.count > 1 else ""
        item = QListWidgetItem(number + texts.name(sheet.names))
        item.setToolTip(texts.name(template.names) if template is not None else sheet.template)
        item.setData(_ID, sheet.id)
        return item
