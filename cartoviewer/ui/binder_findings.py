"""What the checks found on all sheets of a binder: a list by sheet, each line leading to what it speaks of."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from bnip.sheet import Sheet
from cartoviewer.export.binder import Faults
from cartoviewer.scene.sheet_checks import Finding
from cartoviewer.ui.sheet_findings import finding_text, walked
from cartoviewer.ui.theme import Theme
from resources.texts import Texts

__all__ = ["BinderFindings"]

_WHAT: Final = Qt.ItemDataRole.UserRole


class BinderFindings(QListWidget):
    """The sheets with serious findings first; hidden while there is nothing to tell.

    Signals
    -------
    finding_wanted (Sheet, Finding)
        Show what a finding speaks of.
    sheet_wanted (str)
        Show a sheet.
    """

    finding_wanted = Signal(object, object)
    sheet_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(self._go)
        self.hide()

    def show_findings(self, found: Faults, texts: Texts) -> None:
        """List what was found."""
        self.clear()
        self.setAccessibleName(texts("Before it leaves"))
        for sheet, findings in sorted(found, key=lambda each: not any(finding.serious for finding in each[1])):
            self.addItem(self._head(sheet, texts))
            for finding in findings:
                self.addItem(self._line(sheet, finding, texts))
        self.setVisible(bool(found))

    def _head(self, sheet: Sheet, texts: Texts) -> QListWidgetItem:
        item = QListWidgetItem(" · ".join(filter(None, (str(sheet.number), texts.name(sheet.names)))))
        item.setIcon(self._theme.icon("file-document-outline"))
        item.setData(_WHAT, (sheet, None))
        item.setToolTip(texts("Double-click to see the sheet"))
        return item

    def _line(self, sheet: Sheet, finding: Finding, texts: Texts) -> QListWidgetItem:
        item = QListWidgetItem(finding_text(finding, texts))
        item.setIcon(self._theme.icon("alert-octagon-outline" if finding.serious else "alert-outline"))
        item.setData(_WHAT, (sheet, finding))
        item.setToolTip(texts("Double-click to go to the place"))
        if finding.serious:
            font = item.font()
            font.setBold(True)
            item.setFont(font)
        return item

    def _go(self, item: QListWidgetItem) -> None:
        sheet, finding = item.data(_WHAT)
        if finding is None:
            self.sheet_wanted.emit(sheet.id)
        else:
            self.finding_wanted.emit(sheet, walked(item, finding))
