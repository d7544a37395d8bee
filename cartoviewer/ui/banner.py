"""The lines above the map: which operation this is, and whether the map shows the past."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from bnip.operation import OperationKind, Phase
from cartoviewer.document.edit import Edit
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_L, SPACE_S, TextRole, Theme

__all__ = ["EXERCISE", "OperationBanner", "PastBanner"]

EXERCISE: Final = "EXERCICE – OEFENING – EXERCISE"
"""Written in all languages at once, whatever the window speaks: nobody may take an exercise for real."""

_KINDS: Final = {
    OperationKind.EVENT: "Event",
    OperationKind.INCIDENT: "Incident",
    OperationKind.EXERCISE: "Exercise",
    OperationKind.PLAN: "Plan",
}
_PHASES: Final = {
    Phase.NONE: "",
    Phase.PRE_ALERT: "Pre-alert",
    Phase.MUNICIPAL: "Municipal phase",
    Phase.PROVINCIAL: "Provincial phase",
    Phase.FEDERAL: "Federal phase",
}


class _Banner(QFrame):
    """A coloured line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("banner")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        self.row.setSpacing(SPACE_L)

    def colour(self, background: str, text: str) -> None:
        """Paint the line and its words."""
        self.setStyleSheet(f"#banner {{ background: {background}; }} QLabel {{ color: {text}; }}")


class OperationBanner(_Banner):
    """Name, phase and clock of the operation; magenta in an exercise. Hidden while no operation is named."""

    def __init__(
        self, session: Session, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._session = session
        self._now = now
        self._exercise = QLabel()
        self._name = QLabel()
        self._phase = QLabel()
        self._clock = QLabel()
        for label in (self._exercise, self._name, self._phase, self._clock):
            self.row.addWidget(label)
        self.row.insertStretch(3, 1)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tick)
        self._second.start()
        session.document_changed.connect(self._write)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self._write()

    @property
    def words(self) -> str:
        """Everything the line says, but for the clock."""
        return " ".join(label.text() for label in (self._exercise, self._name, self._phase) if label.text())

    def _write(self) -> None:
        texts, colours = self._session.texts, self._theme.colours
        operation = self._session.document.operation
        self.setVisible(operation is not None)
        if operation is None:
            return
        is_exercise = operation.operation is OperationKind.EXERCISE
        if is_exercise:
            self.colour(colours.exercise, colours.on_exercise)
        else:
            self.colour(colours.raised, colours.text)
        for label in (self._exercise, self._name):
            label.setFont(self._theme.font(TextRole.HEADING, bold=True))
        self._exercise.setText(EXERCISE if is_exercise else texts(_KINDS[operation.operation]))
        self._name.setText(texts.name(operation.names))
        phase = _PHASES[operation.phase]
        self._phase.setText(texts(phase) if phase else "")
        self._phase.setVisible(bool(phase))
        self.setAccessibleName(self.words)
        self._tick()

    def _tick(self) -> None:
        self._clock.setText(self._session.texts.moment(self._now(), seconds=True))


class PastBanner(_Banner):
    """Tells that the map shows a past moment, and leads back to now."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._session = session
        self._text = QLabel()
        self._back = QPushButton()
        self._back.clicked.connect(lambda: session.look_at(None))
        self.row.addWidget(self._text)
        self.row.addWidget(self._back)
        self.row.addStretch(1)
        session.moment_changed.connect(self._write)
        session.dossier_changed.connect(self._write)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        moment, texts, colours = self._session.moment, self._session.texts, self._theme.colours
        self.setVisible(moment is not None)
        if moment is None:
            return
        self.colour(colours.past, colours.on_past)
        if isinstance(moment, datetime):
            self._text.setText(texts("The map as it stood at {moment}", moment=texts.moment(moment, seconds=True)))
        else:
            edit = self._edit_at(moment)
            if edit is None:
                self._text.setText(texts("The map before the first edit"))
            else:
                said = texts(
                    "The map as it stood at {moment}, after “{label}”",
                    moment=texts.moment(edit.moment, seconds=True),
                    label=edit.write(texts),
                )
                self._text.setText(said)
        self._text.setFont(self._theme.font(bold=True))
        self._back.setText(texts("Back to now"))

    def _edit_at(self, position: int) -> Edit | None:
        history = self._session.history
        if history is None or position < 1:
            return None
        entry = next(history.log.entries(after=position - 1), None)
        return None if entry is None else entry.edit
