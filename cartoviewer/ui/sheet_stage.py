"""A sheet, or a page to be printed, with what makes it larger and smaller."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from cartoviewer.scene.furniture import SheetComposition
from cartoviewer.ui.session import Session
from cartoviewer.ui.sheet_canvas import SheetCanvas
from cartoviewer.ui.task_runner import TaskRunner
from cartoviewer.ui.theme import SPACE_M, SPACE_S, Theme

__all__ = ["SheetStage"]


class SheetStage(QWidget):
    """The canvas of a sheet under its row of zooms.

    Signals
    -------
    problem (BaseException)
        The sheet could not be painted.
    """

    problem = Signal(object)

    def __init__(self, session: Session, theme: Theme, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.canvas = SheetCanvas(theme, tasks)
        self.canvas.problem.connect(self.problem)
        self._percent = QLabel()
        self._smaller, self._larger, self._whole, self._true = (QToolButton(autoRaise=True) for _ in range(4))
        self._smaller.clicked.connect(self.canvas.zoom_out)
        self._larger.clicked.connect(self.canvas.zoom_in)
        self._whole.clicked.connect(self.canvas.show_whole)
        self._true.clicked.connect(lambda: self.canvas.zoom_to(1.0))
        self.canvas.zoom_changed.connect(lambda zoom: self._percent.setText(f"{zoom:.0%}"))
        self.tools = QHBoxLayout()
        self.tools.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        for part in (self._smaller, self._larger, self._whole, self._true, self._percent):
            self.tools.addWidget(part)
        self.tools.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.tools)
        column.addWidget(self.canvas, 1)

    def show_sheet(self, composition: SheetComposition | None) -> None:
        """Show another sheet, or none."""
        self.canvas.show_sheet(composition)

    def write(self) -> None:
        """Write everything anew."""
        texts = self._session.texts
        self.canvas.setAccessibleName(texts("Preview of the sheet"))
        for button, icon, words in (
            (self._smaller, "magnify-minus-outline", texts("Smaller")),
            (self._larger, "magnify-plus-outline", texts("Larger")),
            (self._whole, "fit-to-page-outline", texts("Whole sheet")),
            (self._true, "numeric-1-box-outline", texts("True size")),
        ):
            button.setIcon(self._theme.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words)
