"""A label that never widens the window."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from cartoviewer.ui.theme import SPACE_S

__all__ = ["OneLine"]

_FILLED: Final = 0.85


class OneLine(QLabel):
    """A sentence on one line, or on a few; what does not fit gives way to dots, and stands in the tooltip."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.sentence = ""
        self._lines = 1
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

    def allow(self, lines: int) -> None:
        """Take so many lines, always: what stands below does not move with each sentence."""
        self._lines = lines
        self.setWordWrap(lines > 1)
        self.setFixedHeight(self.height_of(lines))
        self._fit()

    def height_of(self, lines: int) -> int:
        """Tell how high so many lines are, logical pixels."""
        return lines * self.fontMetrics().lineSpacing() + SPACE_S

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as fits now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # Each further line is not quite full: words stay whole.
        width = max(self.width() - SPACE_S, 0) * (1.0 + _FILLED * (self._lines - 1))
        self.setText(self.fontMetrics().elidedText(self.sentence, Qt.TextElideMode.ElideRight, round(width)))
