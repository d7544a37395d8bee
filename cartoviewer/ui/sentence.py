"""A label of one line that never widens the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from cartoviewer.ui.theme import SPACE_S

__all__ = ["Sentence"]


class Sentence(QLabel):
    """A sentence on one line; what does not fit gives way to dots, and stands in the tooltip."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.sentence = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, sentence: str) -> None:
        """Say another sentence."""
        self.sentence = sentence
        self.setToolTip(sentence)
        self.setAccessibleName(sentence)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as fits now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = max(self.width() - SPACE_S, 0)
        self.setText(self.fontMetrics().elidedText(self.sentence, Qt.TextElideMode.ElideRight, width))
