"""The lines above the map: which operation this is, and whether the map shows the past."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from bnip.operation import Operation, OperationKind, Phase
from cartoviewer.document.edit import Edit
from cartoviewer.ui.one_line import OneLine
from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_L, SPACE_S, TextRole, Theme
from resources.texts import Texts

__all__ = ["EXERCISE", "OperationBanner", "OperationLine", "PastBanner"]

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


class OperationLine(_Banner):
    """Name, phase and clock of an operation; magenta in an exercise.

    Parameters
    ----------
    now
        The clock.
    larger
        How much larger than a heading the words are.
    """

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        larger: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._now = now
        self._larger = larger
        self._texts: Texts | None = None
        self._exercise = QLabel()
        self._name = OneLine()
        self._phase = QLabel()
        self._clock = QLabel()
        for label in (self._exercise, self._name, self._phase, self._clock):
            self.row.addWidget(label)
        self.row.setStretch(1, 1)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tick)
        self._second.start()

    @property
    def words(self) -> str:
        """Everything the line says, but for the clock."""
        said = (self._exercise.text(), self._name.sentence, self._phase.text())
        return " ".join(words for words in said if words)

    def show_operation(self, operation: Operation | None, texts: Texts) -> None:
        """Tell of an operation; None tells of none."""
        self._texts = texts
        is_exercise = operation is not None and operation.operation is OperationKind.EXERCISE
        colours = self._theme.colours
        if is_exercise:
            self.colour(colours.exercise, colours.on_exercise)
        else:
            self.colour(colours.raised, colours.text)
        plain = self._theme.font(TextRole.HEADING, larger=self._larger)
        bold = self._theme.font(TextRole.HEADING, bold=True, larger=self._larger)
        for label, font in ((self._exercise, bold), (self._name, bold), (self._phase, plain), (self._clock, plain)):
            label.setFont(font)
        kind = "" if operation is None else EXERCISE if is_exercise else texts(_KINDS[operation.operation])
        phase = "" if operation is None else _PHASES[operation.phase]
        self._exercise.setText(kind)
        self._name.say("" if operation is None else texts.name(operation.names))
        self._phase.setText(texts(phase) if phase else "")
        self._phase.setVisible(bool(phase))
        self.setAccessibleName(self.words)
        self._tick()

    def _tick(self) -> None:
        if self._texts is not None:
            self._clock.setText(self._texts.moment(self._now(), seconds=True))


class OperationBanner(OperationLine):
    """Tells of the operation of the dossier; hidden while none is named."""

    def __init__(
        self, session: Session, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, now, parent=parent)
        self._session = session
        session.document_changed.connect(self._write)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        operation = self._session.document.operation
        self.setVisible(operation is not None)
        self.show_operation(operation, self._session.texts)


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
