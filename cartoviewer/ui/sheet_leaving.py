"""What stands between a sheet and the door: for whom it is, what that leaves out, what was found, the ways out."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from cartoviewer.scene.composition import LABELS_DROPPED
from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.scene.sheet_checks import Finding
from cartoviewer.ui.audience_choice import AudienceChoice
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_findings import SheetFindings
from cartoviewer.ui.sheet_output import FORMATS
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme

__all__ = ["SheetLeaving"]


class SheetLeaving(QWidget):
    """The foot of the preview of a sheet.

    Signals
    -------
    file_wanted (str)
        The sheet is to be written with this ending.
    print_wanted
        The sheet is to be printed.
    """

    file_wanted = Signal(str)
    print_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, strip: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._for_whom, self._notes, self.past = QLabel(), QLabel(), QLabel()
        self._for_whom.setProperty("role", "heading")
        self._notes.setProperty("role", "warning")
        self.past.setProperty("role", "muted")
        for label in (self._notes, self.past):
            label.setWordWrap(True)
            label.hide()
        self.audience = AudienceChoice(session)
        self.findings = SheetFindings(theme)
        self._formats = QMenu(self)
        self.file, self.print = QToolButton(), QPushButton()
        self.file.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.file.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.file.setMenu(self._formats)
        self.print.clicked.connect(self.print_wanted)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addWidget(self.file)
        row.addWidget(self.print)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        for part in (self._for_whom, self.audience, self.past, self._notes, self.findings):
            column.addWidget(part)
        column.addLayout(row)
        column.addWidget(strip)

    def show_sheet(self, composition: SheetComposition | None, found: tuple[Finding, ...], stricter: str) -> None:
        """Tell what was found on a sheet, and which of its past is told to fewer people now."""
        texts = self._session.texts
        self.findings.show_findings(found, texts)
        told = {texts(each.note.text, **dict(each.note.values)) for each in found}
        notes = composition.notes if composition is not None else ()
        lines = [texts(note.text, **dict(note.values)) for note in notes if note.text != LABELS_DROPPED]
        self._notes.setText("\n".join(line for line in lines if line not in told))
        self._notes.setVisible(bool(self._notes.text()))
        self.past.setText(stricter)
        self.past.setVisible(bool(stricter))
        self.file.setEnabled(composition is not None)
        self.print.setEnabled(composition is not None)

    def write(self) -> None:
        """Write everything anew."""
        texts = self._session.texts
        self._for_whom.setText(texts("For whom"))
        self.file.setText(texts("Write a file"))
        self.file.setIcon(self._theme.icon("file-export-outline"))
        self.print.setText(texts("Print…"))
        self.print.setIcon(self._theme.icon("printer-outline"))
        self._formats.clear()
        for ending, words in FORMATS.items():
            self._formats.addAction(texts(words)).triggered.connect(partial(self._want, ending))

    def _want(self, ending: str, _checked: object = None) -> None:
        self.file_wanted.emit(ending)
