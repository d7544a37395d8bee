"""Labels of narrow forms: a long one goes onto two lines instead of pushing its editor out of the panel."""

from PySide6.QtWidgets import QLabel

__all__ = ["write_label"]


def write_label(label: QLabel, text: str, widest: int) -> None:
    """Write a label no wider than `widest` logical pixels; what is longer stands on two lines."""
    metrics = label.fontMetrics()
    needed = metrics.horizontalAdvance(text) + 2
    wraps = needed > widest
    label.setWordWrap(wraps)
    label.setText(text)
    label.setFixedWidth(widest if wraps else needed)
    label.setMinimumHeight(2 * metrics.height() if wraps else 0)
