"""What is said of a file that was written."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from cartoviewer.export.outcome import Outcome
from cartoviewer.ui.messages import Message, MessageKind, Messages, Offer

__all__ = ["tell_outcome"]


def tell_outcome(messages: Messages, outcome: Outcome) -> None:
    """Say that a file was written, and offer to open it."""
    folder = QUrl.fromLocalFile(str(outcome.path.parent))
    file = QUrl.fromLocalFile(str(outcome.path))
    messages.show(
        Message(
            "Written: {name}, {marking}, {size} kB.",
            {
                "name": outcome.path.name,
                "marking": outcome.marking.marking,
                "size": max(round(outcome.size_bytes / 1000), 1),
            },
            MessageKind.SUCCESS,
            (
                Offer("Open the file", lambda: _open(file)),
                Offer("Open the folder", lambda: _open(folder)),
            ),
        )
    )


def _open(place: QUrl) -> None:
    QDesktopServices.openUrl(place)
