"""For whom something is published, and what that audience does not get to see."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from cartoviewer.ui.left_out import LeftOut
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_S
from layers.sensitivity import Audience

__all__ = ["AUDIENCE_TEXTS", "AudienceChoice"]

AUDIENCE_TEXTS: Final = {
    Audience.INTERNAL: "Internal: crisis centre only",
    Audience.PARTNERS: "Partners: services and authorities",
    Audience.PUBLIC: "Public: everyone",
}


class AudienceChoice(QWidget):
    """The three audiences, the narrowest first.

    Signals
    -------
    changed (Audience)
        Another audience was chosen.
    """

    changed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._left_out: LeftOut | None = None
        self._box, self._told = QComboBox(), QLabel()
        self._box.addItems(list(AUDIENCE_TEXTS.values()))
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(12)
        self._told.setWordWrap(True)
        self._told.setProperty("role", "muted")
        self._box.currentIndexChanged.connect(lambda _: self.changed.emit(self.audience))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self._box)
        column.addWidget(self._told)
        self.setFocusProxy(self._box)
        session.language_changed.connect(self._write)
        self._write()

    @property
    def audience(self) -> Audience:
        """The audience that is chosen."""
        return list(AUDIENCE_TEXTS)[self._box.currentIndex()]

    def choose(self, audience: Audience) -> None:
        """Choose an audience."""
        self._box.setCurrentIndex(list(AUDIENCE_TEXTS).index(audience))

    def tell(self, left_out: LeftOut | None) -> None:
        """Say what this audience does not see; None while that is not known."""
        self._left_out = left_out
        self._write()

    def _write(self) -> None:
        texts = self._session.texts
        for index, words in enumerate(AUDIENCE_TEXTS.values()):
            self._box.setItemText(index, texts(words))
        self._box.setAccessibleName(texts("Audience"))
        self._told.setVisible(self._left_out is not None)
        if self._left_out is not None:
            self._told.setText("\n".join(self._left_out.lines(texts)))
