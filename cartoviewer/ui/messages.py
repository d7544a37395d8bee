"""What the window tells: what happened, what it means, what to do."""

import errno
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from traceback import format_exception
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from cartoviewer.ui.session import Session
from cartoviewer.ui.theme import SPACE_L, SPACE_M, SPACE_S, Theme
from layers.errors import Problem
from layers.report import Note

__all__ = ["Message", "MessageBar", "MessageKind", "Messages", "Offer", "explained"]

_SHOWN_MS: Final = 6000
_MOST: Final = 3
_REASONS: Final = {
    errno.EACCES: "you may not read or write it",
    errno.EPERM: "you may not read or write it",
    errno.ENOENT: "it is not there",
    errno.EISDIR: "it is a folder",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EROFS: "the disk can only be read",
    errno.EBUSY: "another program is using it",
    errno.EIO: "the disk does not answer",
}


class MessageKind(StrEnum):
    """How much it matters."""

    INFO = "information-outline"
    SUCCESS = "check-circle-outline"
    WARNING = "alert-outline"
    ERROR = "alert-octagon-outline"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to do about a message: the words on the button (English source text), and the deed."""

    text: str
    act: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Message:
    """An English source text with its values; `detail` is for the one who mends the program, never translated."""

    text: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    kind: MessageKind = MessageKind.INFO
    offers: tuple[Offer, ...] = ()
    detail: str = ""


def explained(error: BaseException) -> Message:
    """Put an error into words a user can act on."""
    if isinstance(error, Problem):
        return Message(error.text, error.values, MessageKind.ERROR, detail=_detail(error))
    detail = "".join(format_exception(error))
    if isinstance(error, OSError):
        return Message(
            "The file “{name}” could not be used: {reason}. Check the disk and the rights on the folder.",
            {"name": error.filename or "", "reason": _reason(error)},
            MessageKind.ERROR,
            detail=detail,
        )
    return Message(
        "The program made a mistake ({error}). Everything done before is kept. "
        "Copy the details for whoever looks after the program.",
        {"error": type(error).__name__},
        MessageKind.ERROR,
        detail=detail,
    )


def _detail(error: Problem) -> str:
    """Give what only whoever looks after the program understands, and the sentence itself does not say."""
    detail = error.values.get("detail", "")
    return str(detail) if "{detail}" not in error.text else ""


def _reason(error: OSError) -> Note | str:
    """Say why a file cannot be used, in the window's language where the reason is a common one."""
    known = _REASONS.get(error.errno or 0)
    return Note(known) if known is not None else error.strerror or str(error)


class Messages(QObject):
    """Where every part of the window says something; the message bar shows it."""

    told = Signal(object)

    def tell(self, text: str, /, **values: object) -> None:
        """Say that something was done or found; it goes away by itself."""
        self.told.emit(Message(text, values))

    def warn(self, text: str, /, *offers: Offer, **values: object) -> None:
        """Say something to take note of; it stays until it is closed."""
        self.told.emit(Message(text, values, MessageKind.WARNING, offers))

    def show(self, message: Message) -> None:
        """Show a message as it is."""
        self.told.emit(message)

    def report(self, error: BaseException) -> None:
        """Explain an error."""
        self.told.emit(explained(error))


class MessageBar(QWidget):
    """The messages of the moment, newest on top, above the map."""

    def __init__(self, session: Session, theme: Theme, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._strips: list[_Strip] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        messages.told.connect(self.add)
        session.language_changed.connect(self._write)
        theme.changed.connect(self._write)
        self.setVisible(False)

    @property
    def messages(self) -> tuple[Message, ...]:
        """What is shown, newest first."""
        return tuple(strip.message for strip in self._strips)

    def add(self, message: Message) -> None:
        """Show a message; the same words once."""
        for strip in [strip for strip in self._strips if strip.message.text == message.text]:
            self._drop(strip)
        strip = _Strip(message, self._session, self._theme, self)
        strip.closed.connect(lambda: self._drop(strip))
        self._strips.insert(0, strip)
        self._column.insertWidget(0, strip)
        for old in self._strips[_MOST:]:
            self._drop(old)
        self.setVisible(True)

    def clear(self) -> None:
        """Close all messages."""
        for strip in list(self._strips):
            self._drop(strip)

    def _drop(self, strip: "_Strip") -> None:
        if strip in self._strips:
            self._strips.remove(strip)
            self._column.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
            self.setVisible(bool(self._strips))

    def _write(self) -> None:
        for strip in self._strips:
            strip.write()


class _Strip(QFrame):
    """One message."""

    closed = Signal()

    def __init__(self, message: Message, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.message = message
        self._session = session
        self._theme = theme
        self.setObjectName("message")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_M, SPACE_M, SPACE_M)
        row.setSpacing(SPACE_M)
        self._icon = QLabel()
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        row.addWidget(self._text, 1)
        self._offers: list[tuple[QPushButton, str]] = []
        for offer in message.offers:
            self._add_button(row, offer.text, offer.act)
        if message.detail:
            self._copy = self._add_button(row, "Copy the details", self._copy_detail)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setIconSize(QSize(16, 16))
        self._close.clicked.connect(self.closed)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        if message.kind in (MessageKind.INFO, MessageKind.SUCCESS) and not message.offers:
            QTimer.singleShot(_SHOWN_MS, self, self.closed.emit)
        self.write()

    def write(self) -> None:
        """Write everything in the language and the colours of now."""
        texts, colours = self._session.texts, self._theme.colours
        colour = {
            MessageKind.INFO: colours.accent,
            MessageKind.SUCCESS: colours.success,
            MessageKind.WARNING: colours.warning,
            MessageKind.ERROR: colours.danger,
        }[self.message.kind]
        words = texts(self.message.text, **self.message.values)
        self._text.setText(words)
        self.setAccessibleName(words)
        self._icon.setPixmap(self._theme.icon(self.message.kind.value, colour).pixmap(20, 20))
        for button, text in self._offers:
            button.setText(texts(text))
        self._close.setIcon(self._theme.icon("close"))
        self._close.setToolTip(texts("Close"))
        self._close.setAccessibleName(texts("Close"))
        self.setStyleSheet(
            f"QFrame#message {{ background: {colours.surface}; border: 1px solid {colours.line};"
            f" border-left: 4px solid {colour}; border-radius: 4px; }}"
        )

    def _add_button(self, row: QHBoxLayout, text: str, act: Callable[[], None]) -> QPushButton:
        def follow() -> None:
            act()
            self.closed.emit()

        button = QPushButton()
        button.clicked.connect(follow)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._offers.append((button, text))
        return button

    def _copy_detail(self) -> None:
        QGuiApplication.clipboard().setText(self.message.detail)
