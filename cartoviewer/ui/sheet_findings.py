"""What the checks found on a sheet: a list that leads to each place, and the reason asked for what is serious."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QInputDialog, QListWidget, QListWidgetItem, QWidget

from bnip.sheet import Sheet
from cartoviewer.export.sheet_gate import overridden
from cartoviewer.scene.sheet_checks import Finding, stopping
from cartoviewer.scene.sheet_plan import with_plan
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import Theme
from resources.texts import Texts

__all__ = ["SheetFindings", "finding_text", "may_leave", "walked"]

_MOST_ROWS: Final = 5
_STEP: Final = Qt.ItemDataRole.UserRole + 1
"""How often a line was followed."""


class SheetFindings(QListWidget):
    """Lists findings, the serious ones first and in bold; hidden while there are none.

    Signals
    -------
    finding_wanted (Finding)
        Show what this finding speaks of: a place of the map, a layer, a field of the sheet.
    """

    finding_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWordWrap(True)
        self.itemActivated.connect(self._go)
        self.hide()

    def show_findings(self, findings: tuple[Finding, ...], texts: Texts) -> None:
        """List what was found."""
        self.clear()
        self.setAccessibleName(texts("Before it leaves"))
        for finding in findings:
            item = QListWidgetItem(finding_text(finding, texts))
            item.setIcon(self._theme.icon("alert-octagon-outline" if finding.serious else "alert-outline"))
            if finding.serious:
                font = item.font()
                font.setBold(True)
                item.setFont(font)
            item.setData(Qt.ItemDataRole.UserRole, finding)
            several = len(finding.places) > 1
            item.setToolTip(
                texts("Double-click to go to the place, and again for the next")
                if several
                else texts("Double-click to go to the place")
            )
            self.addItem(item)
        rows = min(self.count(), _MOST_ROWS)
        self.setFixedHeight(rows * (self.fontMetrics().height() * 2 + 6) + 2 * self.frameWidth())
        self.setVisible(bool(rows))

    def _go(self, item: QListWidgetItem) -> None:
        self.finding_wanted.emit(walked(item, item.data(Qt.ItemDataRole.UserRole)))


def walked(item: QListWidgetItem, finding: Finding) -> Finding:
    """Give the finding of a line; one that speaks of several places leads to the next of them each time."""
    if len(finding.places) < 2:
        return finding
    step = int(item.data(_STEP) or 0)
    item.setData(_STEP, step + 1)
    return replace(finding, place=finding.places[step % len(finding.places)])


def finding_text(finding: Finding, texts: Texts) -> str:
    """Write a finding."""
    said = texts(finding.note.text, **dict(finding.note.values))
    return texts("Serious: {text}", text=said) if finding.serious else said


def may_leave(session: Session, sheet: Sheet, found: tuple[Finding, ...], now: datetime, parent: QWidget) -> bool:
    """Ask why a sheet with serious faults may leave the house all the same; the answer is kept as an edit."""
    serious = stopping(found, with_plan(sheet, session.document))
    reason = _ask_reason(parent, serious, session.texts) if serious else ""
    if not reason:
        return not serious
    return session.do(*overridden(session.document, sheet, serious, reason, now)) is not None


def _ask_reason(parent: QWidget, findings: tuple[Finding, ...], texts: Texts) -> str:
    """Ask why a sheet may leave the house in spite of these faults; empty where it may not."""
    told = "\n".join("• " + texts(each.note.text, **dict(each.note.values)) for each in findings)
    question = texts(
        "{findings}\nWhy may the sheet leave the house all the same? The reason is kept.", findings=told
    )
    reason, said = QInputDialog.getText(parent, texts("Write it all the same?"), question)
    return reason.strip() if said else ""
