"""Editors for a moment and for a place, typed as people write them; what is not understood stays."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from bnip.record import Place
from cartoviewer.ui.field_editors import MIXED, TextEditor
from layers.position import PositionSystem, read_position, write_position
from resources.texts import BRUSSELS_TIME, Language, Texts

__all__ = ["DayEditor", "MomentEditor", "PositionEditor", "read_day", "read_moment"]

_DAYS = ("%d/%m/%Y %H:%M", "%d/%m/%y %H:%M", "%d-%m-%Y %H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y", "%Y-%m-%d")
_CALENDAR = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
_CLOCKS = ("%H:%M", "%Hh%M", "%H.%M")


def read_moment(text: str, today: datetime) -> datetime | None:
    """Read a day and a time in Brussels, or a time alone, which is then of the day of `today`.

    Returns
    -------
    datetime or None
        With its time zone; None for what is neither.
    """
    typed = " ".join(text.split())
    for pattern in _DAYS:
        try:
            return datetime.strptime(typed, pattern).replace(tzinfo=BRUSSELS_TIME)
        except ValueError:
            continue
    for pattern in _CLOCKS:
        try:
            clock = datetime.strptime(typed, pattern).replace(tzinfo=BRUSSELS_TIME)
        except ValueError:
            continue
        day = today.astimezone(BRUSSELS_TIME)
        return day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return None


def read_day(text: str) -> date | None:
    """Read a day as people write it; None for what is none."""
    typed = "".join(text.split())
    for pattern in _CALENDAR:
        try:
            return datetime.strptime(typed, pattern).replace(tzinfo=BRUSSELS_TIME).date()
        except ValueError:
            continue
    return None


class _CheckedEditor(TextEditor):
    """A line that is told only when it is understood; until then it says what is wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts(Language.EN)
        self._wrong = ""
        self.textEdited.connect(lambda: self._complain(""))

    def write(self, texts: Texts) -> None:
        """Take the language."""
        self._texts = texts

    def _complain(self, text: str) -> None:
        self._wrong = text
        self.setStyleSheet("QLineEdit { border: 2px solid #D7191C; }" if text else "")
        if text:
            self.setToolTip(text)
            self.setAccessibleDescription(text)

    def _finish(self) -> None:
        if self.text() == self._shown or self.isReadOnly():
            self._complain("")
            return
        if self.text().strip() and self.value_of(self.text()) is None:
            self._complain(self._refusal())
            return
        self._complain("")
        super()._finish()

    def _refusal(self) -> str:
        return self._texts("This is not understood.")


class MomentEditor(_CheckedEditor):
    """A day and a time, or nothing."""

    def __init__(
        self,
        parent: QWidget | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(BRUSSELS_TIME),
    ) -> None:
        super().__init__(parent)
        self._now = now

    def text_of(self, value: Any) -> str:
        """Write a moment in Brussels time."""
        return self._texts.moment(value) if isinstance(value, datetime) else ""

    def value_of(self, text: str) -> Any:
        """Read a moment; None where nothing is typed or it is none."""
        return read_moment(text, self._now()) if text.strip() else None

    def _refusal(self) -> str:
        return self._texts("Write the day and the time as 23/11/2026 14:05, or the time alone.")


class DayEditor(_CheckedEditor):
    """A day, or nothing."""

    def text_of(self, value: Any) -> str:
        """Write a day."""
        return self._texts.date(value) if isinstance(value, date) else ""

    def value_of(self, text: str) -> Any:
        """Read a day; None where nothing is typed or it is none."""
        return read_day(text)

    def _refusal(self) -> str:
        return self._texts("Write the day as 23/11/2026.")


class PositionEditor(_CheckedEditor):
    """A place as coordinates; it takes any system and shows Lambert 72."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place: Place | None = None

    def show_value(self, value: Any) -> None:
        """Show a place."""
        self._place = value if isinstance(value, Place) else None
        super().show_value(value)

    def text_of(self, value: Any) -> str:
        """Write the coordinates."""
        if value is MIXED or not isinstance(value, Place):
            return ""
        return write_position(value.x, value.y, PositionSystem.LAMBERT_72, self._texts)

    def value_of(self, text: str) -> Any:
        """Read the first meaning of coordinates; what is said of the place otherwise stays."""
        readings = read_position(text)
        if not readings or self._place is None:
            return None
        x, y = round(readings[0].x, 3), round(readings[0].y, 3)
        return msgspec.structs.replace(self._place, x=x, y=y, quality="coordinates")

    def _refusal(self) -> str:
        return self._texts("These are no coordinates in any system that is known here.")
