"""Which sheets go into a binder, and in which order: ticked, dragged, or moved by the keyboard."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bnip.plan import Plan
from bnip.sheet import Sheet
from cartoviewer.scene.sheet_plan import with_plan
from cartoviewer.ui.field_editors import CalmBox
from cartoviewer.ui.paper_words import scale_text
from cartoviewer.ui.record_names import record_names
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S, Theme

__all__ = ["BinderSheets"]

_ID: Final = Qt.ItemDataRole.UserRole
_ALL: Final = "*"


class BinderSheets(QWidget):
    """Lists all sheets of the dossier in the order they are bound; the ticked ones are bound.

    Signals
    -------
    changed
        Other sheets are chosen, or another order.
    sheet_wanted (str)
        The preview of a sheet is to be shown.
    """

    changed = Signal()
    sheet_wanted = Signal(str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._is_filling = False
        self.choice = CalmBox()
        self.choice.activated.connect(lambda _: self._tick_chosen())
        self.list = QListWidget()
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.itemChanged.connect(lambda _: self._tell())
        self.list.itemDoubleClicked.connect(lambda item: self.sheet_wanted.emit(str(item.data(_ID))))
        self.list.model().rowsMoved.connect(lambda *_: self._tell())
        self._up, self._down, self._order = (QToolButton(autoRaise=True) for _ in range(3))
        self._up.clicked.connect(lambda: self.shift(-1))
        self._down.clicked.connect(lambda: self.shift(1))
        self._order.clicked.connect(self.by_number)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.choice, 1)
        for button in (self._up, self._down, self._order):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(row)
        column.addWidget(self.list, 1)

    @property
    def chosen(self) -> tuple[Sheet, ...]:
        """The sheets that are ticked, in their order."""
        found = (self._session.document.get(str(item.data(_ID))) for item in self._items() if _is_ticked(item))
        return tuple(sheet for sheet in found if isinstance(sheet, Sheet))

    def tick(self, wanted: Callable[[Sheet], bool]) -> None:
        """Tick the sheets that are wanted and no others."""
        self._is_filling = True
        for item in self._items():
            sheet = self._session.document.get(str(item.data(_ID)))
            on = isinstance(sheet, Sheet) and wanted(sheet)
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._is_filling = False
        self._tell()

    def shift(self, step: int) -> None:
        """Move the selected sheets up (-1) or down (1) by one place."""
        rows = sorted((self.list.row(item) for item in self.list.selectedItems()), reverse=step > 0)
        if not rows or not 0 <= rows[0] + step < self.list.count():
            return
        for row in rows:
            item = self.list.takeItem(row)
            self.list.insertItem(row + step, item)
        self.list.setCurrentRow(rows[-1] + step)
        for row in rows:
            self.list.item(row + step).setSelected(True)
        self._tell()

    def by_number(self) -> None:
        """Put the sheets in the order of their numbers."""
        ticked = {sheet.id for sheet in self.chosen}
        self._show(sorted(self._session.document.of(Sheet), key=_number), ticked)
        self._tell()

    def write(self) -> None:
        """Write the sheets of now: those known keep place and tick, new ones come last and are ticked."""
        document, texts = self._session.document, self._session.texts
        before = [str(item.data(_ID)) for item in self._items()]
        off = {str(item.data(_ID)) for item in self._items() if not _is_ticked(item)}
        there = {sheet.id: sheet for sheet in sorted(document.of(Sheet), key=_number)}
        known = [there[sheet_id] for sheet_id in before if sheet_id in there]
        fresh = [sheet for sheet_id, sheet in there.items() if sheet_id not in before]
        self._show([*known, *fresh], set(there) - off)
        plans = document.of(Plan)
        kept = self.choice.currentData()
        self.choice.clear()
        self.choice.addItem(texts("Choose sheets…"), "")
        self.choice.addItem(texts("All sheets"), _ALL)
        for plan in plans:
            self.choice.addItem(texts("All of {plan}", plan=texts.name(record_names(plan)) or plan.number), plan.id)
        self.choice.addItem(texts("None"), "-")
        self.choice.setCurrentIndex(max(self.choice.findData(kept), 0))
        self.choice.setAccessibleName(texts("Choose sheets…"))
        self.list.setAccessibleName(texts("Sheets of the binder"))
        for button, icon, words in (
            (self._up, "arrow-up", texts("Earlier")),
            (self._down, "arrow-down", texts("Later")),
            (self._order, "sort-numeric-ascending", texts("In the order of their numbers")),
        ):
            button.setIcon(self._theme.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words)

    def _show(self, sheets: list[Sheet], ticked: set[str]) -> None:
        texts, document = self._session.texts, self._session.document
        row = self.list.currentRow()
        self._is_filling = True
        self.list.clear()
        for sheet in sheets:
            version = with_plan(sheet, document).version
            words = (str(sheet.number), texts.name(sheet.names), scale_text(sheet.scale, texts))
            item = QListWidgetItem(" · ".join(filter(None, (*words, f"v{version}" if version else ""))))
            item.setData(_ID, sheet.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            on = sheet.id in ticked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            item.setToolTip(texts("Double-click to see the sheet"))
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._is_filling = False

    def _tell(self) -> None:
        if not self._is_filling:
            self.changed.emit()

    def _tick_chosen(self) -> None:
        asked = str(self.choice.currentData())
        self.choice.setCurrentIndex(0)
        if asked == "-":
            self.tick(lambda _: False)
        elif asked == _ALL:
            self.tick(lambda _: True)
        elif asked:
            self.tick(lambda sheet: sheet.plan == asked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked


def _number(sheet: Sheet) -> tuple[int, str]:
    return sheet.number, sheet.id
