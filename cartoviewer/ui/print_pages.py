"""The pages of a print, listed: those that are ticked are printed."""

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cartoviewer.export.print_job import PrintPage
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S

__all__ = ["PrintPages", "page_ranges"]

_SPAN: Final = re.compile(r"(\d{1,5})?\s*([-–])?\s*(\d{1,5})?")


class PrintPages(QWidget):
    """Lists pages by number and name, with a field for ranges of them.

    Signals
    -------
    chosen (int)
        The page at this place is to be shown.
    changed
        Other pages are ticked.
    """

    chosen = Signal(int)
    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._heading, self._label = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self._label.setProperty("role", "muted")
        self.range = QLineEdit()
        self._label.setBuddy(self.range)
        self.list = QListWidget()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentRowChanged.connect(self.chosen)
        self.list.itemChanged.connect(lambda _: self.changed.emit())
        self.range.textEdited.connect(self._tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for part in (self._heading, self.list, self._label, self.range):
            column.addWidget(part)
        self.write()

    @property
    def ticked(self) -> tuple[int, ...]:
        """The places of the pages that are ticked, from 0."""
        rows = range(self.list.count())
        return tuple(row for row in rows if self.list.item(row).checkState() is Qt.CheckState.Checked)

    def show_pages(self, pages: Sequence[PrintPage]) -> None:
        """List pages, all of them ticked, and show the first."""
        texts = self._session.texts
        with QSignalBlocker(self.list):
            self.list.clear()
            for number, page in enumerate(pages, 1):
                item = QListWidgetItem(f"{number} · {page.name(texts)}")
                item.setToolTip(item.text())
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked)
                self.list.addItem(item)
        self.range.clear()
        self.list.setCurrentRow(0)
        self.changed.emit()

    def write(self) -> None:
        """Write everything anew."""
        texts = self._session.texts
        self._heading.setText(texts("Pages"))
        self.list.setAccessibleName(texts("Pages"))
        self._label.setText(texts("Only these pages"))
        self.range.setAccessibleName(texts("Only these pages"))
        self.range.setPlaceholderText(texts("all, or numbers: 1-3, 7"))

    def _tick(self, asked: str) -> None:
        wanted = page_ranges(asked, self.list.count())
        with QSignalBlocker(self.list):
            for row in range(self.list.count()):
                on = row in wanted
                self.list.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.changed.emit()


def page_ranges(asked: str, count: int) -> frozenset[int]:
    """Give the places, from 0, of pages such as `1-3, 7` or `12-`; all where nothing is asked for.

    What cannot be read, or lies beyond the last page, is no page.
    """
    if not asked.strip():
        return frozenset(range(count))
    found: set[int] = set()
    for part in re.split(r"[,;]", asked):
        span = _SPAN.fullmatch(part.strip())
        if span is None or not (span[1] or span[3]):
            continue
        first = int(span[1] or 1)
        last = int(span[3]) if span[3] else (count if span[2] else first)
        found |= set(range(max(first, 1) - 1, min(last, count)))
    return frozenset(found)
