"""What a map says on which nothing is yet: what it is for, and the first step."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from cartoviewer.document.drawings import PLACED
from cartoviewer.document.layer import Layer
from cartoviewer.ui.session import Session
from resources.texts import Texts

__all__ = ["is_blank", "paint_welcome"]

_TEXT = "#545D68"


def is_blank(session: Session) -> bool:
    """Tell whether an open dossier holds neither a layer nor a drawing."""
    document = session.document
    return (
        session.dossier is not None
        and not document.of(Layer)
        and not any(isinstance(record, PLACED) for record in document)
    )


def paint_welcome(painter: QPainter, where: QRect, texts: Texts, font: QFont) -> None:
    """Paint the first steps in the middle of the map."""
    lines = (
        texts("The map is empty."),
        texts("Drop a file here, or press Ctrl+I, to add a layer."),
        texts("Press I and click to place an incident; press Ctrl+K to find an address."),
    )
    painter.setPen(QColor(_TEXT))
    painter.setFont(font)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(where.adjusted(40, 40, -40, -40), flags, "\n".join(lines))
